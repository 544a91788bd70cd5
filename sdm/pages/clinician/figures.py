"""Figures for the service: plots drawn here, and the same as a table, for the last twelve months."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from sdm.models import Decision
from sdm.models.service_figures import figures_of
from sdm.pages.access import clinicians
from sdm.rules.service_figures import Month, as_days, months_before

MONTHS = 12
# The picture's own units: a column for each month, and room above it for its number and below it for its name.
COLUMN, BAR, TALLEST, ABOVE = 34, 22, 100, 16
BOTTOM = ABOVE + TALLEST
# What was decided, as the table has room for it.
IN_SHORT = {
    Decision.CONSENT: "Have it",
    Decision.REFUSAL: "Not have it",
    Decision.MORE_TIME: "More time",
    Decision.ANOTHER_OPINION: "Another opinion",
}


@dataclass(frozen=True)
class Bar:
    """One month in a plot: where its bar stands, and what is written above and below it."""

    x: int
    y: float
    height: float
    middle: float
    value: str
    name: str


@dataclass(frozen=True)
class Plot:
    """One figure, month by month, as bars; `words` says the same to whoever does not see it."""

    id: str
    title: str
    bars: tuple[Bar, ...]
    width: int = MONTHS * COLUMN
    bottom: int = BOTTOM
    bar: int = BAR
    height: int = BOTTOM + 18

    @property
    def words(self) -> str:
        """Each month with its number."""
        return "; ".join(f"{bar.name}: {bar.value or 'none'}" for bar in self.bars)


@require_safe
@clinicians
def figures(request: HttpRequest) -> HttpResponse:
    """The plots and the table of the clinician's own hospital."""
    months = figures_of(request.user, months_before(timezone.localdate(), MONTHS))
    context = {
        "plots": _plots(months),
        "rows": [_row(month) for month in reversed(months)],
    }
    return render(request, "clinician/figures.html", context)


def _plots(months: Sequence[Month]) -> list[Plot]:
    by_kind = (
        _plot(
            f"decisions-{choice}",
            f"Decisions: {label.lower()}",
            months,
            lambda one, of=choice: one.decisions.get(of, 0),
        )
        for choice, label in Decision.CHOICES
    )
    return [
        _plot("answered", "In 100 patients, how many sent answers before", months, lambda one: one.share_answered, 100),
        _plot("days", "Days from decision to procedure (middle)", months, lambda one: one.median_days),
        _plot("left-open", "Left open on the agenda after the appointment", months, lambda one: one.left_open),
        *by_kind,
    ]


def _plot(
    id_: str, title: str, months: Sequence[Month], value_of: Callable[[Month], float | None], most: float = 0
) -> Plot:
    values = [value_of(month) for month in months]
    most = most or max((value or 0 for value in values), default=0) or 1
    bars = []
    for place, (month, value) in enumerate(zip(months, values, strict=True)):
        height = round((value or 0) / most * TALLEST, 1)
        x = place * COLUMN + (COLUMN - BAR) // 2
        name = date_format(month.first, "M")
        bars.append(Bar(x, BOTTOM - height, height, place * COLUMN + COLUMN / 2, as_days(value), name))
    return Plot(id_, title, tuple(bars))


def _row(month: Month) -> list[tuple[str, str]]:
    """A month as the table has it: each cell with the heading of its column."""
    share = month.share_answered
    cells = [
        ("Month", date_format(month.first, "F Y")),
        ("Appointments", str(month.appointments)),
        ("Answers before", "" if share is None else f"{month.answered_before} ({share} in 100)"),
        ("Left open", str(month.left_open)),
        *((label, str(month.decisions.get(choice, 0))) for choice, label in IN_SHORT.items()),
        ("Days to procedure", f"{as_days(month.median_days)} (of {month.procedures})" if month.procedures else ""),
    ]
    return [(heading, text or "–") for heading, text in cells]
