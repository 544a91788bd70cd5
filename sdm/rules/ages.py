"""How old a patient is, and what that means for a consent that is recorded here: an adult's own."""

from __future__ import annotations

from datetime import date

from sdm.rules.words import has_a_word

ADULT, YOUNG_PERSON = 18, 16


def age_on(born: date, day: date) -> int:
    """Whole years on a day; somebody born on 29 February is a year older on 1 March where there is no such day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_adult(age: int) -> bool:
    """Whether a patient of so many years is an adult, for whom this app records consent."""
    return age >= ADULT


def was_noticed(age: int, who_else: str) -> bool:
    """Whether it was known at a consent that the patient was so old: an adult, or somebody wrote who else takes part.

    Under 16 nothing that was written makes a consent here right.
    """
    return is_adult(age) or (has_a_word(who_else) and not is_too_young(age))


def is_too_young(age: int) -> bool:
    """Whether no consent is recorded here at all: the NHS's consent form 2 is for a child's parent."""
    return age < YOUNG_PERSON
