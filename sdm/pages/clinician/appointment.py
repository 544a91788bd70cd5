"""Giving a conversation another appointment, another clinician who is to see the patient, or both."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.conversations import rearrange
from sdm.models import Conversation, User
from sdm.pages.clinician import words
from sdm.pages.clinician.colleagues import Colleagues, SeenByField
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.starting import moment_to_come
from sdm.pages.fields import AppointmentField
from sdm.pages.forms import PlainForm
from sdm.rules.transitions import NotAllowed, Step


class AppointmentForm(PlainForm):
    """When the patient comes, and who will see them."""

    appointment_at = AppointmentField(
        label="When is the appointment?", help_text="The day, and the time like 09:30 or 14:15"
    )
    seen_by = SeenByField()

    def __init__(self, conversation: Conversation, data: Any = None) -> None:
        super().__init__(data, initial={"appointment_at": conversation.appointment_at})
        self.stands = conversation.appointment_at
        colleagues = Colleagues(User.objects.clinicians_of(conversation.hospital_id))
        self.fields["seen_by"].offer(colleagues, str(conversation.seen_by_id))
        # A page from before a decision may still send an appointment: it is told why that cannot be.
        is_sent = data is not None and "appointment_at_day" in data
        if not (is_sent or conversation.may(Step.CHANGE_APPOINTMENT)):
            del self.fields["appointment_at"]

    def clean_appointment_at(self) -> datetime:
        """The appointment that stands, to the minute, even once it has passed; or a moment that can be meant."""
        moment = self.cleaned_data["appointment_at"]
        is_as_it_stands = moment == self.stands.replace(second=0, microsecond=0)
        return self.stands if is_as_it_stands else moment_to_come(moment)


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def appointment(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Ask for the new appointment and who will see the patient; a POST changes what is not as it stands."""
    form = AppointmentForm(conversation, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, conversation, form)
    if not form.is_valid():
        return _show(request, conversation, form, status=422)
    values = form.cleaned_data
    before = (conversation.appointment_at, conversation.seen_by_id)
    try:
        rearrange(conversation=conversation, by=request.user, **values)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return _show(request, conversation, form, status=409)
    if values["seen_by"].pk != before[1]:
        messages.success(request, words.HANDED_ON.format(name=values["seen_by"].name))
    if values.get("appointment_at", before[0]) != before[0]:
        messages.success(request, words.APPOINTMENT_CHANGED)
        # As it stood before: an interpreter is booked for one day, and for the time of the appointment.
        if arranged := ", ".join(map(str, conversation.arranged)):
            messages.warning(request, words.ARRANGED_FOR_THE_OLD.format(needs=arranged))
    return redirect("conversation", conversation.pk)


def _show(request: HttpRequest, conversation: Conversation, form: AppointmentForm, status: int = 200) -> HttpResponse:
    context = {
        "conversation": conversation,
        "form": form,
        "may_change": conversation.may(Step.CHANGE_APPOINTMENT),
        "may_hand_on": conversation.may(Step.HAND_ON),
    }
    return render(request, "clinician/appointment.html", context, status=status)
