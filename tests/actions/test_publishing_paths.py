"""Every path to a published edition, and to changing one: the rule, the action, the ORM, SQL, forms and the admin."""

from dataclasses import replace

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from sdm.actions import editions
from sdm.actions.editions import (
    CannotPublish,
    CannotWithdraw,
    NotChecked,
    change_draft,
    delete_draft,
    start_draft,
    start_next,
    withdraw,
)
from sdm.leaflets.shipped import completed
from sdm.models import DraftStep, Edition, User, Withdrawal
from sdm.models.judgement import why_not_publish
from sdm.rules.arrangements import Arrangement
from sdm.rules.chain import canonical, digest_of
from sdm.rules.people import Role
from sdm.rules.transitions import NotAllowed
from tests.conftest import IPG651
from tests.second_person import publish

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
ONE = CONTENT.indications[0]
UNSAFE = {
    "an unconfirmed arrangement": replace(
        CONTENT, indications=(replace(ONE, confirmed=False), *CONTENT.indications[1:])
    ),
    "an arrangement that nobody knows": replace(
        CONTENT, indications=(replace(ONE, arrangement=Arrangement.UNKNOWN), *CONTENT.indications[1:])
    ),
    "no indication": replace(CONTENT, indications=()),
    "no question": replace(CONTENT, questions=()),
    "no option of no procedure": replace(
        CONTENT, options=tuple(one for one in CONTENT.options if not one.is_no_procedure)
    ),
}


@pytest.fixture
def draft(editor) -> Edition:
    return start_draft(content=CONTENT, by=editor)


@pytest.fixture
def third(hospital) -> User:
    role = Role.ADMINISTRATOR.value
    return User.objects.create_user("third@northfield.example", name="Di Ash", role=role, hospital=hospital)


def published_fields(edition: Edition, by: User | None) -> dict:
    return {
        "status": Edition.PUBLISHED,
        "sha256": digest_of(edition.document),
        "published_at": timezone.now(),
        "published_by": by,
    }


def by_update(edition: Edition, by: User | None) -> None:
    Edition.objects.filter(pk=edition.pk).update(**published_fields(edition, by))


def by_save(edition: Edition, by: User | None) -> None:
    for name, value in published_fields(edition, by).items():
        setattr(edition, name, value)
    edition.save()


def by_bulk_update(edition: Edition, by: User | None) -> None:
    for name, value in published_fields(edition, by).items():
        setattr(edition, name, value)
    Edition.objects.bulk_update([edition], ["status", "sha256", "published_at", "published_by"])


def by_sql(edition: Edition, by: User | None) -> None:
    as_kept = connection.ops.adapt_datetimefield_value
    ids = [one.hex if connection.vendor == "sqlite" else one for one in (by.pk if by else edition.pk, edition.pk)]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sdm_edition SET status = 'published', sha256 = %s, published_at = %s, published_by_id = %s "
            "WHERE id = %s",
            [digest_of(edition.document), as_kept(timezone.now()), ids[0] if by else None, ids[1]],
        )


WAYS = [by_update, by_save, by_bulk_update, by_sql]


@pytest.mark.parametrize("way", WAYS)
def test_past_the_action_the_database_publishes_only_by_a_second_person(way, draft, editor, administrator):
    for nobody in (editor, None):
        with pytest.raises(DatabaseError, match="second person"), transaction.atomic():
            way(Edition.objects.get(pk=draft.pk), nobody)
        assert Edition.objects.get(pk=draft.pk).is_draft
    way(Edition.objects.get(pk=draft.pk), administrator)
    assert not Edition.objects.get(pk=draft.pk).is_draft


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("content", UNSAFE.values(), ids=UNSAFE)
def test_no_path_publishes_what_is_not_safe(way, content, draft, editor, administrator):
    now = change_draft(edition=draft, content=content, seen=1, by=editor)
    with pytest.raises(CannotPublish):
        publish(edition=now, seen=2, by=administrator, reason="I want to.")
    with pytest.raises(DatabaseError, match="confirmed arrangements"), transaction.atomic():
        way(Edition.objects.get(pk=draft.pk), administrator)
    assert Edition.objects.get(pk=draft.pk).is_draft


def test_whoever_changed_a_draft_once_is_known_for_ever(draft, editor, administrator, third):
    once = change_draft(edition=draft, content=replace(CONTENT, condition="A"), seen=1, by=administrator)
    now = change_draft(edition=once, content=CONTENT, seen=2, by=editor)
    # Whatever says who worked on it is taken away, one after the other.
    for forget in (
        lambda: now.worked_on_by.clear(),
        lambda: now.worked_on_by.remove(administrator),
        lambda: now.steps.all().delete(),
        lambda: now.steps.filter(by=administrator).delete(),
    ):
        with pytest.raises(DatabaseError, match="second person"), transaction.atomic():
            _forget_and_publish(forget, now, administrator)
    for change in (
        lambda: now.steps.update(by=editor),
        lambda: DraftStep.objects.filter(edition=now).update(number=9),
        lambda: Edition.objects.filter(pk=now.pk).update(revision=1),
        lambda: Edition.objects.filter(pk=now.pk).update(created_by=third),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert publish(edition=now, seen=3, by=third).status == "published"


def _forget_and_publish(forget, edition: Edition, by: User) -> None:
    forget()
    by_update(Edition.objects.get(pk=edition.pk), by)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "changed", [{"is_staff": True}, {"hospital": None}, {"role": Role.CONTENT_EDITOR.value}], ids=str
)
def test_past_the_action_the_database_lets_nobody_publish_but_an_administrator_who_keeps_no_accounts(
    way, changed, draft, administrator
):
    User.objects.filter(pk=administrator.pk).update(**changed)
    with pytest.raises(DatabaseError, match="keeps no accounts"), transaction.atomic():
        way(Edition.objects.get(pk=draft.pk), administrator)
    assert Edition.objects.get(pk=draft.pk).is_draft


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("turned", [False, True])
def test_past_the_action_nobody_publishes_with_an_account_that_they_changed(way, turned, draft, editor, administrator):
    by, about = (editor, administrator) if turned else (administrator, editor)
    LogEntry.objects.log_actions(by.pk, [about], ADDITION, change_message="", single_object=True)
    with pytest.raises(DatabaseError, match="the account of the other"), transaction.atomic():
        way(Edition.objects.get(pk=draft.pk), administrator)
    for forget in (LogEntry.objects.all().delete, lambda: LogEntry.objects.update(object_id="x")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            forget()


def test_a_deleted_draft_is_not_published(draft, editor, administrator):
    delete_draft(edition=draft, seen=1, by=editor)
    for change in (
        published_fields(draft, administrator),
        published_fields(draft, administrator) | {"deleted_at": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Edition.objects.filter(pk=draft.pk).update(**change)


def test_a_draft_does_not_change_without_a_step(draft, administrator):
    with pytest.raises(DatabaseError, match="by steps"), transaction.atomic():
        Edition.objects.filter(pk=draft.pk).update(document=canonical({**CONTENT.as_document(), "condition": "B"}))
    changed = {**CONTENT.as_document(), "condition": "B"}
    Edition.objects.filter(pk=draft.pk).update(document=canonical(changed), revision=2)
    with pytest.raises(DatabaseError, match="second person"), transaction.atomic():
        by_update(Edition.objects.get(pk=draft.pk), administrator)


def test_what_nobody_signed_in_worked_on_is_not_published(administrator):
    draft = start_draft(content=CONTENT, by=None)
    assert why_not_publish(draft, administrator) == (
        "Nobody has worked on this draft yet. Somebody else must look through it and save it first.",
    )
    with pytest.raises(DatabaseError, match="second person"), transaction.atomic():
        by_update(draft, administrator)


def test_an_edition_never_begins_published(draft, editor, administrator):
    row = Edition.objects.get(pk=draft.pk)
    for make in (
        lambda one: one.save(force_insert=True),
        lambda one: Edition.objects.bulk_create([one]),
    ):
        one = Edition(leaflet=row.leaflet, language="fr", number=1, document=row.document, created_at=row.created_at)
        one.changed_at = row.changed_at
        for name, value in published_fields(row, administrator).items():
            setattr(one, name, value)
        with pytest.raises(DatabaseError, match="begins as a draft"), transaction.atomic():
            make(one)
    assert Edition.objects.count() == 1


def test_the_digest_is_that_of_the_document(draft, administrator):
    with pytest.raises(DatabaseError, match="digest"), transaction.atomic():
        Edition.objects.filter(pk=draft.pk).update(**published_fields(draft, administrator) | {"sha256": "0" * 64})


CHANGES = {
    "update": lambda one: Edition.objects.filter(pk=one.pk).update(document="{}"),
    "save": lambda one: _saved(one, document="{}"),
    "save of the people": lambda one: _saved(one, published_by=None),
    "back to a draft": lambda one: Edition.objects.filter(pk=one.pk).update(status="draft", published_at=None),
    "bulk update": lambda one: Edition.objects.bulk_update([_set(one, sha256="0" * 64)], ["sha256"]),
    "delete": lambda one: Edition.objects.filter(pk=one.pk).delete(),
    "delete of the leaflet": lambda one: one.leaflet.delete(),
    "SQL": lambda one: connection.cursor().execute("UPDATE sdm_edition SET document = '{}'"),
    "SQL delete": lambda one: connection.cursor().execute("DELETE FROM sdm_edition"),
}


def _set(edition: Edition, **values) -> Edition:
    for name, value in values.items():
        setattr(edition, name, value)
    return edition


def _saved(edition: Edition, **values) -> None:
    _set(edition, **values).save()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_path_changes_a_published_edition(change, edition):
    before = Edition.objects.filter(pk=edition.pk).values().get()
    with pytest.raises(DatabaseError), transaction.atomic():
        change(Edition.objects.select_related("leaflet").get(pk=edition.pk))
    assert Edition.objects.filter(pk=edition.pk).values().get() == before


def test_no_form_of_the_content_team_changes_a_published_edition(edition, editor, administrator):
    before = Edition.objects.filter(pk=edition.pk).values().get()
    names = ["edition-publish", "edition-delete", "edition-undo", "edition-redo", "edition-matter-new"]
    names += [f"edition-{place}" for place in ("details", "sections", "questions", "indications", "notes", "warnings")]
    names += ["edition-options", "edition-matters", "edition-option-new"]
    for person in (editor, administrator):
        client = Client()
        client.force_login(person)
        for name in names:
            typed = {"revision": "1", "title": "Other words here", "reason": "Because I want to."}
            response = client.post(reverse(name, args=[edition.pk]), typed)
            assert response.status_code in (302, 404, 405, 409), name
    assert Edition.objects.filter(pk=edition.pk).values().get() == before
    assert not Withdrawal.objects.exists()


def test_the_admin_site_knows_no_edition(edition, draft_of_next):
    root = User.objects.create_superuser("root@example.org", name="Root")
    client = Client()
    client.force_login(root)
    for model in ("edition", "leaflet", "draftstep", "withdrawal"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:sdm_{model}_changelist")
        assert client.get(f"/admin/sdm/{model}/").status_code == 404
    response = client.post(reverse("edition-publish", args=[draft_of_next.pk]), {"revision": "1"})
    assert (response.status_code, Edition.objects.get(pk=draft_of_next.pk).status) == (404, "draft")


@pytest.fixture
def draft_of_next(edition, editor) -> Edition:
    return start_draft(content=CONTENT, by=editor)


def test_a_draft_with_steps_can_still_be_deleted(draft, editor):
    change_draft(edition=draft, content=replace(CONTENT, condition="A"), seen=1, by=editor)
    delete_draft(edition=draft, seen=2, by=editor)
    assert not Edition.objects.kept().exists()


def test_a_withdrawn_edition_starts_no_conversation_and_keeps_its_words(edition, start, administrator):
    words = Edition.objects.get(pk=edition.pk).document
    open_one = start()
    withdrawal = withdraw(edition=edition, reason=" A figure was wrong. ", by=administrator)
    assert (withdrawal.reason, withdrawal.by) == ("A figure was wrong.", administrator)
    with pytest.raises(NotAllowed, match="was withdrawn"):
        start()
    assert not Edition.objects.current().exists()
    assert Edition.objects.newest().get() == edition
    assert Edition.objects.get(pk=edition.pk).document == words
    assert open_one.content.title == CONTENT.title


def test_an_older_edition_does_not_come_back_by_itself(edition, draft_of_next, editor, administrator):
    newer = change_draft(edition=draft_of_next, content=replace(CONTENT, condition="C"), seen=1, by=editor)
    newer = publish(edition=newer, seen=2, by=administrator)
    withdraw(edition=newer, reason="A figure was wrong.", by=administrator)
    assert not Edition.objects.current().exists()


def test_what_follows_a_withdrawn_edition_is_published_with_words_on_what_was_mended(
    edition, draft_of_next, editor, administrator
):
    withdraw(edition=edition, reason="A figure was wrong.", by=administrator)
    draft = change_draft(edition=draft_of_next, content=replace(CONTENT, condition="C"), seen=1, by=editor)
    with pytest.raises(editions.ReasonNeeded):
        publish(edition=draft, seen=2, by=administrator)
    assert publish(edition=draft, seen=2, by=administrator, reason="The figure is mended.").is_published


def test_an_edition_is_withdrawn_once_and_for_ever(edition, editor, administrator, third):
    first = withdraw(edition=edition, reason="A figure was wrong.", by=administrator)
    again = withdraw(edition=edition, reason="It is another reason.", by=third)
    assert (again.pk, again.reason, again.by) == (first.pk, "A figure was wrong.", administrator)
    for change in (
        lambda: Withdrawal.objects.update(reason="Nothing"),
        lambda: Withdrawal.objects.all().delete(),
        lambda: connection.cursor().execute("DELETE FROM sdm_withdrawal"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("reason", "why"), [("", "Say why"), (" \u00a0", "Say why"), ("x", "Say why"), ("No no no.", "Say why")]
)
def test_without_a_reason_nothing_is_withdrawn(edition, administrator, reason, why):
    with pytest.raises(CannotWithdraw, match=why):
        withdraw(edition=edition, reason=reason, by=administrator)
    assert not Withdrawal.objects.exists()


def test_only_an_administrator_withdraws_and_only_what_is_published(edition, draft_of_next, editor, administrator):
    with pytest.raises(CannotWithdraw, match="Only an administrator"):
        withdraw(edition=edition, reason="A figure was wrong.", by=editor)
    with pytest.raises(CannotWithdraw, match="Only a published edition"):
        withdraw(edition=draft_of_next, reason="A figure was wrong.", by=administrator)


def test_the_action_asks_for_a_tick_on_each_kind(draft, administrator):
    for checked in ((), ("distal-dvt",), ("no-such-kind",)):
        with pytest.raises(NotChecked, match="cannot be published"):
            editions.publish(edition=draft, seen=1, by=administrator, checked=checked, reason="I want to.")
    assert Edition.objects.get(pk=draft.pk).is_draft


def test_the_action_publishes_no_arrangement_that_its_sentence_contradicts(draft, editor, administrator):
    first, second = CONTENT.indications
    other = replace(CONTENT, indications=(first, replace(second, arrangement=Arrangement.STANDARD)))
    changed = change_draft(edition=draft, content=other, seen=1, by=editor)
    assert [one.confirmed for one in changed.content.indications] == [True, False]
    again = change_draft(edition=draft, content=other, seen=2, by=editor)
    assert [one.confirmed for one in again.content.indications] == [True, True]
    with pytest.raises(CannotPublish) as refusal:
        publish(edition=again, seen=3, by=administrator, reason="I want to.")
    assert refusal.value.reasons == (
        "The sentence about distal DVT says “Only in research”, but “Standard arrangements” is chosen.",
    )


def test_the_next_edition_has_the_source_and_no_confirmation(editor, administrator):
    source = IPG651.read_text()
    published = publish(edition=start_draft(content=CONTENT, source_text=source, by=editor), seen=1, by=administrator)
    draft = start_next(edition=published, by=editor)
    assert draft.source_text == source
    assert [one.confirmed for one in draft.content.indications] == [False, False]


def test_a_leaflet_that_was_rewritten_to_match_a_sentence_is_not_published(editor, administrator):
    draft = start_draft(content=CONTENT, source_text=IPG651.read_text(), by=editor)
    first, second = CONTENT.indications
    short = "This procedure can also be used for a distal DVT."
    sections = tuple(replace(one, body=one.body.replace(second.evidence, short)) for one in CONTENT.sections)
    passages = tuple(replace(one, passages=(), unanswered=True) for one in CONTENT.questions)
    kinds = (first, replace(second, evidence=short, arrangement=Arrangement.STANDARD))
    content = replace(CONTENT, sections=sections, questions=passages, indications=kinds)
    for seen in (1, 2):
        draft = change_draft(edition=draft, content=content, seen=seen, by=editor)
    with pytest.raises(CannotPublish) as refusal:
        publish(edition=draft, seen=3, by=administrator, reason="I want to publish it anyway.")
    assert "The sentence about distal DVT is not in the source, word for word." in refusal.value.reasons


def test_other_words_than_the_sources_ask_for_a_reason(editor, administrator):
    draft = start_draft(content=CONTENT, source_text=IPG651.read_text(), by=editor)
    last = CONTENT.sections[-1]
    other = replace(last, body=f"{last.body}\n\nAsk for tea.")
    changed = replace(CONTENT, sections=(*CONTENT.sections[:-1], other))
    draft = change_draft(edition=draft, content=changed, seen=1, by=editor)
    with pytest.raises(editions.ReasonNeeded):
        publish(edition=draft, seen=2, by=administrator)
    assert publish(edition=draft, seen=2, by=administrator, reason="There is tea here.").status == "published"
