"""A reminder is sent once, by day, a few days before the appointment, and only where nothing was sent or stopped."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sdm.rules.reminders import Reminding
from sdm.rules.transitions import Status

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DUE = Reminding(
    status=Status.INVITED,
    appointment_at=NOON + timedelta(days=2),
    has_address=True,
    is_stopped=False,
    is_reminded=False,
    written_at=NOON - timedelta(days=5),
)


def test_it_is_due_three_days_before_and_not_earlier():
    assert DUE.is_due(NOON, 3)
    assert replace(DUE, appointment_at=NOON + timedelta(days=3)).is_due(NOON, 3)
    assert not replace(DUE, appointment_at=NOON + timedelta(days=3, seconds=1)).is_due(NOON, 3)


@pytest.mark.parametrize(
    "changed",
    [
        {"status": Status.SENT},
        {"status": Status.DISCUSSING},
        {"status": Status.DECIDED},
        {"status": Status.CANCELLED},
        {"appointment_at": NOON},
        {"appointment_at": NOON - timedelta(days=1)},
        {"has_address": False},
        {"is_stopped": True},
        {"written_at": None},
    ],
)
def test_what_makes_it_unwanted(changed):
    assert not replace(DUE, **changed).is_wanted(NOON)
    assert not replace(DUE, **changed).is_due(NOON, 3)


def test_there_is_only_one():
    reminded = replace(DUE, is_reminded=True)
    assert (reminded.is_due(NOON, 3), reminded.is_wanted(NOON)) == (False, True)


def test_who_was_just_sent_the_link_is_not_reminded_the_same_day():
    assert not replace(DUE, written_at=NOON - timedelta(hours=23)).is_due(NOON, 3)
    assert replace(DUE, written_at=NOON - timedelta(hours=24)).is_due(NOON, 3)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 11, 24, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 19, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 24, 20, 0, tzinfo=UTC), False),
        # In summer the clocks are an hour ahead.
        (datetime(2026, 7, 1, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 19, 0, tzinfo=UTC), False),
    ],
)
def test_it_is_sent_by_day(now, due):
    one = replace(DUE, appointment_at=now + timedelta(days=1), written_at=now - timedelta(days=9))
    assert one.is_due(now, 3) is due
