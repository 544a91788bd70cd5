"""The content team's way through: a leaflet file comes in, is completed, and a second person publishes it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

import sdm
from sdm.actions.editions import change_draft, delete_draft, start_draft
from sdm.leaflets.shipped import completed
from sdm.models import Edition, User

FILE = Path(sdm.__file__).parent / "leaflets" / "content" / "ipg651.txt"
SHIPPED = completed("ipg651")
PARTS = ("details", "sections", "questions", "indications", "notes", "warnings", "options", "option-new")


class DeskAtBrowser:
    """Somebody of the content team, and what they do in the browser."""

    def __init__(self, page: Page, origin: str, look: Callable[[Page], None]) -> None:
        self.page, self.origin, self.look = page, origin, look

    def signs_in(self, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        # Browsers keep a secure cookie for a machine of one's own over plain http too.
        self.page.context.add_cookies(
            [
                {
                    "name": cookie.key,
                    "value": cookie.value,
                    "url": self.origin.replace("http:", "https:"),
                    "secure": bool(cookie["secure"]),
                    "httpOnly": True,
                }
            ]
        )

    def goes_to(self, address: str) -> None:
        self.page.goto(f"{self.origin}{address}")

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def reads(self, heading: str) -> None:
        """The page is the one with this heading; somebody looks at it."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        self.look(self.page)

    def types(self, label: str, words: str, *, within: str = "main") -> None:
        self.page.locator(within).get_by_label(label, exact=True).fill(words)

    def ticks(self, label: str, *, within: str = "main") -> None:
        self.page.locator(within).get_by_label(label, exact=True).check()

    def saves(self, lands_on: str) -> None:
        self.presses("Save")
        self.reads(lands_on)


@pytest.fixture
def desk_of(page, live_server, axe):
    """A desk whose pages somebody looks at as they come."""

    def desk_of(look: Callable[[Page], None] = axe) -> DeskAtBrowser:
        page.set_default_timeout(10_000)
        return DeskAtBrowser(page, live_server.url, look)

    return desk_of


def bring_in(desk: DeskAtBrowser) -> None:
    """A file that does not say its reference: the words are kept while it is asked for."""
    desk.goes_to(reverse("leaflets"))
    desk.reads("Leaflets")
    desk.follows("Bring in a leaflet")
    desk.reads("Bring in a leaflet")
    desk.page.get_by_label("Choose a file").set_input_files(FILE)
    desk.presses("Bring in the leaflet")
    desk.reads("Bring in a leaflet")
    expect(desk.page).to_have_title("Error: Bring in a leaflet – sdm")
    desk.types("Reference", "ipg651")
    desk.presses("Bring in the leaflet")
    desk.reads(SHIPPED.title)
    expect(desk.page.get_by_text("The link “NHS website” has no address in the file.")).to_be_visible()


def complete_the_words(desk: DeskAtBrowser) -> None:
    desk.follows("Name the health condition.")
    desk.reads("Details of the leaflet")
    desk.types("Health condition", SHIPPED.condition)
    desk.types("What living with the result is like", SHIPPED.living_with)
    desk.types("Registry", SHIPPED.registry)
    desk.types("Source", SHIPPED.source_name)
    desk.types("Web address of the source", SHIPPED.source_url)
    desk.saves(SHIPPED.title)
    desk.follows("Choose the passage of the leaflet for question 1.")
    desk.reads("Questions to think about")
    for question in SHIPPED.questions:
        passages = "\n\n".join(question.passages)
        desk.types("What the leaflet says about it", passages, within=f"#questions-{question.number - 1}")
    desk.types("What the leaflet says about it", "It never hurts.", within="#questions-2")
    desk.presses("Save")
    desk.reads("Questions to think about")
    desk.follows("Question 3: The leaflet does not say this, word for word: “It never hurts.”")
    expect(desk.page.locator("#id_questions-2-passages")).to_be_focused()
    desk.types("What the leaflet says about it", "\n\n".join(SHIPPED.questions[2].passages), within="#questions-2")
    desk.saves(SHIPPED.title)


def confirm_what_nice_says(desk: DeskAtBrowser) -> None:
    """From beside the very sentence in the file that says so."""
    desk.follows("Check what we read beside its source")
    desk.reads("What we read, beside its source")
    sentence = desk.page.locator("mark", has_text="This procedure can also be used for a distal DVT")
    expect(sentence).to_be_visible()
    desk.follows("What we made of this: Kind 2: distal DVT")
    expect(desk.page.locator("#read-indication-2")).to_be_in_viewport()
    desk.follows("Show Kind 2: distal DVT in the source")
    expect(sentence).to_be_in_viewport()
    desk.follows("Check and confirm what NICE says about distal DVT")
    expect(desk.page.locator("#indications-1")).to_be_in_viewport()
    desk.reads("What NICE says about each kind of the condition")
    for row in ("#indications-0", "#indications-1"):
        desk.ticks("I have checked this against the leaflet", within=row)
    desk.saves(SHIPPED.title)
    desk.follows("Tick what is settled")
    desk.reads("Things to check")
    for box in desk.page.locator("main").get_by_role("checkbox").all():
        box.check()
    desk.saves(SHIPPED.title)


def add_the_options(desk: DeskAtBrowser) -> None:
    desk.follows("Say which option is the procedure.")
    for option in SHIPPED.options:
        desk.reads("Options")
        desk.follows("Add an option")
        desk.reads("New option")
        desk.types("Name of the option", option.name)
        desk.types("What it is", option.description)
        kind = "Another treatment"
        if option.is_procedure or option.is_no_procedure:
            kind = "Having the procedure" if option.is_procedure else "Not having the procedure"
        desk.ticks(kind)
        for name, one, points in (("benefits", "good point", option.benefits), ("risks", "bad point", option.risks)):
            for place, point in enumerate(points):
                if place:
                    desk.presses(f"Add another {one}")
                    expect(desk.page.locator(f"#{name}-{place}")).to_be_in_viewport()
                desk.types("In plain words", point.text, within=f"#{name}-{place}")
                desk.types("If there is no number, why", point.figure, within=f"#{name}-{place}")
                desk.types("Where this comes from", point.source, within=f"#{name}-{place}")
        desk.saves("Options")
    desk.follows("Back to IPG651, edition 1")


def add_the_notes(editor: User) -> None:
    """Seventeen rows more would show nothing new: the notes come in by their action."""
    draft = Edition.objects.select_related("leaflet").get()
    content = draft.content
    notes = replace(content, notes=SHIPPED.notes, unknowns=SHIPPED.unknowns)
    change_draft(edition=draft, content=notes, seen=draft.revision, by=editor)


def publish(desk: DeskAtBrowser) -> None:
    desk.goes_to(reverse("leaflets"))
    desk.follows("Edition 1 of IPG651")
    desk.reads(SHIPPED.title)
    expect(desk.page.get_by_text("Nothing is missing.")).to_be_visible()
    desk.follows("See it as patients see it")
    desk.reads("As patients see it")
    expect(desk.page.get_by_role("heading", name=SHIPPED.questions[4].wording)).to_be_visible()
    desk.follows("Back to IPG651, edition 1")
    desk.follows("Publish this edition")
    desk.reads("Publish IPG651, edition 1?")
    desk.presses("Publish this edition")
    desk.reads(SHIPPED.title)


def go_all_the_way(desk: DeskAtBrowser, editor: User, administrator: User) -> None:
    desk.signs_in(editor)
    bring_in(desk)
    complete_the_words(desk)
    confirm_what_nice_says(desk)
    add_the_options(desk)
    add_the_notes(editor)
    desk.goes_to(reverse("leaflets"))
    desk.follows("Edition 1 of IPG651")
    expect(desk.page.get_by_role("link", name="Publish this edition")).to_have_count(0)
    desk.signs_in(administrator)
    publish(desk)


def test_from_the_file_to_the_published_edition(desk_of, editor, administrator):
    go_all_the_way(desk_of(), editor, administrator)
    published = Edition.objects.get()
    assert (published.status, published.published_by) == ("published", administrator)
    # What people complete by hand, from the file, is what ships; they name the options' ids themselves.
    made = published.content
    ids = {option.name: option.id for option in SHIPPED.options}
    options = tuple(replace(option, id=ids[option.name]) for option in made.options)
    # What may matter to patients has no page of its own yet.
    assert replace(made, options=options) == replace(SHIPPED, matters=())


@pytest.mark.browser_context_args(java_script_enabled=False, viewport={"width": 320, "height": 480})
def test_without_javascript_in_a_window_of_320_pixels(desk_of, editor, administrator, fits):
    go_all_the_way(desk_of(look=fits), editor, administrator)
    assert Edition.objects.get().status == "published"


@pytest.fixture
def draft(editor) -> Edition:
    return start_draft(content=SHIPPED, by=editor)


def test_every_other_page_passes_axe_and_fits(desk_of, axe, fits, edition, draft, editor, administrator):
    desk = desk_of()
    desk.signs_in(editor)
    pages = [
        *(reverse(f"edition-{part}", args=[draft.pk]) for part in PARTS),
        *(reverse(f"edition-{name}", args=[draft.pk]) for name in ("changes", "delete", "preview")),
        reverse("edition-option", args=[draft.pk, "procedure"]),
        reverse("edition", args=[edition.pk]),
        reverse("edition-details", args=[edition.pk]),
    ]
    for address in pages:
        desk.goes_to(address)
        axe(desk.page)
    desk.signs_in(administrator)
    change_draft(edition=draft, content=replace(SHIPPED, condition=""), seen=1, by=editor)
    desk.goes_to(reverse("edition-publish", args=[draft.pk]))
    desk.reads("You cannot publish this edition yet")
    desk.page.set_viewport_size({"width": 320, "height": 480})
    for address in pages:
        desk.goes_to(address)
        fits(desk.page)


def test_pages_that_say_no_pass_axe_too(desk_of, edition, draft, editor):
    desk = desk_of()
    desk.signs_in(editor)
    desk.goes_to(reverse("edition", args=[edition.pk]))
    desk.presses("Start a new edition from the newest one")
    desk.reads("There is a draft already")
    desk.follows("Go to the draft")
    desk.reads(SHIPPED.title)
    desk.goes_to(reverse("edition-details", args=[draft.pk]))
    desk.types("Health condition", "Words for a draft that is gone")
    delete_draft(edition=draft, seen=1)
    desk.presses("Save")
    desk.reads("This draft is gone")
    expect(desk.page.get_by_label("What you wrote").last).to_be_visible()
    assert "Words for a draft that is gone" in [box.input_value() for box in desk.page.locator("textarea").all()]


def test_two_people_at_one_draft(desk_of, fits, draft, editor, administrator):
    desk = desk_of()
    desk.signs_in(editor)
    desk.goes_to(reverse("edition-details", args=[draft.pk]))
    desk.types("Health condition", "My words")
    theirs = replace(SHIPPED, condition="Their words")
    change_draft(edition=draft, content=theirs, seen=1, by=administrator)
    desk.presses("Save")
    desk.reads("Details of the leaflet")
    expect(desk.page.get_by_text("Their words")).to_be_visible()
    expect(desk.page.get_by_label("Health condition")).to_have_value("My words")
    desk.presses("Save what I wrote")
    desk.reads(SHIPPED.title)
    assert Edition.objects.get().content.condition == "My words"


def test_enter_saves_and_the_printed_preview_is_the_leaflet_only(desk_of, draft, editor):
    desk = desk_of()
    desk.signs_in(editor)
    desk.goes_to(reverse("edition-questions", args=[draft.pk]))
    box = desk.page.locator("#id_questions-0-wording")
    box.fill("What is done?")
    box.press("Enter")
    desk.reads(SHIPPED.title)
    assert Edition.objects.get().content.questions[0].wording == "What is done?"
    desk.goes_to(reverse("edition-preview", args=[draft.pk]))
    desk.page.emulate_media(media="print")
    for words in (SHIPPED.options[1].name, "What is done?", SHIPPED.unknowns[0].term, SHIPPED.notes[0].meaning):
        expect(desk.page.get_by_text(words).filter(visible=True).first).to_be_visible()
    for words in ("What I think", "nothing is saved", "Back to IPG651, edition 1"):
        expect(desk.page.get_by_text(words).first).to_be_hidden()
