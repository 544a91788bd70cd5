"""Help for the patient: what they asked for, and what was arranged for each need, such as an interpreter booked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.help import arrange_help
from sdm.actions.recording import Stale
from sdm.models import Conversation
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.fields import LineField, naming
from sdm.pages.forms import PlainForm
from sdm.rules.needs import ARRANGED_AT_MOST, BRITISH_SIGN_LANGUAGE, EASY_READ, INTERPRETER, LARGE_PRINT, Need
from sdm.rules.parts import Saved, saved_in
from sdm.rules.transitions import NotAllowed, Step
from sdm.summary.moments import day

# What is to be done for a need, and what is here for it already.
HINTS = {
    INTERPRETER: "Book one. Write who, and from when to when.",
    BRITISH_SIGN_LANGUAGE: "Book an interpreter for British Sign Language. Write who, and from when to when.",
    LARGE_PRINT: "Print what is here in large print, and send it or have it ready. Write what was sent, and when.",
    EASY_READ: "There is no easy read version here. Write who goes through the leaflet with the patient, and when.",
}


NOTHING_NEWER: Mapping[str, Saved] = MappingProxyType({})


class NeedForm(PlainForm):
    """What was arranged for one need; it carries the revision that was on the screen.

    `is_stale` says that somebody else wrote here meanwhile; `saved` is what stands now.
    """

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)
    text = LineField(max_length=ARRANGED_AT_MOST, required=False, validators=[naming])
    holds = forms.BooleanField(required=False)

    def __init__(
        self, need: Need, saved: Saved, data: Any = None, *, appointment_on: date, is_stale: bool = False
    ) -> None:
        self.need, self.saved, self.is_stale = need, saved, is_stale
        super().__init__(data, prefix=need.id, initial={"revision": saved.revision, "text": saved.text})
        self.fields["text"].label = f"{need}: what is arranged"
        self.fields["text"].help_text = HINTS.get(need.id, "Write who sees to it, and when.")
        if need.arranged_for:
            self.fields["holds"].label = words.HELP_HOLDS.format(day=day(appointment_on.isoformat()))
        else:
            del self.fields["holds"]

    def note(self) -> Saved:
        """What was typed, as the action takes it."""
        return Saved(self.need.id, text=self.cleaned_data["text"], revision=self.cleaned_data["revision"] or 0)


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def help_for_patient(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Every need with what is arranged for it; a POST saves what was changed."""
    needs = _forms(conversation, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _show(request, conversation, needs)
    if not all([form.is_valid() for form in needs]):
        return _show(request, conversation, needs, status=422)
    try:
        notes = {form.need.id: form.note() for form in needs}
        holds = {form.need.id for form in needs if form.cleaned_data.get("holds")}
        arrange_help(conversation=conversation, notes=notes, holds=holds, by=request.user)
    except Stale as stale:
        return _show(request, conversation, _on_top_of(conversation, request.POST, stale.current), status=409)
    except NotAllowed as why:
        return _show(request, conversation, needs, problems=[("", str(why))], status=409)
    messages.success(request, words.HELP_SAVED)
    return redirect("conversation", conversation.pk)


def _forms(conversation: Conversation, data: Any, current: Mapping[str, Saved] = NOTHING_NEWER) -> list[NeedForm]:
    """A form for each need; `current` is what somebody else arranged while this was typed."""
    stands, on = conversation.help | current, conversation.appointment_on
    return [
        NeedForm(need, saved_in(stands, need.id), data, appointment_on=on, is_stale=need.id in current)
        for need in conversation.needs
    ]


def _on_top_of(conversation: Conversation, data: Any, current: Mapping[str, Saved]) -> list[NeedForm]:
    """The same forms with everything typed, ready to be saved on top of what somebody else arranged meanwhile."""
    data = data.copy()
    for need, saved in current.items():
        data[f"{need}-revision"] = str(saved.revision)
    return _forms(conversation, data, current)


def _show(
    request: HttpRequest,
    conversation: Conversation,
    needs: list[NeedForm],
    problems: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    stale = [(f"#{form['text'].auto_id}", words.HELP_CHANGED.format(need=form.need)) for form in needs if form.is_stale]
    context = {
        "conversation": conversation,
        "forms": needs,
        "may_arrange": conversation.may(Step.ARRANGE_HELP),
        "problems": problems or stale or [problem for form in needs for problem in form.problems],
    }
    return render(request, "clinician/help.html", context, status=status)
