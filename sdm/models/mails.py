"""The e-mails to patients: what was asked for, what is on its way, and what became of it."""

import uuid

from django.db import models

from sdm.models.conversations import Conversation
from sdm.models.invitations import Invitation
from sdm.rules.reminders import Reminding
from sdm.rules.transitions import Status


class Mail(models.Model):
    """One e-mail to one patient. Its link is a key of its own to the invitation in force when it is sent."""

    INVITATION, REMINDER, SUMMARY = "invitation", "reminder", "summary"
    KINDS = [(INVITATION, "The link"), (REMINDER, "A reminder"), (SUMMARY, "That the summary can be read")]
    WAITING, SENT, FAILED, NOT_NEEDED = "waiting", "sent", "failed", "not-needed"
    STATES = [
        (WAITING, "Waiting to be sent"),
        (SENT, "Sent"),
        (FAILED, "Could not be sent"),
        (NOT_NEEDED, "Not sent, because it was not needed any more"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="mails")
    kind = models.CharField(max_length=10, choices=KINDS)
    address = models.EmailField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=400)
    invitation = models.ForeignKey(
        Invitation,
        on_delete=models.PROTECT,
        related_name="mails",
        null=True,
        help_text="What its link opens; empty until it is on its way.",
    )
    token_hash = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="The hash of its link's token, which is stored nowhere."
    )
    state = models.CharField(max_length=10, choices=STATES, default=WAITING)
    ended_at = models.DateTimeField(null=True, help_text="When it was sent, or given up.")
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was not sent.")
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that last changed this row.")
    # How often and when it was tried is no more than bookkeeping; the record tells the rest.
    tries = models.PositiveSmallIntegerField(default=0)
    trying_since = models.DateTimeField(null=True, help_text="Set while somebody is sending it: nobody else does.")
    try_after = models.DateTimeField(help_text="When to try it again, should nobody have sent it by then.")

    class Meta:
        ordering = ["asked_at", "recorded_as"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(kind="reminder"), name="one_reminder_per_conversation"
            ),
        ]
        indexes = [
            models.Index(fields=["try_after"], condition=models.Q(state="waiting"), name="mails_that_wait"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_state_display()}"

    def content(self) -> dict:
        """What the record keeps of the mail when it is asked for."""
        return {"mail": str(self.id), "kind": self.kind, "address": self.address}

    def way(self) -> dict:
        """What the record keeps of its link when it is on its way."""
        return {"invitation": str(self.invitation_id) if self.invitation_id else "", "token_hash": self.token_hash}

    def outcome(self) -> dict:
        """What became of it."""
        return {"state": self.state, "ended_at": self.ended_at, "reason": self.reason}


def reminding(conversation: Conversation) -> Reminding:
    """What counts for a reminder in this conversation."""
    invitation = conversation.invitations.good().first()
    mails = list(conversation.mails.all())
    return Reminding(
        status=Status(conversation.status),
        appointment_at=conversation.appointment_at,
        has_address=bool(conversation.email),
        is_stopped=conversation.reminders_stopped_at is not None,
        is_reminded=any(mail.kind == Mail.REMINDER for mail in mails),
        written_at=max([invitation.created_at, *(mail.asked_at for mail in mails)]) if invitation else None,
    )
