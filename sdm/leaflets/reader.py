"""The way in to reading a leaflet file: bytes in, all that NICE's leaflets for the public have in them out."""

import datetime
import re
from collections.abc import Callable

from sdm.leaflets.file_text import MAX_BYTES, file_text
from sdm.leaflets.indications import indications_in
from sdm.leaflets.layout import pieces_of
from sdm.leaflets.links import links_in
from sdm.leaflets.marks import Mark, date_in, isbn_fault
from sdm.leaflets.page_furniture import lines_of, without_page_furniture
from sdm.leaflets.references import choose_reference, references_in, without_reference
from sdm.leaflets.said_further_down import held_against
from sdm.leaflets.sections import Section, questions_in, sections_of, take_title
from sdm.leaflets.welsh_indications import welsh_indications_in
from sdm.leaflets.what_was_read import (
    NotALeaflet,
    ReadIndication,
    ReadLeaflet,
    ReadLink,
    ReadSection,
)
from sdm.rules.sentences import quoted_last

__all__ = ["NotALeaflet", "ReadIndication", "ReadLeaflet", "ReadLink", "ReadSection", "read_leaflet"]

_OF_HEALTH = re.compile(
    r"\b(?:procedure|operation|treatment|surgery|patients?|doctors?|health|healthcare|clinical|hospital"
    r"|[td]h?riniaeth|ll?awdriniaeth|g?weithdrefn|claf|g?cleifion|gleifion|meddygon|iechyd|ysbyty)\b",
    re.I,
)


def read_leaflet(data: bytes, *, reference: str | None = None, max_bytes: int = MAX_BYTES) -> ReadLeaflet:
    """Read a leaflet file by the structure that NICE's “information for the public” leaflets share.

    `reference` is what the person says the leaflet goes by; it wins over what the file states.
    Words are kept as they are; whatever is in doubt becomes a warning. Raises NotALeaflet, and nothing
    else, for bytes that are no leaflet.
    """
    text, warnings = file_text(data, max_bytes)
    lines, dropped, more = without_page_furniture(lines_of(text))
    warnings += more
    pieces, more = pieces_of(lines)
    warnings += more
    full_title, pieces, more = take_title(pieces)
    warnings += more
    title = without_reference(full_title)
    parts, marks, more = sections_of(pieces)
    warnings += more
    questions, about_questions = questions_in(parts)
    sections = [part.as_read() for part in parts]
    language = "cy" if any(mark.is_welsh for mark in marks) else "en"
    indications, about_indications = _indications(
        parts, title, welsh_indications_in if language == "cy" else indications_in
    )
    _refuse_what_only_looks_alike(marks, indications, text)
    stated = [full_title, *dropped, *(mark.line for mark in marks)]
    own_reference, about_reference = choose_reference(
        reference,
        [found for line in stated for found in references_in(line)],
        [found for section in sections for found in references_in(section.body)],
    )
    published, about_date = _published(marks)
    isbn, about_isbn = _isbn(marks)
    links, about_links = links_in(section.body for section in sections)
    if not any(mark.kind == "marker" for mark in marks):
        warnings.append("The line “Information for the public” is missing. Check that this is a leaflet for patients.")
    warnings += [
        *about_reference,
        *about_date,
        *about_isbn,
        *about_questions,
        *about_indications,
        *about_links,
    ]
    return ReadLeaflet(
        reference=own_reference,
        title=title,
        published=published,
        isbn=isbn,
        sections=tuple(sections),
        questions=tuple(questions),
        indications=tuple(indications),
        links=tuple(links),
        warnings=tuple(dict.fromkeys(warnings)),
        language=language,
        source=text,
    )


def _indications(parts: list[Section], title: str, read_in: Callable) -> tuple[list[ReadIndication], list[str]]:
    """Look in the opening words; where they name no indication, under the headings, and then say so."""
    opening = [piece.text for part in parts if not part.heading for piece in part.pieces]
    headings = [part.heading for part in parts]
    found, warnings = read_in(opening, title)
    if found:
        below = [piece.text for part in parts if part.heading for piece in part.pieces]
        found, more = held_against(found, [*headings, *below], title)
        return found, [*warnings, *more]
    rest = [piece.text for part in parts if part.heading and not part.asks for piece in part.pieces]
    found, more = read_in(rest, title)
    found, of_headings = held_against(found, headings, title)
    more += of_headings
    if found:
        said = "What the procedure can be used for stands under a heading, not in the opening words. Check it."
        return found, [*warnings, *more, said]
    return [], [*warnings, "We found no sentence that says what the procedure can be used for. Add it."]


def _refuse_what_only_looks_alike(marks: list[Mark], indications: list[ReadIndication], text: str) -> None:
    """Refuse a text with a title and questions, but too little else of a leaflet: a recipe, a README.

    A leaflet may lack any one mark; so two of them are enough, if one says what kind of text it is.
    """
    kinds = {mark.kind for mark in marks}
    others = len(kinds & {"published", "updated", "isbn", "address", "reference"})
    says_so = "marker" in kinds
    about_procedure = bool(indications) and bool(_OF_HEALTH.search(text))
    if not (says_so and (about_procedure or others)) and not (about_procedure and others):
        raise NotALeaflet(
            "This does not look like a leaflet about a procedure. We looked for the line “Information for the public”,"
            " a date, an ISBN, and a sentence that says what the procedure can be used for."
        )


def _published(marks: list[Mark]) -> tuple[datetime.date | None, list[str]]:
    dates = {mark.kind: mark for mark in reversed(marks) if mark.kind in ("published", "updated")}
    mark = dates.get("published") or dates.get("updated")
    if mark is None:
        return None, ["The leaflet has no date. Add the date when it was published."]
    date, in_doubt = date_in(mark.value)
    if date is None:
        return None, [f"We could not read the date in {quoted_last(mark.line)} Add it."]
    if in_doubt:
        has_day = len(re.findall(r"\d+", mark.value)) > 1
        read = "read the day before the month" if has_day else "took the first day of the month"
        return date, [f"We {read} in {quoted_last(mark.line)} Check the date."]
    if len(dates) > 1:
        return date, [f"The leaflet has two dates. We used “{mark.line}”, and not {quoted_last(dates['updated'].line)}"]
    return date, []


def _isbn(marks: list[Mark]) -> tuple[str | None, list[str]]:
    found = list(dict.fromkeys(mark.value for mark in marks if mark.kind == "isbn"))
    if not found:
        return None, ["The leaflet has no ISBN. Add it if the printed leaflet has one."]
    fault = isbn_fault(found[0])
    several = [f"The leaflet has more than one ISBN. We used {found[0]}."] if len(found) > 1 else []
    return found[0], ([fault] if fault else []) + several
