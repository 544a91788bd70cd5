"""The patient's own copy of the summary, as it was frozen with the latest decision: on screen and as a PDF."""

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sdm.models import Conversation, Decision, RecordEntry
from sdm.pages.access import Visit, patients
from sdm.pages.files import LARGE_PRINT, pdf_file
from sdm.pages.limits import may_have_pdf, wait
from sdm.pages.patient.answers import about
from sdm.summary.build import Summary
from sdm.summary.later import later_of
from sdm.summary.mark import RecordMark
from sdm.summary.outline import DECIDED
from sdm.summary.pdf import as_pdf


@require_safe
@patients
def summary(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The summary as a page; before a decision, a page that says that there is none yet."""
    decision = _latest_decision(visit.conversation)
    if decision is None:
        return render(request, "patient/no_summary.html", about(visit), status=404)
    shown = {
        "summary": Summary(**decision.summary),
        "mark": _mark(decision),
        "since": visit.conversation.said_since,
        "later": later_of(visit.conversation, decision),
        "is_large": LARGE_PRINT in request.GET,
    }
    return render(request, "patient/summary.html", {**about(visit), **shown})


@require_safe
@patients
def summary_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The summary as a file; nobody's name stands in the name of the file."""
    decision = _latest_decision(visit.conversation)
    if decision is None:
        return render(request, "patient/no_summary.html", about(visit), status=404)
    if not may_have_pdf(visit.invitation_id):
        return wait(request)
    large = LARGE_PRINT in request.GET
    pdf = as_pdf(
        Summary(**decision.summary),
        record=_mark(decision),
        since=visit.conversation.said_since,
        later=later_of(visit.conversation, decision),
        large_print=large,
    )
    return pdf_file(pdf, _(DECIDED), large_print=large)


def _latest_decision(conversation: Conversation) -> Decision | None:
    """The latest decision, with the digest and the time of its entry in the record, in one query."""
    entry = RecordEntry.objects.filter(conversation=OuterRef("conversation"), sequence=OuterRef("recorded_as"))
    return (
        conversation.decisions.with_later()
        .annotate(digest=Subquery(entry.values("digest")), at=Subquery(entry.values("at")))
        .order_by("-number")
        .first()
    )


def _mark(decision: Decision) -> RecordMark:
    return RecordMark(
        digest=decision.digest,
        sequence=decision.recorded_as,
        conversation=str(decision.conversation_id),
        at=decision.at.isoformat(),
    )
