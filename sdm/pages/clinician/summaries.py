"""The summary as the hospital keeps it: the latest decision's, or a provisional one before there is any."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sdm.models import Conversation, Decision
from sdm.models.decisions import STEPS
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.files import LARGE_PRINT, pdf_file
from sdm.pages.limits import may_have_pdf, wait
from sdm.rules.transitions import Status, Step, after
from sdm.summary.build import Summary, summary_of
from sdm.summary.later import Later, later_of
from sdm.summary.mark import RecordMark
from sdm.summary.outline import DECIDED, NOT_DECIDED
from sdm.summary.pdf import as_pdf


@require_safe
@of_their_hospital
def summary(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The summary as a page."""
    shown, mark, later = _summary(conversation)
    context = {
        "conversation": conversation,
        "summary": shown,
        "mark": mark,
        "since": conversation.said_since,
        "later": later,
        "is_large": LARGE_PRINT in request.GET,
        "is_open_again": not shown.is_provisional and _was_opened_again(shown.decision["choice"], conversation),
        "may_reopen": conversation.may(Step.REOPEN),
    }
    return render(request, "clinician/summary.html", context)


def _was_opened_again(choice: str, conversation: Conversation) -> bool:
    """Whether somebody opened the discussion again after a decision: more time and another opinion close none."""
    return after(STEPS[choice], Status.DISCUSSING) is Status.DECIDED and conversation.status != Status.DECIDED


@require_safe
@of_their_hospital
def summary_pdf(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The summary as a file; nobody's name stands in the name of the file."""
    if not may_have_pdf(request.user.pk):
        return wait(request)
    shown, mark, later = _summary(conversation)
    large = LARGE_PRINT in request.GET
    pdf = as_pdf(shown, record=mark, since=conversation.said_since, later=later, large_print=large)
    return pdf_file(pdf, _(NOT_DECIDED if shown.is_provisional else DECIDED), large_print=large)


def _summary(conversation: Conversation) -> tuple[Summary, RecordMark, Later]:
    """What was frozen with the latest decision, else what stands now; with the entry of the record it stands on.

    Beside it what has come after the decision.
    """
    decision = Decision.objects.latest_of(conversation)
    sequence = decision.recorded_as if decision else conversation.head[0]
    entry = conversation.record.only("digest", "at").get(sequence=sequence)
    mark = RecordMark(
        digest=entry.digest, sequence=sequence, conversation=str(conversation.pk), at=entry.at.isoformat()
    )
    shown = Summary(**decision.summary) if decision else summary_of(conversation)
    return shown, mark, later_of(conversation, decision)
