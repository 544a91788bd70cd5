"""When a person's check of what NICE says counts, and whose it was."""

from dataclasses import replace
from datetime import UTC, datetime

from sdm.rules.arrangements import Arrangement
from sdm.rules.confirmations import Checked, State, nothing_confirmed, only_what_stood_is_confirmed, who_confirmed
from sdm.rules.draft_steps import Kind
from sdm.rules.edition import EditionContent, Indication

KIND = Indication("left", "left wobble", Arrangement.RESEARCH, "Only in research.")
OTHER = replace(KIND, arrangement=Arrangement.STANDARD)


def held(*kinds: Indication) -> EditionContent:
    return EditionContent(title="Wobble", indications=kinds)


def ticked(kind: Indication) -> EditionContent:
    return held(replace(kind, confirmed=True))


def at(hour: int, name: str) -> Checked:
    return Checked(name, datetime(2026, 1, 1, hour, tzinfo=UTC))


def test_only_what_stood_on_the_page_is_confirmed():
    assert only_what_stood_is_confirmed(held(KIND), ticked(KIND)) == ticked(KIND)
    assert only_what_stood_is_confirmed(ticked(KIND), ticked(OTHER)) == held(OTHER)
    for change in ({"name": "right wobble"}, {"evidence": "It can be used."}):
        other = replace(KIND, **change)
        assert only_what_stood_is_confirmed(ticked(KIND), ticked(other)) == held(other)
    assert only_what_stood_is_confirmed(held(), ticked(KIND)) == held(KIND)


def test_a_new_id_alone_takes_nothing_away():
    moved = replace(KIND, id="right")
    assert only_what_stood_is_confirmed(ticked(KIND), ticked(moved)) == ticked(moved)


def test_nothing_is_confirmed_in_a_new_edition():
    assert nothing_confirmed(ticked(KIND)) == held(KIND)


def test_who_confirmed_is_who_ticked_it_last():
    states = [
        State(held(KIND), Kind.CHANGE, at(1, "Ann")),
        State(ticked(KIND), Kind.CHANGE, at(2, "Bo")),
        State(held(KIND), Kind.CHANGE, at(3, "Cy")),
        State(ticked(KIND), Kind.UNDO, at(4, "Di")),
    ]
    assert who_confirmed(states[:1]) == {}
    assert who_confirmed(states[:2]) == {"left": at(2, "Bo")}
    assert who_confirmed(states[:3]) == {}
    # Who takes a step back has checked nothing.
    assert who_confirmed(states) == {"left": at(2, "Bo")}
    again = State(ticked(OTHER), Kind.CHANGE, at(5, "Ed"))
    assert who_confirmed([*states, again]) == {"left": at(5, "Ed")}


def test_what_was_brought_in_confirmed_is_theirs_who_brought_it_in():
    assert who_confirmed([State(ticked(KIND), Kind.CHANGE, at(1, "Ann"))]) == {"left": at(1, "Ann")}
    assert who_confirmed([]) == {}
