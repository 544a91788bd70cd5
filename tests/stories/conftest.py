"""What every story may ask for: a browser that calls nobody, axe, and a patient who sits at it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from sdm.actions.answers import save_answer, send_answers
from sdm.rules.parts import TALK
from tests.given import with_password
from tests.stories.clinician_at_browser import ClinicianAtBrowser
from tests.stories.looking import Looking
from tests.stories.walking import follows, presses, sign_in

CHROMIUM = "/usr/bin/chromium-headless-shell"
# Root may not use Chromium's own sandbox; the rest keeps Chromium from calling anybody by itself.
FLAGS = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# A machine with much to do is no fault: what is to appear has as long as a press has.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items):
    """Everything in this folder is a story."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.story)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """pytest-django's server, except that the app serves its own style and scripts, as it does in service."""
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = lambda app: app
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def no_requests_to_other_hosts(context: BrowserContext, live_server) -> Iterator[None]:
    """No page asks anything of another host, and everything it asks for is there."""
    asked, missing = [], []
    context.on("request", lambda request: asked.append(request.url))
    context.on("response", lambda one: missing.append(one.url) if is_missing(one) else None)
    yield
    assert [url for url in asked if not url.startswith((f"{live_server.url}/", "data:"))] == []
    assert missing == []


# What a story puts in the place of the app's own answer.
MADE_UP = {"x-made-up": "by a story"}


def is_missing(response) -> bool:
    """Whether the app broke, or a style, script or picture is not there.

    A page that is not there may be in the story, and so may words that a script sends and the app refuses.
    """
    if MADE_UP.items() <= response.headers.items():
        return False
    may_be = response.request.resource_type in ("document", "fetch")
    return response.status >= 500 or (response.status >= 400 and not may_be)


@pytest.fixture(scope="session")
def looking() -> Looking:
    return Looking()


@pytest.fixture
def axe(looking) -> Callable[[Page], None]:
    """Asserts that axe finds nothing wrong with a page as it stands.

    A page is the same whichever database is behind it: it is asked on SQLite.
    """

    def axe(page: Page) -> None:
        if connection.vendor != "sqlite":
            return
        faults = looking.faults(page)
        assert not faults, f"{page.url}\n{faults}"

    return axe


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """Asserts that nothing of a page stands outside the window, to the right."""

    def fits(page: Page) -> None:
        wide, window = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
        assert wide <= window, f"{page.url} is {wide} wide in a window of {window}"

    return fits


class PatientAtBrowser:
    """A patient with a link, and what they do in the browser."""

    def __init__(self, page: Page, origin: str, token: str) -> None:
        self.page, self.origin, self.token = page, origin, token

    def opens_the_link(self) -> None:
        self.page.goto(f"{self.origin}/i/{self.token}")

    def gives_date_of_birth(self, day: str = "27", month: str = "3", year: str = "1958") -> None:
        for box, typed in (("Day", day), ("Month", month), ("Year", year)):
            self.page.get_by_label(box, exact=True).fill(typed)
        self.presses("Continue")

    def gets_in(self) -> None:
        self.opens_the_link()
        self.gives_date_of_birth()
        self.page.wait_for_url("**/my")

    def goes_to(self, address: str) -> None:
        self.page.goto(f"{self.origin}{address}")

    def writes(self, label: str, words: str) -> None:
        self.page.get_by_label(label).fill(words)

    def chooses(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_label(label, exact=True).check()

    def presses(self, name: str) -> None:
        presses(self.page, name)

    def follows(self, name: str) -> None:
        follows(self.page, name)

    def reads(self, heading: str) -> bool:
        """Whether the page is the one with this heading."""
        self.page.get_by_role("heading", level=1, name=heading).wait_for()
        return self.page.get_by_role("heading", level=1).count() == 1


@pytest.fixture
def at_browser(page, live_server, invitation) -> PatientAtBrowser:
    """The patient of `conversation`, with the link of `invitation`."""
    return PatientAtBrowser(page, live_server.url, invitation.token)


@pytest.fixture
def staff(page, live_server, clinician, client, axe, fits, context) -> ClinicianAtBrowser:
    """The clinician of `conversation`, signed in, with the password that signs a consent."""
    sign_in(context, client, with_password(clinician), live_server.url)
    return ClinicianAtBrowser(page, live_server.url, axe, fits)


@pytest.fixture
def worry_on_the_agenda(conversation, patient, fresh):
    """What the patient sent to be talked about."""
    save_answer(
        conversation=fresh(conversation),
        part="question-3",
        text="Will I bleed?",
        understanding=TALK,
        seen=0,
        by=patient,
    )
    send_answers(conversation=fresh(conversation), by=patient)
    return conversation.agenda.get()
