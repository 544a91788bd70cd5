"""A day as somebody names it in a hurry: without its year, like 12 December, or with half of it, like 12/12/26."""

from __future__ import annotations

import re
from datetime import date

from sdm.rules.dates import MONTHS, DateProblem, date_from_boxes

HURRIED = re.compile(
    r"""(?: (?P<day>\d{1,2}) (?:st|nd|rd|th)? \s* (?P<name>[a-z]{3,9})
          | (?P<first>[a-z]{3,9}) \s* (?P<then>\d{1,2}) (?:st|nd|rd|th)?
          | (?P<left>\d{1,2}) [/.\-] (?P<month>\d{1,2}) (?: [/.\-] (?P<year>\d{2}) )? ) \.?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
# A 29th of February is in one of these years around today's, but at the turn of most centuries.
YEARS_AROUND = 8
A_LEAP_YEAR = "2024"
CENTURY = "20"


def nearest_day(text: str, today: date) -> date | None:
    """The day, without its year the nearest one; of two that are as near the one to come; None for what is no day.

    Two numerals of a year are those of this century: nobody looks for an appointment of the last one.

    Raises DateProblem, with a sentence that says what to change, where no year has such a day.
    """
    found = HURRIED.fullmatch(text.strip())
    if not found:
        return None
    month = found["month"] or _number_of(found["name"] or found["first"])
    if not month:
        return None
    if found["year"]:
        return date_from_boxes(found["left"], month, f"{CENTURY}{found['year']}")
    wanted = date_from_boxes(found["day"] or found["then"] or found["left"], month, A_LEAP_YEAR)
    years = range(today.year - YEARS_AROUND, today.year + YEARS_AROUND + 1)
    days = [day for year in years if (day := _in(year, wanted))]
    return min(days, key=lambda day: (abs(day - today), day < today))


def _number_of(name: str) -> str:
    return next((str(at) for at, month in enumerate(MONTHS, start=1) if month.startswith(name.lower())), "")


def _in(year: int, wanted: date) -> date | None:
    try:
        return date_from_boxes(str(wanted.day), str(wanted.month), str(year))
    except DateProblem:
        return None
