"""A consent counts only while nothing took it back; and whatever has changed since it was given is named."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdm.rules.afterwards import CHANGED_MIND, CORRECTION, NOT_OFFERED, TALK_AGAIN, Said
from sdm.rules.standing import (
    NAMES,
    WHY_NOT_PLANNED,
    Agreement,
    Basis,
    Confirmed,
    Difference,
    Kind,
    Standing,
    differences,
    is_same_person,
)
from sdm.rules.transitions import Status, Step, after, allowed

# Where the procedure may go ahead.
IN_FORCE = (Standing.STANDS, Standing.CONFIRMED)
START = datetime(2026, 11, 3, 9, tzinfo=UTC)
ANOTHER = Difference(Kind.CLINICIAN, was="Dr Khan", now="Dr Reed")


def said(what=CHANGED_MIND, about=1, entry=9, choice="consent", outcome="") -> Said:
    return Said(what, about, choice, True, "", START, "Margaret Ellis", entry, outcome=outcome)


def confirmed(entry=10, about=1) -> Confirmed:
    return Confirmed(about, entry, START, "Dr Khan", "Dr Khan")


CONSENT = Agreement(Status.DECIDED, number=1, choice="consent")


def test_a_consent_stands_and_is_confirmed_on_the_day():
    assert CONSENT.standing() is Standing.STANDS
    assert replace(CONSENT, confirmations=(confirmed(),)).standing() is Standing.CONFIRMED


@pytest.mark.parametrize("outcome", ["", "answered", "opened-again", "decided-again"])
@pytest.mark.parametrize("what", [CHANGED_MIND, NOT_OFFERED])
def test_what_was_taken_back_does_not_come_back_whatever_is_answered(what, outcome):
    taken_back = replace(CONSENT, said=(said(what, outcome=outcome),), confirmations=(confirmed(20),))
    assert taken_back.standing() is Standing.WITHDRAWN
    # Only another decision is another consent.
    assert replace(taken_back, number=2).standing() is Standing.STANDS


def test_wanting_to_talk_again_waits_for_an_answer_and_wants_another_confirmation_then():
    waiting = replace(CONSENT, said=(said(TALK_AGAIN, entry=11),), confirmations=(confirmed(10),))
    assert waiting.standing() is Standing.WAITS
    answered = replace(waiting, said=(said(TALK_AGAIN, entry=11, outcome="answered"),))
    assert answered.standing() is Standing.STANDS
    assert replace(answered, confirmations=(confirmed(10), confirmed(12))).standing() is Standing.CONFIRMED


@pytest.mark.parametrize("choice", ["refusal", "consent"])
def test_no_day_is_planned_for_a_procedure_that_was_refused_or_taken_back(choice):
    no = replace(CONSENT, choice=choice, said=(said(),) if choice == "consent" else ())
    assert no.why_not_planned() == WHY_NOT_PLANNED[no.standing()]
    assert not no.standing().has_a_plan
    # Once it is talked about again a day may be looked for, as before any decision.
    assert replace(no, status=Status.DISCUSSING).why_not_planned() == ""
    assert CONSENT.why_not_planned() == Agreement(Status.DISCUSSING).why_not_planned() == ""


def test_another_plan_wants_another_confirmation():
    assert replace(CONSENT, confirmations=(confirmed(10),), planned_as=11).standing() is Standing.STANDS
    assert replace(CONSENT, confirmations=(confirmed(10),), planned_as=9).standing() is Standing.CONFIRMED


@pytest.mark.parametrize(
    ("confirmed_as", "planned_as", "counts"), [(None, 0, True), (None, 9, True), (10, 9, False), (10, 11, True)]
)
def test_a_plan_counts_until_the_patient_agrees_again_on_the_day(confirmed_as, planned_as, counts):
    confirmations = (confirmed(confirmed_as),) if confirmed_as else ()
    assert replace(CONSENT, confirmations=confirmations, planned_as=planned_as).is_planned_since is counts


@pytest.mark.parametrize(
    ("agreement", "standing"),
    [
        (Agreement(Status.INVITED), Standing.NONE),
        (Agreement(Status.DECIDED, 1, "refusal"), Standing.NONE),
        (Agreement(Status.DISCUSSING, 1, "more-time"), Standing.NONE),
        (replace(CONSENT, status=Status.CANCELLED), Standing.NONE),
        (replace(CONSENT, status=Status.DISCUSSING), Standing.OPENED_AGAIN),
    ],
)
def test_where_there_is_no_consent_in_force(agreement, standing):
    assert agreement.standing() is standing


def test_a_difference_has_it_asked_for_again():
    assert CONSENT.standing([ANOTHER]) is Standing.ASK_AGAIN


# What has changed

BASIS = Basis("Edition 1", "Special arrangements", "Dr Amira Khan", {"1. Why?": "It hurts"}, {"Who was there": "Ann"})


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ({}, []),
        ({"withdrawn": "It is wrong"}, [(Kind.WITHDRAWN, "", "", "It is wrong")]),
        ({"edition": "Edition 2"}, [(Kind.EDITION, "", "Edition 1", "Edition 2")]),
        ({"arrangement": "Do not use"}, [(Kind.ARRANGEMENT, "", "Special arrangements", "Do not use")]),
        ({"clinician": "Dr Tom Reed"}, [(Kind.CLINICIAN, "", "Dr Amira Khan", "Dr Tom Reed")]),
        ({"answers": {"1. Why?": "It swells"}}, [(Kind.ANSWER, "1. Why?", "It hurts", "It swells")]),
        ({"answers": {}}, [(Kind.ANSWER, "1. Why?", "It hurts", "")]),
        ({"facts": {**BASIS.facts, "Checks": "At 6 weeks"}}, [(Kind.FACT, "Checks", "", "At 6 weeks")]),
        ({"facts": {**BASIS.facts, "Checks": ""}}, []),
    ],
)
def test_each_difference_is_named(now, found):
    changed = differences(BASIS, replace(BASIS, **now))
    assert [(one.kind, one.about, one.was, one.now) for one in changed] == found


def test_what_was_withdrawn_before_they_agreed_they_were_told_of():
    given = replace(BASIS, withdrawn="It is wrong")
    assert differences(given, given) == differences(given, BASIS) == ()


WORDS = st.text(max_size=8)
MAPPINGS = st.dictionaries(st.sampled_from(["a", "b", "c"]), WORDS)
BASES = st.builds(Basis, WORDS, WORDS, WORDS, MAPPINGS, MAPPINGS)


@given(BASES, BASES)
def test_nothing_differs_from_itself_and_every_difference_is_told_from_both_sides(one, other):
    assert differences(one, one) == ()
    there, back = differences(one, other), differences(other, one)
    assert {(d.kind, d.about, d.was, d.now) for d in there} == {(d.kind, d.about, d.now, d.was) for d in back}
    assert all(d.was != d.now for d in there)


def test_every_kind_has_a_name():
    assert set(NAMES) == set(Kind)


@pytest.mark.parametrize(
    ("one", "other", "they_are"),
    [
        ("Dr Amira Khan, Consultant vascular surgeon", "Dr Amira Khan", True),
        ("dr amira  khan ", "Dr. Amira Khan", True),
        ("Dr Amira Khan", "Dr Tom Reed", False),
        ("", "Dr Tom Reed", False),
    ],
)
def test_who_is_the_same_person(one, other, they_are):
    assert is_same_person(one, other) is they_are


def test_only_what_was_said_wrong_and_waits_or_was_accepted_since_counts():
    corrections = (
        said(CORRECTION, entry=5, outcome="accepted"),
        said(CORRECTION, entry=6, outcome="not-accepted"),
        said(CORRECTION, entry=12, outcome="accepted"),
        said(CORRECTION, entry=13),
        said(CORRECTION, entry=14, about=2),
    )
    agreement = replace(CONSENT, said=corrections)
    assert [one.waits for one in agreement.said_wrong()] == [False, False, True]
    later = replace(agreement, confirmations=(confirmed(10),))
    assert [one.waits for one in later.said_wrong()] == [False, True]
    assert [one.can_be_asked_about for one in later.said_wrong()] == [True, False]


# Whatever happens, in whatever order


@dataclass
class History:
    """A conversation as plain values, to which things happen as the tables of transitions let them."""

    status: Status = Status.DISCUSSING
    number: int = 0
    choice: str = ""
    entry: int = 1
    said: list = field(default_factory=list)
    confirmations: list = field(default_factory=list)
    planned_as: int = 0
    taken_back: bool = False

    @property
    def agreement(self) -> Agreement:
        return Agreement(
            self.status, self.number, self.choice, tuple(self.said), tuple(self.confirmations), self.planned_as
        )

    def decide(self, choice: str, step: Step) -> None:
        if allowed(step, self.status):
            self.status, self.number, self.choice = after(step, self.status), self.number + 1, choice
            self.taken_back = False

    def say(self, what: str) -> None:
        if self.number and allowed(Step.SAY_AFTERWARDS, self.status):
            self.said.append(said(what, self.number, self.entry, self.choice))
            self.taken_back |= self.choice == "consent" and what in (CHANGED_MIND, NOT_OFFERED)

    def answer(self) -> None:
        self.said = [
            replace(one, outcome="answered") if one.may_be_answered_by_words(self.status) else one for one in self.said
        ]

    def happen(self, what: str) -> None:
        self.entry += 1
        match what:
            case "consent":
                self.decide("consent", Step.CONSENT)
            case "refusal":
                self.decide("refusal", Step.REFUSE)
            case "more-time":
                self.decide("more-time", Step.TAKE_MORE_TIME)
            case "reopen" | "cancel":
                step = Step(what)
                self.status = after(step, self.status) if allowed(step, self.status) else self.status
            case "answer":
                self.answer()
            case "plan":
                self.planned_as = self.entry
            case "confirm":
                if self.agreement.standing() in IN_FORCE:
                    self.confirmations.append(confirmed(self.entry, self.number))
            case _:
                self.say(what)


HAPPENINGS = (
    *("consent", "refusal", "more-time", "reopen", "cancel", "answer", "plan", "confirm"),
    *(CHANGED_MIND, TALK_AGAIN, NOT_OFFERED),
)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(HAPPENINGS), max_size=25))
def test_in_any_history_what_does_not_stand_is_never_shown_as_standing(happenings):
    history = History()
    for happening in happenings:
        history.happen(happening)
        standing = history.agreement.standing()
        in_force = history.choice == "consent" and history.status is Status.DECIDED and not history.taken_back
        assert in_force or standing not in IN_FORCE
        if history.taken_back and history.status is not Status.CANCELLED:
            assert standing is Standing.WITHDRAWN
        assert history.agreement.standing([ANOTHER]) not in IN_FORCE


@settings(max_examples=300)
@given(st.lists(st.sampled_from(HAPPENINGS), max_size=25), st.sampled_from([CHANGED_MIND, NOT_OFFERED]))
def test_in_any_history_a_consent_can_be_taken_back_in_one_step_and_a_refusal_recorded(happenings, what):
    history = History()
    for happening in happenings:
        history.happen(happening)
    before = len(history.said)
    open_to_all = history.status is not Status.CANCELLED
    assert allowed(Step.REFUSE, history.status) == open_to_all
    in_force = history.agreement.standing() in IN_FORCE
    history.happen(what)
    if in_force:
        assert history.agreement.standing() is Standing.WITHDRAWN
    # Nothing that was said before is lost.
    assert len(history.said) == before + bool(open_to_all and history.number)


def test_a_moment_is_kept_as_text():
    document = Confirmed(1, 10, START + timedelta(hours=1), "Dr Khan", "Dr Khan", told=({"kind": "edition"},))
    assert document.as_document()["confirmed_at"] == "2026-11-03T10:00:00+00:00"
    assert document.as_document()["told"] == [{"kind": "edition"}]
