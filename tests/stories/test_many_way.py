"""A nurse invites a clinic from its list: by mouse, by keyboard alone, without a script, and on a small screen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from sdm.models import Conversation
from tests.stories.walking import presses, sign_in, tab_to

HEADING = "Name;Date of birth;NHS number;Appointment date;Appointment time;Leaflet;Symptoms began;E-mail"
DAY = f"{timezone.localdate() + timedelta(days=14):%d/%m/%Y}"
GOOD = f"Margaret Ellis;27/03/1958;943 476 5919;{DAY};09:30;IPG651;;"
ODD = f"Zoë O’Dowd;30/02/1980;9990000018;{DAY};10:00;IPG651;;"


@pytest.fixture
def staff(page, live_server, client, clinician, edition):
    """The nurse's browser, signed in."""
    sign_in(page.context, client, clinician, live_server.url)
    page.goto(f"{live_server.url}{reverse('conversation-new')}")
    return page


def invites_a_clinic(staff, look) -> None:
    """From a file with a fault to letters for all."""
    with staff.expect_navigation():
        staff.get_by_role("link", name="Invite many at once").click()
    look()
    presses(staff, "Check the list", exact=False)
    expect(staff).to_have_title("Error: Invite many at once – sdm")
    look()
    data = "\n".join((HEADING, GOOD, ODD)).encode("cp1252")
    staff.get_by_label("Choose a CSV file").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": data}
    )
    presses(staff, "Check the list", exact=False)
    expect(staff.get_by_text("1 patient can be invited. 1 row must be mended.")).to_be_visible()
    expect(staff.get_by_role("row").filter(has_text="Zoë O’Dowd")).to_contain_text("There is no such day")
    look()
    box = staff.get_by_label("The list")
    box.fill(box.input_value().replace("30/02/1980", "29/02/1980"))
    presses(staff, "Check it again", exact=False)
    expect(staff.get_by_text("Nothing is wrong with the list.")).to_be_visible()
    look()
    presses(staff, "Invite these 2 patients", exact=False)
    expect(staff.get_by_role("heading", level=1)).to_have_text("2 patients are invited")
    expect(staff.get_by_text("Dear Zoë O’Dowd")).to_be_visible()
    look()
    assert Conversation.objects.count() == 2


def test_a_clinic_is_invited(staff, axe, fits):
    def look() -> None:
        axe(staff)
        usual = staff.viewport_size
        staff.set_viewport_size({"width": 320, "height": 256})
        fits(staff)
        staff.set_viewport_size(usual)

    invites_a_clinic(staff, look)
    staff.emulate_media(media="print")
    assert staff.locator(".sdm-sheet").evaluate_all("all => all.map(one => getComputedStyle(one).breakBefore)") == [
        "auto",
        "page",
    ]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript(staff):
    invites_a_clinic(staff, lambda: None)


def test_by_keyboard_alone(staff):
    def go(role: str, name: str) -> None:
        tab_to(staff, staff.get_by_role(role, name=name))
        with staff.expect_navigation():
            staff.keyboard.press("Enter")

    go("link", "Invite many at once")
    tab_to(staff, staff.get_by_label("Or paste the list"))
    staff.keyboard.insert_text("\n".join((HEADING, GOOD)))
    go("button", "Check the list")
    go("button", "Invite this 1 patient")
    expect(staff.get_by_role("heading", level=1)).to_have_text("1 patient is invited")
