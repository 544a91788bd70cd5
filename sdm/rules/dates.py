"""Days: as people type them in three boxes, and what is wrong with them in plain words; days that passed."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from sdm.rules.words import marked

# The clocks by which patients and hospitals live.
LONDON = ZoneInfo("Europe/London")
EARLIEST_YEAR = 1900
# In English, and small letters.
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
# Whole sentences: languages put such words together in different ways.
MISSING = {
    ("day",): marked("Date must include a day"),
    ("month",): marked("Date must include a month"),
    ("year",): marked("Date must include a year"),
    ("day", "month"): marked("Date must include a day and a month"),
    ("day", "year"): marked("Date must include a day and a year"),
    ("month", "year"): marked("Date must include a month and a year"),
    ("day", "month", "year"): marked("Date must include a day and a month and a year"),
}


class DateProblem(ValueError):
    """A date that cannot be right; `boxes` names the boxes to mend ("day", "month", "year").

    `message` is the sentence before the values in `params` are put in, as translators have it.
    """

    def __init__(self, message: str, *boxes: str, params: Mapping[str, object] | None = None) -> None:
        self.message, self.params = message, params or {}
        self.boxes = boxes or ("day", "month", "year")
        super().__init__(message % self.params)


def date_from_boxes(day: str, month: str, year: str) -> date:
    """The date in three boxes; raises DateProblem with a sentence that says what to change."""
    typed = {"day": day.strip(), "month": month.strip(), "year": year.strip()}
    missing = [box for box, text in typed.items() if not text]
    if missing:
        raise DateProblem(MISSING[tuple(missing)], *missing)
    not_numbers = [box for box, text in typed.items() if not (text.isascii() and text.isdigit() and len(text) <= 4)]
    if not_numbers:
        raise DateProblem(marked("Use numbers only for the date, like 27 3 1958"), *not_numbers)
    if len(typed["year"]) != 4:
        raise DateProblem(marked("Year must have 4 numbers, like 1958"), "year")
    if int(typed["year"]) < EARLIEST_YEAR:
        raise DateProblem(marked("Year must be %(earliest)s or later"), "year", params={"earliest": EARLIEST_YEAR})
    if not 1 <= int(typed["month"]) <= 12:
        raise DateProblem(marked("Month must be a number from 1 to 12"), "month")
    try:
        return date(int(typed["year"]), int(typed["month"]), int(typed["day"]))
    except ValueError:
        raise DateProblem(marked("There is no such day in that month. Check the day and the month"), "day") from None


def passed(day: date | None, today: date) -> date | None:
    """The day, where it is before today; None where it is not, or where there is none."""
    return day if day and day < today else None


def birth_date_problem(born: date, today: date) -> str:
    """What is wrong with a date of birth, in plain words; empty where it can be right."""
    if born > today:
        return marked("Date of birth must be in the past")
    return ""
