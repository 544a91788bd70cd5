"""Into the app and from page to page in a browser: each step waits for the page it leads to, and looks at no other."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page

from sdm.models import User


def sign_in(context: BrowserContext, client: Client, user: User, origin: str) -> None:
    """Take a session of this person's to a browser."""
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    # A browser trusts localhost with cookies that are for https only, but takes them by hand for https only.
    address = origin.replace("http:", "https:")
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address, "secure": True}])


def tab_to(page: Page, wanted: Locator | str) -> None:
    """Press Tab until this has the focus; what cannot be reached so is not there for many people."""
    wanted = page.locator(wanted) if isinstance(wanted, str) else wanted
    wanted.wait_for()
    for _ in range(60):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached with Tab")


@contextmanager
def leads_on(page: Page) -> Iterator[None]:
    """What is done here leads to another page, which is waited for; leaving earlier would cut the sending short.

    A page that says why something was not saved can take the place of the page before without another being opened.
    Nobody sees a page before its style is there; until then the browser itself may still move the focus.
    """
    page.locator("main").evaluate("main => main.dataset.old = ''")
    yield
    page.locator("main:not([data-old])").wait_for()
    page.wait_for_load_state()


def presses(page: Page, name: str, *, exact: bool = True) -> None:
    """Press a button and wait for the page it leads to."""
    with leads_on(page):
        page.get_by_role("button", name=name, exact=exact).click()


def follows(page: Page, name: str, *, exact: bool = False) -> None:
    """Follow the first link with this name to another page."""
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=exact).first.click()
