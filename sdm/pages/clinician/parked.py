"""What was parked and nobody has come back to: for whoever is about to record a consent, or to act on one."""

from __future__ import annotations

from typing import NamedTuple

from sdm.models import AgendaItem, Conversation, FollowUp


class Parked(NamedTuple):
    """One thing that was parked; `is_too_late` where it is due only after the day of the procedure."""

    item: AgendaItem
    is_too_late: bool


def parked_of(conversation: Conversation) -> list[Parked]:
    """What was parked and is not done, in the order of the agenda. One query where anything was parked, else none."""
    items = [item for item in conversation.items if item.state == AgendaItem.PARKED]
    if not items:
        return []
    # What is parked is a follow-up under the same id.
    done = FollowUp.objects.filter(pk__in=[item.pk for item in items], done_on__isnull=False).values_list(
        "pk", flat=True
    )
    is_done, on = set(done), conversation.procedure_on
    return [Parked(item, bool(on and item.due_on > on)) for item in items if item.pk not in is_done]
