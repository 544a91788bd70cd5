"""A server killed in the middle of saves: everything acknowledged is there, nothing half saved, the record holds."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.core import signing
from django.db import connection

from sdm.actions.conversations import invite
from sdm.models import Answer, RecordEntry
from sdm.models.verify import fault_of
from sdm.pages.access import SALT

pytestmark = pytest.mark.django_db(transaction=True)
CSRF = "c" * 32
TRIES = 4000


class Server:
    """gunicorn with two workers over the test's own database."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "sdm.wsgi", "--workers", "2", "--no-control-socket"]
        self.process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{self.port}", "--log-level", "critical"],
            env={**os.environ, "DATABASE_URL": database_url(), "HTTPS": "0", "ALLOWED_HOSTS": "127.0.0.1"},
        )

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def kill_a_worker(self) -> None:
        for pid in self.workers()[:1]:
            os.kill(pid, signal.SIGKILL)

    def post(self, cookie: str, path: str, values: dict) -> int:
        """The status of the answer; raises OSError or HTTPException where the server died under it."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            client.request(
                "POST",
                path,
                urlencode({**values, "csrfmiddlewaretoken": CSRF}),
                {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie},
            )
            return client.getresponse().status
        finally:
            client.close()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    host, port = quote(values["HOST"], safe=""), values["PORT"]
    return f"postgres://{values['USER']}:{quote(values['PASSWORD'])}@{host}:{port}/{values['NAME']}"


@pytest.fixture
def server(transactional_db):
    server = Server()
    yield server
    server.stop()


def save_many(server: Server, cookie: str, part: int, count: int, done: Queue) -> list[str]:
    """Saves `count` revisions of one question, each again until it is acknowledged; gives the acknowledged words."""
    acknowledged = []
    for revision in range(count):
        words = f"Question {part}, words {revision + 1}"
        for _ in range(TRIES):
            try:
                status = server.post(cookie, f"/my/questions/{part}", {"text": words, "revision": revision})
            except (OSError, http.client.HTTPException):
                continue
            assert status == 302
            break
        else:
            raise AssertionError("the server never came back")
        acknowledged.append(words)
        done.put(part)
    return acknowledged


def drill(server, conversation, clinician, fresh, *, saves: int, kill_every: int) -> None:
    invitation, _ = invite(conversation=fresh(conversation), by=clinician)
    cookie = f"{settings.PATIENT_COOKIE_NAME.removeprefix('__Host-')}={signing.dumps(str(invitation.pk), salt=SALT)}"
    cookie += f"; {settings.CSRF_COOKIE_NAME.removeprefix('__Host-')}={CSRF}"
    done: Queue = Queue()
    with ThreadPoolExecutor(5) as pool:
        writers = [pool.submit(save_many, server, cookie, part, saves, done) for part in range(1, 6)]
        for number in range(5 * saves):
            done.get(timeout=60)
            if number % kill_every == 0:
                server.kill_a_worker()
        acknowledged = sorted(words for writer in writers for words in writer.result())
    kept = Answer.objects.filter(conversation=conversation)
    assert sorted(kept.values_list("text", flat=True)) == acknowledged
    assert RecordEntry.objects.filter(conversation=conversation, what="answer saved").count() == len(acknowledged)
    assert fault_of(conversation) is None


def test_workers_killed_while_five_people_save(server, conversation, clinician, fresh):
    drill(server, conversation, clinician, fresh, saves=12, kill_every=10)


@pytest.mark.drill
def test_workers_killed_two_hundred_times(server, conversation, clinician, fresh):
    drill(server, conversation, clinician, fresh, saves=400, kill_every=10)
