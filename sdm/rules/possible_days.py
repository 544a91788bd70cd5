"""Days that can be: none in the future, none before what it follows; and what is wrong with one, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

# Where nobody knows when the symptoms began, nothing was done for them longer ago than this before the conversation.
LONG_BEFORE = timedelta(days=365)
IN_THE_FUTURE = "The day must be today or in the past"
BEFORE_BIRTH = "The day cannot be before the patient was born. Check the year"


@dataclass(frozen=True)
class KnownDays:
    """The days of one conversation that others cannot come before.

    `symptoms_began` is None where nobody knows, `decided_on` is the day on which the patient first decided to have the
    procedure, and None before that.
    """

    today: date
    born: date
    started_on: date
    symptoms_began: date | None = None
    decided_on: date | None = None


Check = Callable[[date, KnownDays], str]


def problem_of_preparing(day: date, known: KnownDays) -> str:
    """What is wrong with a day on which something was done for this decision, such as the team's assessment."""
    if problem := _problem_of_any(day, known):
        return problem
    if known.symptoms_began:
        return _not_before(day, known.symptoms_began, "The day cannot be before the symptoms began")
    if day < known.started_on - LONG_BEFORE:
        return f"The day cannot be more than a year before this conversation began, {_in_words(known.started_on)}"
    return ""


def problem_of_doing(day: date, known: KnownDays) -> str:
    """What is wrong with a day on which the procedure was done; without a decision for it, as for what prepares one."""
    if known.decided_on is None:
        return problem_of_preparing(day, known)
    if problem := _problem_of_any(day, known):
        return problem
    return _not_before(day, known.decided_on, "It cannot have been done before the patient decided to have it")


def problem_of_entering(day: date, known: KnownDays, done_on: date | None) -> str:
    """What is wrong with a day on which a procedure was entered in a registry; None where no day is known for it."""
    if problem := problem_of_doing(day, known):
        return problem
    return _not_before(day, done_on, "The entry cannot be before the procedure") if done_on else ""


def problem_of_beginning(began: date, born: date | None, today: date) -> str:
    """What is wrong with the first day of the symptoms."""
    if began > today:
        return "The day the symptoms began must be today or in the past"
    return "The symptoms cannot have begun before the patient was born" if born and began < born else ""


def problem_of_coming(came: date, born: date | None, began: date | None, today: date) -> str:
    """What is wrong with the day on which the patient first came."""
    if came > today:
        return "The day the patient first came must be today or in the past"
    if began and came < began:
        return "The patient cannot have come before the symptoms began"
    return "The patient cannot have come before they were born" if born and came < born else ""


def problem_of_birth(born: date, first_days: Iterable[date]) -> str:
    """What is wrong with a corrected date of birth, by the days on which symptoms began or a patient first came."""
    first = min(first_days, default=born)
    if born <= first:
        return ""
    return f"The symptoms began, or the patient first came, before that day: {_in_words(first)}. Check both"


def can_be(value: Any, known: KnownDays, check: Check = problem_of_preparing) -> bool:
    """Whether a value that was kept as JSON is a day, as "2026-03-27", and one with nothing wrong."""
    try:
        return not check(date.fromisoformat(value), known)
    except (TypeError, ValueError):
        return False


def _problem_of_any(day: date, known: KnownDays) -> str:
    if day > known.today:
        return IN_THE_FUTURE
    return BEFORE_BIRTH if day < known.born else ""


def _not_before(day: date, first: date, problem: str) -> str:
    return f"{problem}, {_in_words(first)}" if day < first else ""


def _in_words(day: date) -> str:
    return f"on {day.day} {day:%B %Y}"
