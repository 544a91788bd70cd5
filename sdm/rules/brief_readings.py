"""Who has read what the patient sent, and what has changed since somebody read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ReadBrief:
    """That somebody read the brief: `entry` is its place in the record, `revisions` what was on the screen by part."""

    reader: str
    name: str
    at: datetime
    entry: int
    revisions: Mapping[str, int]


def last_by(readings: Iterable[ReadBrief], reader: str) -> ReadBrief | None:
    """The last time that this reader read it; None where they never did."""
    return max((one for one in readings if one.reader == reader), key=lambda one: one.entry, default=None)


def first_of_each(readings: Iterable[ReadBrief]) -> tuple[ReadBrief, ...]:
    """Each reader's first reading, whoever came first first: the record says who that is."""
    found: dict[str, ReadBrief] = {}
    for one in sorted(readings, key=lambda one: one.entry):
        found.setdefault(one.reader, one)
    return tuple(found.values())


def changed_since(read: ReadBrief | None, now: Mapping[str, int]) -> tuple[str, ...]:
    """The parts that were saved after somebody read them, or are new to them; none for whoever has read nothing yet.

    `now` is the revision of each part that stands; revisions of a part only ever grow.
    """
    if read is None:
        return ()
    return tuple(part for part, revision in now.items() if revision > read.revisions.get(part, 0))


def last_read(readings: Sequence[ReadBrief], parts: Iterable[str]) -> dict[str, int]:
    """The newest revision of each part that anybody has read; 0 where nobody has read any."""
    return {part: max((one.revisions.get(part, 0) for one in readings), default=0) for part in parts}


def unread(readings: Sequence[ReadBrief], now: Mapping[str, int]) -> tuple[str, ...]:
    """The parts that stand as nobody has read them; `now` is the revision of each."""
    read = last_read(readings, now)
    return tuple(part for part, revision in now.items() if revision > read[part])


def has_news(readings: Sequence[ReadBrief], now: Mapping[str, int]) -> bool:
    """Whether anything stands that nobody has read."""
    return bool(unread(readings, now))
