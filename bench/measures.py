"""What is measured: each job of the app between two runs of its floor, and the bound that its ratio must reach."""

import hashlib
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core import signing
from django.core.management import call_command
from django.urls import reverse

from bench.first_view import wait_for_first_view
from bench.load import Target, rate
from bench.seed import CONVERSATIONS, seed
from sdm.actions.conversations import invite
from sdm.models import Conversation, User
from sdm.models.signed_in import SessionStore
from sdm.pages.access import SALT

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "2"))
CONNECTIONS = (1, 16)
PREPARED = 40_000
CSRF = "b" * 32
WORDS = "Will I be awake while it is done? I am worried about how long it takes."


@dataclass
class Measure:
    """One job: where it goes, the floor beside it, and the least share of the floor's rate it must reach."""

    name: str
    target: Target
    floor: Target
    bound: float


def measure() -> int:
    """Run everything and print a table; exit status 1 where a median is under its bound."""
    print("Filling the database …", flush=True)
    call_command("migrate", verbosity=0)
    clinician, whole = seed()
    with _server("sdm.wsgi") as app, _server("bench.floor") as floor:
        measures = _measures(app, floor, clinician, whole)
        print(f"{ROUNDS} rounds, {SECONDS:g} s of floor before and after {SECONDS:g} s of each measure", flush=True)
        reached = [_report(one, connections) for one in measures for connections in CONNECTIONS]
        _, token = invite(conversation=Conversation.objects.to_act_on().get(pk=whole.pk), by=clinician)
        reached.append(wait_for_first_view(app, token, rounds=ROUNDS))
    return int(not all(reached))


def _report(one: Measure, connections: int) -> bool:
    """Measure one job with so many connections, print its line, and say whether it reached its bound."""
    ratios, rates = [], []
    for _ in range(ROUNDS):
        before = rate(one.floor, connections=connections, seconds=SECONDS)
        rates.append(rate(one.target, connections=connections, seconds=SECONDS))
        after = rate(one.floor, connections=connections, seconds=SECONDS)
        ratios.append(rates[-1] / ((before + after) / 2))
    ratio = median(ratios)
    verdict = "ok" if ratio >= one.bound else "UNDER ITS BOUND"
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    print(
        f"{one.name:<20} {connections:>2} connections: {ratio:.2f} of the floor ({spread}), "
        f"{median(rates):6.0f} a second, bound {one.bound:.2f}: {verdict}",
        flush=True,
    )
    return ratio >= one.bound


def _measures(app: str, floor: str, clinician: User, whole: Conversation) -> list[Measure]:
    numbers = range(1, PREPARED + 1)
    patients = [_patient_cookie(_seeded("invitation", number)) for number in numbers]
    staff = _staff_cookie(clinician)
    body = urlencode({"csrfmiddlewaretoken": CSRF, "revision": 0, "understanding": "talk", "text": WORDS})
    question = app + reverse("patient-question", args=[1])
    read_floor = Target(f"{floor}/read/{CONVERSATIONS // 2}", [("", "")])
    write_floor = Target(f"{floor}/write/{CONVERSATIONS // 2}", [("", urlencode({"text": WORDS}))])
    brief = app + reverse("conversation", args=[whole.pk])
    return [
        Measure("question page", Target(question, [(cookie, "") for cookie in patients]), read_floor, 0.45),
        Measure("saving an answer", Target(question, [(cookie, body) for cookie in patients]), write_floor, 0.40),
        Measure("clinician's list", Target(app + reverse("conversations"), [(staff, "")]), read_floor, 0.18),
        Measure("clinician's brief", Target(brief, [(staff, "")]), read_floor, 0.25),
    ]


def _seeded(kind: str, number: int) -> uuid.UUID:
    """The id that the seed gave to a row."""
    return uuid.UUID(hashlib.md5(f"{kind}{number}".encode(), usedforsecurity=False).hexdigest())


def _patient_cookie(invitation_id: uuid.UUID) -> str:
    value = signing.dumps(str(invitation_id), salt=SALT)
    return f"{settings.PATIENT_COOKIE_NAME}={value}; {settings.CSRF_COOKIE_NAME}={CSRF}"


def _staff_cookie(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"


@contextmanager
def _server(application: str) -> Iterator[str]:
    """gunicorn with two workers on a free port; gives its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*command, "--log-level", "warning", "--no-control-socket"])
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError("gunicorn did not start")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("gunicorn did not answer")
