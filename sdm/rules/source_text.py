"""Where words stand in the text of a file, word for word, however that breaks its lines and pages."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)
Span = tuple[int, int]

_WORD = re.compile(r"\S+")
SIGNS = "#*•◦▪‣·|"  # what stands at a word in the file and not in what was read
_MOST_LINES_BETWEEN = 12  # of a page's foot and head, in the middle of a sentence
_PAGE_NUMBER = re.compile(r"\W*(?:(?:page|tudalen)\s)?#(?:\s?(?:of|/|o)\s?#)?\W*", re.I)
_MOST_PLACES = 30  # of the same words; more would only take time


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text: where it stands, how it is compared, and if it is the first on its line."""

    start: int
    end: int
    word: str
    line: int
    is_first: bool


class SourceText:
    """The words of a file, by which passages are found however the file breaks its lines and pages."""

    def __init__(self, source: str) -> None:
        self._tokens: list[Token] = []
        lines = list(re.finditer(r"[^\n]*", source))
        self._furniture = _furniture([line[0] for line in lines])
        for number, line in enumerate(lines):
            for place, word in enumerate(_WORD.finditer(line[0])):
                start = line.start() + word.start()
                self._tokens.append(Token(start, start + len(word[0]), _plain(word[0]), number, place == 0))
        self._at: dict[str, list[int]] = {}
        for place, token in enumerate(self._tokens):
            self._at.setdefault(token.word, []).append(place)

    def places_of(self, words: str) -> list[list[Span]]:
        """Give each place where these words stand, as the spans that they are in: more than one across pages."""
        wanted = [_plain(word) for word in words.split()]
        starts = self._at.get(wanted[0], []) if wanted else []
        return list(islice((spans for start in starts if (spans := self._match(start, wanted))), _MOST_PLACES))

    def closest_together(self, passages: Mapping[Thing, str]) -> dict[Thing, list[Span]]:
        """Give the places of things by their words that follow each other, where they stand closest: as a list does."""
        places = {passage: self.places_of(words) for passage, words in passages.items()}
        there = [passage for passage in passages if places[passage]]
        best: dict[Thing, list[Span]] = {}
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
        passed: set[int] = set()
        for later in range(place, len(self._tokens)):
            token = self._tokens[later]
            if token.line > last_line:
                return None
            if token.is_first and token.word == word:
                # What was left out in the middle of a page is no page's foot or head.
                return later if passed & self._furniture else None
            passed.add(token.line)
        return None


def _furniture(texts: Iterable[str]) -> set[int]:
    """The numbers of the lines that are a page's foot or head: its number, or what stands there on each page."""
    lines = [re.sub(r"\d+", "#", " ".join(text.split())) for text in texts]
    often = Counter(lines)
    return {at for at, line in enumerate(lines) if line and (often[line] > 1 or _PAGE_NUMBER.fullmatch(line))}


def _plain(word: str) -> str:
    return word.strip(SIGNS).rstrip(":") or word


def _length(chain: dict[Thing, list[Span]]) -> int:
    spans = list(chain.values())
    return spans[-1][-1][1] - spans[0][0][0] if spans else 0
