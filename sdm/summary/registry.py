"""What a registry and an audit are told of patients who agreed to a procedure, row by row; and figures, by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.utils import timezone

from sdm.models import Conversation, Decision, Export, FollowUp, ProcedureNote, User
from sdm.models.afterwards import taking_back
from sdm.models.leaflets import published_content
from sdm.rules.arrangements import Arrangement
from sdm.rules.follow_up import COMPLICATIONS, DONE, HAPPENED, NOT_DONE, Due, Kind
from sdm.rules.nhs_number import spaced
from sdm.rules.parts import INDICATION, saved_in
from sdm.rules.service_figures import Month, as_days, share_without_few, without_few

# Which arrangements ask for a registry, an audit or a study; for the others nobody is told of anybody.
TOLD_OF = (Arrangement.SPECIAL.value, Arrangement.RESEARCH.value)
# Of the consent of the row, and of one that the patient gave before it.
TAKEN_BACK = ("Consent taken back", "An earlier consent taken back")
NO_CONSENT = "There was no consent"
# A registry has to know who it is; everything else it is told is needed to see how patients get on.
FOR_REGISTRY = (
    *("NHS number", "Leaflet", "Kind of the condition", "Arrangement", "Appointment", "Decision"),
    *("Procedure planned", "Procedure", "Done on", "Done by", *TAKEN_BACK, "Entered in the registry"),
    *("Checks due", "Checks done", "Checks overdue", "Outcome", "Complications", "Which complications"),
)
# An audit does not: no number, no name, no day, and none of the words that people wrote.
FOR_AUDIT = (
    *("Leaflet", "Kind of the condition", "Arrangement", "Month of the decision", "Days to the procedure"),
    *("Procedure", *TAKEN_BACK, "Entered in the registry"),
    *("Checks due", "Checks done", "Checks overdue", "Complications"),
)
BY_MONTH = (
    *("Month", "Appointments", "Answers sent before", "Answers sent before, in 100", "Left open on the agenda"),
    *(label for _, label in Decision.CHOICES),
    *("Procedures after consent", "Days from decision to procedure (middle)"),
)


def told(user: User, kind: str, since: date, until: date) -> Iterator[Sequence[object]]:
    """The heading and a row for each patient of a clinician's own hospital whose latest decision is a consent.

    The decision was made on one of these days, and NICE asks for a registry, an audit or a study. One query, read in
    pieces. For the registry there is everybody who had the procedure and nobody else, whatever was decided after the
    consent, and without any: "details of every patient who has the procedure" (IPG651 1.3). Where nothing was decided,
    the day of the procedure is one of these, and there are two queries more.
    """
    is_registry = kind == Export.REGISTRY
    yield FOR_REGISTRY if is_registry else FOR_AUDIT
    today = timezone.localdate()
    decisions = _before_procedure() if is_registry else Decision.objects.last_of_each().filter(choice=Decision.CONSENT)
    for decision in _on_these_days(decisions, user, since, until).iterator(chunk_size=200):
        one = _of_decision(decision, today)
        if one["arrangement"] not in TOLD_OF or (is_registry and one["happened"] != DONE):
            continue
        yield _for_registry(decision.conversation, one) if is_registry else _for_audit(one)
    for conversation in _undecided(user, since, until) if is_registry else ():
        one = _of_undecided(conversation, today)
        if one["arrangement"] in TOLD_OF:
            yield _for_registry(conversation, one)


def _before_procedure() -> QuerySet:
    """The decision for each procedure of which anything is noted: the last consent, or the last of all without any."""
    later = Decision.objects.filter(conversation=OuterRef("conversation"), number__gt=OuterRef("number"))
    consents = Decision.objects.filter(conversation=OuterRef("conversation"), choice=Decision.CONSENT)
    last_consent = Q(~Exists(later.filter(choice=Decision.CONSENT)), choice=Decision.CONSENT)
    return Decision.objects.filter(
        last_consent | Q(~Exists(consents), ~Exists(later)),
        Exists(ProcedureNote.objects.filter(conversation=OuterRef("conversation"))),
    )


def _on_these_days(decisions: QuerySet, user: User, since: date, until: date) -> QuerySet:
    zone = timezone.get_default_timezone()
    first = datetime.combine(since, time.min, tzinfo=zone)
    end = datetime.combine(until + timedelta(days=1), time.min, tzinfo=zone)
    earlier = Decision.objects.filter(
        Exists(taking_back()),
        conversation=OuterRef("conversation"),
        number__lt=OuterRef("number"),
        choice=Decision.CONSENT,
    )
    note = ProcedureNote.objects.filter(conversation=OuterRef("conversation")).order_by("-revision")
    return (
        decisions.filter(
            decided_at__gte=first,
            decided_at__lt=end,
            conversation__in=Conversation.objects.visible_to(user),
        )
        .with_later()
        .annotate(
            is_taken_back=Exists(taking_back()),
            was_taken_back=Exists(earlier),
            indication=KT("summary__indication__name"),
            arrangement=KT("summary__indication__arrangement"),
            end_details=Subquery(note.values("details")[:1], output_field=JSONField()),
            end_text=Subquery(note.values("text")[:1]),
        )
        .select_related("conversation__patient")
        .defer("summary")
        .order_by("decided_at", "id")
    )


def _undecided(user: User, since: date, until: date) -> QuerySet:
    """Conversations without any decision in which it is noted that the procedure was done on one of these days."""
    note = ProcedureNote.objects.filter(conversation=OuterRef("pk")).order_by("-revision")
    return (
        Conversation.objects.visible_to(user)
        .filter(decisions=None, pk__in=ProcedureNote.objects.values("conversation"))
        .annotate(
            end_details=Subquery(note.values("details")[:1], output_field=JSONField()),
            end_text=Subquery(note.values("text")[:1]),
            happened=Subquery(note.values(value=KT("details__happened"))[:1]),
            done_on=Subquery(note.values(value=KT("details__done_on"))[:1]),
        )
        .filter(happened=DONE, done_on__gte=since.isoformat(), done_on__lte=until.isoformat())
        .with_discussion()
        .select_related("patient")
        .prefetch_related("follow_ups")
        .order_by("done_on", "id")
    )


def _of_undecided(conversation: Conversation, today: date) -> dict[str, Any]:
    """What is known of a patient of whom nothing was decided, as plain values."""
    known = saved_in(conversation.discussion, INDICATION).details.get("indication")
    indication = conversation.content.indication(str(known or ""))
    return {
        **_values(conversation, conversation.end_details, [one.due for one in _checks_of(conversation)], today),
        "indication": indication.name if indication else "",
        "arrangement": indication.arrangement.value if indication else "",
        "decided_on": "",
        "outcome": conversation.end_text,
        "taken_back": [NO_CONSENT, NO_CONSENT],
    }


def _checks_of(conversation: Conversation) -> list[FollowUp]:
    return [one for one in conversation.follow_ups.all() if one.kind == Kind.CHECK]


def _of_decision(decision: Decision, today: date) -> dict[str, Any]:
    """What is known of one patient, as plain values."""
    conversation, end = decision.conversation, decision.end_details or {}
    checks = [
        Due(date.fromisoformat(one["due_on"]), date.fromisoformat(one["done_on"]) if one["done_on"] else None)
        for one in decision.follow_ups_now or ()
        if one["kind"] == Kind.CHECK
    ]
    decided_on = timezone.localdate(decision.decided_at)
    planned = conversation.procedure_on.isoformat() if conversation.procedure_on else ""
    procedure_on = "" if end.get("happened") == NOT_DONE else end.get("done_on") or planned
    return {
        **_values(conversation, end, checks, today),
        "indication": decision.indication or "",
        "arrangement": decision.arrangement or "",
        "decided_on": decided_on,
        "days": (date.fromisoformat(procedure_on) - decided_on).days if procedure_on else "",
        "outcome": decision.end_text or "",
        "taken_back": _taken_back(decision),
    }


def _values(conversation: Conversation, end: dict[str, Any], checks: Sequence[Due], today: date) -> dict[str, Any]:
    """What does not rest on a decision."""
    return {
        "leaflet": published_content(conversation.edition_id).reference,
        "happened": end.get("happened", ""),
        "end": end,
        "registry": end.get("registry_on", ""),
        "due": len(checks),
        "done": sum(one.done_on is not None for one in checks),
        "overdue": sum(one.is_overdue(today) for one in checks),
        "complications": COMPLICATIONS.get(end.get("complications"), ""),
    }


def _taken_back(decision: Decision) -> list[str]:
    if decision.choice != Decision.CONSENT:
        return [NO_CONSENT, NO_CONSENT]
    return ["Yes" if one else "No" for one in (decision.is_taken_back, decision.was_taken_back)]


def _for_registry(conversation: Conversation, one: dict[str, Any]) -> tuple[object, ...]:
    end = one["end"]
    return (
        *(spaced(conversation.patient.nhs_number), one["leaflet"], one["indication"]),
        *(Arrangement(one["arrangement"]).title, conversation.appointment_on, one["decided_on"]),
        *(conversation.procedure_on, HAPPENED.get(one["happened"], ""), end.get("done_on"), end.get("done_by")),
        *(*one["taken_back"], one["registry"], one["due"], one["done"], one["overdue"], one["outcome"]),
        *(one["complications"], end.get("complications_were")),
    )


def _for_audit(one: dict[str, Any]) -> tuple[object, ...]:
    return (
        *(one["leaflet"], one["indication"], Arrangement(one["arrangement"]).title),
        *(f"{one['decided_on']:%Y-%m}", one["days"], HAPPENED.get(one["happened"], ""), *one["taken_back"]),
        *("Yes" if one["registry"] else "No", one["due"], one["done"], one["overdue"], one["complications"]),
    )


def by_month(months: Sequence[Month]) -> Iterator[Sequence[object]]:
    """The heading and a row for each month, as they may leave the hospital: without small numbers, and without sums."""
    yield BY_MONTH
    for month in months:
        decisions = (without_few(month.decisions.get(choice, 0)) for choice, _ in Decision.CHOICES)
        few = without_few(month.procedures) != str(month.procedures)
        yield (
            f"{month.first:%Y-%m}",
            without_few(month.appointments),
            without_few(month.answered_before),
            share_without_few(month.answered_before, month.appointments),
            without_few(month.left_open),
            *decisions,
            without_few(month.procedures),
            "" if few else as_days(month.median_days),
        )
