"""Dates and moments as people here read them."""

from datetime import UTC, date, datetime
from functools import lru_cache

from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sdm.rules.dates import LONDON


def day(iso: str | None) -> str:
    """An ISO date as "27 March 2026"; empty where there is none."""
    return _day_in(iso, get_language()) if iso else ""


def moment(iso: str | None) -> str:
    """An ISO moment as "27 March 2026, 2:30pm" on the clocks of London; empty where there is none.

    A moment that names no zone is in UTC.
    """
    return _moment(iso, get_language()) if iso else ""


# A list names the same days and moments each time it is looked at, and translating the parts of one takes a while.
@lru_cache(maxsize=2048)
def _day_in(iso: str, language: str) -> str:
    """A day in the language that is in force, which `language` only names."""
    return _day(date.fromisoformat(iso))


@lru_cache(maxsize=2048)
def _moment(iso: str, language: str) -> str:
    """A moment in the language that is in force, which `language` only names."""
    there = datetime.fromisoformat(iso)
    here = (there if there.tzinfo else there.replace(tzinfo=UTC)).astimezone(LONDON)
    return f"{_day(here)}, {_clock(here)}"


def _day(value: date) -> str:
    return f"{value.day} {MONTHS[value.month]} {value.year}"


def _clock(value: datetime) -> str:
    if value.minute == 0 and value.hour in (0, 12):
        return _("midday") if value.hour else _("midnight")
    minutes = f":{value:%M}" if value.minute else ""
    clock = f"{value.hour % 12 or 12}{minutes}"
    return _("%(clock)sam") % {"clock": clock} if value.hour < 12 else _("%(clock)spm") % {"clock": clock}
