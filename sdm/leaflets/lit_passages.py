"""Where in the text of a file the passages stand that were used: what people check a draft against.

They are looked for, word by word, and not remembered: so a passage that somebody has changed since lights up no more.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from sdm.leaflets.marks import Mark, could_start_mark, date_in, mark_of, parted
from sdm.leaflets.references import references_in
from sdm.rules.edition import EditionContent
from sdm.rules.source_changes import used_spans
from sdm.rules.source_text import SIGNS, SourceText, Span


@dataclass(frozen=True)
class Passage:
    """Something that was read: a key for links, what it is called, and the words that it was read from."""

    key: str
    name: str
    words: str = ""


@dataclass(frozen=True)
class Piece:
    """A part of the text; lit where a passage was read from it, with the passages that begin and end with it.

    `is_used` where its words stand in the leaflet as the content has it, and so were not left out.
    """

    text: str
    is_lit: bool = False
    is_used: bool = False
    begins: tuple[Passage, ...] = ()
    ends: tuple[Passage, ...] = ()


def passages_of(content: EditionContent) -> tuple[Passage, ...]:
    """Give everything that is read from a file, in the order of a leaflet."""
    return (
        Passage("title", "Title", content.title),
        Passage("published", "Date"),
        *(
            Passage(f"indication-{place}", f"Kind {place}: {one.name}", one.evidence)
            for place, one in enumerate(content.indications, start=1)
        ),
        *(Passage(f"question-{one.number}", f"Question {one.number}", one.wording) for one in content.questions),
        Passage("reference", "Reference"),
        Passage("isbn", "ISBN"),
    )


def lit_pieces(source: str, content: EditionContent) -> tuple[Piece, ...]:
    """Part the text of a file where the passages that the content holds begin and end; put together, it is the text."""
    text = SourceText(source)
    found: dict[Passage, list[Span]] = {}
    passages = passages_of(content)
    questions = [passage for passage in passages if passage.key.startswith("question-")]
    found |= text.closest_together({one: one.words for one in questions})
    for passage in passages:
        if passage.words and passage not in found and (places := text.places_of(passage.words)):
            found[passage] = places[0]
    for passage in passages:
        if (find := _FOUND_BY_MARK.get(passage.key)) and (span := find(source, content)):
            found[passage] = [span]
    return tuple(_pieces(source, found, used_spans(content, source)))


def _date(source: str, content: EditionContent) -> Span | None:
    dates = (span for span, mark in _marks(source) if _date_of(mark) == content.published)
    return next(dates, None) if content.published else None


def _date_of(mark: Mark) -> datetime.date | None:
    return date_in(mark.value)[0] if mark.kind in ("published", "updated") else None


def _isbn(source: str, content: EditionContent) -> Span | None:
    return next((span for span, mark in _marks(source) if (mark.kind, mark.value) == ("isbn", content.isbn)), None)


def _marks(source: str) -> Iterable[tuple[Span, Mark]]:
    """Give the marks of the text and where they stand: on a line or a part of it, or wrapped over two or three."""
    lines = list(re.finditer(r"[^\n]*\S[^\n]*", source))
    for place, line in enumerate(lines):
        if not could_start_mark(line[0].strip(f"{SIGNS} ")):
            continue
        parts = [(part, line.start() + line[0].index(part)) for part in parted(line[0].strip())]
        spans = [(start, start + len(part)) for part, start in parts]
        for start, end in [*spans, *((spans[0][0], last.end()) for last in lines[place + 1 : place + 3])]:
            if mark := mark_of(" ".join(source[start:end].split()).strip(SIGNS)):
                yield (start, end), mark


def _reference(source: str, content: EditionContent) -> Span | None:
    """Give where the reference stands first; the whole line where it is written out."""
    code = re.match(r"([A-Z]+)(\d+)$", content.reference)
    short = re.compile(rf"{code[1]}[\s-]?0*{code[2]}(?!\d)", re.I) if code else None
    for line in re.finditer(r"[^\n]+", source):
        if content.reference in references_in(line[0]):
            found = short and short.search(line[0])
            return (line.start() + found.start(), line.start() + found.end()) if found else line.span()
    return None


def _pieces(source: str, found: dict[Passage, list[Span]], used: list[Span]) -> Iterable[Piece]:
    spans = [span for places in found.values() for span in places]
    cuts = sorted({0, len(source), *(edge for span in (*spans, *used) for edge in span)})
    for start, end in pairwise(cuts):
        yield Piece(
            source[start:end],
            any(span[0] <= start and end <= span[1] for span in spans),
            any(span[0] <= start and end <= span[1] for span in used),
            tuple(passage for passage, places in found.items() if places[0][0] == start),
            tuple(passage for passage, places in found.items() if places[-1][1] == end),
        )


_FOUND_BY_MARK = {"published": _date, "isbn": _isbn, "reference": _reference}
