"""Whether a patient can decide for themselves, and freely; and which of the consent forms is for whom."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sdm.rules.ages import is_adult, is_too_young
from sdm.rules.planned import words_of
from sdm.rules.possible_days import KnownDays, can_be
from sdm.rules.words import has_a_word, names_something


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
FORM_1, FORM_2, FORM_4 = "Consent form 1", "Consent form 2", "Consent form 4"
FORMS = (
    (FORM_1, "A patient who agrees to an investigation or treatment themselves"),
    (FORM_2, "A parent who agrees to an investigation or treatment of a child or young person"),
    ("Consent form 3", "A patient or parent who agrees, where consciousness is not impaired"),
    (FORM_4, "An adult who is unable to consent to an investigation or treatment"),
)


def form_for(age: int, capacity: Capacity) -> str:
    """Which of the forms applies to this patient as far as it is known; empty where the hospital's policy says so.

    Nothing here says which form is for somebody of 16 or 17, or for whom a doubt is not settled.
    """
    if is_too_young(age):
        return FORM_2
    if not is_adult(age) or capacity is Capacity.IN_DOUBT:
        return ""
    return FORM_4 if capacity is Capacity.LACKS else FORM_1


def another_form(age: int, capacity: Capacity) -> tuple[str, str]:
    """The form that applies where it is not the first, and for whom it is; empty where this app records the consent.

    And where nothing here says which form it is.
    """
    name = form_for(age, capacity)
    return (name, dict(FORMS)[name]) if name not in ("", FORM_1) else ("", "")


def capacity_of(details: Mapping[str, Any], known: KnownDays) -> Capacity:
    """What has been recorded of the patient's capacity; without a doubt it is presumed.

    An assessment counts once it says what was done to support the patient, what was assessed, by whom, and when that
    can have been.
    """
    if details.get("doubt") != "yes":
        return Capacity.PRESUMED
    result = details.get("result")
    if not is_assessed(details, known) or result not in (Capacity.HAS, Capacity.LACKS):
        return Capacity.IN_DOUBT
    return Capacity(result)


def is_assessed(details: Mapping[str, Any], known: KnownDays) -> bool:
    """Whether everything is recorded that makes an assessment."""
    has_words = all(has_a_word(details.get(name)) for name in ("support", "assessment"))
    return has_words and names_something(details.get("assessed_by")) and can_be(details.get("assessed_on"), known)


def may_consent(capacity: Capacity) -> bool:
    """Whether a consent of the patient's own may be recorded."""
    return capacity in (Capacity.PRESUMED, Capacity.HAS)


def decides_freely(details: Mapping[str, Any], *, says_no_choice: bool = False) -> bool:
    """Whether nobody doubts that the patient decides freely, or it is written down why they do after all.

    A patient who `says_no_choice` doubts it themselves. Source: a consent is valid only if it is given freely, under no
    pressure from anybody.
    """
    is_in_doubt = says_no_choice or words_of(details, "not_free") != ""
    return not is_in_doubt or has_a_word(details.get("free_after_all"))
