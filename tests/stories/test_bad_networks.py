"""Patients write on bad networks, as a die decides: no word is lost, and no page calls saved what is not.

Each run is made from its number alone, which a failure names; `run(number)` plays it again.
"""

from collections import Counter
from functools import partial
from random import Random
from time import monotonic

import pytest
from django.conf import settings
from django.core import signing
from playwright.sync_api import Error, Locator, Route

from sdm.actions.conversations import invite
from sdm.models import Answer, RecordEntry
from sdm.models.verify import fault_of
from sdm.pages.access import SALT
from tests.stories.conftest import MADE_UP

# Each page, with the boxes that a patient writes in and one thing that they choose.
PAGES = {
    "question-2": ("/my/questions/2", ("text", "ask-1", "ask-2"), "understanding"),
    "what-matters": ("/my/what-matters", ("text",), ""),
    "people-and-help": ("/my/people-and-help", ("text", "people", "helped-by"), "share"),
    "where-i-am": ("/my/where-i-am", ("text",), "sure"),
}
RESTS = (100, 400, 1600, 4000, 10_000)
STEPS = 16
# Every time a page says "Saved", what stands in its form is told to the test. What its script waits for is counted, and
# so is the way to another page.
WATCH = """() => {
  window.underWay = 0;
  for (const [owner, name] of [[window, "fetch"], [Response.prototype, "json"], [Response.prototype, "text"]]) {
    const ask = owner[name];
    owner[name] = function (...values) {
      underWay++;
      return ask.apply(this, values).finally(() => underWay--);
    };
  }
  navigation.addEventListener("navigate", (event) => event.hashChange || underWay++);
  navigation.addEventListener("navigateerror", () => underWay--);
  const tell = () => {
    const form = document.querySelector("form[data-autosave]");
    const told = [...document.querySelectorAll("[data-shown], [data-heard]")];
    const says = told.some((one) => one.textContent === "Saved");
    if (says) claim([...new FormData(form)].filter(([name]) => !form.querySelector(`[type=hidden][name="${name}"]`)));
  };
  new MutationObserver(tell).observe(document, { subtree: true, childList: true, characterData: true });
  addEventListener("input", tell);
}"""
# Would the browser ask before it leaves this page? If not, it leaves in the same breath.
LEAVE = """(way) => {
  const asks = !dispatchEvent(new Event("beforeunload", { cancelable: true }));
  if (!asks && way === "reload") location.reload();
  if (!asks && way === "back") history.back();
  return asks;
}"""
# How much a page waits for, a moment from now.
UNDER_WAY = """() => new Promise((tell) => {
  const way = new MessageChannel();
  way.port1.onmessage = () => tell(document.readyState === "complete" ? (window.underWay ?? 0) : 1000);
  way.port2.postMessage(0);
})"""
LOOK_ELSEWHERE = """(state) => {
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
# What stands in each box of the page's form, by its name.
VALUES = """(names) => names.map((one) => {
  return [one, document.querySelector(`form[data-autosave] [name=${one}]`)?.value ?? ""];
})"""


class Net:
    """The network between the patient's browser and the app."""

    KINDS = ("good", "good", "refused", "lost", "broken", "broken late", "portal", "held", "held answer", "flaky")

    def __init__(self, context) -> None:
        self.context, self.kind, self.held = context, "good", []
        context.route("**/my**", self.carry)

    def becomes(self, kind: str) -> None:
        self.kind = kind
        self.context.set_offline(kind == "offline")

    def carry(self, route: Route) -> None:
        kind = self.dice.choice(self.KINDS[:-1]) if self.kind == "flaky" else self.kind
        if route.request.is_navigation_request() and kind != "good":
            # In place of Chromium's own page, which goes on trying by itself.
            return route.fulfill(status=502, headers=MADE_UP, content_type="text/html", body="<main>No net</main>")
        match kind:
            case "refused":
                route.abort("connectionrefused")
            case "lost":
                route.fetch(max_redirects=0)
                route.abort("connectionreset")
            case "broken":
                route.fulfill(status=502, headers=MADE_UP, body="Bad Gateway")
            case "broken late":
                route.fetch(max_redirects=0)
                route.fulfill(status=500, headers=MADE_UP, body="Something went wrong")
            case "portal":
                route.fulfill(status=200, headers=MADE_UP, content_type="text/html", body="<main>Our Wi-Fi</main>")
            case "held":
                self.held.append((route, route.continue_))
            case "held answer":
                self.held.append((route, partial(route.fulfill, response=route.fetch(max_redirects=0))))
            case _:
                route.continue_()

    def lets_go(self, place: int = 0) -> None:
        """One of what was held gets through now, with what became of it before."""
        self.held.pop(place)[1]()


class Tab:
    """One tab, and what the patient does in it."""

    def __init__(self, run: "Run") -> None:
        self.run, self.page = run, run.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("dialog", lambda dialog: dialog.dismiss())
        self.opens()

    def opens(self) -> None:
        """Goes to the page; where the net does not carry it there, once more on one that does."""
        self.page.goto(self.run.address)
        if not self.is_here():
            self.run.net.becomes("good")
            self.page.goto(self.run.address)

    def is_here(self) -> bool:
        """Whether the form is before the patient."""
        return self.page.url == self.run.address and self.page.locator("form[data-autosave]").count() == 1

    def is_settled(self) -> bool:
        """Whether everything that its script sent has come back, but for what is held."""
        held = [route for route, _ in self.run.net.held if route.request.frame.page == self.page]
        try:
            self.page.wait_for_load_state()
            return self.page.evaluate(UNDER_WAY) <= len(held)
        except Error:  # on its way to another page
            return False

    def is_conflict(self) -> bool:
        return self.page.locator("form[data-autosave=when-pressed]").count() == 1

    def box(self, name: str) -> Locator:
        return self.page.locator(f"form[data-autosave] [name={name}]")

    def holds(self) -> Counter:
        """The words that stand on this page, each with its box."""
        if not self.is_here():
            return Counter()
        values = self.page.evaluate(VALUES, list(self.run.boxes))
        return Counter((name, word) for name, text in values for word in text.split())

    def writes(self, name: str, word: str) -> None:
        self.box(name).press("End")
        self.page.keyboard.insert_text(f" {word} ")

    def leaves(self, way: str) -> bool:
        """Leaves, unless the browser asks first: then the patient stays."""
        return not self.page.evaluate(LEAVE, way)

    def merges(self) -> None:
        """Both texts are before the patient, who puts what is saved now into what they wrote, and saves that."""
        shown = self.page.locator("main > * .sdm-words, main .sdm-words").all_inner_texts()
        mine = self.holds()
        for word in dict.fromkeys(word for text in shown for word in text.split()):
            name = self.run.words.get(word)
            if name and not mine[name, word]:
                self.writes(name, word)
        self.presses()

    def presses(self) -> None:
        self.page.locator("form[data-autosave] button:not([type])").click()


class Run:
    """One patient, one part of their list, and what the die does to them."""

    def __init__(self, number: int, net: Net, conversation, invitation, origin: str) -> None:
        # Each has a die of its own, for nobody knows which request comes first.
        self.dice, net.dice = Random(number), Random(-number)
        self.net, self.context, self.conversation, self.origin = net, net.context, conversation, origin
        self.part = self.dice.choice(tuple(PAGES))
        path, self.boxes, self.choice = PAGES[self.part]
        self.address = origin + path
        self.cookie = signing.dumps(str(invitation.pk), salt=SALT)
        self.words: dict[str, str] = {}
        self.done: list[str] = []
        self.has_cookie = False
        self.opens_the_link()
        self.tabs = [Tab(self)]

    def opens_the_link(self) -> None:
        """As in another tab: the browser gets the patient's cookie, and a new one for tokens."""
        self.has_cookie = True
        cookie = {"name": settings.PATIENT_COOKIE_NAME, "value": self.cookie, "secure": True}
        self.context.add_cookies([{**cookie, "url": self.origin.replace("http:", "https:")}])
        self.context.request.get(f"{self.origin}/my")

    # What can happen next, with how often it does.

    def write(self, tab: Tab) -> None:
        name, word = self.dice.choice(self.boxes), f"w{len(self.words)}"
        self.words[word] = name
        tab.writes(name, word)

    def choose(self, tab: Tab) -> None:
        if self.choice and not tab.is_conflict():
            radios = tab.page.locator(f"form[data-autosave] [name={self.choice}]")
            radios.nth(self.dice.randrange(radios.count())).check()

    def rest(self, tab: Tab) -> None:
        tab.page.clock.run_for(self.dice.choice(RESTS))

    def weather(self, tab: Tab) -> None:
        self.net.becomes(self.dice.choice((*Net.KINDS, "offline")))

    def let_go(self, tab: Tab) -> None:
        if self.net.held:
            self.net.lets_go(self.dice.randrange(len(self.net.held)))

    def lock(self, tab: Tab) -> None:
        for state in ("hidden", "visible"):
            tab.page.evaluate(LOOK_ELSEWHERE, state)

    def reload(self, tab: Tab) -> None:
        if tab.leaves("reload"):
            tab.page.wait_for_load_state()

    def go_away(self, tab: Tab) -> None:
        tab.page.locator(".nhsuk-back-link").click(no_wait_after=True)

    def press(self, tab: Tab) -> None:
        tab.merges() if tab.is_conflict() else tab.presses()

    def open_another_tab(self, tab: Tab) -> None:
        if len(self.tabs) == 1 and self.has_cookie:
            self.tabs.append(Tab(self))

    def close_tab(self, tab: Tab) -> None:
        if len(self.tabs) > 1 and tab.leaves("close"):
            tab.page.close()
            self.tabs.remove(tab)

    def lose_cookies(self, tab: Tab) -> None:
        if self.has_cookie:
            self.context.clear_cookies()
            self.has_cookie = False
        else:
            self.opens_the_link()

    HAPPENS = {
        write: 8,
        rest: 7,
        weather: 4,
        choose: 2,
        let_go: 2,
        press: 1,
        lock: 1,
        reload: 1,
        go_away: 1,
        open_another_tab: 1,
        close_tab: 1,
        lose_cookies: 1,
    }

    def play(self) -> None:
        """The whole run: bad times with a look after each step, and good times at the end."""
        for _ in range(STEPS):
            tab = self.dice.choice(self.tabs)
            if not tab.is_here():
                if not self.has_cookie:
                    self.opens_the_link()
                tab.opens()
            step = self.dice.choices(tuple(self.HAPPENS), tuple(self.HAPPENS.values()))[0]
            self.done.append(f"{step.__name__} in tab {self.tabs.index(tab)} on a {self.net.kind} net")
            step(self, tab)
            self.settle()
            self.look()
        self.finish()

    def settle(self) -> None:
        """What is under way and not held comes to its end, and so does a tab that is on its way to another page."""
        give_up = monotonic() + 60
        while not all(tab.is_settled() for tab in self.tabs):
            assert monotonic() < give_up, "something stays under way for ever"

    def look(self) -> None:
        """Every word that was written is in the database, or on a page that is open."""
        held = sum((tab.holds() for tab in self.tabs), self.stands())
        assert [word for word, name in self.words.items() if not held[name, word]] == []

    def stands(self) -> Counter:
        """The words that stand in the database, each with its box."""
        row = Answer.objects.filter(conversation=self.conversation, part=self.part).order_by("-revision").first()
        values = {"text": row.text, **row.details} if row else {}
        return Counter((name, word) for name in self.boxes for word in values.get(name, "").split())

    def finish(self) -> None:
        """The net is good, the link is open, and each page is brought to its end by its button."""
        self.net.becomes("good")
        while self.net.held:
            self.net.lets_go()
        if not self.has_cookie:
            self.opens_the_link()
        for tab in self.tabs:
            self.settle()
            for _ in range(5):
                if not tab.is_here():
                    break
                tab.merges() if tab.is_conflict() else tab.presses()
                self.settle()
            assert not tab.is_here(), "the button leads nowhere"
        assert self.stands() == Counter({(name, word): 1 for word, name in self.words.items()})
        answers = Answer.objects.filter(conversation=self.conversation)
        entries = RecordEntry.objects.filter(conversation=self.conversation, what="answer saved")
        assert answers.count() == entries.count()
        assert fault_of(self.conversation) is None

    def close(self) -> None:
        self.net.becomes("good")
        while self.net.held:
            self.net.lets_go()
        for tab in self.tabs:
            tab.page.close()
        self.context.clear_cookies()


def as_told(claim: list[list[str]]) -> dict[str, list[str]]:
    """What stood in a form, by name, without what is empty."""
    told: dict[str, list[str]] = {}
    for name, value in claim:
        if value.strip():
            told.setdefault(name, []).append(" ".join(value.split()))
    return told


def as_saved(row: Answer) -> dict[str, list[str]]:
    """The same of what was saved."""
    values = {"text": row.text, "understanding": row.understanding, **row.details}
    lists = {name: value if isinstance(value, list) else [" ".join(value.split())] for name, value in values.items()}
    return {name: value for name, value in lists.items() if any(value)}


@pytest.fixture
def run(context, live_server, start, clinician, fresh):
    """Plays the run of a number."""
    claims: list = []
    context.expose_binding("claim", lambda source, claim: claims.append(as_told(claim)))
    context.add_init_script(f"({WATCH})()")
    context.clock.install()
    context.clock.pause_at("2100-01-01")
    net = Net(context)

    def run(number: int) -> None:
        claims.clear()
        conversation = start(nhs_number=f"{number:010}")
        invitation, _ = invite(conversation=fresh(conversation), by=clinician)
        run = Run(number, net, conversation, invitation, live_server.url)
        try:
            run.play()
            saved = [as_saved(row) for row in Answer.objects.filter(conversation=conversation)]
            assert [claim for claim in claims if claim and claim not in saved] == []
        except BaseException as error:
            error.add_note(f"Run {number}, {run.part}:\n" + "\n".join(run.done))
            raise
        finally:
            run.close()

    return run


def test_a_few_patients_on_bad_networks(run):
    for number in range(6):
        run(number)


@pytest.mark.drill
def test_two_hundred_patients_on_bad_networks(run):
    for number in range(200):
        run(number)
