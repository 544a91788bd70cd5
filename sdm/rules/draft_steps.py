"""Steps of a draft: what can be undone and done again, and what a change is called."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from textwrap import shorten

from sdm.rules.edition import EditionContent, Question
from sdm.rules.edition_differences import question_pairs


class Kind(StrEnum):
    """How a step came about: somebody changed the draft, took a change back, did it again, or added its source."""

    CHANGE = "change"
    UNDO = "undo"
    REDO = "redo"
    SOURCE = "source"


@dataclass(frozen=True)
class Ahead:
    """The steps whose state before comes back: by undoing a change, or by doing again what was undone."""

    undo: int | None = None
    redo: int | None = None


def what_comes_next(steps: Iterable[tuple[int, Kind]]) -> Ahead:
    """What can be undone and done again after these steps, given as (number, kind) in their order.

    Undoing is a step like any other. After a change, what was undone before is not done again. A source that was added
    is no change of the content, so it is passed over: another takes its place.
    """
    done: list[int] = []
    undone: list[int] = []
    for number, kind in steps:
        if kind is Kind.SOURCE:
            continue
        if kind is Kind.UNDO:
            done.pop()
            undone.append(number)
        elif kind is Kind.REDO:
            undone.pop()
            done.append(number)
        else:
            done.append(number)
            undone.clear()
    return Ahead(done[-1] if done else None, undone[-1] if undone else None)


NICE = "What NICE says"
# The parts of a draft as its pages are called, each with the parts of the content that stand there.
PARTS = {
    "Details": (
        *("title", "reference", "published", "isbn", "condition", "living_with", "time_window", "registry"),
        *("team", "team_source"),
        *("contact", "funding", "review_on", "source_name", "source_url"),
    ),
    "Words of the leaflet": ("sections", "links"),
    "Questions": ("questions",),
    NICE: ("indications",),
    "Options": ("options",),
    "What may matter": ("matters",),
    "Plain words": ("notes", "unknowns"),
    "Things to check": ("warnings",),
    "Translation": ("translated",),
}


def what_changed(old: EditionContent, new: EditionContent) -> str:
    """What a change is called, by the parts that it changed, such as "Options: Have pills"; empty where nothing is."""
    changed = []
    for part, names in PARTS.items():
        if any(getattr(old, name) != getattr(new, name) for name in names):
            which = WHICH[part](old, new) if part in WHICH else ""
            changed.append(f"{part}: {which}" if which else part)
    return ", ".join(changed)


def _which_options(old: EditionContent, new: EditionContent) -> str:
    """The one option that was changed, added or removed; empty where it was more than one, or their order."""
    before, after = ({option.id: option for option in content.options} for content in (old, new))
    ids = [one for one in before | after if before.get(one) != after.get(one)]
    return (after.get(ids[0]) or before[ids[0]]).name if len(ids) == 1 else ""


# The boxes of a question, as a change of each is called.
OF_QUESTION = {"wording": "words", "passages": "what the leaflet says", "unanswered": "whether the leaflet answers it"}
LONGEST_WORDING = 60


def _which_questions(old: EditionContent, new: EditionContent) -> str:
    """Each question that was changed, with what was changed in it; or that only their order was."""
    pairs = [(after or before, _changed_in(before, after)) for before, after in question_pairs(old, new)]
    found = [
        f"{one.number}. {shorten(one.wording, LONGEST_WORDING, placeholder='…')} ({what})"
        for one, what in pairs
        if what
    ]
    return "; ".join(found) or "their order"


def _changed_in(before: Question | None, after: Question | None) -> str:
    if before is None or after is None:
        return "added" if after else "removed"
    return ", ".join(said for name, said in OF_QUESTION.items() if getattr(before, name) != getattr(after, name))


# The parts of which a change says more.
WHICH = {"Options": _which_options, "Questions": _which_questions}
