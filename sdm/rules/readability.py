"""How old a reader has to be to read a text with ease: a score for people who write, never a verdict on readers.

The Flesch-Kincaid grade (Kincaid and others, 1975) plus five is the age at which children in England read a text with
ease. The libraries that compute it look syllables up in a list under the GPL, or download it, so they are counted here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sdm.rules.sentences import blocks, sentences

# The NHS asks for 9 to 11; the checklist (item 17) allows no more than 14.
EASY, HARDEST = 11, 14
# Fewer words than this say nothing about how hard a text is to read.
FEWEST_WORDS = 8
SYLLABLES_OF_A_HARD_WORD = 4

WORD = re.compile(r"[^\W_]+(?:['’\-–][^\W_]+)*")
_LEAFLET_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")
# How words are spoken, for counting syllables: what is written and not spoken goes first.
_NOT_SPOKEN = re.compile(
    r"^y(?=[aeiou])"  # you
    r"|(?<=[aeiouy][^aeiouy])e(?=(?:ment|ful|less|ly|ness|ty)s?$|(?:ment|ful)[a-z]*$)"  # careful, safety
    r"|(?<=som)e(?=[^aeiou])|(?<=[th]her)e(?=[^aeiou])|(?<=tim)e(?=[^aeiou])|(?<=hom)e(?=[^aeiou])"  # something
    r"|(?<=[qg])ue$|(?<=[^aeiouyl])(?<![tb]r)e$|(?<=[aeiouyl]l)e$"  # unique, side, rule; but not table, centre
    r"|(?<=[^aeiouytd])(?<![^aeiouyl]l)ed$"  # stopped; but not treated, enabled
    r"|(?<=[^aeiouysxzcg])(?<![cs]h)(?<![^aeiouyl]l)es$"  # sides; but not uses, matches, tables
)
_VOWELS = re.compile(r"[aeiouy]+")
# Two syllables where vowels stand side by side, and one where none is written.
_MORE = re.compile(
    r"(?<![tscgl])ia|(?<=l)ia(?!ns?$)|(?<![tscgxnl])io|(?<=[nl])io(?!n)"  # trial, various
    r"|ie(?=t|rs?$)|(?<![tc])ie(?=nt|nc)|iu"  # quiet, client
    r"|(?<=[aeiouy][^aeiouy])ea$|(?<=cr)ea(?=t[^u]|$)|eo|(?<=c)oa(?=g)|[aeouy]ing"  # area, create, being
    r"|(?<=[aeo])y(?=[aeou])|(?<![qg])u[ao]|(?<=[^q])uou|[^aeiouy]y[aeo]|(?:[ia]s|ith)ms?$"  # royal, usual, organism
)
_LESS = re.compile(r"(?<=ic)ally$|eous$|(?<=[td])ual(?=ly$)")
# Words that people who write for patients need often, and that go by no rule.
SPOKEN = {
    "people": 2,
    "every": 2,
    "everything": 3,
    "everyone": 3,
    "business": 2,
    "science": 2,
    "element": 3,
    "elements": 3,
}


@dataclass(frozen=True)
class HardSentence:
    """A sentence that is hard to read, the age it asks for, and its longest words."""

    text: str
    age: float
    long_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """How hard a text is: the age it asks for (None where it is too short to say), and its hard sentences."""

    age: float | None
    words: int
    hard: tuple[HardSentence, ...] = ()


def reading(text: str, *, explained: Iterable[str] = ()) -> Reading:
    """How hard a text is to read; `explained` are terms that have a note in plain words, and count as easy ones."""
    known = {word for term in explained for word in _words(term)}
    read = [(sentence, _counted(sentence, known)) for block in blocks(text) for sentence in sentences(block)]
    read = [(sentence, counts) for sentence, counts in read if counts]
    counts = [count for _, of_sentence in read for count in of_sentence]
    if len(counts) < FEWEST_WORDS:
        return Reading(None, len(counts))
    hard = [_hard(sentence, of_sentence, known) for sentence, of_sentence in read]
    return Reading(reading_age(len(counts), len(read), sum(counts)), len(counts), tuple(filter(None, hard)))


def reading_age(words: int, sentence_count: int, syllable_count: int) -> float:
    """The age that a text with so many words, sentences and syllables asks for, to one place.

    Source: the Flesch-Kincaid grade, 0.39 words a sentence + 11.8 syllables a word - 15.59, and five for the age.
    """
    grade = 0.39 * words / sentence_count + 11.8 * syllable_count / words - 15.59
    return round(grade + 5, 1)


@lru_cache(maxsize=8192)
def syllables(word: str) -> int:
    """How many syllables a word has, by its letters: right for nine words in ten, and seldom wrong by more than one."""
    letters = re.sub(r"[^a-z]", "", word.casefold())
    if letters in SPOKEN:
        return SPOKEN[letters]
    if not _VOWELS.search(letters):
        return max(1, len(letters))  # DVT is spelled out
    spoken = _NOT_SPOKEN.sub("", letters)
    found = [len(pattern.findall(spoken)) for pattern in (_VOWELS, _MORE, _LESS)]
    return max(1, found[0] + found[1] - found[2])


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(_LEAFLET_LINK.sub(r"\1", text))]


def _counted(sentence: str, known: set[str]) -> list[int]:
    """The syllables of each word; one that is explained counts as two at most."""
    return [min(count, 2) if word in known else count for word in _words(sentence) for count in [_spoken(word)]]


def _spoken(word: str) -> int:
    """The parts of a word with a hyphen are spoken one by one."""
    return sum(syllables(part) for part in re.split(r"[-–]", word))


def _hard(sentence: str, counts: list[int], known: set[str]) -> HardSentence | None:
    if len(counts) < FEWEST_WORDS or (age := reading_age(len(counts), 1, sum(counts))) <= HARDEST:
        return None
    long_words = [word for word in _words(sentence) if word not in known and _spoken(word) >= SYLLABLES_OF_A_HARD_WORD]
    return HardSentence(sentence, age, tuple(dict.fromkeys(long_words)))
