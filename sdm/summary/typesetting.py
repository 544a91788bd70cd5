"""Sets words in type: a tagged PDF (PDF/UA-1 and PDF/A-3a) from a typst template and what it is to say."""

from __future__ import annotations

import json
import threading
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from sdm.summary.fonts import Family, families_of, load
from sdm.summary.leaflet_words import pieces
from sdm.summary.printable import all_printable, may_print

# Templates may read each other, and nothing else on the machine.
HOUSE = Path(__file__).parent.parent
STANDARDS = ["ua-1", "a-3a"]


class Typesetter:
    """A typst compiler for one template with its fonts, made once and kept."""

    def __init__(self, template: Path, more_fonts: str = "") -> None:
        fonts = load(more_fonts)
        self._families = families_of(fonts)
        self._compiler = typst.Compiler(input=template, root=HOUSE, font_paths=fonts)
        # The compiler does one thing at a time and refuses a second; threads take their turn.
        self._turn = threading.Lock()

    def pdf(self, outline: dict[str, Any], *, dated: str, large_print: bool, **inputs: str) -> bytes:
        """One PDF; where a font lacks what it says it has, everything is set in the base family.

        `outline` is what the template draws, as JSON values; all its texts are words, never markup. `dated` is an ISO
        date: PDF/A wants one, and today's would make the same words another file tomorrow.
        """
        inputs = {**inputs, "large": "yes" if large_print else "no", "date": dated}
        outline = in_pieces(outline)
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


def in_pieces(value: Any) -> Any:
    """The same JSON value, where a text in which words of the leaflet are marked is a list of its pieces."""
    if isinstance(value, str):
        cut = pieces(value)
        return [{"words": words, "leaflets": theirs} for words, theirs in cut] if any(p[1] for p in cut) else value
    if isinstance(value, dict):
        return {name: in_pieces(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [in_pieces(one) for one in value]
    return value


@cache
def typesetter_of(template: Path, more_fonts: str) -> Typesetter:
    """This process's typesetter for a template; `more_fonts` names folders of fonts (the setting PDF_FONTS)."""
    return Typesetter(template, more_fonts)


def said_on_paper(leaflet: str) -> dict[str, Any]:
    """What each template asks for: the language that all is set in, that of the leaflet's words, and of which page."""
    own = _language(get_language() or settings.LANGUAGE_CODE)
    return {**own, "leaflet": _language(leaflet), "page": _("Page %(page)s of %(pages)s")}


def _language(code: str) -> dict[str, str | None]:
    """A language as typst knows it, and its country where it names one."""
    language, _separator, country = to_locale(code).partition("_")
    return {"language": language, "country": country if len(country) == 2 else None}
