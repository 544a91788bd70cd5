"""How things to talk about come and go: what a patient's answers put on the list, and who may end what how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sdm.rules.people import Kind
from sdm.rules.words import has_a_word, is_blank

OPEN, ANSWERED, PARKED, WITHDRAWN = "open", "answered", "parked", "withdrawn"
ENDS = (ANSWERED, PARKED, WITHDRAWN)

# The question, and which of the patient's things to ask on it; 0 for the question itself.
Place = tuple[int, int]
# The place of what the patient or their family asked aloud, beside no question: staff wrote it down, but it is theirs.
ALOUD = 100


@dataclass(frozen=True)
class Standing:
    """One thing that a patient put on the list: its words, and where it stands."""

    text: str
    state: str = OPEN


@dataclass(frozen=True)
class Ending:
    """How something to talk about ends: answered with what was said, parked with who and by when, or withdrawn."""

    state: str
    outcome: str = ""
    owner: str = ""
    due_on: date | None = None


def why_not(ending: Ending, *, state: str, raised_by: str, by: Kind) -> str:
    """Why an item in this state, raised by one side, may not end so by the hand of `by`; empty where it may.

    What is raised ends only with words of what was said, with an owner and a day, or by the side that raised it.
    """
    if ending.state not in ENDS:
        return "Choose how this ends."
    if state != OPEN:
        return "Somebody has closed this already."
    if ending.state == WITHDRAWN and raised_by != by:
        return "Only whoever raised this can withdraw it."
    if ending.state == ANSWERED and not has_a_word(ending.outcome):
        return "Write down what was said."
    if ending.state == PARKED and (is_blank(ending.owner) or not ending.due_on):
        return "Write down who will come back to it, and by when."
    return ""


def why_not_again(*, state: str, raised_by: str) -> str:
    """Why what is closed may not be opened again by the hospital; empty where it may.

    What the patient took off their list, only the patient puts back: by writing it anew.
    """
    if state == OPEN:
        return "This is open already."
    if state == WITHDRAWN and raised_by == Kind.PATIENT:
        return "The patient took this off the list. Add it yourself to talk about it."
    return ""


def after_answers(
    latest: Mapping[Place, Standing], wanted: Mapping[Place, str], before: Mapping[Place, str]
) -> dict[Place, Standing]:
    """What becomes of the list, place by place, once answers want these words on it; places that stay are left out.

    `latest` are the patient's own items that are open or withdrawn, `before` is what the answers wanted until now; no
    words want nothing there. What the patient withdrew and writes anew is the same thing, open again. What was closed
    is not in `latest`: what they write anew beside it is a new thing, because that has not been talked about.
    """
    changed = {}
    for place, words in wanted.items():
        stands = latest.get(place)
        is_open = stands is not None and stands.state == OPEN
        if (words and not is_open and words != before.get(place)) or (words and is_open and stands.text != words):
            changed[place] = Standing(words)
        elif is_open and not words:
            changed[place] = Standing(stands.text, WITHDRAWN)
    return changed
