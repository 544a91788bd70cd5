"""How an action writes: it appends its entry to the record, and starts again where somebody else wrote first.

An action reads the conversation with the head of its record, decides, and appends the next entry. Two actions that
saw the same head cannot both append (the database allows one entry per sequence), so the one that comes second is
rolled back whole, reads again and decides again. No action ever acts on something that has changed since it looked.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from sdm.models import Conversation, RecordEntry, User
from sdm.models.plain_sql import insert
from sdm.rules.chain import canonical, digest_of, entry_digest
from sdm.rules.parts import Saved
from sdm.rules.people import Actor
from sdm.rules.transitions import NotAllowed

Result = TypeVar("Result")

# Each try that fails means that another writer got through; this many in a row never happens to people.
TRIES = 60


class RecordMoved(Exception):
    """Somebody else appended to the record after this action had read it."""


class Stale(Exception):
    """A save that did not see the latest revision; `current` is what stands now, by part."""

    def __init__(self, current: dict[str, Saved]) -> None:
        super().__init__("Somebody saved this after you opened it.")
        self.current = current


def recorded(action: Callable[..., Result]) -> Callable[..., Result]:
    """Make an action atomic, and try it again on fresh values where the record has moved.

    The action takes `conversation` (read with `Conversation.objects.to_act_on()` or with what it needs) and appends
    exactly one entry, or none where there is nothing to do (what concerns the patient is one in the record of each of
    their conversations). A conversation that an action has written to is read again before the next one: what was read
    earlier no longer stands.
    """

    @wraps(action)
    def run(*, conversation: Conversation, **values: Any) -> Result:
        for _ in range(TRIES):
            if conversation.is_spent:
                conversation = Conversation.objects.to_act_on().get(pk=conversation.pk)
            try:
                with transaction.atomic():
                    return action(conversation=conversation, **values)
            except RecordMoved:
                conversation.is_spent = True
        raise RecordMoved(f"The record of {conversation.pk} moved {TRIES} times.")

    return run


def append(
    conversation: Conversation, *, by: Actor, what: str, content: Mapping[str, Any], at: datetime | None = None
) -> RecordEntry:
    """Append an entry to a conversation's record, bound to the entry before; first of all that an action writes.

    Raises RecordMoved where somebody else has appended since the conversation was read.
    """
    sequence, previous = conversation.head
    sequence += 1
    at = at or timezone.now()
    text = canonical(content)
    bound = {
        "sequence": sequence,
        "at": at,
        "who": by.name,
        "who_id": by.id,
        "what": what,
        "content_digest": digest_of(text),
        "previous_digest": previous,
    }
    digest = entry_digest(conversation=str(conversation.pk), **bound)
    entry = RecordEntry(conversation=conversation, content=text, digest=digest, **bound)
    try:
        insert(entry)
    except IntegrityError as error:
        raise RecordMoved from error
    conversation.head, conversation.is_spent = (sequence, digest), True
    return entry


def keep_changes(conversation: Conversation, entry: RecordEntry, **values: Any) -> None:
    """Save what an entry changes of the conversation's own row, and which entry it was."""
    values["recorded_as"] = entry.sequence
    for name, value in values.items():
        setattr(conversation, name, value)
    conversation.save(update_fields=list(values))


def clinician(by: User, conversation: Conversation) -> Actor:
    """The clinician as the record names them; raises NotAllowed for anybody but this hospital's own."""
    if not by.works_at(conversation.hospital_id):
        raise NotAllowed("Only a clinician of this hospital can do this.")
    return by.as_actor()
