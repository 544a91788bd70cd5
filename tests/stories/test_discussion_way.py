"""The discussion with the patient looking on: by keyboard alone, saved as it is typed, and nobody's words lost."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from sdm.actions.discussion import save_discussion
from sdm.models import User
from sdm.rules.parts import Saved
from sdm.rules.people import Role
from tests.stories.test_clinician_way import (  # noqa: F401
    ClinicianAtBrowser,
    sign_in,
    staff,
    tab_to,
    worry_on_the_agenda,
)

FIRST = "What was said on question 1"


@pytest.fixture
def at_discussion(staff, conversation, worry_on_the_agenda) -> ClinicianAtBrowser:  # noqa: F811
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


def test_the_discussion_by_keyboard_alone(at_discussion, conversation, worry_on_the_agenda, fresh):  # noqa: F811
    page, keyboard, item = at_discussion.page, at_discussion.page.keyboard, worry_on_the_agenda
    tab_to(page, "#id_question-1-text")
    keyboard.type("A tube goes in through the skin.")
    tab_to(page, "#id_question-3-text")
    keyboard.type("Bleeding is one of the problems.")
    shows(page, "Saved")
    said = {part: saved.text for part, saved in fresh(conversation).discussion.items()}
    assert said == {"question-1": "A tube goes in through the skin.", "question-3": "Bleeding is one of the problems."}
    tab_to(page, f"#id_item-{item.pk}-state_0")
    keyboard.press("ArrowDown")
    tab_to(page, f"[name=close][value='{item.pk}']")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Things to talk about: none still open")).to_be_visible()
    assert page.url.endswith("#agenda")
    item.refresh_from_db()
    assert (item.state, item.outcome) == ("answered", "Bleeding is one of the problems.")
    at_discussion.axe(page)


def test_something_to_talk_about_is_parked_by_keyboard(at_discussion, worry_on_the_agenda):  # noqa: F811
    page, keyboard, item = at_discussion.page, at_discussion.page.keyboard, worry_on_the_agenda
    tab_to(page, f"#id_item-{item.pk}-state_0")
    for _ in range(2):
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
    worry_on_the_agenda,  # noqa: F811
):
    page, asked = at_discussion.page, []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator(f"#id_item-{worry_on_the_agenda.pk}-outcome").press_sequentially("It is rare")
    page.get_by_role("link", name="Go to the decision").click()
    expect(page.locator(f"#id_item-{worry_on_the_agenda.pk}-outcome")).to_have_value("It is rare")
    assert asked == ["beforeunload"]
