"""What a patient says after a decision, and what the team answers: rows beside the summary, and none ever changes."""

import uuid

from django.db import models

from sdm.models.conversations import Conversation
from sdm.rules.afterwards import CHANGES_OF_MIND, LONGEST, OUTCOMES


class SaidAfterwards(models.Model):
    """Something that a patient said about a decision; the decision and its summary stay as they are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT)
    decision_number = models.PositiveSmallIntegerField(help_text="The decision that it is about.")
    text = models.TextField(max_length=LONGEST, blank=True)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=400)
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that this row is.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text[:60]

    def key(self) -> tuple:
        """What tells this row from the others: the entry that it is, and nothing else."""
        return ()

    def content(self) -> dict:
        """What the record keeps of it."""
        return {"decision_number": self.decision_number, "text": self.text}


class Correction(SaidAfterwards):
    """What a patient says is wrong in the summary of a decision; both are kept."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="corrections")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "recorded_as"], name="one_correction_per_entry"),
            models.CheckConstraint(condition=~models.Q(text=""), name="correction_says_what_is_wrong"),
        ]


class ChangeOfMind(SaidAfterwards):
    """That a patient has changed their mind, or wants to talk again; `text` may be empty, nobody has to say why."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="changes_of_mind")
    wants = models.CharField(max_length=20, help_text="Whether they have changed their mind, or want to talk again.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "recorded_as"], name="one_change_of_mind_per_entry"),
            models.CheckConstraint(
                condition=models.Q(wants__in=CHANGES_OF_MIND), name="change_of_mind_is_of_a_known_kind"
            ),
        ]

    def content(self) -> dict:
        """What the record keeps of it."""
        return {**super().content(), "wants": self.wants}


class Reply(models.Model):
    """What the team answered to one thing that the patient said; `about` is that thing's entry of the record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="replies")
    about = models.PositiveIntegerField(help_text="The entry of the record that it answers.")
    outcome = models.CharField(max_length=20, help_text="Accepted or not, or what was done.")
    text = models.TextField(max_length=LONGEST, blank=True, help_text="What was answered, and what is done.")
    replied_at = models.DateTimeField()
    replied_by = models.CharField(max_length=400)
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that this row belongs to.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "about"], name="one_reply_per_thing_said"),
            models.CheckConstraint(condition=models.Q(outcome__in=tuple(OUTCOMES)), name="reply_is_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return OUTCOMES[self.outcome]

    def key(self) -> tuple:
        """What tells this reply from the others of its conversation."""
        return (self.about,)

    def content(self) -> dict:
        """What the record keeps of this reply."""
        return {"about": self.about, "outcome": self.outcome, "text": self.text}
