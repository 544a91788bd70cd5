"""From page to page in a browser: each step waits for the page it leads to, so that nobody looks at the one before."""

from playwright.sync_api import Page


def presses(page: Page, name: str, *, exact: bool = True) -> None:
    """Press a button that leads to another page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=exact).click()


def follows(page: Page, name: str) -> None:
    """Follow the first link with this name to another page."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()
