"""Over a real mail server: what is certainly not sent is tried again, what may have been is not, and staff see it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from sdm.actions.mails import ask_for_reminders, change_email, mail_the_link
from sdm.actions.sending_mail import THE_APP, TRY_AGAIN_AFTER, deliver, try_again
from sdm.models import Conversation, Invitation, Mail, RecordEntry
from sdm.models.verify import fault_of
from tests.mail_server import free_port, mail_server

pytestmark = pytest.mark.django_db
ADDRESS = "margaret@example.org"


@pytest.fixture
def smtp(settings):
    """Has mail sent to this port."""

    def smtp(port: int) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5

    return smtp


@pytest.fixture
def mail(conversation, clinician, fresh) -> Mail:
    """A mail that waits."""
    return mail_the_link(conversation=fresh(conversation), email=ADDRESS, seen=0, by=clinician)


def deliver_again(mail: Mail) -> Mail:
    deliver.enqueue(str(mail.pk))
    mail.refresh_from_db()
    return mail


def test_a_mail_server_takes_it(mail, conversation, smtp):
    with mail_server() as (server, port):
        smtp(port)
        deliver_again(mail)
    (taken,) = server.mails
    assert (mail.state, taken["To"], taken["Subject"][:21]) == (Mail.SENT, ADDRESS, "Please get ready for ")
    assert (taken["Auto-Submitted"], taken["Message-ID"]) == ("auto-generated", f"<{mail.pk}@127.0.0.1>")
    assert taken.get_content_type() == "text/plain"
    token = next(line for line in taken.get_content().splitlines() if "/i/" in line).rpartition("/")[2]
    assert Invitation.objects.for_token(token).get().conversation_id == conversation.pk
    assert fault_of(conversation) is None


def test_where_no_server_answers_it_waits_longer_each_time_and_is_given_up_at_last(mail, conversation, smtp):
    smtp(free_port())
    for tries, delay in enumerate(TRY_AGAIN_AFTER, start=1):
        before = timezone.now()
        deliver_again(mail)
        assert (mail.state, mail.tries, mail.trying_since) == (Mail.WAITING, tries, None)
        assert before + delay <= mail.try_after <= timezone.now() + delay
    deliver_again(mail)
    assert (mail.state, mail.reason[:43]) == (Mail.FAILED, "The mail server could not be reached, or di")
    assert fault_of(conversation) is None


def test_it_is_sent_once_the_server_answers_again(mail, smtp):
    smtp(free_port())
    deliver_again(mail)
    with mail_server() as (server, port):
        smtp(port)
        assert (try_again(), server.mails) == (0, [])
        Mail.objects.update(try_after=timezone.now())
        assert (try_again(), len(server.mails)) == (1, 1)
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (Mail.SENT, 2)


@pytest.mark.parametrize(
    ("refuses", "state", "reason"),
    [
        ("451 Try again later", Mail.WAITING, ""),
        ("550 No such mailbox", Mail.FAILED, "The mail server refused it (code 550)."),
    ],
)
def test_a_refusal_for_now_is_tried_again_and_one_for_good_is_not(mail, conversation, smtp, refuses, state, reason):
    with mail_server(refuses=refuses) as (server, port):
        smtp(port)
        deliver_again(mail)
    assert (mail.state, mail.reason, server.mails) == (state, reason, [])
    assert fault_of(conversation) is None


def test_where_nobody_knows_whether_it_was_taken_it_is_not_sent_again(mail, conversation, smtp):
    with mail_server(breaks=True) as (server, port):
        smtp(port)
        deliver_again(mail)
        Mail.objects.update(try_after=timezone.now() - timedelta(days=1))
        assert (try_again(), deliver_again(mail).state) == (0, Mail.FAILED)
    assert (len(server.mails), mail.reason[:35]) == (1, "It is not known whether it was sent")
    assert fault_of(conversation) is None


def test_each_try_has_a_link_of_its_own_and_the_last_one_opens(mail, smtp):
    smtp(free_port())
    first = deliver_again(mail).token_hash
    with mail_server() as (_, port):
        smtp(port)
        assert deliver_again(mail).token_hash not in ("", first)
    assert RecordEntry.objects.filter(what="mail on its way").count() == 2


def test_mail_in_a_folder_can_be_read(mail, settings, tmp_path):
    """As where the app is tried."""
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    deliver_again(mail)
    (path,) = tmp_path.iterdir()
    words = path.read_text()
    assert (f"To: {ADDRESS}" in words, f"{settings.PUBLIC_ORIGIN}/i/" in words) == (True, True)


def at_once(task, times: int) -> None:
    """Does the same so many times, all at the same moment."""
    start = Barrier(times)

    def run(_: int) -> None:
        try:
            start.wait()
            task()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        list(pool.map(run, range(times)))


@pytest.fixture
def nobody_works(settings):
    """Tasks are put off for good, so that a test does them itself."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.mark.django_db(transaction=True)
def test_of_many_who_try_at_once_one_sends(conversation, clinician, fresh, smtp, nobody_works):
    mail = mail_the_link(conversation=fresh(conversation), email=ADDRESS, seen=0, by=clinician)
    with mail_server() as (server, port):
        smtp(port)
        at_once(lambda: deliver.call(str(mail.pk)), 6)
    assert len(server.mails) == 1
    assert RecordEntry.objects.filter(what="mail on its way").count() == 1
    assert fault_of(conversation) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_timers_at_once_one_asks(conversation, invitation, clinician, fresh, monkeypatch, nobody_works):
    monkeypatch.setattr("sdm.rules.reminders.FROM_HOUR", 0)
    monkeypatch.setattr("sdm.rules.reminders.UNTIL_HOUR", 24)
    change_email(conversation=fresh(conversation), email=ADDRESS, by=clinician)
    Conversation.objects.update(appointment_at=timezone.now() + timedelta(days=2))
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=4))
    at_once(lambda: ask_for_reminders(by=THE_APP), 6)
    assert [mail.kind for mail in Mail.objects.all()] == [Mail.REMINDER]
