"""The discussion with the patient looking on: by keyboard alone, saved as it is typed, and nobody's words lost."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from sdm.actions.answers import save_answer
from sdm.actions.discussion import save_discussion
from sdm.actions.phrases import keep_phrases
from sdm.models import User
from sdm.models.phrases import phrases_of
from sdm.rules.parts import Saved
from sdm.rules.people import Role
from sdm.rules.phrases import Phrase
from tests.stories.clinician_at_browser import ClinicianAtBrowser
from tests.stories.walking import sign_in, tab_to

FIRST = "What was said on question 1"


@pytest.fixture
def at_discussion(staff, conversation, worry_on_the_agenda) -> ClinicianAtBrowser:
    staff.goes_to("conversation-discussion", conversation.pk)
    return staff


@pytest.fixture
def theirs(conversation, hospital, fresh):
    """A colleague saves one part meanwhile."""
    colleague = User.objects.create_user(
        "second@northfield.example", name="Dr Ben Lowe", role=Role.CLINICIAN.value, hospital=hospital
    )

    def theirs(part: str, text: str) -> None:
        now = fresh(conversation)
        note = Saved(part, text=text, revision=now.discussion.get(part, Saved(part)).revision)
        save_discussion(conversation=now, notes={part: note}, by=colleague)

    return theirs


def shows(page: Page, words: str) -> None:
    expect(page.locator("[data-shown]")).to_have_text(re.compile(f"^{re.escape(words)}"))


def test_the_discussion_by_keyboard_alone(at_discussion, conversation, worry_on_the_agenda, fresh):
    page, keyboard, item = at_discussion.page, at_discussion.page.keyboard, worry_on_the_agenda
    tab_to(page, "#id_question-3-text")
    keyboard.type("Bleeding is one of the problems.")
    tab_to(page, "#id_question-1-text")
    keyboard.type("A tube goes in through the skin.")
    shows(page, "Saved")
    said = {part: saved.text for part, saved in fresh(conversation).discussion.items()}
    assert said == {"question-1": "A tube goes in through the skin.", "question-3": "Bleeding is one of the problems."}
    page.reload()
    tab_to(page, f"#id_item-{item.pk}-state_0")
    keyboard.press("ArrowDown")
    tab_to(page, f"[name=close][value='{item.pk}']")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Things to talk about: none still open")).to_be_visible()
    assert page.url.endswith("#agenda")
    item.refresh_from_db()
    assert (item.state, item.outcome) == ("answered", "Bleeding is one of the problems.")
    at_discussion.axe(page)


def test_something_to_talk_about_is_parked_by_keyboard(at_discussion, worry_on_the_agenda):
    page, keyboard, item = at_discussion.page, at_discussion.page.keyboard, worry_on_the_agenda
    tab_to(page, f"#id_item-{item.pk}-state_0")
    for _ in range(3):
        keyboard.press("ArrowDown")
    tab_to(page, f"[name=close][value='{item.pk}']")
    keyboard.press("Enter")
    expect(page.get_by_role("link", name="Enter by when")).to_be_visible()
    at_discussion.axe(page)
    tab_to(page, f"#id_item-{item.pk}-owner")
    keyboard.type("Sister Lee")
    tab_to(page, f"#id_item-{item.pk}-due_on_day")
    day = timezone.localdate() + timedelta(days=7)
    for typed in (day.day, day.month, day.year):
        keyboard.type(str(typed))
        keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Things to talk about: none still open")).to_be_visible()
    item.refresh_from_db()
    assert (item.state, item.owner, item.due_on) == ("parked", "Sister Lee", day)


def test_where_nobody_answers_the_words_stay_on_the_page_and_go_out_later(at_discussion, conversation, fresh):
    page = at_discussion.page
    page.context.set_offline(True)
    at_discussion.writes(FIRST, "What I wrote")
    shows(page, "Not saved yet. We cannot reach the service.")
    page.get_by_role("button", name="Save", exact=True).click()
    shows(page, "Not saved yet. We cannot reach the service.")
    expect(page.get_by_label(FIRST)).to_have_value("What I wrote")
    at_discussion.axe(page)
    page.context.set_offline(False)
    shows(page, "Saved")
    assert fresh(conversation).discussion["question-1"].text == "What I wrote"


def test_what_a_colleague_wrote_in_the_same_part_is_shown_beside_mine_and_their_other_part_as_theirs(
    at_discussion, theirs, conversation, fresh
):
    page = at_discussion.page
    theirs("question-1", "What they wrote")
    theirs("question-2", "Theirs alone")
    at_discussion.writes(FIRST, "What I wrote")
    shows(page, "Not all of it is saved yet. Somebody else changed the same part.")
    at_discussion.presses("Save")
    at_discussion.reads("The discussion")
    expect(page.get_by_text("What they wrote")).to_be_visible()
    expect(page.get_by_label("What was said on question 2")).to_have_value("Theirs alone")
    at_discussion.presses("Save what I wrote on top")
    at_discussion.is_told("What you wrote is saved.")
    said = {part: saved.text for part, saved in fresh(conversation).discussion.items()}
    assert said == {"question-1": "What I wrote", "question-2": "Theirs alone"}


def test_whoever_was_signed_out_signs_in_elsewhere_and_goes_on(at_discussion, clinician, client, conversation, fresh):
    page = at_discussion.page
    at_discussion.page.context.clear_cookies()
    at_discussion.writes(FIRST, "What I wrote")
    shows(page, "Not saved yet. You were signed out.")
    sign_in(page.context, client, clinician, at_discussion.origin)
    # Whoever signs in sees a page, and with it gets the cookie that forms need.
    page.context.new_page().goto(f"{at_discussion.origin}{reverse('conversation', args=[conversation.pk])}")
    at_discussion.presses("Save")
    at_discussion.is_told("What you wrote is saved.")
    assert fresh(conversation).discussion["question-1"].text == "What I wrote"


def test_words_for_something_to_talk_about_are_asked_after_before_the_page_is_left(
    at_discussion,
    worry_on_the_agenda,
):
    page, asked = at_discussion.page, []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator(f"#id_item-{worry_on_the_agenda.pk}-outcome").press_sequentially("It is rare")
    page.get_by_role("link", name="Go to the decision").click()
    expect(page.locator(f"#id_item-{worry_on_the_agenda.pk}-outcome")).to_have_value("It is rare")
    assert asked == ["beforeunload"]


BLEEDING = Phrase("question-3", "Bleeding", "Bleeding is one of the problems. NICE gives no number.")


@pytest.fixture
def phrases(edition, editor):
    keep_phrases(leaflet=edition.leaflet, phrases=[BLEEDING], seen=0, by=editor)


@pytest.fixture
def what_matters(conversation, patient, fresh, worry_on_the_agenda):
    """What the patient said matters to them, and how many would be too many."""
    matters = {"matters-clot-gone": "a-lot", "own-matter": "My choir", "own-matter-rated": "a-lot"}
    sent = {"what-matters": ("To sing", matters), "options": ("", {"too-many-procedure-1": 3})}
    for part, (text, details) in sent.items():
        save_answer(conversation=fresh(conversation), part=part, text=text, details=details, seen=0, by=patient)


def test_a_phrase_goes_where_the_cursor_is_with_one_press_and_is_marked_until_it_is_changed(
    phrases,
    staff,
    conversation,
    fresh,
):
    page, keyboard = staff.page, staff.page.keyboard
    staff.goes_to("conversation-discussion", conversation.pk)
    tab_to(page, "#id_question-3-text")
    keyboard.type("He asked. And his brother?")
    for _ in " And his brother?":
        keyboard.press("ArrowLeft")
    tab_to(page, "button[name=insert]")
    keyboard.press("Enter")
    box = page.locator("#id_question-3-text")
    expect(box).to_have_value(f"He asked. {BLEEDING.text} And his brother?")
    expect(box).to_be_focused()
    shows(page, "Saved")
    assert fresh(conversation).discussion["question-3"].details == {"standard_wording": [BLEEDING.text]}


def test_a_phrase_is_marked_as_standard_wording_until_there_is_a_word_for_this_patient(phrases, staff, conversation):
    page, keyboard = staff.page, staff.page.keyboard
    staff.goes_to("conversation-discussion", conversation.pk)
    tab_to(page, "button[name=insert]")
    keyboard.press("Enter")
    expect(page.locator("[data-standard=question-3]")).to_be_visible()
    staff.axe(page)
    keyboard.type(" That frightens him.")
    expect(page.locator("[data-standard=question-3]")).to_be_hidden()
    shows(page, "Saved")


def test_nobody_is_asked_before_leaving_a_page_on_which_all_is_saved(at_discussion, worry_on_the_agenda):
    """After something on it was mended, the page that the button leads to has neither the error nor a question."""
    page, item, asked = at_discussion.page, worry_on_the_agenda, []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator(f"#id_item-{item.pk}-state_3").check()
    page.get_by_role("button", name="Close this").click()
    expect(page.get_by_role("link", name="Enter by when")).to_be_visible()
    page.locator(f"#id_item-{item.pk}-owner").fill("Sister Lee")
    day = timezone.localdate() + timedelta(days=7)
    for box, typed in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"#id_item-{item.pk}-due_on_{box}").fill(str(typed))
    with page.expect_navigation():
        page.get_by_role("button", name="Close this").click()
    expect(page.get_by_role("heading", name="Things to talk about: none still open")).to_be_visible()
    assert (page.locator(".nhsuk-error-summary").count(), asked) == (0, [])


def test_nobody_is_asked_before_leaving_what_was_saved_on_top(at_discussion, theirs):
    page, asked = at_discussion.page, []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    theirs("question-1", "What they wrote")
    at_discussion.writes(FIRST, "What I wrote")
    shows(page, "Not all of it is saved yet. Somebody else changed the same part.")
    at_discussion.presses("Save")
    at_discussion.reads("The discussion")
    expect(page.get_by_text("What they wrote")).to_be_visible()
    at_discussion.presses("Save what I wrote on top")
    at_discussion.is_told("What you wrote is saved.")
    assert asked == []


def test_a_phrase_can_be_taken_back_with_undo(phrases, staff, conversation):
    staff.goes_to("conversation-discussion", conversation.pk)
    staff.page.locator("button[name=insert]").click()
    box = staff.page.locator("#id_question-3-text")
    expect(box).to_have_value(BLEEDING.text)
    staff.page.keyboard.press("Control+z")
    expect(box).to_have_value("")


def test_what_matters_is_listed_until_a_word_is_written_where_its_link_leads(
    what_matters, at_discussion, conversation, fresh
):
    page, keyboard = at_discussion.page, at_discussion.page.keyboard
    page.reload()
    for details in page.locator("main details").all():
        details.evaluate("one => one.open = true")
    at_discussion.axe(page)
    page.set_viewport_size({"width": 320, "height": 800})
    at_discussion.fits(page)
    page.get_by_role("link", name="My choir").press("Enter")
    keyboard.press("Tab")
    page.locator("#id_what-matters-about-own-matter").focus()
    keyboard.type("Mondays, in the church.")
    shows(page, "Saved")
    at_discussion.goes_to("conversation-decision", conversation.pk)
    at_discussion.reads("The decision")
    listed = page.locator("section[aria-labelledby=unspoken] li")
    expect(listed).to_have_text(
        [
            "In their own words: To sing",
            "Matters a lot to them: Getting rid of the clot",
            "3 in 100 would be too many for them: Have the clot removed with a device: Bleeding",
            "Still to talk about: Will I bleed?",
        ]
    )
    at_discussion.fits(page)


def test_what_holds_for_this_patient_by_keyboard(at_discussion, conversation, fresh):
    page, keyboard = at_discussion.page, at_discussion.page.keyboard
    page.locator("summary", has_text="For this patient: Have clot-busting drugs").press("Enter")
    tab_to(page, "#id_options-not-offered-clot-busting-drugs")
    keyboard.type("You had an operation ten days ago.")
    page.locator("summary", has_text="For this patient: Have the clot removed").press("Enter")
    tab_to(page, "#id_options-bad-procedure-1")
    keyboard.type("Bleeding may be harder to stop")
    shows(page, "Saved")
    at_discussion.presses("Save")
    expect(page.get_by_role("link", name="Write why this is so for this patient")).to_be_visible()
    at_discussion.axe(page)
    page.locator("#id_options-bad-procedure-1-why").fill("You take warfarin")
    at_discussion.presses("Save")
    at_discussion.is_told("What you wrote is saved.")
    details = fresh(conversation).discussion["options"].details
    assert details["not-offered-clot-busting-drugs"] == "You had an operation ten days ago."
    assert (details["bad-procedure-1"], details["bad-procedure-1-why"]) == (
        "Bleeding may be harder to stop",
        "You take warfarin",
    )


def test_without_javascript_a_phrase_is_inserted_and_a_thing_is_closed(
    phrases,
    browser,
    live_server,
    client,
    clinician,
    worry_on_the_agenda,
    conversation,
    axe,
    fits,
    fresh,
):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, client, clinician, live_server.url)
    page = context.new_page()
    staff = ClinicianAtBrowser(page, live_server.url, axe, fits)
    staff.goes_to("conversation-discussion", conversation.pk)
    staff.writes(FIRST, "Keep these words")
    with page.expect_navigation():
        page.get_by_role("button", name="Insert “Bleeding”").click()
    expect(page.get_by_label("What was said on question 3")).to_have_value(BLEEDING.text)
    expect(page.get_by_label(FIRST)).to_have_value("Keep these words")
    page.get_by_label("What was said on question 3").fill(f"{BLEEDING.text} He nodded.")
    page.locator(f"#id_item-{worry_on_the_agenda.pk}-state_1").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Close this").click()
    expect(page.get_by_role("heading", name="Things to talk about: none still open")).to_be_visible()
    assert fresh(conversation).discussion["question-1"].text == "Keep these words"
    context.close()


def test_the_content_team_keeps_its_phrases(page, live_server, client, context, editor, edition, axe, fits):
    sign_in(context, client, editor, live_server.url)
    page.goto(f"{live_server.url}{reverse('phrases', args=[edition.leaflet_id])}")
    axe(page)
    for name, text in (("Bleeding", BLEEDING.text), ("The tube", "A tube goes into a vein through the skin.")):
        page.get_by_label("What its button says").last.fill(name)
        page.get_by_label("The phrase", exact=True).last.fill(text)
        if name == "Bleeding":
            with page.expect_navigation():
                page.get_by_role("button", name="Add another phrase").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Move up phrase 2").click()
    axe(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The phrases are saved.")
    page.get_by_text("Version 1, by Jo Bell").click()
    axe(page)
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page)
    kept = phrases_of(editor.hospital_id, edition.leaflet_id)
    assert [phrase.name for phrase in kept] == ["The tube", "Bleeding"]
