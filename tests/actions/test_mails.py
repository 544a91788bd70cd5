"""E-mails: asked for and sent once, never with a token that is stored, never when they are not wanted any more."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail as outbox_of
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.conversations import cancel, invite, open_invitation, revoke
from sdm.actions.mails import (
    AlreadyMailed,
    ask_for_reminder,
    ask_for_reminders,
    change_email,
    mail_the_link,
    stop_reminders,
)
from sdm.actions.sending_mail import THE_APP, deliver, try_again
from sdm.models import Conversation, Invitation, Mail, RecordEntry, record_guard
from sdm.models.retelling import CONVERSATION, Retelling
from sdm.models.verify import fault_of
from sdm.rules.transitions import NotAllowed

pytestmark = pytest.mark.django_db
ADDRESS = "margaret@example.org"


@pytest.fixture
def sent():
    """What was sent, in order."""
    return outbox_of.outbox


@pytest.fixture
def mail_link(conversation, clinician, fresh, django_capture_on_commit_callbacks):
    """Has the link sent, as the press of the button does; without `at_once` no worker has come to it yet."""

    def mail_link(email=ADDRESS, seen=0, at_once=True) -> Mail:
        with django_capture_on_commit_callbacks(execute=at_once):
            mail = mail_the_link(conversation=fresh(conversation), email=email, seen=seen, by=clinician)
        mail.refresh_from_db()
        return mail

    return mail_link


@pytest.fixture
def due(conversation, invitation, clinician, fresh):
    """A conversation whose patient has an address, was invited days ago, comes in two days and has sent nothing."""
    change_email(conversation=fresh(conversation), email=ADDRESS, by=clinician)
    Conversation.objects.filter(pk=conversation.pk).update(appointment_at=timezone.now() + timedelta(days=2))
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=4))
    return conversation


@pytest.fixture(autouse=True)
def _by_day(monkeypatch):
    """It is day, whenever the tests run; what happens at night is the rules' to test."""
    monkeypatch.setattr("sdm.rules.reminders.FROM_HOUR", 0)
    monkeypatch.setattr("sdm.rules.reminders.UNTIL_HOUR", 24)


@pytest.fixture
def remind(django_capture_on_commit_callbacks):
    """Runs what the timer runs."""

    def remind(at_once=True) -> int:
        with django_capture_on_commit_callbacks(execute=at_once):
            return ask_for_reminders(by=THE_APP)

    return remind


def token_in(message) -> str:
    return re.search(r"/i/(\S+)", message.body)[1]


def whats(conversation) -> list[tuple[str, str]]:
    return list(RecordEntry.objects.filter(conversation=conversation).values_list("what", "who"))


def everything_stored() -> str:
    """All that stands in the database, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names()
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            rows += cursor.fetchall()
    return repr(rows)


def test_the_link_is_sent_and_recorded_and_opens_the_pages(conversation, mail_link, sent):
    mail = mail_link()
    assert [(message.to, mail.state) for message in sent] == [([ADDRESS], Mail.SENT)]
    invitation = Invitation.objects.for_token(token_in(sent[0])).get()
    assert invitation.conversation_id == conversation.pk
    assert open_invitation(invitation=invitation, date_of_birth=conversation.patient.date_of_birth) is True
    khan = "Dr Amira Khan, Consultant vascular surgeon"
    assert whats(conversation)[1:-1] == [
        ("e-mail address changed", khan),
        ("invited", khan),
        ("mail asked for", khan),
        ("mail on its way", "Shared decisions"),
        ("mail sent", "Shared decisions"),
    ]
    assert fault_of(conversation) is None


def test_every_mail_is_in_the_record_with_what_to_whom_and_when(conversation, mail_link):
    mail = mail_link()
    entry = RecordEntry.objects.get(what="mail sent")
    assert (f'"address":"{ADDRESS}"' in entry.content, '"kind":"invitation"' in entry.content) == (True, True)
    assert entry.at == mail.ended_at


def test_the_token_stands_nowhere(mail_link, sent):
    mail_link()
    token = token_in(sent[0])
    stored = everything_stored()
    assert (token in stored, Mail.objects.get().token_hash in stored) == (False, True)


def test_the_letter_goes_on_working_and_both_open_the_same(invitation, mail_link, sent):
    mail_link()
    opened = [Invitation.objects.for_token(token).get() for token in (invitation.token, token_in(sent[0]))]
    assert opened == [invitation, invitation]
    assert RecordEntry.objects.filter(what="invited").count() == 1


def test_stopping_the_link_stops_both(conversation, invitation, mail_link, sent, clinician, fresh):
    mail_link()
    revoke(conversation=fresh(conversation), by=clinician)
    assert [Invitation.objects.for_token(token).count() for token in (invitation.token, token_in(sent[0]))] == [0, 0]


def test_wrong_dates_count_for_both_together(conversation, invitation, mail_link, sent):
    mail_link()
    for _ in range(5):
        open_invitation(invitation=invitation, date_of_birth=timezone.localdate())
    assert Invitation.objects.for_token(token_in(sent[0])).count() == 0


def test_a_locked_link_is_replaced_before_it_is_sent(invitation, mail_link, sent):
    for _ in range(5):
        open_invitation(invitation=invitation, date_of_birth=timezone.localdate())
    mail_link()
    assert Invitation.objects.for_token(token_in(sent[0])).get() != invitation


def test_the_same_press_sent_twice_sends_one(mail_link, sent, conversation):
    mail_link()
    with pytest.raises(AlreadyMailed):
        mail_link()
    assert (len(sent), conversation.mails.count()) == (1, 1)
    mail_link(seen=1)
    assert len(sent) == 2


def test_a_press_that_comes_to_nothing_changes_nothing(mail_link, conversation, fresh):
    mail_link()
    before = whats(conversation)
    with pytest.raises(AlreadyMailed):
        mail_link(email="other@example.org")
    assert (whats(conversation), fresh(conversation).email) == (before, ADDRESS)


def test_without_an_address_nothing_is_sent(mail_link, sent):
    with pytest.raises(NotAllowed, match="Enter the patient’s e-mail address"):
        mail_link(email="")
    assert (len(sent), Invitation.objects.count()) == (0, 0)


def test_only_a_clinician_of_this_hospital_has_it_sent(conversation, other_clinician, editor, fresh):
    for by in (other_clinician, editor):
        with pytest.raises(NotAllowed):
            mail_the_link(conversation=fresh(conversation), email=ADDRESS, seen=0, by=by)
        with pytest.raises(NotAllowed):
            change_email(conversation=fresh(conversation), email=ADDRESS, by=by)
    assert Mail.objects.count() == 0


def test_an_address_is_changed_once_and_taken_away(conversation, clinician, fresh):
    for email in (ADDRESS, ADDRESS, ""):
        change_email(conversation=fresh(conversation), email=email, by=clinician)
    assert [what for what, _ in whats(conversation)].count("e-mail address changed") == 2
    assert (fresh(conversation).email, fault_of(conversation)) == ("", None)


def test_an_address_given_at_the_start_is_in_the_record(start):
    conversation = start(email=ADDRESS)
    assert (conversation.email, fault_of(conversation)) == (ADDRESS, None)
    assert Mail.objects.count() == 0


def test_nothing_is_sent_in_a_cancelled_conversation(conversation, clinician, fresh, mail_link):
    cancel(conversation=fresh(conversation), by=clinician)
    with pytest.raises(NotAllowed, match="cancelled"):
        mail_link()


@pytest.mark.parametrize("first", ["revoked", "cancelled", "another address", "no address"])
def test_what_is_not_needed_any_more_when_its_turn_comes_is_not_sent(
    first, conversation, clinician, fresh, mail_link, sent
):
    mail = mail_link(at_once=False)
    now = fresh(conversation)
    if first == "revoked":
        revoke(conversation=now, by=clinician)
    elif first == "cancelled":
        cancel(conversation=now, by=clinician)
    else:
        change_email(conversation=now, email="right@example.org" if first == "another address" else "", by=clinician)
    deliver.enqueue(str(mail.pk))
    mail.refresh_from_db()
    assert (len(sent), mail.state) == (0, Mail.NOT_NEEDED)
    assert mail.reason in ("There is no working link any more.", "The address was changed first.")
    assert fault_of(conversation) is None


def test_a_newer_letter_does_not_stop_the_mail_that_waits(conversation, clinician, fresh, mail_link, sent):
    mail = mail_link(at_once=False)
    newer, _ = invite(conversation=fresh(conversation), by=clinician)
    deliver.enqueue(str(mail.pk))
    assert Invitation.objects.for_token(token_in(sent[0])).get() == newer


def test_a_mail_is_delivered_once_however_often_it_is_tried(mail_link, sent):
    mail = mail_link()
    for _ in range(3):
        deliver.enqueue(str(mail.pk))
    assert len(sent) == 1
    assert RecordEntry.objects.filter(what="mail sent").count() == 1


def test_a_reminder_is_sent_once(due, remind, sent):
    assert [remind() for _ in range(3)] == [1, 0, 0]
    assert [message.to for message in sent] == [[ADDRESS]]
    assert Mail.objects.get().asked_by == "Shared decisions"


def test_its_link_opens_the_pages_and_ends_nothing(due, invitation, remind, sent):
    remind()
    opened = [Invitation.objects.for_token(token).get() for token in (invitation.token, token_in(sent[0]))]
    assert opened == [invitation, invitation]


@pytest.mark.parametrize(
    "why", ["sent", "stopped", "passed", "too early", "no address", "no link", "just invited", "cancelled"]
)
def test_nobody_is_reminded_who_should_not_be(why, due, invitation, patient, clinician, fresh, remind, sent):
    now = fresh(due)
    if why == "sent":
        save_answer(conversation=now, part="question-1", text="Why?", seen=0, by=patient)
        send_answers(conversation=fresh(due), by=patient)
    elif why == "stopped":
        stop_reminders(conversation=now, by=patient)
    elif why in ("passed", "too early"):
        days = -1 if why == "passed" else 4
        Conversation.objects.filter(pk=due.pk).update(appointment_at=timezone.now() + timedelta(days=days))
    elif why == "no address":
        change_email(conversation=now, email="", by=clinician)
    elif why == "no link":
        revoke(conversation=now, by=clinician)
    elif why == "just invited":
        invite(conversation=now, by=clinician)
    else:
        cancel(conversation=now, by=clinician)
    assert (remind(), len(sent)) == (0, 0)
    assert ask_for_reminder(conversation=fresh(due), by=THE_APP) is None


def test_the_command_for_the_timer_says_what_it_did(due, sent, django_capture_on_commit_callbacks):
    def run() -> str:
        said = StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("send_reminders", stdout=said)
        return said.getvalue()

    assert run() == "Reminders asked for: 1. E-mails to try again: 0.\n"
    assert run() == "Reminders asked for: 0. E-mails to try again: 0.\n"
    assert len(sent) == 1


def test_how_many_days_before_is_a_setting(due, remind, settings):
    settings.REMIND_DAYS_BEFORE = 1
    assert remind() == 0
    settings.REMIND_DAYS_BEFORE = 2
    assert remind() == 1


@pytest.mark.parametrize("meanwhile", ["sent", "stopped"])
def test_what_the_patient_does_while_a_reminder_waits_counts(meanwhile, due, patient, fresh, remind, sent):
    remind(at_once=False)
    if meanwhile == "sent":
        save_answer(conversation=fresh(due), part="question-1", text="Why?", seen=0, by=patient)
        send_answers(conversation=fresh(due), by=patient)
    else:
        stop_reminders(conversation=fresh(due), by=patient)
    mail = Mail.objects.get()
    deliver.enqueue(str(mail.pk))
    mail.refresh_from_db()
    assert (len(sent), mail.state, mail.reason != "") == (0, Mail.NOT_NEEDED, True)


def test_stopping_twice_is_stopping_once(conversation, patient, fresh):
    for _ in range(2):
        stop_reminders(conversation=fresh(conversation), by=patient)
    assert [what for what, _ in whats(conversation)].count("reminders stopped") == 1
    assert fault_of(conversation) is None


def test_a_mail_that_nobody_was_told_of_is_found(mail_link, sent):
    mail = mail_link(at_once=False)
    assert (try_again(), len(sent)) == (0, 0)
    Mail.objects.update(try_after=timezone.now())
    assert (try_again(), len(sent)) == (1, 1)
    mail.refresh_from_db()
    assert (mail.state, try_again()) == (Mail.SENT, 0)


def test_one_that_was_stopped_in_the_middle_is_not_sent_again_but_said_to_be_uncertain(conversation, mail_link, sent):
    mail = mail_link(at_once=False)
    Mail.objects.update(trying_since=timezone.now() - timedelta(minutes=50), try_after=timezone.now())
    assert (try_again(), Mail.objects.get().state) == (0, Mail.WAITING)
    Mail.objects.update(trying_since=timezone.now() - timedelta(minutes=61))
    assert try_again() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.reason[:35], len(sent)) == (Mail.FAILED, "It is not known whether it was sent", 0)
    assert fault_of(conversation) is None


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE sdm_mail SET address = 'eve@example.org'", "mail sent"),
        ("UPDATE sdm_mail SET state = 'failed'", "mail sent"),
        ("UPDATE sdm_mail SET token_hash = 'eve'", "mail sent"),
        ("UPDATE sdm_mail SET asked_by = 'Somebody else'", "mail sent"),
        ("DELETE FROM sdm_mail", "mail sent"),
        ("UPDATE sdm_conversation SET email = 'eve@example.org'", "e-mail address changed"),
        ("UPDATE sdm_conversation SET reminders_stopped_at = created_at", "e-mail address changed"),
    ],
)
def test_what_is_changed_beside_the_record_is_named(conversation, mail_link, statement, what):
    mail_link()
    record_guard.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    record_guard.install(connection)
    assert fault_of(conversation).sequence == RecordEntry.objects.get(what=what).sequence


def test_a_record_from_before_there_was_any_mail_still_holds(conversation, invitation):
    """Entries made then say nothing of an address."""
    started = RecordEntry.objects.get(what="started")
    started.content = started.content.replace('"email":"",', "")
    assert '"email"' not in started.content
    assert Retelling([started]).rows[CONVERSATION]["email"] == ""
