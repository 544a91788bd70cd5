"""Plain-words notes in their place: after the paragraph of a page in which a word that they explain first stands."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sdm.pages.patient.leaflet_words import Block
from sdm.rules.edition import Note

# Letters of languages that have no space between words (Thai and Lao, Burmese, Khmer, Japanese, Chinese).
NO_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")

# Between the items of a list, and in place of a term that was found: no word goes across it.
GAP = "\0"


def with_notes(parts: Iterable[Any], notes: Iterable[Note]) -> tuple[Any, ...]:
    """The same words as one page, each with the notes on terms that stand there for the first time.

    `parts` are parts of a leaflet, in one language or in two beside each other: then the notes are on the first. Those
    on a heading stand after the paragraph below it.
    """
    longest_first = sorted(notes, key=lambda note: len(note.term), reverse=True)
    left = list(longest_first)
    return tuple(replace(part, blocks=tuple(_rows_with_notes(part, longest_first, left))) for part in parts)


def _rows_with_notes(part: Any, notes: list[Note], left: list[Note]) -> Iterator[Block | tuple]:
    heading = part.heading
    for row in part.blocks:
        if isinstance(row, Block):
            yield _with_notes(row, heading, notes, left)
        else:
            block, own = row
            yield (block and _with_notes(block, heading, notes, left), own)
        heading = ""


def _with_notes(block: Block, heading: str, notes: list[Note], left: list[Note]) -> Block:
    """`left` are the notes that the page has not shown yet; those that this block shows are taken out."""
    found = [note for note in _notes_on(GAP.join((heading, *block.lines)), notes) if note in left]
    for note in found:
        left.remove(note)
    return replace(block, notes=tuple(found))


def _notes_on(text: str, longest_first: list[Note]) -> list[Note]:
    """The notes on terms of a text, in the order of the text: whole words, whether in capitals or not.

    A term within a longer one is not there: where "distal DVT" has a note of its own, that says what it means.
    """
    text = _folded(text)
    found: dict[str, int] = {}
    for note in longest_first:
        term = _folded(note.term)
        places = [] if term in found else list(_whole_words(text, term))
        if places:
            found[term] = places[0][0]
            for start, end in places:
                text = text[:start] + GAP * (end - start) + text[end:]
    notes = [note for note in longest_first if _folded(note.term) in found]
    return sorted(notes, key=lambda note: found[_folded(note.term)])


def _whole_words(text: str, term: str) -> Iterator[tuple[int, int]]:
    """Where a term stands as words of its own, each as start and end; "non-acute" does not say "acute"."""
    for match in _pattern(term).finditer(text):
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        if not (_goes_on(before) or before == "-" or _goes_on(after)):
            yield match.span()


@lru_cache(maxsize=4096)
def _pattern(term: str) -> re.Pattern:
    """A term however its words are spaced; one without words is nowhere."""
    return re.compile(r"\s+".join(map(re.escape, term.split())) or "(?!)")


def _goes_on(character: str) -> bool:
    """Whether a word goes on with this: a letter, a number, or a mark on a letter."""
    if not character or NO_SPACES.match(character):
        return False
    return character.isalnum() or character == "_" or unicodedata.category(character).startswith("M")


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
