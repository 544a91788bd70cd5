"""The lines of a leaflet file put together again into marks, paragraphs, headings-to-be and items of lists."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from sdm.leaflets.bullets import Bullets
from sdm.leaflets.marks import Mark, could_start_mark, date_in, mark_of
from sdm.leaflets.page_furniture import Line
from sdm.rules.arrangement_sentences import use_in
from sdm.rules.sentences import quoted_last

_HEADING_LENGTH = 100
_TEXT_COLUMN = 200  # nobody wraps lines this wide, so in a file with longer lines each line is a paragraph
_ASKING = re.compile(
    r"\bquestions?\b|\b(?:to|can|could|might|may) ask\b|\bask (?:your|the|about)\b"
    r"|\b(?:cwestiynau|gwestiynau|chwestiynau|gofyn|ofyn)\b",
    re.I,
)
# What words end in and none is, so before it no hyphen belongs: "anaes-" and "thetic".
_ONLY_AN_END = re.compile(
    r"(?:[ai]?tions?|[as]?sions?|ments?|ings?|ed|ly|it(?:y|ies)|ous(?:ly)?|i?cal(?:ly)?|ness|[ae]nces?|[ae]nt?ly|thetics?"
    r"|thetis(?:t|ts|ed)|tives?|tures?|cular|ectomy|tomy|osis|itis|gery|geons?|cians?|dures?|tients?)[.,;:?!)”’]*",
    re.I,
)
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_CUT_WITHIN_LINE = re.compile(r"\b([^\W\d_]{2,})- (?!(?:and|or|to|neu|a|ac|i)\b)([a-z]{2,})(?![\w-])")
_HAS_LINK_OR_STOP = re.compile(r"\]\([^()]*\)|[a-z)][.!?]\s")
_STOPS_SHORT = re.compile(
    r"(?:,|\s(?:an?|the|of|for|to|in|on|by|at|with|from|as|and|or|but|if|when|that|which|who|is|are|can|could|may|might"
    r"|should|must|will|be|been|has|have|had|not|only|also|this|these|your|their|its|because|until|unless))$",
    re.I,
)
# “This procedure can” and “It is”: no heading of NICE's begins as a statement does.
_STARTS_SENTENCE = re.compile(
    r"(?:this|the) (?:procedure|operation|treatment)\b(?!$)|(?:in this procedure|it|this|there|they|doctors)\s"
    r"(?:\w+\s){0,2}?(?:is|are|isn|can|could|may|might|should|must|will|has|have)\b",
    re.I,
)
_TERMINAL = (".", "?", "!", ":", ";", ".)", "?)", ".”", "?”", '."', '?"', ".’", "?’")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the leaflet: a "mark", an "item" of a list, or "text" (a paragraph, heading or question)."""

    kind: str
    text: str
    mark: Mark | None = None
    after_page_break: bool = False
    same_block: bool = False  # no blank line stands between this piece and the one before


def asks_for_questions(text: str) -> bool:
    """Say whether a short text leads in to questions, as “Some questions to think about” does."""
    return len(text) <= _HEADING_LENGTH and bool(_ASKING.search(text))


def ends_sentence(text: str) -> bool:
    """Say whether the text ends as a sentence does, so that nothing of it can follow on another page."""
    return text.endswith(_TERMINAL)


def starts_anew(text: str) -> bool:
    """Say whether a text can begin a sentence."""
    return not text[:1].islower() and text[:1] not in (",", ";", ")", "]")


def pieces_of(lines: list[Line]) -> tuple[list[Piece], list[str]]:
    """Give the pieces of a leaflet in order, and warnings about joins that a person must check."""
    blocks = _blocks(lines)
    reading = _Reading(
        each_line_is_a_paragraph=len(blocks) < 4 or max((line.width for line in lines), default=0) > _TEXT_COLUMN,
        words=frozenset(word.lower() for line in lines for word in _WORD.findall(line.text)),
    )
    runs: list[list[Piece]] = []  # each the parts of one piece; joined at the end, to copy every word once
    for block, after_page_break in blocks:
        for n, piece in enumerate(reading.block(block)):
            if n == 0 and after_page_break:
                piece = replace(piece, after_page_break=True)
            if runs and _goes_on(runs[-1][-1], piece):
                runs[-1].append(piece)
            else:
                runs.append([piece])
    return [reading.joined(run) for run in runs], reading.warnings


def _blocks(lines: list[Line]) -> list[tuple[list[Line], bool]]:
    """Group lines by the blank lines between them; with each group, whether a page broke before it."""
    blocks: list[tuple[list[Line], bool]] = []
    blank, page_break = True, False
    for i, line in enumerate(lines):
        if line.text:
            if blank or (page_break and _is_heading_on_new_page(blocks[-1][0][-1], line, lines[i + 1 : i + 2])):
                blocks.append(([], page_break))
            blocks[-1][0].append(line)
            blank, page_break = False, False
        elif line.page_break:
            page_break = True
        else:
            blank = True
    return blocks


def _is_heading_on_new_page(before: Line, line: Line, following: list[Line]) -> bool:
    """Say whether a line alone, right behind a page's end with no blank line before it, is a heading."""
    stands_alone = not any(one.text for one in following) and len(line.text) <= _HEADING_LENGTH
    goes_on = not before.text.endswith((".", ".)", "!")) or not line.text[0].isupper()
    return stands_alone and not goes_on and (line.text.endswith("?") or not ends_sentence(line.text))


def _goes_on(before: Piece, piece: Piece) -> bool:
    """Say whether a piece is the rest of the sentence before it, cut by a blank line or a page break."""
    if piece.same_block or piece.kind != "text" or before.kind == "mark" or ends_sentence(before.text):
        return False
    cut_by_page = piece.after_page_break and (
        len(before.text) > _HEADING_LENGTH
        or _is_no_heading(before.text)
        or (before.kind == "item" and piece.text.endswith("?"))
    )
    return cut_by_page or not starts_anew(piece.text)


def _is_no_heading(text: str) -> bool:
    """Say whether a short text at the foot of a page is the beginning of a sentence: it speaks of use, or stops short.

    A heading made of "This procedure can also be used for a distal" would hide which arrangement that one has.
    """
    return bool(
        use_in(text) or _HAS_LINK_OR_STOP.search(text) or _STOPS_SHORT.search(text) or _STARTS_SENTENCE.match(text)
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a block of lines looks: its widest line, and if any of its lines goes on in the next one."""

    width: int
    wrapped: bool


class _Reading:
    """Reads one block after the other; keeps what must be known across blocks."""

    def __init__(self, *, each_line_is_a_paragraph: bool, words: frozenset[str]) -> None:
        self._words = words
        self.warnings: list[str] = []
        self._each_line = each_line_is_a_paragraph
        self._bullets = Bullets()
        self._in_front = True  # until the first sentence: there, marks can follow words without a full stop

    def block(self, lines: list[Line]) -> list[Piece]:
        """Give the pieces of one block of lines that have no blank line between them."""
        pieces: list[Piece] = []
        shape = _Shape(max(line.width for line in lines), _is_wrapped(lines))
        kind, current, i = "text", [], 0
        while i < len(lines):
            line = lines[i]
            before = current[-1].text if current else None
            mark, size = self._mark(lines, i, before)
            following = lines[i + 1].text if i + 1 < len(lines) else ""
            item = None if mark else self._bullets.item(line.text, before, following)
            if mark or item is not None or (current and self._breaks(kind, current, line, shape)):
                self._flush(pieces, kind, current)
                kind, current = ("text" if item is None else "item"), []
            if mark:
                pieces.append(Piece("mark", mark.line, mark, same_block=bool(pieces)))
            else:
                current.append(line if item is None else replace(line, text=item))
            i += size or 1
        self._flush(pieces, kind, current)
        return pieces

    def joined(self, run: list[Piece]) -> Piece:
        """Give one piece for the parts of a piece that blank lines or page breaks had cut."""
        return run[0] if len(run) == 1 else replace(run[0], text=self.join([piece.text for piece in run]))

    def _flush(self, pieces: list[Piece], kind: str, lines: list[Line]) -> None:
        text = self.join([line.text for line in lines if line.text])
        if text:
            pieces.append(Piece(kind, text, same_block=bool(pieces)))
            self._in_front = self._in_front and not text.endswith(".")

    def _mark(self, lines: list[Line], i: int, before: str | None) -> tuple[Mark | None, int]:
        if before and not ends_sentence(before) and not self._in_front and lines[i].text[:4].upper() != "ISBN":
            return None, 0
        if not could_start_mark(lines[i].text):
            return None, 0
        for size in (3, 2, 1):
            if i + size <= len(lines):
                mark = mark_of(self.join([line.text for line in lines[i : i + size]], warn=False))
                # A date that cannot be read takes one line only, so that it does not swallow the next.
                if mark and (size == 1 or mark.kind not in ("published", "updated") or date_in(mark.value)[0]):
                    return mark, size
        return None, 0

    def _breaks(self, kind: str, current: list[Line], line: Line, shape: _Shape) -> bool:
        """Say whether a new piece starts at this line though no blank line stands before it."""
        last = current[-1]
        if not starts_anew(line.text) or not last.text:
            return False
        # A line that ends before its next word had to go to the next line was ended on purpose.
        early = last.width + 1 + len(line.text.split(" ", 1)[0]) <= shape.width
        if kind == "item":
            indented = line.width > len(line.text)
            return not indented and ends_sentence(last.text) and (early or self._each_line)
        on_purpose = early or shape.width > _TEXT_COLUMN or not shape.wrapped
        if len(current) > 3:
            return self._each_line and ends_sentence(last.text) and on_purpose
        text = " ".join(part.text for part in current)
        if last.text.endswith("?") and len(text) <= 2 * _HEADING_LENGTH and not re.search(r"[.!]\s", text):
            self._warn_of_two_questions(text, line.text, in_doubt=not early and shape.wrapped)
            return True
        if self._each_line:
            return (ends_sentence(last.text) or len(text) <= _HEADING_LENGTH) and on_purpose
        return _is_heading_above(text, last, early, shape)

    def _warn_of_two_questions(self, text: str, following: str, *, in_doubt: bool) -> None:
        if in_doubt and "?" in following and not self._each_line:
            self.warnings.append(
                f"“{text}” and the words after it may be one question or two: {quoted_last(following[:200])} "
                "Check them."
            )

    def join(self, texts: list[str], *, warn: bool = True) -> str:
        """Join lines with a space, except where a line ends within a word or number that has a hyphen."""
        parts: list[str] = texts[:1]
        for before, after in pairwise(texts):
            if not _cut_at_hyphen(before, after):
                parts += [" ", after]
                continue
            first, second = before.rsplit(" ", 1)[-1][:-1], after.split(" ", 1)[0]
            if self._is_one_word(first, second):
                parts[-1] = parts[-1][:-1]
            elif warn and not first[0].isdigit() and not self._is_there(f"{first}-{second}"):
                word = f"{first}-{second}"[:80]
                self.warnings.append(
                    f"A line ends within “{word}”. We kept the hyphen. Check if the word should have one."
                )
            parts.append(after)
        return _CUT_WITHIN_LINE.sub(lambda found: self._mended(found, warn=warn), "".join(parts))

    def _mended(self, found: re.Match[str], *, warn: bool) -> str:
        """A word that was cut at the end of a line which is none any more, as in "anaes- thetic"."""
        first, second = found.groups()
        if self._is_one_word(first, second):
            return first + second
        if self._is_there(f"{first}-{second}"):
            return f"{first}-{second}"
        if warn:
            self.warnings.append(f"“{found[0][:80]}” may be one word that was cut at the end of a line. Check it.")
        return found[0]

    def _is_one_word(self, first: str, second: str) -> bool:
        return self._is_there(first + second) or bool(_ONLY_AN_END.fullmatch(second))

    def _is_there(self, word: str) -> bool:
        """Whether the leaflet has this word somewhere on one line."""
        found = _WORD.search(word)
        return bool(found) and found[0].lower() in self._words


def _is_heading_above(text: str, last: Line, early: bool, shape: _Shape) -> bool:
    """Say whether the text is a heading right above its paragraph or list."""
    if ends_sentence(text):
        return text.endswith(":") and asks_for_questions(text)
    return early and (asks_for_questions(text) or (text == last.text and last.width * 2 <= shape.width))


def _cut_at_hyphen(before: str, after: str) -> bool:
    if not before.endswith("-") or len(before) < 2 or not before[-2].isalnum() or not after[0].isalnum():
        return False
    # “short- and long-term” has a hyphen that stands before a space.
    return after.split(" ", 1)[0].lower() not in ("and", "or", "to")


def _is_wrapped(lines: list[Line]) -> bool:
    """Say whether some line of the block goes on in the next one; the site's address does not."""
    return any(
        not ends_sentence(line.text) and not starts_anew(after.text) and not after.text.startswith(("www.", "http"))
        for line, after in pairwise(lines)
    )
