"""A conversation moves only as the one table says."""

import pytest

from sdm.rules.transitions import TRANSITIONS, NotAllowed, Status, Step, after, allowed

OPEN = {Status.INVITED, Status.SENT, Status.DISCUSSING}


def test_each_step_has_its_row():
    assert set(TRANSITIONS) == set(Step)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("status", Status)
def test_a_move_that_is_not_in_the_table_is_refused_with_a_sentence(step, status):
    if allowed(step, status):
        assert after(step, status) == TRANSITIONS[step][status]
        return
    with pytest.raises(NotAllowed) as refused:
        after(step, status)
    assert str(refused.value).endswith(".")


def test_refusal_and_more_time_are_open_from_everywhere_but_a_cancelled_conversation():
    assert set(TRANSITIONS[Step.REFUSE]) == OPEN | {Status.DECIDED}
    assert set(TRANSITIONS[Step.TAKE_MORE_TIME]) == OPEN | {Status.DECIDED}


def test_more_time_leaves_the_conversation_open_for_the_patient_and_the_discussion():
    assert set(TRANSITIONS[Step.TAKE_MORE_TIME].values()) == {Status.DISCUSSING}
    assert allowed(Step.SAVE_ANSWER, Status.DISCUSSING)


def test_consent_comes_only_from_a_discussion():
    assert TRANSITIONS[Step.CONSENT] == {Status.DISCUSSING: Status.DECIDED}


def test_nothing_leaves_a_cancelled_conversation():
    assert [step for step in Step if allowed(step, Status.CANCELLED)] == []


def test_nothing_leads_back_to_invited():
    stay = (Step.INVITE, Step.SAVE_ANSWER, Step.CHANGE_APPOINTMENT, Step.HAND_ON, Step.ARRANGE_HELP, Step.MOVE)
    stay += (Step.CORRECT_FIRST_DAYS,)
    leads_there = {(step, before) for step, row in TRANSITIONS.items() for before, to in row.items() if to == "invited"}
    assert leads_there == {(step, Status.INVITED) for step in stay}


def test_handing_on_moves_nothing_and_only_what_was_cancelled_stays_where_it_is():
    assert TRANSITIONS[Step.HAND_ON] == {status: status for status in OPEN | {Status.DECIDED}}


def test_what_is_said_after_a_decision_and_what_is_answered_moves_nothing():
    for step in (Step.SAY_AFTERWARDS, Step.ANSWER_PATIENT, Step.PLAN_PROCEDURE, Step.FOLLOW_UP):
        assert TRANSITIONS[step] == {status: status for status in (Status.DISCUSSING, Status.DECIDED)}
