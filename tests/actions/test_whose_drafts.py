"""A draft belongs to one hospital: whose team alone writes, publishes, deletes it and brings it back."""

from dataclasses import replace

import pytest

from sdm.actions.editions import (
    CannotPublish,
    CannotWithdraw,
    DraftChanged,
    DraftExists,
    NotInTheTeam,
    bring_back,
    change_draft,
    delete_draft,
    redo,
    start_draft,
    undo,
    withdraw,
)
from sdm.leaflets.shipped import completed
from sdm.models import Edition, Withdrawal
from tests.second_person import publish, words_of

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
OTHER = replace(CONTENT, condition="Other")


@pytest.fixture
def draft(editor) -> Edition:
    return start_draft(content=CONTENT, source_text=words_of(CONTENT), by=editor)


def stands(edition: Edition) -> Edition:
    return Edition.objects.select_related("leaflet", "hospital").get(pk=edition.pk)


def test_a_draft_belongs_to_the_hospital_of_whoever_began_it(draft, hospital):
    assert stands(draft).hospital == hospital


def test_another_hospitals_team_neither_writes_nor_deletes_nor_publishes_it(draft, editor, other_team):
    change_draft(edition=draft, content=OTHER, seen=1, by=editor)
    before = Edition.objects.filter(pk=draft.pk).values().get()
    theirs = other_team["administrator"]
    for do in (
        lambda: change_draft(edition=draft, content=CONTENT, seen=2, by=theirs),
        lambda: undo(edition=draft, seen=2, by=theirs),
        lambda: redo(edition=draft, seen=2, by=theirs),
        lambda: delete_draft(edition=draft, seen=2, by=theirs),
        lambda: publish(edition=draft, seen=2, by=theirs),
    ):
        with pytest.raises((NotInTheTeam, CannotPublish, ValueError)):
            do()
    assert Edition.objects.filter(pk=draft.pk).values().get() == before


def test_what_belongs_to_nobody_belongs_to_whoever_works_on_it_first(other_team, other_hospital, editor):
    draft = start_draft(content=CONTENT, by=None)
    assert stands(draft).hospital is None
    change_draft(edition=draft, content=OTHER, seen=1, by=other_team["editor"])
    assert stands(draft).hospital == other_hospital
    with pytest.raises(NotInTheTeam):
        change_draft(edition=draft, content=CONTENT, seen=2, by=editor)
    assert publish(edition=stands(draft), seen=2, by=other_team["administrator"]).hospital == other_hospital


def test_a_published_edition_is_everybodys_to_go_on_from(draft, administrator, other_team, other_hospital):
    publish(edition=draft, seen=1, by=administrator)
    assert stands(start_draft(content=OTHER, by=other_team["editor"])).hospital == other_hospital


def test_only_the_hospital_that_published_an_edition_withdraws_it(draft, administrator, other_team):
    edition = publish(edition=draft, seen=1, by=administrator)
    with pytest.raises(CannotWithdraw, match=r"^Northfield Hospital published this edition\. Only its administrators"):
        withdraw(edition=edition, reason="A figure was wrong.", by=other_team["administrator"])
    assert not Withdrawal.objects.exists()
    withdraw(edition=edition, reason="A figure was wrong.", by=administrator)


def test_what_no_hospital_published_is_withdrawn_by_any_administrator(edition, translate, other_team):
    of_nobody = translate(edition, "cy")
    assert (
        withdraw(edition=of_nobody, reason="A figure was wrong.", by=other_team["administrator"]).reason
        == "A figure was wrong."
    )


def test_a_deleted_draft_is_brought_back_as_it_was(draft, editor, administrator):
    change_draft(edition=draft, content=OTHER, seen=1, by=editor)
    delete_draft(edition=draft, seen=2, by=administrator)
    gone = stands(draft)
    assert (gone.status, gone.deleted_by, gone.content) == ("deleted", administrator, OTHER)
    assert not Edition.objects.open_to(editor).exists()
    with pytest.raises((DraftChanged, Edition.DoesNotExist)):
        change_draft(edition=draft, content=CONTENT, seen=2, by=editor)
    for _ in range(2):
        back = bring_back(edition=gone, by=editor)
        assert (back.status, back.deleted_by, back.deleted_at, back.revision) == ("draft", None, None, 2)
    assert undo(edition=back, seen=2, by=editor).content == CONTENT


def test_another_hospital_brings_no_draft_back(draft, editor, other_team):
    delete_draft(edition=draft, seen=1, by=editor)
    with pytest.raises(NotInTheTeam):
        bring_back(edition=stands(draft), by=other_team["editor"])
    assert stands(draft).status == "deleted"


def test_a_draft_comes_back_to_its_leaflets_one_place_and_as_its_newest(draft, editor, administrator):
    delete_draft(edition=draft, seen=1, by=editor)
    newer = start_draft(content=OTHER, by=editor)
    assert newer.number == 1
    with pytest.raises(DraftExists) as exists:
        bring_back(edition=stands(draft), by=editor)
    assert (exists.value.draft, stands(draft).status) == (newer, "deleted")
    publish(edition=newer, seen=1, by=administrator)
    assert bring_back(edition=stands(draft), by=editor).number == 2


def test_whose_draft_is_in_the_way_is_said(draft, other_team, editor):
    with pytest.raises(DraftExists, match=r"It belongs to Northfield Hospital\. Ask them\.$") as exists:
        start_draft(content=OTHER, by=other_team["editor"])
    assert exists.value.draft is None
    with pytest.raises(DraftExists, match="Publish or delete that one first") as exists:
        start_draft(content=OTHER, by=editor)
    assert exists.value.draft == draft
