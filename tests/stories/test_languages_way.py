"""A patient's way in another language: the switch, Welsh, and a language that runs from right to left."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.decisions import decide
from sdm.models import Conversation

PAGES = (
    "/",
    "/my",
    "/my/read",
    "/my/questions/2",
    "/my/what-matters",
    "/my/people-and-help",
    "/my/where-i-am",
    "/my/options",
    "/my/check",
)
LITTLE_WINDOW = {"width": 320, "height": 640}


def test_a_patient_changes_the_language_and_stays_where_they_are(at_browser, axe, fits):
    page = at_browser.page
    at_browser.opens_the_link()
    at_browser.follows("Cymraeg")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    for box, typed in (("Diwrnod", "27"), ("Mis", "3"), ("Blwyddyn", "1958")):
        page.get_by_label(box, exact=True).fill(typed)
    at_browser.presses("Parhau")
    assert at_browser.reads("Fy rhestr")
    at_browser.goes_to("/my/questions/2?from=check")
    axe(page)
    page.set_viewport_size(LITTLE_WINDOW)
    fits(page)
    at_browser.follows("English")
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    assert page.url.endswith("/my/questions/2?from=check")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_the_switch_works_without_javascript(at_browser):
    at_browser.gets_in()
    at_browser.follows("Cymraeg")
    assert at_browser.reads("Fy rhestr")


def test_leaving_typed_words_for_another_language_asks_first(at_browser):
    at_browser.gets_in()
    at_browser.goes_to("/my/what-matters")
    at_browser.writes("What I hope for", "Do not lose me")
    asked = []
    at_browser.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    at_browser.page.get_by_role("link", name="Cymraeg").click()
    expect(at_browser.page.get_by_label("What I hope for")).to_have_value("Do not lose me")
    assert asked == ["beforeunload"]


def test_what_the_script_says_comes_with_the_page_in_its_language(at_browser):
    at_browser.gets_in()
    at_browser.follows("Cymraeg")
    at_browser.goes_to("/my/what-matters")
    at_browser.page.locator("textarea").fill("a" * 3999)
    expect(at_browser.page.get_by_text("Mae gennych 1 nod ar ôl").first).to_be_visible()


@pytest.fixture
def arabic(settings):
    """The interface as it would stand in a language from right to left; its words are Django's own and English."""
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "العربية")]


@pytest.mark.parametrize("size", [LITTLE_WINDOW, {"width": 1280, "height": 900}], ids=["narrow", "wide"])
def test_from_right_to_left_everything_fits(
    arabic, at_browser, axe, fits, size, conversation, patient, clinician, fresh
):
    page = at_browser.page
    page.set_viewport_size(size)
    at_browser.gets_in()
    at_browser.follows("العربية")
    save_answer(
        conversation=fresh(conversation),
        part="question-2",
        text="Is it safe?",
        understanding="talk",
        seen=0,
        by=patient,
    )
    send_answers(conversation=fresh(conversation), by=patient)
    for address in PAGES:
        at_browser.goes_to(address)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        axe(page)
        fits_both_ways(page)
    at_browser.goes_to("/my/what-matters")
    at_browser.writes("What I hope for", "a" * 4001)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    axe(page)
    fits_both_ways(page)
    decide(conversation=fresh(conversation), choice="refusal", reasons="I would rather wait.", seen=0, by=clinician)
    Conversation.objects.update(appointment_at=timezone.now())
    at_browser.goes_to("/my/summary")
    axe(page)
    fits_both_ways(page)


def fits_both_ways(page):
    """Nothing stands outside the window, on the left or on the right, nor can one scroll to it."""
    wide, window = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    outside = page.evaluate(
        """() => [...document.querySelectorAll("main *, header *")]
          .filter((one) => one.checkVisibility() && !one.closest(".nhsuk-u-visually-hidden"))
          .map((one) => [one, one.getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && (box.left < -1 || box.right > innerWidth + 1))
          .map(([one]) => one.outerHTML.slice(0, 120))"""
    )
    assert (wide <= window, outside) == (True, []), page.url
