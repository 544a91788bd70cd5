"""Scans of forms that were signed on paper, and that one was added by mistake: rows that never change."""

import uuid

from django.db import models

from sdm.models.conversations import Conversation
from sdm.rules.scans import LONGEST_REASON, Kind, digest_of


class Scan(models.Model):
    """One file of the scan of a signed form, as it was written anew when it came in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="scans", db_index=False)
    decision_number = models.PositiveSmallIntegerField(help_text="The decision whose consent was signed on this paper.")
    place = models.PositiveSmallIntegerField(help_text="1 for the first of the files that were added together.")
    kind = models.CharField(max_length=4)
    pages = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField(help_text="In bytes.")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=400)
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that this row belongs to.")
    # Last, so that SQLite reads the rest of a row without it.
    data = models.BinaryField()

    class Meta:
        ordering = ["recorded_as", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "recorded_as", "place"], name="one_scan_per_place_of_an_entry"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in Kind]), name="scan_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recorded_as}.{self.place}"

    def key(self) -> tuple:
        """What tells this file from the others of its entry."""
        return (self.place,)

    def content(self) -> dict:
        """What the record keeps of this file: all but the file, of which it has the SHA-256."""
        return {
            "scan": str(self.id),
            "decision_number": self.decision_number,
            "place": self.place,
            "kind": self.kind,
            "pages": self.pages,
            "size": self.size,
            "sha256": digest_of(bytes(self.data)),
        }


class ScanMistake(models.Model):
    """That a scan was added by mistake, and why; the file stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="scan_mistakes")
    scan = models.OneToOneField(Scan, on_delete=models.PROTECT, related_name="mistake")
    reason = models.TextField(max_length=LONGEST_REASON)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=400)
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that this row is.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="scan_mistake_says_why"),
        ]

    def __str__(self) -> str:
        return self.reason[:60]

    def key(self) -> tuple:
        """What tells this row from the others: the entry that it is, and nothing else."""
        return ()

    def content(self) -> dict:
        """What the record keeps of it."""
        return {"scan": str(self.scan_id), "reason": self.reason}
