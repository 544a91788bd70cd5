"""Closing one thing to talk about, on a page of its own: as answered, parked or withdrawn."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.agenda import close_item, open_item_again
from sdm.models import AgendaItem, Conversation
from sdm.models.phrases import phrases_about
from sdm.pages.clinician import words
from sdm.pages.clinician.agenda import CloseItemForm, is_open
from sdm.pages.clinician.gate import of_their_hospital
from sdm.rules.parts import question_part, saved_in
from sdm.rules.transitions import NotAllowed, Step


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def close(request: HttpRequest, conversation: Conversation, item: UUID) -> HttpResponse:
    """The item with the form that closes it; an item of another conversation is not there."""
    stands = get_object_or_404(conversation.agenda, pk=item)
    if request.method != "POST":
        return _show(request, conversation, _form(conversation, stands))
    if "again" in request.POST:
        return _open_again(request, conversation, stands)
    form = _form(conversation, stands, request.POST)
    if not form.is_valid():
        return _show(request, conversation, form, status=422)
    try:
        close_item(conversation=conversation, item=stands, by=request.user, **form.closing())
    except NotAllowed as why:
        # Whatever somebody else did meanwhile is shown as it stands now.
        stands.refresh_from_db()
        conversation.refresh_from_db(fields=["status"])
        form = form.on_top_of(stands)
        form.add_error(None, str(why))
        return _show(request, conversation, form, status=409)
    messages.success(request, words.ITEM_CLOSED)
    return redirect("conversation", conversation.pk)


def _open_again(request: HttpRequest, conversation: Conversation, item: AgendaItem) -> HttpResponse:
    try:
        open_item_again(conversation=conversation, item=item, by=request.user)
        messages.success(request, words.ITEM_OPEN_AGAIN)
    except NotAllowed as why:
        messages.info(request, str(why))
    return redirect("agenda-close", conversation.pk, item.pk)


def _form(conversation: Conversation, item: AgendaItem, data: Any = None) -> CloseItemForm:
    said = saved_in(conversation.discussion, question_part(item.question_number or 0))
    phrases = partial(phrases_about, conversation=conversation)
    return CloseItemForm(item, data, phrases=phrases, said=said.text, required=True)


def _show(request: HttpRequest, conversation: Conversation, form: CloseItemForm, *, status: int = 200) -> HttpResponse:
    """The page; words that can no longer be saved are shown to be copied."""
    may_close = is_open(form.item) and conversation.may(Step.RECORD_DISCUSSION)
    context = {
        "conversation": conversation,
        "item": form.item,
        "form": form,
        "may_close": may_close,
        "may_open_again": conversation.may(Step.RECORD_DISCUSSION) and form.item.may_be_opened_again,
        "problems": form.problems,
        "kept": [form.typed] if form.typed and not may_close else [],
    }
    return render(request, "clinician/close.html", context, status=status)
