"""The clinician's way: from the list to the summary, in a real browser, with axe on every page."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.discussion import save_discussion
from sdm.models import Conversation, Invitation
from sdm.rules.parts import TALK
from sdm.rules.people import Actor, Kind
from tests.given import NOTES, PASSWORD
from tests.stories.clinician_at_browser import SAID, ClinicianAtBrowser
from tests.stories.walking import sign_in, tab_to

A4 = (595, 842)
DECIDED_BECAUSE = "I want to walk my dog again."


@pytest.fixture
def the_patient_answers(fresh):
    """The patient of an invited conversation answers and sends."""

    def the_patient_answers(conversation: Conversation) -> None:
        by = Actor(Kind.PATIENT, str(Invitation.objects.get(conversation=conversation).pk), "Margaret Ellis")
        answers = {
            "question-3": {"text": "Will I bleed?", "understanding": TALK},
            "question-2": {"text": "Will the swelling go?", "understanding": "not-sure"},
            "what-matters": {"text": "My dog"},
            "people-and-help": {"details": {"needs": ["interpreter"], "language": "Polish"}},
            "where-i-am": {"details": {"leaning": "no-procedure", "sure": "a-bit-sure"}},
        }
        for part, answer in answers.items():
            save_answer(conversation=fresh(conversation), part=part, seen=0, by=by, **answer)
        send_answers(conversation=fresh(conversation), by=by)

    return the_patient_answers


def test_from_the_list_to_the_summary_with_special_arrangements(staff, edition, the_patient_answers, fresh):
    page = staff.page
    staff.goes_to("conversations")
    staff.reads("Conversations")
    conversation = staff.starts_a_conversation()
    staff.presses("Make a link and letter")
    staff.reads("Link and letter for the patient")
    assert page.get_by_label("Link for Margaret Ellis").input_value().startswith(f"{settings.PUBLIC_ORIGIN}/i/")
    the_patient_answers(conversation)

    staff.goes_to("conversations")
    row = page.get_by_role("row").filter(has_text="Margaret Ellis")
    expect(row).to_contain_text("1 to talk about")
    expect(row).to_contain_text("An interpreter")
    staff.follows("Margaret Ellis")
    staff.reads("Margaret Ellis")
    questions = page.get_by_role("heading", level=3)
    expect(questions.first).to_have_text("3. What are the risks or side effects? How likely are they?")
    expect(page.get_by_text("6 days since symptoms began")).to_be_visible()

    staff.follows("Record the decision")
    staff.reads("The decision")
    expect(page.get_by_label("Have the procedure", exact=True)).to_have_count(0)
    staff.follows("Say which kind of the condition this patient has.")
    staff.reads("The discussion")
    assert page.url.endswith("#indication")
    staff.talks_about_everything("iliofemoral DVT")
    staff.chooses("Answered, as written under question 3")
    staff.presses("Save")
    staff.is_told("What you wrote is saved.")
    staff.axe(page)

    # What NICE asks for besides has pages of its own, and each leads on to what is still outstanding.
    staff.follows("The team that assessed the patient")
    staff.reads("The team that assessed the patient")
    for profession in ("Vascular surgeon", "Interventional radiologist", "Haematologist"):
        staff.writes(f"{profession}: who took part", f"Dr {profession}")
    staff.dates("When they assessed the patient", timezone.localdate())
    staff.presses("Save")
    staff.reads("The decision")
    staff.follows("Plan the regular checks")
    staff.reads("Special arrangements")
    staff.chooses("The patient has clear written information")
    staff.chooses("What is not certain was explained: how safe it is and how well it works")
    staff.writes_in("Check 1", "What is checked", "Scan")
    staff.writes_in("Check 1", "When", "6 weeks after")
    staff.presses("Save")
    staff.reads("Special arrangements")
    assert page.title().startswith("Error: ")
    staff.writes_in("Check 1", "With whom", "The vein clinic")
    staff.writes("Clinical governance lead who was told", "Dr Osei")
    staff.dates("When they were told", timezone.localdate())
    staff.presses("Save")
    staff.reads("The decision")
    expect(page.get_by_text("2 things are outstanding.")).to_be_visible()
    staff.follows("The patient asked for help that nobody has arranged.")
    staff.writes("How did you make sure that the patient understood?", "Ewa, in Polish; she said it back")
    staff.presses("Save")
    staff.reads("The decision")
    expect(page.get_by_text("One thing is outstanding.")).to_be_visible()
    staff.follows("Plan the registry entry or the audit of how the patient gets on.")
    staff.writes("Registry or audit", "BSIR Venous Registry")
    staff.presses("Save")
    staff.reads("The decision")
    staff.chooses("Have the procedure")
    staff.writes("Why, in the patient’s own words", DECIDED_BECAUSE)
    staff.signs_with_a_witness()
    staff.presses("Record the decision")
    staff.reads("Summary of our decision")
    expect(page.get_by_text(DECIDED_BECAUSE)).to_be_visible()
    assert fresh(conversation).status == "decided"


def test_only_in_research_needs_the_study_and_a_consent_of_its_own(staff, edition, fresh):
    page = staff.page
    conversation = staff.starts_a_conversation()
    staff.goes_to("conversation-discussion", conversation.pk)
    staff.talks_about_everything("distal DVT")
    staff.presses("Save")
    staff.goes_to("conversation-arrangement", conversation.pk, "team")
    for profession in ("Vascular surgeon", "Interventional radiologist", "Haematologist"):
        staff.writes(f"{profession}: who took part", f"Dr {profession}")
    staff.dates("When they assessed the patient", timezone.localdate())
    staff.presses("Save")
    staff.follows("Name the research study and its ethics reference.")
    staff.reads("The research study")
    staff.writes("Name of the study", "LEGS study")
    staff.writes("Ethics reference", "26/NW/0123")
    staff.writes("Version of the information sheet that the patient has", "3.1")
    staff.chooses("The study was explained to the patient")
    staff.writes("Who explained it", "Sister Jo Lee")
    staff.presses("Save")
    expect(page.get_by_label("Have the procedure", exact=True)).to_have_count(0)
    staff.follows("consent to be in this study")
    staff.reads("Consent to be in the study")
    staff.presses("Record the consent to the study")
    staff.reads("Consent to be in the study")
    assert page.title().startswith("Error: ")
    staff.chooses("Signed on paper")
    staff.writes("If on paper: where it is kept", "The study’s own folder")
    staff.writes("You sign: your password", PASSWORD)
    staff.presses("Record the consent to the study")
    staff.reads("The decision")
    staff.chooses("Have the procedure")
    staff.writes("Why, in the patient’s own words", DECIDED_BECAUSE)
    staff.signs_with_a_witness()
    staff.presses("Record the decision")
    staff.reads("Summary of our decision")
    expect(page.get_by_text("The study’s own folder")).to_be_visible()
    assert fresh(conversation).status == "decided"


def test_every_page_with_something_wrong_says_so_and_leads_there(staff, conversation, worry_on_the_agenda):
    page = staff.page
    staff.goes_to("conversations")
    staff.writes("Find a patient by name or NHS number", "12")
    staff.presses("Find")
    leads_to(staff, "Enter an NHS number with 10 digits", "id_find")

    staff.goes_to("conversation-new")
    staff.presses("Start the conversation")
    leads_to(staff, "Enter a date of birth", "id_date_of_birth_day")

    staff.goes_to("conversation-arrangement", conversation.pk, "special")
    page.get_by_role("group", name="When they were told").get_by_label("Day").fill("31")
    staff.presses("Save")
    leads_to(staff, "Date must include a month and a year", "id_special-governance_told_on_month")

    staff.goes_to("conversation", conversation.pk)
    page.get_by_text("Close this").first.click()
    staff.presses("Close this", exact=False)
    leads_to(staff, "Choose one answer", f"id_item-{worry_on_the_agenda.pk}-state_0")

    staff.goes_to("conversation-decision", conversation.pk)
    staff.presses("Record the decision")
    leads_to(staff, "Write why, in the patient’s own words", "id_reasons")


def leads_to(staff: ClinicianAtBrowser, problem: str, place: str) -> None:
    """The error summary names the problem, its link moves the focus to the field, and axe finds nothing wrong."""
    assert staff.page.title().startswith("Error: ")
    staff.axe(staff.page)
    staff.page.get_by_role("link", name=problem).first.click()
    expect(staff.page.locator(f"[id='{place}']")).to_be_focused()


def test_two_people_write_in_the_same_part_and_nothing_is_lost(staff, conversation, context, fresh):
    mine, theirs = staff.page, context.new_page()
    address = f"{staff.origin}{reverse('conversation-discussion', args=[conversation.pk])}"
    mine.goto(address)
    theirs.goto(address)
    theirs.get_by_label("What was said on question 1").fill("What they wrote")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_role("alert")).to_contain_text("What you wrote is saved.")
    staff.writes("What was said on question 1", "What I wrote")
    staff.writes("What was said on question 2", "More of mine")
    staff.presses("Save")
    staff.reads("The discussion")
    expect(mine.get_by_text("What they wrote")).to_be_visible()
    expect(mine.get_by_label("What was said on question 2")).to_have_value("More of mine")
    staff.presses("Save what I wrote on top")
    staff.is_told("What you wrote is saved.")
    stands = {part: saved.text for part, saved in fresh(conversation).discussion.items()}
    assert stands == {"question-1": "What I wrote", "question-2": "More of mine"}


def test_the_decision_by_keyboard_alone(staff, conversation, fresh):
    staff.goes_to("conversation-decision", conversation.pk)
    keyboard = staff.page.keyboard
    tab_to(staff.page, "#id_choice_0")
    keyboard.press("Space")
    keyboard.press("ArrowDown")
    tab_to(staff.page, "#id_reasons")
    keyboard.type("I need to ask my son.")
    tab_to(staff.page, "details:has(#id_review_on_day) > summary")
    keyboard.press("Enter")
    tab_to(staff.page, "#id_review_on_day")
    day = timezone.localdate() + timedelta(days=7)
    for typed in (day.day, day.month, day.year):
        keyboard.type(str(typed))
        keyboard.press("Tab")
    keyboard.press("Enter")
    staff.reads("Summary of our decision")
    decision = fresh(conversation).decisions.get()
    assert (decision.choice, decision.reasons, decision.review_on) == ("more-time", "I need to ask my son.", day)


def test_from_the_brief_to_a_signed_decision_in_25_key_presses_besides_typing(staff, conversation, clinician, fresh):
    """For a prepared patient, by keyboard alone: every key counts but those of the words that are typed."""
    save_discussion(conversation=fresh(conversation), notes=NOTES, by=clinician)
    page, keyboard, pressed = staff.page, staff.page.keyboard, []

    def press(key: str) -> None:
        pressed.append(key)
        keyboard.press(key)

    def tab_until(place: str) -> None:
        while not page.locator(f"{place}:focus").count():
            assert len(pressed) < 40, (place, pressed)
            press("Tab")

    def leads_on(key: str) -> None:
        with page.expect_navigation():
            press(key)

    staff.goes_to("conversation", conversation.pk)
    press("Tab")
    press("Enter")  # Skip to main content
    tab_until("main a:has-text('Record the decision')")
    leads_on("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The decision")
    press("Tab")
    press("Enter")
    tab_until("#id_choice_0")
    press("Space")
    tab_until("#id_reasons")
    keyboard.type(DECIDED_BECAUSE)
    tab_until("#id_way_0")
    press("Space")
    tab_until("#id_signed_as")
    keyboard.type("Margaret Ellis")
    tab_until("#id_password")
    keyboard.type(PASSWORD)
    leads_on("Enter")
    staff.reads("Summary of our decision")
    decision = fresh(conversation).decisions.get()
    assert (decision.choice, decision.given["signed_as"]) == ("consent", "Margaret Ellis")
    assert len(pressed) <= 25, pressed


def test_a_signature_is_drawn_and_stands_in_the_summary(staff, conversation, clinician, fresh):
    save_discussion(conversation=fresh(conversation), notes=NOTES, by=clinician)
    page = staff.page
    page.set_viewport_size({"width": 320, "height": 800})
    staff.goes_to("conversation-decision", conversation.pk)
    staff.fits(page)
    staff.reads("The decision")
    staff.chooses("Have the procedure", "Signed on the screen")
    staff.writes("Why, in the patient’s own words", DECIDED_BECAUSE)
    canvas = page.get_by_role("img", name="Space for a drawn signature")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 40, steps=5)
    page.mouse.up()
    staff.presses("Record the decision")
    staff.reads("The decision")
    assert page.title().startswith("Error: ")
    assert page.locator("#id_drawn").input_value()
    staff.writes("You sign: your password", PASSWORD)
    staff.presses("Record the decision")
    staff.reads("Summary of our decision")
    expect(page.get_by_role("img", name="Your signature")).to_be_visible()
    staff.fits(page)
    (stroke,) = fresh(conversation).decisions.get().given["drawn"]
    assert len(stroke) >= 2


def test_every_state_of_the_decision_can_be_read_by_everybody(staff, conversation, clinician, fresh):
    """A doubt, what is withheld, and another opinion: axe finds nothing, and nothing stands outside the window."""
    save_discussion(conversation=fresh(conversation), notes=NOTES, by=clinician)
    page = staff.page
    page.set_viewport_size({"width": 320, "height": 800})
    staff.goes_to("conversation-arrangement", conversation.pk, "capacity")
    staff.reads("Whether the patient can make this decision")
    staff.fits(page)
    staff.chooses("Yes, there is a doubt", "The patient can make this decision")
    staff.presses("Save")
    leads_to(staff, "Write what was done to support the patient", "id_capacity-support")
    staff.chooses("Not assessed yet")
    staff.presses("Save")
    staff.reads("The decision")
    expect(page.get_by_label("Have the procedure", exact=True)).to_have_count(0)
    staff.goes_to("conversation-arrangement", conversation.pk, "withheld")
    staff.reads("Information withheld or delayed")
    staff.fits(page)
    staff.goes_to("conversation-decision", conversation.pk)
    staff.chooses("Ask for another opinion")
    staff.writes("Why, in the patient’s own words", "I want to hear somebody else.")
    staff.presses("Record the decision")
    staff.reads("Summary of our decision")
    staff.fits(page)
    expect(page.get_by_text("We are not sure yet whether you can make this decision yourself.")).to_be_visible()


@pytest.mark.look
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_stands_outside_the_window(staff, conversation, worry_on_the_agenda, width):
    staff.page.set_viewport_size({"width": width, "height": 800})
    for name in ("conversations", "conversation-new"):
        staff.goes_to(name)
        staff.fits(staff.page)
    for name in ("", "-invitation", "-discussion", "-study-consent", "-decision", "-cancel", "-summary"):
        staff.goes_to(f"conversation{name}", conversation.pk)
        staff.fits(staff.page)
    staff.goes_to("agenda-close", conversation.pk, worry_on_the_agenda.pk)
    staff.fits(staff.page)
    for part in ("team", "special", "research", "capacity", "age", "understood", "withheld", "contact"):
        staff.goes_to("conversation-arrangement", conversation.pk, part)
        staff.fits(staff.page)
    staff.goes_to("conversation-invitation", conversation.pk)
    staff.presses("Make a new link and letter")
    expect(staff.page.get_by_text("Dear Margaret Ellis")).to_be_visible()
    staff.fits(staff.page)


def test_the_address_in_the_letter_is_as_dark_as_the_rest_of_it_and_no_smaller(staff, conversation):
    staff.goes_to("conversation-invitation", conversation.pk)
    staff.presses("Make a link and letter")
    look = "at => [getComputedStyle(at).color, parseFloat(getComputedStyle(at).fontSize)]"
    address, words = (staff.page.eval_on_selector(one, look) for one in (".sdm-address", "article > p"))
    assert address[0] == words[0]
    assert address[1] >= words[1]


def test_the_letter_prints_alone_on_one_page(staff, conversation):
    staff.goes_to("conversation-invitation", conversation.pk)
    staff.presses("Make a link and letter")
    page = staff.page
    link = page.get_by_label("Link for Margaret Ellis").input_value()
    assert printed(page) == [A4]
    page.emulate_media(media="print")
    words = re.sub(r"\s+", " ", page.locator("body").inner_text())
    assert words.startswith("Northfield Hospital ")
    assert words.endswith("01632 960 001, Monday to Friday, 9am to 5pm")
    assert link in words
    expect(page.get_by_role("img", name="QR code of your link")).to_be_visible()


def test_the_summary_prints_on_a4_without_the_menus(staff, conversation):
    staff.goes_to("conversation-summary", conversation.pk)
    assert set(printed(staff.page)) == {A4}
    staff.page.emulate_media(media="print")
    for words in ("Sign out", "Back to the brief", "Download this summary (PDF)"):
        expect(staff.page.get_by_text(words, exact=True)).to_be_hidden()


def printed(page: Page) -> list[tuple[int, int]]:
    """The sheets on which a page is printed, each with its width and height in points."""
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        return [tuple(round(float(side)) for side in sheet.mediabox[2:]) for sheet in pdf.pages]


def test_without_javascript_it_is_the_same_way(browser, live_server, client, clinician, conversation, axe, fits, fresh):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, client, clinician, live_server.url)
    page = context.new_page()
    staff = ClinicianAtBrowser(page, live_server.url, axe, fits)
    staff.goes_to("conversation-discussion", conversation.pk)
    for place in ("Special arrangements – iliofemoral DVT", "The research study – distal DVT"):
        expect(page.get_by_role("link", name=place)).to_be_visible()
    staff.chooses("iliofemoral DVT")
    staff.writes("What was said on question 1", SAID)
    staff.presses("Save")
    expect(page.get_by_text("What you wrote is saved.")).to_be_visible()
    staff.follows("Special arrangements – iliofemoral DVT")
    page.get_by_text("Check 2").first.click()
    staff.writes_in("Check 2", "What is checked", "Blood")
    staff.writes_in("Check 2", "When", "Weekly")
    staff.writes_in("Check 2", "With whom", "Her GP")
    staff.presses("Save")
    # Without JavaScript axe never ends: it is asked on the same page with it.
    expect(page.get_by_role("heading", level=1)).to_have_text("The decision")
    staff.chooses("Not have the procedure", "Have clot-busting drugs")
    staff.writes("Why, in the patient’s own words", "I am afraid of it.")
    staff.presses("Record the decision")
    expect(page.get_by_role("heading", level=1)).to_have_text("Summary of our decision")
    decision = fresh(conversation).decisions.get()
    assert (decision.choice, decision.option_id) == ("refusal", "clot-busting-drugs")
    context.close()
