"""Every page of a patient's, found from the addresses: on any screen, in any colours, on paper, and as it is heard."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.decisions import decide
from sdm.pages.patient import urls
from sdm.rules.parts import TALK

KILOBYTE = 1000
# What a page weighs, compressed: the first with everything that it needs, and each one after it.
FIRST_VIEW, NEXT_VIEW = 100 * KILOBYTE, 15 * KILOBYTE
# Addresses that are no page of a signed-in patient's: the way in, what is sent, files, and what everybody may see.
NO_PAGE = re.compile(r"checklist|invitation|-start|-close|-send$|-sent$|-pdf$|-form$|-stop")
STANDS_OUT = """() => [...document.querySelectorAll("main button, main input:not([type=hidden]), main textarea")]
  .filter((one) => one.checkVisibility())
  .filter((one) => {
    const box = getComputedStyle(one), label = getComputedStyle(one.labels?.[0] ?? one, "::before");
    return [box, label].every((style) => style.borderTopStyle === "none" || style.borderTopWidth === "0px");
  })
  .map((one) => one.outerHTML)"""
BROUGHT = """() => ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
  .reduce((sum, one) => sum + one.transferSize, 0)"""
# Pictures in links that are not of the colour of their links.
OTHER_COLOURS = """() => [...document.querySelectorAll("main a svg")]
  .filter((one) => getComputedStyle(one).fill !== getComputedStyle(one.closest("a")).color)
  .map((one) => one.outerHTML)"""
SIZES = """() => [".sdm-words", ".nhsuk-u-secondary-text-colour"]
  .map((one) => getComputedStyle(document.querySelector(`main ${one}`)).fontSize)"""
SEEN_IN_PRINT = """() => [...document.querySelectorAll("nav, footer, button, .nhsuk-skip-link, .nhsuk-back-link")]
  .filter((one) => one.checkVisibility() && one.innerText.trim()).map((one) => one.outerHTML)"""


def addresses() -> list[str]:
    """Every page that a patient who is in may open."""
    names = [pattern.name for pattern in urls.urlpatterns if not NO_PAGE.search(pattern.name)]
    patterns = {pattern.name: str(pattern.pattern) for pattern in urls.urlpatterns}
    return [reverse(name, args=[1] if "<int:" in patterns[name] else []) for name in names]


@pytest.fixture
def with_everything(conversation, patient, clinician, fresh):
    """Answers sent and a decision recorded, so that every page has something to show."""
    values = {"text": "My brother had a stroke.", "understanding": TALK, "details": {"ask-1": "Will I be awake?"}}
    save_answer(conversation=fresh(conversation), part="question-1", **values, seen=0, by=patient)
    send_answers(conversation=fresh(conversation), by=patient)
    decide(conversation=fresh(conversation), choice="more-time", reasons="I want to sleep on it.", seen=0, by=clinician)


@pytest.fixture
def pages(at_browser, with_everything):
    """Goes to each page in turn."""

    def pages():
        for address in addresses():
            at_browser.goes_to(address)
            assert at_browser.page.get_by_role("heading", level=1).count() == 1, address
            yield at_browser.page

    at_browser.gets_in()
    return pages


@pytest.mark.look
def test_nothing_is_wrong_and_everything_fits_in_a_little_window(pages, axe, fits):
    for page in pages():
        page.set_viewport_size({"width": 1280, "height": 800})
        axe(page)
        page.set_viewport_size({"width": 768, "height": 1024})
        fits(page)
        page.set_viewport_size({"width": 320, "height": 256})
        fits(page)
        axe(page)


@pytest.mark.look
def test_with_letters_twice_as_large(pages, at_browser, fits):
    at_browser.page.set_viewport_size({"width": 640, "height": 800})
    for page in pages():
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        fits(page)


@pytest.mark.look
def test_in_the_colours_that_somebody_needs_every_control_still_has_an_edge(pages, at_browser):
    at_browser.page.emulate_media(forced_colors="active")
    assert {page.url: page.evaluate(STANDS_OUT) for page in pages()} == {
        f"{at_browser.origin}{address}": [] for address in addresses()
    }


@pytest.mark.look
def test_in_those_colours_an_arrow_has_the_colour_of_its_link(pages, at_browser):
    at_browser.page.emulate_media(forced_colors="active", color_scheme="dark")
    assert [one for page in pages() for one in page.evaluate(OTHER_COLOURS)] == []


@pytest.mark.look
def test_what_somebody_wrote_is_as_large_as_what_they_were_asked(
    at_browser, with_everything, conversation, clinician, fresh
):
    decide(conversation=fresh(conversation), choice="refusal", reasons="I would rather wait.", seen=1, by=clinician)
    at_browser.gets_in()
    at_browser.goes_to("/my/questions/1")
    written, asked = at_browser.page.evaluate(SIZES)
    assert written == asked


@pytest.mark.look
def test_nothing_moves_for_those_whom_it_makes_ill(pages, at_browser):
    at_browser.page.emulate_media(reduced_motion="reduce")
    for page in pages():
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.look
def test_paper_has_no_buttons_and_no_menus(pages, at_browser):
    at_browser.page.emulate_media(media="print")
    assert {page.url: page.evaluate(SEEN_IN_PRINT) for page in pages()} == {
        f"{at_browser.origin}{address}": [] for address in addresses()
    }


@pytest.mark.look
def test_pages_are_light(at_browser, with_everything):
    first = weigh(at_browser.page, at_browser.opens_the_link)
    at_browser.gives_date_of_birth()
    assert first < FIRST_VIEW
    weights = {one: weigh(at_browser.page, lambda one=one: at_browser.goes_to(one)) for one in addresses()}
    assert {address: weight for address, weight in weights.items() if weight >= NEXT_VIEW} == {}


def weigh(page: Page, go) -> int:
    """What one view brings over the net, compressed, with its headers; what the browser has already weighs nothing."""
    go()
    page.wait_for_load_state("networkidle")
    return page.evaluate(BROUGHT)


def test_the_first_answer_is_saved_on_the_third_page(at_browser, conversation):
    seen = []
    at_browser.page.on("framenavigated", lambda frame: seen.append(frame.url))
    at_browser.gets_in()
    at_browser.follows("What does the procedure involve?")
    assert at_browser.reads("Question 1 of 5")
    at_browser.writes("What I think", "Will it hurt?")
    at_browser.presses("Save and continue")
    assert conversation.answer_revisions.get().text == "Will it hurt?"
    saved_after = [url.removeprefix(at_browser.origin) for url in seen][:-1]
    assert saved_after == ["/start", "/my", "/my/questions/1"]


@pytest.mark.look
def test_a_question_as_a_screen_reader_gets_it(at_browser):
    at_browser.gets_in()
    at_browser.goes_to("/my/questions/1")
    main = at_browser.page.get_by_role("main")
    expect(main).to_match_aria_snapshot("""
- 'heading "Question 1 of 5 : What does the procedure involve?" [level=1]'
- heading "What the leaflet says" [level=2]
- blockquote
""")
    expect(main.get_by_label("What I think")).to_have_accessible_description(
        re.compile("Write as much or as little as you like. You can leave it empty.")
    )
    expect(main.get_by_role("group", name="How clear is this to me?")).to_match_aria_snapshot("""
- group "How clear is this to me?":
  - radio "I understand this"
  - radio "I'm not sure"
  - radio "I want to talk about it"
""")


@pytest.mark.look
def test_a_mistake_as_a_screen_reader_gets_it(at_browser):
    page = at_browser.page
    at_browser.opens_the_link()
    at_browser.gives_date_of_birth(month="13")
    said = "Month must be a number from 1 to 12"
    expect(page).to_have_title("Error: Get ready for your appointment – sdm")
    expect(page.get_by_role("alert")).to_match_aria_snapshot(f"""
- alert:
  - heading "There is a problem" [level=2]
  - list:
    - listitem:
      - link "{said}"
""")
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    month = page.get_by_label("Month", exact=True)
    expect(month).to_be_focused()
    expect(month).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("group", name="What is your date of birth?")).to_have_accessible_description(
        re.compile(rf"Error:\s+{said}")
    )
