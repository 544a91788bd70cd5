"""Where in the text of a file the passages stand that were used: what people check a draft against.

They are looked for, word by word, and not remembered: so a passage that somebody has changed since lights up no more.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from sdm.leaflets.marks import Mark, could_start_mark, date_in, mark_of, parted
from sdm.leaflets.references import references_in
from sdm.rules.edition import EditionContent

_WORD = re.compile(r"\S+")
_SIGNS = "#*•◦▪‣·|"  # what stands at a word in the file and not in what was read
_MOST_LINES_BETWEEN = 12  # of a page's foot and head, in the middle of a sentence
_MOST_PLACES = 30  # of the same words; more would only take time


@dataclass(frozen=True)
class Passage:
    """Something that was read: a key for links, what it is called, and the words that it was read from."""

    key: str
    name: str
    words: str = ""


@dataclass(frozen=True)
class Piece:
    """A part of the text; lit where it was used, with the passages that begin and end with it."""

    text: str
    is_lit: bool = False
    begins: tuple[Passage, ...] = ()
    ends: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the text: where it stands, how it is compared, and if it is the first on its line."""

    start: int
    end: int
    word: str
    line: int
    is_first: bool


Span = tuple[int, int]


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
    text = _Text(source)
    found: dict[Passage, list[Span]] = {}
    passages = passages_of(content)
    questions = [passage for passage in passages if passage.key.startswith("question-")]
    found |= text.closest_together(questions)
    for passage in passages:
        if passage.words and passage not in found and (places := text.places_of(passage.words)):
            found[passage] = places[0]
    for passage in passages:
        if (find := _FOUND_BY_MARK.get(passage.key)) and (span := find(source, content)):
            found[passage] = [span]
    return tuple(_pieces(source, found))


class _Text:
    """The words of a file, by which passages are found however the file breaks its lines and pages."""

    def __init__(self, source: str) -> None:
        self._tokens: list[_Token] = []
        for number, line in enumerate(re.finditer(r"[^\n]*", source)):
            for place, word in enumerate(_WORD.finditer(line[0])):
                start = line.start() + word.start()
                self._tokens.append(_Token(start, start + len(word[0]), _plain(word[0]), number, place == 0))
        self._at: dict[str, list[int]] = {}
        for place, token in enumerate(self._tokens):
            self._at.setdefault(token.word, []).append(place)

    def places_of(self, words: str) -> list[list[Span]]:
        """Give each place where these words stand, as the spans that they are in: more than one across pages."""
        wanted = [_plain(word) for word in words.split()]
        starts = self._at.get(wanted[0], []) if wanted else []
        return list(islice((spans for start in starts if (spans := self._match(start, wanted))), _MOST_PLACES))

    def closest_together(self, passages: Sequence[Passage]) -> dict[Passage, list[Span]]:
        """Give the places of passages that follow each other, where they stand closest: questions are a list."""
        places = {passage: self.places_of(passage.words) for passage in passages}
        there = [passage for passage in passages if places[passage]]
        best: dict[Passage, list[Span]] = {}
        for first in places[there[0]] if there else ():
            chain = {there[0]: first}
            for before, passage in pairwise(there):
                after = (spans for spans in places[passage] if spans[0][0] >= chain[before][-1][1])
                if (spans := next(after, None)) is None:
                    break
                chain[passage] = spans
            if (len(chain), -_length(chain)) > (len(best), -_length(best)):
                best = chain
        return best

    def _match(self, start: int, wanted: list[str]) -> list[Span]:
        """Give the spans in which the wanted words stand from here on, or none."""
        spans: list[Span] = []
        begin, place, matched = start, start, 0
        while matched < len(wanted):
            used = self._used(place, wanted[matched])
            if used:
                place, matched = place + used, matched + 1
                continue
            after = self._after_page_break(place, wanted[matched]) if matched else None
            if after is None:
                return []
            spans.append((self._tokens[begin].start, self._tokens[place - 1].end))
            begin = place = after
        return [*spans, (self._tokens[begin].start, self._tokens[place - 1].end)]

    def _used(self, place: int, word: str) -> int:
        """Give how many words of the text make up a wanted one: two where a line ends at its hyphen, or none."""
        if place >= len(self._tokens):
            return 0
        token = self._tokens[place]
        if token.word == word:
            return 1
        following = self._tokens[place + 1].word if place + 1 < len(self._tokens) else ""
        return 2 if token.word.endswith("-") and token.word + following == word else 0

    def _after_page_break(self, place: int, word: str) -> int | None:
        """Give where the word goes on after the lines between two pages, or None."""
        if place >= len(self._tokens) or not self._tokens[place].is_first:
            return None
        last_line = self._tokens[place].line + _MOST_LINES_BETWEEN
        for later in range(place, len(self._tokens)):
            token = self._tokens[later]
            if token.line > last_line:
                return None
            if token.is_first and token.word == word:
                return later
        return None


def _plain(word: str) -> str:
    return word.strip(_SIGNS).rstrip(":") or word


def _length(chain: dict[Passage, list[Span]]) -> int:
    spans = list(chain.values())
    return spans[-1][-1][1] - spans[0][0][0] if spans else 0


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
        if not could_start_mark(line[0].strip(f"{_SIGNS} ")):
            continue
        parts = [(part, line.start() + line[0].index(part)) for part in parted(line[0].strip())]
        spans = [(start, start + len(part)) for part, start in parts]
        for start, end in [*spans, *((spans[0][0], last.end()) for last in lines[place + 1 : place + 3])]:
            if mark := mark_of(" ".join(source[start:end].split()).strip(_SIGNS)):
                yield (start, end), mark


def _reference(source: str, content: EditionContent) -> Span | None:
    """Give where the reference stands first; the whole line where it is written out."""
    code = re.match(r"([A-Z]+)(\d+)$", content.reference)
    short = re.compile(rf"{code[1]}\s?{code[2]}(?!\d)", re.I) if code else None
    for line in re.finditer(r"[^\n]+", source):
        if content.reference in references_in(line[0]):
            found = short and short.search(line[0])
            return (line.start() + found.start(), line.start() + found.end()) if found else line.span()
    return None


def _pieces(source: str, found: dict[Passage, list[Span]]) -> Iterable[Piece]:
    spans = [span for places in found.values() for span in places]
    cuts = sorted({0, len(source), *(edge for span in spans for edge in span)})
    for start, end in pairwise(cuts):
        yield Piece(
            source[start:end],
            any(span[0] <= start and end <= span[1] for span in spans),
            tuple(passage for passage, places in found.items() if places[0][0] == start),
            tuple(passage for passage, places in found.items() if places[-1][1] == end),
        )


_FOUND_BY_MARK = {"published": _date, "isbn": _isbn, "reference": _reference}
