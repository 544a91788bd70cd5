"""The options side by side: each point as patients see it, and beside a bad one what they may say about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms.boundfield import BoundField

from sdm.pages.patient.forms import AnswerForm
from sdm.rules.edition import EditionContent, Option, Outcome
from sdm.rules.patient_fields import NOT_SURE_HOW_MANY, TOO_MANY, harm_key


@dataclass(frozen=True)
class Harm:
    """A bad point, with the fields for how many would be too many; None where there is nothing to count, or no form."""

    outcome: Outcome
    too_many: BoundField | None = None
    not_sure: BoundField | None = None

    @property
    def is_said(self) -> bool:
        """Whether the patient said something about it, or what they said has to be mended."""
        number, mark = self.too_many, self.not_sure
        return bool(number.problems or mark.problems or number.value() not in (None, "") or mark.value())


@dataclass(frozen=True)
class Column:
    """One option with its bad points; every option has the same rows."""

    option: Option
    harms: tuple[Harm, ...]


@dataclass(frozen=True)
class OptionsTable:
    """Every option of an edition, in its order."""

    columns: tuple[Column, ...]

    @property
    def has_figures(self) -> bool:
        """Whether anything was counted, so that there are pictures to explain."""
        options = [column.option for column in self.columns]
        return any(outcome.in_100 is not None for one in options for outcome in (*one.benefits, *one.risks))

    @property
    def asks(self) -> bool:
        """Whether there is any harm to say something about."""
        return any(harm.too_many for column in self.columns for harm in column.harms)


def options_table(content: EditionContent, form: AnswerForm | None) -> OptionsTable:
    """The options of an edition; `form` is the patient's, where they can answer."""
    return OptionsTable(tuple(Column(option, harms_of_option(option, form)) for option in content.options))


def harms_of_option(option: Option, form: AnswerForm | None) -> tuple[Harm, ...]:
    """The bad points of one option, with the fields beside them."""
    return tuple(_harm(one, harm_key(option, place), form) for place, one in enumerate(option.risks, start=1))


def _harm(outcome: Outcome, key: str, form: AnswerForm | None) -> Harm:
    name = f"{TOO_MANY}-{key}"
    if not form or name not in form.fields:
        return Harm(outcome)
    return Harm(outcome, form[name], form[f"{NOT_SURE_HOW_MANY}-{key}"])
