"""Which editions are in force now, kept in memory: for pages that tell of it and may not ask the database for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from uuid import UUID

from sdm.models.leaflets import LOOK_AGAIN_AFTER, Edition


@dataclass(frozen=True)
class EditionNow:
    """Where a published edition stands: its number, and the newest one of the same leaflet and language.

    `withdrawn_at` and `reason` say that it must not be used any more; `newest_withdrawn` that no edition can be.
    """

    id: UUID
    number: int
    newest: UUID
    newest_number: int
    withdrawn_at: datetime | None = None
    reason: str = ""
    newest_withdrawn: bool = False

    @property
    def is_older(self) -> bool:
        """Whether there is a newer edition."""
        return self.newest != self.id

    @property
    def can_be_left(self) -> bool:
        """Whether there is a newer edition that is in force, to which a conversation can be moved."""
        return self.is_older and not self.newest_withdrawn


_looked_up: tuple[float, dict[UUID, EditionNow]] | None = None


def edition_now(edition_id: UUID) -> EditionNow | None:
    """Where an edition stands, None for a draft; out of memory for a minute, so another process is told a minute late.

    Whatever must not be a minute late asks the database: no conversation begins with a withdrawn edition.
    """
    if _looked_up is None or monotonic() - _looked_up[0] >= LOOK_AGAIN_AFTER or edition_id not in _looked_up[1]:
        look_again()
    return _looked_up[1].get(edition_id)


def look_again() -> None:
    """Look at once: an edition was published or withdrawn here."""
    global _looked_up
    _looked_up = (monotonic(), _all())


def forget_editions() -> None:
    """Look again the next time: another database is asked."""
    global _looked_up
    _looked_up = None


def _all() -> dict[UUID, EditionNow]:
    rows = list(
        Edition.objects.published()
        .order_by("number")
        .values_list("pk", "leaflet_id", "language", "number", "withdrawal__at", "withdrawal__reason")
    )
    newest = {(leaflet, language): (pk, number, at) for pk, leaflet, language, number, at, _ in rows}
    found = {}
    for pk, leaflet, language, number, at, reason in rows:
        last, last_number, last_withdrawn = newest[leaflet, language]
        found[pk] = EditionNow(pk, number, last, last_number, at, reason or "", last_withdrawn is not None)
    return found
