"""What is to be done after a decision, by whom and when, and what became of the procedure."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from sdm.models.answers import Revision
from sdm.models.conversations import Conversation
from sdm.models.staff import Hospital, User
from sdm.rules.follow_up import KINDS, LONGEST, PROCEDURE, Due
from sdm.rules.parts import Saved
from sdm.rules.people import Role

# Whoever is to do it is written as a name only, or is no clinician here any more: no reminder reaches them.
NOBODYS = ~Q(owner__is_active=True, owner__role=Role.CLINICIAN.value, owner__hospital=F("hospital"))


class FollowUpQuerySet(models.QuerySet):
    """Follow-ups by who may see them, and by what is still to be done."""

    def visible_to(self, user: User) -> "FollowUpQuerySet":
        """Those of a clinician's own hospital; nobody else sees any."""
        if not (user.is_authenticated and user.is_clinician):
            return self.none()
        return self.filter(hospital_id=user.hospital_id)

    def for_others(self, user: User, today: date) -> "FollowUpQuerySet":
        """What has come due of the patients whom a clinician sees, and no clinician with an account does."""
        return self.come_due(user, today).filter(NOBODYS, conversation__seen_by=user)

    def to_tell(self, user: User, today: date) -> "FollowUpQuerySet":
        """What has come due that a clinician is told of: what is theirs, and what is `for_others` to do."""
        return self.come_due(user, today).filter(Q(owner=user) | Q(NOBODYS, conversation__seen_by=user))

    def come_due(self, user: User, today: date) -> "FollowUpQuerySet":
        """What a clinician may see of which the day has come."""
        return self.visible_to(user).open().filter(due_on__lte=today)

    def open(self) -> "FollowUpQuerySet":
        """Those that are not done, in conversations that stand."""
        return self.filter(done_on__isnull=True).exclude(conversation__status="cancelled")

    def due_first(self) -> "FollowUpQuerySet":
        """In the order of their days."""
        return self.order_by("due_on", "id")


class FollowUp(models.Model):
    """Something to do, or a check, with an owner and a day; it is done or not, and can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="follow_ups")
    kind = models.CharField(max_length=10, choices=[(kind.value, name) for kind, name in KINDS.items()])
    text = models.TextField(max_length=LONGEST)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    owner_name = models.CharField(max_length=400, help_text="Who does it, as it was written.")
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    result = models.TextField(max_length=LONGEST, blank=True, help_text="What came of it.")
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that last changed this row.")
    # When its owner was reminded is no more than bookkeeping.
    reminded_at = models.DateTimeField(null=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=tuple(KINDS)), name="follow_up_is_of_a_known_kind"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(owner_name=""), name="follow_up_says_what_and_who"),
        ]
        indexes = [
            models.Index(
                fields=["hospital", "due_on", "id"],
                condition=Q(done_on__isnull=True),
                name="follow_ups_of_hospital",
            ),
            models.Index(
                fields=["owner", "due_on", "id"], condition=Q(done_on__isnull=True), name="follow_ups_of_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def due(self) -> Due:
        """When it is due, and whether it was done."""
        return Due(self.due_on, self.done_on)

    def content(self) -> dict:
        """What the record keeps of it as it stands."""
        return {
            "follow_up": str(self.id),
            "kind": str(self.kind),
            "text": self.text,
            "owner": str(self.owner_id) if self.owner_id else "",
            "owner_name": self.owner_name,
            "due_on": self.due_on.isoformat(),
            "done_on": self.done_on.isoformat() if self.done_on else None,
            "result": self.result,
        }


class ProcedureNote(Revision):
    """What became of the procedure: whether it was done, when and by whom, the registry, outcome and complications."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="procedure_revisions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "part", "revision"], name="one_procedure_note_per_revision"
            ),
        ]


def procedure_note_of(conversation: Conversation) -> Saved:
    """What is recorded of the procedure's end, of revision 0 where nothing is. One query."""
    rows = ProcedureNote.objects.filter(conversation=conversation, part=PROCEDURE)
    latest = rows.order_by("-revision").first()
    return latest.as_saved() if latest else Saved(PROCEDURE)


class StaffReminder(models.Model):
    """One e-mail to a member of staff that things of theirs are due: how many, and nothing of health."""

    WAITING, SENDING, SENT, FAILED = "waiting", "sending", "sent", "failed"
    STATES = [(state, state.capitalize()) for state in (WAITING, SENDING, SENT, FAILED)]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reminders")
    things = models.PositiveSmallIntegerField(help_text="How many things are due.")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(help_text="When to try it again, should nobody have sent it by then.")

    class Meta:
        indexes = [
            models.Index(fields=["try_after"], condition=Q(state="waiting"), name="reminders_that_wait"),
        ]

    def __str__(self) -> str:
        return f"{self.things} due: {self.get_state_display()}"

    @property
    def address(self) -> str:
        """Where it goes."""
        return self.user.email


class Export(models.Model):
    """That somebody took data out: who, when, what kind, and of which days."""

    REGISTRY, AUDIT, FIGURES = "registry", "audit", "figures"
    KINDS = [
        (REGISTRY, "For the registry"),
        (AUDIT, "For audit, without anything that names a patient"),
        (FIGURES, "Figures by month"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="exports")
    kind = models.CharField(max_length=10, choices=KINDS)
    since = models.DateField()
    until = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.since} to {self.until}"
