"""A draft that came without its source is given one: a step by somebody, who cannot publish it then."""

from dataclasses import replace

import pytest

from sdm.actions import editions
from sdm.actions.editions import (
    DraftChanged,
    NotInTheTeam,
    ReasonNeeded,
    change_draft,
    start_draft,
    start_next,
    undo,
)
from sdm.actions.sources import CameWithSource, add_source
from sdm.leaflets.shipped import completed, source_of
from sdm.models import Edition, User
from sdm.models.judgement import why_not_publish
from sdm.rules.checklist_items import AGAINST_SOURCE
from sdm.rules.people import Role
from tests.second_person import every_kind, publish

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
SOURCE = source_of("ipg651")


@pytest.fixture
def draft(editor) -> Edition:
    """As another hospital's file, or somebody's typing, leaves it."""
    return start_draft(content=CONTENT, by=editor)


def stands(edition: Edition) -> Edition:
    return Edition.objects.select_related("leaflet").get(pk=edition.pk)


def published_by(user: User, draft: Edition, reason: str = "") -> Edition:
    seen = stands(draft).revision
    return editions.publish(edition=draft, seen=seen, by=user, checked=every_kind(draft), reason=reason)


def test_what_is_held_against_no_source_is_published_with_a_reason_only_and_says_so_for_ever(draft, administrator):
    with pytest.raises(ReasonNeeded):
        published_by(administrator, draft)
    published = published_by(administrator, draft, "We read the printed leaflet.")
    row = published.checklist[-1]
    assert (row["item"], row["state"]) == (AGAINST_SOURCE.number, "not-met")
    assert row["why"].startswith("The leaflet’s words were not held against a source")
    assert published.publish_reason == "We read the printed leaflet."


def test_with_its_source_it_is_held_against_that_and_needs_no_reason(draft, editor, administrator):
    changed = add_source(edition=draft, source=SOURCE, seen=1, by=editor)
    assert (changed.source_text, changed.revision, changed.content) == (SOURCE, 2, CONTENT)
    published = published_by(administrator, draft)
    # That it was added later, and by whom, a person has to look at.
    assert published.checklist[-1]["state"] == "not-sure"


def test_a_sentence_that_the_added_source_has_not_stops_it(draft, editor, administrator):
    evidence = CONTENT.indications[1].evidence
    source = SOURCE.replace(evidence, "This procedure cannot be used for a distal DVT.")
    assert source != SOURCE
    add_source(edition=draft, source=source, seen=1, by=editor)
    assert why_not_publish(stands(draft), administrator) == (
        "The sentence about distal DVT is not in the source, word for word.",
    )


def test_whoever_adds_the_source_has_worked_on_the_draft(draft, administrator):
    add_source(edition=draft, source=SOURCE, seen=1, by=administrator)
    step = draft.steps.get()
    assert (step.number, step.kind, step.by, step.before) == (2, "source", administrator, draft.document)
    assert why_not_publish(stands(draft), administrator) == (
        "You worked on this draft. A second person must publish it.",
    )


def test_a_wrong_source_is_put_right_and_the_same_again_changes_nothing(draft, editor):
    add_source(edition=draft, source="Another leaflet.", seen=1, by=editor)
    add_source(edition=draft, source=SOURCE, seen=2, by=editor)
    again = add_source(edition=draft, source=SOURCE, seen=3, by=editor)
    assert (again.revision, again.source_text) == (3, SOURCE)


def test_the_source_that_a_draft_was_made_from_stays(editor):
    draft = start_draft(content=CONTENT, source_text=SOURCE, by=editor)
    with pytest.raises(CameWithSource):
        add_source(edition=draft, source="Other words.", seen=1, by=editor)
    assert stands(draft).source_text == SOURCE


def test_nor_does_the_next_edition_get_another_one(draft, editor, administrator):
    add_source(edition=draft, source=SOURCE, seen=1, by=editor)
    after = start_next(edition=publish(edition=draft, seen=2, by=administrator), by=editor)
    with pytest.raises(CameWithSource):
        add_source(edition=after, source="Other words.", seen=1, by=editor)


def test_on_top_of_what_somebody_else_did_it_is_not_added(draft, editor, administrator):
    change_draft(edition=draft, content=replace(CONTENT, condition="A clot"), seen=1, by=editor)
    with pytest.raises(DraftChanged):
        add_source(edition=draft, source=SOURCE, seen=1, by=editor)
    published = publish(edition=draft, seen=2, by=administrator)
    with pytest.raises(DraftChanged):
        add_source(edition=published, source="Other words.", seen=2, by=editor)


def test_undo_passes_over_a_source_and_takes_the_change_before_it_back(draft, editor):
    change_draft(edition=draft, content=replace(CONTENT, condition="A clot"), seen=1, by=editor)
    add_source(edition=draft, source=SOURCE, seen=2, by=editor)
    undone = undo(edition=draft, seen=3, by=editor)
    assert (undone.content, undone.source_text, undone.revision) == (CONTENT, SOURCE, 4)


def test_only_the_team_of_its_hospital_adds_one_and_only_words(draft, other_team, hospital, editor):
    keeper = User.objects.create_user("k@x.example", name="K", role=Role.ADMINISTRATOR.value, is_staff=True)
    for nobody in (other_team["editor"], keeper):
        with pytest.raises(NotInTheTeam):
            add_source(edition=draft, source=SOURCE, seen=1, by=nobody)
    with pytest.raises(ValueError, match="Give the words"):
        add_source(edition=draft, source=" \n", seen=1, by=editor)
    assert stands(draft).revision == 1


def test_which_kinds_the_second_person_ticked_is_kept(draft, editor, administrator):
    add_source(edition=draft, source=SOURCE, seen=1, by=editor)
    assert stands(draft).kinds_read is None
    assert published_by(administrator, draft).kinds_read == ["iliofemoral-dvt", "distal-dvt"]
