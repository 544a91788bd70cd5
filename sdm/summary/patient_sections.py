"""The sections of a summary that say what the patient wants: what matters, people and help, where they were."""

from __future__ import annotations

import re
from typing import Any

from sdm.summary.blocks import Block, Row, Rows, Section, Voice, Voices
from sdm.summary.build import Summary

NOTHING_WRITTEN = "Nothing was written."
NOTHING_RECORDED = "Nothing was recorded."
WROTE = "What you wrote"
SAID = "What was said"
CODE = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")


def what_matters(summary: Summary) -> Section:
    """What matters to the patient, as they wrote it and as it was said."""
    return Section("What matters to you", (voices("", **summary.what_matters),))


def people(summary: Summary) -> Section | None:
    """The help the patient asked for, and who and what was there; None where nothing is known of either."""
    asked = summary.people.get("asked_for") or {}
    words = summary.people.get("asked_for_words") or ""
    there = {name: value for name, value in summary.people.items() if name not in ("asked_for", "asked_for_words")}
    blocks: list[Block] = []
    if rows := _rows(asked):
        blocks.append(Rows(rows))
    if words:
        blocks.append(Voices("", (Voice("What you asked for, in your own words", words, NOTHING_WRITTEN),)))
    if rows := _rows(there):
        blocks.append(Rows(rows))
    return Section("People and help", tuple(blocks)) if blocks else None


def where_you_were(summary: Summary) -> Section | None:
    """Where the patient was before the appointment; None where they said nothing about it."""
    where = summary.where_i_am
    rows = (Row("What you were leaning towards", where["leaning"]), Row("How sure you were", in_words(where["sure"])))
    kept = tuple(row for row in rows if row.text)
    if not kept and not where["what_would_help"]:
        return None
    help_ = Voice("What would help you, in your own words", where["what_would_help"], NOTHING_WRITTEN)
    return Section(
        "Where you were before the appointment", (*((Rows(kept),) if kept else ()), Voices("", (help_,)))
    )


def voices(heading: str, patient: str, said: str, mark: str = "") -> Voices:
    """What the patient wrote beside what was said."""
    return Voices(
        heading,
        (Voice(WROTE, patient, NOTHING_WRITTEN, mark), Voice(SAID, said, NOTHING_RECORDED)),
    )


def in_words(value: Any) -> str:
    """A saved detail as people read it: "large-print" is Large print, a list is its parts; what people typed stays."""
    if isinstance(value, bool):
        return "Yes" if value else ""
    if isinstance(value, (list, tuple)):
        return ", ".join(text for text in map(in_words, value) if text)
    text = str(value or "")
    return re.sub(r"[-_]", " ", text).capitalize() if CODE.fullmatch(text) else text


def _rows(details: dict[str, Any]) -> tuple[Row, ...]:
    rows = (Row(in_words(name), in_words(value), own_words=isinstance(value, str)) for name, value in details.items())
    return tuple(row for row in rows if row.text)
