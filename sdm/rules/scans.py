"""The scan of a form that was signed on paper: what it may be made of, and what of it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sdm.rules.giving import Way

# Of all files of a decision together that stand; a picture is one page.
MOST_BYTES, MOST_PAGES = 10_000_000, 10
LONGEST_REASON = 400


class Kind(StrEnum):
    """The kinds of file that a scan is kept as."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


class Sized(Protocol):
    """Whatever counts against the most that a scan may be."""

    size: int
    pages: int


@dataclass(frozen=True)
class ScanFile:
    """One file of a scan as it is to be kept: opened, found harmless and written anew (`sdm.scans`)."""

    kind: Kind
    data: bytes = field(repr=False)
    pages: int = 1

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.data)


@dataclass(frozen=True)
class Scanned:
    """One file of a scan as it is kept; `entry` is its entry of the record.

    `mistake` says why it was added by mistake, with who said so and when; empty where it stands.
    """

    id: str
    entry: int
    kind: str
    size: int
    pages: int
    added_at: datetime
    added_by: str
    mistake: str = ""
    mistake_at: datetime | None = None
    mistake_by: str = ""

    @property
    def stands(self) -> bool:
        """Whether nobody said that it was added by mistake."""
        return not self.mistake

    def as_document(self) -> dict[str, Any]:
        """What a summary tells of it, as JSON values; the entry of the record has its SHA-256."""
        told = {name: getattr(self, name) for name in ("entry", "kind", "size", "pages", "added_by")}
        return told | {"added_at": self.added_at.isoformat(timespec="seconds")}

    @property
    def in_words(self) -> str:
        """What it is, as in "PDF, 2 pages, 340 kB"."""
        pages = f"{self.pages} page{'s' if self.pages > 1 else ''}"
        kilobytes = -(-self.size // 1000)
        size = f"{kilobytes / 1000:.1f} MB" if kilobytes >= 1000 else f"{kilobytes} kB"
        return f"{Kind(self.kind).name}, {pages}, {size}"


def digest_of(data: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def standing(scans: Iterable[Scanned]) -> tuple[Scanned, ...]:
    """Those that stand, as they were added."""
    return tuple(one for one in scans if one.stands)


def is_on_paper(given: Mapping[str, Any]) -> bool:
    """Whether a consent was signed on paper, so that there can be a scan of it."""
    return given.get("way") == Way.ON_PAPER


def awaits_scan(given: Mapping[str, Any], scans: Iterable[Scanned]) -> bool:
    """Whether a consent was signed on paper and no scan of it stands; the consent is one all the same."""
    return is_on_paper(given) and not standing(scans)


def why_not_added(files: Sequence[Sized], there: Iterable[Sized] = ()) -> str:
    """Why files cannot be added to those that stand, in plain words; empty where they can."""
    if not files:
        return "Choose the scan of the signed form"
    together = (*there, *files)
    if sum(one.pages for one in together) > MOST_PAGES:
        return f"This is too much. The scan of a form has at most {MOST_PAGES} pages, with those that are here already"
    if sum(one.size for one in together) > MOST_BYTES:
        return (
            f"This is too much. The scan of a form has at most {MOST_BYTES // 1_000_000} MB, with what is here already."
            " Scan it again in black and white, or with fewer dots per inch"
        )
    return ""
