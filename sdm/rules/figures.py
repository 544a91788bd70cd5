"""Numbers that patients can compare: the same way for every option, and a number beside every word such as "rare".

Source: the decision-aid checklist, items 12 and 14 (IPDAS v4; NICE ECD8, section 1).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


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

_ONE_TO_TEN = "one|two|three|four|five|six|seven|eight|nine|ten"
_COUNT = rf"(?:\d[\d,]*(?:\.\d+)?|(?:an?|{_ONE_TO_TEN}|a few|half(?: a)?)(?: (?:hundred|thousand))?)"
_OF = rf"(?:\d[\d,]*|{_ONE_TO_TEN[4:]}|twenty|thirty|forty|fifty|(?:a |one |ten )?(?:hundred|thousand|million))"
_PEOPLE = "people|patients|women|men|adults|children"
# "3 in 5 years" is no rate.
_NO_TIME = r"\b(?! (?:minute|hour|day|week|month|year)s?\b)(?!,?\d)"
_RATE = re.compile(rf"\b{_COUNT} (?:(?:{_PEOPLE}) )?(?:in|out of)(?: every)? (?P<of>{_OF}){_NO_TIME}", re.I)
_IN_100 = re.compile(r"100|(?:a |one )?hundred", re.I)
# "10/200" and "1:20", but no date, no time of day, no year such as 2023/24, no blood pressure and no "24/7".
_RATIO = re.compile(
    r"(?<![\d/:.,-])(?!24/7\b|(?:19|20)\d\d/\d\d\b)\d[\d,]*/\d[\d,]*\b(?![/\d]| ?mm)"
    r"|(?<!\bat )(?<!from )(?<!\bto )(?<!until )(?<!\bby )(?<!before )(?<!after )(?<!and )(?<![\d/:.,-])"
    r"\d[\d,]*:[\d,]*\d\b(?![/:\d]| ?[ap]\.?m\b)",
    re.I,
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_IN_WORDS = rf"(?:(?:{_TENS})(?:[ -](?:{_ONE_TO_TEN}))?|{_ONE_TO_TEN}|\w+teen|eleven|twelve|half an?|an?|hundred)"
_PERCENT = rf"(?:\d[\d,.]*(?: ?%| ?per ?cent\b)|\b{_IN_WORDS} per ?cent\b)"
_PERCENTAGE = re.compile(rf"\b{_PERCENT}", re.I)
_MORE_OR_LESS = (
    "less|fewer|more|lower|higher|greater|better|worse|smaller|bigger|reduction|increase|decrease|drop|rise|fall"
)
_CHANGES = r"(?:reduc|increas|decreas|lower|cut|drop|rais|fall|ris)(?:e|es|ed|s|ing)?"
_RELATIVE = re.compile(
    rf"\b{_PERCENT} (?:{_MORE_OR_LESS})\b"
    rf"|\b{_CHANGES} (?:[\w’'-]+ ){{0,5}}?by (?:about |around |up to )?(?:{_PERCENT}|(?:a )?(?:third|quarter|half))"
    rf"|\b(?:twice|half|double|(?:{_ONE_TO_TEN}|\d+) times) (?:as|the|that|{_MORE_OR_LESS})\b"
    r"(?: (?:likely|many|risk|chance|common|often))?"
    r"|\b(?:halv|doubl|tripl)(?:e|es|ed|ing) (?:the|your|their|its) (?:risk|chance|number|rate)s?\b"
    r"|\b(?:relative risk|risk ratio|odds ratio|hazard ratio|number needed to (?:treat|harm))s?\b",
    re.I,
)
_WORD = re.compile(
    r"\b(?:(?:very |quite |extremely )?(?:rare|rarely|uncommon|uncommonly|infrequent|infrequently|frequent|frequently"
    r"|seldom|unlikely|occasional|occasionally|sometimes|often|commonly)"
    r"|(?:very |quite |more |less |most )?common(?! (?:femoral|iliac|carotid|bile|cold|sense))"
    r"|(?:very |quite |more |less )?likely"
    r"|(?:low|high|small|slight|tiny|good|slim) (?:risk|chance)s?(?: of)?"
    rf"|(?:a few|few|some|many|most|a minority of|a majority of) (?:{_PEOPLE})(?= (?:have|get|feel|die|need)))\b",
    re.I,
)
_NUMBER = re.compile(r"\bin (?:100|a hundred)\b", re.I)
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
    if has_number or _NUMBER.search(text) or _NO_NUMBER.search(text):
        found = {start: (end, one) for start, (end, one) in found.items() if one.fault is not Fault.WORD}
    return tuple(one for _, (_, one) in sorted(found.items()))


def holds_number(text: str) -> bool:
    """Whether a text gives a rate or a percentage of its own."""
    return any(kind.search(text) for kind in (_RATE, _RATIO, _PERCENTAGE))


def _found(text: str) -> Iterator[tuple[Fault, int, str]]:
    """Every fault with where it begins; those that hold others come first."""
    for match in _RELATIVE.finditer(text):
        yield Fault.RELATIVE, match.start(), match[0]
    for match in _RATE.finditer(text):
        if not _IN_100.fullmatch(match["of"]):
            yield Fault.DENOMINATOR, match.start(), match[0]
    for match in _RATIO.finditer(text):
        yield Fault.DENOMINATOR, match.start(), match[0]
    for match in _PERCENTAGE.finditer(text):
        yield Fault.PERCENTAGE, match.start(), match[0]
    for match in _WORD.finditer(text):
        if not _HOW_OFTEN.search(text[: match.start()]):
            yield Fault.WORD, match.start(), match[0]
