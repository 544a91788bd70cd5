"""The options as one patient was told of them: talked about or not, what is added for them, and what is not offered.

What a clinician adds stands in the details of the part `options`, each under a name that these functions give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sdm.rules.edition import EditionContent, Option
from sdm.rules.words import has_a_word, is_blank

DISCUSSED = "discussed"
GOOD, BAD = "good", "bad"
# Points of one kind that can be added to one option.
ADDED_AT_MOST = 4
WHY_MISSING = "Write why this is so for this patient"
NOT_OFFERED_WHY = "Write in words why it is not offered, or leave this empty"
POINT_MISSING = "Write the point itself, or empty the box below"


@dataclass(frozen=True)
class AddedPoint:
    """A good or bad point of an option that holds for this patient, and why."""

    text: str
    why: str


@dataclass(frozen=True)
class OptionForPatient:
    """One option of the edition as it was talked about; `not_offered_because` is empty where it is offered."""

    option: Option
    discussed: bool
    good: tuple[AddedPoint, ...]
    bad: tuple[AddedPoint, ...]
    not_offered_because: str


def added_name(kind: str, option: Option, place: int) -> str:
    """Under which a point that is added stands; `place` counts from 1."""
    return f"{kind}-{option.id}-{place}"


def why_name(name: str) -> str:
    """Under which the reason for a point stands."""
    return f"{name}-why"


def not_offered_name(option: Option) -> str:
    """Under which the reason stands why an option is not offered."""
    return f"not-offered-{option.id}"


def may_be_withheld(option: Option) -> bool:
    """Whether an option can be not offered: having no procedure is open to everybody (PRSB: the least of options)."""
    return not option.is_no_procedure


def for_patient(details: Mapping[str, Any], content: EditionContent) -> tuple[OptionForPatient, ...]:
    """Every option in the edition's order. What is not offered is so by its reason: there is none without one."""
    discussed = details.get(DISCUSSED)
    return tuple(
        OptionForPatient(
            option,
            isinstance(discussed, list) and option.id in discussed,
            tuple(_added(details, GOOD, option)),
            tuple(_added(details, BAD, option)),
            _words(details, not_offered_name(option)) if may_be_withheld(option) else "",
        )
        for option in content.options
    )


def why_procedure_not_offered(details: Mapping[str, Any], content: EditionContent) -> str:
    """Why this patient is not offered the procedure, as it was written down; empty where they are."""
    return next((one.not_offered_because for one in for_patient(details, content) if one.option.is_procedure), "")


def instead_of_procedure(details: Mapping[str, Any], content: EditionContent) -> tuple[Option, ...]:
    """The options that this patient can choose instead of the procedure: those that they are offered."""
    offered = (one.option for one in for_patient(details, content) if not one.not_offered_because)
    return tuple(option for option in offered if not option.is_procedure)


def unfinished(details: Mapping[str, Any], content: EditionContent) -> tuple[tuple[str, str], ...]:
    """What is missing where something is added or not offered, by the name under which it goes: a reason in words."""
    missing = []
    for option in content.options:
        for kind in (GOOD, BAD):
            for place in range(1, ADDED_AT_MOST + 1):
                name = added_name(kind, option, place)
                point, why = _words(details, name), _words(details, why_name(name))
                if point and not has_a_word(why):
                    missing.append((why_name(name), WHY_MISSING))
                elif why and not point:
                    missing.append((name, POINT_MISSING))
        because = _words(details, not_offered_name(option)) if may_be_withheld(option) else ""
        if because and not has_a_word(because):
            missing.append((not_offered_name(option), NOT_OFFERED_WHY))
    return tuple(missing)


def _added(details: Mapping[str, Any], kind: str, option: Option) -> Iterator[AddedPoint]:
    """The points of one kind; words without their point are shown as well, so that none is lost."""
    for place in range(1, ADDED_AT_MOST + 1):
        name = added_name(kind, option, place)
        point = AddedPoint(_words(details, name), _words(details, why_name(name)))
        if point.text or point.why:
            yield point


def _words(details: Mapping[str, Any], name: str) -> str:
    words = details.get(name)
    return words if isinstance(words, str) and not is_blank(words) else ""
