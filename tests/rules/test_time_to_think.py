"""The days to think are counted as calendars have them, and fewer than the hospital wants are few."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.time_to_think import TimeToThink

DAY = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("days", "wanted", "is_short"), [(0, 1, True), (1, 1, False), (0, 0, False), (13, 14, True), (-3, 1, True)]
)
def test_what_is_short(days, wanted, is_short):
    time = TimeToThink(DAY + timedelta(days=days), DAY, wanted)
    assert (time.is_short, time.after_decision) == (is_short, max(days, 0))


@pytest.mark.parametrize(
    ("days", "because", "lacks"), [(0, "", True), (0, " \u200b", True), (0, "Pain", False), (1, "", False)]
)
def test_a_reason_is_lacking_where_time_is_short_and_nobody_said_why(days, because, lacks):
    assert TimeToThink(DAY + timedelta(days=days), DAY, 1, because).lacks_reason is lacks


@given(st.dates(), st.dates(), st.integers(0, 365))
def test_a_day_more_is_never_shorter(procedure_on, decided_on, wanted):
    time = TimeToThink(procedure_on, decided_on, wanted)
    assert TimeToThink(procedure_on, decided_on, wanted + 1).is_short or not time.is_short
