"""Keeps that somebody took data out of the hospital's record; what they took stands in no row."""

from datetime import date

from django.utils import timezone

from sdm.models import Export, User
from sdm.rules.transitions import NotAllowed


def record_export(*, kind: str, since: date, until: date, by: User) -> Export:
    """Write down who takes what out, before anything leaves. Raises NotAllowed for anybody but a clinician."""
    if not (by.is_active and by.is_clinician):
        raise NotAllowed("Only a clinician of a hospital can do this.")
    if kind not in dict(Export.KINDS):
        raise NotAllowed("Choose what the file is for.")
    values = {"kind": kind, "since": since, "until": until, "made_by": by, "made_at": timezone.now()}
    return Export.objects.create(hospital_id=by.hospital_id, **values)
