"""Files for the registry, for audit and with figures: sent while they are read, and who takes them is written down."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sdm.actions.exports import record_export
from sdm.models import Export
from sdm.models.service_figures import figures_of
from sdm.pages.access import clinicians
from sdm.pages.fields import DateBoxesField, RadiosField, has_come
from sdm.pages.forms import PlainForm
from sdm.rules.csv_cells import as_cell
from sdm.rules.service_figures import FEWER, months_before
from sdm.summary.registry import by_month, told

LONGEST = timedelta(days=2 * 366)
HINTS = {
    Export.REGISTRY: "Each patient who had a procedure with special arrangements, or in a study. With their NHS "
    "number, but no name and no date of birth. Where nothing was decided before, the day of the procedure counts.",
    Export.AUDIT: "Each patient who agreed to such a procedure. No number, no name, no day and nobody’s own words.",
    Export.FIGURES: f"For the whole hospital. Numbers from 1 to 4 are given as “{FEWER}”.",
}


class ExportForm(PlainForm):
    """Which file, and of which days."""

    kind = RadiosField(
        label="What is the file for?",
        choices=Export.KINDS,
        hints=HINTS,
        error_messages={"required": "Choose what the file is for"},
    )
    since = DateBoxesField(label="Decisions from", error_messages={"required": "Enter the first day"})
    until = DateBoxesField(
        label="Decisions up to",
        validators=[has_come("The last day")],
        error_messages={"required": "Enter the last day"},
    )

    def clean(self) -> dict[str, Any]:
        """Days in their order, and not more than two years of them."""
        values = super().clean()
        since, until = values.get("since"), values.get("until")
        if since and until and since > until:
            self.add_error("until", "The last day must not be before the first")
        elif since and until and until - since > LONGEST:
            self.add_error("since", "Choose two years or less")
        return values


class Line:
    """Takes each line that the CSV writer writes, and gives it back to be sent."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


@require_http_methods(["GET", "HEAD", "POST"])
@clinicians
def exports(request: HttpRequest) -> HttpResponseBase:
    """The form; a POST sends the file. It is posted, because who takes data out is written down."""
    today = timezone.localdate()
    first = {"since": today.replace(month=1, day=1), "until": today}
    if request.method != "POST":
        return _show(request, ExportForm(initial=first))
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    record_export(by=request.user, **form.cleaned_data)
    return _file(_rows(request, **form.cleaned_data), name=f"{form.cleaned_data['kind']}.csv")


def _rows(request: HttpRequest, *, kind: str, since: date, until: date) -> Iterable[Sequence[object]]:
    if kind != Export.FIGURES:
        return told(request.user, kind, since, until)
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    return by_month(figures_of(request.user, months_before(until, months)))


def _file(rows: Iterable[Sequence[object]], *, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        _lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Each row as a line, every cell in quotes; the first tells spreadsheets how letters are written."""
    writer = csv.writer(Line(), quoting=csv.QUOTE_ALL)
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([as_cell(value) for value in row])


def _show(request: HttpRequest, form: ExportForm, status: int = 200) -> HttpResponse:
    taken = Export.objects.filter(hospital_id=request.user.hospital_id).select_related("made_by")[:20]
    return render(request, "clinician/exports.html", {"form": form, "taken": taken}, status=status)
