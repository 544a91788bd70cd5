"""Words that are not ours, written in Cyrillic letters letter by letter: whatever a page says in Latin ones is ours.

What is equal stays equal, and what stands in a text still stands in it, so the app finds passages and terms as before.
"""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from typing import Any

from sdm.rules.edition import NOT_KNOWN

LATIN, OTHERS = "abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопярстувшжзч"
LETTERS = str.maketrans(LATIN + LATIN.upper(), OTHERS + OTHERS.upper())
# What no page shows as words: names by which the app finds things, and addresses.
NO_WORDS = {"id", "option", "url", "source_url", "reference", "isbn", "arrangement"}
ADDRESS = re.compile(r"(\]\([^()\s]*\))")
NOT_OURS = re.compile(r"[Ѐ-ӿ](?:[^A-Za-z.?!:]*[Ѐ-ӿ])?")
# A name, a title or a question within a sentence of ours counts as one short word.
A_NAME = "Ann"
# What stands within a piece of text; everything else begins one of its own.
WITHIN = {"a", "b", "bdi", "em", "q", "span", "strong"}
UNSEEN = {"script", "style"}


def in_other_letters(value: Any) -> Any:
    """The same words, or the same content of an edition with all words in it, in other letters."""
    if isinstance(value, str):
        pieces = ADDRESS.split(value)
        return "".join(piece if ADDRESS.fullmatch(piece) else piece.translate(LETTERS) for piece in pieces)
    if isinstance(value, tuple):
        return tuple(in_other_letters(one) for one in value)
    if not is_dataclass(value):
        return value
    here = {one.name: getattr(value, one.name) for one in fields(value) if one.name not in NO_WORDS}
    return replace(value, **{name: in_other_letters(one) for name, one in here.items() if one != NOT_KNOWN})


def our_words(html: str) -> list[str]:
    """What is ours of a page: its main part, piece by piece."""
    return ours(_Pieces().of("<main" + html.split("<main", 1)[1].split("</main>")[0]))


def around(html: str) -> list[str]:
    """What is ours around the main part, on every page."""
    return ours(_Pieces().of(html.split("<main", 1)[0] + html.split("</main>", 1)[1]))


def ours(pieces: Iterable[str]) -> list[str]:
    """The pieces that have words of ours; what is not ours within one is one short word."""
    return [NOT_OURS.sub(A_NAME, piece) for piece in pieces if re.search("[A-Za-z]", piece)]


class _Pieces(HTMLParser):
    """Reads HTML as pieces of text that stand apart from each other: paragraphs, points, labels, buttons."""

    def of(self, html: str) -> list[str]:
        self.pieces, self.unseen = [""], 0
        self.feed(html)
        self.close()
        return [words for piece in self.pieces if (words := " ".join(piece.split()))]

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.unseen += tag in UNSEEN
        if tag not in WITHIN:
            self.pieces.append("")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN
        if tag not in WITHIN:
            self.pieces.append("")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces[-1] += data
