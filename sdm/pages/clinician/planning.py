"""The plan for the procedure: the day, who does it, and how much time that leaves the patient to think."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.procedure import SHORT, PlanMoved, plan_procedure
from sdm.models import Conversation, Decision
from sdm.models.agreement import agreement_of
from sdm.models.facts import time_to_think
from sdm.models.page_queries import visible_to
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.fields import DateBoxesField, LineField, WordsField, is_to_come, wording
from sdm.pages.forms import PlainForm
from sdm.rules.afterwards import LONGEST
from sdm.rules.transitions import NotAllowed, Step

FURTHEST = timedelta(days=2 * 365)


class PlanForm(PlainForm):
    """The day of the procedure, and who does it."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    on = DateBoxesField(
        label="On which day is the procedure?",
        validators=[is_to_come(within=FURTHEST, too_far="the procedure is more than 2 years from now")],
        error_messages={"required": "Enter the day of the procedure"},
    )
    done_by = LineField(
        label="Who does it? (optional)",
        help_text="As the patient is told. If it is somebody else in the end, the patient is asked again.",
        max_length=200,
        required=False,
    )
    because = WordsField(
        label="Why there is less time to think", max_length=LONGEST, rows=3, required=False, validators=[wording]
    )

    def __init__(self, conversation: Conversation, data: Any = None) -> None:
        stands = {
            "seen": conversation.planned_as or 0,
            "on": conversation.procedure_on,
            "done_by": conversation.procedure_by,
            "because": conversation.short_time_because,
        }
        super().__init__(data, initial=stands)
        wanted = conversation.hospital.days_to_think
        few = "on the day of the decision" if wanted == 1 else f"fewer than {wanted} days after the decision"
        self.fields["because"].help_text = f"Only if the procedure is {few}"


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def plan(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The plan, and how much time it leaves; a POST changes it."""
    if request.method != "POST":
        return _show(request, conversation, PlanForm(conversation))
    form = PlanForm(conversation, request.POST)
    if not form.is_valid():
        return _show(request, conversation, form, status=422)
    try:
        plan_procedure(conversation=conversation, by=request.user, **form.cleaned_data)
    except PlanMoved as why:
        # What somebody else planned meanwhile stands beside what was typed, which can be saved over it now.
        conversation = visible_to(request.user, conversation.pk)
        form = PlanForm(conversation, {**request.POST.dict(), "seen": conversation.planned_as or 0})
        form.add_error(None, str(why))
        return _show(request, conversation, form, status=409)
    except NotAllowed as why:
        form.add_error("because" if str(why) == SHORT else None, str(why))
        return _show(request, conversation, form, status=409)
    messages.success(request, words.PROCEDURE_PLANNED)
    return redirect("conversation-after", conversation.pk)


def _show(request: HttpRequest, conversation: Conversation, form: PlanForm, status: int = 200) -> HttpResponse:
    decision = Decision.objects.latest_of(conversation)
    why_not = agreement_of(conversation, decision).why_not_planned()
    times = conversation.invitations.aggregate(made=Min("created_at"), opened=Min("opened_at"))
    context = {
        "conversation": conversation,
        "form": form,
        "decision": decision,
        "made_at": times["made"],
        "first_opened_at": times["opened"],
        "time": None if why_not else time_to_think(conversation, decision),
        "why_not": why_not,
        "may_plan": conversation.may(Step.PLAN_PROCEDURE) and not why_not,
        "kept": list(filter(None, [form["because"].value()])) if form.is_bound else [],
    }
    return render(request, "clinician/plan.html", context, status=status)
