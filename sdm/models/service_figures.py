"""Counts the conversations of a hospital month by month: four queries, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from sdm.models.afterwards import taking_back
from sdm.models.agenda import AgendaItem
from sdm.models.conversations import Conversation
from sdm.models.decisions import Decision
from sdm.models.follow_up import ProcedureNote
from sdm.models.record import RecordEntry
from sdm.models.retelling import OPENED_AGAIN
from sdm.models.staff import User
from sdm.rules.follow_up import DONE
from sdm.rules.service_figures import Month

LEFT_OPEN = (AgendaItem.OPEN, AgendaItem.PARKED)


def figures_of(user: User, months: Sequence[date]) -> list[Month]:
    """What happened in each of these months, which follow each other, at a clinician's own hospital.

    An appointment counts in its month once it has passed, with what was left open of its agenda; a decision in the
    month in which it was made, if it still stood when that ended; the days to a procedure in the month of the
    procedure, once its day has come.
    """
    found = {first: Month(first) for first in months}
    zone, now = timezone.get_default_timezone(), timezone.now()
    since = datetime.combine(months[0], time.min, tzinfo=zone)
    hospital = user.hospital_id if user.is_clinician else None
    held = Q(appointment_at__gte=since, appointment_at__lt=now, hospital=hospital) & ~Q(status="cancelled")
    _count_appointments(found, held, zone)
    _count_left_open(found, since, now, hospital, zone)
    _count_decisions(found, since, hospital, zone)
    _count_days(found, months[0], hospital, zone)
    return list(found.values())


def _count_appointments(found: dict[date, Month], held: Q, zone: ZoneInfo) -> None:
    rows = Conversation.objects.filter(held).order_by().values(month=TruncMonth("appointment_at", tzinfo=zone))
    for row in rows.annotate(all=Count("pk"), answered=Count("pk", filter=Q(sent_at__lt=F("appointment_at")))):
        if month := found.get(row["month"].date()):
            month.appointments, month.answered_before = row["all"], row["answered"]


def _count_left_open(found: dict[date, Month], since: datetime, now: datetime, hospital, zone: ZoneInfo) -> None:
    items = AgendaItem.objects.filter(
        conversation__hospital=hospital,
        conversation__appointment_at__gte=since,
        conversation__appointment_at__lt=now,
        state__in=LEFT_OPEN,
    ).exclude(conversation__status="cancelled")
    rows = items.order_by().values(month=TruncMonth("conversation__appointment_at", tzinfo=zone))
    for row in rows.annotate(all=Count("pk")):
        if month := found.get(row["month"].date()):
            month.left_open = row["all"]


def _count_decisions(found: dict[date, Month], since: datetime, hospital, zone: ZoneInfo) -> None:
    """What stood at the end of each month, of what was decided in it: one decision for each conversation, or none.

    A consent that was taken back by then does not count, nor does anything that was opened again.
    """

    def within(rows: QuerySet, moment: str) -> QuerySet:
        return rows.annotate(month=TruncMonth(moment, tzinfo=zone)).filter(month=OuterRef("month"))

    decided = Decision.objects.filter(conversation__hospital=hospital, decided_at__gte=since)
    later = Decision.objects.filter(conversation=OuterRef("conversation"), number__gt=OuterRef("number"))
    opened = RecordEntry.objects.filter(
        conversation=OuterRef("conversation"), sequence__gt=OuterRef("recorded_as"), what=OPENED_AGAIN
    )
    stood = decided.annotate(month=TruncMonth("decided_at", tzinfo=zone)).filter(
        ~Exists(within(later, "decided_at")),
        ~Exists(within(opened, "at")),
        ~Q(Exists(within(taking_back(), "said_at")), choice=Decision.CONSENT),
    )
    rows = stood.order_by().values("choice", "month")
    for row in rows.annotate(all=Count("pk")):
        if month := found.get(row["month"].date()):
            month.decisions[row["choice"]] = row["all"]


def _count_days(found: dict[date, Month], first: date, hospital, zone: ZoneInfo) -> None:
    """By the day on which the procedure was done, where that is noted, else by the day of the plan once it has come."""
    note = ProcedureNote.objects.filter(conversation=OuterRef("conversation")).order_by("-revision")
    consents = (
        Decision.objects.last_of_each()
        .filter(~Exists(taking_back()), choice=Decision.CONSENT, conversation__hospital=hospital)
        .annotate(
            happened=Subquery(note.values(value=KT("details__happened"))[:1]),
            done_on=Subquery(note.values(value=KT("details__done_on"))[:1]),
        )
        .filter(
            Q(happened=DONE, done_on__gte=first.isoformat())
            | Q(
                happened=None,
                conversation__procedure_on__gte=first,
                conversation__procedure_on__lte=timezone.localdate(),
            )
        )
    )
    columns = {"planned": F("conversation__procedure_on"), "decided": TruncDate("decided_at", tzinfo=zone)}
    for row in consents.order_by().values("happened", "done_on", **columns).annotate(all=Count("pk")):
        on = date.fromisoformat(row["done_on"]) if row["happened"] else row["planned"]
        if month := found.get(on.replace(day=1)):
            days = max((on - row["decided"]).days, 0)
            month.days[days] = month.days.get(days, 0) + row["all"]
