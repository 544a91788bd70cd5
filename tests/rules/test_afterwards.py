"""What is said after a decision: when it stops a consent, and when words are enough to answer it."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from sdm.rules.afterwards import (
    CHANGED_MIND,
    CORRECTION,
    NOT_OFFERED,
    OUTCOMES,
    TALK_AGAIN,
    THEY_SAID,
    WRITTEN,
    YOU_SAID,
    Said,
    asks_anew,
)
from sdm.rules.transitions import Status

WHATS, CHOICES = (CORRECTION, CHANGED_MIND, TALK_AGAIN), ("consent", "refusal", "more-time")


def said(what=CHANGED_MIND, choice="consent", stands=True, outcome="") -> Said:
    moment = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
    return Said(what, 1, choice, stands, "", moment, "Margaret Ellis", 7, outcome=outcome)


def test_a_consent_is_stopped_by_a_change_of_mind_that_nobody_has_answered_and_by_nothing_else():
    stopping = {
        (what, choice, stands, outcome)
        for what, choice, stands, outcome in product(WHATS, CHOICES, (True, False), ("", "answered"))
        if said(what, choice, stands, outcome).stops
    }
    assert stopping == {(what, "consent", True, "") for what in (CHANGED_MIND, TALK_AGAIN)}


def test_words_are_not_enough_where_a_consent_stands_that_the_patient_has_changed_their_mind_about():
    not_enough = {
        (what, choice, stands, status)
        for what, choice, stands, status in product(WHATS, CHOICES, (True, False), Status)
        if not said(what, choice, stands).may_be_answered_by_words(status)
    }
    assert not_enough == {(CHANGED_MIND, "consent", True, Status.DECIDED)}


@pytest.mark.parametrize("what", WHATS)
def test_each_kind_has_words_for_both_sides_and_answers(what):
    assert YOU_SAID[what].startswith("You said that ")
    assert THEY_SAID[what].startswith("The patient ")
    assert set(WRITTEN[what]) <= set(OUTCOMES)


@pytest.mark.parametrize(
    ("about", "what", "consents", "anew"),
    [
        (1, CHANGED_MIND, (1,), True),
        (1, TALK_AGAIN, (1,), True),
        (1, NOT_OFFERED, (1,), True),
        (1, CORRECTION, (1,), False),
        (1, CHANGED_MIND, (1, 2), False),
        (1, TALK_AGAIN, (), True),
        (2, TALK_AGAIN, (1,), True),
    ],
)
def test_a_consent_is_asked_for_anew_after_a_change_of_mind_until_there_is_another(about, what, consents, anew):
    assert asks_anew([replace(said(what), about=about)], consents) is anew
    assert asks_anew([], consents) is False
