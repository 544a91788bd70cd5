"""Middles and shares are counted right, and no small number leaves the hospital."""

from datetime import date
from statistics import median as middle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.service_figures import FEWER, Month, median, months_before, share_without_few, without_few


@given(st.lists(st.integers(0, 400), max_size=40))
def test_the_middle_of_counts_is_the_middle_of_the_values(values):
    counts = {value: values.count(value) for value in values}
    assert median(counts) == (middle(values) if values else None)


def test_months_follow_each_other_over_the_turn_of_a_year():
    found = months_before(date(2026, 2, 27), 4)
    assert found == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1, FEWER), (4, FEWER), (5, "5"), (120, "120")])
def test_counts_that_leave_the_hospital(count, words):
    assert without_few(count) == words


@given(st.integers(0, 60), st.integers(0, 60))
def test_no_share_tells_a_small_number(part, rest):
    told = share_without_few(part, part + rest)
    if 0 < part < 5 or 0 < rest < 5 or part + rest < 5:
        assert told == ""
    else:
        assert told == str(round(100 * part / (part + rest)))


def test_a_month_in_which_nothing_happened():
    month = Month(date(2026, 11, 1))
    assert (month.share_answered, month.median_days, month.procedures) == (None, None, 0)
