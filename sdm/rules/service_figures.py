"""Figures for the service, month by month, and how small numbers are kept from saying who somebody is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

# Counts from 1 to 4 can tell who somebody is, so nothing that leaves the hospital has them.
FEWEST = 5
FEWER = f"fewer than {FEWEST}"


@dataclass
class Month:
    """What happened in one month; `first` is its first day.

    `days` counts consents by the days between the decision and the procedure, `decisions` what was chosen and
    stood at its end, once for each patient.
    """

    first: date
    appointments: int = 0
    answered_before: int = 0
    left_open: int = 0
    decisions: dict[str, int] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)

    @property
    def share_answered(self) -> int | None:
        """How many in 100 patients had sent their answers before the appointment; None without appointments."""
        return round(100 * self.answered_before / self.appointments) if self.appointments else None

    @property
    def procedures(self) -> int:
        """How many consents led to a procedure that month."""
        return sum(self.days.values())

    @property
    def median_days(self) -> float | None:
        """The middle of the days between decision and procedure; None where there was none."""
        return median(self.days)


def months_before(last: date, how_many: int) -> list[date]:
    """The first days of so many months, the last of them the month of a day."""
    months = last.year * 12 + last.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(months - how_many + 1, months + 1)]


def median(counts: Mapping[int, int]) -> float | None:
    """The middle of values, given how often each came; None where none did."""
    total = sum(counts.values())
    if not total:
        return None
    return (_at(counts, (total - 1) // 2) + _at(counts, total // 2)) / 2


def _at(counts: Mapping[int, int], place: int) -> int:
    """The value at a place in the order of all values, counted from 0."""
    for value in sorted(counts):
        place -= counts[value]
        if place < 0:
            return value
    raise IndexError(place)


def without_few(count: int) -> str:
    """A count as it may leave the hospital."""
    return FEWER if 0 < count < FEWEST else str(count)


def share_without_few(part: int, whole: int) -> str:
    """A share in 100 as it may leave the hospital: nothing where it, or what is left, would tell a small number."""
    if whole < FEWEST or 0 < part < FEWEST or 0 < whole - part < FEWEST:
        return ""
    return str(round(100 * part / whole))


def as_days(days: float | None) -> str:
    """A number of days in figures: 3, or 3.5."""
    return "" if days is None else f"{days:g}"
