"""What comes out of the printer: every page of a patient's in every state, and all that was typed on it."""

import pytest
from playwright.sync_api import expect

from tests.every_state import (
    Walk,
    once_it_is_decided,
    once_it_is_sent,
    once_it_is_too_late,
    the_way_in,
    what_goes_wrong,
    what_is_sent,
    while_it_is_open,
)

pytestmark = pytest.mark.look

# What leads somewhere, and what is pressed. A link within a sentence is words of it on paper, and so are the names of
# what there is to do, each beside how it stands; a link to another place names that place.
LEADS_NOWHERE = """() => [...document.querySelectorAll(
    "nav, [role=navigation], .nhsuk-skip-link, .nhsuk-back-link, .nhsuk-pagination, button, .nhsuk-button, a"
)].filter(one => {
    const box = one.getBoundingClientRect();
    if (!one.checkVisibility() || box.width * box.height <= 1) return false;
    if (one.localName !== "a" || one.matches(".nhsuk-button, .nhsuk-back-link, .nhsuk-skip-link")) return true;
    if (!/^[/?#]/.test(one.getAttribute("href"))) return false;
    if (getComputedStyle(one).textDecorationLine !== "none") return true;
    const around = one.closest("p, li, dd, dt, td");
    return !(one.closest(".nhsuk-task-list") || (around && around.textContent.trim() !== one.textContent.trim()));
}).map(one => one.outerHTML.slice(0, 160))"""
WHOLE = (
    "Will I be awake, and may my daughter sit with me all the time, and who is it that I tell if it hurts me so much? "
    * 2
)


@pytest.fixture
def walked(visitor, invitation, conversation, clinician, fresh, arranged, translate, appointment_passed) -> Walk:
    """Every page in every state."""
    walk = Walk(visitor)
    what_goes_wrong(walk)
    what_is_sent(walk, conversation, clinician, fresh)
    while_it_is_open(walk, conversation, translate, clinician, fresh, arranged)
    once_it_is_sent(walk, conversation, clinician, fresh)
    once_it_is_too_late(walk, conversation, appointment_passed)
    once_it_is_decided(walk, conversation, clinician, fresh)
    the_way_in(walk, invitation)
    return walk


def test_no_page_prints_what_leads_somewhere_or_is_pressed(walked, page, live_server):
    printed, shown = {}, {}
    page.route("**/on-paper", lambda route: route.fulfill(body=shown["page"], content_type="text/html"))
    page.emulate_media(media="print")
    page.add_init_script("addEventListener('beforeunload', event => event.stopImmediatePropagation())")
    for name, shown["page"] in walked.drawn.items():
        page.goto(f"{live_server.url}/on-paper")
        if found := page.evaluate(LEADS_NOWHERE):
            printed[name] = found
    assert len(walked.drawn) > 100
    assert printed == {}


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_typed_is_printed_whole(browser, live_server, invitation, at_browser, scripts):
    at_browser.gets_in()
    at_browser.goes_to("/my/questions/1")
    page = at_browser.page
    page.get_by_label("Something I want to ask").first.fill(WHOLE[:200])
    page.get_by_label("What I think").fill("So many words. " * 200)
    if not scripts:
        at_browser.presses("Save and continue")
        state = page.context.storage_state()
        page = browser.new_context(java_script_enabled=False, storage_state=state).new_page()
        page.goto(f"{live_server.url}/my/questions/1")
    page.emulate_media(media="print")
    if scripts:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for field, words in (("#id_text", "So many words. " * 200), ("#id_ask-1", WHOLE[:200])):
        expect(page.locator(field)).to_be_hidden()
        on_paper = page.locator(f":has(+ {field})")
        expect(on_paper).to_have_text(words.strip())
        box = on_paper.bounding_box()
        assert box["width"] < 1280
        assert box["height"] > 40
    # What is empty leaves room to write.
    expect(page.locator("#id_ask-2")).to_be_visible()


def test_whom_to_ask_stands_at_the_top_of_the_first_sheet_and_on_no_sheet_alone(at_browser, conversation):
    at_browser.gets_in()
    page = at_browser.page
    page.emulate_media(media="print")
    for address in ("/my", "/my/questions/2", "/my/check"):
        at_browser.goes_to(address)
        whom = page.locator("main .sdm-print-only").first
        expect(whom).to_contain_text(conversation.hospital.contact_details)
        assert whom.bounding_box()["y"] < page.locator("h1").bounding_box()["y"]
        expect(page.locator(".sdm-help")).to_be_hidden()


def test_a_welsh_page_says_on_paper_that_no_translator_has_checked_it(at_browser):
    at_browser.gets_in()
    at_browser.goes_to("/my?language=cy")
    at_browser.page.emulate_media(media="print")
    expect(at_browser.page.locator("main").get_by_text("yn aros i gael ei adolygu")).to_be_visible()


def test_a_source_begins_a_line_of_its_own(at_browser):
    at_browser.gets_in()
    page = at_browser.page
    page.emulate_media(media="print")
    at_browser.goes_to("/my/not-known-yet")
    said, source = page.locator(".sdm-terms dd").first, page.locator(".sdm-terms dd span", has_text="From:").first
    assert source.bounding_box()["x"] == said.bounding_box()["x"]
