"""Dates typed in three boxes are read, or refused with what is wrong and in which box."""

from datetime import date

import pytest

from sdm.rules.dates import DateProblem, birth_date_problem, date_from_boxes


def test_a_date_is_read():
    assert date_from_boxes(" 7 ", "03", "1958") == date(1958, 3, 7)


@pytest.mark.parametrize(
    ("typed", "says", "boxes"),
    [
        (("", "", ""), "Date must include a day and a month and a year", ("day", "month", "year")),
        (("1", "", "1958"), "Date must include a month", ("month",)),
        (("31", "2", "1958"), "There is no such day in that month. Check the day and the month", ("day",)),
        (("29", "2", "2023"), "There is no such day in that month. Check the day and the month", ("day",)),
        (("0", "1", "1958"), "There is no such day in that month. Check the day and the month", ("day",)),
        (("1", "13", "1958"), "Month must be a number from 1 to 12", ("month",)),
        (("1", "0", "1958"), "Month must be a number from 1 to 12", ("month",)),
        (("1", "1", "58"), "Year must have 4 numbers, like 1958", ("year",)),
        (("1", "1", "1899"), "Year must be 1900 or later", ("year",)),
        (("1", "1", "0000"), "Year must be 1900 or later", ("year",)),
        (("١", "١", "١٩٥٨"), "Use numbers only for the date, like 27 3 1958", ("day", "month", "year")),
        (("1", "March", "1958"), "Use numbers only for the date, like 27 3 1958", ("month",)),
        (("-1", "1", "1958"), "Use numbers only for the date, like 27 3 1958", ("day",)),
        (("1", "1", "9" * 5000), "Use numbers only for the date, like 27 3 1958", ("year",)),
    ],
)
def test_what_is_wrong_is_said_and_the_boxes_are_named(typed, says, boxes):
    with pytest.raises(DateProblem) as problem:
        date_from_boxes(*typed)
    assert (str(problem.value), problem.value.boxes) == (says, boxes)


def test_nobody_is_born_in_the_future():
    today = date(2026, 11, 23)
    assert birth_date_problem(date(2026, 11, 24), today) == "Date of birth must be in the past"
    assert birth_date_problem(today, today) == ""
