"""The list of things to talk about, over any history: nothing goes from it, and only its raiser withdraws something."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.agenda import ANSWERED, ENDS, OPEN, PARKED, WITHDRAWN, Ending, Standing, after_answers, why_not
from sdm.rules.people import Kind

DAY = date(2026, 12, 1)
SIDES = st.sampled_from([Kind.PATIENT, Kind.STAFF])
WORDS = st.sampled_from(["", "Will I bleed?", "Will it hurt?"])
BLANK_OR_WORDS = st.sampled_from(["", "\u00a0\u200b", "It is rare."])
ENDINGS = st.builds(
    Ending, st.sampled_from([*ENDS, OPEN, "gone"]), BLANK_OR_WORDS, BLANK_OR_WORDS, st.sampled_from([None, DAY])
)
PLACES = st.tuples(st.integers(1, 2), st.integers(0, 1))
HISTORIES = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), PLACES, WORDS),
        st.tuples(st.just("add"), WORDS.filter(bool)),
        st.tuples(st.just("end"), st.integers(0, 9), ENDINGS, SIDES),
    ),
    max_size=25,
)


class List:
    """The list as rows that have a place in it, whatever happens; kept as the actions keep it."""

    def __init__(self) -> None:
        self.rows: list[tuple[Kind, tuple | None, Standing, Kind | None]] = []
        self.answers: dict[tuple, str] = {}

    def take(self, step: tuple) -> None:
        getattr(self, step[0])(*step[1:])

    def answer(self, place: tuple, words: str) -> None:
        rows = {row[1]: number for number, row in enumerate(self.rows) if row[1] and row[2].state in (OPEN, WITHDRAWN)}
        rows |= {row[1]: number for number, row in enumerate(self.rows) if row[1] and row[2].state == OPEN}
        latest = {where: self.rows[number][2] for where, number in rows.items()}
        for where, now in after_answers(latest, {place: words}, self.answers).items():
            row = (Kind.PATIENT, where, now, Kind.PATIENT if now.state == WITHDRAWN else None)
            if where in rows:
                self.rows[rows[where]] = row
            else:
                self.rows.append(row)
        self.answers[place] = words

    def end(self, number: int, ending: Ending, by: Kind) -> None:
        if number < len(self.rows):
            raised_by, place, stands, _ = self.rows[number]
            if not why_not(ending, state=stands.state, raised_by=raised_by, by=by):
                self.rows[number] = (raised_by, place, replace(stands, state=ending.state), by)

    def add(self, words: str) -> None:
        self.rows.append((Kind.STAFF, None, Standing(words), None))


@given(HISTORIES)
def test_whatever_happens_an_item_stays_on_the_list_and_only_its_raiser_withdraws_it(history):
    things = List()
    for step in history:
        before = list(things.rows)
        things.take(step)
        assert len(things.rows) >= len(before)
        for (raised_by, place, was, _), (still_by, still_at, now, ended_by) in zip(before, things.rows, strict=False):
            assert (still_by, still_at, bool(now.text)) == (raised_by, place, True)
            if was.state in (ANSWERED, PARKED):
                assert now == was
            if now.state == WITHDRAWN:
                assert ended_by == raised_by


@given(HISTORIES)
def test_what_the_patient_wants_to_talk_about_is_open_or_was_closed_by_somebody(history):
    things = List()
    for step in history:
        things.take(step)
        for place, words in things.answers.items():
            mine = [row for row in things.rows if row[1] == place]
            still_open = [row[2].text for row in mine if row[2].state == OPEN]
            assert still_open in ([], [words])
            assert not words or mine


@given(ENDINGS, st.sampled_from([OPEN, *ENDS]), SIDES, SIDES)
def test_what_ends_has_all_that_its_ending_needs(ending, state, raised_by, by):
    if why_not(ending, state=state, raised_by=raised_by, by=by):
        return
    assert state == OPEN
    assert ending.state in ENDS
    assert ending.state != ANSWERED or ending.outcome == "It is rare."
    assert ending.state != PARKED or (ending.owner, ending.due_on) == ("It is rare.", DAY)
    assert ending.state != WITHDRAWN or raised_by == by


@pytest.mark.parametrize("side", [Kind.PATIENT, Kind.STAFF])
def test_each_way_to_end_something_is_open_to_whoever_may(side):
    for ending in (Ending(ANSWERED, "Said"), Ending(PARKED, owner="Sister Lee", due_on=DAY), Ending(WITHDRAWN)):
        assert why_not(ending, state=OPEN, raised_by=side, by=side) == ""
