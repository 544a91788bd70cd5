"""Giving a conversation another appointment."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.conversations import change_appointment
from sdm.models import Conversation
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.starting import moment_to_come
from sdm.pages.fields import AppointmentField
from sdm.pages.forms import PlainForm
from sdm.rules.transitions import NotAllowed, Step


class AppointmentForm(PlainForm):
    """When the patient comes."""

    appointment_at = AppointmentField(
        label="When is the new appointment?", help_text="The day, and the time like 09:30 or 14:15"
    )

    def clean_appointment_at(self) -> datetime:
        """A moment to come, and not by a slip in a year far away."""
        return moment_to_come(self.cleaned_data["appointment_at"])


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def appointment(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Ask for the new appointment; a POST gives it."""
    form = AppointmentForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, conversation, form)
    if not form.is_valid():
        return _show(request, conversation, form, status=422)
    try:
        change_appointment(conversation=conversation, by=request.user, **form.cleaned_data)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return _show(request, conversation, form, status=409)
    messages.success(request, words.APPOINTMENT_CHANGED)
    return redirect("conversation", conversation.pk)


def _show(request: HttpRequest, conversation: Conversation, form: AppointmentForm, status: int = 200) -> HttpResponse:
    context = {"conversation": conversation, "form": form, "may_change": conversation.may(Step.CHANGE_APPOINTMENT)}
    return render(request, "clinician/appointment.html", context, status=status)
