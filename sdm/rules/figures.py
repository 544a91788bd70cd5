"""Numbers that patients can compare: the same way for every option, and a number beside every word such as "rare".

Source: the decision-aid checklist, items 12 and 14 (IPDAS v4; NICE ECD8, section 1).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sdm.rules.figure_patterns import RELATIVE, percentages, rates


class Fault(StrEnum):
    """What is wrong with a number, or with a word that stands for one."""

    DENOMINATOR = "denominator"
    PERCENTAGE = "percentage"
    RELATIVE = "relative"
    WORD = "word"


@dataclass(frozen=True)
class FigureProblem:
    """One place in a text where a number breaks the rules: the words as they stand, and what is wrong with them."""

    fault: Fault
    words: str

    @property
    def sentence(self) -> str:
        """What to do about it, for the content team."""
        return SENTENCES[self.fault].format(words=self.words)


SENTENCES = {
    Fault.DENOMINATOR: "“{words}” cannot be compared. Say how many in 100.",
    Fault.PERCENTAGE: "“{words}” is a percentage. Say how many in 100.",
    Fault.RELATIVE: "“{words}” compares without saying how many. Say how many in 100 with each option.",
    Fault.WORD: "“{words}” means different things to different people. Put a number beside it, or say it is not known.",
}

_WORD = re.compile(
    r"\b(?:(?:very |quite |extremely )?(?:rare|rarely|uncommon|uncommonly|infrequent|infrequently|frequent|frequently"
    r"|seldom|unlikely|occasional|occasionally|sometimes|often|commonly)"
    r"|(?:very |quite |more |less |most )?common(?! (?:femoral|iliac|carotid|bile|cold|sense))"
    r"|(?:very |quite |more |less )?likely"
    r"|(?:low|high|small|slight|tiny|good|slim) (?:risk|chance)s?(?: of)?"
    r"|(?:a few|few|some|many|most|a minority of|a majority of) (?:people|patients|women|men|adults|children)"
    r"(?= (?:have|get|feel|die|need)))\b",
    re.I,
)
_NO_NUMBER = re.compile(r"\b(?:not known|nobody knows|no (?:exact )?(?:number|figure)s?)\b", re.I)
_HOW_OFTEN = re.compile(r"\bhow $", re.I)


def figure_problems(text: str, *, has_number: bool = False) -> tuple[FigureProblem, ...]:
    """Every number in a text that breaks the rules, and every word that stands for one without it, in their order.

    `has_number` says that a number in 100 stands beside the text, in its own box.
    """
    found: dict[int, tuple[int, FigureProblem]] = {}
    for fault, start, words in _found(text):
        # What lies within something that was found already is the same fault.
        if not any(begin <= start < end for begin, (end, _) in found.items()):
            found[start] = (start + len(words), FigureProblem(fault, words.strip()))
    if has_number or _NO_NUMBER.search(text) or any(is_in_100 for _, is_in_100 in rates(text)):
        found = {start: (end, one) for start, (end, one) in found.items() if one.fault is not Fault.WORD}
    return tuple(one for _, (_, one) in sorted(found.items()))


def holds_number(text: str) -> bool:
    """Whether a text gives a rate or a percentage of its own."""
    return any(True for kind in (rates, percentages) for _ in kind(text))


def _found(text: str) -> Iterator[tuple[Fault, int, str]]:
    """Every fault with where it begins; those that hold others come first."""
    for match in RELATIVE.finditer(text):
        yield Fault.RELATIVE, match.start(), match[0]
    for match, is_in_100 in rates(text):
        if not is_in_100:
            yield Fault.DENOMINATOR, match.start(), match[0]
    for match in percentages(text):
        yield Fault.PERCENTAGE, match.start(), match[0]
    for match in _WORD.finditer(text):
        if not _HOW_OFTEN.search(text[: match.start()]):
            yield Fault.WORD, match.start(), match[0]
