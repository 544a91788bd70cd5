"""The help that a patient needs to take part: what they asked for, now or before, and what was arranged for it.

Source: the NHS Accessible Information Standard (DCB1605): ask, record, flag, share, act. A need is recorded once, is in
sight of whoever sees the patient next, and somebody sees to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sdm.rules.parts import PEOPLE_AND_HELP, Saved
from sdm.rules.patient_fields import ON_PEOPLE_AND_HELP
from sdm.rules.words import names_something

FIELDS = {one.name: one for one in ON_PEOPLE_AND_HELP}
LABELS = dict(FIELDS["needs"].choices)
INTERPRETER, BRITISH_SIGN_LANGUAGE = "interpreter", "british-sign-language"
LARGE_PRINT, EASY_READ = "large-print", "easy-read"
# What a patient wrote in words of their own.
OTHER = "other"
NAMES = {**LABELS, OTHER: FIELDS["text"].label}
ARRANGED_AT_MOST = 400
# What is sent or printed serves on any day; whoever comes, and what is made ready, is booked for one.
FOR_ANY_DAY = (LARGE_PRINT,)
# The detail of what is arranged that names the day it was arranged for, once the appointment has left that day.
ARRANGED_FOR = "arranged_for"


@dataclass(frozen=True)
class Need:
    """One kind of help; `id` is its key, `more` the language, or the patient's own words.

    `is_wanted` is false where it was arranged, but is no longer asked for. `is_from_before` says that the patient asked
    for it in an earlier conversation and has not said yet whether that still holds. `arranged` is who and when, as
    staff wrote it, or empty; `arranged_for` is the day it is for where that is not the day of the appointment.
    """

    id: str
    more: str = ""
    is_wanted: bool = True
    is_from_before: bool = False
    arranged: str = ""
    arranged_for: date | None = None

    @property
    def label(self) -> str:
        """What the patient's page calls it, in English."""
        return NAMES.get(self.id, self.id)

    @property
    def is_to_arrange(self) -> bool:
        """Whether somebody has still to see to it."""
        return self.is_wanted and (self.arranged_for is not None or not names_something(self.arranged))

    @property
    def is_arranged(self) -> bool:
        """Whether something is arranged for the day of the appointment."""
        return bool(self.arranged) and self.arranged_for is None

    def __str__(self) -> str:
        """As staff read it in a list: what a patient wrote stands where there is room for it."""
        if self.id == OTHER:
            return "Something else"
        return f"{self.label} ({self.more})" if self.more else self.label


def needs_of(
    own: Saved | None,
    before: Mapping[str, Any] | None,
    arranged: Mapping[str, Saved],
    appointment_on: date | None = None,
) -> tuple[Need, ...]:
    """The help that a patient needs, and then what was arranged though it is no longer asked for.

    `own` is what they sent in this conversation, None where they did not say; then `before` counts, which is what
    `to_carry_over` gave of an earlier one. `arranged` are the notes of staff, by need: what they arranged for another
    day than that of the appointment is to arrange again.
    """
    said = (before or {}) if own is None else to_carry_over(own)
    notes = {
        need: {"arranged": saved.text, "arranged_for": _another_day(saved, appointment_on)}
        for need, saved in arranged.items()
        if saved.text
    }
    asked = [Need(need, more, is_from_before=own is None, **notes.get(need, {})) for need, more in _asked_for(said)]
    left = notes.keys() - {need.id for need in asked}
    return (*asked, *(Need(need, is_wanted=False, **notes[need]) for need in NAMES if need in left))


def _another_day(arranged: Saved, appointment_on: date | None) -> date | None:
    said = arranged.details.get(ARRANGED_FOR)
    arranged_for = date.fromisoformat(said) if said else None
    return None if arranged_for == appointment_on else arranged_for


def left_behind(arranged: Mapping[str, Saved], was_on: date, is_on: date) -> list[Saved]:
    """What was arranged for the day on which the appointment was, each with that day; none where it stays on it.

    What names a day already was left behind before, and has not been arranged anew since.
    """
    if was_on == is_on:
        return []
    for_the_day = (one for one in arranged.values() if one.text and one.part not in FOR_ANY_DAY)
    told = {ARRANGED_FOR: was_on.isoformat()}
    return [replace(one, details=told, wording=NAMES[one.part]) for one in for_the_day if not one.details]


def _asked_for(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    needs = said.get("needs", ())
    yield from ((need, said.get("language", "") if need == INTERPRETER else "") for need in NAMES if need in needs)
    if said.get("text"):
        yield OTHER, said["text"]


def to_carry_over(said: Saved) -> dict[str, Any]:
    """What the next conversation of the same patient knows of it: the help they need, and not whom they bring."""
    kept = {name: said.details[name] for name in ("needs", "language") if said.details.get(name)}
    return kept | ({"text": said.text} if said.text else {})


def asked_before(before: Mapping[str, Any] | None) -> Saved:
    """What was carried over, as the patient's page shows it first: nothing of it is saved until they save it."""
    given = dict(before or {})
    return Saved(PEOPLE_AND_HELP, text=given.pop("text", ""), details=given)
