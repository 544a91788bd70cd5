"""What patients answer and what clinicians record of the discussion: every save is a row, and no row ever changes."""

from django.db import models

from sdm.models.conversations import Conversation
from sdm.rules.parts import UNDERSTANDING

MAX_WORDS = 4000


class Revision(models.Model):
    """One save of one part of a conversation; the highest revision is what stands in it now."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT)
    part = models.CharField(max_length=40, help_text="Which part was saved, such as question-1.")
    revision = models.PositiveIntegerField(help_text="1 for the first save of the part.")
    wording = models.TextField(blank=True, help_text="The question as it stood on the screen.")
    text = models.TextField(blank=True, max_length=MAX_WORDS)
    details = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=400)
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that this save is.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.part}, revision {self.revision}"

    def key(self) -> tuple:
        """What tells this save from the others of its conversation."""
        return (self.part, self.revision)

    def content(self) -> dict:
        """What the record keeps of this save."""
        return {
            "part": self.part,
            "revision": self.revision,
            "wording": self.wording,
            "text": self.text,
            "details": self.details,
        }


class Answer(Revision):
    """What the patient wrote to one of the edition's questions, or to one of the other parts of their list."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="answer_revisions")
    understanding = models.CharField(max_length=12, choices=UNDERSTANDING, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "part", "revision"], name="one_answer_per_revision"),
        ]

    def content(self) -> dict:
        """What the record keeps of this save."""
        return {**super().content(), "understanding": self.understanding}


class DiscussionNote(Revision):
    """What a clinician recorded of the discussion on one part: what was said, and what was arranged."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="discussion_revisions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "part", "revision"], name="one_note_per_revision"),
        ]
