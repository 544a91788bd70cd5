"""The record's chain: how each entry is bound to the one before, and where a chain first goes wrong."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

BEFORE_THE_FIRST = "0" * 64


@dataclass(frozen=True)
class Link:
    """One entry of a record as plain values; `content` is canonical JSON, digests are SHA-256 in hexadecimal."""

    conversation: str
    sequence: int
    at: datetime
    who: str
    who_id: str
    what: str
    content: str
    content_digest: str
    previous_digest: str
    digest: str


@dataclass(frozen=True)
class Fault:
    """The first entry of a record that is wrong, and what is wrong with it in plain words."""

    sequence: int
    reason: str


def canonical(content: Any) -> str:
    """JSON in one fixed form, so that the same content always has the same digest."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def entry_digest(
    *,
    conversation: str,
    sequence: int,
    at: datetime,
    who: str,
    who_id: str,
    what: str,
    content_digest: str,
    previous_digest: str,
) -> str:
    """The digest that binds an entry to its place, time, author, content and the entry before."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return digest_of(canonical([conversation, sequence, moment, who, who_id, what, content_digest, previous_digest]))


def first_fault(links: Iterable[Link], *, at_least: int = 0) -> Fault | None:
    """The first entry that is wrong in a conversation's record, or None where all hold.

    `links` come in order of sequence. `at_least` is how many entries there must be, as other rows bear witness.
    """
    previous, expected = BEFORE_THE_FIRST, 1
    for link in links:
        reason = _fault_of(link, expected, previous)
        if reason:
            return Fault(min(expected, link.sequence), reason)
        previous, expected = link.digest, expected + 1
    if expected <= at_least:
        return Fault(expected, "the entry is missing: the record was cut short")
    return None


def _fault_of(link: Link, expected: int, previous: str) -> str:
    """What is wrong with one entry, given the sequence and digest that must come before it; empty where it holds."""
    if link.sequence > expected:
        return "the entry is missing"
    if link.sequence < expected:
        return "the entry stands twice or out of order"
    if digest_of(link.content) != link.content_digest:
        return "the content is not what was recorded"
    if link.previous_digest != previous:
        return "the entry is not bound to the one before it"
    digest = entry_digest(
        conversation=link.conversation,
        sequence=link.sequence,
        at=link.at,
        who=link.who,
        who_id=link.who_id,
        what=link.what,
        content_digest=link.content_digest,
        previous_digest=link.previous_digest,
    )
    return "" if digest == link.digest else "the time, the author or what was done is not what was recorded"
