"""What counts as saying why: words that somebody else can read, and not a dot to get on."""

import re
import unicodedata

from sdm.rules.words import WORDS, is_only_keys

LEAST_WORDS = 3
# As in English and Welsh.
VOWEL = re.compile("[aeiouwy]", re.I)
# "NHS" and "Dr" have no vowel; with so many letters nothing does that is a word.
LONGEST_WITHOUT_VOWEL = 4
IN_WORDS = "in words that others can read: at least three"
SAY_WHY = f"Say why you publish it over the warnings, {IN_WORDS}"
SAY_WHY_WITHDRAWN = f"Say why it must not be used any more, {IN_WORDS}"


def says_why(text: str) -> bool:
    """Whether a reason is given in words: three different ones at least, such as "NICE gives no numbers".

    What is plainly no word does not count. Letters that stand for words count, though not alone.
    """
    words = {word.casefold() for word in WORDS.findall(text) if not is_only_keys(word)}
    spoken = {word for word in words if _can_be_spoken(word)}
    short = {word for word in words - spoken if len(word) <= LONGEST_WITHOUT_VOWEL}
    return bool(spoken) and len(spoken | short) >= LEAST_WORDS


def _can_be_spoken(word: str) -> bool:
    """Whether a word has a vowel in it, or is written in other letters than those of English."""
    letters = unicodedata.normalize("NFD", word)
    return VOWEL.search(letters) is not None or not "".join(one for one in letters if one.isalpha()).isascii()
