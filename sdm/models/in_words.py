"""What was answered and recorded, part by part, in words that can be compared and shown to people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sdm.models.answers import Revision
from sdm.models.conversations import Conversation
from sdm.rules import parts
from sdm.rules.edition import EditionContent
from sdm.rules.parts import Saved, question_number
from sdm.rules.patient_fields import lines_of

# What the parts of a discussion are about, in words; a part that is not here is known by its key.
PARTS = {
    parts.INDICATION: "Which kind of the condition it is",
    parts.WHAT_MATTERS: "What matters to the patient",
    parts.OPTIONS: "Which options were talked about",
    parts.SHARING: "Family, and where to find out more",
    parts.PEOPLE: "Who was there",
    parts.SPECIAL: "Special arrangements",
    parts.RESEARCH: "The research study",
    parts.TEAM: "The team that assessed the patient",
    parts.CONTACT: "Where and how this was talked about",
    parts.CAPACITY: "Whether the patient can make this decision",
    parts.AGE: "Who else takes part, of a patient under 18",
    parts.UNDERSTOOD: "How the patient understood without the help they asked for",
}
# The same for what the patient answers.
ANSWERS = {
    parts.READ: "Whether the patient has read the leaflet",
    parts.WHAT_MATTERS: "What matters to the patient",
    parts.OPTIONS: "What the patient thinks of the options",
    parts.PEOPLE_AND_HELP: "People and help the patient wants",
    parts.WHERE_I_AM: "Where the patient stands",
}
# What nobody consents to: what is kept from the patient cannot stand among what they read, and where it was talked
# about is no part of what they agreed to.
NOT_AGREED_TO = (parts.WITHHELD, parts.CONTACT)


def as_of(model: type[Revision], conversation: Conversation, entry: int) -> dict[str, Saved]:
    """What stood in each part by an entry of the record: every save is a row, so what stood once can be read again."""
    rows = model.objects.filter(conversation=conversation, recorded_as__lte=entry).order_by("part", "revision")
    return {row.part: row.as_saved() for row in rows}


def about_answer(part: str, content: EditionContent) -> str:
    """What one of the patient's answers is about."""
    return _about(part, content, ANSWERS)


def about_note(part: str, content: EditionContent) -> str:
    """What one part of the discussion is about."""
    return _about(part, content, PARTS)


def _about(part: str, content: EditionContent, names: Mapping[str, str]) -> str:
    number = question_number(part)
    question = content.question(number) if number else None
    if question:
        return f"{question.number}. {question.wording}"
    return names.get(part, part.replace("-", " ").capitalize())


def answered(saved: Saved, content: EditionContent) -> str:
    """What the patient answered in one part, line by line."""
    return "\n".join(": ".join(filter(None, (line.label, line.about, line.words))) for line in lines_of(saved, content))


def recorded(saved: Saved, content: EditionContent) -> str:
    """What was recorded in one part of the discussion, in words; the edition's ids become its names."""
    names = {one.id: one.name for one in (*content.indications, *content.options)}
    told = ((re.sub("[-_]", " ", name).capitalize(), _said(value, names)) for name, value in sorted(saved.kept.items()))
    return "\n".join(filter(None, (saved.text, *(f"{label}: {words}" for label, words in told))))


def _said(value: Any, names: Mapping[str, str]) -> str:
    if value is True:
        return "Yes"
    if isinstance(value, Mapping):
        return ", ".join(_said(one, names) for one in value.values() if one)
    if isinstance(value, (list, tuple)):
        between = "; " if any(isinstance(one, Mapping) for one in value) else ", "
        return between.join(_said(one, names) for one in value)
    return names.get(value, str(value)) if isinstance(value, str) else str(value)
