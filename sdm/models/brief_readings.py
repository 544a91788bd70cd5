"""That a clinician has read what the patient sent: who, when, and which revision of each part."""

import uuid

from django.db import models

from sdm.models.conversations import Conversation
from sdm.models.staff import User
from sdm.rules.brief_readings import ReadBrief


class BriefReading(models.Model):
    """One clinician's word that they have read the brief as it stood on their screen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="brief_readings", db_index=False
    )
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revisions = models.JSONField(help_text="Which revision of each part stood on the screen.")
    read_at = models.DateTimeField()
    read_by = models.CharField(max_length=400, help_text="The reader as the record names them.")
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that this is.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "recorded_as"], name="one_reading_per_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.recorded_as}. {self.read_by}"

    def key(self) -> tuple:
        """What tells it from others of the same entry: there are none."""
        return ()

    def as_read(self) -> ReadBrief:
        """The same as the rules judge it."""
        return ReadBrief(str(self.reader_id), self.read_by, self.read_at, self.recorded_as, self.revisions)

    def content(self) -> dict:
        """What the record keeps of it."""
        return {"reader": str(self.reader_id), "revisions": self.revisions}
