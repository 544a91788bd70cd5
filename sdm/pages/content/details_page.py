"""The page for what is known about the leaflet as a whole: title, date, source, condition."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from sdm.pages.content.boxes import MarkdownField, WebAddressField
from sdm.pages.content.draft_page import DraftPage
from sdm.pages.content.rows import Boxes
from sdm.pages.fields import DateBoxesField, LineField, NumberField, WordsField, has_come
from sdm.rules.edition import EditionContent, TimeWindow

# The boxes for how soon it is best done, and what is asked for where only some of them are filled in.
WINDOW = {
    "window_days": "Enter the number of days",
    "window_words": "Say in plain words how soon",
    "window_source": "Say where that comes from",
}


class DetailsBoxes(Boxes):
    """What may be empty in a draft is asked for before it is published."""

    title = LineField(label="Title", max_length=300)
    published = DateBoxesField(
        label="Date the leaflet was published",
        help_text="For example, 12 6 2019",
        required=False,
        # A leaflet cannot come from the future.
        validators=[has_come("The date")],
    )
    isbn = LineField(
        label="ISBN", help_text="The number in the leaflet, if it has one", max_length=40, width=20, required=False
    )
    condition = LineField(
        label="Health condition", help_text="In plain words, as a patient would say it", max_length=300, required=False
    )
    living_with = MarkdownField(
        label="What living with the result is like",
        help_text="Say so if it is not known.",
        max_length=2000,
        rows=4,
        required=False,
    )
    window_days = NumberField(
        label="How soon it is best done, in days",
        help_text="How many days after the patient comes with their symptoms. Leave it empty if nobody says so.",
        most=3650,
        required=False,
    )
    window_words = WordsField(
        label="How soon, in plain words", help_text="As a patient would say it", max_length=500, rows=2, required=False
    )
    window_source = LineField(label="Where that comes from", required=False)
    registry = LineField(
        label="Registry", help_text="Where every patient’s results are collected, if NICE names one", required=False
    )
    team = WordsField(
        label="Who assesses the patient",
        help_text="The professions of the team, one on each line, if NICE names them",
        max_length=500,
        rows=3,
        required=False,
    )
    team_source = LineField(label="Who says which professions", required=False)
    contact = WordsField(
        label="Whom patients can ask",
        help_text="Each page shows the contact of the patient’s own hospital too.",
        max_length=500,
        rows=2,
        required=False,
    )
    source_name = WordsField(
        label="Source",
        help_text="Who wrote the leaflet, and who owns the words",
        max_length=500,
        rows=3,
        required=False,
    )
    source_url = WebAddressField(label="Web address of the source", help_text="It starts with https://", required=False)
    funding = LineField(label="Who paid for the leaflet", max_length=300, required=False)
    review_on = DateBoxesField(
        label="When you will look at this edition again", help_text="For example, 12 6 2029", required=False
    )

    def clean_review_on(self):
        """A day to come; one that stands there already may have passed."""
        review_on = self.cleaned_data["review_on"]
        if review_on and review_on <= timezone.localdate() and review_on != self.initial.get("review_on"):
            raise ValidationError("The date must be in the future")
        return review_on

    def clean(self) -> dict[str, Any]:
        """How soon is said in days, in words and with its source, or not at all."""
        typed = super().clean()
        window = {name: typed.get(name) for name in WINDOW}
        if any(value not in (None, "") for value in window.values()):
            for name, problem in WINDOW.items():
                if window[name] in (None, "") and name not in self.errors:
                    self.add_error(name, problem)
        if typed.get("team") and not typed.get("team_source"):
            self.add_error("team_source", "Say where the professions come from")
        return typed


class DetailsPage(DraftPage):
    """Title, date, source and condition."""

    place = "details"
    in_translations = True
    title = "Details of the leaflet"
    saved = "The details are saved."
    boxes = DetailsBoxes
    holds_markup = True

    def prepare(self) -> None:
        """The boxes know what stands in the draft, where a rule goes by it."""
        self.form.initial = self.initial()

    def initial(self) -> dict[str, Any]:
        """Each box holds the part of the content with its name; how soon is one part with three boxes."""
        window = self.content.time_window
        parts = {name: getattr(self.content, name) for name in DetailsBoxes.base_fields if name not in WINDOW}
        parts["team"] = "\n".join(self.content.team)
        if window:
            parts |= {name: getattr(window, name.removeprefix("window_")) for name in WINDOW}
        return parts

    def changed(self) -> EditionContent:
        """The content with these parts in it."""
        typed = dict(self.form.cleaned_data)
        days, words, source = (typed.pop(name) for name in WINDOW)
        typed["team"] = tuple(filter(None, map(str.strip, typed["team"].splitlines())))
        window = None if days is None else TimeWindow(days, words, source)
        return replace(self.content, **typed, time_window=window)
