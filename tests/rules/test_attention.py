"""What needs attention, and when: each thing by itself, on its days and on no other."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.attention import (
    ANSWERS_BEFORE,
    LAST_DAY_NEAR,
    URGENCY,
    WORDS,
    Attention,
    Facts,
    attention_to,
    days_count_from,
    most_urgent,
)
from sdm.rules.time_to_think import TimeToThink
from sdm.rules.transitions import Status

TODAY = date(2026, 11, 29)
QUIET = Facts(Status.SENT, TODAY + timedelta(days=9), is_sent=True)
INVITED = Facts(Status.INVITED, TODAY + timedelta(days=9))


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def time(procedure_in: int, decided: int = 0, wanted: int = 1, because: str = "") -> TimeToThink:
    return TimeToThink(in_days(procedure_in), in_days(decided), wanted, because)


NOON, MINUTE = datetime(2026, 11, 20, 12, tzinfo=UTC), timedelta(minutes=1)
AGREED = replace(QUIET, status=Status.DECIDED, decided_at=NOON, time=time(3, -9))


def test_where_nothing_is_the_matter_nothing_is_said():
    assert attention_to(QUIET, TODAY) == attention_to(INVITED, TODAY) == ()


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        (replace(QUIET, has_news=True), Attention.UNREAD),
        (replace(QUIET, has_worries=True), Attention.WORRIES),
        (replace(QUIET, has_no_choice=True), Attention.NO_CHOICE),
        (replace(QUIET, has_help_to_arrange=True), Attention.HELP),
        (replace(QUIET, waits_for_answer=True), Attention.ANSWER),
        (replace(QUIET, status=Status.DECIDED, waits_for_answer=True), Attention.ANSWER),
        (replace(QUIET, status=Status.DECIDED, awaits_scan=True), Attention.SCAN),
        (replace(QUIET, is_seen_by_nobody=True), Attention.NOBODY),
        (replace(INVITED, is_seen_by_nobody=True), Attention.NOBODY),
        (replace(INVITED, is_locked=True), Attention.LOCKED),
        (replace(QUIET, withdrawn_at=NOON), Attention.WITHDRAWN),
        (replace(AGREED, withdrawn_at=NOON + MINUTE), Attention.WITHDRAWN),
        (replace(QUIET, time=time(0)), Attention.TIME),
        (replace(QUIET, status=Status.DECIDED, time=time(3, -1, wanted=7)), Attention.TIME),
    ],
)
def test_each_by_itself(facts, what):
    assert attention_to(facts, TODAY) == (what,)


@pytest.mark.parametrize(
    "facts",
    [
        replace(AGREED, withdrawn_at=None),
        replace(AGREED, withdrawn_at=NOON - MINUTE),
        replace(AGREED, withdrawn_at=NOON + MINUTE, time=None),
        replace(AGREED, withdrawn_at=NOON + MINUTE, time=time(-1, -9)),
        replace(AGREED, withdrawn_at=NOON + MINUTE, status=Status.CANCELLED, decided_at=None),
    ],
    ids=["in use", "agreed after it", "no procedure", "procedure is over", "cancelled"],
)
def test_a_withdrawn_leaflet_asks_nothing_of(facts):
    assert Attention.WITHDRAWN not in attention_to(facts, TODAY)


@pytest.mark.parametrize("days", range(-2, 5))
def test_no_answers_shortly_before_the_appointment(days):
    facts = replace(INVITED, appointment_on=in_days(days))
    assert (Attention.NO_ANSWERS in attention_to(facts, TODAY)) == (0 <= days <= ANSWERS_BEFORE)
    assert attention_to(replace(facts, is_sent=True), TODAY) == ()


@pytest.mark.parametrize("days", range(-2, 7))
def test_the_last_day_for_the_symptoms(days):
    facts = replace(QUIET, appointment_on=TODAY, window_last_on=in_days(days))
    assert (Attention.LAST_DAY in attention_to(facts, TODAY)) == (0 <= days <= LAST_DAY_NEAR)
    assert (Attention.DAYS_OVER in attention_to(facts, TODAY)) == (days < 0)
    assert attention_to(replace(facts, status=Status.DECIDED), TODAY) == ()


def test_the_days_count_from_when_the_patient_first_came_or_where_that_is_not_known_from_the_symptoms():
    began, came = in_days(-9), in_days(-2)
    assert days_count_from(came, began) == days_count_from(came, None) == came
    assert days_count_from(None, began) == began
    assert days_count_from(None, None) is None


@pytest.mark.parametrize(
    ("appointment", "last", "is_said"),
    [(9, 8, True), (9, 9, False), (9, 10, False), (9, 0, True), (9, -1, False), (-1, -2, False)],
    ids=["a day after", "on it", "before it", "it is today", "it is over", "both are over"],
)
def test_an_appointment_after_the_days_that_the_leaflet_names_is_said_while_it_can_be_moved(appointment, last, is_said):
    facts = replace(QUIET, appointment_on=in_days(appointment), window_last_on=in_days(last))
    assert (Attention.TOO_LATE in attention_to(facts, TODAY)) is is_said
    assert Attention.TOO_LATE not in attention_to(replace(facts, status=Status.DECIDED), TODAY)


def test_time_to_think_with_a_reason_or_long_enough_or_past():
    for enough in (time(0, because="The clot is growing."), time(1), time(-1, -1)):
        assert attention_to(replace(QUIET, time=enough), TODAY) == ()


statuses = st.sampled_from(Status)
days = st.integers(-30, 30).map(in_days)
facts = st.builds(
    Facts,
    status=statuses,
    appointment_on=days,
    is_sent=st.booleans(),
    has_news=st.booleans(),
    has_worries=st.booleans(),
    has_help_to_arrange=st.booleans(),
    waits_for_answer=st.booleans(),
    is_seen_by_nobody=st.booleans(),
    is_locked=st.booleans(),
    window_last_on=st.none() | days,
    time=st.none() | st.builds(TimeToThink, days, days, st.integers(0, 9), st.sampled_from(["", "Because"])),
)


@given(facts)
def test_once_they_talk_nobody_has_to_say_that_they_read_it(facts):
    if facts.status != Status.SENT:
        assert Attention.UNREAD not in attention_to(facts, TODAY)


@given(facts)
def test_the_most_urgent_comes_first_and_each_stands_once(facts):
    found = attention_to(facts, TODAY)
    assert [URGENCY.index(one) for one in found] == sorted({URGENCY.index(one) for one in found})
    assert most_urgent(found) == (URGENCY.index(found[0]) if found else len(URGENCY))


@given(facts)
def test_what_is_over_needs_nothing_but_an_answer_or_time(facts):
    if facts.status in (Status.DECIDED, Status.CANCELLED):
        assert set(attention_to(facts, TODAY)) <= {Attention.ANSWER, Attention.TIME}


@given(facts)
def test_what_was_not_sent_tells_nothing_of_what_is_in_it(facts):
    assert not {Attention.WORRIES, Attention.UNREAD} & set(attention_to(replace(facts, is_sent=False), TODAY))


def test_everything_has_words():
    assert set(WORDS) == set(Attention)
