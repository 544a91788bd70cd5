"""When the symptoms began and when the patient first came, added or corrected after the start."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sdm.actions.first_days import DaysMoved, as_shown, correct_first_days
from sdm.models import Conversation
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.fields import DateBoxesField
from sdm.pages.forms import PlainForm
from sdm.rules.possible_days import problem_of_beginning, problem_of_coming
from sdm.rules.transitions import NotAllowed, Step


class BeganField(DateBoxesField):
    """The first day of the symptoms, where it is known."""

    def __init__(self) -> None:
        super().__init__(
            label="When did the symptoms begin? (optional)",
            help_text="The first day that the patient remembers. Leave it empty if it is not known.",
            required=False,
        )


class CameField(DateBoxesField):
    """The day on which the patient first came, where it is known."""

    def __init__(self) -> None:
        super().__init__(
            label="When did the patient first come with these symptoms? (optional)",
            help_text="To their GP, to a hospital or to another service. Some leaflets count days from then.",
            required=False,
        )


def checked_beginning(began: date | None, born: date | None) -> date | None:
    """The first day of the symptoms; raises ValidationError for one that cannot be."""
    if began and (problem := problem_of_beginning(began, born, timezone.localdate())):
        raise forms.ValidationError(problem)
    return began


def checked_coming(came: date | None, born: date | None, began: date | None) -> date | None:
    """The day on which the patient first came; raises ValidationError for one that cannot be."""
    if came and (problem := problem_of_coming(came, born, began, timezone.localdate())):
        raise forms.ValidationError(problem)
    return came


class FirstDaysForm(PlainForm):
    """Both days; `shown` is what stood on the screen."""

    shown = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    symptoms_began = BeganField()
    presented_on = CameField()

    def __init__(self, conversation: Conversation, data: Any = None) -> None:
        self.born = conversation.patient.date_of_birth
        stands = {"symptoms_began": conversation.symptoms_began, "presented_on": conversation.presented_on}
        super().__init__(data, initial={**stands, "shown": as_shown(conversation)})

    def clean_symptoms_began(self) -> date | None:
        """A day between the patient's birth and today."""
        return checked_beginning(self.cleaned_data["symptoms_began"], self.born)

    def clean_presented_on(self) -> date | None:
        """A day from the first of the symptoms, where that is known, until today."""
        return checked_coming(self.cleaned_data["presented_on"], self.born, self.cleaned_data.get("symptoms_began"))

    def on_top_of(self, conversation: Conversation) -> FirstDaysForm:
        """The same form with all that was typed, ready to be saved on top of what somebody else changed."""
        form = FirstDaysForm(conversation, {**self.data.dict(), "shown": as_shown(conversation)})
        form.add_error(None, "Not saved yet: somebody else changed these days while you were writing")
        return form


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def first_days(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Both days as they stand; a POST adds or corrects them."""
    if request.method != "POST":
        return _show(request, conversation, FirstDaysForm(conversation))
    form = FirstDaysForm(conversation, request.POST)
    if not form.is_valid():
        return _show(request, conversation, form, status=422)
    try:
        is_corrected = correct_first_days(conversation=conversation, by=request.user, **form.cleaned_data)
    except DaysMoved as moved:
        return _show(request, conversation, form.on_top_of(moved.conversation), moved=moved.conversation, status=409)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return _show(request, conversation, form, status=409)
    messages.success(request, words.FIRST_DAYS_SAVED) if is_corrected else messages.info(request, words.AS_IT_WAS)
    return redirect("conversation", conversation.pk)


def _show(
    request: HttpRequest,
    conversation: Conversation,
    form: FirstDaysForm,
    *,
    moved: Conversation | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "conversation": conversation,
        "form": form,
        "moved": moved,
        "may_correct": conversation.may(Step.CORRECT_FIRST_DAYS),
    }
    return render(request, "clinician/first_days.html", context, status=status)
