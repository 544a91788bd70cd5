"""Who was there when a decision was made, and how each took part."""

import re
from collections.abc import Iterable

from sdm.rules.name_words import typed_words
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
# How names stand in a row of words, and what stands before a name.
BETWEEN = re.compile(r"[,;\n]|\band\b", re.IGNORECASE)
TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sister", "the"}


def others_there(written: str, known: Iterable[str]) -> tuple[str, ...]:
    """Each of those who are written down as having been there, but who is among `known` names, with a title or not.

    "Mrs Ellis, her daughter and Dr Okoro" has one who is neither Margaret Ellis nor Sam Okoro.
    """
    names = [_bare(typed_words(name)) for name in known]
    families, wholes = {name[-1:] for name in names}, {*names, ("patient",)}
    people = [person.strip() for person in BETWEEN.split(written)]
    return tuple(dict.fromkeys(person for person in people if person and not _is_known(person, wholes, families)))


def _is_known(person: str, wholes: set[tuple[str, ...]], families: set[tuple[str, ...]]) -> bool:
    words = typed_words(person)
    bare = _bare(words)
    return not words or bare in wholes or (bare != words and bare in families)


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if words[:1] and words[0] in TITLES else words
