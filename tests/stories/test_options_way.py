"""The options side by side, with figures and without: on a desk, on a phone, on paper, in any colours, by keyboard."""

from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import expect

from sdm.actions.conversations import invite
from sdm.models import Answer

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 568}
# Where each cell stands, row by row; the cell above the names of the rows is left out.
PLACES = """() => [...document.querySelectorAll("table tr")].map((row) => [...row.children].map((cell) => {
  const { x, y, width } = cell.getBoundingClientRect();
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width) };
}))"""
DOTS = """() => [...document.querySelectorAll("svg.sdm-dots path")].map((one) => {
  const { fill, stroke } = getComputedStyle(one);
  return [fill, stroke];
})"""


@pytest.fixture
def counting(at_browser, fictional, start, clinician):
    """A patient on the page of options, whose leaflet has figures."""
    _, at_browser.token = invite(conversation=start(edition=fictional), by=clinician)
    at_browser.gets_in()
    at_browser.goes_to("/my/options")
    return at_browser


def test_on_a_desk_they_are_columns_of_one_width(counting, axe, fits):
    page = counting.page
    page.set_viewport_size(DESK)
    heads, *rows = page.evaluate(PLACES)
    assert len({head["y"] for head in heads[1:]}) == 1
    assert len({head["width"] for head in heads[1:]}) == 1
    for row in rows:
        assert [cell["x"] for cell in row] == [head["x"] for head in heads]
    fits(page)
    axe(page)


def test_on_a_phone_each_is_a_card_of_its_own(counting, axe, fits):
    page = counting.page
    page.set_viewport_size(PHONE)
    heads, *rows = page.evaluate(PLACES)
    down = [cell[option]["y"] for option in (1, 2, 3) for cell in (heads, *rows)]
    assert down == sorted(set(down))
    assert len({cell["width"] for row in (heads, *rows) for cell in row[1:]}) == 1
    expect(page.locator("td p", has_text="Bad points").locator("visible=true")).to_have_count(3)
    fits(page)
    axe(page)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_it_is_heard_as_a_table_at_any_width(counting, size):
    page = counting.page
    page.set_viewport_size(size)
    table = page.get_by_role("table", name="My options side by side")
    names = [head.inner_text() for head in table.get_by_role("columnheader").all()]
    assert names == ["Have it set straight", "Not have it: exercises", "Wear a splint"]
    expect(table.get_by_role("rowheader")).to_have_text(["What it is", "Good points", "Bad points"])
    expect(table.get_by_role("img")).to_have_count(6)
    expect(table.get_by_role("img").nth(2)).to_have_accessible_name(
        "A picture of 100 people as dots: 1 are filled in, 99 are empty."
    )


def test_filled_and_empty_dots_are_told_apart_in_colours_that_somebody_needs(counting):
    page = counting.page
    page.emulate_media(forced_colors="active")
    letters = page.evaluate("getComputedStyle(document.querySelector('tbody td')).color")
    assert page.evaluate(DOTS) == [[letters, letters], ["none", letters]] * 6


def test_a_picture_and_not_knowing_have_one_size(counting):
    sizes = counting.page.evaluate(
        "[...document.querySelectorAll('svg.sdm-dots')].map((one) => one.getBoundingClientRect().width)"
    )
    assert (len(sizes), len(set(sizes))) == (9, 1)


def test_what_would_be_too_many_is_said_by_keyboard_beside_its_harm(counting, axe):
    page = counting.page
    page.locator("summary", has_text="An infection").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    whole = "How many people in 100 would be too many for me? Have it set straight: An infection"
    number = page.get_by_role("textbox", name=whole)
    expect(number).to_be_focused()
    page.keyboard.type("5")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    counting.presses("Save and continue")
    sentence = "Write a number, or choose “I'm not sure”. You cannot give both"
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    axe(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(number).to_be_focused()
    expect(number).to_have_accessible_description(f"Error: {sentence}")
    page.get_by_role("checkbox", name="I'm not sure Have it set straight: An infection").uncheck()
    counting.presses("Save and continue")
    assert Answer.objects.get().details == {"too-many-cut-1": 5}


def test_they_print_as_a_table_with_what_was_said_and_no_buttons(counting):
    page = counting.page
    page.locator("summary", has_text="An infection").click()
    page.get_by_role("textbox", name="An infection").fill("5")
    counting.presses("Save and continue")
    counting.goes_to("/my/options")
    page.emulate_media(media="print")
    expect(page.get_by_text("Say how many would be too many").locator("visible=true")).to_have_count(1)
    assert len({head["y"] for head in page.evaluate(PLACES)[0][1:]}) == 1
    with pikepdf.open(BytesIO(page.pdf(format="A4"))) as pdf:
        assert len(pdf.pages) <= 3


def test_without_style_it_is_read_as_a_table(counting):
    page = counting.page
    page.evaluate("document.querySelectorAll('link[rel=stylesheet]').forEach((one) => one.remove())")
    expect(page.get_by_role("table", name="My options side by side")).to_be_visible()
    expect(page.get_by_text("It happens to 1. It does not happen to 99.")).to_be_visible()
    heads, *rows = page.evaluate(PLACES)
    assert [cell["x"] for cell in rows[0]] == [head["x"] for head in heads]


def test_what_matters_most_is_shown_where_saving_leads(counting, axe, fits):
    page = counting.page
    counting.goes_to("/my/what-matters")
    page.get_by_role("group", name="Not being cut").get_by_label("A lot", exact=True).check()
    counting.presses("Save and continue")
    heading = page.get_by_role("heading", name="What the leaflet says about what matters most to me")
    expect(heading).to_be_in_viewport()
    expect(page.get_by_text("The leaflet does not say.")).to_have_count(3)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        fits(page)
        axe(page)
    # Saved again from the same page, which is asked for anew.
    page.get_by_role("group", name="Not being cut").get_by_label("Not at all", exact=True).check()
    page.get_by_role("group", name="Walking without pain").get_by_label("A bit", exact=True).check()
    counting.presses("Save and continue")
    expect(page.locator("h2#my-options ~ h3")).to_have_text("Walking without pain")
    counting.follows("Carry on")
    assert counting.reads("People and help I want with me")
