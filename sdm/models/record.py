"""The record: the append-only chain of everything that happened in a conversation."""

from django.db import models

from sdm.models.conversations import Conversation


class RecordEntry(models.Model):
    """One thing that happened. The database refuses to change or delete it (see `record_guard`)."""

    # Found by the constraint below, whose index begins with it; one index less to write with each entry.
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="record", db_index=False)
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    who = models.CharField(max_length=400)
    who_id = models.CharField(max_length=60, blank=True)
    what = models.CharField(max_length=40)
    content = models.TextField(help_text="What was done, as canonical JSON.")
    content_digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["conversation", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "sequence"], name="one_entry_per_sequence"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}. {self.what}"
