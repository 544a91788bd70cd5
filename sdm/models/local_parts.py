"""What hospitals add to leaflets: every save is a row of its own, so it is always known who changed what and when."""

import json
from typing import Any

from django.db import models

from sdm.models.leaflets import Leaflet
from sdm.models.staff import Hospital, User
from sdm.rules import local_parts
from sdm.rules.chain import canonical


class LocalPartsQuerySet(models.QuerySet):
    """Revisions by what they are about."""

    def about(self, hospital: Hospital, leaflet: Leaflet) -> "LocalPartsQuerySet":
        """Every revision of what one hospital adds to one leaflet, the newest first."""
        return self.filter(hospital=hospital, leaflet=leaflet).order_by("-revision")

    def now(self, hospital: Hospital, leaflet: Leaflet) -> dict[str, Any] | None:
        """What a hospital adds to a leaflet as it stands, as JSON values; None where it never did."""
        document = self.about(hospital, leaflet).values_list("document", flat=True).first()
        return json.loads(document) if document else None


class LocalParts(models.Model):
    """What a hospital adds to a leaflet, as it stood after one save; the highest revision is what patients see."""

    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="local_parts")
    leaflet = models.ForeignKey(Leaflet, on_delete=models.PROTECT, related_name="local_parts")
    revision = models.PositiveIntegerField()
    document = models.TextField(help_text="The parts as canonical JSON.")
    what = models.CharField(max_length=200, help_text="What was changed, as people read it.")
    put_back = models.PositiveIntegerField(null=True, help_text="The revision that was put back, where one was.")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = LocalPartsQuerySet.as_manager()

    class Meta:
        ordering = ["hospital", "leaflet", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["hospital", "leaflet", "revision"], name="one_local_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.hospital}, {self.leaflet.reference}, revision {self.revision}"

    @property
    def parts(self) -> local_parts.LocalParts:
        """What the revision holds."""
        return local_parts.from_document(json.loads(self.document))

    @parts.setter
    def parts(self, parts: local_parts.LocalParts) -> None:
        self.document = canonical(parts.as_document())
