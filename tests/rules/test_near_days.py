"""A day without its year is the nearest one, with half of it in this century; what is none is none, or is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.dates import DateProblem
from sdm.rules.near_days import nearest_day

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 December", date(2026, 12, 12)),
        ("12/12", date(2026, 12, 12)),
        ("12.12.", date(2026, 12, 12)),
        ("12th dec", date(2026, 12, 12)),
        ("December 1st", date(2026, 12, 1)),
        ("12 Nov", date(2026, 11, 12)),
        ("30/11", TODAY),
        ("14 January", date(2027, 1, 14)),
        ("30/5", date(2027, 5, 30)),
        ("31 May", date(2027, 5, 31)),
        ("1/6", date(2026, 6, 1)),
        ("29/2", date(2028, 2, 29)),
        ("12/12/26", date(2026, 12, 12)),
        ("1.6.27", date(2027, 6, 1)),
        ("02-12-25", date(2025, 12, 2)),
    ],
)
def test_the_nearest_such_day_is_taken(text, day):
    assert nearest_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["", "12", "May", "12/12/2026", "1212", "12 Xyz", "12-12-1", "Ellis 12", "٣/٤x"])
def test_what_is_no_day_and_month_is_none(text):
    assert nearest_day(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [("31/2", "no such day"), ("29/2/27", "no such day"), ("12/13", "from 1 to 12"), ("0 May", "no such day")],
)
def test_a_day_that_no_year_has_is_refused(text, says):
    with pytest.raises(DateProblem, match=says):
        nearest_day(text, TODAY)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.dates(date(2024, 1, 1), date(2024, 12, 31)))
def test_no_such_day_is_nearer(today, wanted):
    found = nearest_day(f"{wanted.day} {wanted:%B}", today)
    assert (found.day, found.month) == (wanted.day, wanted.month)
    if wanted != date(2024, 2, 29):
        assert abs(found - today).days <= 183
