"""One page of a hospital's conversations in the order of their appointments, however many there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.utils import timezone

from sdm.models import Conversation
from sdm.models.conversations import ConversationQuerySet

ON_A_PAGE = 25


@dataclass(frozen=True)
class Place:
    """A place in the order of appointments: just after or just before one conversation."""

    appointment_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.appointment_at.isoformat()}~{self.id}"


@dataclass(frozen=True)
class Page:
    """The conversations of one page, and the queries of the addresses that lead to earlier and later ones."""

    conversations: list[Conversation]
    earlier: str = ""
    later: str = ""
    is_past: bool = False


def place_of(text: str) -> Place:
    """The place that an address names; raises BadRequest where it is none of ours."""
    moment, _, id_ = text.partition("~")
    try:
        return Place(datetime.fromisoformat(moment).astimezone(UTC), UUID(id_))
    except (ValueError, OverflowError):
        raise BadRequest("No such place in the list.") from None


def from_today(found: ConversationQuerySet) -> Page:
    """The coming appointments, today's among them."""
    today = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    rows = list(_in_order(found.filter(appointment_at__gte=today))[: ON_A_PAGE + 1])
    earlier = found.filter(appointment_at__lt=today)
    if rows:
        return Page(rows[:ON_A_PAGE], _earlier(rows) if earlier.exists() else "", _later(rows))
    # Nothing is coming: the latest appointments of the past are what there is.
    return replace(_ending_with(earlier), is_past=True)


def after(found: ConversationQuerySet, place: Place) -> Page:
    """The appointments that follow a place."""
    rows = list(
        _in_order(
            found.filter(appointment_at__gte=place.appointment_at).filter(
                Q(appointment_at__gt=place.appointment_at) | Q(id__gt=place.id)
            )
        )[: ON_A_PAGE + 1]
    )
    return Page(rows[:ON_A_PAGE], _earlier(rows), _later(rows))


def before(found: ConversationQuerySet, place: Place) -> Page:
    """The appointments that lead up to a place."""
    page = _ending_with(
        found.filter(appointment_at__lte=place.appointment_at).filter(
            Q(appointment_at__lt=place.appointment_at) | Q(id__lt=place.id)
        )
    )
    return replace(page, later=_query("after", page.conversations[-1])) if page.conversations else page


def _ending_with(found: ConversationQuerySet) -> Page:
    rows = list(found.order_by("-appointment_at", "-id")[: ON_A_PAGE + 1])
    shown = rows[:ON_A_PAGE][::-1]
    return Page(shown, _query("before", shown[0]) if len(rows) > ON_A_PAGE else "")


def _in_order(found: ConversationQuerySet) -> ConversationQuerySet:
    """The order of the index `conversation_list`, so that nothing is ever sorted."""
    return found.order_by("appointment_at", "id")


def _earlier(rows: list[Conversation]) -> str:
    return _query("before", rows[0]) if rows else ""


def _later(rows: list[Conversation]) -> str:
    return _query("after", rows[ON_A_PAGE - 1]) if len(rows) > ON_A_PAGE else ""


def _query(side: str, conversation: Conversation) -> str:
    return f"?{urlencode({side: Place(conversation.appointment_at, conversation.id)})}"
