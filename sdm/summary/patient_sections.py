"""The sections of a summary that say what the patient wants: what matters, people and help, where they were."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from sdm.rules.parts import OPTIONS, PEOPLE_AND_HELP, WHAT_MATTERS, WHERE_I_AM
from sdm.rules.words import marked
from sdm.summary.blocks import Block, Paragraph, Row, Rows, Section, Voice, Voices
from sdm.summary.build import Summary
from sdm.summary.own_words import listed, typed_in

NOTHING_WRITTEN = marked("Nothing was written.")
NOTHING_RECORDED = marked("Nothing was recorded.")
WROTE = marked("What you wrote")
SAID = marked("What was said")
TOLD_BACK = marked("What you told back, in your own words")
# What the clinician records of who was there, in the words of the patient's copy.
WAS_THERE = {
    "present": marked("Who was there"),
    "interpreter": marked("Interpreter"),
    "explained_back": TOLD_BACK,
}


def what_matters(summary: Summary) -> Section:
    """What matters to the patient, as they wrote it and as it was said."""
    words = summary.what_matters
    rated, said_about = _answered(summary, words.get("rated", ())), words.get("said_about", ())
    blocks: list[Block] = [
        voices(
            "",
            words["patient"],
            words["said"],
            note=note(summary, WHAT_MATTERS),
            is_standard=bool(words.get("standard")),
        )
    ]
    about = _kept(
        (summary.leaflets(one["about"]) or _("Something else that matters to me"), one["words"]) for one in said_about
    )
    blocks += [Rows(rated)] if rated else []
    blocks += [Paragraph(_("What was said about what matters to you:")), Rows(about)] if about else []
    return Section(_("What matters to you"), tuple(blocks))


def people(summary: Summary) -> Section | None:
    """The help the patient asked for, and who and what was there; None where nothing is known of either."""
    there = ((_(label), summary.people.get(name) or "") for name, label in WAS_THERE.items())
    rows = _with_note(summary, PEOPLE_AND_HELP, summary.people.get("asked_for", ())), _kept(there)
    blocks: list[Block] = [Rows(some) for some in rows if some]
    return Section(_("People and help"), tuple(blocks)) if blocks else None


def where_you_were(summary: Summary) -> Section | None:
    """Where the patient was before the appointment; None where they said nothing about it."""
    rows = _with_note(summary, WHERE_I_AM, summary.where_i_am)
    return Section(_("Where you were before the appointment"), (Rows(rows),)) if rows else None


def about_options(summary: Summary) -> Section | None:
    """What the patient thought about the options before the appointment; None where they said nothing."""
    rows = _with_note(summary, OPTIONS, summary.about_options)
    return Section(_("What you thought about the options"), (Rows(rows),)) if rows else None


def note(summary: Summary, part: str) -> str:
    """Who typed a part in, where the patient did not do so themselves."""
    given = summary.typed_in.get(part)
    return typed_in(given["came_by"], given["by"]) if given else ""


def _with_note(summary: Summary, part: str, lines: Iterable[dict[str, Any]]) -> tuple[Row, ...]:
    """What the patient answered on one page, and who typed it in, where they did not."""
    rows, how = _answered(summary, lines), note(summary, part)
    return (*rows, Row(_("How this reached us"), how)) if rows and how else rows


def _answered(summary: Summary, lines: Iterable[dict[str, Any]]) -> tuple[Row, ...]:
    """What the patient answered on one page, with the labels of that page; what they chose is in our words.

    Where they chose one of the options, it is the leaflet's.
    """
    options = {option["name"] for option in summary.options}
    rows = []
    for line in lines:
        words = listed(line.get("ours", ())) or line["words"]
        is_option = words in options
        if words:
            row = Row(_label(summary, line), summary.leaflets(words) if is_option else words, own_words=not is_option)
            rows.append(row)
    return tuple(rows)


def _label(summary: Summary, line: dict[str, Any]) -> str:
    """What was asked: the edition's words that it was about, and ours."""
    return ": ".join(filter(None, (summary.leaflets(line.get("about", "")), _(line["label"]))))


def _kept(rows: Iterable[tuple[str, str]]) -> tuple[Row, ...]:
    return tuple(Row(label, text, own_words=True) for label, text in rows if text)


def voices(
    heading: str, patient: str, said: str, mark: str = "", note: str = "", *, is_standard: bool = False
) -> Voices:
    """What the patient wrote beside what was said; `is_standard` where a phrase stands there just as it is kept."""
    said_mark = _("Standard wording, not changed for this patient") if is_standard else ""
    return Voices(
        heading,
        (
            Voice(_(WROTE), patient, _(NOTHING_WRITTEN), mark, note),
            Voice(_(SAID), said, _(NOTHING_RECORDED), said_mark),
        ),
    )
