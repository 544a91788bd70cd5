"""What matters to the patient and has no word about it yet, each with the place where it can be written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sdm.models import AgendaItem, Conversation
from sdm.pages.clinician.agenda import is_open
from sdm.pages.clinician.attention import sent_answers
from sdm.rules.materiality import Material, material, unspoken


class Unspoken(NamedTuple):
    """One thing as the page lists it; `place` is where it is written on the page of the discussion."""

    why: str
    thing: str
    place: str


def unspoken_of(conversation: Conversation, items: Iterable[AgendaItem]) -> list[Unspoken]:
    """What the patient sent as mattering to them, or wants to talk about, and nobody has written a word about."""
    open_items = (item.text for item in items if is_open(item))
    things = material(conversation.content, sent_answers(conversation), open_items)
    return [Unspoken(one.why, one.thing, _place(one)) for one in unspoken(things, conversation.discussion)]


def _place(one: Material) -> str:
    return f"id_{one.part}-{one.name}" if one.name else one.part
