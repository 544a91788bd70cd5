"""The way of a signed form: on paper first, its scan later, a wrong one said to be so; on a phone, with no script."""

import pytest
from playwright.sync_api import Browser, expect

from sdm.actions.discussion import save_discussion
from sdm.models import Scan
from tests.given import NOTES, PASSWORD
from tests.signed_forms import pdf, picture
from tests.stories.walking import sign_in, tab_to

NOT_HERE = "The scan of the signed form is not here yet."
FIELD = "If on paper: the scan of the signed form (you can add it later)"
LATER = "Add the scan of the signed form"


def file(data: bytes, name: str) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


@pytest.fixture
def may_consent(conversation, clinician, fresh):
    """A conversation in which everything has happened that must happen first."""
    save_discussion(conversation=fresh(conversation), notes=NOTES, by=clinician)
    return conversation


@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.look)])
def test_a_form_is_signed_and_its_scan_is_added_later(staff, may_consent, width):
    page = staff.page
    page.set_viewport_size({"width": width, "height": 800})
    staff.goes_to("conversation-decision", may_consent.pk)
    staff.chooses("Have the procedure", "Signed on paper")
    staff.writes("Why, in the patient’s own words", "To walk my dog.")
    staff.writes("If on paper: where it is kept", "The ward’s folder")
    page.get_by_label(FIELD).set_input_files([file(b"GIF89a", "form.gif")])
    staff.writes("You sign: your password", PASSWORD)
    staff.presses("Record the decision")
    assert page.title().startswith("Error: ")
    staff.reads("The decision")
    expect(page.get_by_label("If on paper: where it is kept")).to_have_value("The ward’s folder")
    page.get_by_role("link", name="This is no PDF, JPEG or PNG file.").click()
    expect(page.get_by_label(FIELD)).to_be_focused()
    staff.fits(page)
    staff.writes("You sign: your password", PASSWORD)
    staff.presses("Record the decision")
    staff.reads("Summary of our decision")

    staff.goes_to("conversation-after", may_consent.pk)
    staff.reads("After the decision")
    expect(page.get_by_text(NOT_HERE)).to_be_visible()
    staff.follows(LATER)
    staff.reads("The scan of the signed form")
    page.get_by_label(LATER).set_input_files([file(picture(), "1.jpg"), file(pdf(2), "2.pdf")])
    staff.presses("Add the scan")
    staff.reads("The decision")
    staff.is_told("The scan of the signed form is added.")
    expect(page.get_by_text(NOT_HERE)).to_have_count(0)
    staff.fits(page)
    with page.expect_download() as kept:
        page.get_by_role("link", name="Scan 2 of the signed form").click()
    assert kept.value.suggested_filename.startswith("signed-form-")
    staff.follows("Scan 1 of the signed form")
    assert page.evaluate("document.images.length") == 1

    page.go_back()
    staff.follows("Say that it is here by mistake")
    staff.reads("A scan that is here by mistake")
    staff.fits(page)
    staff.presses("It is here by mistake")
    assert page.title().startswith("Error: ")
    staff.reads("A scan that is here by mistake")
    staff.writes("Why is this scan here by mistake?", "It is somebody else’s form.")
    staff.presses("It is here by mistake")
    staff.reads("The scan of the signed form")
    expect(page.get_by_text("It is somebody else’s form.")).to_be_visible()
    staff.fits(page)


def test_with_the_keyboard_alone_and_without_javascript(
    browser: Browser, live_server, client, clinician, may_consent, staff
):
    staff.goes_to("conversation-decision", may_consent.pk)
    staff.chooses("Have the procedure", "Signed on paper")
    staff.writes("Why, in the patient’s own words", "To walk my dog.")
    staff.writes("If on paper: where it is kept", "The ward’s folder")
    staff.writes("You sign: your password", PASSWORD)
    staff.presses("Record the decision")
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, client, clinician, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/conversations/{may_consent.pk}/decision/")
    tab_to(page, page.get_by_role("link", name=LATER))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, page.get_by_label(LATER))
    page.get_by_label(LATER).set_input_files([file(picture("PNG"), "1.png")])
    tab_to(page, page.get_by_role("button", name="Add the scan", exact=True))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Scan 1 of the signed form (PNG, 1 page, 1 kB)")).to_be_visible()
    assert Scan.objects.get().kind == "png"
    context.close()
