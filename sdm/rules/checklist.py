"""What makes an edition a good decision aid, item by item: each is met, not met, or for a person to look at.

Source: IPDAS v4, NICE's standards framework for decision aids (ECD8, section 1), PIF TICK and Healthcare Improvement
Scotland's criteria. The qualifying items stop publishing (`sdm.rules.publishing`); the others warn.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sdm.rules.checklist_items import AGAINST_SOURCE, ITEMS, Check, State
from sdm.rules.checks import judge
from sdm.rules.edition import EditionContent
from sdm.rules.source_checks import against_source


def checklist(content: EditionContent, source: str) -> tuple[Check, ...]:
    """Every item of the checklist for one edition, in order; `source` is what its words came from, empty without it."""
    return (*judged_alone(content), against_source(ITEMS[AGAINST_SOURCE - 1], content, source))


@lru_cache(maxsize=32)
def judged_alone(content: EditionContent) -> tuple[Check, ...]:
    """The items that are judged by what an edition holds, without its source."""
    return tuple(judge(item, content) for item in ITEMS if item.number != AGAINST_SOURCE)


def warnings(content: EditionContent, source: str) -> tuple[Check, ...]:
    """What does not stop publishing but asks for a reason: the other items that are not met."""
    checks = checklist(content, source)
    return tuple(check for check in checks if check.state is State.NOT_MET and not check.item.stops_publishing)


def as_rows(checks: Iterable[Check]) -> list[dict[str, Any]]:
    """The checklist as JSON values, to be kept with a published edition."""
    return [{"item": check.item.number, "state": check.state.value, "why": check.why} for check in checks]
