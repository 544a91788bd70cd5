"""A PDF's words as lines of plain text: where a line stands on its page says what belongs together."""

import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise

from pypdf import PageObject, PdfReader

from sdm.leaflets.links import written
from sdm.leaflets.what_was_read import NotALeaflet

MAX_PAGES = 50
_FEWEST_LETTERS = 20
_SAME_LINK_GOES_ON = re.compile(r"\]\(([^()\s]+)\)(\s*\n\s*)\[([^\[\]]+)\]\(\1\)")


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Words that a PDF shows in one go: where they begin, in points from the lower left, and how they look."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


@dataclass(slots=True)
class _Line:
    """Words that stand on one line."""

    chunks: list[_Chunk] = field(default_factory=list)

    @property
    def y(self) -> float:
        return self.chunks[0].y

    @property
    def size(self) -> float:
        return max(self.chunks, key=lambda chunk: len(chunk.text)).size

    @property
    def length(self) -> int:
        return sum(len(chunk.text) for chunk in self.chunks)

    @property
    def bold(self) -> bool:
        return all(chunk.bold for chunk in self.chunks)


def words_of(data: bytes) -> tuple[str, list[str]]:
    """Give the words of a PDF, with a blank line between paragraphs and "Page 1 of 2" after each page.

    Raises NotALeaflet for a PDF that is locked, has too many pages, or has pictures of words only.
    """
    reader = _reader(data)
    if len(reader.pages) > MAX_PAGES:
        raise NotALeaflet(f"This PDF has more than {MAX_PAGES} pages, so it cannot be a leaflet.")
    pages = [(_lines(page), _links(page)) for page in reader.pages]
    if sum(line.length for lines, _ in pages for line in lines) < _FEWEST_LETTERS:
        raise NotALeaflet(
            "This PDF has no words in it that we can read. It may be a scan, which is a picture of the words."
            " Ask for the PDF that the scan was made from, or type the words."
        )
    leading = _usual_leading([lines for lines, _ in pages])
    furniture = _furniture([lines for lines, _ in pages])
    parts = []
    for number, (lines, links) in enumerate(pages, start=1):
        parts.append(_text([line for line in lines if not furniture(line)], links, leading))
        if len(pages) > 1:
            seen = (_without_number(_words(line, links), number) for line in lines if furniture(line))
            edge = [text for text in seen if text]
            parts.append("\n".join([*edge[:2], f"Page {number} of {len(pages)}", *edge[2:]]))
    blank = [number for number, (lines, _) in enumerate(pages, start=1) if not lines]
    return "\n\n".join(part for part in parts if part), [
        f"Page {number} has no words that we can read. Check if it is a picture of words." for number in blank
    ]


def _reader(data: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(data))
    # A lock on changes alone keeps nobody from reading: the password for that is empty.
    if reader.is_encrypted and not reader.decrypt(""):
        raise NotALeaflet("This PDF is locked. Copy the leaflet's words and paste them, or ask for a PDF without lock.")
    return reader


def _furniture(pages: list[list[_Line]]) -> Callable[[_Line], bool]:
    """Tell headers and footers: what stands at the same height of pages, at their edge, but for a number the same.

    They are put beside the page's number, so that on the first page, too, none is taken for the title.
    """
    # No line counts twice on a page that has few.
    edges = Counter(seen for lines in pages for seen in {_seen_as(line) for line in lines[:3] + lines[-3:]})
    return lambda line: edges[_seen_as(line)] > 1


def _seen_as(line: _Line) -> tuple[str, int]:
    words = "".join(chunk.text for chunk in line.chunks)
    return re.sub(r"\d+", "0", " ".join(words.split())), round(line.y / 3)


def _without_number(text: str, number: int) -> str:
    """Give a header or footer without the page's own number at its end, so that it is the same on every page."""
    own_number = rf"(?:^|\s+|(?<=[\])]))(?:[|–-] ?)?(?:(?:page|tudalen)\s)?{number}(?:\s?(?:of?|/)\s?\d{{1,3}})?$"
    return re.sub(own_number, "", " ".join(text.split()), flags=re.I)


def _lines(page: PageObject) -> list[_Line]:
    """Give the lines of a page from top to bottom, column by column."""
    chunks: list[_Chunk] = []

    def visit(text: str, place: list[float], matrix: list[float], font: dict | None, size: float) -> None:
        if text.strip():
            x = matrix[4] * place[0] + matrix[5] * place[2] + place[4]
            y = matrix[4] * place[1] + matrix[5] * place[3] + place[5]
            scale = abs(matrix[3] * place[3]) or abs(matrix[1] * place[2])
            bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
            chunk = _Chunk(text, x, y, size * scale, bold)
            if not (chunks and _is_shadow(chunk, chunks[-1])):
                chunks.append(chunk)

    page.extract_text(visitor_text=visit)
    lines: list[_Line] = []
    for chunk in chunks:
        if lines and abs(lines[-1].y - chunk.y) < max(1.0, lines[-1].size * 0.4):
            lines[-1].chunks.append(chunk)
        else:
            lines.append(_Line([chunk]))
    return [line for run in _from_top_to_bottom(lines) for line in run]


def _is_shadow(chunk: _Chunk, before: _Chunk) -> bool:
    """Say whether words are shown once more in the same place, which some programs do to make them bold."""
    return chunk.text == before.text and abs(chunk.x - before.x) < 1 and abs(chunk.y - before.y) < 1


def _from_top_to_bottom(lines: list[_Line]) -> list[list[_Line]]:
    """Part the lines into runs that each go down the page, and order those of which one stands above the other.

    PDFs often hold headers and footers in another order than they are read; columns they hold in theirs.
    """
    runs: list[list[_Line]] = []
    for line in lines:
        if runs and line.y <= runs[-1][-1].y:
            runs[-1].append(line)
        else:
            runs.append([line])
    ordered: list[list[_Line]] = []
    for run in runs:
        below = (place for place, other in enumerate(ordered) if other[0].y < run[-1].y)
        ordered.insert(next(below, len(ordered)), run)
    return ordered


def _links(page: PageObject) -> list[tuple[list[float], str]]:
    """Give the links of a page that lead to an address: their rectangles and addresses."""
    found = []
    for reference in page.get("/Annots") or ():
        with suppress(AttributeError, KeyError, TypeError, ValueError):  # a broken one is none
            note = reference.get_object()
            address = note["/A"]["/URI"]
            left, bottom, right, top = (float(edge) for edge in note["/Rect"])
            if note["/Subtype"] == "/Link":
                found.append(([left, bottom, right, top], str(address)))
    return found


def _usual_leading(pages: list[list[_Line]]) -> float:
    """Give how far apart the lines of a paragraph stand, in sizes of their letters, as seen below full lines."""
    full = 0.75 * max(line.length for lines in pages for line in lines)
    steps = [
        step
        for lines in pages
        for before, after in pairwise(lines)
        if before.length >= full
        and 0.8 < (step := (before.y - after.y) / (before.size or 1)) < 2.5
        and abs(before.size - after.size) < 0.5
    ]
    # Where they stand wider, each line becomes a paragraph, as in any file with double spacing.
    return min([*steps, 1.5])


def _text(lines: list[_Line], links: list[tuple[list[float], str]], leading: float) -> str:
    found: list[str] = []
    before: _Line | None = None
    for line in lines:
        if before and _starts_anew(before, line, leading):
            found.append("")
        found.append(_words(line, links))
        before = line
    return _SAME_LINK_GOES_ON.sub(r"\2\3](\1)", "\n".join(found))


def _starts_anew(before: _Line, line: _Line, leading: float) -> bool:
    """Say whether a blank line belongs between two lines: they stand apart, or look different."""
    size = before.size or 1
    step = (before.y - line.y) / size
    looks_different = not 0.92 < line.size / size < 1.08 or before.bold != line.bold
    return looks_different or not 0 <= step <= leading + 0.25


def _words(line: _Line, links: list[tuple[list[float], str]]) -> str:
    """Give the words of a line with its links."""
    runs: list[tuple[str, str]] = []
    for chunk in line.chunks:
        target = _target(chunk, links)
        if runs and runs[-1][1] == target:
            runs[-1] = (runs[-1][0] + chunk.text, target)
        else:
            runs.append((chunk.text, target))
    return "".join(_shown(text, target) for text, target in runs)


def _shown(text: str, target: str) -> str:
    # Typefaces often have one sign for both hyphens, which PDFs then call a soft one; it is seen, so it is one.
    # Some words are shown together with where their line ends: there a hyphen says that a word was cut.
    text = re.sub(r"(?<!-)\n", " ", text.replace("\xad", "-"))
    return written(text, target) if target else text


def _target(chunk: _Chunk, links: list[tuple[list[float], str]]) -> str:
    for (left, bottom, right, top), address in links:
        if left - 1 <= chunk.x < right - chunk.size / 4 and bottom - 1 <= chunk.y <= top:
            return address
    return ""
