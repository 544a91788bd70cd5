"""What a patient is not told, or told later: which words it must come with (PRSB: information withheld or delayed)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sdm.rules.words import has_a_word, names_when

# What is kept from a patient, what it comes with, what counts as such, and what is said where it is missing.
NEEDED: tuple[tuple[str, str, Callable[[Any], bool], str], ...] = (
    ("withheld", "withheld_because", has_a_word, "Write why it was withheld"),
    ("delayed", "delayed_because", has_a_word, "Write why it is told later"),
    ("delayed", "delayed_until", names_when, "Write when it can be told"),
)


def missing(details: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What is missing beside what is withheld or delayed: the name of each box, and what to do."""
    return tuple(
        (name, todo) for what, name, counts, todo in NEEDED if details.get(what) and not counts(details.get(name))
    )
