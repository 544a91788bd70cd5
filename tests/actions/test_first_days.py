"""When the symptoms began, and when the patient first came, can be added and corrected until a decision is recorded."""

import json
from datetime import date
from functools import partial

import pytest

from sdm.actions.conversations import cancel, reopen
from sdm.actions.decisions import decide
from sdm.actions.first_days import DaysMoved, as_shown, correct_first_days
from sdm.models import RecordEntry
from sdm.models.verify import fault_of
from sdm.rules.transitions import NotAllowed
from tests.actions.test_writers_at_once import at_once

pytestmark = pytest.mark.django_db

BEGAN, CAME = date(2026, 11, 14), date(2026, 11, 18)


@pytest.fixture
def correct(fresh, clinician):
    """Corrects the days, as whoever saw them as they stand."""

    def correct(conversation, by=clinician, **changed):
        now = fresh(conversation)
        stands = {"symptoms_began": now.symptoms_began, "presented_on": now.presented_on, "shown": as_shown(now)}
        return correct_first_days(conversation=now, by=by, **{**stands, **changed})

    return correct


def told(conversation) -> list[dict]:
    entries = RecordEntry.objects.filter(conversation=conversation, what="first days corrected")
    return [json.loads(entry.content) for entry in entries.order_by("sequence")]


def test_a_day_is_added_and_another_corrected_and_the_record_tells_what_stood(conversation, correct, fresh):
    assert correct(conversation, symptoms_began=BEGAN, presented_on=CAME)
    assert (fresh(conversation).symptoms_began, fresh(conversation).presented_on) == (BEGAN, CAME)
    was = {"symptoms_began": "2026-11-16", "presented_on": None}
    assert told(conversation) == [{"symptoms_began": "2026-11-14", "presented_on": "2026-11-18", "was": was}]
    assert fault_of(conversation) is None


def test_a_day_that_is_not_known_after_all_is_taken_away(start, correct, fresh):
    conversation = start(presented_on=CAME)
    correct(conversation, symptoms_began=None, presented_on=None)
    assert (fresh(conversation).symptoms_began, fresh(conversation).presented_on) == (None, None)
    assert fault_of(conversation) is None


def test_where_nothing_changes_nothing_is_recorded(conversation, correct):
    assert not correct(conversation)
    assert told(conversation) == []


def test_not_once_a_decision_is_recorded_and_again_once_the_discussion_is_open_again(
    conversation, correct, clinician, fresh
):
    decide(conversation=fresh(conversation), choice="refusal", reasons="Not now.", seen=0, by=clinician)
    with pytest.raises(NotAllowed):
        correct(conversation, presented_on=CAME)
    reopen(conversation=fresh(conversation), by=clinician)
    assert correct(conversation, presented_on=CAME)
    assert fault_of(conversation) is None


def test_not_once_it_is_cancelled(conversation, correct, clinician, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    with pytest.raises(NotAllowed):
        correct(conversation, presented_on=CAME)


def test_nobody_but_a_clinician_of_the_hospital_corrects_them(conversation, correct, other_clinician, editor):
    for person in (other_clinician, editor):
        with pytest.raises(NotAllowed):
            correct(conversation, by=person, presented_on=CAME)
    assert told(conversation) == []


def test_what_somebody_corrected_meanwhile_is_not_overwritten(conversation, correct, fresh):
    shown = as_shown(fresh(conversation))
    correct(conversation, presented_on=CAME)
    with pytest.raises(DaysMoved) as moved:
        correct(conversation, shown=shown, presented_on=date(2026, 11, 19))
    assert (moved.value.conversation.presented_on, len(told(conversation))) == (CAME, 1)
    assert not correct(conversation, shown=shown, presented_on=CAME)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_wins(conversation, correct, fresh):
    shown, outcomes = as_shown(fresh(conversation)), []

    def one(day):
        try:
            correct(conversation, shown=shown, presented_on=date(2026, 11, day))
            outcomes.append("corrected")
        except DaysMoved:
            outcomes.append("told")

    at_once(*(partial(one, day) for day in (17, 18, 19, 20)))
    assert sorted(outcomes) == ["corrected", "told", "told", "told"]
    assert fault_of(conversation) is None
