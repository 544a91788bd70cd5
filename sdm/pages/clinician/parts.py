"""The parts of the discussion as forms: what each asks, what it saves, and how what stands in it reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.formats import date_format

from sdm.pages.fields import CheckboxesField, DateBoxesField, LineField, RadiosField, WordsField
from sdm.pages.forms import PlainForm
from sdm.rules import parts
from sdm.rules.edition import EditionContent, Option, Question
from sdm.rules.for_patient import (
    ADDED_AT_MOST,
    BAD,
    GOOD,
    added_name,
    may_be_withheld,
    not_offered_name,
    unfinished,
    why_name,
)
from sdm.rules.markup import one_line_of, plain_of
from sdm.rules.materiality import about_name, rated_a_lot, too_many
from sdm.rules.moving import Earlier, earlier_of
from sdm.rules.parts import Saved
from sdm.rules.patient_fields import OWN_MATTER, harms_of
from sdm.rules.phrases import Phrase, is_as_kept
from sdm.rules.possible_days import Check, KnownDays


class PartForm(PlainForm):
    """One part of the discussion; it carries the revision that was on the screen.

    The field `text` is saved as the part's text, every other as a detail of that name; what is empty is not saved.
    `is_stale` says that somebody else saved this part while it was being written; `saved` is what stands now.
    """

    part = ""
    title = ""
    # What the hospital keeps for this part's text.
    phrases: tuple[Phrase, ...] = ()
    # The boxes that hold a day, each with what such a day cannot come before.
    days: Mapping[str, Check] = MappingProxyType({})
    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        content: EditionContent,
        saved: Saved,
        data: Any = None,
        *,
        is_stale: bool = False,
        known: KnownDays | None = None,
    ) -> None:
        self.saved, self.is_stale, self.known = saved, is_stale, known
        super().__init__(data, prefix=self.part, initial=self._initial(saved))

    def _initial(self, saved: Saved) -> dict[str, Any]:
        details = {name: self._typed(name, value) for name, value in saved.details.items()}
        return {**details, "text": saved.text, "revision": saved.revision}

    def _typed(self, name: str, value: Any) -> Any:
        """A detail as its field takes it: JSON has no dates."""
        return date.fromisoformat(value) if value and isinstance(self.base_fields.get(name), DateBoxesField) else value

    def clean(self) -> dict[str, Any]:
        """Days that can be, where it is known what they follow."""
        values = super().clean()
        for name, check in self.days.items():
            day = values.get(name)
            if day and self.known and (problem := check(day, self.known)):
                self.add_error(name, problem)
        return self.cleaned_data

    @property
    def earlier(self) -> list[Earlier]:
        """What was recorded here on words of an earlier edition."""
        return earlier_of(self.saved)

    @property
    def revision_name(self) -> str:
        """The name of the field that says which revision was on the screen."""
        return self.add_prefix("revision")

    @property
    def is_standard(self) -> bool:
        """Whether the saved text is nothing but phrases just as the hospital keeps them."""
        return is_as_kept(self.saved)

    def note(self) -> Saved:
        """What was typed, as the part is saved."""
        values = dict(self.cleaned_data)
        revision, text = values.pop("revision") or 0, values.pop("text", "")
        details = {name: _json(value) for name, value in values.items() if value}
        return Saved(self.part, text=text, details=details, revision=revision)

    def finish(self) -> None:
        """Ask for what is still missing, once somebody presses the button; while they write nobody is hurried."""

    def as_it_stands(self) -> Iterator[tuple[str, str]]:
        """Each thing that is saved in this part, with its label, in words."""
        for _, label, words in self.saved_words():
            yield label, words

    def saved_words(self) -> Iterator[tuple[str, str, str]]:
        """The name, the label and the words of each thing that is saved in this part."""
        stands = self._initial(self.saved)
        for name, field in self.fields.items():
            if name != "revision" and stands.get(name):
                yield name, field.label, _in_words(field, stands[name])


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
    told_back = WordsField(label="What the patient told back, in their own words", required=False, rows=2)

    def __init__(
        self, content: EditionContent, saved: Saved, data: Any = None, *, question: Question, **kwargs
    ) -> None:
        self.part, self.title = parts.question_part(question.number), f"{question.number}. {question.wording}"
        super().__init__(content, saved, data, **kwargs)
        self.fields["text"].label = f"What was said on question {question.number}"
        self.fields["told_back"].label += f" (question {question.number})"

    @property
    def rows(self) -> list[BoundField]:
        """What was said; what was told back stands below it, folded away until it is wanted."""
        return [field for field in super().rows if field.name != "told_back"]

    @property
    def is_told_back(self) -> bool:
        """Whether anything stands in what the patient told back."""
        return bool(self["told_back"].value() or self["told_back"].problems)


class AboutThings(PartForm):
    """A part with words on each single thing that matters to the patient; the others have no box on the page.

    `sent` is what the patient sent on that part. What was written about something stays, though it matters less now.
    """

    def __init__(self, content: EditionContent, saved: Saved, data: Any = None, *, sent: Saved, **kwargs) -> None:
        self.sent = sent
        super().__init__(content, saved, data, **kwargs)
        self.matter = frozenset(map(about_name, self.things_that_matter(content)))
        for thing, words in self.things(content).items():
            label = f"What was said about “{words}”"
            self.fields[about_name(thing)] = WordsField(label=label, required=False, rows=2)

    def things(self, content: EditionContent) -> dict[str, str]:
        """Everything that there can be words about, by its id or key."""
        raise NotImplementedError

    def things_that_matter(self, content: EditionContent) -> Iterable[str]:
        """Those that do matter to this patient."""
        raise NotImplementedError

    @property
    def rows(self) -> list[BoundField]:
        """The boxes of the page in its order."""
        return [field for field in super().rows if self.has_box(field)]

    def has_box(self, field: BoundField) -> bool:
        """Whether a field stands on the page: words about what matters to nobody do not, unless there are some."""
        return not field.name.startswith(about_name("")) or field.name in self.matter or bool(field.value())


class WhatMattersForm(AboutThings):
    """What matters to the patient, as they said it."""

    part = parts.WHAT_MATTERS
    title = "What matters to the patient"
    text = WordsField(label="What matters to the patient, as they said it", required=False, rows=4)

    def things(self, content: EditionContent) -> dict[str, str]:
        """What the edition asks patients to rate, and what is the patient's own."""
        own = self.sent.details.get(OWN_MATTER) or "something of their own"
        return {**{one.id: one.text for one in content.matters}, OWN_MATTER: own}

    def things_that_matter(self, content: EditionContent) -> Iterable[str]:
        """What the patient said matters a lot."""
        return (thing for thing, _ in rated_a_lot(self.sent, content))


class OptionsForm(AboutThings):
    """Which of the options were talked about, what is added for this patient, and what is not offered."""

    part = parts.OPTIONS
    title = "The options"
    discussed = CheckboxesField(label="Which options did you talk about?", required=False)

    def __init__(self, content: EditionContent, saved: Saved, data: Any = None, **kwargs) -> None:
        super().__init__(content, saved, data, **kwargs)
        self.content = content
        self.fields["discussed"].choices = [(option.id, option.name) for option in content.options]
        self.fields["discussed"].hints = {option.id: plain_of(option.description) for option in content.options}
        self.of_options = dict.fromkeys(self.fields)
        for option in content.options:
            self.fields |= _fields_for(option)

    def things(self, content: EditionContent) -> dict[str, str]:
        """Every harm that can be counted."""
        return {key: f"{option.name}: {one_line_of(harm.text)}" for option, harm, key in harms_of(content)}

    def things_that_matter(self, content: EditionContent) -> Iterable[str]:
        """The harms of which the patient said how many would be too many."""
        return too_many(self.sent, content)

    def has_box(self, field: BoundField) -> bool:
        """What belongs to one option stands beside that option."""
        return field.name in self.of_options and super().has_box(field)

    @property
    def options(self) -> list[BoxesForOption]:
        """The boxes for each option, in the edition's order."""
        return [BoxesForOption(self, option) for option in self.content.options]

    def finish(self) -> None:
        """Each point that is added has a reason."""
        for name, problem in unfinished(self.cleaned_data, self.content):
            self.add_error(name, problem)

    def as_it_stands(self) -> Iterator[tuple[str, str]]:
        """What is saved, with the option that it belongs to."""
        option_of = {name: option.name for option in self.content.options for name in _fields_for(option)}
        for name, label, words in self.saved_words():
            yield f"{option_of[name]}: {label}" if name in option_of else label, words


class BoxesForOption:
    """The boxes in which something is added to one option for this patient."""

    def __init__(self, form: OptionsForm, option: Option) -> None:
        self.option = option
        self.fields = [field for kind in (GOOD, BAD) for field in _points(form, option, kind)]
        if may_be_withheld(option):
            self.fields.append(form[not_offered_name(option)])

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in them, or is wrong."""
        return any(field.value() or field.problems for field in self.fields)


def _points(form: OptionsForm, option: Option, kind: str) -> Iterator[BoundField]:
    """Each point that stands there with its reason, and one more to be filled in."""
    for place in range(1, ADDED_AT_MOST + 1):
        point, why = (form[name] for name in _names(kind, option, place))
        yield from (point, why)
        if not (point.value() or why.value()):
            return


def _names(kind: str, option: Option, place: int) -> tuple[str, str]:
    name = added_name(kind, option, place)
    return name, why_name(name)


def _fields_for(option: Option) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for kind in (GOOD, BAD):
        for place in range(1, ADDED_AT_MOST + 1):
            point, why = _names(kind, option, place)
            fields[point] = LineField(label=f"Another {kind} point for this patient", max_length=300, required=False)
            fields[why] = LineField(
                label=f"Why that {kind} point is so for this patient", max_length=400, required=False
            )
    if may_be_withheld(option):
        fields[not_offered_name(option)] = WordsField(
            label="Why this option is not offered to this patient",
            help_text="Leave it empty where the option is offered. The patient reads the reason.",
            max_length=1000,
            required=False,
            rows=2,
        )
    return fields


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
