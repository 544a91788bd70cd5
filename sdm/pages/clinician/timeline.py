"""One page of a hospital's conversations in the order of their appointments, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import BadRequest
from django.utils import timezone

from sdm.models import Patient, User
from sdm.models.page_queries import AFTER, BEFORE, OF_PATIENT, PAST, Listed, coming_and_waiting, listed, of_patients
from sdm.models.patient_names import FIRST, Named, named
from sdm.rules.name_words import words_of

ON_A_PAGE = 20


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

    conversations: list[Listed]
    earlier: str = ""
    later: str = ""
    is_past: bool = False
    # Those in which the patient waits for an answer, wherever their appointments are; only beside the coming ones.
    waiting: tuple[Listed, ...] = ()


def place_of(text: str) -> Place:
    """The place that an address names; raises BadRequest where it is none of ours."""
    moment, _, id_ = text.partition("~")
    try:
        return Place(datetime.fromisoformat(moment).astimezone(UTC), UUID(id_))
    except (ValueError, OverflowError):
        raise BadRequest("No such place in the list.") from None


def start_of(day: date) -> Place:
    """The place before every appointment of a day: no conversation has the id that comes before all."""
    return Place(timezone.make_aware(datetime.combine(day, time.min)), UUID(int=0))


def day_of(place: Place) -> date | None:
    """The day whose start a place is; None where it is beside a conversation."""
    try:
        return timezone.localdate(place.appointment_at) if place.id.int == 0 else None
    except OverflowError:
        return None


def from_today(user: User) -> Page:
    """The coming appointments, today's among them; the latest of the past where none is coming.

    Beside them whoever waits for an answer: what a patient says after a decision may come long after the appointment.
    """
    today = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    rows, waiting = coming_and_waiting(user, today, limit=ON_A_PAGE + 1)
    if not rows:
        return replace(_ending_with(user, PAST, today), is_past=True, waiting=tuple(waiting))
    # Whether there is anything earlier, its own page says: asking here would cost every page a query.
    return replace(_starting(rows), waiting=tuple(waiting))


def after(user: User, place: Place) -> Page:
    """The appointments that follow a place."""
    return _starting(listed(user, AFTER, place.appointment_at, place.id, limit=ON_A_PAGE + 1))


def before(user: User, place: Place) -> Page:
    """The appointments that lead up to a place."""
    page = _ending_with(user, BEFORE, place.appointment_at, place.id)
    return replace(page, later=_query("after", page.conversations[-1])) if page.conversations else page


def of_patient(user: User, patient: UUID) -> Page:
    """A patient's conversations are few: the newest appointments first, on one page."""
    return Page(listed(user, OF_PATIENT, patient, newest_first=True, limit=ON_A_PAGE))


def by_name(user: User, typed: Sequence[str], after: UUID | None = None) -> tuple[list[Listed], str]:
    """Patients whose name has words that begin with each of those typed, in their order, with all conversations.

    Also the query of the address that leads to more of them. `after` is the last patient of the page before: no
    address tells more of anybody.
    """
    place = _place_by_name(user, typed, after) if after else FIRST
    found = named(user, typed, after=place, limit=ON_A_PAGE + 1)
    patients = [one.patient_id for one in found[:ON_A_PAGE]]
    later = f"?{urlencode({'named': '', 'after': patients[-1]})}" if len(found) > ON_A_PAGE else ""
    return of_patients(user, patients), later


def _place_by_name(user: User, typed: Sequence[str], patient: UUID) -> Named:
    """Where a patient stands among those who are found; raises BadRequest for one who is not."""
    name = Patient.objects.filter(hospital_id=user.hospital_id, pk=patient).values_list("name", flat=True).first()
    longest = max(typed, key=len)
    words = sorted(word for word in words_of(name or "") if word.startswith(longest))
    if not words:
        raise BadRequest("No such place in the list.")
    return Named(words[0], patient)


def _starting(rows: list[Listed]) -> Page:
    earlier = _query("before", rows[0]) if rows else ""
    later = _query("after", rows[ON_A_PAGE - 1]) if len(rows) > ON_A_PAGE else ""
    return Page(rows[:ON_A_PAGE], earlier, later)


def _ending_with(user: User, which: str, *values: datetime | UUID) -> Page:
    rows = listed(user, which, *values, newest_first=True, limit=ON_A_PAGE + 1)
    shown = rows[:ON_A_PAGE][::-1]
    return Page(shown, _query("before", shown[0]) if len(rows) > ON_A_PAGE else "")


def _query(side: str, conversation: Listed) -> str:
    return f"?{urlencode({side: Place(conversation.appointment_at, conversation.id)})}"
