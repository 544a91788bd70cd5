"""What makes an edition a good decision aid, item by item: each is met, not met, or for a person to look at.

Source: IPDAS v4, NICE's standards framework for decision aids (ECD8, section 1), PIF TICK and Healthcare Improvement
Scotland's criteria. The qualifying items stop publishing (`sdm.rules.publishing`); the others warn. A translation is
held against its original by what is the same in every language, and rules on English words judge nothing but English.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sdm.rules.checklist_items import ITEMS, Check, State
from sdm.rules.checks import judge
from sdm.rules.checks_of_translations import judge_translation
from sdm.rules.edition import EditionContent
from sdm.rules.languages import ENGLISH


@lru_cache(maxsize=32)
def checklist(
    content: EditionContent, language: str = ENGLISH, original: EditionContent | None = None
) -> tuple[Check, ...]:
    """Every item of the checklist for one edition, in order; `original` is what it translates, if it does."""
    checks = tuple(judge(item, content, language, original) for item in ITEMS)
    return checks if original is None else (*checks, *judge_translation(content, original))


def warnings(checks: Iterable[Check]) -> tuple[Check, ...]:
    """What does not stop publishing but asks for a reason: the other items that are not met."""
    return tuple(check for check in checks if check.state is State.NOT_MET and not check.item.stops_publishing)


def as_rows(checks: Iterable[Check]) -> list[dict[str, Any]]:
    """The checklist as JSON values, to be kept with a published edition."""
    return [{"item": check.item.number, "state": check.state.value, "why": check.why} for check in checks]
