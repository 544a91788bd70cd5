"""A clinician finds a patient by name, reads the brief and marks it as read; the next one sees who came first."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from sdm.actions.answers import save_answer, send_answers
from sdm.models import User
from sdm.rules.parts import TALK, WHAT_MATTERS
from sdm.rules.people import Role
from tests.stories.walking import sign_in, tab_to


@pytest.fixture
def nurse(hospital) -> User:
    return User.objects.create_user(
        "nurse@northfield.example", name="Ben Ode", role=Role.CLINICIAN.value, hospital=hospital
    )


@pytest.fixture
def sent(conversation, patient, fresh):
    """A conversation whose patient has sent a worry."""
    words = {"text": "Will it hurt?", "understanding": TALK}
    save_answer(conversation=fresh(conversation), part="question-1", seen=0, by=patient, **words)
    send_answers(conversation=fresh(conversation), by=patient)
    return conversation


@pytest.fixture
def browser_of(context, live_server):
    """The page of whoever signs in, in place of whoever was in before."""

    def browser_of(user: User):
        context.clear_cookies()
        sign_in(context, Client(), user, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}{reverse('conversations')}")
        return page

    return browser_of


def finds_and_reads(browser_of, clinician, nurse, patient, sent, fresh, look) -> None:
    page = browser_of(clinician)
    page.get_by_label("Find a patient by name or NHS number").fill("ellis ma")
    with page.expect_navigation():
        page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_role("table", name="Patients who were found")).to_contain_text("Margaret Ellis")
    assert "ellis" not in page.url
    look(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Margaret Ellis").click()
    look(page)
    with page.expect_navigation():
        page.get_by_role("button", name="I have read this").click()
    expect(page.get_by_text("Nothing has changed since you read it.")).to_be_visible()
    look(page)
    with page.expect_navigation():
        page.go_back()

    save_answer(conversation=fresh(sent), part=WHAT_MATTERS, text="My dog", seen=0, by=patient)
    other = browser_of(nurse)
    other.goto(page.url.split("/conversations/")[0] + reverse("conversation", args=[sent.pk]))
    expect(other.get_by_text("Read first by Dr Amira Khan")).to_be_visible()
    with other.expect_navigation():
        other.get_by_role("button", name="I have read this").click()
    expect(other.get_by_text("Then by Ben Ode")).to_be_visible()

    page = browser_of(clinician)
    with page.expect_navigation():
        page.get_by_role("link", name="Margaret Ellis").click()
    expect(page.get_by_text("Changed since you read it: What matters to me.")).to_be_visible()
    look(page)


def test_found_and_read(browser_of, clinician, nurse, patient, sent, fresh, axe, fits):
    def look(page) -> None:
        axe(page)
        usual = page.viewport_size
        page.set_viewport_size({"width": 320, "height": 256})
        fits(page)
        page.set_viewport_size(usual)

    finds_and_reads(browser_of, clinician, nurse, patient, sent, fresh, look)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript(browser_of, clinician, nurse, patient, sent, fresh):
    finds_and_reads(browser_of, clinician, nurse, patient, sent, fresh, lambda page: None)


def test_by_keyboard_alone(browser_of, clinician, sent):
    page = browser_of(clinician)

    tab_to(page, page.get_by_label("Find a patient by name or NHS number"))
    page.keyboard.type("marg")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Margaret Ellis"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="I have read this"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Read first by Dr Amira Khan")).to_be_visible()
