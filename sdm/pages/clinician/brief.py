"""The brief: on one screen what the clinician needs before the appointment, worries first; and what comes next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sdm.actions.agenda import close_item, raise_item
from sdm.models import AgendaItem, Conversation
from sdm.pages.clinician import words
from sdm.pages.clinician.agenda import AddItemForm, CloseItemForm, is_open
from sdm.pages.clinician.attention import has_started, lines_sent, worries_first
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.forms import PlainForm
from sdm.rules import parts
from sdm.rules.parts import Saved, question_part
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
    items = list(conversation.agenda.all())
    form = AddItemForm(request.POST, open_items=sum(map(is_open, items)))
    if not form.is_valid():
        return show(request, conversation, form, items=items, status=422)
    try:
        raise_item(conversation=conversation, text=form.cleaned_data["text"], by=request.user)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return show(request, conversation, form, items=items, kept=[form.cleaned_data["text"]], status=409)
    messages.success(request, words.ITEM_ADDED)
    return redirect("conversation", conversation.pk)


@require_POST
@of_their_hospital
def close(request: HttpRequest, conversation: Conversation, item: UUID) -> HttpResponse:
    """Close one thing to talk about; an item of another conversation is not there."""
    items = list(conversation.agenda.all())
    form = closing_form(conversation, get_object_or_404(conversation.agenda, pk=item), request.POST)
    if not form.is_valid():
        return show(request, conversation, form, items=items, status=422)
    try:
        close_item(conversation=conversation, item=form.item, by=request.user, **form.closing())
    except NotAllowed as why:
        form.add_error(None, str(why))
        return show(request, conversation, form, items=items, kept=[form.typed] if form.typed else [], status=409)
    messages.success(request, words.ITEM_CLOSED)
    return redirect("conversation", conversation.pk)


def closing_form(conversation: Conversation, item: AgendaItem, data: Any = None) -> CloseItemForm:
    """The form that closes an item of a conversation."""
    said = conversation.discussion.get(question_part(item.question_number or 0), Saved(""))
    return CloseItemForm(item, data, said=said.text, required=True)


def show(
    request: HttpRequest,
    conversation: Conversation,
    form: PlainForm | None = None,
    *,
    items: list[AgendaItem] | None = None,
    problems: list[tuple[str, str]] | None = None,
    kept: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The brief; with `form` as it was sent where something in it is to be mended, and `kept` words not saved."""
    items = list(conversation.agenda.all()) if items is None else items
    context = {
        "conversation": conversation,
        "questions": worries_first(conversation),
        "what_matters": lines_sent(conversation, parts.WHAT_MATTERS),
        "where": lines_sent(conversation, parts.WHERE_I_AM),
        "people": lines_sent(conversation, parts.PEOPLE_AND_HELP),
        "has_started": has_started(conversation),
        "days": _days_since(conversation),
        "items": items,
        "closing": [_as_sent(form, closing_form(conversation, item)) for item in items if is_open(item)],
        "add": form if isinstance(form, AddItemForm) else AddItemForm(),
        "may_record": conversation.may(Step.RECORD_DISCUSSION),
        "may_invite": conversation.may(Step.INVITE),
        "may_reopen": conversation.may(Step.REOPEN),
        "may_cancel": conversation.may(Step.CANCEL),
        "problems": problems or (form.problems if form else []),
        "kept": kept or [],
    }
    return render(request, "clinician/brief.html", context, status=status)


def _as_sent(sent: PlainForm | None, form: CloseItemForm) -> CloseItemForm:
    return sent if isinstance(sent, CloseItemForm) and sent.item.pk == form.item.pk else form


def _days_since(conversation: Conversation) -> int | None:
    """How many days ago the symptoms began; None where it is not known, or said to be still to come."""
    began, today = conversation.symptoms_began, timezone.localdate()
    return (today - began).days if began and began <= today else None
