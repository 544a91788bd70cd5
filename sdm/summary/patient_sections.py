"""The sections of a summary that say what the patient wants: what matters, people and help, where they were."""

from __future__ import annotations

from typing import Any

from sdm.rules.patient_fields import HOW_SURE, ON_PEOPLE_AND_HELP
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
    return Section("What matters to you", (voices("", **summary.what_matters),))


def people(summary: Summary) -> Section | None:
    """The help the patient asked for, and who and what was there; None where nothing is known of either."""
    asked = summary.people.get("asked_for") or {}
    there = {name: value for name, value in summary.people.items() if name not in ("asked_for", "asked_for_words")}
    blocks: list[Block] = []
    if rows := _asked_for(asked):
        blocks.append(Rows(rows))
    if words := summary.people.get("asked_for_words"):
        blocks.append(Voices("", (Voice("What else would help, in your own words", words, NOTHING_WRITTEN),)))
    if rows := _rows(there, WAS_THERE):
        blocks.append(Rows(rows))
    return Section("People and help", tuple(blocks)) if blocks else None


def _asked_for(details: dict[str, Any]) -> tuple[Row, ...]:
    """The details of the patient's page on people and help, with the labels and in the order of that page."""
    fields = {one.name: one for one in ON_PEOPLE_AND_HELP}
    order = [*(name for name in fields if name in details), *(name for name in details if name not in fields)]
    labels = {name: one.label for name, one in fields.items()}
    chosen = {name: dict(fields[name].choices) if name in fields else {} for name in order}
    return _rows({name: _in_words(details[name], chosen[name]) for name in order}, labels)


def _rows(details: dict[str, Any], labels: dict[str, str]) -> tuple[Row, ...]:
    """Details under their labels; one whose page has changed since keeps its key for a label."""
    rows = (
        Row(labels.get(name, name.replace("_", " ").capitalize()), _in_words(value, {}), own_words=True)
        for name, value in details.items()
    )
    return tuple(row for row in rows if row.text)


def _in_words(value: Any, choices: dict[str, str]) -> str:
    """A saved detail as people read it; what they chose by its label, what they typed as they typed it."""
    if isinstance(value, bool):
        return "Yes" if value else ""
    if isinstance(value, (list, tuple)):
        return ", ".join(text for text in (_in_words(one, choices) for one in value) if text)
    return choices.get(value, str(value or ""))


def where_you_were(summary: Summary) -> Section | None:
    """Where the patient was before the appointment; None where they said nothing about it."""
    where = summary.where_i_am
    rows = (
        Row("What you were leaning towards", where["leaning"]),
        Row("How sure you were", dict(HOW_SURE).get(where["sure"], where["sure"])),
    )
    kept = tuple(row for row in rows if row.text)
    if not kept and not where["what_would_help"]:
        return None
    help_ = Voice("What would help you, in your own words", where["what_would_help"], NOTHING_WRITTEN)
    return Section("Where you were before the appointment", (*((Rows(kept),) if kept else ()), Voices("", (help_,))))


def voices(heading: str, patient: str, said: str, mark: str = "") -> Voices:
    """What the patient wrote beside what was said."""
    return Voices(
        heading,
        (Voice(WROTE, patient, NOTHING_WRITTEN, mark), Voice(SAID, said, NOTHING_RECORDED)),
    )
