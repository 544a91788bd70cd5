"""What a patient says after a decision, and what the team answers: rows beside the summary, and none ever changes."""

import uuid

from django.db import models

from sdm.models.conversations import Conversation
from sdm.models.leaflets import Edition
from sdm.rules.afterwards import BY_STAFF, LONGEST, OUTCOMES, WITHDRAWALS


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
    """That a patient has changed their mind, or wants to talk again, or that a clinician does not offer it any more.

    It is the one way in which a consent is taken back, whoever writes it down. `text` may be empty: nobody has to say
    why.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="changes_of_mind")
    wants = models.CharField(max_length=20, help_text="Whether they have changed their mind, or want to talk again.")
    told = models.BooleanField(
        default=False, db_default=False, help_text="Staff wrote down what the patient told them: it is as if they had."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "recorded_as"], name="one_change_of_mind_per_entry"),
            models.CheckConstraint(condition=models.Q(wants__in=BY_STAFF), name="change_of_mind_is_of_a_known_kind"),
        ]

    def content(self) -> dict:
        """What the record keeps of it."""
        # What patients say on their own pages does not name it, nor do entries made before staff could write it down.
        return {**super().content(), "wants": self.wants, **({"told": True} if self.told else {})}


def taking_back() -> models.QuerySet:
    """The words that take back the outer decision, where it is a consent: it does not count from then on."""
    of_this = {"conversation": models.OuterRef("conversation"), "decision_number": models.OuterRef("number")}
    return ChangeOfMind.objects.filter(wants__in=WITHDRAWALS, **of_this)


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


class Confirmation(models.Model):
    """That the patient said on the day of the procedure that they still agree, and what they were told had changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="confirmations")
    decision_number = models.PositiveSmallIntegerField(help_text="The decision that it is about.")
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="+", help_text="The newest edition of the leaflet that day."
    )
    done_by = models.CharField(max_length=200, help_text="Who does the procedure.")
    told = models.JSONField(help_text="What had changed, as the patient was told it.")
    text = models.TextField(max_length=LONGEST, blank=True)
    confirmed_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=400)
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that this row is.")

    class Meta:
        ordering = ["recorded_as"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "recorded_as"], name="one_confirmation_per_entry"),
            models.CheckConstraint(condition=~models.Q(done_by=""), name="confirmation_names_who_does_it"),
        ]

    def __str__(self) -> str:
        return f"{self.done_by}, {self.confirmed_at}"

    def key(self) -> tuple:
        """What tells this confirmation from the others: the entry that it is, and nothing else."""
        return ()

    def content(self) -> dict:
        """What the record keeps of it."""
        return {
            "decision_number": self.decision_number,
            "edition": str(self.edition_id),
            "done_by": self.done_by,
            "told": self.told,
            "text": self.text,
        }
