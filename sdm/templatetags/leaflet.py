"""What a leaflet says, as every page shows it that shows it at all: the patient's, and the content team's preview."""

from functools import cache

from django import template

from sdm.pages.patient.forms import AnswerForm
from sdm.pages.patient.leaflet_words import Part, passages
from sdm.pages.patient.notes_in_place import with_notes
from sdm.pages.patient.side_by_side import SideBySide, side_by_side
from sdm.rules.edition import EditionContent, Question
from sdm.summary.own_words import how_likely as in_words

register = template.Library()

# A picture of 100 people is ten rows of ten dots, this far apart and this wide, in a frame of 100 by 100.
APART, RADIUS, EDGE = 9.2, 3.3, 8.6


@register.simple_tag
def passages_of(question: Question, content: EditionContent) -> tuple[Part, ...]:
    """What the leaflet says about a question, with notes: `{% passages_of question content as passages %}`."""
    return with_notes(passages(question, content), content.notes)


@register.simple_tag
def side_by_side_of(content: EditionContent, form: AnswerForm | None) -> SideBySide:
    """The options: `{% side_by_side_of content form as shown %}`; without a form nothing can be answered."""
    return side_by_side(content, form or None)


@register.filter
def how_likely(outcome: object) -> str:
    """How likely an outcome is, in the reader's language; empty for a plain statement."""
    return in_words(vars(outcome))


@register.inclusion_tag("patient/dots.html")
def dots(in_100: int | None) -> dict:
    """100 people as dots, those who have something filled; an empty frame of the same size where nobody counted."""
    if in_100 is None:
        return {"in_100": None}
    return {"in_100": in_100, "rest": 100 - in_100, "have": _path(0, in_100), "have_not": _path(in_100, 100)}


@cache
def _path(first: int, end: int) -> str:
    """The dots from `first` up to `end`, row by row, as one path of an SVG."""
    turn = f"a{RADIUS} {RADIUS} 0 1 0"
    return "".join(
        f"M{EDGE + APART * (number % 10) - RADIUS:.1f} {EDGE + APART * (number // 10):.1f}"
        f"{turn} {2 * RADIUS} 0{turn}-{2 * RADIUS} 0"
        for number in range(first, end)
    )
