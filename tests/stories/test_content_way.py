"""The content team's way through: a leaflet file comes in, is completed, and a second person publishes it."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

import sdm
from sdm.actions.editions import change_draft, delete_draft, start_draft
from sdm.leaflets.shipped import completed
from sdm.models import Edition, User
from sdm.rules.chosen_passages import sentences_in
from sdm.rules.edition import EditionContent
from sdm.rules.reasons import SAY_WHY
from tests.given import PASSWORD, with_password
from tests.stories.walking import follows, sign_in

FILE = Path(sdm.__file__).parent / "leaflets" / "content" / "ipg651.txt"
SHIPPED = completed("ipg651")
PARTS = (
    *("details", "sections", "questions", "indications", "notes", "warnings", "options", "option-new"),
    *("matters", "matter-new", "checks", "steps", "source-add"),
)


class DeskAtBrowser:
    """Somebody of the content team, and what they do in the browser."""

    def __init__(self, page: Page, origin: str, look: Callable[[Page], None]) -> None:
        self.page, self.origin, self.look = page, origin, look

    def signs_in(self, user: User) -> None:
        sign_in(self.page.context, Client(), with_password(user), self.origin)

    def goes_to(self, address: str) -> None:
        self.page.goto(f"{self.origin}{address}")

    def follows(self, name: str) -> None:
        follows(self.page, name, exact=True)

    def changes(self, part: str) -> None:
        """Go to the page of one part of a draft."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=re.compile(rf"^Change\s?: {part}$")).click()

    def presses(self, name: str) -> None:
        """The page that comes may have the heading of the one that goes, so it is waited for."""
        with self.page.expect_navigation():
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


def complete_the_details(desk: DeskAtBrowser) -> None:
    desk.follows("Name the health condition.")
    desk.reads("Details of the leaflet")
    desk.types("Health condition", SHIPPED.condition)
    desk.types("What living with the result is like", SHIPPED.living_with)
    desk.types("How soon it is best done, in days", str(SHIPPED.time_window.days))
    desk.types("How soon, in plain words", SHIPPED.time_window.words)
    desk.types("Where that comes from", SHIPPED.time_window.source)
    desk.types("Registry", SHIPPED.registry)
    desk.types("Who assesses the patient", "\n".join(SHIPPED.team))
    desk.types("Who says which professions", SHIPPED.team_source)
    desk.types("Whom patients can ask", SHIPPED.contact)
    desk.types("Source", SHIPPED.source_name)
    desk.types("Web address of the source", SHIPPED.source_url)
    desk.types("Who paid for the leaflet", SHIPPED.funding)
    review = desk.page.get_by_role("group", name="When you will look at this edition again")
    on = SHIPPED.review_on
    for box, number in (("Day", on.day), ("Month", on.month), ("Year", on.year)):
        review.get_by_label(box).fill(str(number))
    desk.saves(SHIPPED.title)


def say_where_the_links_lead(desk: DeskAtBrowser) -> None:
    desk.changes("Words of the leaflet")
    desk.reads("Words of the leaflet")
    for number, link in enumerate(SHIPPED.links):
        desk.types("Web address", link.url, within=f"#links-{number}")
    desk.saves(SHIPPED.title)


def choose_the_passages(desk: DeskAtBrowser) -> None:
    """Every sentence is ticked; where another order is wanted, a passage goes up by a button."""
    desk.follows("Choose the passage of the leaflet for question 1.")
    for question in SHIPPED.questions:
        desk.reads(f"Question {question.number}: what the leaflet says")
        for passage in question.passages:
            for sentence in sentences_in(SHIPPED, passage):
                desk.ticks(sentence)
        if question.number in (3, 4):
            # What the leaflet says last is to come first.
            desk.presses("Show what is ticked, in its order")
            desk.presses("Move up passage 3")
            expect(desk.page.get_by_role("button", name="Move up passage 2")).to_be_focused()
            expect(desk.page.get_by_role("status")).to_contain_text("Passage 3 is now passage 2.")
            desk.presses("Move up passage 2")
            expect(desk.page.get_by_role("button", name="Move down passage 1")).to_be_focused()
            desk.look(desk.page)
        if question.unanswered:
            desk.ticks("The leaflet does not answer this question: tell patients that it does not say more")
        if question.number < len(SHIPPED.questions):
            desk.presses(f"Save, and choose for question {question.number + 1}")
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


def say_what_may_matter(desk: DeskAtBrowser) -> None:
    desk.changes("What may matter")
    for matter in SHIPPED.matters:
        desk.reads("What may matter")
        desk.follows("Add something that may matter")
        desk.reads("New thing that may matter")
        desk.types("What may matter to a patient", matter.text)
        for touch in matter.touches:
            name = SHIPPED.option(touch.option).name
            desk.types(f"What “{name}” means for it", touch.words)
            if touch.source != "The leaflet":
                desk.types(f"Where that comes from: “{name}”", touch.source)
        desk.saves("What may matter")
    desk.follows("Back to IPG651, edition 1")


def add_the_notes(desk: DeskAtBrowser) -> None:
    desk.changes("Plain words")
    desk.reads("Plain words, and what is not known")
    lists = (
        ("notes", "word", "Medical word", SHIPPED.notes),
        ("unknowns", "thing that is not known", "What is not known", SHIPPED.unknowns),
    )
    for name, one, term, notes in lists:
        for place, note in enumerate(notes):
            if place:
                desk.presses(f"Add another {one}")
            desk.types(term, note.term, within=f"#{name}-{place}")
            desk.types("In plain words", note.meaning, within=f"#{name}-{place}")
            desk.types("Where this comes from", note.source, within=f"#{name}-{place}")
    desk.saves(SHIPPED.title)


def look_at_the_checklist(desk: DeskAtBrowser) -> None:
    desk.follows("Checklist for a decision aid: nothing to mend")
    desk.reads("Checklist for a decision aid")
    expect(desk.page.get_by_text("There is nothing to mend.")).to_be_visible()
    desk.follows("Back to IPG651, edition 1")


def undo_and_redo(desk: DeskAtBrowser) -> None:
    before = Edition.objects.get().content
    desk.presses("Undo: Plain words")
    desk.reads(SHIPPED.title)
    assert Edition.objects.get().content == replace(before, notes=(), unknowns=())
    desk.presses("Redo: Plain words")
    desk.reads(SHIPPED.title)
    assert Edition.objects.get().content == before


def publish(desk: DeskAtBrowser) -> None:
    desk.goes_to(reverse("leaflets"))
    desk.follows("Edition 1 of IPG651")
    desk.reads(SHIPPED.title)
    expect(desk.page.get_by_text("Nothing is missing.")).to_be_visible()
    desk.follows("See it as patients see it")
    desk.reads("As patients see it")
    expect(desk.page.get_by_role("heading", name=SHIPPED.questions[4].wording)).to_be_visible()
    desk.follows("As a patient on a phone")
    desk.reads("My list")
    desk.follows("Options")
    desk.reads("My options side by side")
    desk.follows("Back to the edition")
    desk.follows("Publish this edition")
    desk.reads("Publish IPG651, edition 1?")
    tick_what_nice_says(desk)
    desk.types("You sign: your password", PASSWORD)
    desk.presses("Publish this edition")
    desk.reads(SHIPPED.title)


def tick_what_nice_says(desk: DeskAtBrowser) -> None:
    """The second person reads each sentence themselves."""
    for one in SHIPPED.indications:
        desk.ticks(f"I have read this sentence in the leaflet. It says this about {one.name}")


def by_name(content: EditionContent) -> EditionContent:
    """The content with names and texts for ids."""
    names = {option.id: option.name for option in content.options}
    return replace(
        content,
        options=tuple(replace(option, id=option.name) for option in content.options),
        matters=tuple(
            replace(
                matter,
                id=matter.text,
                touches=tuple(replace(touch, option=names[touch.option]) for touch in matter.touches),
            )
            for matter in content.matters
        ),
    )


def go_all_the_way(desk: DeskAtBrowser, editor: User, administrator: User) -> None:
    desk.signs_in(editor)
    bring_in(desk)
    complete_the_details(desk)
    say_where_the_links_lead(desk)
    choose_the_passages(desk)
    confirm_what_nice_says(desk)
    add_the_options(desk)
    say_what_may_matter(desk)
    add_the_notes(desk)
    undo_and_redo(desk)
    look_at_the_checklist(desk)
    expect(desk.page.get_by_role("link", name="Publish this edition")).to_have_count(0)
    desk.signs_in(administrator)
    publish(desk)


def test_from_the_file_to_the_published_edition(desk_of, editor, administrator):
    go_all_the_way(desk_of(), editor, administrator)
    published = Edition.objects.get()
    assert (published.status, published.published_by) == ("published", administrator)
    # What people complete by hand, from the file, is what ships; the ids are made from what they call things.
    made = published.content
    assert by_name(made) == by_name(SHIPPED)


@pytest.mark.browser_context_args(java_script_enabled=False, viewport={"width": 320, "height": 480})
def test_without_javascript_in_a_window_of_320_pixels(desk_of, editor, administrator, fits):
    go_all_the_way(desk_of(look=fits), editor, administrator)
    assert Edition.objects.get().status == "published"


def add_a_short_option(desk: DeskAtBrowser, name: str, kind: str) -> None:
    desk.follows("Add an option")
    desk.types("Name of the option", name)
    desk.types("What it is", "The leaflet says what it is.")
    desk.ticks(kind)
    for points in ("benefits", "risks"):
        desk.types("In plain words", "Ask your team about this", within=f"#{points}-0")
    desk.saves("Options")


def test_the_shortest_way_over_warnings_needs_a_second_person_and_a_reason(desk_of, editor, administrator, client):
    desk = desk_of()
    desk.signs_in(editor)
    bring_in(desk)
    desk.follows("Name the health condition.")
    desk.types("Health condition", "A clot in a leg vein")
    desk.types("What living with the result is like", "Not known")
    desk.saves(SHIPPED.title)
    desk.follows("Choose the passage of the leaflet for question 1.")
    for question in SHIPPED.questions:
        desk.ticks(sentences_in(SHIPPED, question.passages[0])[0])
        desk.presses("Save" if question.number == 5 else f"Save, and choose for question {question.number + 1}")
    confirm_what_nice_says(desk)
    desk.follows("Say which option is the procedure.")
    add_a_short_option(desk, "Have it", "Having the procedure")
    add_a_short_option(desk, "Not have it", "Not having the procedure")
    desk.signs_in(administrator)
    desk.goes_to(reverse("edition-publish", args=[Edition.objects.get().pk]))
    desk.reads("Publish IPG651, edition 1?")
    tick_what_nice_says(desk)
    desk.types("You sign: your password", PASSWORD)
    desk.presses("Publish this edition")
    desk.reads("Publish IPG651, edition 1?")
    desk.page.get_by_role("link", name=SAY_WHY).click()
    expect(desk.page.get_by_label("Why you publish it all the same")).to_be_focused()
    desk.types("Why you publish it all the same", "We need it today, and will complete it next week.")
    desk.types("You sign: your password", PASSWORD)
    desk.presses("Publish this edition")
    desk.reads(SHIPPED.title)
    # Anybody can see what was not met, and why it was published all the same.
    page = client.get(reverse("checklist", args=[Edition.objects.get().pk])).content.decode()
    assert "We need it today, and will complete it next week." in page


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_rows_move_from_the_keyboard_alone(desk_of, draft, editor, fits):
    desk = desk_of(look=fits)
    desk.signs_in(editor)
    desk.goes_to(reverse("edition-questions", args=[draft.pk]))
    desk.page.get_by_role("button", name="Move down question 1").focus()
    for place in (2, 3):
        desk.page.keyboard.press("Enter")
        button = desk.page.get_by_role("button", name=f"Move down question {place}")
        expect(button).to_be_focused()
        expect(button).to_have_accessible_description(
            f"Question {place - 1} is now question {place}. Press “Save” to keep this order."
        )
    desk.saves(SHIPPED.title)
    wordings = [one.wording for one in Edition.objects.get().content.questions]
    first, *others = [one.wording for one in SHIPPED.questions]
    assert wordings == [*others[:2], first, *others[2:]]


@pytest.fixture
def draft(editor) -> Edition:
    return start_draft(content=SHIPPED, by=editor)


@pytest.mark.look
def test_every_other_page_passes_axe_and_fits(desk_of, axe, fits, edition, draft, editor, administrator):
    desk = desk_of()
    desk.signs_in(editor)
    pages = [
        *(reverse(f"edition-{part}", args=[draft.pk]) for part in PARTS),
        *(reverse(f"edition-{name}", args=[draft.pk]) for name in ("changes", "delete", "preview")),
        reverse("edition-option", args=[draft.pk, "procedure"]),
        reverse("edition-matter", args=[draft.pk, "clot-gone"]),
        reverse("edition-passages", args=[draft.pk, 2]),
        *(
            reverse("edition-preview-patient", args=[draft.pk, look, f"my/{page}"])
            for look in ("phone", "desk", "paper")
            for page in ("read", "questions/1", "options", "check")
        ),
        *(reverse("edition-preview-clinician", args=[draft.pk, page]) for page in ("brief", "discussion")),
        reverse("edition-steps", args=[edition.pk]),
        reverse("checklist", args=[edition.pk]),
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


@pytest.mark.look
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
    delete_draft(edition=draft, seen=1, by=editor)
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
