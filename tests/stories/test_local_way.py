"""The content team at their own hospital: what it adds to a leaflet, and the leaflet in another language."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sdm.actions.translations import start_translation, translate_part
from sdm.models import Edition
from sdm.models import LocalParts as Revision
from sdm.rules.local_parts import LocalParts
from sdm.rules.translating import beside, parts_of
from tests.fictional_leaflet import fictional_leaflet
from tests.given import PASSWORD
from tests.stories.test_content_way import DeskAtBrowser

# The way is the same in a wide window, and so is what it leaves in the database.
SIZES = [(320, 640), pytest.param((1280, 900), marks=pytest.mark.look)]
MARK = "From Northfield Hospital, not from NICE"


@pytest.fixture
def desk(page: Page, live_server, axe, fits, editor) -> DeskAtBrowser:
    """An editor who has signed in; each page that they read fits and has no fault that axe finds."""

    def look(shown: Page) -> None:
        axe(shown)
        fits(shown)

    someone = DeskAtBrowser(page, live_server.url, look)
    someone.signs_in(editor)
    return someone


@pytest.mark.parametrize("size", SIZES)
def test_a_hospital_adds_to_a_leaflet_and_patients_see_it(desk, edition, at_browser, size):
    desk.page.set_viewport_size({"width": size[0], "height": size[1]})
    desk.goes_to(reverse("leaflets"))
    desk.page.get_by_role("link", name="What your hospital adds to IPG651").click()
    desk.reads("What your hospital adds")
    desk.types("Whom patients ask about this leaflet", "Vein nurses")
    desk.types("What happens afterwards here", "- You come back after a week.\n- You ring us if you cannot.")
    desk.presses("Save")
    expect(desk.page.get_by_role("alert")).to_contain_text("Give a phone number or an e-mail address")
    desk.reads("What your hospital adds")
    desk.types("Phone number", "01632 960 007")
    desk.presses("See how patients will see it")
    expect(desk.page.get_by_role("heading", name=MARK)).to_be_visible()
    desk.reads("What your hospital adds")
    desk.presses("Save")
    expect(desk.page.get_by_text("Patients see it from now on.")).to_be_visible()
    desk.follows("Everything that was changed, and undo")
    desk.reads("Everything that was changed")
    desk.page.get_by_text("How patients saw revision 1").click()
    desk.reads("Everything that was changed")
    at_browser.gets_in()
    at_browser.goes_to("/my/options")
    expect(desk.page.get_by_role("heading", name=MARK)).to_be_visible()
    expect(desk.page.get_by_text("You come back after a week.")).to_be_visible()
    expect(desk.page.get_by_role("link", name="01632 960 007")).to_be_visible()
    desk.look(desk.page)


def test_with_the_keyboard_alone_it_is_saved_and_undone(desk, edition, add_locally):
    add_locally(LocalParts(afterwards="You come back after a week."))
    desk.goes_to(reverse("local-parts", args=[edition.leaflet_id]))
    keys = desk.page.keyboard
    desk.page.get_by_label("What happens afterwards here").focus()
    keys.press("Control+A")
    keys.type("You come back after a month.")
    desk.page.get_by_role("button", name="Save", exact=True).focus()
    with desk.page.expect_navigation():
        keys.press("Enter")
    assert Revision.objects.first().parts.afterwards == "You come back after a month."
    desk.goes_to(reverse("local-parts-history", args=[edition.leaflet_id]))
    desk.page.get_by_role("button", name="Undo: put revision 1 back").focus()
    with desk.page.expect_navigation():
        keys.press("Enter")
    assert Revision.objects.first().parts.afterwards == "You come back after a week."


@pytest.mark.parametrize("size", SIZES)
def test_a_leaflet_is_put_into_another_language_part_by_part(desk, made_up, size):
    desk.page.set_viewport_size({"width": size[0], "height": size[1]})
    desk.goes_to(reverse("edition", args=[made_up.pk]))
    desk.follows("Translations")
    desk.reads("Translations")
    desk.page.get_by_label("Language").select_option("pl")
    desk.presses("Start the translation")
    desk.reads("Translation into Polish")
    draft = Edition.objects.get(language="pl")
    desk.page.get_by_role("link", name="Title and details").first.click()
    desk.reads("Title and details")
    polish = {part.id: part for part in parts_of(fictional_leaflet("pl"))}
    parts = beside(draft.content, made_up.content)
    for one in parts[:3]:
        for text in polish[one.part.id].texts:
            box = desk.page.locator(f'[name="says-{text.key}"]')
            if box.count():
                box.fill(text.words)
        with desk.page.expect_navigation():
            desk.presses("Save, and go on")
        desk.look(desk.page)
    desk.follows("Back to the parts")
    desk.reads("Translation into Polish")
    expect(desk.page.get_by_text(f"3 of {len(parts)} parts are translated")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_a_second_person_says_why_a_translation_is_not_like_its_original(desk, made_up, editor, administrator, size):
    desk.page.set_viewport_size({"width": size[0], "height": size[1]})
    draft = start_translation(original=made_up, language="pl", by=editor)
    for part in parts_of(fictional_leaflet("pl")):
        words = {text.key: text.words for text in part.texts}
        said = words | ({"body": "Nic."} if part.id == "section-1" else {})
        draft = translate_part(edition=draft, part=part.id, words=said, seen=draft.revision, by=editor)
    desk.goes_to(reverse("edition-translating", args=[draft.pk]))
    desk.reads("Translation into Polish")
    desk.page.get_by_role("link", name="far shorter than the original").click()
    expect(desk.page.get_by_role("heading", name="Not like the original")).to_be_visible()
    desk.look(desk.page)
    desk.follows("Back to the parts")
    desk.follows("See what is left before it is published")
    desk.reads(draft.content.title)
    desk.page.get_by_role("link", name="Checklist for a decision aid").click()
    desk.reads("Checklist for a decision aid")
    expect(desk.page.get_by_text("Not judged: this is not English").first).to_be_visible()
    desk.signs_in(administrator)
    desk.goes_to(reverse("edition-publish", args=[draft.pk]))
    desk.reads("Publish MADE-UP-1, edition 1 (Polish)?")
    desk.page.get_by_label("It says this about").check()
    desk.types("You sign: your password", PASSWORD)
    desk.presses("Publish this edition")
    expect(desk.page.get_by_role("alert")).to_contain_text("Say why")
    desk.reads("Publish MADE-UP-1, edition 1 (Polish)?")
    desk.types("Why you publish it all the same", "Polish needs one word for it.")
    desk.types("You sign: your password", PASSWORD)
    desk.presses("Publish this edition")
    desk.reads(draft.content.title)
    assert Edition.objects.get(pk=draft.pk).publish_reason == "Polish needs one word for it."
