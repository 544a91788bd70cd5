"""What counts as saying why: words that somebody else can read, and not a dot to get on."""

import re

LEAST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{2,}")
IN_WORDS = "in words that others can read: at least three"
SAY_WHY = f"Say why you publish it over the warnings, {IN_WORDS}"
SAY_WHY_WITHDRAWN = f"Say why it must not be used any more, {IN_WORDS}"


def says_why(text: str) -> bool:
    """Whether a reason is given in words: three different ones at least, such as "NICE gives no numbers"."""
    return len({word.casefold() for word in _WORD.findall(text)}) >= LEAST_WORDS
