"""The checklist while writing, undoing, publishing over a warning, and what everybody can see of it afterwards."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from sdm.actions.editions import change_draft, start_draft
from sdm.leaflets.shipped import completed
from sdm.models import Edition
from sdm.rules.checklist_items import AGAINST_SOURCE, ITEMS
from sdm.rules.edition import EditionContent, Outcome
from sdm.rules.reasons import SAY_WHY
from sdm.summary.moments import day
from tests.given import PASSWORD, with_password
from tests.second_person import publish, ticks

pytestmark = pytest.mark.django_db

OF_AN_ORIGINAL = len((*ITEMS, AGAINST_SOURCE))

CONTENT = completed("ipg651")
SIGNED = {"password": PASSWORD}
HARD = "Percutaneous interventions necessitate continuous anticoagulation notwithstanding individual circumstances."


def url(edition: Edition, name: str, *more) -> str:
    return reverse(f"edition-{name}", args=[edition.pk, *more])


def text_of(element) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def change(draft, editor):
    """Changes the draft as the editor."""

    def change(**parts) -> Edition:
        now = Edition.objects.get(pk=draft.pk)
        return change_draft(edition=now, content=replace(now.content, **parts), seen=now.revision, by=editor)

    return change


@pytest.fixture
def boss(administrator) -> Client:
    client = Client()
    client.force_login(with_password(administrator))
    return client


def test_each_item_says_whether_it_is_met_why_and_where_to_mend_it(desk, draft, change):
    change(
        condition="", funding="", options=(replace(CONTENT.options[0], description="It is rare."), *CONTENT.options[1:])
    )
    page = html.fromstring(desk.get(url(draft, "checks")).content)
    items = page.xpath("//li[starts-with(@id, 'item-')]")
    assert len(items) == OF_AN_ORIGINAL
    states = {item.get("id"): item.find_class("nhsuk-tag")[0].text_content() for item in items}
    assert {name for name, state in states.items() if state == "Not met"} == {"item-1", "item-11", "item-14"}
    links = {(text_of(link), link.get("href")) for item in items for link in item.xpath(".//a")}
    assert ("Name the health condition.", url(draft, "details")) in links
    assert ("Say who paid for the leaflet.", url(draft, "details")) in links
    assert url(draft, "option", "procedure") in {address for _, address in links}


def test_an_empty_draft_has_a_checklist_too(desk, editor):
    draft = start_draft(content=EditionContent(title="", reference="X1"), by=editor)
    for name in (
        "checks",
        "details",
        "questions",
        "options",
        "matters",
        "notes",
        "option-new",
        "matter-new",
        "preview",
    ):
        assert desk.get(url(draft, name)).status_code == 200


def test_hard_sentences_are_shown_with_their_score(desk, draft, change):
    change(living_with=HARD)
    for name in ("checks", "details"):
        page = html.fromstring(desk.get(url(draft, name)).content)
        assert HARD in [quote.text_content() for quote in page.xpath("//q[contains(@class, 'sdm-hard')]")]
        # A word that has a note is not among them.
        assert "Long words: interventions, " in page.text_content()


@pytest.mark.parametrize(
    ("name", "more", "sentence"),
    [
        ("details", (), "Say who paid for the leaflet."),
        ("option", ("procedure",), "“rare” means different things"),
        ("option", ("no-procedure",), None),
        ("passages", (1,), None),
    ],
)
def test_beside_each_page_stands_what_is_said_of_it_and_no_more(name, more, sentence, desk, draft, change):
    first = replace(CONTENT.options[0], risks=(Outcome("A rare bleed"),))
    change(funding="", options=(first, *CONTENT.options[1:]))
    page = html.fromstring(desk.get(url(draft, name, *more)).content)
    beside = text_of(page.find_class("sdm-beside")[0])
    assert ("There is nothing to mend here." in beside) is (sentence is None)
    assert sentence is None or sentence in beside


def test_undo_and_redo_stand_on_the_draft_and_say_what_they_take_back(desk, draft, change, content_of):
    page = desk.get(url(draft, "steps"))
    assert b"Undo" not in page.content
    change(condition="First")
    change(notes=())
    shown = html.fromstring(desk.get(reverse("edition", args=[draft.pk])).content)
    assert [text_of(button) for button in shown.xpath("//div[contains(@class, 'sdm-undo')]//button")] == [
        "Undo: Plain words"
    ]
    response = desk.post(url(draft, "undo"), {"revision": "3"})
    after = desk.get(response.url).content.decode()
    assert content_of(draft) == replace(draft.content, condition="First")
    assert "Undone: Plain words." in after
    assert ("Undo: Details" in after, "Redo: Plain words" in after) == (True, True)
    assert "Done again: Plain words." in desk.get(desk.post(url(draft, "redo"), {"revision": "4"}).url).content.decode()
    assert content_of(draft).notes == ()
    steps = html.fromstring(desk.get(url(draft, "steps")).content).xpath("//ol/li/strong")
    assert [text_of(step) for step in steps] == [
        "Done again: Plain words",
        "Undone: Plain words",
        "Plain words",
        "Details",
        "The draft was started",
    ]


def test_undo_and_redo_say_what_they_would_change_and_what_they_did(desk, draft, change):
    def told(response) -> dict[str, str]:
        page = html.fromstring(response.content)
        return {
            text_of(button): text_of(page.get_element_by_id(button.get("aria-describedby")))
            for button in page.xpath("//div[contains(@class, 'sdm-undo')]//button")
        }

    draft_page = reverse("edition", args=[draft.pk])
    change(condition="A shake")
    change(condition="A wobble")
    assert told(desk.get(draft_page)) == {"Undo: Details": "Health condition: from “A wobble” to “A shake”."}
    after = desk.post(url(draft, "undo"), {"revision": "3"}, follow=True)
    assert "Undone: Details. Health condition: from “A wobble” to “A shake”." in text_of(html.fromstring(after.content))
    assert told(after)["Redo: Details"] == "Health condition: from “A shake” to “A wobble”."
    # The list of options has the same two buttons.
    assert told(desk.get(url(draft, "options"))) == told(after)


def test_the_list_of_changes_says_from_what_to_what(desk, draft, change, django_assert_num_queries):
    condition = draft.content.condition
    change(condition="First")
    change(condition="First of two", notes=draft.content.notes[1:])
    desk.post(url(draft, "undo"), {"revision": "3"})
    url_of_steps = url(draft, "steps")
    desk.get(url_of_steps)  # what was to be told once is told
    with django_assert_num_queries(5):
        page = html.fromstring(desk.get(url_of_steps).content)
    told = [[one.strip() for one in step.xpath("./text()") if one.strip()] for step in page.xpath("//ol/li")]
    gone = draft.content.notes[0].term
    assert told[3] == []
    assert told[2] == [f"Health condition: from “{condition}” to “First”"]
    assert [told[1][0][: len(gone) + 7], told[1][1]] == [
        f"Note “{gone}”",
        "Health condition: from “First” to “First of two”",
    ]
    assert told[0][1] == "Health condition: from “First of two” to “First”"


def test_undoing_what_somebody_changed_meanwhile_is_asked_again(desk, draft, change, content_of):
    change(condition="Theirs")
    for revision in ("1", "", "x"):
        response = desk.post(url(draft, "undo"), {"revision": revision})
        assert response.status_code == 409
        assert "Somebody changed this draft after you opened it" in response.content.decode()
    assert content_of(draft).condition == "Theirs"


def test_where_there_is_nothing_to_undo_it_says_so(desk, draft):
    response = desk.post(url(draft, "undo"), {"revision": "1"})
    assert "There is nothing left to undo." in desk.get(response.url).content.decode()


def test_a_published_edition_has_no_way_to_undo_and_keeps_what_was_done(desk, draft, change, administrator):
    change(condition="A clot")
    publish(edition=draft, seen=2, by=administrator)
    for name in ("undo", "redo"):
        assert desk.post(url(draft, name), {"revision": "2"}).status_code in (302, 409)
    assert Edition.objects.get(pk=draft.pk).content.condition == "A clot"
    page = desk.get(url(draft, "steps")).content.decode()
    assert ("Details" in page, "Undo" in page) == (True, False)


def test_publishing_over_a_warning_asks_why_and_keeps_the_answer(boss, draft, change, problems):
    change(funding="")
    asked = html.fromstring(boss.get(url(draft, "publish")).content)
    assert "It says who paid for it." in asked.text_content()
    assert asked.xpath("//textarea[@name='reason']")
    response = boss.post(url(draft, "publish"), ticks(draft) | {"revision": "2", "reason": "  ", "password": PASSWORD})
    assert (response.status_code, problems(response)) == (
        422,
        [("#id_reason", SAY_WHY)],
    )
    assert Edition.objects.get(pk=draft.pk).is_draft
    long = "x" * 2001
    response = boss.post(url(draft, "publish"), ticks(draft) | {"revision": "2", "reason": long})
    assert response.status_code == 422
    assert long in response.content.decode()
    typed = ticks(draft) | {"revision": "2", "reason": "Nobody knows why.", "password": PASSWORD}
    assert boss.post(url(draft, "publish"), typed).status_code == 302
    assert Edition.objects.get(pk=draft.pk).publish_reason == "Nobody knows why."
    assert "Nobody knows why." in boss.get(reverse("edition", args=[draft.pk])).content.decode()


def test_a_reason_is_given_back_where_something_stops_the_edition(boss, draft, change):
    change(funding="", condition="")
    response = boss.post(url(draft, "publish"), {"revision": "2", "reason": "My own words why"})
    assert response.status_code == 409
    assert "My own words why" in response.content.decode()


def test_without_a_warning_nobody_is_asked_why(boss, draft):
    assert b'name="reason"' not in boss.get(url(draft, "publish")).content
    typed = ticks(draft) | {"revision": "1", "password": PASSWORD}
    assert boss.post(url(draft, "publish"), typed).status_code == 302


def test_everybody_can_see_how_a_published_edition_was_checked(client, draft, change, administrator):
    change(funding="")
    address = reverse("checklist", args=[draft.pk])
    assert client.get(address).status_code == 404
    publish(edition=draft, seen=2, by=administrator, reason="Nobody knows who paid.")
    response = client.get(address)
    page = html.fromstring(response.content.decode())
    assert len(page.xpath("//main//ol/li")) == OF_AN_ORIGINAL
    assert "Nobody knows who paid." in page.text_content()
    assert f"{OF_AN_ORIGINAL - 4} of {OF_AN_ORIGINAL - 3} are met." in text_of(page)
    assert "cy" in client.get(address, headers={"Accept-Language": "cy"}).headers["Content-Language"]


def test_what_is_shown_is_what_was_kept_whatever_the_rules_say_later(client, edition, monkeypatch):
    before = client.get(reverse("checklist", args=[edition.pk])).content
    monkeypatch.setattr("sdm.pages.patient.checklist.checklist_of", lambda edition: ())
    assert client.get(reverse("checklist", args=[edition.pk])).content == before


def test_an_edition_from_before_checklists_were_kept_is_judged_by_todays_rules(
    client, draft, administrator, monkeypatch
):
    monkeypatch.setattr("sdm.actions.editions.as_rows", lambda checks: None)
    publish(edition=draft, seen=1, by=administrator)
    assert Edition.objects.get(pk=draft.pk).checklist is None
    page = html.fromstring(client.get(reverse("checklist", args=[draft.pk])).content.decode())
    assert len(page.xpath("//main//ol/li")) == OF_AN_ORIGINAL


def test_patients_find_the_checklist_from_the_leaflet(edition, invitation):
    from django.conf import settings
    from django.core import signing

    from sdm.pages.access import SALT

    patient = Client()
    patient.cookies[settings.PATIENT_COOKIE_NAME] = signing.dumps(str(invitation.pk), salt=SALT)
    page = patient.get(reverse("patient-read-all")).content.decode()
    assert reverse("checklist", args=[edition.pk]) in page
    for words in (CONTENT.funding, CONTENT.contact, day(CONTENT.review_on.isoformat()), CONTENT.time_window.words):
        assert words in page


def test_beside_a_page_stands_what_is_outstanding_there(desk, draft, change):
    first, *others = CONTENT.questions
    kinds = tuple(replace(one, confirmed=False) for one in CONTENT.indications)
    change(questions=(replace(first, passages=()), *others), indications=kinds)

    def beside(address: str) -> str:
        page = html.fromstring(desk.get(address).content)
        return text_of(page.xpath("//aside[@aria-labelledby='beside-heading']")[0])

    missing = "Not met Choose the passage of the leaflet for question 1."
    assert missing in beside(url(draft, "questions"))
    assert missing in beside(reverse("edition-passages", args=[draft.pk, 1]))
    assert "There is nothing to mend here." in beside(reverse("edition-passages", args=[draft.pk, 2]))
    assert "Not met Check and confirm what NICE says about distal DVT." in beside(url(draft, "indications"))


def test_that_the_leaflet_does_not_answer_is_an_answer_everywhere(desk, draft, change):
    first, *others = CONTENT.questions
    change(questions=(replace(first, passages=(), unanswered=True), *others))
    page = text_of(html.fromstring(desk.get(reverse("edition", args=[draft.pk])).content))
    assert "Choose the passage of the leaflet" not in page
    assert "No passage is chosen yet." not in page
    assert "Patients are told that the leaflet does not say more about this." in page


def test_a_dot_is_no_reason_to_publish_over_a_warning(boss, draft, change, problems):
    change(funding="")
    typed = ticks(draft) | {"revision": "2", "reason": ".", "password": PASSWORD}
    assert problems(boss.post(url(draft, "publish"), typed)) == [("#id_reason", SAY_WHY)]
    assert Edition.objects.get(pk=draft.pk).is_draft
