"""Whether a patient can choose, and freely: what they say themselves, what staff doubt, and what is kept from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sdm.rules.capacity import Capacity, decides_freely
from sdm.rules.parts import CAPACITY, WHERE_I_AM, WITHHELD, Saved, saved_in
from sdm.rules.planned import words_of

NO_CHOICE = "The patient says that they have no choice"
CAN_THEY = "There is a doubt whether the patient can make this decision"
THEY_CANNOT = "The assessment says that the patient cannot make this decision"
A_DOUBT = "There is a doubt whether the patient decides freely"
# Where in the discussion it stands: nothing else of it is asked below.
ON_FREE_CHOICE = (CAPACITY, WITHHELD)


def has_no_choice(answers: Mapping[str, Saved]) -> bool:
    """Whether the patient said that they feel no choice; `answers` are those that they sent."""
    return saved_in(answers, WHERE_I_AM).details.get("choice") == "no"


def concerns(answers: Mapping[str, Saved], discussion: Mapping[str, Saved]) -> Iterator[str]:
    """What whoever talks with the patient should know of their choice, in words for staff."""
    if has_no_choice(answers):
        yield NO_CHOICE
    capacity = saved_in(discussion, CAPACITY).details
    if capacity.get("doubt") == "yes" and capacity.get("result") != Capacity.HAS:
        yield THEY_CANNOT if capacity.get("result") == Capacity.LACKS else CAN_THEY
    if not decides_freely(capacity):
        yield A_DOUBT


def is_something_withheld(discussion: Mapping[str, Saved]) -> bool:
    """Whether anything is recorded that this patient is not told, or only later."""
    details = saved_in(discussion, WITHHELD).details
    return any(words_of(details, name) for name in ("withheld", "delayed"))
