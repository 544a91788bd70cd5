"""Whether a patient can decide for themselves, and freely; and which of the consent forms is for whom."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sdm.rules.dates import is_day
from sdm.rules.planned import words_of


class Capacity(StrEnum):
    """What is known of a patient's capacity to make this decision."""

    PRESUMED = "presumed"
    IN_DOUBT = "in-doubt"
    HAS = "has"
    LACKS = "lacks"


RESULTS = {
    Capacity.HAS: "The patient can make this decision",
    Capacity.LACKS: "The patient cannot make this decision",
}
# The NHS's model consent forms: for whom each is. This app records what form 1 does, and no other.
FORMS = (
    ("Consent form 1", "A patient who agrees to an investigation or treatment themselves"),
    ("Consent form 2", "A parent who agrees to an investigation or treatment of a child or young person"),
    ("Consent form 3", "A patient or parent who agrees, where consciousness is not impaired"),
    ("Consent form 4", "An adult who is unable to consent to an investigation or treatment"),
)


def capacity_of(details: Mapping[str, Any]) -> Capacity:
    """What has been recorded of the patient's capacity; without a doubt it is presumed.

    An assessment counts once it says what was done to support the patient, what was assessed, by whom and when.
    """
    if details.get("doubt") != "yes":
        return Capacity.PRESUMED
    result = details.get("result")
    if not is_assessed(details) or result not in (Capacity.HAS, Capacity.LACKS):
        return Capacity.IN_DOUBT
    return Capacity(result)


def is_assessed(details: Mapping[str, Any]) -> bool:
    """Whether everything is recorded that makes an assessment."""
    return all(words_of(details, name) for name in ("support", "assessment", "assessed_by")) and is_day(
        details.get("assessed_on")
    )


def may_consent(capacity: Capacity) -> bool:
    """Whether a consent of the patient's own may be recorded."""
    return capacity in (Capacity.PRESUMED, Capacity.HAS)


def decides_freely(details: Mapping[str, Any]) -> bool:
    """Whether nobody doubts that the patient decides freely, or it is written down why they do after all.

    Source: a consent is valid only if it is given freely, under no pressure from anybody.
    """
    return not words_of(details, "not_free") or words_of(details, "free_after_all") != ""
