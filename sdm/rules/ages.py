"""How old a patient is, and what that means for a consent that is recorded here: an adult's own."""

from __future__ import annotations

from datetime import date

ADULT, YOUNG_PERSON = 18, 16


def age_on(born: date, day: date) -> int:
    """Whole years on a day; somebody born on 29 February is a year older on 1 March where there is no such day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_adult(age: int) -> bool:
    """Whether a patient of so many years is an adult, for whom this app records consent."""
    return age >= ADULT


def is_too_young(age: int) -> bool:
    """Whether no consent is recorded here at all: the NHS's consent form 2 is for a child's parent."""
    return age < YOUNG_PERSON
