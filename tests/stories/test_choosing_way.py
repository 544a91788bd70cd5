"""A clinician chooses what needs attention: with a script or without, by keyboard, on a small screen."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from sdm.actions.answers import save_answer, send_answers
from sdm.rules.parts import TALK
from tests.stories.walking import sign_in, tab_to


@pytest.fixture
def staff(page, live_server, client, clinician, conversation, patient, fresh):
    """The clinician at the list, with a patient on it who has sent a worry."""
    words = {"text": "Will it hurt?", "understanding": TALK}
    save_answer(conversation=fresh(conversation), part="question-1", seen=0, by=patient, **words)
    send_answers(conversation=fresh(conversation), by=patient)
    sign_in(page.context, client, clinician, live_server.url)
    page.goto(f"{live_server.url}{reverse('conversations')}")
    return page


def chooses(staff, look) -> None:
    with staff.expect_navigation():
        staff.get_by_role("link", name="What needs attention").click()
    table = staff.get_by_role("table", name="Conversations")
    expect(table).to_contain_text("Nobody has read the answers")
    look()
    staff.get_by_text("Choose what is listed").click()
    staff.get_by_label("What needs attention").select_option(label="Help to arrange")
    with staff.expect_navigation():
        staff.get_by_role("button", name="Show these").click()
    expect(staff.get_by_text("There is nothing.")).to_be_visible()
    expect(staff.get_by_label("What needs attention")).to_have_value("help")
    look()
    staff.get_by_label("Year").last.fill("20")
    with staff.expect_navigation():
        staff.get_by_role("button", name="Show these").click()
    expect(staff).to_have_title("Error: What needs attention – sdm")
    look()
    with staff.expect_navigation():
        staff.get_by_role("link", name="Begin again").click()
    with staff.expect_navigation():
        staff.get_by_role("link", name="Margaret Ellis").click()
    expect(staff.get_by_role("heading", level=1)).to_have_text("Margaret Ellis")


def test_what_needs_attention(staff, axe, fits):
    def look() -> None:
        axe(staff)
        usual = staff.viewport_size
        staff.set_viewport_size({"width": 320, "height": 256})
        fits(staff)
        staff.set_viewport_size(usual)

    chooses(staff, look)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript(staff):
    chooses(staff, lambda: None)


def test_by_keyboard_alone(staff):
    tab_to(staff, staff.get_by_role("link", name="What needs attention"))
    with staff.expect_navigation():
        staff.keyboard.press("Enter")
    tab_to(staff, staff.locator("summary").filter(has_text="Choose what is listed"))
    staff.keyboard.press("Enter")
    tab_to(staff, staff.get_by_label("What needs attention"))
    staff.keyboard.type("Some")
    tab_to(staff, staff.get_by_role("button", name="Show these"))
    with staff.expect_navigation():
        staff.keyboard.press("Enter")
    expect(staff.get_by_label("What needs attention")).to_have_value("worries")
    expect(staff.get_by_role("table", name="Conversations")).to_contain_text("1 to talk about")
