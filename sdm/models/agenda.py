"""What patient and clinician want to talk about."""

import uuid

from django.db import models

from sdm.models.conversations import Conversation
from sdm.rules import agenda
from sdm.rules.people import Kind
from sdm.rules.words import marked


class AgendaItem(models.Model):
    """Something to be talked about; it ends answered, parked with an owner and a date, or withdrawn."""

    OPEN, ANSWERED, PARKED, WITHDRAWN = agenda.OPEN, agenda.ANSWERED, agenda.PARKED, agenda.WITHDRAWN
    STATES = [
        (OPEN, marked("To talk about")),
        (ANSWERED, marked("Answered")),
        (PARKED, marked("Parked")),
        (WITHDRAWN, marked("Withdrawn")),
    ]
    RAISED_BY = [(Kind.PATIENT.value, marked("Patient")), (Kind.STAFF.value, marked("Clinician"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="agenda")
    raised_by = models.CharField(max_length=10, choices=RAISED_BY)
    raised_at = models.DateTimeField()
    question_number = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.PositiveSmallIntegerField(
        default=0, help_text="Which of the patient's things to ask on that question it is; 0 for the question itself."
    )
    text = models.TextField(max_length=1000)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    outcome = models.TextField(blank=True, max_length=4000, help_text="What was said, or what happens next.")
    owner = models.CharField(max_length=200, blank=True, help_text="Who will come back to it.")
    due_on = models.DateField(null=True, blank=True)
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that last changed this row.")

    class Meta:
        ordering = ["raised_at", "question_number", "place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "question_number", "place"],
                condition=models.Q(raised_by="patient", state="open"),
                name="one_open_item_per_question",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="parked") | (~models.Q(owner="") & models.Q(due_on__isnull=False)),
                name="parked_item_has_owner_and_date",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def may_be_opened_again(self) -> bool:
        """Whether it is closed, and the hospital may have it talked about again."""
        return not agenda.why_not_again(state=self.state, raised_by=self.raised_by)

    @property
    def is_aloud(self) -> bool:
        """Whether the patient asked it aloud and staff wrote it down; the record names who."""
        return self.place == agenda.ALOUD

    def content(self) -> dict:
        """What the record keeps of the item as it stands."""
        return {
            "item": str(self.id),
            "raised_by": self.raised_by,
            "question_number": self.question_number,
            "place": self.place,
            "text": self.text,
            "state": self.state,
            "outcome": self.outcome,
            "owner": self.owner,
            "due_on": self.due_on.isoformat() if self.due_on else None,
        }
