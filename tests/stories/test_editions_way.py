"""A newer edition: a second person publishes it, a clinician moves the patient over, and both see what is different."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.editions import start_draft
from sdm.leaflets.edition_file import written
from sdm.leaflets.shipped import completed
from sdm.models import Conversation, Edition, User
from tests.counted_leaflet import counted_leaflet
from tests.given import PASSWORD, with_password
from tests.second_person import words_of
from tests.stories.walking import sign_in

CONTENT = completed("ipg651")
FIRST = CONTENT.questions[0]
NEWER = replace(
    CONTENT,
    questions=(replace(FIRST, wording="What will be done to me?"), *CONTENT.questions[1:4]),
    living_with="Nobody knows yet what living with it is like.",
)


@pytest.fixture
def signs_in(page: Page, live_server):
    def signs_in(user: User) -> None:
        sign_in(page.context, Client(), with_password(user), live_server.url)

    return signs_in


@pytest.fixture
def looks(page: Page, axe, fits):
    """The page has this heading, passes axe, and fits on a small phone as well as on a desk."""

    def looks(heading: str | re.Pattern) -> None:
        expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        axe(page)
        page.set_viewport_size({"width": 320, "height": 640})
        fits(page)
        axe(page)
        page.set_viewport_size({"width": 1280, "height": 720})

    return looks


def by_keyboard(page: Page, name: str) -> None:
    """Press a button from the keyboard alone."""
    page.get_by_role("button", name=name, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.fixture
def written_answers(conversation, patient, fresh) -> Conversation:
    for number in (1, 2, 5):
        part = f"question-{number}"
        save_answer(conversation=fresh(conversation), part=part, text=f"My words on {number}", seen=0, by=patient)
    send_answers(conversation=fresh(conversation), by=patient)
    return conversation


def test_from_publishing_to_the_patient(
    page, live_server, signs_in, looks, at_browser, edition, editor, administrator, clinician, written_answers
):
    draft = start_draft(content=NEWER, source_text=words_of(NEWER), by=editor)
    signs_in(administrator)
    page.goto(live_server.url + reverse("edition-publish", args=[draft.pk]))
    looks("Publish IPG651, edition 2?")
    expect(page.locator("section ins").first).to_contain_text("Put in:")
    for box in page.get_by_role("checkbox").all():
        box.press("Space")
    page.get_by_label("Why you publish it all the same").fill("It asks something else.")
    page.get_by_label("You sign: your password").fill(PASSWORD)
    by_keyboard(page, "Publish this edition")
    looks(CONTENT.title)
    page.goto(live_server.url + reverse("edition-changes", args=[draft.pk]))
    looks("What is different from edition 1")

    signs_in(clinician)
    page.goto(live_server.url + reverse("conversations"))
    expect(page.get_by_text("Newer edition of the leaflet")).to_be_visible()
    page.goto(live_server.url + reverse("conversation", args=[written_answers.pk]))
    looks("Margaret Ellis")
    with page.expect_navigation():
        page.get_by_role("link", name="See what is different in edition 2").click()
    looks("The edition of the leaflet")
    by_keyboard(page, "Move the patient to edition 2")
    looks("Margaret Ellis")
    expect(page.get_by_role("alert")).to_contain_text("The patient is moved to the newest edition.")
    for number in (1, 2, 5):
        expect(page.get_by_text(f"My words on {number}", exact=True).first).to_be_visible()

    at_browser.gets_in()
    looks("My list")
    with page.expect_navigation():
        page.get_by_role("link", name="See what is different").click()
    looks("What is different")
    expect(page.get_by_text("My words on 5")).to_be_visible()
    at_browser.goes_to("/my/questions/1")
    looks(re.compile("What will be done to me"))
    expect(page.get_by_text("You wrote this to an earlier question:")).to_be_visible()
    expect(page.get_by_text("My words on 1")).to_be_visible()
    at_browser.goes_to("/my/check")
    looks("My answers")
    expect(page.get_by_role("heading", name="Questions that are not asked any more")).to_be_visible()


def test_an_edition_is_withdrawn_and_everybody_is_told(
    page, live_server, signs_in, looks, at_browser, edition, administrator, clinician, conversation
):
    signs_in(administrator)
    page.goto(live_server.url + reverse("edition", args=[edition.pk]))
    with page.expect_navigation():
        page.get_by_role("link", name="Withdraw this edition").click()
    looks("Withdraw IPG651, edition 1?")
    by_keyboard(page, "Withdraw this edition")
    expect(page).to_have_title("Error: Withdraw IPG651, edition 1 – sdm")
    looks("Withdraw IPG651, edition 1?")
    page.get_by_label("Why it must not be used any more").fill("A number in the risks was wrong.")
    page.get_by_label("You sign: your password").fill(PASSWORD)
    by_keyboard(page, "Withdraw this edition")
    looks(CONTENT.title)
    expect(page.get_by_text("A number in the risks was wrong.")).to_be_visible()

    signs_in(clinician)
    page.goto(live_server.url + reverse("conversations"))
    expect(page.get_by_text("Leaflet withdrawn")).to_be_visible()
    page.goto(live_server.url + reverse("conversation-decision", args=[conversation.pk]))
    looks("The decision")
    with page.expect_navigation():
        page.get_by_role("link", name="This edition of the leaflet was withdrawn.").click()
    looks("The edition of the leaflet")
    page.get_by_label("What you told the patient about it").fill("I told her what is wrong, and what that means.")
    by_keyboard(page, "Write it down")
    looks("The decision")
    expect(page.get_by_role("link", name="This edition of the leaflet was withdrawn.")).to_have_count(0)

    at_browser.gets_in()
    looks("My list")
    expect(page.get_by_text("Your hospital does not use this edition of the leaflet any more.")).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_an_edition_goes_out_as_a_file_and_comes_in_elsewhere_without_a_script(
    page, live_server, signs_in, axe, fits, edition, editor, tmp_path
):
    signs_in(editor)
    page.goto(live_server.url + reverse("edition", args=[edition.pk]))
    with page.expect_download() as going:
        page.get_by_role("link", name="Take it out as a file for another hospital").click()
    file = Path(going.value.path())
    assert going.value.suggested_filename == "IPG651-en-1.json"
    page.goto(live_server.url + reverse("leaflets"))
    for brought, says in (
        (file.read_bytes(), "This edition is here already, word for word."),
        (written(counted_leaflet(), language="en", source_text=""), "It is a draft here."),
    ):
        page.goto(live_server.url + reverse("edition-import"))
        page.set_viewport_size({"width": 320, "height": 640})
        fits(page)
        chosen = tmp_path / "edition.json"
        chosen.write_bytes(brought)
        page.get_by_label("Choose the file").set_input_files(chosen)
        by_keyboard(page, "Bring in the edition")
        expect(page.get_by_text(says)).to_be_visible()
    page.goto(live_server.url + reverse("edition-import"))
    chosen.write_text("{}")
    page.get_by_label("Choose the file").set_input_files(chosen)
    by_keyboard(page, "Bring in the edition")
    expect(page).to_have_title("Error: Bring in an edition from another hospital – sdm")
    assert Edition.objects.count() == 2
