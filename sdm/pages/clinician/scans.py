"""The scan of a form that was signed on paper: adding it, looking at it, and saying that it is there by mistake."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from sdm.actions.scans import add_scans, say_scan_is_mistake
from sdm.models import Conversation, Decision, Scan
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.scans_form import CHOOSE_AGAIN, MistakeForm, ScansForm
from sdm.rules.scans import Kind
from sdm.rules.transitions import NotAllowed, Step

CONTENT_TYPES = {Kind.PDF: "application/pdf", Kind.JPEG: "image/jpeg", Kind.PNG: "image/png"}
ENDINGS = {Kind.PDF: "pdf", Kind.JPEG: "jpg", Kind.PNG: "png"}


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def scans(request: HttpRequest, conversation: Conversation, number: int) -> HttpResponse:
    """What there is of one decision's signed paper; a POST adds to it."""
    decision = _signed_on_paper(conversation, number)
    if request.method != "POST":
        return _show(request, conversation, decision, ScansForm())
    form = ScansForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, conversation, decision, form, status=422)
    try:
        files = form.cleaned_data["scans"]
        add_scans(conversation=conversation, decision_number=number, files=files, by=request.user)
    except NotAllowed as why:
        form.add_error("scans", f"{why}. {CHOOSE_AGAIN}")
        return _show(request, conversation, decision, form, status=409)
    messages.success(request, words.SCAN_ADDED)
    return redirect("conversation-decision", conversation.pk)


def _signed_on_paper(conversation: Conversation, number: int) -> Decision:
    """The decision of this number; not there where its consent was not signed on paper."""
    decisions = conversation.decisions.with_later().defer("summary")
    # No database knows a number that is larger than its column.
    decision = decisions.filter(number=number).first() if number <= 32767 else None
    if decision is None or not decision.is_on_paper:
        raise Http404
    return decision


def _show(
    request: HttpRequest, conversation: Conversation, decision: Decision, form: ScansForm, status: int = 200
) -> HttpResponse:
    context = {
        "conversation": conversation,
        "decision": decision,
        "form": form,
        "may_add": conversation.may(Step.ADD_SCAN),
    }
    return render(request, "clinician/scans_add.html", context, status=status)


@require_safe
@of_their_hospital
def file(request: HttpRequest, conversation: Conversation, scan: UUID) -> HttpResponse:
    """One file: a picture to look at, a PDF to keep. Nothing in it runs, and its name says nothing of anybody."""
    found = get_object_or_404(conversation.scans, pk=scan)
    kind = Kind(found.kind)
    name = f"signed-form-{found.recorded_as}-{found.place}.{ENDINGS[kind]}"
    return HttpResponse(
        bytes(found.data),
        content_type=CONTENT_TYPES[kind],
        headers={
            # What browsers show PDFs with does not run in a sandbox.
            "Content-Disposition": content_disposition_header(as_attachment=kind is Kind.PDF, filename=name),
            "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def mistake(request: HttpRequest, conversation: Conversation, scan: UUID) -> HttpResponse:
    """The form that says why a scan is there by mistake."""
    found = get_object_or_404(conversation.scans.defer("data").select_related("mistake"), pk=scan)
    if request.method != "POST":
        return _show_mistake(request, conversation, found, MistakeForm())
    form = MistakeForm(request.POST)
    if not form.is_valid():
        return _show_mistake(request, conversation, found, form, status=422)
    try:
        say_scan_is_mistake(conversation=conversation, scan=found, by=request.user, **form.cleaned_data)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return _show_mistake(request, conversation, found, form, status=409)
    messages.success(request, words.SCAN_IS_MISTAKE)
    return redirect("conversation-scans", conversation.pk, found.decision_number)


def _show_mistake(
    request: HttpRequest, conversation: Conversation, scan: Scan, form: Form, status: int = 200
) -> HttpResponse:
    said = getattr(scan, "mistake", None)
    typed = form["reason"].value() if form.is_bound else ""
    context = {
        "conversation": conversation,
        "scan": scan,
        "said": said,
        "kept": [typed] if typed and said else [],
        "form": form,
        "may_say": conversation.may(Step.ADD_SCAN),
    }
    return render(request, "clinician/scan_mistake.html", context, status=status)
