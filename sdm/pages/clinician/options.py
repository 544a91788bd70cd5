"""The options as a clinician sees them: the evidence, and beside it what the patient sent about it."""

from __future__ import annotations

from dataclasses import dataclass

from sdm.models import Conversation
from sdm.pages.clinician.attention import sent_answers
from sdm.rules.edition import Option, Outcome
from sdm.rules.parts import OPTIONS, WHAT_MATTERS, saved_in
from sdm.rules.patient_fields import Limit, harm_key, limits_of
from sdm.rules.touches import TouchedMatter, what_matters_most


@dataclass(frozen=True)
class Risk:
    """A bad point, and what the patient said would be too many; None where they said nothing."""

    outcome: Outcome
    limit: Limit | None


@dataclass(frozen=True)
class OptionWithLimits:
    """One option of the edition with its bad points."""

    option: Option
    risks: tuple[Risk, ...]


def options_with_limits(conversation: Conversation) -> tuple[OptionWithLimits, ...]:
    """Every option, in the edition's order; nothing is weighed and nothing is added up."""
    limits = limits_sent(conversation)
    return tuple(
        OptionWithLimits(
            option,
            tuple(Risk(one, limits.get(harm_key(option, place))) for place, one in enumerate(option.risks, start=1)),
        )
        for option in conversation.content.options
    )


def limits_sent(conversation: Conversation) -> dict[str, Limit]:
    """What the patient sent on how many would be too many, by the key of each harm."""
    answers = sent_answers(conversation)
    return limits_of(answers[OPTIONS], conversation.content) if OPTIONS in answers else {}


def thoughts_sent(conversation: Conversation) -> str:
    """What the patient wrote about the options in their own words."""
    return saved_in(sent_answers(conversation), OPTIONS).text


def matters_most(conversation: Conversation) -> tuple[TouchedMatter, ...]:
    """What the patient rated highest of what they sent, beside what the leaflet says of it for each option."""
    return what_matters_most(saved_in(sent_answers(conversation), WHAT_MATTERS), conversation.content)
