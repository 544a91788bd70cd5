"""Correcting a patient's name, date of birth or NHS number, where one was typed wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sdm.actions.patient_details import DetailsMoved, NumberTaken, as_shown, correct_details
from sdm.models import Conversation, Patient
from sdm.models.invitations import is_locked
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.starting import warning_of_age
from sdm.pages.fields import BirthDateField, ConfirmField, LineField, NHSNumberField, wording
from sdm.pages.forms import PlainForm
from sdm.rules.ages import age_on
from sdm.rules.possible_days import problem_of_birth
from sdm.rules.transitions import Step


class DetailsForm(PlainForm):
    """Who the patient is, as it should be, and why; `shown` is what stood on the screen."""

    shown = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    name = LineField(
        label="Patient’s full name", max_length=200, error_messages={"required": "Enter the patient’s full name"}
    )
    date_of_birth = BirthDateField()
    under_18 = ConfirmField(label="I have read this. Correct the date of birth all the same")
    nhs_number = NHSNumberField(help_text="It has 10 digits, like 943 476 5919")
    because = LineField(
        label="Why are the details corrected?",
        help_text="For example, the letter of the GP had another date of birth.",
        max_length=400,
        validators=[wording],
        error_messages={"required": "Say why the details are corrected"},
    )

    def __init__(self, conversation: Conversation, data: Any = None) -> None:
        self.conversation, self.patient = conversation, conversation.patient
        stands = {name: getattr(self.patient, name) for name in ("name", "date_of_birth", "nhs_number")}
        super().__init__(data, initial={**stands, "shown": as_shown(self.patient)})

    def clean(self) -> dict[str, Any]:
        """A date of birth is held against the days that are known, and a child's is confirmed, as at the start."""
        values = super().clean()
        confirmed, born = values.pop("under_18", False), values.get("date_of_birth")
        if not born or born == self.patient.date_of_birth:
            return values
        still_open = self._still_open()
        days = (day for one in still_open for day in (one.symptoms_began, one.presented_on) if day)
        first = min((one.appointment_at for one in still_open), default=self.conversation.appointment_at)
        if problem := problem_of_birth(born, days):
            self.add_error("date_of_birth", problem)
            return values
        warning = warning_of_age(age_on(born, timezone.localdate(first)), "the day of the appointment")
        if warning and not confirmed:
            self.add_error("under_18", warning)
        return values

    def _still_open(self) -> list[Conversation]:
        """The patient's conversations that go on; in the others no day can be corrected any more."""
        theirs = Conversation.objects.filter(patient=self.patient)
        return [one for one in theirs if one.may(Step.CORRECT_FIRST_DAYS)]

    def on_top_of(self, patient: Patient) -> DetailsForm:
        """The same form with all that was typed, ready to be saved on top of what somebody else corrected."""
        self.conversation.patient = patient
        form = DetailsForm(self.conversation, {**self.data.dict(), "shown": as_shown(patient)})
        form.add_error(None, "Not saved yet: somebody else corrected these details while you were writing")
        return form


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def details(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """What stands, to be corrected; a POST does so in all conversations of the patient."""
    if request.method != "POST":
        return _show(request, conversation, DetailsForm(conversation))
    was_locked = is_locked(conversation.wrong_dates)
    form = DetailsForm(conversation, request.POST)
    if not form.is_valid():
        return _show(request, conversation, form, status=422)
    try:
        is_corrected = correct_details(conversation=conversation, by=request.user, **form.cleaned_data)
    except NumberTaken as why:
        form.add_error("nhs_number", str(why))
        return _show(request, conversation, form, status=422)
    except DetailsMoved as moved:
        return _show(request, conversation, form.on_top_of(moved.patient), moved=moved.patient, status=409)
    if not is_corrected:
        messages.info(request, words.AS_IT_WAS)
        return redirect("conversation", conversation.pk)
    messages.success(request, words.DETAILS_CORRECTED)
    if not was_locked:
        return redirect("conversation", conversation.pk)
    messages.info(request, words.STILL_LOCKED)
    return redirect("conversation-invitation", conversation.pk)


def _show(request: HttpRequest, conversation: Conversation, form: DetailsForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    return render(
        request, "clinician/details.html", {"conversation": conversation, "form": form, **more}, status=status
    )
