"""After the decision: a patient says what is wrong and changes their mind, staff see it at once, and answer."""

import io

import pikepdf
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.discussion import save_discussion
from sdm.models import Decision
from sdm.rules import parts
from sdm.rules.parts import Saved
from tests.given import consent
from tests.stories.walking import follows, presses, sign_in, tab_to

STOP = "Do not act on the consent that is recorded."


@pytest.fixture
def consented(conversation, patient, clinician, fresh):
    """A consent for which everything has happened, of a patient who asked for an interpreter."""
    details = {"needs": ["interpreter"], "language": "Polish"}
    save_answer(conversation=fresh(conversation), part=parts.PEOPLE_AND_HELP, details=details, seen=0, by=patient)
    send_answers(conversation=fresh(conversation), by=patient)
    helped = {parts.UNDERSTOOD: Saved(parts.UNDERSTOOD, text="A Polish nurse spoke for both.")}
    save_discussion(conversation=fresh(conversation), notes=helped, by=clinician)
    return consent(conversation, by=clinician)


@pytest.fixture
def staff(browser, live_server, client, clinician):
    """A page of the clinician's own browser, signed in."""
    context = browser.new_context(base_url=live_server.url)
    sign_in(context, client, clinician, live_server.url)
    page = context.new_page()
    yield page
    context.close()


def goes_there_and_back(at_browser, staff, look, look_at_staff, conversation) -> None:
    """A correction with its answer, then a change of mind until the discussion is open again."""
    patient = at_browser.page
    at_browser.gets_in()
    look()
    at_browser.follows("Something in the summary is wrong")
    assert at_browser.reads("Something in the summary is wrong")
    look()
    at_browser.presses("Tell my team")
    expect(patient).to_have_title("Error: Something in the summary is wrong – sdm")
    look()
    at_browser.writes("What is wrong?", "It was my left leg.")
    at_browser.presses("Tell my team")
    expect(patient.get_by_text("Your team has been told. They have not answered yet.")).to_be_visible()
    look()

    staff.goto(reverse("conversations"))
    look_at_staff()
    follows(staff, "Margaret Ellis")
    look_at_staff()
    follows(staff, "Read and answer it")
    expect(staff.get_by_role("heading", level=1)).to_have_text("Answer the patient")
    presses(staff, "Answer the patient")
    expect(staff.get_by_role("link", name="Write what you answer")).to_be_visible()
    look_at_staff()
    staff.get_by_label("Yes: it is to be read as the patient says").check()
    staff.get_by_label("What you answer, and what is done").fill("You are right. We have told the ward.")
    presses(staff, "Answer the patient")
    expect(staff.get_by_text("The patient can read your answer now.")).to_be_visible()
    look_at_staff()

    at_browser.goes_to("/my/summary")
    expect(patient.get_by_text("You are right. We have told the ward.")).to_be_visible()
    look()
    at_browser.follows("I have changed my mind, or I want to talk again")
    assert at_browser.reads("If you change your mind")
    look()
    at_browser.presses("I have changed my mind")
    assert at_browser.reads("Your team has been told")
    look()

    for name in ("conversation-decision", "conversation-summary", "conversation-discussion", "conversation"):
        staff.goto(reverse(name, args=[conversation.pk]))
        expect(staff.get_by_text(STOP)).to_be_visible()
        look_at_staff()
    staff.goto(reverse("conversations"))
    expect(staff.get_by_role("table", name="Patients who wait for an answer")).to_contain_text("Margaret Ellis")
    look_at_staff()
    follows(staff, "Margaret Ellis")
    follows(staff, "See what to do, and answer it")
    look_at_staff()
    presses(staff, "Open the discussion again")
    expect(staff.get_by_text(STOP)).to_be_visible()
    follows(staff, "See what to do, and answer it")
    look_at_staff()
    staff.get_by_label("What you answer, and what is done").fill("We have talked about the film.")
    presses(staff, "Answer the patient")
    expect(staff.get_by_text(STOP)).to_have_count(0)
    expect(staff.get_by_text("The patient has said that they have changed their mind").first).to_be_visible()
    look_at_staff()

    at_browser.goes_to("/my")
    expect(patient.get_by_text("We have talked about the film.")).to_be_visible()
    look()
    assert list(Decision.objects.values_list("choice", flat=True)) == ["consent"]


def test_what_is_wrong_and_a_change_of_mind(at_browser, staff, consented, axe, fits):
    def look(page) -> None:
        axe(page)
        usual = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 256})
        fits(page)
        page.set_viewport_size(usual)

    goes_there_and_back(at_browser, staff, lambda: look(at_browser.page), lambda: look(staff), consented)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript(at_browser, staff, consented):
    goes_there_and_back(at_browser, staff, lambda: None, lambda: None, consented)


def test_an_interpreter_is_booked_and_the_patient_sees_it(at_browser, staff, consented, axe, fits):
    staff.goto(reverse("conversation", args=[consented.pk]))
    expect(staff.get_by_text("To arrange").first).to_be_visible()
    follows(staff, "Write down what is arranged")
    axe(staff)
    fits(staff)
    staff.get_by_label("An interpreter (Polish): what is arranged").fill("Ewa Nowak, from 9:30am to 11am")
    presses(staff, "Save")
    expect(staff.get_by_text("What is arranged is saved.")).to_be_visible()
    expect(staff.get_by_role("listitem").filter(has_text="Arranged").first).to_contain_text("Ewa Nowak")
    axe(staff)
    at_browser.gets_in()
    expect(at_browser.page.get_by_role("heading", name="What your team has arranged for you")).to_be_visible()
    expect(at_browser.page.get_by_text("Ewa Nowak, from 9:30am to 11am")).to_be_visible()
    axe(at_browser.page)


def test_the_buttons_by_keyboard_alone(at_browser, consented, fresh):
    at_browser.gets_in()
    at_browser.goes_to("/my/changed-mind")
    keyboard = at_browser.page.keyboard
    wanted = at_browser.page.get_by_role("button", name="I want to talk again")
    tab_to(at_browser.page, wanted)
    with at_browser.page.expect_navigation():
        keyboard.press("Enter")
    assert at_browser.reads("Your team has been told")
    assert [said.what for said in fresh(consented).said_since] == ["talk-again"]


@pytest.mark.parametrize("query", ["", "?large-print"])
def test_the_summary_prints_on_no_more_sheets_than_its_file_has(at_browser, consented, query):
    page = at_browser.page
    at_browser.gets_in()
    at_browser.goes_to(f"/my/summary{query}")
    printed = page.pdf(prefer_css_page_size=True)
    made = page.request.get(f"{at_browser.origin}/my/summary.pdf{query}").body()
    sheets, pages = (len(pikepdf.open(io.BytesIO(one)).pages) for one in (printed, made))
    assert sheets <= pages


def test_in_large_print_no_heading_is_smaller_than_the_words_below_it(at_browser, consented):
    at_browser.gets_in()
    at_browser.goes_to("/my/summary?large-print")
    for media in ("screen", "print"):
        at_browser.page.emulate_media(media=media)
        sizes = at_browser.page.evaluate(
            """() => [...document.querySelectorAll(".sdm-summary :is(h1, h2, h3, h4, p, dd, dt, td, li, span)")]
              .map((one) => [one.matches("h1, h2, h3, h4"), parseFloat(getComputedStyle(one).fontSize)])"""
        )
        smallest_heading = min(size for is_heading, size in sizes if is_heading)
        words = [size for is_heading, size in sizes if not is_heading]
        # Letters of 16 points at least, as in the file.
        assert (smallest_heading >= sorted(words)[len(words) // 2], min(words) >= 16 * 96 / 72 - 0.1) == (True, True)


WRONG_PAGE = ("/my/summary/something-is-wrong", "What is wrong?", "Tell my team")
MIND_PAGE = ("/my/changed-mind", "Anything you want to tell your team", "I have changed my mind")


@pytest.mark.parametrize(("address", "box", "button"), [WRONG_PAGE, MIND_PAGE])
def test_offline_a_press_keeps_the_page_and_the_words_and_is_made_again(
    at_browser, consented, fresh, axe, address, box, button
):
    page = at_browser.page
    at_browser.gets_in()
    at_browser.goes_to(address)
    at_browser.writes(box, "Please call me.")
    page.context.set_offline(True)
    page.get_by_role("button", name=button, exact=True).click()
    told = "Not sent yet. We cannot reach the service. Keep this page open. Press the button again in a moment."
    expect(page.locator("[data-shown]")).to_have_text(told)
    expect(page.get_by_role("status")).to_have_text(told)
    expect(page.get_by_label(box)).to_have_value("Please call me.")
    axe(page)
    assert fresh(consented).said_since == ()
    page.context.set_offline(False)
    at_browser.presses(button)
    expect(page.get_by_text("Your team has been told.").first).to_be_visible()
    assert [(said.text, said.waits) for said in fresh(consented).said_since] == [("Please call me.", True)]


def test_which_button_was_pressed_arrives(at_browser, consented, fresh):
    at_browser.gets_in()
    for name, wants in (("I want to talk again", "talk-again"), ("I have changed my mind", "changed-mind")):
        at_browser.goes_to("/my/changed-mind")
        at_browser.presses(name)
        assert fresh(consented).said_since[-1].what == wants


@pytest.mark.parametrize(("address", "box", "button"), [WRONG_PAGE, MIND_PAGE])
def test_words_wait_on_the_page_until_the_link_was_opened_again(at_browser, consented, fresh, address, box, button):
    page = at_browser.page
    at_browser.gets_in()
    at_browser.goes_to(address)
    at_browser.writes(box, "Please call me.")
    page.context.clear_cookies()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("[data-shown]")).to_contain_text("Not sent yet. Your pages were closed to keep them private.")
    expect(page.get_by_label(box)).to_have_value("Please call me.")
    other = type(at_browser)(page.context.new_page(), at_browser.origin, at_browser.token)
    other.gets_in()
    at_browser.presses(button)
    expect(page.get_by_text("Your team has been told.").first).to_be_visible()
    assert [said.text for said in fresh(consented).said_since] == ["Please call me."]
