"""What belongs to the printed page and not to the leaflet: page numbers, copyright lines, repeated headers."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise, takewhile

from sdm.leaflets.marks import could_start_mark, mark_of, parted
from sdm.leaflets.references import without_reference
from sdm.rules.leaflet_links import without_links
from sdm.rules.sentences import quoted_last

# In Welsh, "Page 2 of 4" is "Tudalen 2 o 4", and "All rights reserved" is "Cedwir pob hawl".
_PAGE_NUMBER = re.compile(
    r"(?:[-–] ?)?(?:page|tudalen) \d{1,3}(?: ?(?:of?|/) ?\d{1,3})?(?: ?[-–])?|\d{1,3} of? \d{1,3}", re.I
)
_PAGE_NUMBER_START = re.compile(r"page|tudalen|\d", re.I)
_BARE_NUMBER = re.compile(r"\d{1,3}|[-–] ?\d{1,3} ?[-–]|\d{1,3} ?/ ?\d{1,3}")
_COPYRIGHT_START = re.compile(
    r"©|\(c\)|copyright\b|hawlfraint\b|all rights reserved|cedwir pob hawl|subject to notice of rights", re.I
)
_COPYRIGHT = re.compile(
    r"(?:(?:(?:copyright|hawlfraint)\s?)?(?:©|\(c\))?|copyright)\s?"
    r"(?:NICE|National Institute for Health and (?:Care|Clinical) Excellence(?: \(NICE\))?)?[,\s]{0,2}"
    r"(?:\d{4}(?:[-–]\d{4})?)?[.,]?\s?(?:(?:all rights reserved|cedwir pob hawl)\.?)?\s?"
    r"(?:(?:subject to notice of rights|yn amodol ar hysbysiad o hawliau)(?: ?\(.{0,120}?\))?\.?)?\s?"
    r"(?:(?:(?:page|tudalen) )?\d{1,3}(?: ?(?:of?|/) ?\d{1,3})?)?",
    re.I,
)
# What browsers print at the top and foot of a page: the moment, and the address with the page's number.
_PRINTED = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d\d(?: [AP]M)?(?: .{1,200})?"
    r"|(?:https?|file)://\S{1,300} \d{1,3} ?/ ?\d{1,3}",
    re.I,
)
# What a web site puts around the words of its pages, and a copy of such a page has in it.
_OF_A_SITE = re.compile(
    r"(?:was|is) this (?:page|information) (?:helpful|useful)\?|back to top|skip to (?:main )?content"
    r"|(?:print|share|download) this page",
    re.I,
)
# A page's number behind the title, be it glued to the reference: “(IPG651)2”, “| Page 2 of 4”.
_OWN_NUMBER = re.compile(r"(?:\s|(?<=[\])]))(?:[|–-] ?)?(?:(?:page|tudalen) )?\d{1,3}(?: ?(?:of?|/) ?\d{1,3})?$", re.I)
_BESIDE_TITLE = 26  # “ (IPG651) | Page 12 of 14” has one less
_RULE = re.compile(r"[-=_*~─—.#\s]{3,}")
_HASHES = re.compile(r"#{1,6}\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its words with single spaces, how wide it was, and if a page broke here."""

    text: str
    width: int = 0
    page_break: bool = False


PAGE_BREAK = Line("", page_break=True)


def lines_of(text: str) -> list[Line]:
    """Give the lines of a text; rules such as "-----" count as blank lines, heading marks (#) are dropped."""
    return _without_double_spacing([_line(part) for raw in text.split("\n") for part in parted(raw)])


def _line(raw: str) -> Line:
    words = " ".join(raw.split())
    if not words or _RULE.fullmatch(words):
        return Line("")
    if words[0] == "#" and (hashes := _HASHES.match(words)):
        words = words[hashes.end() :]
    if words.startswith("**") and words.endswith("**") and len(words) > 4:
        words = words[2:-2].strip()
    return Line(words, len(raw.rstrip())) if words else Line("")


def _without_double_spacing(lines: list[Line]) -> list[Line]:
    """Undo a blank line after every line, which some programs add; else a wrapped paragraph is in pieces."""
    places = [i for i, line in enumerate(lines) if line.text]
    gaps = [after - before - 1 for before, after in pairwise(places)]
    if not gaps or min(gaps) != 1 or max(gaps) < 3 or any(gap % 2 == 0 for gap in gaps):
        return lines
    goes_on = any(
        gap == 1 and lines[after].text[0].islower() and lines[before].text[-1] not in ".?!:"
        for gap, before, after in zip(gaps, places, places[1:], strict=False)
    )
    if not goes_on:
        return lines
    kept = [lines[places[0]]]
    for gap, place in zip(gaps, places[1:], strict=True):
        kept += [Line("")] * (gap // 2) + [lines[place]]
    return kept


def without_page_furniture(lines: list[Line]) -> tuple[list[Line], list[str], list[str]]:
    """Take page furniture out; give the lines kept, the lines dropped, and warnings.

    A line taken out leaves PAGE_BREAK behind, so that a sentence running over two pages can be joined again.
    """
    dropped: list[str] = []
    lines = _drop_numbers_and_copyright(lines, dropped)
    lines = _drop_repeated_title(lines, dropped)
    lines, warnings = _drop_repeated_headers(lines, dropped)
    return lines, dropped, warnings


def _drop_numbers_and_copyright(lines: list[Line], dropped: list[str]) -> list[Line]:
    return _without(lines, dropped, lambda i: _furniture_size(lines, i))


def _without(lines: list[Line], dropped: list[str], size_at: Callable[[int], int], *, start: int = 0) -> list[Line]:
    """The lines without what `size_at` finds at a place: so many lines from there, or none."""
    kept, i = lines[:start], start
    while i < len(lines):
        if size := size_at(i):
            dropped.append(joined_text(lines[i : i + size]))
            kept.append(PAGE_BREAK)
        else:
            kept.append(lines[i])
        i += size or 1
    return kept


def _furniture_size(lines: list[Line], i: int) -> int:
    """Give how many lines from here are one piece of furniture: 0 when none; long footers wrap."""
    text = lines[i].text
    if not text or len(text) > 250:
        return 0
    if _BARE_NUMBER.fullmatch(text):
        alone = (i == 0 or not lines[i - 1].text) and (i + 1 == len(lines) or not lines[i + 1].text)
        return 1 if alone else 0
    if _PRINTED.fullmatch(text) or _OF_A_SITE.fullmatch(text):
        return 1
    if _PAGE_NUMBER_START.match(text):
        shown = ((n, joined_text(lines[i : i + n])) for n in _ending_in_words(lines, i, 2))
        return next((n for n, words in shown if _PAGE_NUMBER.fullmatch(words)), 0)
    if _COPYRIGHT_START.match(text):
        shown = ((n, without_links(joined_text(lines[i : i + n]))) for n in _ending_in_words(lines, i, 6))
        return next((n for n, words in shown if _COPYRIGHT.fullmatch(words)), 0)
    return 0


def _ending_in_words(lines: list[Line], i: int, most: int) -> list[int]:
    """Give how many lines from here may be one piece, most first: none ends in a blank line, which parts paragraphs."""
    return [n for n in range(min(most, len(lines) - i), 0, -1) if lines[i + n - 1].text]


def joined_text(lines: list[Line]) -> str:
    """Give the words of a few lines as one line, as they are before any hyphen is looked at."""
    return " ".join(line.text for line in lines if line.text)


def _drop_repeated_title(lines: list[Line], dropped: list[str]) -> list[Line]:
    """Drop the title where it stands again at the top or foot of a page, be it wrapped or not."""
    start, end = title_lines(lines)
    title = without_reference(joined_text(lines[start:end]))
    if not title or len(title) > 300:
        return lines
    return _without(lines, dropped, lambda i: _size_of_title_at(lines, i, title), start=end)


def title_lines(lines: list[Line]) -> tuple[int, int]:
    """Give where the first lines stand that are no mark: from and to, up to a blank line or a mark."""
    start = 0
    while start < len(lines) and (not lines[start].text or _is_mark(lines, start)):
        start += 1
    end = start
    while end < len(lines) and lines[end].text and end - start < 6 and not _is_mark(lines, end):
        end += 1
    return start, end


def _is_mark(lines: list[Line], i: int) -> bool:
    return could_start_mark(lines[i].text) and any(
        mark_of(joined_text(lines[i : i + n])) is not None for n in (1, 2, 3)
    )


def _size_of_title_at(lines: list[Line], i: int, title: str) -> int:
    if not lines[i].text or not lines[i].text.startswith(title[: min(12, len(lines[i].text))]):
        return 0
    text = ""
    for size, line in enumerate(lines[i : i + 8], 1):
        text = f"{text} {line.text}".strip()
        if not line.text or len(text) > len(title) + _BESIDE_TITLE:
            return 0
        if title in (without_reference(text), without_reference(_OWN_NUMBER.sub("", text))):
            return 0 if _starts_a_sentence(lines, i, i + size) else size
    return 0


def _starts_a_sentence(lines: list[Line], start: int, end: int) -> bool:
    """Say whether a paragraph only happens to begin with the title's words, wrapped right after them."""
    goes_on = end < len(lines) and lines[end].text[:1].islower()
    above = takewhile(lambda line: not line.text, reversed(lines[max(0, start - 8) : start]))
    return goes_on and not lines[start - 1].text and not any(line.page_break for line in above)


def _drop_repeated_headers(lines: list[Line], dropped: list[str]) -> tuple[list[Line], list[str]]:
    """Drop other lines that come back beside page breaks; a person is told, as words are left out."""
    edges = Counter(line.text for i, line in enumerate(lines) if line.text and _at_page_edge(lines, i))
    headers = {text for text, times in edges.items() if times > 1 and not mark_of(text) and len(text) <= 120}
    kept = []
    for i, line in enumerate(lines):
        if line.text in headers and (_at_page_edge(lines, i) or i == 0):
            dropped.append(line.text)
            kept.append(PAGE_BREAK)
        else:
            kept.append(line)
    return kept, [f"We left out a line that comes back on every page: {quoted_last(text)}" for text in sorted(headers)]


def _at_page_edge(lines: list[Line], i: int) -> bool:
    around = lines[max(0, i - 3) : i + 4]
    return any(line.page_break for line in around)
