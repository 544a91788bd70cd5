"""The edition of a conversation: what a newer one says differently, moving the patient over, and one withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.discussion import save_discussion
from sdm.actions.moving import move_to_edition
from sdm.actions.recording import Stale
from sdm.models import Conversation, Edition
from sdm.models.facts import told_of_withdrawal
from sdm.models.leaflets import published_content, translations_of
from sdm.models.page_queries import visible_to
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.fields import WordsField
from sdm.pages.forms import PlainForm
from sdm.rules.edition_differences import by_part, edition_differences
from sdm.rules.languages import name_in
from sdm.rules.moving import moved_answers
from sdm.rules.parts import WITHDRAWN, Saved, question_number, saved_in
from sdm.rules.transitions import NotAllowed, Step


class ToldForm(PlainForm):
    """What the patient was told of the withdrawal."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    text = WordsField(
        label="What you told the patient about it",
        help_text="That it was withdrawn, why, and what that means for them.",
        rows=4,
        error_messages={"required": "Write down what you told the patient"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def edition(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """What is different in the newest edition; a POST moves the patient over, or writes down what they were told."""
    if request.method != "POST":
        return _show(request, conversation)
    return _move(request, conversation) if "move" in request.POST else _tell(request, conversation)


def _move(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Move to the edition whose difference was on the screen, and to no other."""
    now = conversation.edition_now
    if request.POST["move"] == str(conversation.edition_id):
        return redirect("conversation", conversation.pk)
    if not now.can_be_left or request.POST["move"] != str(now.newest):
        return _show(request, conversation, problems=[("", words.EDITION_MOVED_ON)], status=409)
    try:
        move_to_edition(conversation=conversation, edition=Edition.objects.get(pk=now.newest), by=request.user)
    except NotAllowed as why:
        return _show(request, visible_to(request.user, conversation.pk), problems=[("", str(why))], status=409)
    messages.success(request, words.MOVED)
    return redirect("conversation", conversation.pk)


def _tell(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    form = ToldForm(request.POST)
    if not form.is_valid():
        return _show(request, conversation, form, status=422)
    told = Saved(
        WITHDRAWN,
        text=form.cleaned_data["text"],
        details={"edition": str(conversation.edition_id)},
        revision=form.cleaned_data["revision"],
    )
    try:
        if not conversation.withdrawn_because:
            raise NotAllowed(words.NOT_WITHDRAWN)
        save_discussion(conversation=conversation, notes={WITHDRAWN: told}, by=request.user)
    except (NotAllowed, Stale) as why:
        conversation = visible_to(request.user, conversation.pk)
        stands = saved_in(conversation.discussion, WITHDRAWN)
        form = ToldForm({"text": told.text, "revision": stands.revision})
        form.add_error(None, words.SOMEBODY_WROTE if isinstance(why, Stale) else str(why))
        return _show(request, conversation, form, status=409)
    messages.success(request, words.TOLD_OF_WITHDRAWAL)
    return redirect("conversation-decision", conversation.pk)


def _languages_lost(conversation: Conversation) -> list[str]:
    """The names of the languages that the conversation's edition can be read in, and the newest one not."""
    newest = translations_of(conversation.edition_now.newest)
    return [
        name_in(code, settings.LANGUAGE_CODE) for code in translations_of(conversation.edition_id) if code not in newest
    ]


def _show(
    request: HttpRequest,
    conversation: Conversation,
    form: ToldForm | None = None,
    *,
    problems: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    now = conversation.edition_now
    told = saved_in(conversation.discussion, WITHDRAWN)
    may_record = bool(conversation.withdrawn_because) and conversation.may(Step.RECORD_DISCUSSION)
    context = {
        "conversation": conversation,
        "now": now,
        "told": told_of_withdrawal(conversation),
        "form": form or ToldForm(initial={"text": told_of_withdrawal(conversation), "revision": told.revision}),
        "may_record": may_record,
        "may_move": now.can_be_left and conversation.may(Step.MOVE),
        "problems": problems or (form.problems if form else []),
        "kept": [request.POST["text"]] if form and not may_record and request.POST.get("text", "").strip() else [],
        "loses": _languages_lost(conversation) if now.is_older else [],
        **(_difference(conversation) if now.is_older else {}),
    }
    return render(request, "clinician/edition.html", context, status=status)


def _difference(conversation: Conversation) -> dict[str, Any]:
    """What the newest edition says differently, and which questions the patient would be asked anew."""
    old, new = conversation.content, published_content(conversation.edition_now.newest)
    anew = [question_number(one.part) for one in moved_answers(conversation.answers, old, new) if one.is_empty]
    return {
        "parts": by_part(edition_differences(old, new)),
        "anew": [question for number in anew if number and (question := new.question(number))],
    }
