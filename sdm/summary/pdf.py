"""A summary on paper: a tagged PDF (PDF/UA-1 and PDF/A-3a) with the same summary inside it as data."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from sdm.rules.afterwards import Said
from sdm.summary.build import Summary
from sdm.summary.fonts import Family, families_of, load
from sdm.summary.mark import RecordMark
from sdm.summary.outline import outline_of
from sdm.summary.printable import all_printable, may_print

FOLDER = Path(__file__).parent
STANDARDS = ["ua-1", "a-3a"]


def as_pdf(summary: Summary, *, record: RecordMark, since: Sequence[Said] = (), large_print: bool = False) -> bytes:
    """The summary as a PDF in the reader's language; there the same summary and mark give the same bytes.

    `since` is what was said after the decision: it stands beside what was frozen. Large print has letters of 16 to 18
    points and nothing side by side.
    """
    return _printer(settings.PDF_FONTS).print(summary, record, large_print, since)


class Printer:
    """A typst compiler with its fonts, made once and kept."""

    def __init__(self, more_fonts: str = "") -> None:
        fonts = load(more_fonts)
        self._families = families_of(fonts)
        self._compiler = typst.Compiler(input=FOLDER / "summary.typ", root=FOLDER, font_paths=fonts)
        # The compiler does one thing at a time and refuses a second; threads take their turn.
        self._turn = threading.Lock()

    def print(self, summary: Summary, record: RecordMark, large_print: bool, since: Sequence[Said] = ()) -> bytes:
        """One PDF; where a font lacks what it says it has, everything is set in the base family."""
        # PDF/A wants a date, and today's would make the same summary another file tomorrow.
        dated = summary.decision["decided_at"] if summary.decision else record.at or summary.appointment_at
        inputs = {
            "large": "yes" if large_print else "no",
            "date": dated[:10],
            "record": as_data(summary, record, since),
        }
        outline = asdict(outline_of(summary, record, since)) | {"paper": _paper()}
        try:
            return self._compile(outline, inputs, self._families)
        except typst.TypstError:
            if len(self._families) == 1:
                raise
            return self._compile(outline, inputs, self._families[:1])

    def _compile(self, outline: dict[str, Any], inputs: dict[str, str], families: tuple[Family, ...]) -> bytes:
        characters = may_print(frozenset().union(*(family.characters for family in families)))
        inputs = {
            **inputs,
            "outline": json.dumps(all_printable(outline, characters)),
            "fonts": json.dumps([family.name for family in families]),
        }
        with self._turn:
            return self._compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS)


def as_data(summary: Summary, record: RecordMark, since: Sequence[Said] = ()) -> str:
    """What the PDF carries inside: the summary, exactly as it was typed, the record's mark, and what was said since."""
    document = {"summary": summary.as_document(), "record": asdict(record)}
    if since:
        document["since"] = [said.as_document() for said in since]
    return json.dumps(document, indent=1, sort_keys=True)


def _paper() -> dict[str, str | None]:
    """What only paper says, and the language and the country that everything is set in."""
    language, _dash, country = to_locale(get_language() or settings.LANGUAGE_CODE).partition("_")
    return {
        "language": language,
        "country": country if len(country) == 2 else None,
        "nhs_number": _("NHS number"),
        "page": _("Page %(page)s of %(pages)s"),
    }


@cache
def _printer(more: str) -> Printer:
    """This process's printer; `more` names folders of fonts for more scripts (the setting PDF_FONTS)."""
    return Printer(more)
