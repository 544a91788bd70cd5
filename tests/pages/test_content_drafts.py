"""The pages of a draft: what is typed is saved, kept where it cannot be saved, and never written over."""

from dataclasses import replace

import pytest
from django.urls import reverse
from lxml import html

from sdm.actions.editions import change_draft, delete_draft, publish, start_draft
from sdm.leaflets.shipped import completed
from sdm.models import Edition
from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import EditionContent, Link, Note, Outcome, Section

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
PARTS = ("details", "sections", "questions", "indications", "notes", "warnings")


@pytest.fixture
def draft(editor) -> Edition:
    return start_draft(content=replace(CONTENT, warnings=("Check this.", "Check that.")), by=editor)


@pytest.fixture
def desk(client, editor):
    """The browser of an editor."""
    client.force_login(editor)
    return client


def address(draft: Edition, part: str) -> str:
    if part.startswith("option/"):
        return reverse("edition-option", args=[draft.pk, part.removeprefix("option/")])
    return reverse(f"edition-{part}", args=[draft.pk])


def form_of(response) -> dict[str, str | list[str]]:
    """What a browser would send back from the page's form."""
    form = next(form for form in html.fromstring(response.content).forms if "revision" in form.fields)
    typed = {}
    for box in form.xpath(".//textarea"):
        # The first line break after the tag is not part of the words.
        box.text = (box.text or "").removeprefix("\n")
    for box in form.xpath(".//input[not(@value)]"):
        box.set("value", "")
    for name, value in form.form_values():
        typed.setdefault(name, []).append(value)
    typed.pop("csrfmiddlewaretoken")
    return typed


def content_of(draft: Edition) -> EditionContent:
    return Edition.objects.get(pk=draft.pk).content


def problems(response) -> list[tuple[str, str]]:
    """The error summary: where each link leads, and its words."""
    page = html.fromstring(response.content)
    links = page.xpath("//div[contains(@class, 'nhsuk-error-summary')]//a")
    return [(link.get("href"), link.text_content()) for link in links]


@pytest.mark.parametrize("part", [*PARTS, "option/procedure", "option/no-procedure"])
def test_sending_a_page_back_as_it_is_changes_nothing(part, desk, draft):
    before = Edition.objects.get(pk=draft.pk)
    response = desk.post(address(draft, part), form_of(desk.get(address(draft, part))))
    after = Edition.objects.get(pk=draft.pk)
    assert response.status_code == 302
    assert (after.document, after.revision, after.changed_at) == (before.document, 1, before.changed_at)


def test_details_are_saved(desk, draft, editor):
    typed = form_of(desk.get(address(draft, "details")))
    typed |= {
        "title": "A new title",
        "published_day": "1",
        "published_month": "2",
        "published_year": "2021",
        "isbn": "",
        "condition": "Ŵ 🙂 العربية",
        "source_url": "https://www.nice.org.uk/guidance/ipg1",
    }
    response = desk.post(address(draft, "details"), typed)
    assert response.headers["Location"] == reverse("edition", args=[draft.pk])
    saved = content_of(draft)
    assert saved == replace(
        CONTENT,
        title="A new title",
        published=saved.published,
        isbn="",
        condition="Ŵ 🙂 العربية",
        source_url="https://www.nice.org.uk/guidance/ipg1",
        warnings=saved.warnings,
    )
    assert saved.published.isoformat() == "2021-02-01"
    assert "The details are saved." in desk.get(response.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"title": " \u00a0 "}, ("#id_title", "Fill in this box")),
        (
            {"title": "x" * 301},
            ("#id_title", "This must be 300 characters or fewer. You have written 301"),
        ),
        (
            {"published_day": "31", "published_month": "2"},
            ("#id_published_day", "There is no such day in that month. Check the day and the month"),
        ),
        ({"published_year": "2999"}, ("#id_published_day", "The date must be today or in the past")),
        *[
            ({"source_url": url}, ("#id_source_url", "Enter a full web address that starts with https://"))
            for url in (
                "http://www.nice.org.uk",
                "javascript:alert(1)//https://a.b",
                "https://nice.org.uk@evil.example",
                "https://",
                "https://[",
                "www.nice.org.uk",
                "https://nice.org.uk/a b",
            )
        ],
    ],
)
def test_a_mistake_is_named_and_everything_typed_stays(typed, problem, desk, draft):
    sent = form_of(desk.get(address(draft, "details"))) | typed | {"registry": "Typed before"}
    response = desk.post(address(draft, "details"), sent)
    assert (response.status_code, problems(response)) == (422, [problem])
    assert b"<title>Error: " in response.content
    shown = form_of(response)
    assert shown["registry"] == ["Typed before"]
    assert {name: shown[name] for name in typed} == {name: [value] for name, value in typed.items()}
    assert content_of(draft).registry == CONTENT.registry


def test_a_hidden_character_is_refused(desk, draft):
    typed = form_of(desk.get(address(draft, "details"))) | {"condition": "a\x00b"}
    response = desk.post(address(draft, "details"), typed)
    problem = "There is a hidden character after “a” that we cannot save. Delete it, or type that part again"
    assert (response.status_code, problems(response)) == (422, [("#id_condition", problem)])


def test_sections_and_links_are_saved_as_typed_with_one_kind_of_line_end(desk, draft):
    typed = form_of(desk.get(address(draft, "sections")))
    typed |= {
        "sections-0-body": "One.\r\n\r\n- <b>a</b>\r\n- {{ b }}",
        "links-0-url": "https://www.nhs.uk",
        "links-1-DELETE": "on",
    }
    assert desk.post(address(draft, "sections"), typed).status_code == 302
    saved = content_of(draft)
    assert saved.sections == (Section("", "One.\n\n- <b>a</b>\n- {{ b }}"), *CONTENT.sections[1:])
    assert saved.links == (Link("NHS website", "https://www.nhs.uk"), CONTENT.links[2])


def test_a_passage_that_the_leaflet_does_not_say_is_named(desk, draft):
    typed = form_of(desk.get(address(draft, "questions")))
    there = CONTENT.questions[0].passages[0]
    typed["questions-1-passages"] = f"{there}\r\n\r\nIt never hurts."
    response = desk.post(address(draft, "questions"), typed)
    assert (response.status_code, problems(response)) == (
        422,
        [
            (
                "#id_questions-1-passages",
                "Question 2: The leaflet does not say this, word for word: “It never hurts.”",
            )
        ],
    )
    assert form_of(response)["questions-1-passages"] == [f"{there}\n\nIt never hurts."]
    typed["questions-1-passages"] = f" {there}\r\n \r\n\r\nThe aim is to reduce symptoms "
    assert desk.post(address(draft, "questions"), typed).status_code == 302
    assert content_of(draft).questions[1].passages == (there, "The aim is to reduce symptoms")


def test_another_question_is_added_without_a_script_and_one_removed(desk, draft):
    typed = form_of(desk.get(address(draft, "questions"))) | {"questions-0-wording": ""}
    response = desk.post(address(draft, "questions"), typed | {"add": "questions"})
    shown = form_of(response)
    # Nothing is checked and nothing is saved yet; what was typed stays.
    assert (response.status_code, problems(response)) == (200, [])
    assert shown["questions-0-wording"] == [""]
    assert shown["questions-5-wording"] == [""]
    assert content_of(draft) == replace(CONTENT, warnings=("Check this.", "Check that."))
    shown |= {"questions-0-DELETE": "on", "questions-5-wording": "And then?"}
    assert desk.post(address(draft, "questions"), shown).status_code == 302
    saved = content_of(draft).questions
    assert [(one.number, one.wording) for one in saved] == [
        *[(place, one.wording) for place, one in enumerate(CONTENT.questions[1:], start=1)],
        (5, "And then?"),
    ]


def test_a_row_that_is_added_and_left_blank_counts_for_nothing(desk, draft):
    typed = form_of(desk.post(address(draft, "notes"), form_of(desk.get(address(draft, "notes"))) | {"add": "notes"}))
    assert typed["notes-TOTAL_FORMS"] == [str(len(CONTENT.notes) + 1)]
    assert desk.post(address(draft, "notes"), typed).status_code == 302
    assert content_of(draft).notes == CONTENT.notes


def test_notes_are_saved(desk, draft):
    typed = form_of(desk.get(address(draft, "notes")))
    typed |= {"notes-0-meaning": "A clot.", "unknowns-0-DELETE": "on", "unknowns-1-source": ""}
    desk.post(address(draft, "notes"), typed)
    saved = content_of(draft)
    assert saved.notes[0] == Note("DVT", "A clot.", "The leaflet")
    assert saved.unknowns == (replace(CONTENT.unknowns[1], source=""), *CONTENT.unknowns[2:])


def test_what_nice_says_is_checked_by_a_person(desk, draft):
    typed = form_of(desk.get(address(draft, "indications")))
    typed.pop("indications-0-confirmed")
    typed |= {"indications-1-name": "low DVT", "indications-1-arrangement": "do-not-use"}
    desk.post(address(draft, "indications"), typed)
    assert [(one.id, one.name, one.arrangement, one.confirmed) for one in content_of(draft).indications] == [
        ("iliofemoral-dvt", "iliofemoral DVT", Arrangement.SPECIAL, False),
        ("low-dvt", "low DVT", Arrangement.DO_NOT_USE, True),
    ]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (
            {"indications-0-evidence": "It can be used for all."},
            (
                "#id_indications-0-evidence",
                "Kind 1: The leaflet does not say this, word for word. Copy the sentence from it",
            ),
        ),
        (
            {"indications-1-arrangement": "unknown"},
            (
                "#id_indications-1-arrangement_0",
                "Kind 2: Choose what NICE says before you tick that you have checked it",
            ),
        ),
        (
            {"indications-1-arrangement": "always"},
            ("#id_indications-1-arrangement_0", "Kind 2: Choose one of the answers on this page"),
        ),
        ({"indications-0-evidence": ""}, ("#id_indications-0-evidence", "Kind 1: Write something in this box")),
    ],
)
def test_what_nice_says_cannot_be_made_up(typed, problem, desk, draft):
    sent = form_of(desk.get(address(draft, "indications"))) | typed
    response = desk.post(address(draft, "indications"), sent)
    assert (response.status_code, problems(response)) == (422, [problem])
    assert content_of(draft).indications == CONTENT.indications


def test_an_option_is_added_changed_and_removed(desk, draft):
    typed = form_of(desk.get(address(draft, "option-new")))
    assert typed["benefits-0-figure"] == ["Not known"]
    typed |= {
        "name": "Compression stockings",
        "description": "Tight socks.",
        "kind": "another",
        "benefits-0-text": "Less swelling",
        "benefits-0-figure": "",
        "risks-0-text": "They can itch",
        "risks-0-figure": "3 in 100 over 2 years",
        "risks-0-source": "A trial",
    }
    response = desk.post(address(draft, "option-new"), typed)
    assert response.headers["Location"] == reverse("edition-options", args=[draft.pk])
    added = content_of(draft).options[3]
    assert (added.id, added.name, added.is_procedure, added.is_no_procedure) == (
        "compression-stockings",
        "Compression stockings",
        False,
        False,
    )
    assert added.benefits == (Outcome("Less swelling", "Not known", ""),)
    assert added.risks == (Outcome("They can itch", "3 in 100 over 2 years", "A trial"),)

    page = address(draft, "option/compression-stockings")
    desk.post(page, form_of(desk.get(page)) | {"name": "Stockings", "benefits-0-DELETE": "on"})
    assert content_of(draft).options[3] == replace(added, name="Stockings", benefits=())

    # An option that goes needs nothing more.
    response = desk.post(page, form_of(desk.get(page)) | {"name": "", "remove": "on"})
    assert response.status_code == 302
    assert content_of(draft).options == CONTENT.options
    assert desk.get(page).status_code == 404


def test_two_options_of_one_name_are_two(desk, draft):
    for _ in range(2):
        typed = form_of(desk.get(address(draft, "option-new")))
        typed |= {"name": "Procedure", "description": "Again.", "kind": "another"}
        assert desk.post(address(draft, "option-new"), typed).status_code == 302
    assert [option.id for option in content_of(draft).options[3:]] == ["procedure-4", "procedure-5"]


def test_what_is_ticked_is_settled(desk, draft):
    typed = form_of(desk.get(address(draft, "warnings")))
    desk.post(address(draft, "warnings"), typed | {"settled": ["Check that."]})
    assert content_of(draft).warnings == ("Check this.",)


def test_somebody_elses_change_is_shown_beside_ones_own_words(desk, draft, administrator):
    typed = form_of(desk.get(address(draft, "details"))) | {"condition": "My words", "registry": "My registry"}
    theirs = replace(draft.content, condition="Their words", options=CONTENT.options[:2])
    change_draft(edition=draft, content=theirs, seen=1, by=administrator)
    response = desk.post(address(draft, "details"), typed)
    assert response.status_code == 409
    assert content_of(draft) == theirs
    assert [(one.label, one.one, one.other) for one in response.context["conflict"]] == [
        ("Health condition", "My words", "Their words"),
        ("Registry", "My registry", CONTENT.registry),
    ]
    page = response.content.decode()
    assert "Somebody changed this draft after you opened it" in page
    assert "by Sam Okoro on " in page
    # One's own words are still in the boxes, and can be saved on top; what others changed elsewhere stays.
    again = form_of(response)
    assert (again["condition"], again["revision"]) == (["My words"], ["2"])
    assert desk.post(address(draft, "details"), again).status_code == 302
    assert content_of(draft) == replace(theirs, condition="My words", registry="My registry")


def test_an_option_that_somebody_else_removed_can_be_saved_again(desk, draft, administrator):
    typed = form_of(desk.get(address(draft, "option/procedure"))) | {"name": "Mine"}
    change_draft(edition=draft, content=replace(draft.content, options=CONTENT.options[1:]), seen=1, by=administrator)
    response = desk.post(address(draft, "option/procedure"), typed)
    assert response.status_code == 409
    assert ("Name of the option", "Mine", "") in [
        (one.label, one.one, one.other) for one in response.context["conflict"]
    ]
    assert desk.post(address(draft, "option/procedure"), form_of(response)).status_code == 302
    assert [(option.id, option.name) for option in content_of(draft).options[1:]] == [
        ("clot-busting-drugs", "Have clot-busting drugs"),
        ("mine", "Mine"),
    ]


@pytest.mark.parametrize("revision", ["", "0", "-1", "99", "1e3", "١", "9" * 30])
def test_a_revision_that_nobody_saw_is_a_stale_one(revision, desk, draft):
    typed = form_of(desk.get(address(draft, "details"))) | {"condition": "My words", "revision": revision}
    assert desk.post(address(draft, "details"), typed).status_code == 409
    assert content_of(draft).condition == CONTENT.condition


@pytest.mark.parametrize("part", [*PARTS, "option/procedure", "option-new"])
def test_a_published_edition_changes_by_no_address(part, desk, draft, administrator):
    typed = form_of(desk.get(address(draft, part)))
    publish(edition=draft, seen=1, by=administrator)
    before = Edition.objects.get(pk=draft.pk)
    for response in (
        desk.get(address(draft, part)),
        desk.post(address(draft, part), typed | {"condition": "Words typed too late"}),
        desk.post(address(draft, part), {"revision": "1", "add": "questions"}),
    ):
        assert response.status_code == 409
        assert "A published edition cannot change" in response.content.decode()
    assert "Words typed too late" in desk.post(address(draft, part), {"a": "Words typed too late"}).content.decode()
    after = Edition.objects.get(pk=draft.pk)
    assert (after.document, after.revision, after.sha256) == (before.document, before.revision, before.sha256)


def test_words_for_a_draft_that_is_gone_are_given_back(desk, draft):
    typed = form_of(desk.get(address(draft, "details"))) | {"condition": "Words typed too late"}
    delete_draft(edition=draft, seen=1)
    response = desk.post(address(draft, "details"), typed)
    assert response.status_code == 404
    assert "Words typed too late" in response.content.decode()
    assert desk.get(address(draft, "details")).status_code == 404


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"revision": "1"},
        {"revision": "1", "questions-TOTAL_FORMS": "x", "questions-INITIAL_FORMS": "x"},
        {"revision": "1", "questions-TOTAL_FORMS": "-3", "questions-INITIAL_FORMS": "9"},
        {"revision": "1", "questions-TOTAL_FORMS": "0", "questions-INITIAL_FORMS": "0"},
        {"revision": "1", "questions-TOTAL_FORMS": "9" * 20, "questions-INITIAL_FORMS": "0"},
        {"revision": "1", "questions-TOTAL_FORMS": "999", "questions-INITIAL_FORMS": "999"},
    ],
)
@pytest.mark.parametrize("add", [{}, {"add": "questions"}, {"add": "nonsense"}])
def test_a_form_that_makes_no_sense_saves_nothing(broken, add, desk, draft):
    before = Edition.objects.get(pk=draft.pk).document
    response = desk.post(address(draft, "questions"), broken | add)
    assert response.status_code == (200 if add else 422)
    assert Edition.objects.get(pk=draft.pk).document == before


def test_a_page_of_a_draft_asks_the_database_little(desk, draft, django_assert_num_queries):
    # The session, the person, the edition with its leaflet and people.
    with django_assert_num_queries(3):
        desk.get(address(draft, "questions"))
