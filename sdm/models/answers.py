"""What patients answer and what staff record of discussion and help: every save is a row, and no row ever changes."""

from dataclasses import replace
from typing import Self

from django.db import models

from sdm.models.conversations import Conversation
from sdm.models.leaflets import Edition
from sdm.rules.parts import UNDERSTANDING, Saved

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

    @classmethod
    def on_top(cls, conversation: Conversation, saved: Saved, *, by: str) -> Self:
        """The next revision of a part, not saved yet: what `saved` says, on top of the revision that it names."""
        return cls(
            conversation=conversation,
            part=saved.part,
            revision=saved.revision + 1,
            wording=saved.wording,
            text=saved.text,
            details=saved.details,
            saved_by=by,
        )

    def as_saved(self) -> Saved:
        """This save as plain values."""
        return Saved(
            self.part,
            text=self.text,
            details=self.details,
            wording=self.wording,
            revision=self.revision,
            saved_at=self.saved_at,
            saved_by=self.saved_by,
        )


class Answer(Revision):
    """What the patient wrote to one of the edition's questions, or to one of the other parts of their list."""

    ON_PAPER, SPOKEN = "paper", "spoken"
    CAME_BY = [(ON_PAPER, "On paper"), (SPOKEN, "Told to staff")]

    # Found by the constraint below, whose index begins with it; one index less to write with each save.
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="answer_revisions", db_index=False
    )
    understanding = models.CharField(max_length=12, choices=UNDERSTANDING, blank=True)
    language = models.CharField(max_length=10, blank=True, help_text="The language that was on the screen.")
    translation = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="The translation whose words were on the screen; empty for those of the conversation's own edition.",
    )
    came_by = models.CharField(
        max_length=10, choices=CAME_BY, blank=True, help_text="How it reached the staff who typed it in, if they did."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "part", "revision"], name="one_answer_per_revision"),
        ]

    @classmethod
    def on_top(cls, conversation: Conversation, saved: Saved, *, by: str) -> Self:
        """The next revision of a part, as for every save, with how it was read and how it came."""
        row = super().on_top(conversation, saved, by=by)
        row.understanding, row.came_by = saved.understanding, saved.came_by
        row.language, row.translation_id = saved.language, saved.translation
        return row

    def as_saved(self) -> Saved:
        """This save as plain values."""
        return replace(
            super().as_saved(),
            understanding=self.understanding,
            came_by=self.came_by,
            language=self.language,
            translation=self.translation_id,
        )

    def content(self) -> dict:
        """What the record keeps of this save."""
        # What was not known of answers saved earlier does not stand in their entries either.
        seen = {
            "language": self.language,
            "translation": str(self.translation_id) if self.translation_id else "",
            "came_by": self.came_by,
        }
        known = {name: value for name, value in seen.items() if value}
        return {**super().content(), "understanding": self.understanding, **known}


class DiscussionNote(Revision):
    """What a clinician recorded of the discussion on one part: what was said, and what was arranged."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="discussion_revisions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "part", "revision"], name="one_note_per_revision"),
        ]


class ArrangedHelp(Revision):
    """What staff arranged for one need of the patient, such as an interpreter: `part` is the need, `text` who and when.

    An empty text takes it back.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="help_revisions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "part", "revision"], name="one_help_per_revision"),
        ]
