"""The sections of a summary that say what the patient wants: what matters, people and help, where they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sdm.summary.blocks import Block, Row, Rows, Section, Voice, Voices
from sdm.summary.build import Summary

NOTHING_WRITTEN = "Nothing was written."
NOTHING_RECORDED = "Nothing was recorded."
WROTE = "What you wrote"
SAID = "What was said"
# What the clinician records of who was there, in the words of the patient's copy.
WAS_THERE = {
    "present": "Who was there",
    "interpreter": "Interpreter",
    "explained_back": "What you told back, in your own words",
}


def what_matters(summary: Summary) -> Section:
    """What matters to the patient, as they wrote it and as it was said."""
    words = summary.what_matters
    rated = _answered(words.get("rated", ()))
    blocks: list[Block] = [voices("", words["patient"], words["said"])]
    return Section("What matters to you", tuple(blocks + ([Rows(rated)] if rated else [])))


def people(summary: Summary) -> Section | None:
    """The help the patient asked for, and who and what was there; None where nothing is known of either."""
    there = {label: summary.people.get(name) or "" for name, label in WAS_THERE.items()}
    rows = _answered(summary.people.get("asked_for", ())), _kept(there)
    blocks: list[Block] = [Rows(some) for some in rows if some]
    return Section("People and help", tuple(blocks)) if blocks else None


def where_you_were(summary: Summary) -> Section | None:
    """Where the patient was before the appointment; None where they said nothing about it."""
    rows = _answered(summary.where_i_am)
    return Section("Where you were before the appointment", (Rows(rows),)) if rows else None


def about_options(summary: Summary) -> Section | None:
    """What the patient thought about the options before the appointment; None where they said nothing."""
    rows = _answered(summary.about_options)
    return Section("What you thought about the options", (Rows(rows),)) if rows else None


def _answered(lines: Sequence[dict[str, Any]]) -> tuple[Row, ...]:
    """What the patient answered on one page, with the labels of that page."""
    labels = (": ".join(filter(None, (line.get("about", ""), line["label"]))) for line in lines)
    return _kept(dict(zip(labels, (line["words"] for line in lines), strict=True)))


def _kept(words: dict[str, str]) -> tuple[Row, ...]:
    return tuple(Row(label, text, own_words=True) for label, text in words.items() if text)


def voices(heading: str, patient: str, said: str, mark: str = "") -> Voices:
    """What the patient wrote beside what was said."""
    return Voices(
        heading,
        (Voice(WROTE, patient, NOTHING_WRITTEN, mark), Voice(SAID, said, NOTHING_RECORDED)),
    )
