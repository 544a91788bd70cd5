"""Ending a conversation that will not be held, and opening the discussion again after a decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sdm.actions import conversations
from sdm.models import Conversation
from sdm.pages.clinician import words
from sdm.pages.clinician.brief import show
from sdm.pages.clinician.gate import of_their_hospital
from sdm.rules.transitions import NotAllowed, Step


@require_POST
@of_their_hospital
def reopen(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Open the discussion again."""
    try:
        conversations.reopen(conversation=conversation, by=request.user)
    except NotAllowed as why:
        return show(request, conversation, problems=[("", str(why))], status=409)
    messages.success(request, words.OPENED_AGAIN)
    return redirect("conversation-discussion", conversation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def cancel(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Ask first; a POST cancels."""
    if request.method != "POST":
        context = {"conversation": conversation, "may_cancel": conversation.may(Step.CANCEL)}
        return render(request, "clinician/cancel.html", context)
    try:
        conversations.cancel(conversation=conversation, by=request.user)
    except NotAllowed as why:
        return show(request, conversation, problems=[("", str(why))], status=409)
    messages.success(request, words.CANCELLED)
    return redirect("conversation", conversation.pk)
