"""Phrases that a hospital keeps for its notes on one leaflet, and which of them stand in a note unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sdm.rules.parts import Saved
from sdm.rules.words import folded

# The name under which a note keeps the phrases that stand in it unchanged.
STANDARD_WORDING = "standard_wording"
# A phrase of a word or two would stand in many notes that nobody made out of it.
SHORTEST = 20
LONGEST_NAME, LONGEST = 80, 1000
AT_MOST = 40


@dataclass(frozen=True)
class Phrase:
    """Words for one part of the discussion, under a name of a few words."""

    part: str
    name: str
    text: str


def unchanged(text: str, phrases: Iterable[str]) -> tuple[str, ...]:
    """The phrases that stand in a note word for word: nobody has fitted them to the patient.

    Other white space, and large or small letters, are no change; words around it are none either.
    """
    words = folded(text)
    return tuple(dict.fromkeys(phrase for phrase in phrases if folded(phrase) and _stands_in(folded(phrase), words)))


def is_standard(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text is made of phrases just as they are kept, with no word of anybody's around them.

    Such a text is nothing that was said to this patient. Once there are words beside them, somebody has edited it.
    """
    words, found = folded(text), sorted(map(folded, unchanged(text, phrases)), key=len, reverse=True)
    for phrase in found:
        words = words.replace(phrase, " ")
    return bool(found) and re.search(r"\w", words) is None


def is_as_kept(saved: Saved | None) -> bool:
    """Whether a note as it was saved is made of unchanged phrases alone."""
    return saved is not None and is_standard(saved.text, standard_wording(saved))


def standard_wording(saved: Saved | None) -> tuple[str, ...]:
    """The phrases that stand unchanged in a note as it was saved."""
    found = saved.details.get(STANDARD_WORDING) if saved else None
    return tuple(text for text in found if isinstance(text, str)) if isinstance(found, list) else ()


def texts_of(phrases: Iterable[Phrase], saved: Saved | None) -> list[str]:
    """What counts as a phrase in a note: what the hospital keeps, and what was one when the note was saved before."""
    return [*(phrase.text for phrase in phrases), *standard_wording(saved)]


def typed(saved: Saved) -> dict[str, Any]:
    """The details of a note as somebody filled them in, without what was found out about its text."""
    return {name: value for name, value in saved.details.items() if name != STANDARD_WORDING}


def inserted(text: str, phrase: str) -> str:
    """A note with a phrase put at its end, on a line of its own."""
    return f"{text.rstrip()}\n{phrase}" if text.strip() else phrase


def _stands_in(phrase: str, words: str) -> bool:
    """Whether the words of a phrase stand there as words: "is rare" does not stand in "this rarely"."""
    before, after = (r"(?<!\w)" if phrase[0].isalnum() else ""), (r"(?!\w)" if phrase[-1].isalnum() else "")
    return re.search(before + re.escape(phrase) + after, words) is not None
