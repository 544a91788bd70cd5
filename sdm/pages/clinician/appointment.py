"""Giving a conversation another appointment, or another clinician who is to see the patient."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sdm.actions.conversations import change_appointment
from sdm.actions.conversations import hand_on as hand_it_on
from sdm.models import Conversation, User
from sdm.pages.clinician import words
from sdm.pages.clinician.colleagues import Colleagues, SeenByField
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


class HandOnForm(PlainForm):
    """Who will see the patient: one of the hospital's clinicians."""

    seen_by = SeenByField()

    def __init__(self, conversation: Conversation, data: Any = None) -> None:
        super().__init__(data)
        colleagues = Colleagues(User.objects.clinicians_of(conversation.hospital_id))
        self.fields["seen_by"].offer(colleagues, str(conversation.seen_by_id))


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def appointment(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Ask for the new appointment, or who will see the patient; a POST gives the appointment."""
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


@require_POST
@of_their_hospital
def hand_on(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Have somebody else see the patient."""
    form = HandOnForm(conversation, request.POST)
    if not form.is_valid():
        return _show(request, conversation, AppointmentForm(), form, status=422)
    seen_by = form.cleaned_data["seen_by"]
    try:
        hand_it_on(conversation=conversation, seen_by=seen_by, by=request.user)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return _show(request, conversation, AppointmentForm(), form, status=409)
    messages.success(request, words.HANDED_ON.format(name=seen_by.name))
    return redirect("conversation", conversation.pk)


def _show(
    request: HttpRequest,
    conversation: Conversation,
    form: AppointmentForm,
    hand_on_form: HandOnForm | None = None,
    status: int = 200,
) -> HttpResponse:
    hand_on_form = hand_on_form or HandOnForm(conversation)
    context = {
        "conversation": conversation,
        "form": form,
        "hand_on_form": hand_on_form,
        "may_change": conversation.may(Step.CHANGE_APPOINTMENT),
        "may_hand_on": conversation.may(Step.HAND_ON),
        "problems": form.problems or hand_on_form.problems,
    }
    return render(request, "clinician/appointment.html", context, status=status)
