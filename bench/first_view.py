"""How long a patient waits: the first view and the next on an old phone with a slow net, in a real browser."""

from collections.abc import Callable
from statistics import median

from playwright.sync_api import BrowserContext, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium-headless-shell"
FLAGS = ("--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking", "--disable-sync")
# A "slow 3G" net as Lighthouse has it, and a phone a quarter as fast as this machine.
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400 * 1024 / 8,
    "uploadThroughput": 400 * 1024 / 8,
}
SLOWER_BY = 4
PHONE = {"width": 360, "height": 640}
BOUND = 2.5
PAINTED = """() => new Promise((resolve) => new PerformanceObserver((list) => {
  resolve(list.getEntries().at(-1).startTime);
}).observe({type: "largest-contentful-paint", buffered: true}))"""


def wait_for_first_view(origin: str, token: str, *, rounds: int) -> bool:
    """Open a patient's link so many times, each in a fresh browser, and print how long the largest paint took.

    Also the list behind it, with what the browser has by then. True where the median of each is under the bound.
    """
    first, following = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for _ in range(rounds):
            context = browser.new_context(viewport=PHONE)
            page = _on_a_slow_phone(context)
            first.append(_painted(page, lambda page=page: page.goto(f"{origin}/i/{token}")))
            for box, typed in (("Day", "27"), ("Month", "3"), ("Year", "1958")):
                page.get_by_label(box, exact=True).fill(typed)
            following.append(_painted(page, lambda page=page: _continue(page)))
            context.close()
        browser.close()
    return all([_report("first view", first), _report("the list behind it", following)])


def _on_a_slow_phone(context: BrowserContext) -> Page:
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_3G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_BY})
    return page


def _continue(page: Page) -> None:
    with page.expect_navigation(url="**/my"):
        page.get_by_role("button", name="Continue").click()


def _painted(page: Page, go: Callable[[], object]) -> float:
    """Seconds from asking for a page to its largest paint."""
    go()
    return page.evaluate(PAINTED) / 1000


def _report(name: str, seconds: list[float]) -> bool:
    middle = median(seconds)
    verdict = "ok" if middle < BOUND else "OVER ITS BOUND"
    print(
        f"{name:<20} on slow 3G: largest paint after {middle:.2f} s ({min(seconds):.2f} to {max(seconds):.2f}), "
        f"bound {BOUND:g} s: {verdict}",
        flush=True,
    )
    return middle < BOUND
