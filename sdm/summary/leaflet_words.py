"""The leaflet's words among ours, and the marks that keep them apart where they are in another language."""

from __future__ import annotations

import re

from django.utils.translation import get_language

from sdm.rules.languages import is_same

# Unicode's own marks around words that run by themselves; whoever draws a text turns them into the words' language.
BEGINS, ENDS = "\u2068", "\u2069"
MARKED = re.compile(f"{BEGINS}([^{BEGINS}{ENDS}]*){ENDS}")
MARKS = dict.fromkeys(map(ord, (BEGINS, ENDS)))


def leaflets(words: str, language: str) -> str:
    """Words of the leaflet, marked where their language is not that of whoever reads them."""
    if not words or is_same(language, get_language()):
        return words
    return f"{BEGINS}{words.translate(MARKS)}{ENDS}"


def pieces(text: str) -> list[tuple[str, bool]]:
    """A text piece by piece, each with whether it is marked as the leaflet's."""
    return [(piece, bool(place % 2)) for place, piece in enumerate(MARKED.split(text)) if piece]
