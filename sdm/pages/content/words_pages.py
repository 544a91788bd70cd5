"""The pages for the leaflet's own words: its sections with their links, its questions, and what to check in them."""

from dataclasses import replace
from typing import Any

from django import forms

from sdm.pages.content.boxes import PassagesField, WebAddressField
from sdm.pages.content.draft_page import DraftPage
from sdm.pages.content.rows import Boxes, Rows
from sdm.pages.fields import CheckboxesField, LineField, WordsField
from sdm.rules.edition import EditionContent, Link, Question, Section
from sdm.rules.publishing import stands_in_leaflet


class SectionBoxes(Boxes):
    """One section, word for word."""

    heading = LineField(
        label="Heading", help_text="Leave it empty for the words before the first heading", required=False
    )
    body = WordsField(
        label="Words",
        help_text="Leave a blank line between paragraphs. Start each item of a list with a hyphen and a space.",
        max_length=100_000,
        rows=12,
    )


class LinkBoxes(Boxes):
    """One link of the leaflet."""

    text = LineField(label="Words of the link", max_length=300)
    url = WebAddressField(
        label="Web address",
        help_text="Leave it empty if the link leads nowhere. Patients then see the words only.",
        schemes=("https", "http"),
        max_length=2000,
        required=False,
    )


class SectionsPage(DraftPage):
    """The leaflet's headings and words."""

    place = "sections"
    title = "Words of the leaflet"
    lead = "These are the leaflet’s own words. Change them only where they differ from the published leaflet."
    saved = "The words of the leaflet are saved."
    rows = (
        Rows("sections", "Sections", "section", SectionBoxes),
        Rows("links", "Links", "link", LinkBoxes),
    )

    def initial(self) -> dict[str, Any]:
        """A row for each section and each link."""
        return {
            "sections": [{"heading": one.heading, "body": one.body} for one in self.content.sections],
            "links": [{"text": one.text, "url": one.url} for one in self.content.links],
        }

    def changed(self) -> EditionContent:
        """The content with these sections and links."""
        return replace(
            self.content,
            sections=tuple(Section(row["heading"], row["body"]) for row in self.values("sections")),
            links=tuple(Link(row["text"], row["url"]) for row in self.values("links")),
        )


UNANSWERED = "The leaflet does not answer this question: tell patients that it does not say more"


class QuestionBoxes(Boxes):
    """One question, and what the leaflet says about it."""

    wording = LineField(label="Question, as the leaflet asks it", max_length=500)
    passages = PassagesField(
        label="What the leaflet says about it",
        help_text="Copy the leaflet’s words, to the letter. Leave a blank line between two passages.",
        max_length=10_000,
        required=False,
    )
    unanswered = forms.BooleanField(label=UNANSWERED, required=False)


class QuestionsPage(DraftPage):
    """The questions, each with passages of the leaflet."""

    place = "questions"
    title = "Questions to think about"
    lead = "Patients see the passages beside each question while they write."
    saved = "The questions are saved."
    rows = (Rows("questions", "Questions", "question", QuestionBoxes),)
    shows_leaflet = True

    def initial(self) -> dict[str, Any]:
        """A row for each question."""
        return {
            "questions": [
                {"wording": one.wording, "passages": one.passages, "unanswered": one.unanswered}
                for one in self.content.questions
            ]
        }

    def check(self) -> None:
        """Every passage is in the leaflet, word for word."""
        for _, boxes in self.kept("questions"):
            for passage in boxes.cleaned_data.get("passages", ()):
                if not stands_in_leaflet(passage, self.content):
                    boxes.add_error("passages", f"The leaflet does not say this, word for word: “{passage}”")

    def changed(self) -> EditionContent:
        """The content with these questions, numbered in their order."""
        rows = self.values("questions")
        return replace(
            self.content,
            questions=tuple(
                Question(number, row["wording"], row["passages"], row["unanswered"])
                for number, row in enumerate(rows, start=1)
            ),
        )


class SettledField(CheckboxesField):
    """Sentences to tick; one that somebody else has settled meanwhile is no mistake."""

    def valid_value(self, value: str) -> bool:
        """Whatever was on the screen."""
        return True


class WarningsBoxes(Boxes):
    """The sentences that the reader left for people."""

    settled = SettledField(label="Tick what is settled", required=False)


class WarningsPage(DraftPage):
    """What the reader of the file was not sure of."""

    place = "warnings"
    in_translations = True
    title = "Things to check"
    lead = (
        "We were not sure of these when we read the file. Mend what needs mending on its own page, then tick it here."
    )
    nothing_left = "Nothing is left to check."
    saved = "What you ticked is settled."
    boxes = WarningsBoxes

    def prepare(self) -> None:
        """A box to tick for each sentence."""
        self.form.fields["settled"].choices = [(warning, warning) for warning in self.content.warnings]
        if not self.content.warnings:
            self.lead = self.nothing_left
            del self.form.fields["settled"]

    def initial(self) -> dict[str, Any]:
        """Nothing is ticked."""
        return {}

    def changed(self) -> EditionContent:
        """The content without what is settled."""
        settled = self.form.cleaned_data.get("settled", ())
        return replace(
            self.content, warnings=tuple(warning for warning in self.content.warnings if warning not in settled)
        )
