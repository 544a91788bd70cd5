"""The phrases that a hospital keeps for one leaflet: every save is a row, and no row ever changes."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models

from sdm.models.agenda import AgendaItem
from sdm.models.conversations import Conversation
from sdm.models.leaflets import Leaflet
from sdm.models.staff import Hospital
from sdm.rules.parts import question_part
from sdm.rules.phrases import Phrase, texts_of


class PhraseList(models.Model):
    """One save of a hospital's phrases for one leaflet, in their order; the highest revision is what stands now."""

    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="phrase_lists")
    leaflet = models.ForeignKey(Leaflet, on_delete=models.PROTECT, related_name="phrase_lists")
    revision = models.PositiveIntegerField(help_text="1 for the first save.")
    document = models.JSONField(help_text="The phrases, each with its part of the discussion, its name and its text.")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["hospital", "leaflet", "revision"], name="one_list_of_phrases_per_revision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leaflet_id}, revision {self.revision}"

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases as plain values."""
        return tuple(Phrase(**one) for one in self.document)


def phrases_of(hospital_id: UUID, leaflet_id: UUID) -> tuple[Phrase, ...]:
    """The phrases that stand now; none where nobody has kept any. One query."""
    latest = PhraseList.objects.filter(hospital_id=hospital_id, leaflet_id=leaflet_id).first()
    return latest.phrases if latest else ()


def phrases_about(item: AgendaItem, conversation: Conversation) -> list[str]:
    """What counts as a phrase in the answer to an item: of this leaflet, and of the note on its question. One query."""
    kept = phrases_of(conversation.hospital_id, conversation.leaflet_id)
    return texts_of(kept, conversation.discussion.get(question_part(item.question_number or 0)))
