"""Makes any text fit for print: a character that no font has is named in brackets, so that no word is lost."""

from __future__ import annotations

import re
import unicodedata

# Line ends of every kind, as one kind; and never more than one empty line in a row.
LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
EMPTY_LINES = re.compile(r"\n[^\S\n]*\n\s*\n")
# Marks that only steer the direction of text: paragraphs get theirs from their own letters, so these go without loss.
# The two overrides turn the letters around, which a reader cannot tell; they are named like what no font has.
STEERING = dict.fromkeys((0x202A, 0x202B, 0x202C, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF))
OVERRIDES = {0x202D, 0x202E}
# What has no picture and needs none: joiners, zero-width spaces, selectors of a variant.
INVISIBLE = frozenset({0xAD, 0x34F, 0x61C, *range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x2060, 0x2065)})
SELECTORS = frozenset({*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)})
# Unicode's categories of what means nothing by itself: controls, halves, private use, not assigned.
NO_MEANING = ("Cc", "Cs", "Co", "Cn")
# A run longer than any word in a narrow column may break wherever it must.
LONG_RUN = re.compile(r"[^\s\u200b]{25,}")
MAY_BREAK = "\u200b"


def may_print(characters: frozenset[int]) -> frozenset[int]:
    """What may stand in print where the fonts have `characters`: line ends too, but nothing that steers or hides."""
    return frozenset({code for code in characters if _may_stand(code)} | {ord("\n")})


def printable(text: str, characters: frozenset[int]) -> str:
    """A text of only those characters, as `may_print` gives them; any other becomes its Unicode name in brackets."""
    text = LINE_ENDS.sub("\n", text).replace("\t", " ").translate(STEERING)
    if not characters.issuperset(map(ord, text)):
        text = "".join(_shown(character, characters) for character in unicodedata.normalize("NFC", text))
    text = EMPTY_LINES.sub("\n\n", text).strip("\n")
    return LONG_RUN.sub(lambda run: MAY_BREAK.join(_clusters(run.group())), text)


def all_printable(value: object, characters: frozenset[int]) -> object:
    """The same JSON value with every text in it printable."""
    if isinstance(value, str):
        return printable(value, characters)
    if isinstance(value, dict):
        return {name: all_printable(one, characters) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [all_printable(one, characters) for one in value]
    return value


def _shown(character: str, characters: frozenset[int]) -> str:
    code = ord(character)
    if code in characters:
        return character
    if code in SELECTORS or code in INVISIBLE:
        return ""
    if unicodedata.category(character) == "Zs":
        return " "
    apart = unicodedata.normalize("NFD", character)
    if apart != character and characters.issuperset(map(ord, apart)):
        return apart
    return f"[{unicodedata.name(character, f'U+{code:04X}')}]"


def _may_stand(code: int) -> bool:
    """Whether PDF/A and a reader can do with a character: not controls, private use, overrides of direction."""
    return code not in STEERING and code not in OVERRIDES and unicodedata.category(chr(code)) not in NO_MEANING


def _clusters(run: str) -> list[str]:
    """A run cut between characters, marks staying with what they sit on."""
    cut: list[str] = []
    for character in run:
        if cut and (unicodedata.combining(character) or ord(character) in INVISIBLE):
            cut[-1] += character
        else:
            cut.append(character)
    return cut
