"""Leaflets and their editions; a published edition is one frozen document."""

import json
import uuid
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from time import monotonic

from django.db import models
from django.utils import timezone

from sdm.models.one_query import Piece
from sdm.models.staff import Hospital, User
from sdm.rules.chain import canonical, digest_of
from sdm.rules.dates import passed
from sdm.rules.draft_steps import Kind
from sdm.rules.edition import EditionContent, from_document

# How long the reason may be for which an edition is withdrawn.
LONGEST_REASON = 1000


class Leaflet(models.Model):
    """What is published about one procedure, under one reference."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ["reference"]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"


# In the words of each database: the document is text, and far too long to be read for one day in it.
_REVIEW_DAY = Piece(
    sqlite="SELECT json_extract(sdm_edition.document, '$.review_on')",
    postgresql="SELECT sdm_edition.document::jsonb ->> 'review_on'",
)


def _newer() -> models.QuerySet:
    """The published editions of the outer edition's leaflet and language that came after it."""
    return Edition.objects.published().filter(
        leaflet=models.OuterRef("leaflet"), language=models.OuterRef("language"), number__gt=models.OuterRef("number")
    )


class EditionQuerySet(models.QuerySet):
    """Editions by where they stand, and for whom they are."""

    def kept(self) -> "EditionQuerySet":
        """All but deleted drafts."""
        return self.exclude(status=Edition.DELETED)

    def open_to(self, user: User) -> "EditionQuerySet":
        """What a content team may open: every published edition, and the drafts of its own hospital or of nobody."""
        whose = models.Q(hospital=None) | models.Q(hospital_id=user.hospital_id)
        return self.filter(models.Q(status=Edition.PUBLISHED) | models.Q(whose, status=Edition.DRAFT))

    def deleted_of(self, user: User) -> "EditionQuerySet":
        """The deleted drafts of this person's hospital, the last first."""
        return self.filter(status=Edition.DELETED, hospital_id=user.hospital_id).order_by("-deleted_at")

    def published(self) -> "EditionQuerySet":
        """Editions that are, or were, in force."""
        return self.filter(status=Edition.PUBLISHED)

    def current(self) -> "EditionQuerySet":
        """The editions that new conversations start from: the newest published one of each leaflet and language.

        Where that one was withdrawn there is none: an older one does not come back by itself.
        """
        return self.newest().filter(withdrawal=None)

    def newest(self) -> "EditionQuerySet":
        """The newest published edition of each leaflet and language, whether it was withdrawn or not."""
        return self.published().exclude(models.Exists(_newer()))

    def with_standing(self) -> "EditionQuerySet":
        """Each edition with the moment from which a newer one took its place, as `replaced_at`."""
        return self.annotate(replaced_at=models.Subquery(_newer().order_by("number").values("published_at")[:1]))

    def with_original(self) -> "EditionQuerySet":
        """Each edition with whether it is a translation whose original was replaced, as `original_replaced`."""
        newer = Edition.objects.published().filter(
            leaflet=models.OuterRef("leaflet"),
            language=models.OuterRef("translation_of__language"),
            number__gt=models.OuterRef("translation_of__number"),
            withdrawal=None,
        )
        return self.annotate(original_replaced=models.Exists(newer))

    def with_review_day(self) -> "EditionQuerySet":
        """Each edition with the day on which it is looked at again, as `review_day`; an older one has none."""
        return self.annotate(review_day=models.Case(models.When(~models.Exists(_newer()), then=_REVIEW_DAY)))


class Edition(models.Model):
    """One version of a leaflet in one language. A draft may change; a published one never does.

    A deleted draft holds no number and no place: it waits to be brought back.
    """

    DRAFT, PUBLISHED, DELETED = "draft", "published", "deleted"
    STATUSES = [(DRAFT, "Draft"), (PUBLISHED, "Published"), (DELETED, "Deleted draft")]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    leaflet = models.ForeignKey(Leaflet, on_delete=models.PROTECT, related_name="editions")
    language = models.CharField(max_length=10, default="en")
    number = models.PositiveIntegerField()
    translation_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="translations",
        null=True,
        help_text="The edition that this one says in another language; empty for an original.",
    )
    status = models.CharField(max_length=10, choices=STATUSES, default=DRAFT)
    document = models.TextField(help_text="The content as canonical JSON.")
    source_text = models.TextField(
        blank=True,
        help_text="The words of the file that it was made from, as they were read; empty where there is none.",
    )
    sha256 = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=1)
    hospital = models.ForeignKey(
        Hospital,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="Whose content team writes and publishes it; empty until somebody of one has worked on it.",
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    worked_on_by = models.ManyToManyField(
        User, related_name="+", help_text="Everybody who ever changed the draft: none of them may publish it."
    )
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    publish_reason = models.TextField(blank=True, help_text="Why it was published though the checklist warned.")
    checklist = models.JSONField(null=True, help_text="The decision-aid checklist as it stood when it was published.")
    kinds_read = models.JSONField(
        null=True,
        help_text="The ids of the kinds of which whoever published it said that they read the leaflet’s sentence; null "
        "in an edition from before that was kept.",
    )
    taken_over = models.JSONField(
        null=True,
        help_text="What came from the edition before when the leaflet’s file was brought in, and what was different.",
    )
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["leaflet", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["leaflet", "language", "number"],
                condition=~models.Q(status="deleted"),
                name="one_edition_per_number",
            ),
            models.UniqueConstraint(
                fields=["leaflet", "language"], condition=models.Q(status="draft"), name="one_draft_per_leaflet"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "deleted"], published_at__isnull=True)
                | models.Q(status="published", published_at__isnull=False) & ~models.Q(sha256=""),
                name="published_edition_is_sealed",
            ),
            models.CheckConstraint(
                condition=models.Q(status="deleted", deleted_at__isnull=False)
                | ~models.Q(status="deleted") & models.Q(deleted_at__isnull=True),
                name="deleted_draft_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leaflet.reference} edition {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether the content may still change."""
        return self.status == self.DRAFT

    def is_open_to(self, user: User) -> bool:
        """Whether this person's content team may open it, as `open_to` finds it."""
        return self.is_published or (self.is_draft and self.hospital_id in (None, user.hospital_id))

    @property
    def is_published(self) -> bool:
        """Whether it is, or was, in force."""
        return self.status == self.PUBLISHED

    @property
    def standing(self) -> str:
        """Where it stands, in words: draft, in use, replaced or withdrawn; needs `with_standing`."""
        if not self.is_published:
            return self.get_status_display()
        if hasattr(self, "withdrawal"):
            return "Withdrawn"
        return "Replaced" if self.replaced_at else "In use"

    @property
    def review_passed_on(self) -> date | None:
        """The day on which it was to be looked at again, where that has passed; needs `with_review_day`."""
        day = date.fromisoformat(self.review_day) if self.review_day and not self.is_draft else None
        return passed(day, timezone.localdate())

    def newest_original(self) -> "Edition | None":
        """Of a translation, the edition in force in the language of its original; None where there is none."""
        if not self.translation_of_id:
            return None
        language = self.translation_of.language
        newest = Edition.objects.current().filter(leaflet_id=self.leaflet_id, language=language)
        return newest.defer("source_text").first()

    def newer_original(self) -> "Edition | None":
        """Of a translation, the edition that took the place of its original; None where none did."""
        newest = self.newest_original()
        return newest if newest and newest.number > self.translation_of.number else None

    @property
    def content(self) -> EditionContent:
        """What the edition holds."""
        return from_document(json.loads(self.document))

    @content.setter
    def content(self, content: EditionContent) -> None:
        self.document = canonical(content.as_document())

    def content_at(self, revision: int) -> EditionContent | None:
        """What the draft held at a revision, out of its steps; None where it never had that one."""
        if revision == self.revision:
            return self.content
        step = self.steps.filter(number=revision + 1).first()
        return from_document(json.loads(step.before)) if step else None

    def seal(self) -> str:
        """The SHA-256 of the document as it stands."""
        return digest_of(self.document)


class Withdrawal(models.Model):
    """That an edition must not be used any more, and why; its words stay as they are, and so does this."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(max_length=LONGEST_REASON, help_text="Why, as staff and patients read it.")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="withdrawal_says_why")]

    def __str__(self) -> str:
        return f"{self.edition} withdrawn"


class DraftStep(models.Model):
    """One step of a draft: who changed what, and the draft as it stood before. They stay with a deleted draft."""

    KINDS = [
        (Kind.CHANGE.value, "Changed"),
        (Kind.UNDO.value, "Undone"),
        (Kind.REDO.value, "Done again"),
        (Kind.SOURCE.value, "Source added"),
    ]

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField(help_text="The revision of the draft that the step made.")
    kind = models.CharField(max_length=10, choices=KINDS)
    what = models.CharField(max_length=400, help_text="What was changed, as people read it.")
    before = models.TextField(help_text="The content before the step, as canonical JSON.")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["edition", "number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="one_step_per_revision")]

    def __str__(self) -> str:
        return f"{self.number}. {self.what}"


@dataclass(frozen=True)
class Published:
    """A published edition as it is kept in memory: its language and its content, neither of which ever changes."""

    language: str
    content: EditionContent


@lru_cache(maxsize=256)
def published(edition_id: uuid.UUID) -> Published:
    """A published edition, read once and kept in memory.

    Raises Edition.DoesNotExist for a draft or an unknown edition.
    """
    edition = Edition.objects.published().only("language", "document").get(pk=edition_id)
    return Published(edition.language, edition.content)


def published_content(edition_id: uuid.UUID) -> EditionContent:
    """The content of a published edition, out of memory; raises Edition.DoesNotExist as `published` does."""
    return published(edition_id).content


# A translation can be published at any time, by another process too: for so many seconds nobody looks again. What a
# patient answers says which words were on their screen, so nothing goes wrong where two processes differ for a while.
LOOK_AGAIN_AFTER = 60
_looked_up: dict[uuid.UUID, tuple[float, dict[str, uuid.UUID]]] = {}


def translations_of(edition_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """The published translations of this very edition by language, the newest of each; out of memory for a minute.

    Where that one was withdrawn there is none: patients read the original.
    """
    now = monotonic()
    looked_up_at, found = _looked_up.get(edition_id, (None, {}))
    if looked_up_at is None or now - looked_up_at >= LOOK_AGAIN_AFTER:
        rows = Edition.objects.published().filter(translation_of=edition_id).order_by("number")
        newest = {language: (pk, gone) for language, pk, gone in rows.values_list("language", "pk", "withdrawal")}
        found = {language: pk for language, (pk, gone) in newest.items() if gone is None}
        _looked_up[edition_id] = (now, found)
    return dict(found)


def is_translation(edition_id: uuid.UUID, *, of: uuid.UUID) -> bool:
    """Whether an edition is a published translation of another, one that a newer took the place of too."""
    if edition_id in translations_of(of).values():
        return True
    return Edition.objects.published().filter(pk=edition_id, translation_of=of).exists()


def forget_translations() -> None:
    """Look again the next time: a translation was published here."""
    _looked_up.clear()
