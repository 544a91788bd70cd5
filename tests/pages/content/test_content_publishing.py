"""Publishing, beginning the next edition, and throwing a draft away: who may, and what stays as it was."""

from dataclasses import replace

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from lxml import html

from sdm.actions.editions import change_draft, start_draft
from sdm.leaflets.shipped import completed
from sdm.models import Conversation, Edition, User
from sdm.rules.arrangements import Arrangement
from sdm.rules.confirmations import nothing_confirmed
from sdm.rules.people import Role
from sdm.rules.reasons import SAY_WHY
from tests.conftest import IPG651
from tests.given import PASSWORD, with_password
from tests.second_person import publish, ticks

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
SIGNED = {"password": PASSWORD}
SECOND_PERSON = "You worked on this draft. A second person must publish it."


@pytest.fixture
def desk_of():
    """The browser of one person."""

    def desk_of(user: User) -> Client:
        desk = Client()
        desk.force_login(with_password(user))
        return desk

    return desk_of


def address(edition: Edition, name: str) -> str:
    return reverse(f"edition-{name}", args=[edition.pk])


def reasons(response) -> list[str]:
    return [one.text_content() for one in html.fromstring(response.content).xpath("//main//li")]


def status_of(edition: Edition) -> str:
    return Edition.objects.get(pk=edition.pk).status


def test_a_second_person_publishes(draft, administrator, desk_of):
    desk = desk_of(administrator)
    asked = desk.get(address(draft, "publish"))
    assert html.fromstring(asked.content).xpath("//main//input[@name='revision']/@value") == ["1"]
    assert status_of(draft) == "draft"
    response = desk.post(address(draft, "publish"), ticks(draft) | {"revision": "1", **SIGNED})
    assert response.headers["Location"] == reverse("edition", args=[draft.pk])
    published = Edition.objects.get(pk=draft.pk)
    assert (published.status, published.published_by) == ("published", administrator)
    # Pressed twice is pressed once.
    again = desk.post(address(draft, "publish"), ticks(draft) | {"revision": "1", **SIGNED})
    assert (again.status_code, again.headers["Location"]) == (302, response.headers["Location"])
    assert Edition.objects.get(pk=draft.pk).published_at == published.published_at


@pytest.mark.parametrize(
    ("typed", "why"),
    [("", "Enter your password to sign"), ("wrong", "This is not your password. Try again")],
)
def test_whoever_publishes_signs_with_their_password(typed, why, draft, administrator, desk_of, problems):
    desk = desk_of(administrator)
    response = desk.post(address(draft, "publish"), ticks(draft) | {"revision": "1", "password": typed})
    assert (response.status_code, problems(response)) == (422, [("#id_password", why)])
    assert status_of(draft) == "draft"


def test_wrong_passwords_count_with_those_at_signing_in(draft, administrator, desk_of, problems, settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "2/5m/key"}
    desk = desk_of(administrator)
    for _ in range(2):
        desk.post(address(draft, "publish"), ticks(draft) | {"revision": "1", "password": "wrong"})
    response = desk.post(address(draft, "publish"), ticks(draft) | {"revision": "1", **SIGNED})
    assert ([place for place, _ in problems(response)], status_of(draft)) == (["#id_password"], "draft")


def test_nobody_is_asked_for_a_password_where_a_reason_is_missing(draft, editor, administrator, desk_of, problems):
    change_draft(edition=draft, content=replace(CONTENT, funding=""), seen=1, by=editor)
    desk = desk_of(administrator)
    response = desk.post(address(draft, "publish"), ticks(draft) | {"revision": "2", "password": "wrong"})
    assert problems(response) == [("#id_reason", SAY_WHY)]
    response = desk.post(
        address(draft, "publish"), ticks(draft) | {"revision": "2", "reason": "Nobody knows why.", **SIGNED}
    )
    assert (response.status_code, status_of(draft)) == (302, "published")


def test_who_worked_on_the_draft_is_told_that_a_second_person_must(administrator, desk_of):
    draft = start_draft(content=CONTENT, by=administrator)
    desk = desk_of(administrator)
    assert reasons(desk.get(address(draft, "publish"))) == [SECOND_PERSON]
    response = desk.post(address(draft, "publish"), ticks(draft) | {"revision": "1", **SIGNED})
    assert (response.status_code, reasons(response)) == (409, [SECOND_PERSON])
    assert status_of(draft) == "draft"


def test_an_editor_finds_no_page_to_publish(draft, editor, clinician, desk_of):
    for user in (editor, clinician):
        assert desk_of(user).get(address(draft, "publish")).status_code == 404
        assert desk_of(user).post(address(draft, "publish"), {"revision": "1", **SIGNED}).status_code == 404
    assert status_of(draft) == "draft"


def test_what_is_missing_is_named(draft, editor, administrator, desk_of):
    change_draft(edition=draft, content=replace(CONTENT, condition="", living_with=""), seen=1, by=editor)
    response = desk_of(administrator).post(address(draft, "publish"), ticks(draft) | {"revision": "2", **SIGNED})
    assert (response.status_code, reasons(response)) == (
        409,
        ["Name the health condition.", "Say what living with the result is like, or that it is not known."],
    )


@pytest.mark.parametrize("name", ["publish", "delete"])
def test_a_draft_that_changed_meanwhile_is_looked_at_again_first(name, draft, editor, administrator, desk_of):
    desk = desk_of(administrator)
    change_draft(edition=draft, content=replace(CONTENT, condition="A clot"), seen=1, by=editor)
    response = desk.post(address(draft, name), ticks(draft) | {"revision": "1"})
    page = html.fromstring(response.content)
    assert response.status_code == 409
    assert "Somebody changed this draft after you opened it" in page.text_content()
    assert status_of(draft) == "draft"
    revision = page.xpath("//main//input[@name='revision']/@value")
    assert desk.post(address(draft, name), ticks(draft) | {"revision": revision, **SIGNED}).status_code == 302


def test_somebody_elses_publication_is_not_taken_for_ones_own(draft, administrator, hospital, desk_of):
    other = User.objects.create_user("o@x.example", name="Ann Lee", role=Role.ADMINISTRATOR.value, hospital=hospital)
    publish(edition=draft, seen=1, by=other)
    response = desk_of(administrator).post(address(draft, "publish"), ticks(draft) | {"revision": "1", **SIGNED})
    assert response.status_code == 409
    assert "was published by Ann Lee" in response.content.decode()
    assert desk_of(administrator).get(address(draft, "publish")).status_code == 302


def test_a_new_edition_starts_from_the_newest_and_conversations_stay_on_theirs(start, edition, editor, desk_of):
    conversation = start()
    desk = desk_of(editor)
    response = desk.post(address(edition, "new"))
    draft = Edition.objects.get(status="draft")
    assert response.headers["Location"] == reverse("edition", args=[draft.pk])
    assert (draft.number, draft.content, draft.created_by) == (2, nothing_confirmed(CONTENT), editor)
    assert Conversation.objects.get(pk=conversation.pk).edition_id == edition.pk
    assert list(Edition.objects.current()) == [edition]

    again = desk.post(address(edition, "new"))
    assert again.status_code == 409
    assert reverse("edition", args=[draft.pk]) in again.content.decode()
    assert Edition.objects.count() == 2


def test_published_the_new_edition_is_for_new_conversations_only(
    start, edition, editor, administrator, conversation, desk_of
):
    desk_of(editor).post(address(edition, "new"))
    draft = Edition.objects.get(status="draft")
    change_draft(edition=draft, content=replace(CONTENT, questions=CONTENT.questions[:1]), seen=1, by=editor)
    why = {"reason": "The others are not asked here."}
    desk_of(administrator).post(address(draft, "publish"), ticks(draft) | {"revision": "2", **why, **SIGNED})
    after = start(edition=Edition.objects.current().get())
    questions = {one.pk: len(one.content.questions) for one in Conversation.objects.all()}
    assert questions == {conversation.pk: 5, after.pk: 1}


def test_from_an_old_edition_too_the_newest_is_taken(edition, editor, administrator, desk_of):
    draft = start_draft(content=replace(CONTENT, condition="Newest"), by=editor)
    publish(edition=draft, seen=1, by=administrator)
    desk_of(editor).post(address(edition, "new"))
    assert Edition.objects.get(status="draft").content.condition == "Newest"


def test_nothing_starts_where_nothing_is_published(draft, editor, desk_of):
    assert desk_of(editor).post(address(draft, "new")).status_code == 404
    assert Edition.objects.count() == 1


def test_a_draft_is_deleted_after_a_question(draft, editor, desk_of):
    desk = desk_of(editor)
    assert desk.get(address(draft, "delete")).status_code == 200
    assert Edition.objects.count() == 1
    response = desk.post(address(draft, "delete"), {"revision": "1"})
    assert response.headers["Location"] == reverse("leaflets")
    assert not Edition.objects.kept().exists()


def test_a_published_edition_is_not_deleted(edition, administrator, desk_of):
    for response in (
        desk_of(administrator).get(address(edition, "delete")),
        desk_of(administrator).post(address(edition, "delete"), {"revision": "1"}),
    ):
        assert response.status_code == 409
    assert status_of(edition) == "published"


@pytest.mark.parametrize(
    ("name", "method"), [("new", "get"), ("publish", "put"), ("delete", "put"), ("details", "put"), ("changes", "post")]
)
def test_a_wrong_method_is_refused(name, method, draft, administrator, desk_of):
    assert getattr(desk_of(administrator), method)(address(draft, name)).status_code == 405


@pytest.fixture
def next_draft(edition, editor, desk_of) -> Edition:
    desk_of(editor).post(address(edition, "new"))
    return Edition.objects.get(status="draft")


def arranged(desk: Client, draft: Edition, form_of, **changes) -> None:
    """Saves the page on what NICE says with the boxes of the second kind changed, and both ticked."""
    typed = form_of(desk.get(address(draft, "indications")))
    typed |= {f"indications-1-{name}": value for name, value in changes.items()}
    typed |= {"indications-0-confirmed": "on", "indications-1-confirmed": "on"}
    assert desk.post(address(draft, "indications"), typed).status_code == 302


def confirmed(draft: Edition) -> list[bool]:
    return [one.confirmed for one in Edition.objects.get(pk=draft.pk).content.indications]


@pytest.mark.parametrize(
    "changes",
    [
        {"arrangement": "standard"},
        {"name": "DVT below the knee"},
        {"evidence": CONTENT.indications[0].evidence},
    ],
)
def test_what_changes_about_a_kind_is_ticked_again_in_a_later_save(next_draft, editor, desk_of, form_of, changes):
    desk = desk_of(editor)
    arranged(desk, next_draft, form_of)
    assert confirmed(next_draft) == [True, True]
    arranged(desk, next_draft, form_of, **changes)
    assert confirmed(next_draft) == [True, False]
    assert "Not checked yet as it stands now" in desk.get(reverse("edition", args=[next_draft.pk])).content.decode()
    arranged(desk, next_draft, form_of)
    assert confirmed(next_draft) == [True, True]


def test_an_arrangement_that_its_sentence_contradicts_is_not_published(
    next_draft, editor, administrator, desk_of, form_of
):
    arranged(desk_of(editor), next_draft, form_of, arrangement="standard")
    arranged(desk_of(editor), next_draft, form_of)
    said = "The sentence about distal DVT says “Only in research”, but “Standard arrangements” is chosen."
    assert said in desk_of(editor).get(address(next_draft, "checks")).content.decode()
    revision = Edition.objects.get(pk=next_draft.pk).revision
    typed = ticks(next_draft) | {"revision": revision, "reason": "I want to publish it anyway.", **SIGNED}
    response = desk_of(administrator).post(address(next_draft, "publish"), typed)
    assert (response.status_code, reasons(response)) == (409, [said])


def test_each_kind_is_ticked_by_the_second_person_or_it_is_not_published(draft, administrator, desk_of, problems):
    desk = desk_of(administrator)
    first, second = (f"kind-{one.id}" for one in CONTENT.indications)
    for typed, missing in (({first: "on"}, ["distal DVT"]), ({}, ["iliofemoral DVT", "distal DVT"])):
        response = desk.post(address(draft, "publish"), typed | {"revision": "1", **SIGNED})
        assert (response.status_code, [words for _, words in problems(response)]) == (
            422,
            [f"Read what NICE says about {name} yourself, then tick that it is right" for name in missing],
        )
    assert status_of(draft) == "draft"
    assert (
        desk.post(address(draft, "publish"), {first: "on", second: "on", "revision": "1", **SIGNED}).status_code == 302
    )


def test_the_ticks_are_for_what_stood_on_the_page(draft, editor, administrator, desk_of):
    desk = desk_of(administrator)
    change_draft(edition=draft, content=replace(CONTENT, condition="A clot"), seen=1, by=editor)
    response = desk.post(address(draft, "publish"), ticks(draft) | {"revision": "1"})
    assert response.status_code == 409
    assert not html.fromstring(response.content).xpath("//main//input[@type='checkbox'][@checked]")


def test_whoever_publishes_reads_first_what_nice_says_and_what_it_was(
    next_draft, editor, administrator, desk_of, form_of
):
    first, second = next_draft.content.indications
    sentence = "This is because there is less evidence"
    other = replace(second, name="DVT", arrangement=Arrangement.SPECIAL, evidence=sentence)
    change_draft(edition=next_draft, content=replace(next_draft.content, indications=(first, other)), seen=1, by=editor)
    arranged(desk_of(editor), next_draft, form_of)
    page = html.fromstring(desk_of(administrator).get(address(next_draft, "publish")).content)
    assert page.xpath("//main//h2")[0].text_content() == "What NICE says"
    said = " ".join(page.xpath("//main")[0].text_content().split())
    assert "What NICE says was: Only in research. Now: Special arrangements" in said
    assert "The name was: distal DVT. Now: DVT" in said
    assert f"{second.evidence} Now: {sentence}" in said
    assert said.count("Nothing is different from edition 1.") == 1
    assert said.count("Checked against the leaflet by Jo Bell on ") == 2


def test_a_first_edition_shows_what_nice_says_too(draft, administrator, desk_of):
    page = html.fromstring(desk_of(administrator).get(address(draft, "publish")).content)
    assert [one.text_content() for one in page.xpath("//main//blockquote/p")] == [
        one.evidence for one in CONTENT.indications
    ]
    assert page.xpath("count(//main//input[@type='checkbox'])") == 2


def test_words_that_differ_from_the_source_are_shown_on_the_draft_and_to_whoever_publishes(
    editor, administrator, desk_of
):
    last = CONTENT.sections[-1]
    other = replace(CONTENT, sections=(*CONTENT.sections[:-1], replace(last, body=f"{last.body}\n\nAsk for tea.")))
    draft = start_draft(content=other, source_text=IPG651.read_text(), by=editor)
    pages = {editor: reverse("edition", args=[draft.pk]), administrator: address(draft, "publish")}
    for user, page in pages.items():
        shown = html.fromstring(desk_of(user).get(page).content)
        added = ["".join(one.itertext()) for one in shown.xpath("//main//details//ins")]
        assert added[-1] == "Put in: Ask for tea."
        assert "The words of the leaflet are not those of its source" in shown.text_content()
    assert shown.xpath("//textarea[@name='reason']")


def test_the_next_edition_leads_to_the_source_of_the_one_before(editor, administrator, desk_of):
    first = start_draft(content=CONTENT, source_text=IPG651.read_text(), by=editor)
    publish(edition=first, seen=1, by=administrator)
    desk_of(editor).post(address(first, "new"))
    draft = Edition.objects.get(status="draft")
    page = desk_of(editor).get(reverse("edition", args=[draft.pk])).content.decode()
    assert "Check what we read beside its source" in page
    assert desk_of(editor).get(address(draft, "source")).status_code == 200
