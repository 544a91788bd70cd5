"""From page to page in a browser: each step waits for the page it leads to, so that nobody looks at the one before."""

from playwright.sync_api import Page


def presses(page: Page, name: str, *, exact: bool = True) -> None:
    """Press a button and wait for the page it leads to; leaving earlier would cut the sending short.

    A page that says why something was not saved can take the place of the page before without another being opened.
    """
    page.locator("main").evaluate("main => main.dataset.old = ''")
    page.get_by_role("button", name=name, exact=exact).click()
    page.locator("main:not([data-old])").wait_for()
    page.wait_for_load_state()


def follows(page: Page, name: str) -> None:
    """Follow the first link with this name to another page."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()
