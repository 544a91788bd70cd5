"""Marking a brief as read, and who has read it: the record says who came first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sdm.actions.reading_briefs import mark_as_read
from sdm.models import Conversation, User
from sdm.pages.clinician import words
from sdm.pages.clinician.attention import OVER
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.forms import PlainForm
from sdm.rules.brief_readings import changed_since, first_of_each, last_by
from sdm.rules.journey import to_do
from sdm.rules.parts import question_number
from sdm.rules.transitions import NotAllowed
from sdm.summary.moments import moment


class ReadForm(PlainForm):
    """How far the record went when the page was drawn: what was saved later has not been read."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


@require_POST
@of_their_hospital
def mark(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Write down that this clinician has read what was on their screen."""
    form = ReadForm(request.POST)
    if form.is_valid():
        try:
            if mark_as_read(conversation=conversation, seen=form.cleaned_data["seen"], by=request.user):
                messages.success(request, words.BRIEF_READ)
        except NotAllowed as why:
            messages.info(request, str(why))
    return redirect("conversation", conversation.pk)


def read_by(conversation: Conversation, user: User) -> dict[str, Any] | None:
    """Who has read the brief, and what has changed since this clinician did, as the page shows it in plain values.

    None where nothing was sent; and where nobody marked it and a decision is recorded: then it helps nobody to read so.
    A template would take ten times as long to put the same words together.
    """
    if not conversation.is_sent or (conversation.status in OVER and not conversation.readings):
        return None
    mine = last_by(conversation.readings, str(user.pk))
    changed = changed_since(mine, conversation.revisions)
    readers = [f"{one.name}, {moment(one.at.isoformat())}." for one in first_of_each(conversation.readings)]
    by = [words.READ_FIRST.format(reader=reader) for reader in readers[:1]] or [words.READ_BY_NOBODY]
    by += [words.READ_NEXT.format(reader=reader) for reader in readers[1:]]
    return {
        "by": " ".join([*by, words.READ_AS_IT_STANDS] if mine and not changed else by),
        "changed": ", ".join(_names(conversation, changed)) if changed else "",
        "button": words.READ_THIS if mine is None else words.READ_CHANGES if changed else "",
        "seen": str(conversation.head[0]),
    }


def _names(conversation: Conversation, parts: tuple[str, ...]) -> list[str]:
    """What parts are called, in the order of the patient's list."""
    return [
        f"Question {thing.number}" if question_number(thing.part) else thing.title
        for thing in to_do(conversation.content, {})
        if thing.part in parts
    ]
