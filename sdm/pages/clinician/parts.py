"""The parts of the discussion as forms: what each asks, what it saves, and how what stands in it reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.formats import date_format

from sdm.pages.fields import CheckboxesField, DateBoxesField, LineField, RadiosField, WordsField
from sdm.pages.forms import PlainForm
from sdm.rules import parts
from sdm.rules.edition import EditionContent, Question
from sdm.rules.markup import plain_of
from sdm.rules.moving import Earlier, earlier_of
from sdm.rules.parts import Saved


class PartForm(PlainForm):
    """One part of the discussion; it carries the revision that was on the screen.

    The field `text` is saved as the part's text, every other as a detail of that name; what is empty is not saved.
    `is_stale` says that somebody else saved this part while it was being written; `saved` is what stands now.
    """

    part = ""
    title = ""
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)

    def __init__(self, content: EditionContent, saved: Saved, data: Any = None, *, is_stale: bool = False) -> None:
        self.saved, self.is_stale = saved, is_stale
        super().__init__(data, prefix=self.part, initial=self._initial(saved))

    def _initial(self, saved: Saved) -> dict[str, Any]:
        details = {name: self._typed(name, value) for name, value in saved.details.items()}
        return {**details, "text": saved.text, "revision": saved.revision}

    def _typed(self, name: str, value: Any) -> Any:
        """A detail as its field takes it: JSON has no dates."""
        return date.fromisoformat(value) if value and isinstance(self.base_fields.get(name), DateBoxesField) else value

    @property
    def earlier(self) -> list[Earlier]:
        """What was recorded here on words of an earlier edition."""
        return earlier_of(self.saved)

    @property
    def revision_name(self) -> str:
        """The name of the field that says which revision was on the screen."""
        return self.add_prefix("revision")

    def note(self) -> Saved:
        """What was typed, as the part is saved."""
        values = dict(self.cleaned_data)
        revision, text = values.pop("revision") or 0, values.pop("text", "")
        details = {name: _json(value) for name, value in values.items() if value}
        return Saved(self.part, text=text, details=details, revision=revision)

    def as_it_stands(self) -> Iterator[tuple[str, str]]:
        """Each thing that is saved in this part, with its label, in words."""
        stands = self._initial(self.saved)
        for name, field in self.fields.items():
            if name != "revision" and stands.get(name):
                yield field.label, _in_words(field, stands[name])


class IndicationForm(PartForm):
    """Which kind of the condition this patient has, each with what NICE says about it."""

    part = parts.INDICATION
    title = "Which kind it is, and what NICE says about it"
    indication = RadiosField(label="Which kind does this patient have?", required=False)

    def __init__(self, content: EditionContent, saved: Saved, data: Any = None, **kwargs) -> None:
        super().__init__(content, saved, data, **kwargs)
        field = self.fields["indication"]
        field.choices = [*((one.id, one.name) for one in content.indications), ("", "Not known yet")]
        field.hints = {
            one.id: render_to_string("clinician/indication_hint.html", {"indication": one})
            for one in content.indications
        }


class QuestionForm(PartForm):
    """What was said on one of the leaflet's questions."""

    text = WordsField(label="What was said", required=False, rows=4)

    def __init__(
        self, content: EditionContent, saved: Saved, data: Any = None, *, question: Question, **kwargs
    ) -> None:
        self.part, self.title = parts.question_part(question.number), f"{question.number}. {question.wording}"
        super().__init__(content, saved, data, **kwargs)
        self.fields["text"].label = f"What was said on question {question.number}"


class WhatMattersForm(PartForm):
    """What matters to the patient, as they said it."""

    part = parts.WHAT_MATTERS
    title = "What matters to the patient"
    text = WordsField(label="What matters to the patient, as they said it", required=False, rows=4)


class OptionsForm(PartForm):
    """Which of the options were talked about."""

    part = parts.OPTIONS
    title = "The options"
    discussed = CheckboxesField(label="Which options did you talk about?", required=False)

    def __init__(self, content: EditionContent, saved: Saved, data: Any = None, **kwargs) -> None:
        super().__init__(content, saved, data, **kwargs)
        self.fields["discussed"].choices = [(option.id, option.name) for option in content.options]
        self.fields["discussed"].hints = {option.id: plain_of(option.description) for option in content.options}


class SharingForm(PartForm):
    """Family and others, and where to find out more."""

    part = parts.SHARING
    title = "Family, and where to find out more"
    family_offered = forms.BooleanField(
        label="The patient was told that family or others can be involved, if they wish", required=False
    )
    family = WordsField(label="Who the patient wants involved, and how (optional)", required=False, rows=2)
    told_where = forms.BooleanField(label="The patient was told where to find out more", required=False)
    where = WordsField(label="Where: a website, a leaflet, a person (optional)", required=False, rows=2)


class PeopleForm(PartForm):
    """Who was there, and how the patient told it back."""

    part = parts.PEOPLE
    title = "Who was there"
    present = LineField(label="Who was there", max_length=400, required=False)
    interpreter = LineField(
        label="Interpreter (optional)", help_text="Their name, and the language", max_length=200, required=False
    )
    explained_back = WordsField(
        label="What the patient told back, in their own words (optional)",
        help_text="Ask them to tell you what they will remember. It checks how well it was explained.",
        required=False,
        rows=3,
    )


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _in_words(field: forms.Field, value: Any) -> str:
    """A saved value as people read it."""
    if value is True:
        return "Yes"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(field, forms.ChoiceField):
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(label for key, label in field.choices if key in chosen)
    return str(value)
