"""Queries in plain SQL: they give what the ORM gives, in one query, and nobody more than is theirs."""

from datetime import timedelta
from unittest.mock import ANY

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from sdm.actions.afterwards import answer_patient, say_it_is_wrong, say_mind_changed
from sdm.actions.agenda import close_item, raise_item
from sdm.actions.answers import save_answer, send_answers
from sdm.actions.conversations import invite, open_invitation, revoke
from sdm.actions.decisions import decide
from sdm.actions.discussion import save_discussion
from sdm.actions.help import arrange_help
from sdm.actions.mails import mail_the_link
from sdm.models import Conversation, StaffSession, User
from sdm.models.page_queries import (
    AFTER,
    BEFORE,
    COMING,
    OF_PATIENT,
    PAST,
    coming_and_waiting,
    listed,
    opened_by,
    visible_to,
)
from sdm.models.signed_in import ENDS, SessionStore
from sdm.rules.afterwards import CHANGED_MIND
from sdm.rules.local_parts import Contact, LocalParts
from sdm.rules.parts import TALK, Saved

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)


def values_of(row) -> dict:
    """What stands in every field of a model's instance, with its kind: SQLite keeps much as text."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: (type(value), value) for name, value in values.items()}


@pytest.fixture
def full(conversation, patient, invitation, clinician, fresh) -> Conversation:
    """A conversation with something of everything, as the ORM reads it."""
    for revision, text in enumerate(("First", "Second")):
        save_answer(
            conversation=fresh(conversation),
            part="question-1",
            text=text,
            understanding=TALK,
            seen=revision,
            by=patient,
        )
    send_answers(conversation=fresh(conversation), by=patient)
    note = Saved("question-2", text="Said", details={"a": ["b"]})
    save_discussion(conversation=fresh(conversation), notes={"question-2": note}, by=clinician)
    item = raise_item(conversation=fresh(conversation), text="Parked", by=clinician)
    close_item(conversation=fresh(conversation), item=item, state="parked", owner="Ann", due_on=TOMORROW, by=clinician)
    return fresh(conversation)


def test_a_conversation_is_what_the_orm_reads(full, clinician, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = visible_to(clinician, full.pk)
        people = (found.patient, found.hospital)
    assert values_of(found) == values_of(full)
    assert [values_of(one) for one in people] == [values_of(full.patient), values_of(full.hospital)]
    assert (found.answers, found.discussion, found.head) == (full.answers, full.discussion, full.head)
    assert found.answers["question-1"].text == "Second"
    # The moment an item was raised is for its place in the list only.
    expected = [{**values_of(item), "raised_at": None} for item in full.agenda.all()]
    assert [{**values_of(item), "raised_at": None} for item in found.items] == expected
    assert [item.text for item in found.items] == ["Second", "Parked"]


def test_what_the_hospital_adds_is_read_beside_it(full, invitation, clinician, fresh, add_locally):
    assert [fresh(full).local, visible_to(clinician, full.pk).local] == [LocalParts()] * 2
    add_locally(LocalParts(afterwards="Old words"))
    newest = LocalParts(contact=Contact("Vein nurses", phone="01632 960 007"), afterwards="New words")
    add_locally(newest, seen=1)
    found = [fresh(full), visible_to(clinician, full.pk), opened_by(invitation.pk)]
    assert [one.local for one in found] == [newest] * 3
    assert [(one.contact_name, one.contact_details) for one in found] == [("Vein nurses", "01632 960 007")] * 3


def test_a_patient_opens_what_the_orm_reads(full, invitation, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = opened_by(invitation.pk)
        people = (found.patient, found.hospital)
    assert values_of(found) == values_of(full)
    assert [values_of(one) for one in people] == [values_of(full.patient), values_of(full.hospital)]
    assert (found.answers, found.head) == (full.answers, full.head)


@pytest.fixture
def afterwards(full, patient, clinician, fresh) -> Conversation:
    """The same with a decision, what was said since, an answer, and help that was arranged."""
    arrange_help(conversation=fresh(full), notes={"interpreter": Saved("interpreter", text="Ewa")}, by=clinician)
    decide(conversation=fresh(full), choice="more-time", reasons="To think.", seen=0, by=clinician)
    say_it_is_wrong(conversation=fresh(full), text="It was my left leg.", by=patient)
    about = fresh(full).said_since[0].entry
    answer_patient(conversation=fresh(full), about=about, outcome="accepted", text="We put it right.", by=clinician)
    say_mind_changed(conversation=fresh(full), wants=CHANGED_MIND, text="Now I know.", by=patient)
    Conversation.objects.update(known_needs={"needs": ["interpreter"], "language": "Polish"})
    return fresh(full)


def test_what_was_said_and_arranged_is_read_in_the_same_query(
    afterwards, clinician, invitation, django_assert_num_queries
):
    correction, change = afterwards.said_since
    assert (correction.outcome, correction.stands, change.waits, change.text) == ("accepted", True, True, "Now I know.")
    assert (afterwards.corrections.get().said_at, afterwards.changes_of_mind.get().said_at) == (
        correction.said_at,
        change.said_at,
    )
    with django_assert_num_queries(3):
        found = visible_to(clinician, afterwards.pk), opened_by(invitation.pk), *_listed(clinician)
    assert [one.said_since for one in found] == [afterwards.said_since] * 3
    assert [one.help for one in found] == [afterwards.help] * 3
    assert [one.needs for one in found] == [afterwards.needs] * 3
    assert [one.known_needs for one in found] == [afterwards.known_needs] * 3


def _listed(clinician):
    return listed(clinician, COMING, timezone.now(), limit=9)


def test_those_who_wait_for_an_answer_are_found_wherever_their_appointment_is(
    afterwards, start, clinician, other_clinician, django_assert_num_queries
):
    other = start()
    Conversation.objects.filter(pk=afterwards.pk).update(appointment_at=timezone.now() - timedelta(days=40))
    with django_assert_num_queries(1):
        coming, waiting = coming_and_waiting(clinician, timezone.now(), limit=9)
    assert ([row.id for row in coming], [row.id for row in waiting]) == ([other.pk], [afterwards.pk])
    assert waiting[0].said_since == afterwards.said_since
    for user in (other_clinician, User(role="administrator", hospital_id=clinician.hospital_id)):
        assert coming_and_waiting(user, timezone.now(), limit=9) == ([], [])


def test_the_longest_wait_comes_first_and_there_is_an_end_to_them(start, clinician):
    every = [start() for _ in range(4)]
    for days, conversation in enumerate(every):
        moment = timezone.now() - timedelta(days=days)
        Conversation.objects.filter(pk=conversation.pk).update(unanswered_since=moment if days else None)
    coming, waiting = coming_and_waiting(clinician, timezone.now(), limit=2)
    assert (len(coming), [row.id for row in waiting]) == (2, [every[3].pk, every[2].pk])


def test_a_conversation_without_anything(conversation, clinician):
    found = visible_to(clinician, conversation.pk)
    assert (found.answers, found.discussion, found.items) == ({}, {}, [])
    assert (found.invited_at, found.opened_at) == (None, None)
    assert (found.said_since, found.help, found.needs) == ((), {}, ())


def test_the_invitation_in_force_counts_and_no_other(conversation, clinician, fresh):
    def moments():
        (row,) = listed(clinician, COMING, timezone.now(), limit=9)
        found = visible_to(clinician, conversation.pk)
        assert (row.invited_at, row.opened_at) == (found.invited_at, found.opened_at)
        return found.invited_at, found.opened_at

    first, _ = invite(conversation=fresh(conversation), by=clinician)
    open_invitation(invitation=first, date_of_birth=conversation.patient.date_of_birth)
    first.refresh_from_db()
    assert moments() == (first.created_at, first.opened_at)
    second, _ = invite(conversation=fresh(conversation), by=clinician)
    assert moments() == (second.created_at, None)
    revoke(conversation=fresh(conversation), by=clinician)
    assert moments() == (None, None)


def test_a_row_of_the_list_is_what_the_orm_reads(full, clinician):
    (row,) = listed(clinician, COMING, timezone.now(), limit=9)
    assert (row.id, row.edition_id, row.status, row.appointment_at, row.sent_at) == (
        full.pk,
        full.edition_id,
        full.status,
        full.appointment_at,
        full.sent_at,
    )
    assert (row.patient_name, row.nhs_number, row.reference) == (full.patient.name, full.patient.nhs_number, "IPG651")
    assert row.answers == full.answers


@pytest.fixture
def others(conversation, other_clinician, start) -> Conversation:
    """A conversation of another hospital, at the same moment."""
    same = {"nhs_number": conversation.patient.nhs_number, "appointment_at": conversation.appointment_at}
    return start(name="Somebody Else", by=other_clinician, **same)


def everything(user: User, patient_id) -> list[list]:
    """What somebody is given, whichever way they ask."""
    first, last = timezone.now() - timedelta(days=999), timezone.now() + timedelta(days=999)
    asked = [
        (COMING, first),
        (PAST, last),
        (AFTER, first, patient_id),
        (BEFORE, last, patient_id),
        (OF_PATIENT, patient_id),
    ]
    return [[row.id for row in listed(user, *which, limit=9)] for which in asked]


def test_nobody_is_given_another_hospitals(conversation, others, clinician, other_clinician):
    assert everything(clinician, conversation.patient_id) == [[conversation.pk]] * 5
    assert everything(other_clinician, conversation.patient_id) == [[others.pk]] * 4 + [[]]
    assert (visible_to(clinician, others.pk), visible_to(other_clinician, conversation.pk)) == (None, None)


def test_nobody_but_a_clinician_is_given_any(conversation, editor, administrator):
    for user in (editor, administrator):
        assert everything(user, conversation.patient_id) == [[]] * 5
        assert visible_to(user, conversation.pk) is None


@pytest.fixture
def keep():
    """Keeps a session with these words in it, and gives it as the next request finds it."""

    def keep(**words: str) -> SessionStore:
        session = SessionStore()
        session.update(words)
        session.create()
        return SessionStore(session.session_key)

    return keep


def test_a_session_is_read_with_its_person_as_the_orm_reads_them(clinician, keep, django_assert_num_queries):
    session = keep(**{SESSION_KEY: str(clinician.pk)})
    with django_assert_num_queries(1):
        assert dict(session.items()) == {SESSION_KEY: str(clinician.pk), ENDS: ANY}
        found = session.person
    assert (found, values_of(found)) == (clinician, values_of(User.objects.get(pk=clinician.pk)))


def test_a_session_that_nobody_signed_in_to_has_no_person(keep):
    session = keep(words="Anything")
    assert (dict(session.items()), session.person) == ({"words": "Anything"}, None)


def test_a_session_that_has_run_out_is_empty_and_gets_a_new_key(clinician, keep):
    late = keep(**{SESSION_KEY: str(clinician.pk)})
    StaffSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert (dict(late.items()), late.person, late.session_key) == ({}, None, None)


@pytest.fixture
def asking(keep):
    """A session of this person's which is asked for a conversation."""

    def asking(user: User, conversation: Conversation) -> SessionStore:
        session = keep(**{SESSION_KEY: str(user.pk)})
        session.asks_for = conversation.pk
        return session

    return asking


def test_a_conversation_is_read_beside_the_session_as_it_is_without(full, clinician, asking, django_assert_num_queries):
    session = asking(clinician, full)
    with django_assert_num_queries(1):
        assert dict(session.items()) == {SESSION_KEY: str(clinician.pk), ENDS: ANY}
        found = session.beside(session.person)
    alone = visible_to(clinician, full.pk)
    assert (session.person, session.looked_for) == (clinician, full.pk)
    assert [values_of(one) for one in (found, found.patient, found.hospital)] == [
        values_of(one) for one in (alone, alone.patient, alone.hospital)
    ]
    beside = ("answers", "discussion", "head", "help", "readings", "said_since", "local", "withdrawn_because")
    assert [getattr(found, name) for name in beside] == [getattr(alone, name) for name in beside]
    assert [values_of(item) for item in found.items] == [values_of(item) for item in alone.items]


def test_no_session_brings_a_conversation_that_is_not_for_its_person(
    full, clinician, other_clinician, editor, asking, keep
):
    for user in (other_clinician, editor):
        session = asking(user, full)
        assert (session[SESSION_KEY], session.beside(user), visible_to(user, full.pk)) == (str(user.pk), None, None)
    # Nor to anybody else, should Django find that the session is theirs.
    session = asking(clinician, full)
    assert (session[SESSION_KEY], session.beside(other_clinician)) == (str(clinician.pk), None)
    nobodys = keep(words="Anything")
    nobodys.asks_for = full.pk
    assert (nobodys["words"], nobodys.person, nobodys.beside(AnonymousUser())) == ("Anything", None, None)


def test_a_session_that_was_read_before_says_that_it_did_not_look(full, clinician, keep):
    session = keep(**{SESSION_KEY: str(clinician.pk)})
    assert session[SESSION_KEY]
    session.asks_for = full.pk
    assert session.looked_for is None


def test_what_became_of_the_last_mail_and_of_no_other(conversation, clinician, fresh):
    def last():
        return visible_to(clinician, conversation.pk).last_mail

    assert last() is None
    for seen, email in enumerate(("first@example.org", "second@example.org")):
        mail_the_link(conversation=fresh(conversation), email=email, seen=seen, by=clinician)
    assert last() == {"kind": "invitation", "state": "waiting", "address": "second@example.org"}
