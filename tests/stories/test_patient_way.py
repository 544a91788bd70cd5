"""A patient's way through: from the link to the answers sent, as people with different needs go it."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sdm.actions.decisions import decide
from sdm.models import Answer, Conversation
from tests.stories.walking import leads_on, tab_to

LITTLE_WINDOW = {"width": 320, "height": 256}
PAGES = (
    "/my",
    "/my/read",
    "/my/read/2",
    "/my/read/all",
    "/my/not-known-yet",
    "/my/questions/1",
    "/my/questions/5",
    "/my/what-matters",
    "/my/people-and-help",
    "/my/where-i-am",
    "/my/options",
    "/my/check",
)
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 4


@pytest.fixture
def looks_right(axe, fits):
    """Asserts that axe finds nothing wrong with a page, and that it fits into a little window."""

    def looks_right(page):
        axe(page)
        usual = page.viewport_size
        page.set_viewport_size(LITTLE_WINDOW)
        fits(page)
        page.set_viewport_size(usual)

    return looks_right


def go_all_the_way(patient, look):
    """Every page in the order of the list; `look` sees each before the patient goes on."""
    patient.opens_the_link()
    assert patient.reads("Get ready for your appointment")
    look()
    patient.gives_date_of_birth(year="1959")
    expect(patient.page).to_have_title("Error: Get ready for your appointment – sdm")
    look()
    patient.gives_date_of_birth()
    assert patient.reads("My list")
    look()
    patient.follows("Start")
    for step in range(1, 5):
        assert patient.reads(f"Step {step} of 4")
        look()
        if step < 4:
            patient.follows("Next")
    patient.presses("I have read this")
    for number in range(1, 6):
        assert patient.reads(f"Question {number} of 5")
        patient.writes("What I think", f"My thought on question {number}. {LONG}")
        patient.chooses(("I understand this", "I'm not sure", "I want to talk about it")[number % 3])
        look()
        patient.presses("Save and continue")
    assert patient.reads("My options side by side")
    patient.writes("What I think about my options", "The tube worries me")
    look()
    patient.presses("Save and continue")
    assert patient.reads("What matters to me")
    patient.writes("What I hope for", "Walking my dog")
    patient.page.get_by_role("group", name="Having fewer symptoms in my leg").get_by_label("A lot").check()
    look()
    patient.presses("Save and continue")
    patient.page.get_by_role("heading", name="What the leaflet says about what matters most to me").wait_for()
    look()
    patient.follows("Carry on")
    assert patient.reads("People and help I want with me")
    patient.writes("Who I want with me", "My daughter Ann")
    patient.chooses("An interpreter", "Large print")
    patient.writes("The language I want", "Polish")
    look()
    patient.presses("Save and continue")
    assert patient.reads("Where I am now")
    patient.chooses("I'm not sure yet", "A bit sure", "Yes")
    look()
    patient.presses("Save and continue")
    assert patient.reads("Check my answers")
    look()
    patient.presses("Send my answers")
    assert patient.reads("Your answers have been sent")
    look()


def test_from_the_link_to_the_answers_sent(at_browser, conversation, axe):
    go_all_the_way(at_browser, look=lambda: axe(at_browser.page))
    assert at_browser.page.url.endswith("/my/sent")
    sent = Conversation.objects.with_answers().get()
    assert sent.is_sent is True
    assert sorted(part for part, saved in sent.answers.items() if not saved.is_empty) == [
        "options",
        "people-and-help",
        *(f"question-{number}" for number in range(1, 6)),
        "read",
        "what-matters",
        "where-i-am",
    ]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript(at_browser):
    go_all_the_way(at_browser, look=lambda: None)
    assert Conversation.objects.get().is_sent is True


@pytest.mark.look
@pytest.mark.browser_context_args(viewport=LITTLE_WINDOW)
def test_in_a_window_of_320_pixels_or_enlarged_four_times(at_browser, fits):
    go_all_the_way(at_browser, look=lambda: fits(at_browser.page))
    for address in PAGES:
        at_browser.goes_to(address)
        fits(at_browser.page)


def test_pages_that_say_no(at_browser, looks_right):
    page = at_browser.page
    at_browser.goes_to("/i/not-a-link")
    assert at_browser.reads("This link does not work")
    looks_right(page)
    at_browser.goes_to("/my")
    assert at_browser.reads("This page is closed")
    looks_right(page)
    at_browser.gets_in()
    at_browser.goes_to("/my/check")
    at_browser.presses("Send my answers")
    expect(page).to_have_title("Error: Check my answers – sdm")
    looks_right(page)
    at_browser.page.get_by_role("link", name="Write or choose something first. One thing is enough.").click()
    expect(page.locator("#answers")).to_be_focused()
    at_browser.goes_to("/my/questions/1")
    at_browser.writes("What I think", "a" * 4001)
    at_browser.presses("Save and continue")
    expect(page).to_have_title("Error: What does the procedure involve? – sdm")
    looks_right(page)
    at_browser.page.get_by_role("link", name="This must be 4,000 characters or fewer").click()
    expect(page.get_by_label("What I think")).to_be_focused()
    assert page.get_by_label("What I think").input_value() == "a" * 4001


def test_a_page_opened_in_two_tabs(at_browser, looks_right):
    at_browser.gets_in()
    at_browser.goes_to("/my/questions/1")
    other = at_browser.page.context.new_page()
    other.goto(f"{at_browser.origin}/my/questions/1")
    other.get_by_label("What I think").fill("Words in the other tab")
    other.get_by_role("button", name="Save and continue").click()
    other.wait_for_url("**/my/questions/2")
    at_browser.writes("What I think", "Words in this tab")
    at_browser.presses("Save and continue")
    assert at_browser.reads("This was changed somewhere else")
    looks_right(at_browser.page)
    expect(at_browser.page.get_by_text("Words in the other tab")).to_be_visible()
    expect(at_browser.page.get_by_label("What I think")).to_have_value("Words in this tab")
    at_browser.presses("Save what I wrote instead")
    at_browser.page.wait_for_url("**/my/questions/2")
    assert list(Answer.objects.order_by("revision").values_list("text", flat=True)) == [
        "Words in the other tab",
        "Words in this tab",
    ]


class Keyboard:
    """Somebody who uses no pointer."""

    def __init__(self, page):
        self.page = page

    def press(self, locator, key="Enter"):
        """Press something that stays on the page."""
        tab_to(self.page, locator)
        self.page.keyboard.press(key)

    def goes_on(self, role, name):
        """Press something that leads to another page."""
        tab_to(self.page, self.page.get_by_role(role, name=name))
        with leads_on(self.page):
            self.page.keyboard.press("Enter")

    def type(self, locator, words):
        tab_to(self.page, locator)
        self.page.keyboard.type(words)


def test_with_the_keyboard_only(at_browser):
    page = at_browser.page
    keys = Keyboard(page)
    at_browser.opens_the_link()
    for box, typed in (("Day", "27"), ("Month", "3"), ("Year", "1958")):
        keys.type(page.get_by_label(box, exact=True), typed)
    keys.goes_on("button", "Continue")
    keys.goes_on("link", "What does the procedure involve?")
    keys.press(page.get_by_role("link", name="Skip to main content"))
    keys.type(page.get_by_label("What I think"), "Will it hurt?")
    # Radios are one stop of Tab; the arrows go from one to the next.
    tab_to(page, page.get_by_label("I understand this"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    keys.goes_on("button", "Save and continue")
    assert at_browser.reads("Question 2 of 5")
    keys.goes_on("link", "Back to my list")
    keys.goes_on("link", "People and help I want with me")
    keys.press(page.get_by_label("Large print"), "Space")
    keys.goes_on("button", "Save and continue")
    assert at_browser.reads("Where I am now")
    keys.goes_on("link", "Back to my list")
    keys.goes_on("link", "Check my answers and send them")
    keys.goes_on("link", "Change your answer: What does the procedure involve?")
    keys.goes_on("button", "Save and go back")
    assert at_browser.reads("Check my answers")
    keys.goes_on("button", "Send my answers")
    assert at_browser.reads("Your answers have been sent")
    saved = Answer.objects.get(part="question-1")
    assert (saved.text, saved.understanding) == ("Will it hurt?", "talk")
    keys.goes_on("button", "Close and finish")
    assert at_browser.reads("Your pages are closed")


def test_the_check_page_prints_as_the_patients_own_copy(at_browser):
    page = at_browser.page
    at_browser.gets_in()
    at_browser.goes_to("/my/questions/1")
    at_browser.writes("What I think", "Will it hurt?")
    at_browser.presses("Save and continue")
    at_browser.goes_to("/my/check")
    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    page.emulate_media(media="print")
    for text in ("Margaret Ellis", "Will it hurt?", "Percutaneous mechanical thrombectomy", "Northfield Hospital"):
        expect(page.get_by_text(text).first).to_be_visible()
    for name in ("Send my answers", "Print this page", "Close and finish"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()
    expect(page.get_by_role("link", name="Change")).to_have_count(0)
    with pikepdf.open(BytesIO(page.pdf(format="A4"))) as pdf:
        assert len(pdf.pages) <= 2


def test_after_the_appointment_and_after_the_decision(at_browser, looks_right, conversation, clinician, fresh):
    at_browser.gets_in()
    at_browser.goes_to("/my/questions/1")
    Conversation.objects.update(appointment_at=timezone.now() - timedelta(minutes=1))
    at_browser.writes("What I think", "Just too late")
    at_browser.presses("Save and continue")
    expect(at_browser.page.get_by_text("This was not saved")).to_be_visible()
    expect(at_browser.page.get_by_text("Just too late")).to_be_visible()
    looks_right(at_browser.page)
    decide(conversation=fresh(conversation), choice="refusal", reasons="I would rather wait.", seen=0, by=clinician)
    for address in (*PAGES, "/my/summary", "/my/summary?large-print"):
        at_browser.goes_to(address)
        looks_right(at_browser.page)
    with at_browser.page.expect_download() as download:
        at_browser.page.get_by_role("link", name="Download this summary (PDF)").click()
    assert download.value.suggested_filename == "summary-of-our-decision.pdf"


def test_coming_back_from_the_same_link_finds_everything(at_browser, page):
    at_browser.gets_in()
    at_browser.goes_to("/my/what-matters")
    at_browser.writes("What I hope for", "Walking my dog")
    at_browser.presses("Save and continue")
    page.wait_for_url("**/my/people-and-help")
    at_browser.presses("Close and finish")
    at_browser.gets_in()
    at_browser.goes_to("/my/what-matters")
    expect(page.get_by_label("What I hope for")).to_have_value("Walking my dog")
    assert at_browser.token not in page.url


def test_a_choice_is_taken_back_at_once_and_saved(at_browser, axe, fresh, conversation):
    page = at_browser.page
    at_browser.gets_in()
    at_browser.goes_to("/my/questions/1")
    clear = page.get_by_role("button", name="Clear my choice : How clear is this to me?")
    expect(clear).to_be_hidden()
    with page.expect_response("**/my/questions/1"):
        page.get_by_label("I'm not sure").check()
    axe(page)
    with page.expect_response("**/my/questions/1"):
        clear.press("Enter")
    expect(page.get_by_label("I'm not sure")).not_to_be_checked()
    expect(page.get_by_label("I'm not sure")).to_be_focused()
    expect(clear).to_be_hidden()
    expect(page.locator("[data-shown]")).to_have_text("Saved")
    assert fresh(conversation).answers["question-1"].understanding == ""


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_choice_is_taken_back_without_javascript_and_the_rest_is_kept(at_browser, fresh, conversation):
    page = at_browser.page
    at_browser.gets_in()
    at_browser.goes_to("/my/what-matters")
    expect(page.get_by_text("What you write is saved when you press the button.")).to_be_visible()
    group = page.get_by_role("group", name="Getting rid of the clot")
    group.get_by_label("A lot").check()
    page.get_by_role("group", name="Having fewer symptoms in my leg").get_by_label("A bit").check()
    with page.expect_navigation():
        group.get_by_role("button", name="Clear my choice").click()
    expect(page.get_by_role("heading", level=1, name="What matters to me")).to_be_visible()
    assert fresh(conversation).answers["what-matters"].kept == {"matters-fewer-symptoms": "a-bit"}
