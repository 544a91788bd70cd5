"""The page for one thing that may matter to patients, which they rate, and what each option means for it."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict

from sdm.pages.content.draft_page import DraftPage
from sdm.pages.content.option_page import id_for
from sdm.pages.content.rows import Boxes
from sdm.pages.fields import LineField, WordsField
from sdm.rules.edition import THE_LEAFLET, EditionContent, Matter, Touch
from sdm.rules.publishing import stands_in_leaflet


class MatterBoxes(Boxes):
    """What may matter; two boxes for each option are added to these."""

    text = LineField(
        label="What may matter to a patient",
        help_text="Patients are asked how much this matters to them. For example, getting back to work soon",
        error_messages={"required": "Write what may matter"},
    )
    remove = forms.BooleanField(label="Remove this from what may matter", required=False)


class MatterPage(DraftPage):
    """One thing that may matter, known by its id; a new one has none yet."""

    place = "matter"
    title = "New thing that may matter"
    lead = (
        "Say what each option means for it, in the leaflet’s own words where there are any. Leave a box empty where"
        " nobody says anything. Do not say which option is better."
    )
    saved = "What may matter is saved."
    boxes = MatterBoxes
    shows_leaflet = True

    def __init__(
        self, content: EditionContent, data: QueryDict | None = None, *, matter_id: str = "", **pressed: str
    ) -> None:
        self.matter = content.matter(matter_id)
        if self.matter:
            self.title = self.matter.text
        super().__init__(content, data, **pressed)

    def prepare(self) -> None:
        """Two boxes for each option; only what is there can be removed."""
        remove = self.form.fields.pop("remove")
        for option in self.content.options:
            self.form.fields[_words(option.id)] = WordsField(
                label=f"What “{option.name}” means for it", max_length=1000, rows=2, required=False
            )
            self.form.fields[_source(option.id)] = LineField(
                label=f"Where that comes from: “{option.name}”",
                help_text="You can leave it empty for words of the leaflet, to the letter.",
                required=False,
            )
        if self.matter:
            self.form.fields["remove"] = remove

    def initial(self) -> dict[str, Any]:
        """The matter as it stands."""
        if self.matter is None:
            return {}
        boxes: dict[str, Any] = {"text": self.matter.text}
        for touch in self.matter.touches:
            boxes |= {_words(touch.option): touch.words, _source(touch.option): touch.source}
        return boxes

    @property
    def removes(self) -> bool:
        """Whether it is to go; then nothing else of the page matters."""
        return self.matter is not None and bool(self.form["remove"].value())

    def is_valid(self) -> bool:
        """What goes needs nothing more."""
        return self.removes or super().is_valid()

    def check(self) -> None:
        """Words that are not the leaflet's say whose they are."""
        typed = self.form.cleaned_data
        for option in self.content.options:
            words, source = typed[_words(option.id)], typed[_source(option.id)]
            if words and not source and not stands_in_leaflet(words, self.content):
                self.form.add_error(
                    _source(option.id), "The leaflet does not say this, word for word. Say where it comes from"
                )

    def changed(self) -> EditionContent:
        """The content with this changed, added at the end, or gone."""
        matters = self.content.matters
        if self.removes:
            return replace(self.content, matters=tuple(one for one in matters if one is not self.matter))
        if self.matter is None:
            identifier = id_for(self.form.cleaned_data["text"], taken=[one.id for one in matters])
            return replace(self.content, matters=(*matters, self._typed(identifier)))
        typed = self._typed(self.matter.id)
        return replace(self.content, matters=tuple(typed if one is self.matter else one for one in matters))

    def _typed(self, identifier: str) -> Matter:
        typed = self.form.cleaned_data
        touches = tuple(
            Touch(option.id, typed[_words(option.id)], typed[_source(option.id)] or THE_LEAFLET)
            for option in self.content.options
            if typed[_words(option.id)]
        )
        return Matter(identifier, typed["text"], touches)


def _words(option_id: str) -> str:
    return f"words-{option_id}"


def _source(option_id: str) -> str:
    return f"source-{option_id}"
