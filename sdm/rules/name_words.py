"""The words of a name as they are looked for: small letters without accents, whatever keyboard they were typed on."""

import re
import unicodedata
from difflib import SequenceMatcher

# Letters that are no other letter with an accent, as they are typed where a keyboard has none of them.
TYPED_AS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ß": "ss"}
)
APOSTROPHES = re.compile("['’‘ʼ`´]")
BETWEEN = re.compile(r"[\W_]+")
# How much of two words is the same where one is another spelling of the other, of 1: "elis" and "ellis" have 0.89.
ANOTHER_SPELLING = 0.75
# What stands before a name and does not tell people apart.
TITLES = frozenset(("doctor", "dr", "miss", "mr", "mrs", "ms", "mx", "nurse", "prof", "professor", "sister"))
LONGEST = 40
WORDS_AT_MOST = 12
# Comes after every letter, so that a word and this is the end of all words that begin with it.
LAST = "\U0010ffff"


def words_of(name: str) -> tuple[str, ...]:
    """The words under which a name is found, each once, in order.

    With an apostrophe a name is found with what stands before it and without: O'Dowd as odowd and as dowd.
    """
    whole = typed_words(name)
    apart = typed_words(APOSTROPHES.sub(" ", name))
    return tuple(dict.fromkeys(whole + apart))[:WORDS_AT_MOST]


def typed_words(text: str) -> tuple[str, ...]:
    """The words that somebody types to look for a name; none where there is no letter."""
    letters = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text).casefold()).translate(TYPED_AS)
    plain = "".join(one for one in letters if not unicodedata.combining(one))
    return tuple(word[:LONGEST] for word in BETWEEN.split(plain) if word)


def person_in(text: str) -> frozenset[str]:
    """The words of a name that tell people apart: without titles, unless there is nothing else.

    Capitals, accents, full stops and the order do not count.
    """
    words = frozenset(typed_words(text))
    return words - TITLES or words


def may_be_shortened(one: str, other: str) -> bool:
    """Whether one of two names can be the other in short: "A Khan", or "Dr Khan", of "Amira Khan"; or they are one."""
    short, whole = sorted((person_in(one), person_in(other)), key=len)
    same = short & whole
    return bool(same) and all(any(_is_initial(mine, theirs) for theirs in whole - same) for mine in short - same)


def _is_initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))


def may_be_one_person(one: str, other: str) -> bool:
    """Whether two names have a word in common, be it in another spelling; those of one person hardly ever have none."""
    return one == other or any(
        SequenceMatcher(None, mine, theirs).ratio() >= ANOTHER_SPELLING
        for mine in typed_words(one)
        for theirs in typed_words(other)
    )


def beginning_with(word: str) -> tuple[str, str]:
    """Where all words that begin with this one lie, by their letters' numbers: from the first, and before the last."""
    return word, word + LAST
