"""From paper into the conversation: staff find it by the code on the form, type it in, and the patient sees by whom."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sdm.rules.paper_code import code_of
from tests.stories.walking import follows, presses, sign_in

MARK = "Typed in from paper by Dr Amira Khan, Consultant vascular surgeon"


@pytest.fixture
def staff(context, page, client, clinician, live_server) -> Page:
    """A browser in which the clinician is signed in."""
    sign_in(context, client, clinician, live_server.url)
    return page


def test_from_the_code_on_the_form_to_the_brief_and_to_the_patient(
    staff, axe, fits, conversation, live_server, at_browser
):
    staff.goto(live_server.url + reverse("conversations"))
    staff.get_by_label("Find a patient by name or NHS number").fill(code_of(conversation.pk).lower())
    presses(staff, "Find")
    follows(staff, "Type in answers from paper")
    expect(staff.get_by_role("heading", level=1)).to_have_text("Type in answers from paper")
    axe(staff)
    follows(staff, "Start with the first part")

    seen = []
    while staff.get_by_role("button", name="Save and go on").count():
        heading = staff.get_by_role("heading", level=1).inner_text()
        seen.append(heading.partition("\n")[2] or heading)
        axe(staff)
        fits(staff)
        if "1. What does the procedure involve?" in heading:
            staff.get_by_label("What I think").fill("will it hurt")
            staff.get_by_label("I want to talk about it", exact=True).check()
            staff.get_by_label("Something I want to ask").nth(4).fill("who does it")
        if "People and help" in heading:
            staff.get_by_label("Who is helping me to fill this in").fill("My neighbour Joe")
        presses(staff, "Save and go on")
    assert len(seen) == 10
    expect(staff.get_by_text(MARK)).to_have_count(2)
    presses(staff, "Send the answers")
    expect(staff.get_by_text("The answers are sent. They are in the brief now.")).to_be_visible()
    expect(staff.get_by_text(MARK)).to_have_count(2)
    expect(staff.get_by_text("My neighbour Joe")).to_be_visible()
    axe(staff)

    at_browser.gets_in()
    at_browser.goes_to("/my/check")
    expect(at_browser.page.get_by_text(MARK)).to_have_count(2)
    axe(at_browser.page)


def test_the_patient_gets_the_form_from_the_list(at_browser, axe):
    at_browser.gets_in()
    at_browser.follows("Do this on paper instead")
    assert at_browser.reads("Do this on paper instead")
    axe(at_browser.page)
    with at_browser.page.expect_download() as download:
        at_browser.page.get_by_role("link", name="Download the form (PDF)").click()
    assert re.fullmatch(r"form-for-my-appointment\.pdf", download.value.suggested_filename)
