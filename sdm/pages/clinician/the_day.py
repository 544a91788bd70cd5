"""The day of the procedure: what has changed since the patient agreed, and whether they still do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sdm.actions.afterwards import write_down_change_of_mind
from sdm.actions.procedure import TellFirst, confirm
from sdm.models import Conversation
from sdm.models.agreement import Agreed, agreed
from sdm.models.facts import time_to_think
from sdm.models.page_queries import visible_to
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.parked import parked_of
from sdm.pages.fields import LineField, RadiosField, WordsField
from sdm.pages.forms import PlainForm
from sdm.rules.afterwards import CHANGED_MIND, LONGEST, TALK_AGAIN
from sdm.rules.standing import Standing, why_not_confirmed
from sdm.rules.transitions import NotAllowed

STILL_AGREES = "still-agrees"


class TheDayForm(PlainForm):
    """What the patient says on the day. That they still agree is offered only where they can be asked for it."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    leaflet = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    done_by = LineField(
        label="Who does the procedure today?",
        help_text="As the patient knows it. Change it if it is somebody else.",
        max_length=200,
        error_messages={"required": "Write who does the procedure"},
    )
    told = forms.BooleanField(
        label="The patient was told what has changed, and was asked again",
        help_text="Only if something has changed: also if somebody else does it than was planned",
        required=False,
    )
    outcome = RadiosField(
        label="What does the patient say now?",
        choices=[
            (STILL_AGREES, "They still agree"),
            (TALK_AGAIN, "They have more questions"),
            (CHANGED_MIND, "They no longer agree"),
        ],
        error_messages={"required": "Choose what the patient says now"},
    )
    text = WordsField(
        label="What the patient says (optional)",
        help_text="If they have more questions, write what they ask. Nobody has to say why.",
        max_length=LONGEST,
        rows=3,
        required=False,
    )

    def __init__(self, found: Agreed, data: Any = None, *, seen: int, may_agree: bool) -> None:
        super().__init__(data, initial={"seen": seen, "leaflet": found.leaflet, "done_by": found.done_by})
        # That they still agree is refused by the action too, which says why.
        if not may_agree:
            self.fields["outcome"].widget.choices = self.fields["outcome"].choices[1:]
        # To say no, nobody has to fill in anything.
        if data and data.get("outcome") in (TALK_AGAIN, CHANGED_MIND):
            self.fields["done_by"].required = self.fields["seen"].required = False


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def the_day(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """What has changed, and the form; a POST records what the patient says."""
    if request.method != "POST":
        return _show(request, conversation)
    found = agreed(conversation)
    form = _form(found, request.POST)
    if not form.is_valid():
        return _show(request, conversation, form, found, status=422)
    values = form.cleaned_data
    try:
        if values["outcome"] != STILL_AGREES:
            wants, text = values["outcome"], values["text"]
            write_down_change_of_mind(conversation=conversation, wants=wants, text=text, by=request.user)
            messages.success(request, words.TAKEN_BACK if wants == CHANGED_MIND else words.WANTS_TO_TALK)
            return redirect("conversation", conversation.pk)
        asked = {name: values[name] for name in ("done_by", "text", "told", "seen", "leaflet")}
        confirm(conversation=conversation, by=request.user, **asked)
    except NotAllowed as why:
        return _refused(request, conversation, why)
    messages.success(request, words.STILL_AGREES)
    return redirect("conversation-after", conversation.pk)


def _refused(request: HttpRequest, conversation: Conversation, why: NotAllowed) -> HttpResponse:
    """The page as everything stands now, with what was typed; whoever reads it has seen what was recorded meanwhile."""
    found = agreed(visible_to(request.user, conversation.pk))
    bound = {"seen": found.conversation.head[0], "leaflet": found.leaflet}
    form = _form(found, {**request.POST.dict(), **bound})
    form.add_error("told" if isinstance(why, TellFirst) else None, str(why))
    return _show(request, found.conversation, form, found, status=409)


def _form(found: Agreed, data: Any = None) -> TheDayForm:
    may_agree = not why_not_confirmed(found.standing, found.changed)
    return TheDayForm(found, data, seen=found.conversation.head[0], may_agree=may_agree)


def _show(
    request: HttpRequest,
    conversation: Conversation,
    form: TheDayForm | None = None,
    found: Agreed | None = None,
    status: int = 200,
) -> HttpResponse:
    found = found or agreed(conversation)
    form = form or _form(found)
    time = time_to_think(conversation, found.decision, conversation.procedure_on or timezone.localdate())
    # Who is named in the form may be somebody else again.
    named = form["done_by"].value() if form.is_bound else ""
    changed = found.changed_with(named or "")
    context = {
        "conversation": conversation,
        "found": found,
        "decision": found.decision,
        "option": conversation.content.option(found.decision.option_id) if found.decision else None,
        "standing": found.standing.value,
        "confirmation": found.agreement.confirmation,
        "said_another_day": found.standing is Standing.CONFIRMED
        and timezone.localdate(found.agreement.confirmation.confirmed_at) != timezone.localdate(),
        "changed": changed,
        "cannot_be_asked": not all(one.can_be_asked_about for one in changed),
        "form": form,
        "may_ask": found.standing.is_asked_on_the_day,
        "parked": parked_of(conversation),
        "is_another_day": conversation.procedure_on not in (None, timezone.localdate()),
        "time": time,
        "lacks_reason": time.lacks_reason,
        "kept": list(filter(None, [form["text"].value()])) if form.is_bound else [],
    }
    return render(request, "clinician/the_day.html", context, status=status)
