"""Patients and their conversations, and who may see them."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sdm.models.editions_now import EditionNow, edition_now
from sdm.models.leaflets import Edition, published, published_content
from sdm.models.one_query import (
    OF_ANSWERS,
    afterwards,
    head_of_record,
    latest_revisions,
    local_parts,
    withdrawal,
)
from sdm.models.staff import Hospital, User
from sdm.rules.afterwards import CONSENT, LONGEST, Said
from sdm.rules.brief_readings import ReadBrief
from sdm.rules.chain import BEFORE_THE_FIRST
from sdm.rules.edition import EditionContent
from sdm.rules.free_choice import ON_FREE_CHOICE, concerns
from sdm.rules.local_parts import LocalParts, from_document
from sdm.rules.needs import Need, needs_of
from sdm.rules.parts import PEOPLE_AND_HELP, READ, Saved
from sdm.rules.transitions import Status, Step, allowed


class Patient(models.Model):
    """A patient of one hospital."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="patients")
    name = models.CharField(max_length=200)
    date_of_birth = models.DateField()
    nhs_number = models.CharField("NHS number", max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hospital", "nhs_number"], name="one_patient_per_nhs_number"),
        ]

    def __str__(self) -> str:
        return self.name

    def content(self) -> dict:
        """What the record keeps of the patient."""
        return {
            "patient": str(self.id),
            "name": self.name,
            "date_of_birth": self.date_of_birth.isoformat(),
            "nhs_number": self.nhs_number,
        }


class ConversationQuerySet(models.QuerySet):
    """Conversations by who may see them, and with what is needed to show or change them."""

    def visible_to(self, user: User) -> ConversationQuerySet:
        """The conversations of a clinician's own hospital; nobody else sees any."""
        if not (user.is_authenticated and user.is_clinician):
            return self.none()
        return self.filter(hospital_id=user.hospital_id)

    def with_answers(self) -> ConversationQuerySet:
        """Each conversation with the latest revision of every answer."""
        return self.annotate(answers_now=latest_revisions("sdm_answer", *OF_ANSWERS))

    def with_discussion(self) -> ConversationQuerySet:
        """Each conversation with the latest revision of every part of the discussion."""
        return self.annotate(discussion_now=latest_revisions("sdm_discussionnote"))

    def with_help(self) -> ConversationQuerySet:
        """Each conversation with what staff arranged for what the patient needs."""
        return self.annotate(help_now=latest_revisions("sdm_arrangedhelp"))

    def with_afterwards(self) -> ConversationQuerySet:
        """Each conversation with what the patient said after a decision, and what they were answered."""
        return self.annotate(afterwards_now=afterwards())

    def with_withdrawal(self) -> ConversationQuerySet:
        """Each conversation with whether its edition was withdrawn, and why."""
        return self.annotate(withdrawal_now=withdrawal())

    def with_local_parts(self) -> ConversationQuerySet:
        """Each conversation with what its hospital adds to its leaflet."""
        return self.annotate(local_now=local_parts())

    def with_head(self) -> ConversationQuerySet:
        """Each conversation with the last entry of its record, to which the next one is bound."""
        return self.annotate(head_now=head_of_record())

    def may_be_reminded(self, now: datetime, days_before: int) -> ConversationQuerySet:
        """Conversations in which a reminder may be due; `rules.reminders` says whether it is."""
        coming = self.filter(appointment_at__gt=now, appointment_at__lte=now + timedelta(days=days_before))
        open_to_mail = coming.filter(status=Status.INVITED.value, reminders_stopped_at__isnull=True).exclude(email="")
        return open_to_mail.exclude(mails__kind="reminder")

    def to_act_on(self) -> ConversationQuerySet:
        """Conversations with everything that an action needs, read in one query, so at one moment."""
        everything = self.select_related("patient", "hospital").with_answers().with_discussion().with_head()
        return everything.with_help().with_afterwards().with_local_parts().with_withdrawal()


class Answered:
    """What follows from what a patient answered and said: for whatever has it as the rows that a query found."""

    appointment_at: datetime
    sent_at: datetime | None
    moved_at: datetime | None
    known_needs: dict[str, Any] | None
    answers_now: list[dict[str, Any]] | None
    help_now: list[dict[str, Any]] | None
    afterwards_now: list[dict[str, Any]] | None
    readings_now: list[dict[str, Any]] | None = None

    @cached_property
    def answers(self) -> dict[str, Saved]:
        """The patient's answers as they stand, by part."""
        return _saved(self.answers_now)

    @property
    def appointment_on(self) -> date:
        """The day of the appointment."""
        return timezone.localdate(self.appointment_at)

    @property
    def is_sent(self) -> bool:
        """Whether the patient has sent their answers, so that the clinician may read them."""
        return self.sent_at is not None

    @property
    def kept_back(self) -> frozenset[str]:
        """The parts that the patient answered on their own pages and has not sent: nobody else reads those."""
        own = (saved.part for saved in self.answers.values() if not (saved.came_by or saved.is_empty))
        return frozenset() if self.is_sent else frozenset(own)

    @property
    def changed_after_sending(self) -> bool:
        """Whether any answer was saved again after they were sent."""
        return any(self.was_changed_after_sending(saved) for saved in self.answers.values())

    def was_changed_after_sending(self, saved: Saved) -> bool:
        """Whether one answer was; that it was moved to another edition with the conversation is no change of theirs."""
        changed = self.is_sent and saved.saved_at and saved.saved_at > self.sent_at
        return bool(changed and saved.saved_at != self.moved_at)

    @cached_property
    def help(self) -> dict[str, Saved]:
        """What staff arranged, by need; an empty text took it back."""
        return _saved(self.help_now)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """The help that the patient needs, as far as the hospital may know it, each with what was arranged."""
        own = self.answers.get(PEOPLE_AND_HELP) if self.is_sent else None
        if not (own or self.known_needs or self.help_now):
            return ()
        return needs_of(own, self.known_needs, self.help, self.appointment_on if self.help_now else None)

    @property
    def arranged(self) -> tuple[Need, ...]:
        """The needs for which something is arranged, for the day of the appointment."""
        return tuple(need for need in self.needs if need.is_arranged)

    @cached_property
    def revisions(self) -> dict[str, int]:
        """Which revision stands of each of the patient's parts that is theirs to read about.

        Not of the mark that they have read the leaflet, nor where a move to another edition made the last revision.
        """
        theirs = (one for one in self.answers.values() if not (one.saved_at and one.saved_at == self.moved_at))
        return {one.part: one.revision for one in theirs if one.part != READ}

    @cached_property
    def readings(self) -> tuple[ReadBrief, ...]:
        """Who read what the patient sent, in no order; only where that was asked for."""
        return tuple(_read(row) for row in self.readings_now or ())

    @cached_property
    def said_since(self) -> tuple[Said, ...]:
        """What the patient said after a decision, in that order, each with what they were answered."""
        return tuple(sorted((_said(row) for row in self.afterwards_now or ()), key=lambda said: said.entry))


class Conversation(Answered, models.Model):
    """One patient's decision about one procedure, from invitation to the day of the procedure."""

    STATUSES = [
        (Status.INVITED.value, "Invited"),
        (Status.SENT.value, "Answers sent"),
        (Status.DISCUSSING.value, "In discussion"),
        (Status.DECIDED.value, "Decided"),
        (Status.CANCELLED.value, "Cancelled"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="conversations")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="conversations")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="conversations")
    leaflet = models.ForeignKey("Leaflet", on_delete=models.PROTECT, related_name="conversations")
    status = models.CharField(max_length=12, choices=STATUSES, default=Status.INVITED.value)
    appointment_at = models.DateTimeField()
    symptoms_began = models.DateField(null=True, blank=True)
    presented_on = models.DateField(
        null=True, blank=True, help_text="The day on which the patient first came with their symptoms."
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seen_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="The clinician who is to see the patient.",
    )
    sent_at = models.DateTimeField(null=True)
    known_needs = models.JSONField(
        null=True,
        help_text="The help that the patient asked for in an earlier conversation, as known at the start.",
    )
    unanswered_since = models.DateTimeField(
        null=True, help_text="Since when something that the patient said after a decision waits for an answer."
    )
    email = models.EmailField("e-mail address", blank=True, help_text="Where the patient gets the link and a reminder.")
    reminders_stopped_at = models.DateTimeField(null=True)
    procedure_on = models.DateField(null=True, help_text="The day for which the procedure is planned.")
    procedure_by = models.CharField(
        max_length=200, blank=True, db_default="", default="", help_text="Who is to do it, as far as that is known."
    )
    short_time_because = models.TextField(
        max_length=LONGEST,
        blank=True,
        db_default="",
        default="",
        help_text="Why there is less time to think than the hospital wants.",
    )
    planned_as = models.PositiveIntegerField(
        null=True, help_text="The entry of the record that last changed the plan for the procedure."
    )
    moved_from = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="The edition on which it stood before it was moved to another; empty where it never was.",
    )
    moved_at = models.DateTimeField(null=True)
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that last changed this row.")

    objects = ConversationQuerySet.as_manager()

    # Number, choice and moment of the last decision, where a page about one conversation was opened; and for clinicians
    # who recorded it, and when it is looked at again.
    decision_now: dict[str, Any] | None = None
    # What was read with `with_withdrawal`; a conversation that exists in memory only has none.
    withdrawal_now: dict[str, Any] | None = None
    # What the hospital adds to the leaflet as a query found it: none where the query did not ask, as in a preview.
    local_now: dict[str, Any] | None = None
    # Who is to see the patient as a query found them (`one_query.seen_by`), and likewise none.
    seen_by_now: dict[str, Any] | None = None

    # Set once an action has written to the conversation: what was read of it before no longer stands.
    is_spent = False

    class Meta:
        constraints = [
            # The same patient cannot have two open conversations about the same procedure.
            models.UniqueConstraint(
                fields=["patient", "leaflet"],
                condition=Q(status__in=[Status.INVITED.value, Status.SENT.value, Status.DISCUSSING.value]),
                name="one_open_conversation_per_procedure",
            ),
        ]
        indexes = [
            models.Index(fields=["hospital", "appointment_at", "id"], name="conversation_list"),
            models.Index(
                fields=["hospital", "unanswered_since", "id"],
                condition=Q(unanswered_since__isnull=False),
                name="conversation_unanswered",
            ),
            models.Index(fields=["hospital", "status", "appointment_at", "id"], name="conversation_by_status"),
            models.Index(fields=["seen_by", "appointment_at", "id"], name="conversation_by_seen_by"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def content_at_start(self) -> dict[str, Any]:
        """What the record keeps of the conversation when it starts."""
        return {
            "hospital": str(self.hospital_id),
            "patient": self.patient.content(),
            "edition": str(self.edition_id),
            "edition_sha256": self.edition.seal(),
            "appointment_at": self.appointment_at.astimezone(UTC).isoformat(),
            "symptoms_began": self.first_days()["symptoms_began"],
            # Where nothing was known it does not stand in the entry, as in those made before it was kept.
            **({"presented_on": self.presented_on.isoformat()} if self.presented_on else {}),
            **({"known_needs": self.known_needs} if self.known_needs else {}),
            "email": self.email,
            "seen_by": self.seen_by.as_named(),
        }

    def first_days(self) -> dict[str, str | None]:
        """The days from which others are counted: when the symptoms began, and when the patient first came."""
        return {
            "symptoms_began": self.symptoms_began.isoformat() if self.symptoms_began else None,
            "presented_on": self.presented_on.isoformat() if self.presented_on else None,
        }

    def content_of_row(self) -> dict[str, Any]:
        """What the record tells of the conversation as it stands."""
        return self.content_at_start() | {
            "seen_by": str(self.seen_by_id),
            "status": str(self.status),
            "sent_at": self.sent_at,
            "unanswered_since": self.unanswered_since,
            "reminders_stopped_at": self.reminders_stopped_at,
            "moved_from": str(self.moved_from_id) if self.moved_from_id else None,
            "moved_at": self.moved_at,
            **self.plan(),
        }

    def plan(self) -> dict[str, Any]:
        """What the record keeps of the plan for the procedure."""
        return {
            "procedure_on": self.procedure_on.isoformat() if self.procedure_on else None,
            "procedure_by": self.procedure_by,
            "short_time_because": self.short_time_because,
        }

    @cached_property
    def content(self) -> EditionContent:
        """What the edition of this conversation holds; it stays on its edition whatever is published later."""
        return published_content(self.edition_id)

    @cached_property
    def local(self) -> LocalParts:
        """What the hospital adds to the leaflet; needs `with_local_parts`."""
        return from_document(self.local_now)

    @property
    def contact_name(self) -> str:
        """Whom the patient asks: those whom the hospital names for this leaflet, else its own team."""
        return self.local.contact.name or self.hospital.contact_name

    @property
    def contact_details(self) -> str:
        """How to reach them."""
        return self.local.contact.details if self.local.contact.name else self.hospital.contact_details

    @property
    def language(self) -> str:
        """The language of this conversation's edition."""
        return published(self.edition_id).language

    @property
    def edition_now(self) -> EditionNow | None:
        """Where its edition stands, out of memory: a newer one may be there. None for a draft, in a preview."""
        return edition_now(self.edition_id)

    @property
    def withdrawn_because(self) -> str:
        """Why its edition must not be used any more; empty where it may be. Needs `with_withdrawal`."""
        return (self.withdrawal_now or {}).get("reason", "")

    @property
    def withdrawn_at(self) -> datetime | None:
        """When its edition was withdrawn; None where it was not. Needs `with_withdrawal`."""
        return as_moment(self.withdrawal_now["at"]) if self.withdrawal_now else None

    @property
    def review_passed_on(self) -> date | None:
        """The day on which its edition was to be looked at again, where that has passed."""
        return self.content.review_passed(timezone.localdate())

    @property
    def has_decision(self) -> bool:
        """Whether there ever was a decision; for a page about one conversation."""
        return self.decision_now is not None

    @property
    def decided_otherwise(self) -> bool:
        """Whether the last decision was anything but to have the procedure; for a page about one conversation."""
        return self.decision_now is not None and self.decision_now["choice"] != CONSENT

    @property
    def has_news_of_edition(self) -> bool:
        """Whether there is anything to be told of its edition; mostly there is not. Needs `with_withdrawal`."""
        now = self.edition_now
        is_left = now is not None and now.can_be_left
        return bool(is_left or self.withdrawal_now or self.moved_at or self.review_passed_on)

    @cached_property
    def discussion(self) -> dict[str, Saved]:
        """What was recorded of the discussion as it stands, by part; needs `with_discussion`."""
        return _saved(self.discussion_now)

    @cached_property
    def on_free_choice(self) -> dict[str, Saved]:
        """What was recorded on whether the patient chooses freely, by part; needs `with_discussion`."""
        return _saved(row for row in self.discussion_now or () if row["part"] in ON_FREE_CHOICE)

    @cached_property
    def concerns(self) -> tuple[str, ...]:
        """What whoever talks with the patient should know of their choice, for staff; needs `with_discussion`."""
        return tuple(concerns(self.answers if self.is_sent else {}, self.on_free_choice))

    @property
    def head(self) -> tuple[int, str]:
        """The last entry of the record as (sequence, digest); needs `with_head`."""
        head = self.head_now
        return (head["sequence"], head["digest"]) if head else (0, BEFORE_THE_FIRST)

    @head.setter
    def head(self, head: tuple[int, str]) -> None:
        self.head_now = {"sequence": head[0], "digest": head[1]}

    def may(self, step: Step) -> bool:
        """Whether the table of transitions lets this step be taken now."""
        return allowed(step, Status(self.status))

    def open_to_patient(self, now: datetime | None = None) -> bool:
        """Whether the patient may still change their answers: until the appointment, and before a decision."""
        return self.may(Step.SAVE_ANSWER) and self.appointment_at > (now or timezone.now())


def _saved(rows: Any) -> dict[str, Saved]:
    return {row["part"]: _revision(dict(row)) for row in rows or ()}


def _revision(row: dict[str, Any]) -> Saved:
    translation = row.pop("translation_id", None)
    row["saved_at"] = as_moment(row["saved_at"])
    return Saved(**row, translation=uuid.UUID(translation) if translation else None)


def _read(row: dict[str, Any]) -> ReadBrief:
    """SQLite writes the id of a reader without hyphens."""
    return ReadBrief(**{**row, "reader": str(uuid.UUID(row["reader"])), "at": as_moment(row["at"])})


def _said(row: dict[str, Any]) -> Said:
    """SQLite says 1 and 0 for yes and no; what nobody has answered has no answer."""
    given = {name: value for name, value in row.items() if value is not None}
    moments = {name: as_moment(given[name]) for name in ("said_at", "answered_at") if name in given}
    return Said(**{**given, **moments, "stands": bool(given["stands"]), "told": bool(given["told"])})


def as_moment(text: str) -> datetime:
    """A moment in UTC; SQLite keeps it without saying so."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
