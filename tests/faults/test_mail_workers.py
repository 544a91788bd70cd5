"""Workers that send e-mails: each goes out once, whoever sends it, and whatever is done to those who do."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from sdm.actions.conversations import start_conversation
from sdm.actions.mails import mail_the_link
from sdm.models import Mail, RecordEntry
from sdm.models.verify import fault_of
from tests.faults.test_killed_server import database_url
from tests.mail_server import Keeps, mail_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _tasks_in_the_database(settings):
    """As in service; elsewhere tests do at once what is to be done."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def wait(edition, clinician):
    """Has so many e-mails wait, each in a conversation of its own."""

    def wait(count: int) -> None:
        for number in range(count):
            conversation = start_conversation(
                name=f"Patient {number}",
                date_of_birth=date(1958, 3, 27),
                nhs_number=f"{number:010d}",
                edition=edition,
                appointment_at=timezone.now() + timedelta(days=5),
                symptoms_began=None,
                by=clinician,
            )
            email = f"patient{number}@example.org"
            mail_the_link(conversation=conversation, email=email, seen=0, by=clinician)

    return wait


def worker(port: int) -> subprocess.Popen:
    """A worker that goes on until nothing waits."""
    arguments = ("db_worker", "--batch", "--no-startup-delay", "--no-reload", "--verbosity", "0")
    surroundings = {"DATABASE_URL": database_url(), "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port)}
    return subprocess.Popen([sys.executable, "manage.py", *arguments], env={**os.environ, **surroundings})


def two_workers(count: int) -> Keeps:
    """Has two workers send what waits; gives the server that took it."""
    with mail_server() as (server, port):
        assert [process.wait(timeout=count) for process in [worker(port), worker(port)]] == [0, 0]
    return server


def each_was_sent_once(server: Keeps, count: int) -> None:
    mails = Mail.objects.all()
    assert Counter(server.ids) == {f"<{mail.pk}@127.0.0.1>": 1 for mail in mails}
    assert (len(mails), {mail.state for mail in mails}) == (count, {Mail.SENT})
    assert {mail.conversation_id: fault_of(mail.conversation) for mail in mails if fault_of(mail.conversation)} == {}


def test_two_workers_send_each_mail_once(wait):
    wait(12)
    each_was_sent_once(two_workers(60), 12)


@pytest.mark.drill
def test_two_workers_send_two_hundred_mails_each_once(wait):
    wait(200)
    each_was_sent_once(two_workers(300), 200)


@pytest.mark.drill
def test_workers_that_are_killed_send_nothing_twice_and_hide_nothing(wait):
    """Every mail was taken once and is known to be sent, or its sending was cut short and staff are told so."""
    wait(200)
    with mail_server() as (server, port):
        workers = [worker(port), worker(port)]
        for number in range(1, 101):
            server.took.get(timeout=60)
            if number % 10 == 0:
                workers[0].send_signal(signal.SIGKILL)
                workers[0].wait()
                workers = [workers[1], worker(port)]
        for process in workers:
            process.wait(timeout=300)
        # What nobody has begun waits for the timer; what somebody had begun is given up after a while.
        Mail.objects.filter(trying_since=None).update(try_after=timezone.now())
        call_command("send_reminders")
        assert worker(port).wait(timeout=300) == 0
    Mail.objects.filter(state=Mail.WAITING).update(trying_since=timezone.now() - timedelta(hours=2))
    call_command("send_reminders")
    assert [times for times in Counter(server.ids).values() if times > 1] == []
    taken = {identity.partition("@")[0].strip("<") for identity in server.ids}
    states = {str(mail.pk): mail.state for mail in Mail.objects.all()}
    assert set(states.values()) <= {Mail.SENT, Mail.FAILED}
    assert {pk for pk, state in states.items() if state == Mail.SENT} <= taken
    assert len([pk for pk, state in states.items() if state == Mail.FAILED]) <= 10
    assert RecordEntry.objects.filter(what__in=["mail sent", "mail not sent"]).count() == 200
    assert [mail.pk for mail in Mail.objects.all() if fault_of(mail.conversation)] == []
