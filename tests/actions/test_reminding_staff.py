"""Staff are reminded once of what is due, without a word of health; patients are told once of each summary."""

from datetime import timedelta
from io import StringIO
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.core.management import call_command
from django.utils import timezone
from django.utils.timezone import localdate as today

from sdm.actions.conversations import hand_on
from sdm.actions.decisions import decide
from sdm.actions.follow_up import add_follow_up, settle_follow_up
from sdm.actions.mails import change_email, stop_reminders, tell_of_summary
from sdm.actions.reminding_staff import remind_staff
from sdm.models import FollowUp, Hospital, Mail, StaffReminder
from sdm.models.verify import fault_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(decided, clinician, fresh):
    def add(text="Scan Margaret's leg", **values):
        values = {"kind": "check", "owner": clinician, "due_on": today(), **values}
        return add_follow_up(conversation=fresh(decided), text=text, by=clinician, **values)

    return add


@pytest.fixture
def remind(django_capture_on_commit_callbacks):
    def remind() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return remind_staff()

    return remind


def test_who_has_something_due_gets_one_e_mail_that_names_nobody(add, remind, clinician, decided):
    add()
    add("Ring the GP")
    assert remind() == 1
    (message,) = mail.outbox
    assert message.to == [clinician.email]
    assert message.subject == "2 things due on your list"
    assert "/conversations/due/" in message.body
    words = message.subject + message.body
    assert [word for word in ("Margaret", "leg", "scan", "Scan", "GP", str(decided.pk)) if word in words] == []
    assert StaffReminder.objects.get().state == StaffReminder.SENT


def test_nobody_is_reminded_of_the_same_twice_but_of_what_comes_due_later(add, remind):
    add()
    assert [remind(), remind()] == [1, 0]
    add("Another")
    assert remind() == 1
    assert [message.subject for message in mail.outbox] == ["1 thing due on your list", "2 things due on your list"]


@pytest.mark.parametrize("why", ["later", "done", "account closed", "cancelled"])
def test_what_is_not_due_or_nobodys_here_reminds_nobody(add, remind, clinician, decided, fresh, why):
    row = add(due_on=today() + timedelta(days=why == "later"))
    if why == "done":
        settle_follow_up(
            conversation=fresh(decided), follow_up=row, done_on=today(), seen=row.recorded_as, by=clinician
        )
    elif why == "account closed":
        clinician.is_active = False
        clinician.save()
    elif why == "cancelled":
        type(decided).objects.update(status="cancelled")
    assert (remind(), mail.outbox) == (0, [])


@pytest.fixture
def seen_by_a_colleague(decided, clinician, colleague, fresh):
    hand_on(conversation=fresh(decided), seen_by=colleague, by=clinician)


def leave(user) -> None:
    user.is_active = False
    user.save()


def change_work(user) -> None:
    user.role = "content-editor"
    user.save()


def go_elsewhere(user) -> None:
    user.hospital = Hospital.objects.create(name="Elsewhere")
    user.save()


@pytest.mark.parametrize("becomes", [None, leave, change_work, go_elsewhere])
def test_what_nobody_with_an_account_does_reminds_whoever_sees_the_patient(
    add, remind, seen_by_a_colleague, clinician, colleague, becomes
):
    add(**({} if becomes else {"owner": None, "owner_name": "Vein clinic"}))
    add("Later", owner=None, owner_name="Vein clinic", due_on=today() + timedelta(days=1))
    if becomes:
        becomes(clinician)
    assert [remind(), remind()] == [1, 0]
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([colleague.email], "1 thing due on your list")


def test_what_somebody_with_an_account_does_reminds_them_and_not_whoever_sees_the_patient(
    add, remind, seen_by_a_colleague, clinician
):
    add()
    remind()
    assert [message.to for message in mail.outbox] == [[clinician.email]]


def test_a_mail_server_that_is_down_is_asked_again_and_one_that_broke_is_not(add, remind, monkeypatch):
    def down(self):
        raise ConnectionRefusedError

    monkeypatch.setattr(locmem.EmailBackend, "open", down)
    add()
    remind()
    assert StaffReminder.objects.get().state == StaffReminder.WAITING
    monkeypatch.undo()
    StaffReminder.objects.update(try_after=timezone.now())
    remind()
    assert StaffReminder.objects.get().state == StaffReminder.SENT

    def broke(self, messages):
        raise SMTPServerDisconnected

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", broke)
    add("Another")
    remind()
    StaffReminder.objects.update(try_after=timezone.now())
    remind()
    assert sorted(StaffReminder.objects.values_list("state", flat=True)) == ["failed", "sent"]


def test_the_timer_reminds_staff(add):
    add()
    out = StringIO()
    call_command("send_reminders", stdout=out)
    assert out.getvalue() == ("Reminders asked for: 0. E-mails to try again: 0.\nStaff reminded of what is due: 1.\n")
    assert FollowUp.objects.get().reminded_at


# The summary


@pytest.fixture
def tell(decided, clinician, fresh, django_capture_on_commit_callbacks):
    def tell():
        with django_capture_on_commit_callbacks(execute=True):
            return tell_of_summary(conversation=fresh(decided), by=clinician)

    return tell


def test_a_patient_is_told_of_each_summary_once(tell, decided, invitation, clinician, fresh):
    change_email(conversation=fresh(decided), email="margaret@example.org", by=clinician)
    assert tell().kind == Mail.SUMMARY
    assert tell() is None
    (message,) = mail.outbox
    words = f"{message.subject} {message.body}".casefold()
    assert message.subject.startswith("Something new for you to read: ")
    secret = ("margaret", "decision", "procedure", "clot", "vascular", "summary", "consent")
    assert [one for one in secret if one in words] == []
    decide(conversation=fresh(decided), choice="more-time", reasons="To think.", seen=1, by=clinician)
    assert tell() is not None
    assert fault_of(decided) is None


def test_who_wants_no_e_mails_gets_none(tell, decided, invitation, patient, clinician, fresh):
    change_email(conversation=fresh(decided), email="margaret@example.org", by=clinician)
    stop_reminders(conversation=fresh(decided), by=patient)
    assert (tell(), mail.outbox) == (None, [])


def test_without_an_address_or_a_link_nobody_is_told(tell, decided, clinician, fresh):
    assert tell() is None
    change_email(conversation=fresh(decided), email="margaret@example.org", by=clinician)
    assert (tell(), mail.outbox) == (None, [])
