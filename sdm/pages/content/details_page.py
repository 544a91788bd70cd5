"""The page for what is known about the leaflet as a whole: title, date, source, condition."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from sdm.pages.content.boxes import WebAddressField
from sdm.pages.content.draft_page import DraftPage
from sdm.pages.content.rows import Boxes
from sdm.pages.fields import DateBoxesField, LineField, WordsField
from sdm.rules.edition import EditionContent


class DetailsBoxes(Boxes):
    """What may be empty in a draft is asked for before it is published."""

    title = LineField(label="Title", max_length=300)
    published = DateBoxesField(
        label="Date the leaflet was published", help_text="For example, 12 6 2019", required=False
    )
    isbn = LineField(
        label="ISBN", help_text="The number in the leaflet, if it has one", max_length=40, width=20, required=False
    )
    condition = LineField(
        label="Health condition", help_text="In plain words, as a patient would say it", max_length=300, required=False
    )
    living_with = WordsField(
        label="What living with the result is like",
        help_text="Say so if it is not known.",
        max_length=2000,
        rows=4,
        required=False,
    )
    registry = LineField(
        label="Registry", help_text="Where every patient’s results are collected, if NICE names one", required=False
    )
    source_name = WordsField(
        label="Source",
        help_text="Who wrote the leaflet, and who owns the words",
        max_length=500,
        rows=3,
        required=False,
    )
    source_url = WebAddressField(label="Web address of the source", help_text="It starts with https://", required=False)

    def clean_published(self):
        """A leaflet cannot come from the future."""
        published = self.cleaned_data["published"]
        if published and published > timezone.localdate():
            raise ValidationError("The date must be today or in the past")
        return published


class DetailsPage(DraftPage):
    """Title, date, source and condition."""

    place = "details"
    title = "Details of the leaflet"
    saved = "The details are saved."
    boxes = DetailsBoxes

    def initial(self) -> dict[str, Any]:
        """Each box holds the part of the content with its name."""
        return {name: getattr(self.content, name) for name in DetailsBoxes.base_fields}

    def changed(self) -> EditionContent:
        """The content with these parts in it."""
        return replace(self.content, **self.form.cleaned_data)
