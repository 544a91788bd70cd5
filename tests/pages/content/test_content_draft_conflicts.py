"""The pages of a draft where something came between: another person, publication, deletion, a broken form."""

from dataclasses import replace

import pytest

from sdm.actions.editions import change_draft, delete_draft
from sdm.leaflets.shipped import completed
from sdm.models import Edition
from sdm.rules.arrangements import Arrangement
from sdm.rules.confirmations import nothing_confirmed
from tests.second_person import publish

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
PARTS = ("details", "sections", "questions", "indications", "notes", "warnings")


def test_a_box_that_both_changed_is_shown_with_both_texts_and_everything_else_is_kept(
    desk, draft, administrator, address, form_of, content_of
):
    mine = {"condition": "My words", "funding": "My funder"}
    typed = form_of(desk.get(address(draft, "details"))) | mine
    theirs = replace(draft.content, condition="Their words", registry="Theirs", options=CONTENT.options[:2])
    change_draft(edition=draft, content=theirs, seen=1, by=administrator)
    response = desk.post(address(draft, "details"), typed)
    assert response.status_code == 409
    assert content_of(draft) == theirs
    assert [(one.label, one.one, one.other) for one in response.context["conflict"]] == [
        ("Health condition", "My words", "Their words")
    ]
    page = response.content.decode()
    assert "Somebody changed this draft after you opened it" in page
    assert "by Sam Okoro on " in page
    # One's own words are still in the boxes, beside what others wrote into boxes that were left alone here.
    again = form_of(response)
    assert (again["condition"], again["funding"], again["registry"]) == (["My words"], ["My funder"], ["Theirs"])
    assert desk.post(address(draft, "details"), again).status_code == 302
    assert content_of(draft) == replace(theirs, **mine)


def test_boxes_that_were_left_alone_are_never_written_over(desk, draft, administrator, address, form_of, content_of):
    typed = form_of(desk.get(address(draft, "details"))) | {"condition": "My words"}
    theirs = replace(draft.content, registry="Their registry", options=CONTENT.options[:2])
    change_draft(edition=draft, content=theirs, seen=1, by=administrator)
    assert desk.post(address(draft, "details"), typed).status_code == 302
    assert content_of(draft) == replace(theirs, condition="My words")


@pytest.mark.parametrize("part", [*PARTS, "option/procedure", "matter"])
def test_a_page_that_nobody_touched_changes_nothing_of_what_others_saved(
    part, desk, draft, administrator, address, form_of, content_of
):
    if part == "matter":
        part = f"matter/{draft.content.matters[0].id}"
    typed = form_of(desk.get(address(draft, part)))
    first, *rest = draft.content.options
    theirs = replace(
        draft.content,
        registry="Theirs",
        sections=tuple(replace(one, body=f"Theirs.\n\n{one.body}") for one in draft.content.sections),
        options=(replace(first, description="Theirs", risks=first.risks[1:]), *rest),
        notes=draft.content.notes[1:],
        indications=draft.content.indications[1:],
        matters=tuple(replace(one, text=f"{one.text}!") for one in draft.content.matters),
        warnings=("Check that.",),
    )
    stands = change_draft(edition=draft, content=theirs, seen=1, by=administrator)
    assert desk.post(address(draft, part), typed).status_code == 302
    assert content_of(draft) == stands.content


def test_an_option_is_moved_beside_what_others_saved(desk, draft, administrator, address, content_of):
    theirs = replace(
        draft.content, registry="Theirs", options=(*CONTENT.options[:-1], replace(CONTENT.options[-1], name="New"))
    )
    change_draft(edition=draft, content=theirs, seen=1, by=administrator)
    assert desk.post(address(draft, "options"), {"revision": "1", "move": "options-0-down"}).status_code == 302
    moved = [theirs.options[1], theirs.options[0], *theirs.options[2:]]
    assert content_of(draft) == replace(theirs, options=tuple(moved))


def test_what_nice_says_is_not_put_together_from_two_peoples_halves(
    desk, draft, administrator, address, form_of, content_of
):
    change_draft(edition=draft, content=nothing_confirmed(draft.content), seen=1, by=administrator)
    first, *rest = nothing_confirmed(draft.content).indications
    theirs = replace(draft.content, indications=(replace(first, arrangement=Arrangement.STANDARD), *rest))
    typed = form_of(desk.get(address(draft, "indications"))) | {"indications-0-confirmed": "on"}
    change_draft(edition=draft, content=theirs, seen=2, by=administrator)
    response = desk.post(address(draft, "indications"), typed)
    assert response.status_code == 409
    assert desk.post(address(draft, "indications"), form_of(response)).status_code == 302
    assert not content_of(draft).indications[0].confirmed


def test_an_option_that_one_removes_and_another_changes_is_asked_about(
    desk, draft, administrator, address, form_of, content_of
):
    typed = form_of(desk.get(address(draft, "option/procedure"))) | {"remove": "on"}
    theirs = replace(CONTENT.options[0], name="Theirs")
    content = replace(draft.content, options=(theirs, *CONTENT.options[1:]))
    change_draft(edition=draft, content=content, seen=1, by=administrator)
    response = desk.post(address(draft, "option/procedure"), typed)
    assert response.status_code == 409
    assert ("Remove this option", "Yes", "") in [
        (one.label, one.one, one.other) for one in response.context["conflict"]
    ]
    assert content_of(draft).options[0] == theirs


def test_an_option_that_somebody_else_removed_can_be_saved_again(
    desk, draft, administrator, address, form_of, content_of
):
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
def test_a_revision_that_nobody_saw_is_a_stale_one(revision, desk, draft, address, form_of, content_of):
    typed = form_of(desk.get(address(draft, "details"))) | {"condition": "My words", "revision": revision}
    assert desk.post(address(draft, "details"), typed).status_code == 409
    assert content_of(draft).condition == CONTENT.condition


@pytest.mark.parametrize("part", [*PARTS, "option/procedure", "option-new"])
def test_a_published_edition_changes_by_no_address(part, desk, draft, administrator, address, form_of):
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


def test_words_for_a_draft_that_is_gone_are_given_back(desk, draft, editor, address, form_of):
    typed = form_of(desk.get(address(draft, "details"))) | {"condition": "Words typed too late"}
    delete_draft(edition=draft, seen=1, by=editor)
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
def test_a_form_that_makes_no_sense_saves_nothing(broken, add, desk, draft, address):
    before = Edition.objects.get(pk=draft.pk).document
    response = desk.post(address(draft, "questions"), broken | add)
    assert response.status_code == (200 if add else 422)
    assert Edition.objects.get(pk=draft.pk).document == before


def test_a_page_of_a_draft_asks_the_database_little(desk, draft, django_assert_num_queries, address):
    # The session, the person, the edition with its leaflet and people.
    with django_assert_num_queries(2):
        desk.get(address(draft, "questions"))
