"""Dates as people type them: a day, a month and a year in three boxes, and what is wrong with them in plain words."""

from datetime import date

EARLIEST_YEAR = 1900


class DateProblem(ValueError):
    """A date that cannot be right; `boxes` names the boxes to mend ("day", "month", "year")."""

    def __init__(self, reason: str, *boxes: str) -> None:
        super().__init__(reason)
        self.boxes = boxes or ("day", "month", "year")


def date_from_boxes(day: str, month: str, year: str) -> date:
    """The date in three boxes; raises DateProblem with a sentence that says what to change."""
    typed = {"day": day.strip(), "month": month.strip(), "year": year.strip()}
    missing = [box for box, text in typed.items() if not text]
    if missing:
        raise DateProblem(f"Date must include a {' and a '.join(missing)}", *missing)
    not_numbers = [box for box, text in typed.items() if not (text.isascii() and text.isdigit() and len(text) <= 4)]
    if not_numbers:
        raise DateProblem("Use numbers only for the date, like 27 3 1958", *not_numbers)
    if len(typed["year"]) != 4:
        raise DateProblem("Year must have 4 numbers, like 1958", "year")
    if int(typed["year"]) < EARLIEST_YEAR:
        raise DateProblem(f"Year must be {EARLIEST_YEAR} or later", "year")
    if not 1 <= int(typed["month"]) <= 12:
        raise DateProblem("Month must be a number from 1 to 12", "month")
    try:
        return date(int(typed["year"]), int(typed["month"]), int(typed["day"]))
    except ValueError:
        raise DateProblem("There is no such day in that month. Check the day and the month", "day") from None


def birth_date_problem(born: date, today: date) -> str:
    """What is wrong with a date of birth, in plain words; empty where it can be right."""
    if born > today:
        return "Date of birth must be in the past"
    return ""
