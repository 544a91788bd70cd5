"""Who was there when a decision was made, and how each took part."""

import re
from collections.abc import Iterable
from itertools import takewhile

from sdm.rules.name_words import TITLES, typed_words
from sdm.rules.words import marked

HOW = {
    "in-room": marked("In the room"),
    "by-video": marked("By video"),
    "by-telephone": marked("By telephone"),
    "in-writing": marked("In writing"),
}
# What somebody is to the patient.
WHAT = {
    "patient": marked("The patient"),
    "family": marked("Family or friend"),
    "carer": marked("Carer"),
    "professional": marked("Professional"),
    "interpreter": marked("Interpreter"),
}
MOST_PEOPLE = 6
# How names stand in a row of words, but for what stands in brackets: a full stop ends one, not behind a title.
BETWEEN = re.compile(
    r"(?: [,;\n] | \band\b | (?<!\bMrs) (?<!\bMiss) (?<!\bProf) (?<=\w\w\w) \. (?= \s | $ ) ) (?! [^(]* \) )",
    re.IGNORECASE | re.VERBOSE,
)
LEAST_OF_A_NAME = 2
IN_BRACKETS = re.compile(r"\([^)]*\)")
# What a sentence about something has in it, and a name has not.
OF_A_SENTENCE = frozenset(
    {"arranged", "booked", "declined", "given", "had", "has", "is", "needed", "not", "offered", "provided", "used"}
    | {"was", "were", "worked"}
)


def others_there(written: str, known: Iterable[str]) -> tuple[str, ...]:
    """Each of those who are written down as having been there, but who is among `known` names, with a title or not.

    "Mrs Ellis, her daughter and Dr Okoro" has one who is neither Margaret Ellis nor Sam Okoro. "Hearing loop used" is
    nobody.
    """
    names = [_bare(typed_words(name)) for name in known]
    families, wholes = {name[-1:] for name in names}, {*names, ("patient",)}
    people = (person.strip() for person in BETWEEN.split(written))
    others = (one for one in people if one and not _is_known(one, wholes, families) and not _is_remark(one))
    return tuple(dict.fromkeys(others))


def how_of(person: str) -> str:
    """How somebody took part, as far as it is written behind their name; in the room where it is not."""
    words = " ".join(typed_words(person))
    return "by-telephone" if "phone" in words else "by-video" if "video" in words else "in-room"


def _is_remark(person: str) -> bool:
    """Whether it is a sentence about something: it has a word of one, and begins with no name of two words."""
    words = person.split()
    begins = len(list(takewhile(lambda word: not word[0].islower(), words)))
    return begins < LEAST_OF_A_NAME and any(word.casefold() in OF_A_SENTENCE for word in words)


def _is_known(person: str, wholes: set[tuple[str, ...]], families: set[tuple[str, ...]]) -> bool:
    words = typed_words(IN_BRACKETS.sub("", person))
    bare = _bare(words)
    return not words or bare in wholes or (bare != words and bare in families)


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if words[:1] and (words[0] in TITLES or words[0] == "the") else words
