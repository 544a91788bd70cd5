"""Numbers and moments as people read them."""

from datetime import datetime

from django import template

from sdm.rules import nhs_number
from sdm.summary import moments

register = template.Library()


@register.filter
def spaced(digits: str) -> str:
    """An NHS number as 943 476 5919."""
    return nhs_number.spaced(digits)


@register.filter
def moment(value: datetime | None) -> str:
    """A moment as "27 March 2026, 2:30pm" on the hospital's clocks; empty where there is none."""
    return moments.moment(value.isoformat()) if value else ""
