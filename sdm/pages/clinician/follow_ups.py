"""What is to be done after a decision: writing it down with an owner and a day, and saying that it was done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sdm.actions.follow_up import add_follow_up, settle_follow_up
from sdm.models import Conversation, FollowUp, User
from sdm.pages.clinician import words
from sdm.pages.clinician.colleagues import Colleagues
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.planned_checks import FURTHEST, PlannedChecksForm, planned_form
from sdm.pages.fields import DateBoxesField, LineField, RadiosField, WordsField, has_come, is_to_come
from sdm.pages.forms import PlainForm
from sdm.rules.follow_up import KINDS, LONGEST, Kind
from sdm.rules.transitions import NotAllowed, Step

SOMEBODY_ELSE = ""


class FollowUpForm(PlainForm):
    """Something to do, or a check: what, who and by when."""

    kind = RadiosField(
        label="What is it?",
        look="small",
        choices=[(kind.value, name) for kind, name in KINDS.items()],
        error_messages={"required": "Choose what it is"},
    )
    text = WordsField(
        label="What is to be done",
        help_text="The patient reads this with their summary.",
        max_length=LONGEST,
        rows=2,
        error_messages={"required": "Write what is to be done"},
    )
    owner = forms.ChoiceField(
        label="Who does it",
        required=False,
        error_messages={"invalid_choice": "Choose somebody on this page, or write a name below"},
    )
    owner_name = LineField(label="Somebody else: who", max_length=200, required=False)
    due_on = DateBoxesField(
        label="By when",
        validators=[is_to_come(within=FURTHEST, too_far="the day is more than 10 years from now")],
        error_messages={"required": "Enter the day by which it is to be done"},
    )

    def __init__(self, colleagues: Colleagues, data: Any = None) -> None:
        super().__init__(data)
        self.colleagues = colleagues
        self.fields["owner"].choices = [(SOMEBODY_ELSE, "Somebody else"), *colleagues.choices]
        self.fields["owner"].widget.choices = self.fields["owner"].choices

    def clean(self) -> dict[str, Any]:
        """The member of staff, or somebody's name."""
        values = super().clean()
        values["owner"] = self.colleagues.by_id.get(values.get("owner") or "")
        if not values["owner"] and not values.get("owner_name") and "owner_name" not in self.errors:
            self.add_error("owner_name", "Choose who does it, or write their name")
        return values


class DoneForm(PlainForm):
    """When something was done, and what came of it."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    done_on = DateBoxesField(
        label="When was it done?",
        validators=[has_come()],
        error_messages={"required": "Enter the day it was done"},
    )
    result = WordsField(
        label="What came of it (optional)",
        help_text="The patient reads this with their summary.",
        max_length=LONGEST,
        rows=3,
        required=False,
    )


def form_for(conversation: Conversation, data: Any = None) -> FollowUpForm:
    """The form with the clinicians of the hospital to choose from. One query."""
    return FollowUpForm(Colleagues(User.objects.clinicians_of(conversation.hospital_id)), data)


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def add(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The form, and the checks that were planned; a POST puts one thing, or those checks, on the list."""
    if "planned" in request.POST:
        return _add_planned(request, conversation)
    if request.method != "POST":
        return _show(request, conversation, form_for(conversation))
    form = form_for(conversation, request.POST)
    if not form.is_valid():
        return _show(request, conversation, form, status=422)
    try:
        add_follow_up(conversation=conversation, by=request.user, **form.cleaned_data)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return _show(request, conversation, form, status=409)
    messages.success(request, words.FOLLOW_UP_ADDED)
    return redirect("conversation-after", conversation.pk)


def _add_planned(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Put each planned check that was given a day on the list, all or none."""
    planned = planned_form(conversation, request.POST)
    form = form_for(conversation)
    if not planned.checks or not planned.is_valid():
        return _show(request, conversation, form, planned, status=422)
    try:
        with transaction.atomic():
            for text, whom, due_on in planned.with_days():
                check = {"kind": Kind.CHECK, "text": text, "owner_name": whom, "due_on": due_on}
                add_follow_up(conversation=conversation, by=request.user, **check)
    except NotAllowed as why:
        planned.add_error(None, str(why))
        return _show(request, conversation, form, planned, status=409)
    messages.success(request, words.FOLLOW_UP_ADDED)
    return redirect("conversation-after", conversation.pk)


def _show(
    request: HttpRequest,
    conversation: Conversation,
    form: FollowUpForm,
    planned: PlannedChecksForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may = conversation.may(Step.FOLLOW_UP)
    typed = form["text"].value() if form.is_bound else ""
    context = {
        "conversation": conversation,
        "form": form,
        "planned": planned or planned_form(conversation),
        "problems": planned.problems if planned else [],
        "may_add": may,
        "kept": [typed] if typed and not may else [],
    }
    return render(request, "clinician/follow_up_add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def settle(request: HttpRequest, conversation: Conversation, follow_up: UUID) -> HttpResponse:
    """One thing to do, with the form that says that it was done, or the button that says that it was not."""
    stands = get_object_or_404(conversation.follow_ups, pk=follow_up)
    first = {"seen": stands.recorded_as, "done_on": timezone.localdate(), "result": stands.result}
    if request.method != "POST":
        return _show_one(request, conversation, stands, DoneForm(initial=first))
    is_undone = "undo" in request.POST
    form = DoneForm(request.POST | first if is_undone else request.POST)
    if not is_undone and not form.is_valid():
        return _show_one(request, conversation, stands, form, status=422)
    try:
        settle_follow_up(conversation=conversation, follow_up=stands, by=request.user, **_settled(request, form))
    except NotAllowed as why:
        stands.refresh_from_db()
        form = DoneForm({**request.POST.dict(), "seen": stands.recorded_as})
        form.add_error(None, str(why))
        return _show_one(request, conversation, stands, form, status=409)
    messages.success(request, words.FOLLOW_UP_OPEN if is_undone else words.FOLLOW_UP_DONE)
    return redirect("conversation-after", conversation.pk)


def _settled(request: HttpRequest, form: DoneForm) -> dict[str, Any]:
    """What is to be saved; a page that did not say what it saw saw nothing."""
    if "undo" not in request.POST:
        return form.cleaned_data
    seen = DoneForm.base_fields["seen"]
    try:
        return {"done_on": None, "result": "", "seen": seen.clean(request.POST.get("seen", ""))}
    except forms.ValidationError:
        return {"done_on": None, "result": "", "seen": 0}


def _show_one(
    request: HttpRequest, conversation: Conversation, stands: FollowUp, form: DoneForm, status: int = 200
) -> HttpResponse:
    may = conversation.may(Step.FOLLOW_UP)
    typed = form["result"].value() if form.is_bound else ""
    context = {
        "conversation": conversation,
        "one": stands,
        "is_overdue": stands.due.is_overdue(timezone.localdate()),
        "form": form,
        "may_settle": may,
        "kept": [typed] if typed and (stands.done_on or not may) else [],
    }
    return render(request, "clinician/follow_up.html", context, status=status)
