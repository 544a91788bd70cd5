"""The parts a leaflet is made of, by their place in it: title, headed sections and the list of questions."""

import re
from dataclasses import dataclass, field

from sdm.leaflets.layout import Piece, asks_for_questions, ends_sentence
from sdm.leaflets.marks import Mark, split_title_from_marker
from sdm.leaflets.references import without_reference
from sdm.leaflets.what_was_read import NotALeaflet, ReadSection
from sdm.rules.leaflet_links import without_links
from sdm.rules.sentences import quoted_last

_HEADING_LENGTH = 100
_TITLE_LENGTH = 300
# A question may ask two things, “What are the risks? How likely are they?”; so many in one paragraph are several.
MANY_AT_ONCE = 3


@dataclass
class Section:
    """A section being put together: its heading, its pieces, and if its list is the questions."""

    heading: str
    pieces: list[Piece] = field(default_factory=list)
    asks: bool = False

    def as_read(self) -> ReadSection:
        """Give the section's words: paragraphs apart, list items one to a line."""
        body, was_item = "", False
        parts = []
        for piece in self.pieces:
            is_item = piece.kind == "item" or (self.asks and piece.text.endswith("?"))
            body = f"- {piece.text}" if is_item else piece.text
            parts.append(("\n" if is_item and was_item else "\n\n") + body)
            was_item = is_item
        return ReadSection(self.heading, "".join(parts).lstrip("\n"))


def take_title(pieces: list[Piece]) -> tuple[str, list[Piece], list[str]]:
    """Give the title, the pieces without it, and warnings.

    The title stands before the first sentence. Raises NotALeaflet when there is none.
    """
    first = next((i for i, piece in enumerate(pieces) if piece.kind != "mark"), len(pieces))
    if first == len(pieces) or not _could_be_title(pieces[first], after_marks=first > 0):
        raise NotALeaflet("We found no title at the top, so we cannot tell which procedure this is about.")
    title, marker = split_title_from_marker(pieces[first].text)
    end = first + 1
    if marker:
        # A page's head says it all on one line, and the title itself may follow.
        end += end < len(pieces) and pieces[end].text == without_reference(title)
        return title, [*pieces[:first], Piece("mark", marker.line, marker), *pieces[end:]], []
    while end < len(pieces) and _could_be_title(pieces[end], after_marks=True) and _marker_follows(pieces, end):
        end += 1
    lines = [piece.text for piece in pieces[first:end]]
    title, marker = split_title_from_marker(" ".join(lines))
    rest = pieces[:first] + ([Piece("mark", marker.line, marker)] if marker else []) + pieces[end:]
    if len(lines) == 1:
        return title, rest, []
    return title, rest, [f"We put the title together from {len(lines)} lines. Check it: {quoted_last(title)}"]


def _could_be_title(piece: Piece, *, after_marks: bool) -> bool:
    text = piece.text
    if piece.kind != "text" or len(text) > _TITLE_LENGTH or text.endswith((".", "!", ":", ";", ",")):
        return False
    return any(letter.isalpha() for letter in text) and not (after_marks and text.endswith("?"))


def _marker_follows(pieces: list[Piece], end: int) -> bool:
    """Say whether the pieces from here to the marker are few and could all be lines of the title."""
    for piece in pieces[end : end + 3]:
        if piece.mark:
            return piece.mark.kind == "marker"
        if not _could_be_title(piece, after_marks=True):
            return False
    return False


def sections_of(pieces: list[Piece]) -> tuple[list[Section], list[Mark], list[str]]:
    """Part the pieces after the title into sections by their headings; give the marks apart, and warnings."""
    sections, warnings = [Section("")], []
    words = [piece for piece in pieces if piece.kind != "mark"]
    marks = [piece.mark for piece in pieces if piece.mark]
    for i, piece in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else None
        if _is_heading(piece, following, sections[-1]):
            asks = asks_for_questions(piece.text) or _is_question_list(words[i + 1 : i + 3])
            if following.after_page_break and not asks and not piece.text.endswith("?"):
                warnings.append(
                    f"A page ends after {quoted_last(piece.text)} We took that for a heading."
                    " Check that it is no part of a sentence."
                )
            sections.append(Section(piece.text, asks=asks))
        else:
            sections[-1].pieces.append(piece)
    return [section for section in sections if section.heading or section.pieces], marks, warnings


def _is_heading(piece: Piece, following: Piece | None, section: Section) -> bool:
    text = piece.text
    if piece.kind != "text" or following is None or len(text) > _HEADING_LENGTH or " | " in text:
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "“‘\"'"):
        return False
    if text.endswith("?"):
        return not _is_plain_question(section, following) and not _is_cut_question(piece, following, section)
    leads_in = following.kind == "item" or following.text.endswith("?")
    if text.endswith((":", ".")):
        return leads_in and asks_for_questions(text) and not section.asks
    return not ends_sentence(text) and not text.endswith(",") and "](" not in text and not _is_only_a_link(text)


def _is_plain_question(section: Section, following: Piece) -> bool:
    """Tell a question in a list without bullets from a heading that is a question."""
    has_bullets = any(piece.kind == "item" for piece in section.pieces)
    if section.asks and not has_bullets:
        return True
    return following.kind == "text" and following.text.endswith("?") and len(following.text) <= _HEADING_LENGTH


def _is_cut_question(piece: Piece, following: Piece, section: Section) -> bool:
    """Tell the rest of a list's question, which stands on the next page, from a heading that is a question."""
    among = section.asks and section.pieces and section.pieces[-1].kind == following.kind == "item"
    return bool(among and piece.after_page_break)


def _is_question_list(pieces: list[Piece]) -> bool:
    return len(pieces) == 2 and all(piece.kind == "item" and piece.text.endswith("?") for piece in pieces)


def _is_only_a_link(text: str) -> bool:
    return bool(re.fullmatch(r"\[[^\[\]]*\]\([^()]*\)|\S*\.\S*", text)) or not without_links(text).strip()


def questions_in(sections: list[Section]) -> tuple[list[str], list[str]]:
    """Give the questions word for word, in order, and warnings. Raises NotALeaflet when there are none."""
    warnings: list[str] = []
    questions: list[str] = []
    for section in sections:
        if section.asks:
            questions += _questions_under(section, warnings)
    if not questions:
        questions = [p.text for s in sections for p in s.pieces if p.kind == "item" and p.text.endswith("?")]
        warnings = ["No heading says that these are questions to think about. Check the list of questions."]
    if not questions:
        raise NotALeaflet("We found no list of questions to think about, so there is nothing for a patient to answer.")
    return questions, warnings


def _apart(texts: list[str], warnings: list[str]) -> list[str]:
    """Give the questions of a leaflet that asks them all in one paragraph, each by itself."""
    if len(texts) != 1 or texts[0].count("?") < MANY_AT_ONCE:
        return texts
    warnings.append("The questions stand in one paragraph. We took each by itself. Check the list of questions.")
    return re.split(r"(?<=\?)\s+", texts[0])


def _questions_under(section: Section, warnings: list[str]) -> list[str]:
    items = [piece.text for piece in section.pieces if piece.kind == "item"]
    if not items:
        return _apart([piece.text for piece in section.pieces if piece.text.endswith("?")], warnings)
    if not any(item.endswith("?") for item in items):
        return []
    odd = [item for item in items if item[-1] != "?"]
    warnings += [f"This is in the list of questions, but does not end as one: {quoted_last(item)}" for item in odd]
    loose = [piece.text for piece in section.pieces if piece.kind == "text" and piece.text.endswith("?")]
    warnings += [f"This may be a question too, but it is not in the list: {quoted_last(text)}" for text in loose]
    return items
