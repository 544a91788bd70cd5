"""That a person has checked what NICE says about a kind of the condition: when it counts, and whose check it was."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sdm.rules.arrangements import Arrangement
from sdm.rules.draft_steps import Kind
from sdm.rules.edition import EditionContent, Indication

# What somebody has read when they confirm a kind: its name, what NICE says about it, and the sentence that says so.
Read = tuple[str, Arrangement, str]


@dataclass(frozen=True)
class Checked:
    """Who has checked something against the leaflet, and when; no name where the command line brought it in."""

    name: str
    at: datetime


@dataclass(frozen=True)
class State:
    """What a draft held after a step, how that came about, and who made it when."""

    content: EditionContent
    kind: Kind
    by: Checked


def only_what_stood_is_confirmed(before: EditionContent, after: EditionContent) -> EditionContent:
    """What a draft holds after a change: a kind is confirmed only as it stood on the page before it was ticked.

    So a name, an arrangement or a sentence that changes takes the confirmation away, and the change itself brings none.
    """
    stood = {what_is_read(one) for one in before.indications}
    return replace(
        after,
        indications=tuple(
            replace(one, confirmed=one.confirmed and what_is_read(one) in stood) for one in after.indications
        ),
    )


def nothing_confirmed(content: EditionContent) -> EditionContent:
    """The same, where nobody has checked yet what NICE says."""
    return replace(content, indications=tuple(replace(one, confirmed=False) for one in content.indications))


def who_confirmed(states: Iterable[State]) -> dict[str, Checked]:
    """Who confirmed each kind that is confirmed at the end, by its id, from everything that a draft has held in order.

    Taking a step back brings back what somebody had confirmed; it is no check by whoever does that.
    """
    known: dict[Read, Checked] = {}
    before: set[Read] = set()
    last: EditionContent | None = None
    for state in states:
        last = state.content
        confirmed = {what_is_read(one) for one in last.indications if one.confirmed}
        if state.kind is Kind.CHANGE:
            known |= dict.fromkeys(confirmed - before, state.by)
        before = confirmed
    kinds = last.indications if last else ()
    return {one.id: known[what_is_read(one)] for one in kinds if one.confirmed and what_is_read(one) in known}


def what_is_read(one: Indication) -> Read:
    """What somebody has in front of them when they confirm a kind."""
    return one.name, one.arrangement, one.evidence
