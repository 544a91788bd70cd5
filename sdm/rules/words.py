"""What counts as words at all, which of them say something, and which are ours to translate."""

import re
import unicodedata
from typing import Any

# Characters that show nothing though Unicode counts them as letters, marks or symbols.
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {chr(code) for code in range(0xFE00, 0xFE10)}
# Two letters in a row; where a sign is a word or a syllable by itself, one.
A_WORD = re.compile(r"[^\W\d_]{2}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# What says of somebody or something that there is none, or not yet, or only points at something else.
NOBODY_AND_NOTHING = frozenset(
    {"as above", "me", "myself", "n/a", "na", "never", "nil", "no", "no one", "nobody", "none", "none yet"}
    | {"not applicable", "not known", "not planned", "not yet", "nothing", "nowhere", "same", "tba", "tbc", "tbd"}
    | {"to be confirmed", "unknown", "xx", "xxx"}
)
WORDS = re.compile(r"[^\W\d_]{2,}")
# The rows of a keyboard, both ways: four letters in a row of one are in no word of English or Welsh.
KEYS = tuple(row[::way] for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for way in (1, -1))
A_RUN = 4
HELD = re.compile(r"([a-z])\1{2,}", re.I)


def marked(text: str) -> str:
    """The same text, in English; marked so that it is gathered for translators. It is translated where it is shown."""
    return text


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen: white space, no-break and zero-width characters only."""
    return all(
        char.isspace() or char in BLANKS or unicodedata.category(char) in ("Cf", "Zs", "Zl", "Zp") for char in text
    )


def has_a_word(value: Any) -> bool:
    """Whether a value is a text with a word in it, of two letters or more: a requirement is met by no less."""
    if not isinstance(value, str):
        return False
    letters = "".join(char for char in value if unicodedata.category(char)[0] != "M" and char not in BLANKS)
    return A_WORD.search(letters) is not None


def folded(text: str) -> str:
    """A text in small letters with one space between words, so that only its words are compared."""
    return " ".join(text.casefold().split())


def is_only_keys(word: str) -> bool:
    """Whether a word is plainly none: one key held down such as "xxx", or a run along a keyboard such as "asdf"."""
    if HELD.fullmatch(word):
        return True
    return len(word) >= A_RUN and any(word.casefold() in row for row in KEYS)


def is_said(value: Any) -> bool:
    """Whether a value has a word in it that was not only typed to get on."""
    words = WORDS.findall(value) if has_a_word(value) else []
    return has_a_word(value) and (not words or not all(is_only_keys(word) for word in words))


def names_something(value: Any) -> bool:
    """Whether a value has a word in it that names somebody or something, and not that there is none."""
    return is_said(value) and folded(value).strip(" .!-") not in NOBODY_AND_NOTHING


def names_when(value: Any) -> bool:
    """The same for a day or a number, such as 12/3 or a reference: figures are enough."""
    return names_something(value) or (isinstance(value, str) and any(char.isdigit() for char in value))
