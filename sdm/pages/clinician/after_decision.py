"""What comes after a decision, on one page: whether it stands, the procedure, and what is still to be done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sdm.models import Conversation, FollowUp
from sdm.models.agreement import agreed
from sdm.models.facts import time_to_think
from sdm.models.follow_up import procedure_note_of
from sdm.pages.clinician.due import row_of
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.procedure_end import ProcedureEndForm
from sdm.rules.follow_up import HAPPENED
from sdm.rules.parts import SPECIAL, saved_in
from sdm.rules.planned import checks_of
from sdm.rules.transitions import Step


@require_safe
@of_their_hospital
def after_decision(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The page of one conversation."""
    found = agreed(conversation)
    why_not = found.agreement.why_not_planned()
    end = procedure_note_of(conversation)
    shown = ProcedureEndForm(conversation.content, end)
    context = {
        "conversation": conversation,
        "decision": found.decision,
        "standing": found.standing.value,
        "changed": found.changed,
        "confirmation": found.agreement.confirmation,
        "time": None if why_not else time_to_think(conversation, found.decision),
        "why_not_planned": why_not,
        "may_plan": conversation.may(Step.PLAN_PROCEDURE) and not (why_not or conversation.decided_otherwise),
        "may_add": conversation.may(Step.ADD_SCAN),
        "may_follow_up": conversation.may(Step.FOLLOW_UP),
        "end": end,
        "happened": HAPPENED.get(end.details.get("happened"), ""),
        "end_rows": [(label, said) for label, said in shown.as_it_stands() if label != shown["happened"].label],
        "follow_ups": [row_of(one) for one in FollowUp.objects.filter(conversation=conversation).due_first()],
        "checks": checks_of(saved_in(conversation.discussion, SPECIAL).details.get("checks")),
    }
    return render(request, "clinician/after_decision.html", context)
