"""Editions: one draft at a time, published once and for ever by a second person."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from sdm.actions.editions import (
    CannotPublish,
    DraftChanged,
    DraftExists,
    ReasonNeeded,
    change_draft,
    delete_draft,
    start_draft,
)
from sdm.leaflets.shipped import completed
from sdm.models import Conversation, Edition, Leaflet, User
from sdm.models.judgement import why_not_publish
from sdm.rules.chain import digest_of
from sdm.rules.checklist import as_rows, checklist
from sdm.rules.checklist_items import ITEMS
from sdm.rules.people import Role
from sdm.rules.reasons import SAY_WHY
from sdm.rules.source_checks import against_source
from tests.second_person import publish

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
SECOND_PERSON = "You worked on this draft. A second person must publish it."


@pytest.fixture
def draft(editor) -> Edition:
    return start_draft(content=CONTENT, by=editor)


@pytest.fixture
def second_administrator(hospital) -> User:
    return User.objects.create_user(
        "second@northfield.example", name="Ann Lee", role=Role.ADMINISTRATOR.value, hospital=hospital
    )


def stands(edition: Edition) -> Edition:
    return Edition.objects.select_related("leaflet").get(pk=edition.pk)


def test_the_first_draft_makes_the_leaflet(draft, editor):
    leaflet = Leaflet.objects.get()
    assert (leaflet.reference, leaflet.title) == ("IPG651", CONTENT.title)
    assert stands(draft).content == CONTENT
    assert (draft.number, draft.revision, draft.status, draft.sha256) == (1, 1, "draft", "")
    assert (draft.created_by, draft.changed_by, draft.published_by) == (editor, editor, None)


def test_a_leaflet_has_one_draft_in_each_language(draft, editor):
    welsh = start_draft(content=CONTENT, language="cy", by=editor)
    assert (welsh.number, welsh.leaflet) == (1, draft.leaflet)
    for language, there in (("en", draft), ("cy", welsh)):
        with pytest.raises(DraftExists) as exists:
            start_draft(content=CONTENT, language=language, by=editor)
        assert exists.value.draft == there


@pytest.mark.parametrize("typed", ["ipg651", "IPG-651", "IPG 0651"])
def test_a_leaflet_is_one_however_its_reference_is_written(typed, draft, editor):
    welsh = start_draft(content=replace(CONTENT, reference=typed), language="cy", by=editor)
    assert (welsh.leaflet, welsh.content.reference) == (draft.leaflet, "IPG651")


def test_without_a_reference_nothing_is_made(editor):
    with pytest.raises(ValueError, match=r"^Give the leaflet a reference, such as IPG651\.$"):
        start_draft(content=replace(CONTENT, reference=""), by=editor)
    assert not Leaflet.objects.exists()


def test_a_change_is_the_next_revision_and_says_whose_it_is(draft, administrator):
    changed = change_draft(edition=draft, content=replace(CONTENT, condition="A clot"), seen=1, by=administrator)
    assert (changed.revision, changed.changed_by, changed.content.condition) == (2, administrator, "A clot")


@pytest.mark.parametrize("seen", [0, 1, 7])
def test_the_same_again_changes_nothing_whatever_was_seen(seen, draft, administrator, editor):
    same = change_draft(edition=draft, content=CONTENT, seen=seen, by=administrator)
    assert (same.revision, same.changed_by, same.changed_at) == (1, editor, draft.changed_at)


def test_two_people_at_work_on_one_draft_lose_nothing(draft, editor, administrator):
    change_draft(edition=draft, content=replace(CONTENT, condition="First"), seen=1, by=editor)
    with pytest.raises(DraftChanged) as changed:
        change_draft(edition=draft, content=replace(CONTENT, condition="Second"), seen=1, by=administrator)
    assert (changed.value.current.content.condition, changed.value.current.changed_by) == ("First", editor)
    assert stands(draft).content.condition == "First"


def test_a_draft_stays_with_its_leaflet(draft, editor):
    moved = change_draft(edition=draft, content=replace(CONTENT, reference="IPG1", condition="A"), seen=1, by=editor)
    assert moved.content.reference == "IPG651"
    assert list(Leaflet.objects.values_list("reference", flat=True)) == ["IPG651"]


def test_published_it_is_sealed_for_ever(draft, editor, administrator):
    published = publish(edition=draft, seen=1, by=administrator)
    assert (published.status, published.published_by) == ("published", administrator)
    assert published.sha256 == digest_of(stands(draft).document)
    with pytest.raises(DraftChanged):
        change_draft(edition=draft, content=replace(CONTENT, condition="Other"), seen=1, by=editor)
    with pytest.raises(DraftChanged):
        delete_draft(edition=draft, seen=1, by=editor)
    with pytest.raises(DraftChanged):
        publish(edition=draft, seen=1, by=administrator)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Edition.objects.filter(pk=draft.pk).update(document="{}")
    assert stands(draft).content == CONTENT


def test_publishing_gives_the_leaflet_the_editions_title(draft, editor, administrator):
    change_draft(edition=draft, content=replace(CONTENT, title="A better title"), seen=1, by=editor)
    assert Leaflet.objects.get().title == CONTENT.title
    publish(edition=draft, seen=2, by=administrator)
    assert Leaflet.objects.get().title == "A better title"


def refused(draft: Edition, *, by: User) -> tuple[str, ...]:
    """Why this person may not publish the draft; asking and doing give the same reasons."""
    now = stands(draft)
    with pytest.raises(CannotPublish) as refusal:
        publish(edition=draft, seen=now.revision, by=by)
    assert why_not_publish(now, by) == refusal.value.reasons
    assert stands(draft).status == "draft"
    return refusal.value.reasons


def test_who_started_the_draft_may_not_publish_it(administrator, second_administrator):
    draft = start_draft(content=CONTENT, by=administrator)
    assert refused(draft, by=administrator) == (SECOND_PERSON,)
    assert publish(edition=draft, seen=1, by=second_administrator).status == "published"


def test_who_changed_the_draft_last_may_not_publish_it(draft, administrator, second_administrator):
    change_draft(edition=draft, content=replace(CONTENT, condition="A clot"), seen=1, by=administrator)
    assert refused(draft, by=administrator) == (SECOND_PERSON,)
    assert publish(edition=draft, seen=2, by=second_administrator).status == "published"


def test_an_editor_may_not_publish(draft, editor):
    assert refused(draft, by=editor) == ("Only an administrator of a hospital can publish.", SECOND_PERSON)


def test_an_edition_that_is_not_complete_may_not_be_published(draft, editor, administrator):
    change_draft(edition=draft, content=replace(CONTENT, condition=""), seen=1, by=editor)
    assert refused(draft, by=administrator) == ("Name the health condition.",)


def test_what_changed_since_it_was_looked_at_is_not_published(draft, editor, administrator):
    change_draft(edition=draft, content=replace(CONTENT, condition="A clot"), seen=1, by=editor)
    with pytest.raises(DraftChanged):
        publish(edition=draft, seen=1, by=administrator)
    assert stands(draft).status == "draft"


def test_a_draft_that_changed_since_is_not_deleted(draft, editor):
    change_draft(edition=draft, content=replace(CONTENT, condition="A clot"), seen=1, by=editor)
    with pytest.raises(DraftChanged):
        delete_draft(edition=draft, seen=1, by=editor)
    delete_draft(edition=draft, seen=2, by=editor)
    assert not Edition.objects.kept().exists()
    # Somebody else was quicker: it is gone all the same.
    delete_draft(edition=draft, seen=2, by=editor)


def test_a_conversation_in_progress_stays_on_its_edition(start, edition, editor, administrator):
    before = start()
    draft = start_draft(content=replace(CONTENT, condition="New words"), by=editor)
    newer = publish(edition=draft, seen=1, by=administrator)
    after = start(edition=Edition.objects.current().get())
    assert newer.number == 2
    contents = {one.pk: one.content.condition for one in Conversation.objects.all()}
    assert contents == {before.pk: CONTENT.condition, after.pk: "New words"}


def test_nobody_who_ever_changed_a_draft_publishes_it_though_another_changed_it_last(draft, administrator, editor):
    once = change_draft(edition=draft, content=replace(draft.content, condition="A clot"), seen=1, by=administrator)
    twice = change_draft(edition=once, content=draft.content, seen=2, by=editor)
    with pytest.raises(CannotPublish) as refused:
        publish(edition=twice, seen=3, by=administrator)
    assert refused.value.reasons == ("You worked on this draft. A second person must publish it.",)


WARNED = f"{SAY_WHY}."
OVER_WARNING = replace(CONTENT, funding="")


def test_over_a_warning_a_reason_is_asked_for_and_kept_for_ever(draft, editor, administrator):
    change_draft(edition=draft, content=OVER_WARNING, seen=1, by=editor)
    for nothing in ("", " \u00a0\n", ".", "ok"):
        with pytest.raises(ReasonNeeded) as refusal:
            publish(edition=draft, seen=2, by=administrator, reason=nothing)
        assert refusal.value.reasons == (WARNED,)
    assert stands(draft).status == "draft"
    published = publish(edition=draft, seen=2, by=administrator, reason=" Nobody knows who paid. ")
    kept = stands(published)
    assert (kept.publish_reason, kept.checklist[10]["state"]) == ("Nobody knows who paid.", "not-met")
    for change in ({"publish_reason": "Other"}, {"checklist": []}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Edition.objects.filter(pk=draft.pk).update(**change)


def test_a_reason_opens_no_way_round_what_stops_publishing(draft, editor, administrator):
    change_draft(edition=draft, content=replace(OVER_WARNING, condition=""), seen=1, by=editor)
    with pytest.raises(CannotPublish) as refusal:
        publish(edition=draft, seen=2, by=administrator, reason="I want to.")
    assert refusal.value.reasons == ("Name the health condition.",)


def test_without_a_warning_the_checklist_is_kept_and_no_reason_needed(draft, administrator):
    published = stands(publish(edition=draft, seen=1, by=administrator))
    assert (len(published.checklist), published.publish_reason) == (len(ITEMS) + 1, "")
    checks = (*checklist(CONTENT), against_source(CONTENT, published.source_text))
    assert stands(published).checklist == as_rows(checks)
