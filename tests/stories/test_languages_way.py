"""A patient's way in another language: the switch, Welsh, and a language that runs from right to left."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.conversations import invite
from sdm.actions.decisions import decide
from sdm.models import Conversation
from tests.stories.conftest import PatientAtBrowser
from tests.stories.walking import sign_in

PAGES = (
    "/",
    "/my",
    "/my/read",
    "/my/read/all",
    "/my/not-known-yet",
    "/my/questions/2",
    "/my/what-matters",
    "/my/people-and-help",
    "/my/where-i-am",
    "/my/options",
    "/my/check",
)
AWAITS_REVIEW = "Mae'r cyfieithiad hwn yn aros i gael ei adolygu gan gyfieithydd."
LITTLE_WINDOW = {"width": 320, "height": 640}


def test_a_patient_changes_the_language_and_stays_where_they_are(at_browser, axe, fits):
    page = at_browser.page
    at_browser.opens_the_link()
    at_browser.follows("Cymraeg")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    for box, typed in (("Diwrnod", "27"), ("Mis", "3"), ("Blwyddyn", "1958")):
        page.get_by_label(box, exact=True).fill(typed)
    at_browser.presses("Parhau")
    assert at_browser.reads("Fy rhestr")
    at_browser.goes_to("/my/questions/2?from=check")
    axe(page)
    page.set_viewport_size(LITTLE_WINDOW)
    fits(page)
    at_browser.follows("English")
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    assert page.url.endswith("/my/questions/2?from=check")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_the_switch_works_without_javascript(at_browser):
    at_browser.gets_in()
    at_browser.follows("Cymraeg")
    assert at_browser.reads("Fy rhestr")


def test_leaving_typed_words_for_another_language_takes_them_along_or_asks_first(at_browser):
    page, asked = at_browser.page, []
    at_browser.gets_in()
    at_browser.goes_to("/my/what-matters")
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    at_browser.writes("What I hope for", "Do not lose me")
    page.context.set_offline(True)
    page.get_by_role("link", name="Cymraeg").click()
    page.get_by_text("Not saved yet.").first.wait_for()
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.get_by_label("What I hope for")).to_have_value("Do not lose me")
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    at_browser.writes("What I hope for", "Take me along")
    expect(page.locator("[data-shown]")).to_have_text("Saved")
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.locator("#id_text")).to_have_value("Take me along")
    assert asked == ["beforeunload"]


def test_what_the_script_says_comes_with_the_page_in_its_language(at_browser):
    at_browser.gets_in()
    at_browser.follows("Cymraeg")
    at_browser.goes_to("/my/what-matters")
    at_browser.page.locator("textarea").fill("a" * 3999)
    expect(at_browser.page.get_by_text("Mae gennych 1 nod ar ôl").first).to_be_visible()


@pytest.fixture
def arabic(settings):
    """The interface as it would stand in a language from right to left; its words are Django's own and English."""
    settings.LANGUAGES = [("en-gb", "English"), ("ar", "العربية")]


@pytest.mark.look
@pytest.mark.parametrize("size", [LITTLE_WINDOW, {"width": 1280, "height": 900}], ids=["narrow", "wide"])
def test_from_right_to_left_everything_fits(
    arabic, at_browser, axe, fits, size, conversation, patient, clinician, fresh
):
    page = at_browser.page
    page.set_viewport_size(size)
    at_browser.gets_in()
    at_browser.follows("العربية")
    save_answer(
        conversation=fresh(conversation),
        part="question-2",
        text="Is it safe?",
        understanding="talk",
        seen=0,
        by=patient,
    )
    send_answers(conversation=fresh(conversation), by=patient)
    for address in PAGES:
        at_browser.goes_to(address)
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        axe(page)
        fits_both_ways(page)
    at_browser.goes_to("/my/what-matters")
    at_browser.writes("What I hope for", "a" * 4001)
    page.locator("main form button").locator("visible=true").first.click()
    page.locator(".nhsuk-error-summary").wait_for()
    axe(page)
    fits_both_ways(page)
    decide(conversation=fresh(conversation), choice="refusal", reasons="I would rather wait.", seen=0, by=clinician)
    Conversation.objects.update(appointment_at=timezone.now())
    at_browser.goes_to("/my/summary")
    axe(page)
    fits_both_ways(page)


@pytest.mark.look
@pytest.mark.parametrize("size", [LITTLE_WINDOW, {"width": 1280, "height": 900}], ids=["narrow", "wide"])
def test_every_page_in_welsh_fits(at_browser, axe, size, conversation, patient, clinician, fresh):
    page = at_browser.page
    page.set_viewport_size(size)
    at_browser.gets_in()
    at_browser.follows("Cymraeg")
    for address in (*PAGES, "/nothing-here"):
        at_browser.goes_to(address)
        expect(page.locator("html")).to_have_attribute("lang", "cy")
        expect(page.locator("footer").get_by_text(AWAITS_REVIEW)).to_be_visible()
        axe(page)
        fits_both_ways(page)
    save_answer(conversation=fresh(conversation), part="question-2", text="A yw'n ddiogel?", seen=0, by=patient)
    at_browser.goes_to("/my/check")
    at_browser.presses("Anfon fy atebion")
    assert at_browser.reads("Mae eich atebion wedi'u hanfon")
    fits_both_ways(page)
    decide(conversation=fresh(conversation), choice="refusal", reasons="Mae'n well gen i aros.", seen=0, by=clinician)
    for address in ("/my", "/my/summary", "/my/questions/1"):
        at_browser.goes_to(address)
        axe(page)
        fits_both_ways(page)


@pytest.fixture
def tea(start, made_up, clinician, translate, page, live_server) -> PatientAtBrowser:
    """A patient whose leaflet, which is about nothing that exists, can be read in Polish and in Arabic."""
    for language in ("pl", "ar"):
        translate(made_up, language)
    _, token = invite(conversation=start(edition=made_up), by=clinician)
    return PatientAtBrowser(page, live_server.url, token)


def test_patient_family_and_clinician_speak_of_the_same_question(tea, axe, browser, client, clinician):
    page = tea.page
    tea.gets_in()
    tea.goes_to("/my/questions/1")
    tea.follows("Polski")
    assert tea.reads("Na czym to polega?")
    expect(page.get_by_text("What is done?")).to_have_count(0)
    axe(page)
    tea.follows("Show it in English too")
    expect(page.get_by_text("What is done?")).to_be_visible()
    expect(page.get_by_label("What I think")).to_be_visible()
    axe(page)
    tea.writes("What I think", "Czy to boli?")
    tea.presses("Save and continue")
    assert tea.reads("Co może pójść źle?")
    expect(page.get_by_text("What can go wrong?").first).to_be_visible()
    tea.goes_to("/my/check")
    tea.presses("Send my answers")

    theirs, conversation = browser.new_page(), Conversation.objects.get()
    sign_in(theirs.context, client, clinician, tea.origin)
    theirs.goto(f"{tea.origin}/conversations/{conversation.pk}/discussion/")
    beside = theirs.locator("#question-1")
    expect(beside.get_by_text("What is done?").first).to_be_visible()
    expect(beside.get_by_text("Na czym to polega?")).to_have_attribute("lang", "pl")
    axe(theirs)
    theirs.get_by_role("link", name="The leaflet in Polish and English, side by side").click()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("The leaflet in Polish and English")
    axe(theirs)
    theirs.context.close()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_the_language_of_the_leaflet_is_chosen_without_javascript(tea):
    tea.gets_in()
    tea.goes_to("/my/read")
    tea.follows("العربية")
    tea.follows("Show it in English too")
    expect(tea.page.get_by_text("There is no dragon cough.")).to_be_visible()
    tea.presses("I have read this")
    assert tea.reads("ماذا يحدث؟")


@pytest.mark.look
@pytest.mark.parametrize("page_language", ["en-gb", "ar"])
@pytest.mark.parametrize("size", [LITTLE_WINDOW, {"width": 1280, "height": 900}], ids=["narrow", "wide"])
def test_right_to_left_beside_left_to_right(tea, arabic, axe, size, page_language):
    page = tea.page
    page.set_viewport_size(size)
    tea.gets_in()
    tea.goes_to("/my?leaflet=ar&language=" + page_language)
    for address in ("/my/read", "/my/read/all", "/my/questions/1", "/my/not-known-yet", "/my/options"):
        for query in ("", "?both"):
            tea.goes_to(address + query)
            axe(page)
            fits_both_ways(page)
        rows = page.locator(".sdm-both")
        assert rows.count() > 1
        for row in rows.all():
            halves = row.locator("> *").evaluate_all(
                "all => all.map((one) => [getComputedStyle(one).direction, one.getBoundingClientRect().x])"
            )
            assert [direction for direction, _ in halves] == ["rtl", "ltr"]
            # The patient's own words come first, in the direction of the page.
            comes_first = halves[0][1] - halves[1][1]
            assert comes_first == 0 if size == LITTLE_WINDOW else (comes_first < 0) is (page_language == "en-gb")
    tea.goes_to("/my/read?both")
    arabic_list, english_list = page.locator(".sdm-both ul").evaluate_all(
        "all => all.map(getComputedStyle).map((one) => [one.paddingLeft, one.paddingRight])"
    )
    assert (arabic_list[0], english_list[1]) == ("0px", "0px")
    assert arabic_list[1] == english_list[0] != "0px"


def test_a_leaflet_that_is_not_in_welsh_says_so_and_offers_an_interpreter(at_browser, axe):
    page = at_browser.page
    at_browser.gets_in()
    at_browser.follows("Cymraeg")
    at_browser.goes_to("/my/read/4")
    expect(page.get_by_text("Iaith y daflen hon: Saesneg.")).to_be_visible()
    expect(page.get_by_role("heading", name="Some questions to think about")).to_have_count(1)
    axe(page)
    at_browser.follows("Y bobl a'r help rydw i eu heisiau gyda mi")
    at_browser.chooses("Cyfieithydd ar y pryd")
    at_browser.writes("Yr iaith rydw i eisiau", "Cymraeg")
    at_browser.presses("Cadw a pharhau")
    assert at_browser.reads("Ble rydw i arni nawr")


def fits_both_ways(page):
    """Nothing stands outside the window, on the left or on the right, nor can one scroll to it."""
    wide, window = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    outside = page.evaluate(
        """() => [...document.querySelectorAll("main *, header *")]
          .filter((one) => one.checkVisibility() && !one.closest(".nhsuk-u-visually-hidden"))
          .map((one) => [one, one.getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && (box.left < -1 || box.right > innerWidth + 1))
          .map(([one]) => one.outerHTML.slice(0, 120))"""
    )
    assert (wide <= window, outside) == (True, []), page.url
