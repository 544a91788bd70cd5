"""How a hospital's content team changes what the hospital adds to a leaflet; the leaflet's words stay as they are."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from sdm.models import Hospital, Leaflet, LocalParts, User
from sdm.rules import local_parts
from sdm.rules.transitions import NotAllowed


class LocalPartsChanged(Exception):
    """Somebody changed them after the page was opened; `current` is the newest revision, None before the first."""

    def __init__(self, current: LocalParts | None) -> None:
        super().__init__("Somebody changed this after you opened it.")
        self.current = current


def save_local_parts(
    *, hospital: Hospital, leaflet: Leaflet, parts: local_parts.LocalParts, seen: int, by: User
) -> LocalParts | None:
    """Keep new local parts as the next revision, which patients see at once; the same again changes nothing.

    `seen` is the revision on the screen, 0 before the first. Gives the newest revision. Raises LocalPartsChanged where
    another stands now, NotAllowed for anybody but this hospital's content team, or ValueError where words or numbers
    must not stand beside a leaflet (`sdm.rules.local_parts`).
    """
    for text, has_number in _texts(parts):
        if problems := local_parts.word_problems(text, has_number=has_number):
            raise ValueError(problems[0])
    if any(local_parts.missing_about_number(result) for result in parts.results):
        raise ValueError("A number says over what time, who was counted, and who counted them.")
    return _add(hospital, leaflet, parts, seen=seen, by=by)


def put_back(*, hospital: Hospital, leaflet: Leaflet, revision: int, seen: int, by: User) -> LocalParts | None:
    """Make an earlier revision the newest one again; 0 is the state before the first, in which nothing was added.

    It is a save like any other, so that it can be taken back itself. Raises as `save_local_parts` does, and
    LocalParts.DoesNotExist where there is no such revision.
    """
    earlier = LocalParts.objects.about(hospital, leaflet)
    parts = earlier.get(revision=revision).parts if revision else local_parts.LocalParts()
    return _add(hospital, leaflet, parts, seen=seen, by=by, put_back=revision)


def _texts(parts: local_parts.LocalParts):
    yield parts.afterwards, False
    for result in parts.results:
        yield result.text, result.in_100 is not None


def _add(
    hospital: Hospital,
    leaflet: Leaflet,
    parts: local_parts.LocalParts,
    *,
    seen: int,
    by: User,
    put_back: int | None = None,
) -> LocalParts | None:
    if not by.is_content_editor or by.hospital_id != hospital.pk:
        raise NotAllowed("Only the content team of this hospital can change what it adds.")
    revisions = LocalParts.objects.about(hospital, leaflet)
    before = revisions.first()
    stands = before.parts if before else local_parts.LocalParts()
    if parts == stands:
        return before
    if seen != (before.revision if before else 0):
        raise LocalPartsChanged(before)
    new = LocalParts(
        hospital=hospital,
        leaflet=leaflet,
        revision=seen + 1,
        what=local_parts.what_changed(stands, parts),
        put_back=put_back,
        at=timezone.now(),
        by=by,
    )
    new.parts = parts
    try:
        # The database allows one row for a revision: of two that saw the same one, the second is refused.
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        raise LocalPartsChanged(revisions.first()) from None
    return new
