"""Undoing in a draft: every change is a step, undoing is one too, and nobody's change goes with another's."""

from dataclasses import replace

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdm.actions.editions import (
    CannotPublish,
    DraftChanged,
    NothingToUndo,
    change_draft,
    delete_draft,
    redo,
    start_draft,
    undo,
)
from sdm.leaflets.shipped import completed
from sdm.models import DraftStep, Edition
from tests.second_person import publish

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")


@pytest.fixture
def draft(editor) -> Edition:
    return start_draft(content=CONTENT, by=editor)


def conditions(edition: Edition) -> str:
    return Edition.objects.get(pk=edition.pk).content.condition


def test_each_change_is_undone_in_turn_and_done_again(draft, editor):
    for seen, words in enumerate(("One", "Two"), start=1):
        change_draft(edition=draft, content=replace(CONTENT, condition=words), seen=seen, by=editor)
    seen = []
    for step in (undo, undo, redo, redo, undo):
        seen.append(step(edition=draft, seen=3 + len(seen), by=editor).content.condition)
    assert seen == ["One", CONTENT.condition, "One", "Two", "One"]


def test_a_step_says_who_did_what_and_keeps_the_state_before(draft, editor, administrator):
    change_draft(edition=draft, content=replace(CONTENT, condition="A clot", notes=()), seen=1, by=editor)
    undo(edition=draft, seen=2, by=administrator)
    before = draft.document
    steps = list(draft.steps.all())
    assert [(one.number, one.kind, one.what, one.by) for one in steps] == [
        (2, "change", "Details, Plain words", editor),
        (3, "undo", "Details, Plain words", administrator),
    ]
    assert steps[0].before == before
    assert Edition.objects.get(pk=draft.pk).document == before
    assert steps[1].at == Edition.objects.get(pk=draft.pk).changed_at


def test_the_same_content_again_is_no_step(draft, editor):
    change_draft(edition=draft, content=CONTENT, seen=1, by=editor)
    assert not DraftStep.objects.exists()


def test_where_nothing_was_changed_there_is_nothing_to_undo(draft, editor):
    for step in (undo, redo):
        with pytest.raises(NothingToUndo):
            step(edition=draft, seen=1, by=editor)
    change_draft(edition=draft, content=replace(CONTENT, condition="A"), seen=1, by=editor)
    undo(edition=draft, seen=2, by=editor)
    with pytest.raises(NothingToUndo):
        undo(edition=draft, seen=3, by=editor)
    change_draft(edition=draft, content=replace(CONTENT, condition="B"), seen=3, by=editor)
    with pytest.raises(NothingToUndo):
        redo(edition=draft, seen=4, by=editor)


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_what_was_not_on_the_screen_is_not_undone(seen, draft, editor, administrator):
    change_draft(edition=draft, content=replace(CONTENT, condition="Theirs"), seen=1, by=administrator)
    with pytest.raises(DraftChanged):
        undo(edition=draft, seen=seen, by=editor)
    assert conditions(draft) == "Theirs"
    assert DraftStep.objects.count() == 1


def test_who_only_undoes_has_worked_on_the_draft_too(draft, editor, administrator):
    change_draft(edition=draft, content=replace(CONTENT, condition="A"), seen=1, by=editor)
    undo(edition=draft, seen=2, by=administrator)
    with pytest.raises(CannotPublish):
        publish(edition=draft, seen=3, by=administrator)


def test_a_published_edition_is_not_undone_and_keeps_its_steps(draft, editor, administrator):
    change_draft(edition=draft, content=replace(CONTENT, condition="A clot"), seen=1, by=editor)
    publish(edition=draft, seen=2, by=administrator)
    with pytest.raises(DraftChanged):
        undo(edition=draft, seen=2, by=editor)
    assert conditions(draft) == "A clot"
    assert draft.steps.count() == 1


def test_the_steps_of_a_deleted_draft_stay_with_it(draft, editor):
    change_draft(edition=draft, content=replace(CONTENT, condition="A"), seen=1, by=editor)
    delete_draft(edition=draft, seen=2, by=editor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sdm_draftstep")
        assert cursor.fetchone() == (1,)


# Each example throws the draft of the one before away.
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["undo", "redo", "A", "B", "C"]), max_size=10))
def test_whatever_order_it_is_done_in_the_draft_is_as_in_any_editor(editor, wanted):
    Edition.objects.all().delete()
    draft = start_draft(content=CONTENT, by=editor)
    state, past, future, seen = CONTENT.condition, [], [], 1
    for what in wanted:
        try:
            if what == "undo":
                draft = undo(edition=draft, seen=seen, by=editor)
                future, state = [*future, state], past.pop()
            elif what == "redo":
                draft = redo(edition=draft, seen=seen, by=editor)
                past, state = [*past, state], future.pop()
            elif what != state:
                draft = change_draft(edition=draft, content=replace(CONTENT, condition=what), seen=seen, by=editor)
                past, future, state = [*past, state], [], what
        except NothingToUndo:
            assert not (past if what == "undo" else future)
        seen = draft.revision
        assert draft.content.condition == state
