"""The brief: on one screen what the clinician needs before the appointment, worries first; and what comes next."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sdm.actions.agenda import raise_item
from sdm.models import Conversation
from sdm.pages.clinician import words
from sdm.pages.clinician.agenda import AddItemForm, is_open
from sdm.pages.clinician.attention import (
    has_started,
    lines_sent,
    sent_on_questions_gone,
    typed_in_for,
    worries_first,
)
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.marking_read import read_by
from sdm.pages.clinician.options import limits_sent, thoughts_sent
from sdm.pages.forms import drawn_empty
from sdm.rules import parts
from sdm.rules.attention import days_count_from
from sdm.rules.free_choice import is_something_withheld
from sdm.rules.transitions import NotAllowed, Step


@require_safe
@of_their_hospital
def brief(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The brief of one conversation."""
    return show(request, conversation)


@require_POST
@of_their_hospital
def add_item(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Put something on the list of things to talk about."""
    form = AddItemForm(request.POST, open_items=sum(map(is_open, conversation.items)))
    if not form.is_valid():
        return show(request, conversation, form, status=422)
    try:
        raise_item(conversation=conversation, text=form.cleaned_data["text"], by=request.user)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return show(request, conversation, form, kept=[form.cleaned_data["text"]], status=409)
    messages.success(request, words.ITEM_ADDED)
    return redirect("conversation", conversation.pk)


def show(
    request: HttpRequest,
    conversation: Conversation,
    form: AddItemForm | None = None,
    *,
    problems: list[tuple[str, str]] | None = None,
    kept: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The brief; with `form` as it was sent where something in it is to be mended, and `kept` words not saved."""
    context = {
        "conversation": conversation,
        "status": conversation.status,
        "questions": worries_first(conversation),
        "no_longer_asked": sent_on_questions_gone(conversation),
        "what_matters": lines_sent(conversation, parts.WHAT_MATTERS),
        "what_matters_typed_in": typed_in_for(conversation, parts.WHAT_MATTERS),
        "thoughts": thoughts_sent(conversation),
        "limits": limits_sent(conversation).values(),
        "where": lines_sent(conversation, parts.WHERE_I_AM),
        "where_typed_in": typed_in_for(conversation, parts.WHERE_I_AM),
        "people": lines_sent(conversation, parts.PEOPLE_AND_HELP),
        "people_typed_in": typed_in_for(conversation, parts.PEOPLE_AND_HELP),
        "withheld": is_something_withheld(conversation.discussion),
        "has_started": has_started(conversation),
        **_days(conversation),
        "read": read_by(conversation, request.user),
        "items": conversation.items,
        "form": form,
        "empty_form": drawn_empty(AddItemForm),
        "may_record": conversation.may(Step.RECORD_DISCUSSION),
        "may_invite": conversation.may(Step.INVITE),
        "may_type_in": conversation.may(Step.SAVE_ANSWER),
        "may_cancel": conversation.may(Step.CANCEL),
        "may_arrange": conversation.may(Step.ARRANGE_HELP),
        "problems": problems or (form.problems if form else []),
        "kept": kept or [],
    }
    return render(request, "clinician/brief.html", context, status=status)


def _days(conversation: Conversation) -> dict[str, int | None]:
    """How many days ago the symptoms began and the patient first came, and how many count as the leaflet counts."""
    began, came = conversation.symptoms_began, conversation.presented_on
    return {
        "days": _days_since(began),
        "days_since_came": _days_since(came),
        "days_counted": _days_since(days_count_from(came, began)),
    }


def _days_since(day: date | None) -> int | None:
    """None where the day is not known, or said to be still to come."""
    days = (timezone.localdate() - day).days if day else -1
    return days if days >= 0 else None
