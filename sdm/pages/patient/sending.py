"""Checking the answers, sending them, and what happens next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sdm.actions.answers import NothingToSend, send_answers
from sdm.pages.access import Visit, patients
from sdm.pages.patient.answers import about
from sdm.pages.patient.moved import written_to_questions_gone
from sdm.pages.patient.steps import steps
from sdm.rules.transitions import NotAllowed


@require_safe
@patients
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything the patient wrote and chose, with what is empty; it prints as their own copy."""
    return _check(request, visit)


@require_POST
@patients
def send(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Send the answers; twice is once."""
    try:
        send_answers(conversation=visit.conversation, by=visit.actor)
    except NothingToSend as nothing:
        return _check(request, visit, problems=[("#answers", _(str(nothing)))], status=422)
    except NotAllowed:
        return _check(request, visit, status=409)
    return redirect("patient-sent")


@require_safe
@patients
def sent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """That the answers were sent, and what happens next until the appointment."""
    shown = about(visit)
    if not (visit.conversation.is_sent and shown["is_open"]):
        return redirect("patient-check")
    return render(request, "patient/sent.html", shown)


def _check(request: HttpRequest, visit: Visit, *, problems: list | None = None, status: int = 200) -> HttpResponse:
    shown = {**about(visit), "steps": steps(visit), "gone": written_to_questions_gone(visit), "problems": problems}
    return render(request, "patient/check.html", shown, status=status)
