"""What a patient writes is saved while they write, or it is still on the page and the page says so."""

import re
from datetime import timedelta
from threading import Condition

import pytest
from django.core.signals import request_finished
from django.utils import timezone
from playwright.sync_api import Page, expect

from sdm.actions.answers import save_answer
from sdm.actions.conversations import invite, revoke
from sdm.models import Answer, Conversation
from sdm.models.verify import fault_of

PAUSE, REST, TRY_AGAIN = 1500, 2500, 2000
ADDRESS = "/my/questions/1"
BOX = "What I think"
UNHEARD = "Not saved yet. We cannot reach the service. Keep this page open."
CLOSED = "Not saved yet. Your pages were closed to keep them private. Keep this page open."
CHANGED = "Not saved yet. This was changed somewhere else."
OVER = "Not saved. You can no longer change your answers here."


class Writer:
    """A patient who writes on one page; time passes there only as the story says."""

    def __init__(self, at_browser, page: Page | None = None) -> None:
        self.at_browser, self.page = at_browser, page or at_browser.page
        self.box = self.page.get_by_label(BOX)
        self.shown = self.page.locator("[data-shown]")
        self.heard = self.page.get_by_role("status")
        self.asked: list[str] = []
        self.page.on("dialog", self._stay)

    def _stay(self, dialog) -> None:
        """Asked whether to leave the page, the patient stays."""
        self.asked.append(dialog.type)
        dialog.dismiss()

    def opens(self, address: str = ADDRESS) -> None:
        self.page.goto(f"{self.at_browser.origin}{address}")

    def types(self, words: str) -> None:
        self.box.press("End")
        self.page.keyboard.type(words)

    def rests(self, milliseconds: int = PAUSE) -> None:
        self.page.clock.run_for(milliseconds)

    def is_told(self, words: str) -> None:
        expect(self.shown).to_have_text(re.compile(f"^{re.escape(words)}"))

    def hears(self, words: str) -> None:
        """What a screen reader is given to say, as the accessibility tree has it."""
        expect(self.heard).to_have_text(re.compile(f"^{re.escape(words)}"))

    def looks_elsewhere(self, is_hidden: bool = True) -> None:
        """The phone is locked, or another tab is in front; or the page is in front again."""
        self.page.evaluate(
            """(state) => {
              Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
              document.dispatchEvent(new Event("visibilitychange"));
            }""",
            "hidden" if is_hidden else "visible",
        )

    def presses(self, name: str = "Save and continue") -> None:
        self.page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def writer(at_browser) -> Writer:
    """A patient with the first question before them."""
    at_browser.page.clock.install()
    at_browser.gets_in()
    writer = Writer(at_browser)
    writer.opens()
    at_browser.page.clock.pause_at(timezone.now() + timedelta(hours=1))
    return writer


@pytest.fixture
def looks_right(axe, fits):
    """Asserts that axe finds nothing wrong with a page as it stands, and that it fits into a little window."""

    def looks_right(writer: Writer) -> None:
        page, usual = writer.page, writer.page.viewport_size
        # axe waits for time to pass.
        page.clock.resume()
        axe(page)
        page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
        page.set_viewport_size({"width": 320, "height": 256})
        fits(page)
        page.set_viewport_size(usual)

    return looks_right


@pytest.fixture
def another_tab(at_browser):
    """Opens another tab on the first question."""

    def another_tab() -> Writer:
        other = Writer(at_browser, at_browser.page.context.new_page())
        other.opens()
        return other

    return another_tab


def saved(part: str = "question-1") -> str | None:
    """The words that stand in the database."""
    latest = Answer.objects.filter(part=part).order_by("-revision").first()
    return latest and latest.text


@pytest.fixture
def until():
    """Waits until something holds in the database; looked at after each request that the app has answered."""
    answered = Condition()

    def notify(**_):
        with answered:
            answered.notify_all()

    def until(holds):
        with answered:
            assert answered.wait_for(holds, timeout=20)

    request_finished.connect(notify)
    yield until
    request_finished.disconnect(notify)


class Net:
    """What happens to what a page sends: as the story says, from now on."""

    def __init__(self, page: Page) -> None:
        self.page, self.held = page, []
        self.works()
        page.route("**/my/**", lambda route: self.does(route) if route.request.method == "POST" else route.continue_())

    def works(self) -> None:
        self.does = lambda route: route.continue_()

    def holds(self) -> None:
        """Nothing comes back until it is let go."""
        self.does = self.held.append

    def has_held(self, many: int) -> list:
        """What is held, once it is so many: a request may leave the page a little after its script asked for it."""
        for _ in range(2000):
            if len(self.held) >= many:
                break
            # A word with the browser, in which what it has to tell arrives.
            self.page.evaluate("0")
        return self.held

    def lets_go(self) -> None:
        self.has_held(1)
        self.works()
        for route in self.held:
            route.continue_()

    def loses_the_answer(self) -> None:
        """The app gets it and saves it, and the page never hears of it."""

        def lose(route) -> None:
            route.fetch()
            route.abort("connectionreset")

        self.does = lose

    def breaks_on_the_way_to_a_page(self) -> None:
        """What a script asks for still gets through."""

        def breaks(route) -> None:
            route.abort() if route.request.headers["accept"] == "text/html" else route.continue_()

        self.does = breaks

    def answers(self, **answer) -> None:
        """Something between the page and the app answers in its place."""
        made_up = {**answer.pop("headers", {}), "x-made-up": "by a story"}
        self.does = lambda route: route.fulfill(headers=made_up, **answer)


@pytest.fixture
def net(page) -> Net:
    return Net(page)


def test_words_are_saved_while_they_are_typed(writer, looks_right, conversation):
    writer.is_told("We save what you write as you go. Your team can see it once you send your answers.")
    writer.types("Will it")
    writer.rests()
    writer.is_told("Saved")
    assert saved() == "Will it"
    writer.types(" hurt?")
    expect(writer.shown).to_have_text("")
    assert saved() == "Will it"
    writer.rests()
    writer.is_told("Saved")
    assert saved() == "Will it hurt?"
    looks_right(writer)
    assert fault_of(conversation) is None


def test_somebody_who_types_on_and_on_is_saved_every_ten_seconds(writer):
    for number in range(10):
        writer.types(f"{number} ")
        writer.rests(1100)
    expect(writer.shown).not_to_have_text("Saving…")
    assert saved() == "0 1 2 3 4 5 6 7 8 9"
    assert Answer.objects.count() == 1


def test_a_choice_is_saved_at_once_and_arrows_are_one_choice(writer):
    writer.page.get_by_label("I understand this").check()
    writer.page.keyboard.press("ArrowDown")
    writer.page.keyboard.press("ArrowDown")
    writer.rests(300)
    writer.is_told("Saved")
    assert [one.understanding for one in Answer.objects.all()] == ["talk"]


def test_a_screen_reader_hears_of_it_when_somebody_rests_and_of_trouble_at_once(writer):
    """One polite region; it is empty while somebody writes, and holds what is to be said and nothing else."""
    said = "window.said = []; new MutationObserver(() => said.push(document.querySelector('[data-heard]').textContent))"
    writer.page.evaluate(f"{said}.observe(document.querySelector('[data-heard]'), {{ childList: true }})")
    for piece in ("Will ", "it ", "hurt?"):
        writer.types(piece)
        writer.rests(PAUSE)
        writer.is_told("Saved")
        expect(writer.heard).to_have_text("")
    writer.rests(REST)
    expect(writer.heard).to_have_count(1)
    writer.hears("Saved")
    # A request that is under way while minutes pass at once would be given up: time goes on from try to try.
    writer.page.context.set_offline(True)
    writer.types(" Much?")
    expect(writer.heard).to_have_text("")
    writer.rests(PAUSE)
    writer.hears(UNHEARD)
    for wait in (2000, 4000, 8000):
        with writer.page.expect_event("requestfailed"):
            writer.rests(wait)
    writer.page.context.set_offline(False)
    writer.rests(15_000)
    writer.hears("Saved")
    spoken = [text[:14] for text in writer.page.evaluate("said") if text]
    assert spoken == ["Saved", "Not saved yet.", "Saved"]


def test_offline_the_words_stay_with_a_warning_and_are_saved_when_the_net_is_back(writer, looks_right):
    page = writer.page
    page.context.set_offline(True)
    writer.types("Will it hurt?")
    writer.rests()
    writer.is_told(UNHEARD)
    looks_right(writer)
    writer.types(" Much?")
    assert saved() is None
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    writer.rests(0)
    expect(writer.shown).to_have_text("")
    writer.rests()
    writer.is_told("Saved")
    assert saved() == "Will it hurt? Much?"


@pytest.mark.parametrize("window", [(320, 568), (360, 640), (360, 568), (360, 380)])
def test_on_a_little_phone_the_warning_stays_in_sight_wherever_somebody_writes(writer, window):
    width, height = window
    writer.page.set_viewport_size({"width": width, "height": height})
    writer.page.context.set_offline(True)
    first, second = writer.page.get_by_label("Something I want to ask").all()[:2]

    def is_clear_of_it(box) -> bool:
        """It does not lie on what somebody writes."""
        expect(writer.shown).to_be_in_viewport(ratio=0.99)
        place = box.bounding_box()
        return place["y"] + place["height"] <= writer.shown.bounding_box()["y"]

    # The box that somebody is in stands at the lower edge when the warning comes.
    first.press("End")
    first.evaluate("box => box.scrollIntoView({ block: 'end' })")
    writer.page.keyboard.type("Will it hurt?")
    first.evaluate("box => box.scrollIntoView({ block: 'end' })")
    writer.rests()
    writer.is_told(UNHEARD)
    assert is_clear_of_it(first)
    second.press("End")
    writer.page.keyboard.type("Much?")
    assert is_clear_of_it(second)
    writer.types("?")
    expect(writer.shown).to_be_in_viewport(ratio=0.99)


def test_offline_the_button_keeps_the_page_and_the_words(writer):
    writer.page.context.set_offline(True)
    writer.types("Will it hurt?")
    writer.presses()
    writer.is_told(UNHEARD)
    expect(writer.box).to_have_value("Will it hurt?")
    writer.page.context.set_offline(False)
    writer.presses()
    writer.page.wait_for_url("**/my/questions/2")
    assert saved() == "Will it hurt?"


def test_offline_leaving_asks_first(writer):
    writer.page.context.set_offline(True)
    writer.types("Will it hurt?")
    writer.rests()
    writer.is_told(UNHEARD)
    writer.page.get_by_role("link", name="Back to my list").click()
    expect(writer.box).to_have_value("Will it hurt?")
    assert writer.asked == ["beforeunload"]


def test_on_a_slow_net_nothing_is_called_saved_before_it_is(writer, net):
    net.holds()
    writer.types("Will it")
    writer.rests()
    writer.is_told("Saving…")
    writer.types(" hurt?")
    writer.rests(5000)
    writer.is_told("Saving…")
    assert (saved(), len(net.has_held(1))) == (None, 1)
    net.lets_go()
    expect(writer.shown).to_have_text("")
    assert saved() == "Will it"
    writer.rests()
    writer.is_told("Saved")
    assert saved() == "Will it hurt?"


def test_an_answer_that_never_comes_is_not_waited_for_for_ever(writer, net):
    net.holds()
    writer.types("Will it hurt?")
    writer.rests()
    writer.is_told("Saving…")
    writer.rests(20_000)
    writer.is_told(UNHEARD)
    net.lets_go()
    writer.rests(TRY_AGAIN)
    writer.is_told("Saved")
    assert [one.text for one in Answer.objects.all()] == ["Will it hurt?"]


@pytest.mark.parametrize("then", ["the next try", "the button", "the page that is left", "another tab in front"])
def test_an_answer_that_was_lost_makes_no_conflict(writer, net, until, then):
    """The app has the first words, the page does not know it, and the patient writes on."""
    net.loses_the_answer()
    writer.types("Will it")
    writer.rests()
    writer.is_told(UNHEARD)
    assert saved() == "Will it"
    writer.types(" hurt?")
    net.works()
    match then:
        case "the next try":
            writer.rests(TRY_AGAIN)
            expect(writer.shown).to_have_text("")
            writer.rests()
            writer.is_told("Saved")
        case "the button":
            writer.presses()
            writer.page.wait_for_url("**/my/questions/2")
        case "the page that is left":
            writer.page.close()
        case "another tab in front":
            writer.looks_elsewhere()
            writer.is_told("Saved")
    until(lambda: saved() == "Will it hurt?")
    assert [one.text for one in Answer.objects.order_by("revision")] == ["Will it", "Will it hurt?"]


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 502, "body": "Bad Gateway"},
        {"status": 500, "body": '{"state": "broken"}', "content_type": "application/json"},
        {"status": 200, "body": "<h1>Welcome to our Wi-Fi</h1>", "content_type": "text/html"},
        {"status": 200, "body": "null", "content_type": "application/json"},
        {"status": 302, "headers": {"location": "/start"}},
    ],
    ids=["a proxy's fault", "a fault", "a page to sign in to the Wi-Fi", "nothing", "sent elsewhere"],
)
def test_what_the_app_did_not_say_is_no_saving(writer, net, answer):
    net.answers(**answer)
    writer.types("Will it hurt?")
    writer.rests()
    writer.is_told(UNHEARD)
    net.works()
    writer.rests(TRY_AGAIN)
    writer.is_told("Saved")
    assert saved() == "Will it hurt?"


def opens_the_link_in_another_tab(writer, token=None) -> None:
    other = writer.page.context.new_page()
    elsewhere = type(writer.at_browser)(other, writer.at_browser.origin, token or writer.at_browser.token)
    elsewhere.gets_in()


def test_an_expired_cookie_closes_nothing_that_was_written(writer, looks_right):
    """With the cookie the form's token is gone as well; after the link was opened again the same form saves."""
    writer.page.context.clear_cookies()
    writer.types("Will it hurt?")
    writer.rests()
    writer.is_told(CLOSED)
    writer.hears(CLOSED)
    looks_right(writer)
    writer.presses()
    writer.is_told(CLOSED)
    expect(writer.box).to_have_value("Will it hurt?")
    opens_the_link_in_another_tab(writer)
    writer.presses()
    writer.page.wait_for_url("**/my/questions/2")
    assert saved() == "Will it hurt?"


def test_after_the_link_was_opened_again_it_is_saved_without_a_press_too(writer):
    writer.page.context.clear_cookies()
    writer.types("Will it hurt?")
    writer.rests()
    writer.is_told(CLOSED)
    writer.looks_elsewhere()
    opens_the_link_in_another_tab(writer)
    writer.looks_elsewhere(is_hidden=False)
    writer.rests(0)
    writer.is_told("Saved")
    assert saved() == "Will it hurt?"
    # The other form of the page works again as well.
    writer.presses("Close and finish")
    writer.page.get_by_role("heading", name="Your pages are closed").wait_for()


def test_words_are_never_saved_for_the_next_patient_at_the_same_browser(writer, start, clinician):
    other = start(name="Ann Ellis")
    _, token = invite(conversation=other, by=clinician)
    writer.page.context.clear_cookies()
    opens_the_link_in_another_tab(writer, token)
    writer.types("Will it hurt?")
    writer.rests()
    writer.is_told(CLOSED)
    writer.presses()
    writer.is_told(CLOSED)
    expect(writer.box).to_have_value("Will it hurt?")
    assert Answer.objects.count() == 0


def test_a_link_that_was_taken_back_keeps_the_words_on_the_page(writer, conversation, clinician, fresh):
    revoke(conversation=fresh(conversation), by=clinician)
    writer.types("Will it hurt?")
    writer.rests()
    writer.is_told(CLOSED)
    expect(writer.box).to_have_value("Will it hurt?")
    assert saved() is None


def test_back_and_reload_show_what_was_typed_and_the_next_words_are_no_conflict(writer):
    page = writer.page
    writer.types("Will it")
    writer.rests()
    writer.is_told("Saved")
    page.get_by_role("link", name="Back to my list").click()
    page.wait_for_url("**/my")
    page.go_back()
    expect(writer.box).to_have_value("Will it")
    writer.types(" hurt?")
    writer.rests()
    writer.is_told("Saved")
    page.reload()
    expect(writer.box).to_have_value("Will it hurt?")
    writer.types(" Much?")
    writer.rests()
    writer.is_told("Saved")
    assert [one.text for one in Answer.objects.order_by("revision")] == [
        "Will it",
        "Will it hurt?",
        "Will it hurt? Much?",
    ]


def test_a_browser_brings_no_old_words_back_beside_a_newer_revision(writer, conversation, patient, fresh):
    """Chromium would put the words that were typed here into the page that Back asks for anew."""
    page = writer.page
    writer.types("Old words")
    writer.rests()
    writer.is_told("Saved")
    page.get_by_role("link", name="Back to my list").click()
    page.wait_for_url("**/my")
    save_answer(conversation=fresh(conversation), part="question-1", text="Newer words", seen=1, by=patient)
    page.go_back()
    expect(writer.box).to_have_value("Newer words")


@pytest.mark.parametrize("way", ["Back", "reload"])
def test_leaving_before_it_is_saved_asks_and_saves_meanwhile(writer, until, way):
    writer.types("Will it hurt?")
    writer.page.evaluate("history.back()" if way == "Back" else "location.reload()")
    until(lambda: saved() == "Will it hurt?")
    writer.is_told("Saved")
    assert writer.asked == ["beforeunload"]


@pytest.mark.parametrize("name", ["Back to my list", "Close and finish"])
def test_going_on_within_the_page_saves_first_and_asks_nothing(writer, name):
    writer.types("Will it hurt?")
    writer.page.get_by_role("link", name=name).or_(writer.page.get_by_role("button", name=name)).click()
    heading = {"Back to my list": "My list", "Close and finish": "Your pages are closed"}[name]
    writer.page.get_by_role("heading", level=1, name=heading).wait_for()
    assert (saved(), writer.asked) == ("Will it hurt?", [])


@pytest.mark.parametrize("is_under_way", [False, True], ids=["", "while a save is under way"])
@pytest.mark.parametrize("way", ["the tab is closed", "the phone is locked"])
def test_what_was_typed_last_is_saved_when_the_page_goes(writer, until, way, is_under_way):
    writer.types("Will it")
    if is_under_way:
        writer.rests()
    writer.types(" hurt?")
    if way == "the tab is closed":
        writer.page.close()
    else:
        writer.looks_elsewhere()
    until(lambda: saved() == "Will it hurt?")


def test_two_saves_under_way_count_in_whatever_order_they_arrive(writer, net):
    net.holds()
    writer.types("Will it")
    writer.rests()
    writer.is_told("Saving…")
    writer.types(" hurt?")
    writer.looks_elsewhere()
    expect(writer.shown).to_have_text("Saving…")
    first, second = net.has_held(2)
    net.works()
    second.continue_()
    writer.is_told("Saved")
    first.continue_()
    writer.types(" Much?")
    writer.rests()
    writer.is_told("Saved")
    assert [one.text for one in Answer.objects.order_by("revision")] == ["Will it hurt?", "Will it hurt? Much?"]


def test_in_two_tabs_both_texts_are_shown_and_the_patient_chooses(writer, another_tab, looks_right):
    other = another_tab()
    other.types("In the other tab")
    other.rests()
    other.is_told("Saved")
    writer.types("In this tab")
    writer.rests()
    writer.is_told(CHANGED)
    writer.hears(CHANGED)
    looks_right(writer)
    writer.types(", and more")
    writer.rests(60_000)
    assert saved() == "In the other tab"
    writer.presses()
    expect(writer.page.get_by_role("heading", name="This was changed somewhere else")).to_be_focused()
    expect(writer.page).to_have_title("This was changed somewhere else – sdm")
    looks_right(writer)
    expect(writer.page.get_by_text("In the other tab")).to_be_visible()
    expect(writer.box).to_have_value("In this tab, and more")
    # Here only a press saves, for it is a choice.
    writer.types(", and more again")
    writer.rests(60_000)
    writer.looks_elsewhere()
    assert saved() == "In the other tab"
    writer.page.evaluate("location.reload()")
    expect(writer.box).to_have_value("In this tab, and more, and more again")
    assert writer.asked == ["beforeunload"]
    writer.page.context.set_offline(True)
    writer.presses("Save what I wrote instead")
    writer.is_told(UNHEARD)
    writer.page.context.set_offline(False)
    writer.presses("Save what I wrote instead")
    writer.page.wait_for_url("**/my/questions/2")
    assert saved() == "In this tab, and more, and more again"


def test_a_net_that_breaks_on_the_way_to_the_page_with_both_texts_loses_none(writer, net, another_tab):
    other = another_tab()
    other.types("In the other tab")
    other.rests()
    other.is_told("Saved")
    writer.types("In this tab")
    writer.rests()
    writer.is_told(CHANGED)
    net.breaks_on_the_way_to_a_page()
    writer.presses()
    writer.is_told(UNHEARD)
    expect(writer.box).to_have_value("In this tab")
    net.works()
    writer.presses()
    writer.page.get_by_role("heading", name="This was changed somewhere else").wait_for()
    expect(writer.box).to_have_value("In this tab")


def test_in_two_tabs_the_other_words_can_be_kept_without_a_question(writer, another_tab):
    other = another_tab()
    other.types("In the other tab")
    other.rests()
    other.is_told("Saved")
    writer.types("In this tab")
    writer.presses()
    writer.page.get_by_role("link", name="Keep what is saved now").click()
    writer.page.wait_for_url("**/my")
    assert (saved(), writer.asked) == ("In the other tab", [])


def test_a_tab_that_comes_back_to_the_front_shows_what_was_written_in_the_other(writer, another_tab):
    writer.looks_elsewhere()
    other = another_tab()
    other.types("In the other tab")
    other.rests()
    other.is_told("Saved")
    with writer.page.expect_navigation():
        writer.looks_elsewhere(is_hidden=False)
    expect(writer.box).to_have_value("In the other tab")
    # Nothing is asked for again once it is there.
    writer.types(", and here")
    writer.rests()
    writer.is_told("Saved")
    assert saved() == "In the other tab, and here"


def test_a_page_that_a_browser_kept_whole_looks_what_is_new(writer, conversation, patient, fresh):
    save_answer(conversation=fresh(conversation), part="question-1", text="Newer words", seen=0, by=patient)
    with writer.page.expect_navigation():
        writer.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(writer.box).to_have_value("Newer words")


def test_what_cannot_be_kept_is_said_beside_its_field_until_it_is_mended(writer, looks_right):
    problem = "This must be 4,000 characters or fewer. You have written 4,010"
    writer.box.fill("a" * 4010)
    writer.rests()
    writer.is_told(f"Not saved yet. {problem}")
    writer.hears(f"Not saved yet. {problem}")
    expect(writer.box).to_have_accessible_description(re.compile(rf"Error:\s+{problem}"))
    expect(writer.box).to_have_attribute("aria-invalid", "true")
    looks_right(writer)
    assert saved() is None
    writer.box.fill("a" * 4000)
    writer.rests()
    writer.is_told("Saved")
    expect(writer.page.get_by_text(problem)).to_have_count(0)
    expect(writer.box).not_to_have_attribute("aria-invalid", "true")
    assert saved() == "a" * 4000


def test_mending_what_was_refused_takes_the_errors_away(writer, looks_right):
    writer.box.fill("Is it\u0007 safe?")
    writer.presses()
    expect(writer.page).to_have_title(re.compile("^Error: "))
    expect(writer.page.locator(".nhsuk-error-summary")).to_be_focused()
    writer.page.evaluate("location.reload()")
    writer.is_told("Not saved yet. There is a hidden character")
    expect(writer.box).to_have_value("Is it\u0007 safe?")
    assert writer.asked == ["beforeunload"]
    writer.box.fill("Is it safe?")
    writer.rests()
    writer.is_told("Saved")
    expect(writer.page.locator(".nhsuk-error-summary, .nhsuk-error-message")).to_have_count(0)
    expect(writer.page).not_to_have_title(re.compile("Error"))
    looks_right(writer)
    assert saved() == "Is it safe?"


def test_more_than_the_app_takes_at_all_stays_on_the_page(writer):
    writer.box.fill("a" * 600_000)
    writer.rests()
    writer.is_told("Not saved yet.")
    writer.presses()
    writer.is_told("Not saved yet.")
    expect(writer.box).to_have_value("a" * 600_000)


def test_when_the_appointment_has_come_the_words_stay_to_be_copied(writer, looks_right):
    Conversation.objects.update(appointment_at=timezone.now() - timedelta(minutes=1))
    writer.types("Just too late")
    writer.rests()
    writer.is_told(OVER)
    looks_right(writer)
    writer.presses()
    expect(writer.page.get_by_text("This was not saved")).to_be_visible()
    expect(writer.page.get_by_text("Just too late")).to_be_visible()
    assert saved() is None


def test_words_typed_before_the_script_is_here_are_saved_too(at_browser):
    late = []
    at_browser.gets_in()
    at_browser.page.clock.install()
    at_browser.page.route("**/autosave*.js", lambda route: late.append(route))
    at_browser.page.goto(f"{at_browser.origin}{ADDRESS}", wait_until="commit")
    writer = Writer(at_browser)
    writer.types("Will it hurt?")
    writer.is_told("What you write is saved when you press the button.")
    late.pop().continue_()
    at_browser.page.wait_for_load_state()
    at_browser.page.clock.run_for(60_000)
    writer.is_told("Saved")
    assert saved() == "Will it hurt?"


def test_nothing_about_health_is_kept_in_the_browser(writer):
    page = writer.page
    writer.types("Will it hurt?")
    writer.rests()
    writer.is_told("Saved")
    page.context.set_offline(True)
    writer.types(" Much?")
    writer.rests()
    writer.is_told(UNHEARD)
    kept = page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
          (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length,
          history.state, document.cookie]"""
    )
    assert kept == [0, 0, 0, 0, 0, None, ""]
    assert "hurt" not in str(page.context.cookies()) + page.url
    page.context.set_offline(False)


@pytest.mark.browser_context_args(forced_colors="active", reduced_motion="reduce")
def test_a_warning_shows_without_colour_or_motion(writer, looks_right):
    writer.page.context.set_offline(True)
    writer.types("Will it hurt?")
    writer.rests()
    writer.is_told(UNHEARD)
    looks_right(writer)
    assert writer.shown.evaluate("one => getComputedStyle(one).borderInlineStartWidth") == "4px"
    writer.page.context.set_offline(False)
