"""The forms of the patient's pages: the date of birth that lets them in, and one form for every part of their list."""

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sdm.models.answers import MAX_WORDS
from sdm.pages.fields import BirthDateField, CheckboxesField, LineField, NumberField, RadiosField, WordsField
from sdm.pages.forms import PlainForm
from sdm.pages.languages import words_in
from sdm.rules.parts import Saved
from sdm.rules.patient_fields import Kind, PatientField, value_of

# The name of the button that clears a choice; its value is the name of the field.
CLEAR = "clear"

NOT_THE_DATE_WE_HAVE = _("This is not the date of birth that the hospital has. Check it and try again.")

BOTH_GIVEN = _("Write a number, or choose “I'm not sure”. You cannot give both")


class DateOfBirthForm(PlainForm):
    """The date of birth of somebody who opened a link."""

    date_of_birth = BirthDateField(
        label=_("What is your date of birth?"),
        help_text=_("We ask so that nobody else can see your pages. For example, 27 3 1958"),
        autocomplete="bday",
        error_messages={"required": _("Enter your date of birth")},
    )

    def say_wrong(self, tries_left: int) -> None:
        """Say that this is not the right date, and how often it can be tried again."""
        tries = ngettext("You can try once more", "You can try %(count)d more times", tries_left)
        self.add_error("date_of_birth", f"{NOT_THE_DATE_WE_HAVE} {tries % {'count': tries_left}}")


class AnswerForm(PlainForm):
    """One part of the patient's list, with the fields that the rules name for it; nothing has to be answered.

    `language` is that of the edition whose words stand in the fields. What the button pressed says to clear is not
    answered any more.
    """

    def __init__(self, data: Any, fields: tuple[PatientField, ...], saved: Saved, language: str = "") -> None:
        super().__init__(_without_cleared(data), initial={one.name: value_of(saved, one.name) for one in fields})
        self.fields = {one.name: _made(one, language, get_language()) for one in fields}
        self._folded = [one.name for one in fields if one.folded]
        self._alike = {one.name: one for one in fields if one.nth}
        self._instead = {one.name: one.instead_of for one in fields if one.instead_of}

    @property
    def rows(self) -> list[BoundField]:
        """The fields that are in sight, in order."""
        return [field for field in super().rows if field not in self.folded]

    @property
    def folded(self) -> list[BoundField]:
        """The fields that are folded away until they are wanted: none that holds anything, or has something wrong."""
        fields = (self[name] for name in self._folded)
        return [field for field in fields if not (field.value() or field.problems)]

    def full_clean(self) -> None:
        """What is wrong with one of several boxes that have one label says which of them it is."""
        super().full_clean()
        for name in self._alike.keys() & (self._errors or {}).keys():
            one = self._alike[name]
            which = f"{gettext(one.label)} {_which(one)}"
            self._errors[name] = self.error_class([f"{which}: {problem}" for problem in self._errors[name]])

    def clean(self) -> dict[str, Any]:
        """Nobody can give a number and not be sure of it: which of the two they mean is for them to say."""
        typed = self.cleaned_data
        for mark, number in self._instead.items():
            if typed.get(mark) and typed.get(number) is not None:
                self.add_error(number, BOTH_GIVEN)
        return typed

    def answer(self) -> dict[str, Any]:
        """What was written and chosen, as `save_answer` takes it; what was left empty is not in the details."""
        given = {name: self.cleaned_data[name] for name in self.fields}
        text, understanding = given.pop("text", ""), given.pop("understanding", "")
        return {"text": text, "understanding": understanding, "details": Saved("", details=given).kept}


def _without_cleared(data: Any) -> Any:
    """What was sent, without the choice that is to be cleared, if any."""
    if not data or not data.get(CLEAR):
        return data
    left = data.copy()
    left.pop(data[CLEAR], None)
    return left


def _which(one: PatientField) -> str:
    """Which of several fields with one label this is."""
    return gettext("(%(nth)s of %(of)s)") % {"nth": one.nth, "of": one.of}


@lru_cache(maxsize=1024)
def _made(one: PatientField, language: str, readers: str) -> forms.Field:
    """The field of a form for a field of the rules, in the reader's language; the edition's words are in its own.

    Nothing changes a field once it is made, so all forms that ask the same share one: making it takes most of the time
    that a form takes. `readers` is the language that Django speaks now.
    """
    choices = [
        (value, words_in(language, label) if value in one.leaflets else gettext(label))
        for value, label in one.short or one.choices
    ]
    # A mark has its one choice for a label.
    ours = choices[0][1] if one.kind is Kind.MARK else gettext(one.label)
    label = format_html_join(": ", "{}", ([words] for words in (words_in(language, one.about), ours) if words))
    if one.nth:
        label = format_html('{}<span class="nhsuk-u-visually-hidden"> {}</span>', label, _which(one))
    values = {"label": label, "help_text": gettext(one.hint), "required": False}
    match one.kind:
        case Kind.WORDS:
            return WordsField(max_length=MAX_WORDS, **values)
        case Kind.LINE:
            return LineField(**values)
        case Kind.IN_100:
            return NumberField(most=100, **values)
        case Kind.ONE:
            return RadiosField(choices=choices, look="small inline" if one.short else "", clears=True, **values)
        case Kind.SEVERAL:
            return CheckboxesField(choices=choices, reveals=one.reveals, **values)
        case Kind.MARK:
            return forms.BooleanField(**values)
