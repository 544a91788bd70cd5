"""What is different between two texts, word by word: runs of words that stayed, went and came."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile

# A word with the space that follows it: joined again, the words are the text.
_WORD = re.compile(r"\S+\s*|\s+")
_LINE = re.compile(r".*\n+|.+\Z")
# Comparing takes the time of the product of both lengths: longer passages than this went and came as a whole.
MOST_WORDS = 3000


class Kind(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Run:
    """Words one after the other that stayed, went or came."""

    kind: Kind
    words: str

    @property
    def is_space(self) -> bool:
        """Whether there is nothing in it but space, which nobody reads."""
        return not self.words.strip()


def word_differences(old: str, new: str) -> tuple[Run, ...]:
    """The runs of two texts in order: those that stayed and went are the old text, those that stayed and came the new.

    Lines are compared first, so that long texts take no longer than their lines that changed.
    """
    runs: list[Run] = []
    for stayed, before, after in _compared(_LINE.findall(old), _LINE.findall(new)):
        if stayed:
            _add_same(runs, before, after)
        else:
            _add_words(runs, before, after)
    return tuple(runs)


def _add_words(runs: list[Run], old: str, new: str) -> None:
    """The words of lines that are not the same."""
    olds, news = _WORD.findall(old), _WORD.findall(new)
    if max(len(olds), len(news)) > MOST_WORDS:
        olds, news = [old], [new]
    for stayed, before, after in _compared(olds, news):
        if stayed:
            _add_same(runs, before, after)
        else:
            _add(runs, Kind.GONE, before)
            _add(runs, Kind.NEW, after)


def _add_same(runs: list[Run], before: str, after: str) -> None:
    """What stayed, though other space may stand around it now."""
    stayed = "".join(one for one, other in takewhile(lambda two: two[0] == two[1], zip(before, after, strict=False)))
    _add(runs, Kind.SAME, stayed)
    _add(runs, Kind.GONE, before.removeprefix(stayed))
    _add(runs, Kind.NEW, after.removeprefix(stayed))


def _compared(olds: Sequence[str], news: Sequence[str]) -> Iterator[tuple[bool, str, str]]:
    """Pieces in order: each that stayed, or what went with what came in its place; space is no difference."""
    stripped = [[piece.strip() for piece in pieces] for pieces in (olds, news)]
    for tag, start, end, after_start, after_end in SequenceMatcher(None, *stripped, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((True, *pair) for pair in zip(olds[start:end], news[after_start:after_end], strict=True))
        else:
            yield False, "".join(olds[start:end]), "".join(news[after_start:after_end])


def _add(runs: list[Run], kind: Kind, words: str) -> None:
    if words and runs and runs[-1].kind is kind:
        runs[-1] = Run(kind, runs[-1].words + words)
    elif words:
        runs.append(Run(kind, words))
