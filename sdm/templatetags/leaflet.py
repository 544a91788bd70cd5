"""What a leaflet says, as every page shows it that shows it at all: the patient's, and the content team's preview."""

from functools import cache
from itertools import zip_longest

from django import template

from sdm.pages.patient.forms import AnswerForm
from sdm.pages.patient.leaflet_words import Part, passages
from sdm.pages.patient.notes_in_place import with_notes
from sdm.pages.patient.options_table import Harm, OptionsTable, harms_of_option, options_table
from sdm.pages.patient.side_by_side import OptionInBoth
from sdm.rules.edition import EditionContent, Outcome, Question

register = template.Library()

# A picture of 100 people is ten rows of ten dots, this far apart and this wide, in a frame of 100 by 100.
APART, RADIUS, EDGE = 9.2, 3.3, 8.6


@register.simple_tag
def passages_of(question: Question, content: EditionContent) -> tuple[Part, ...]:
    """What the leaflet says about a question, with notes: `{% passages_of question content as passages %}`."""
    return with_notes(passages(question, content), content.notes)


@register.simple_tag
def options_of(content: EditionContent, form: AnswerForm | None) -> OptionsTable:
    """The options: `{% options_of content form as shown %}`; without a form nothing can be answered."""
    return options_table(content, form or None)


@register.simple_tag
def harms_in_both(one: OptionInBoth, form: AnswerForm | None) -> list[tuple[Outcome | None, Outcome | None, Harm]]:
    """The bad points of an option in both languages, each with what may be said about it beside the first."""
    return list(zip_longest(one.option.risks, one.own.risks, harms_of_option(one.option, form or None)))


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
