"""Typing in what a patient answered on paper, or told to staff: part by part, in the order of the form on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sdm.actions.answers import NothingToSend, save_answer, send_answers
from sdm.actions.recording import Stale
from sdm.models import Answer, Conversation
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.forms import PlainForm
from sdm.pages.patient.forms import AnswerForm
from sdm.rules.journey import ToDo, to_do
from sdm.rules.paper_code import code_of
from sdm.rules.parts import READ, Saved, saved_in
from sdm.rules.patient_fields import PatientField, fields_of, lines_of
from sdm.rules.transitions import NotAllowed, Step


class TypedInForm(AnswerForm):
    """The patient's own form for one part, with the revision that was on the screen."""

    def __init__(self, data: Any, fields: tuple[PatientField, ...], saved: Saved, revision: int) -> None:
        super().__init__(data, fields, saved)
        self.initial["revision"] = revision
        self.fields["revision"] = forms.IntegerField(
            min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput
        )

    @property
    def folded(self) -> list:
        """Nothing: on paper there is room for more, and who types it in looks for nothing."""
        return []

    def answer(self) -> dict[str, Any]:
        """What was typed in, as `save_answer` takes it."""
        answer = super().answer()
        answer["details"].pop("revision", None)
        return answer


class SendForm(PlainForm):
    """Sends what was typed in; with what the patient wrote on their own pages only if they agree."""

    agreed = forms.BooleanField(label="The patient agrees that what they wrote on their own pages is sent, too")

    def __init__(self, data: Any, conversation: Conversation) -> None:
        super().__init__(data)
        if not conversation.kept_back - {READ}:
            del self.fields["agreed"]


@dataclass(frozen=True)
class Row:
    """One part of the patient's list, and what stands in it; `is_kept_back` where the patient has not sent it."""

    thing: ToDo
    saved: Saved
    is_kept_back: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return self.saved.is_empty


def typed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For clinicians, about a conversation of their own hospital; the address says how the answers came."""

    @of_their_hospital
    @wraps(view)
    def run(request: HttpRequest, conversation: Conversation, came_by: str, **names) -> HttpResponse:
        if came_by not in dict(Answer.CAME_BY):
            raise Http404
        return view(request, conversation, came_by, **names)

    return run


@require_safe
@typed_in
def parts(request: HttpRequest, conversation: Conversation, came_by: str) -> HttpResponse:
    """Every part, with what stands in it and who typed it; and sending."""
    return _parts(request, conversation, came_by, SendForm(None, conversation))


@require_POST
@typed_in
def send(request: HttpRequest, conversation: Conversation, came_by: str) -> HttpResponse:
    """Send the answers for the patient."""
    form = SendForm(request.POST, conversation)
    if not form.is_valid():
        return _parts(request, conversation, came_by, form, status=422)
    try:
        send_answers(conversation=conversation, agreed=form.cleaned_data.get("agreed", False), by=request.user)
    except NothingToSend as nothing:
        return _parts(request, conversation, came_by, form, problem=str(nothing), status=422)
    except NotAllowed as why:
        return _parts(request, conversation, came_by, form, problem=str(why), status=409)
    messages.success(request, words.TYPED_IN_SENT)
    return redirect("conversation", conversation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@typed_in
def part(request: HttpRequest, conversation: Conversation, came_by: str, part: str) -> HttpResponse:
    """One part as it stands; a POST saves what was typed in and goes on to the next."""
    row = next((row for row in _rows(conversation) if row.thing.part == part), None)
    if row is None:
        raise Http404
    if request.method != "POST":
        return _part(request, conversation, came_by, row, _form(conversation, row))
    form = _form(conversation, row, request.POST)
    if not form.is_valid():
        return _part(request, conversation, came_by, row, form, status=422)
    # What the patient has not sent is not on the screen: leaving the form empty leaves that alone.
    if Saved(part, **form.answer()).is_empty and (row.is_empty or row.is_kept_back):
        return _go_on(conversation, came_by, row.thing)
    return _save(request, conversation, came_by, row, form)


def _save(request: HttpRequest, conversation: Conversation, came_by: str, row: Row, form: TypedInForm) -> HttpResponse:
    seen = form.cleaned_data["revision"] or 0
    try:
        save_answer(
            conversation=conversation,
            part=row.thing.part,
            **form.answer(),
            came_by=came_by,
            seen=seen,
            by=request.user,
        )
    except Stale:
        stands = Conversation.objects.to_act_on().get(pk=conversation.pk)
        row = next(one for one in _rows(stands) if one.thing.part == row.thing.part)
        data = request.POST.copy()
        data["revision"] = str(row.saved.revision)
        return _part(request, stands, came_by, row, _form(stands, row, data), is_stale=True, status=409)
    except NotAllowed as why:
        typed = lines_of(Saved(row.thing.part, **form.answer()), conversation.content)
        kept = ["\n".join(line.words for line in typed)] if typed else []
        return _part(request, conversation, came_by, row, form, problem=str(why), kept=kept, status=409)
    return _go_on(conversation, came_by, row.thing)


def _go_on(conversation: Conversation, came_by: str, thing: ToDo) -> HttpResponse:
    """To the next part of the form on paper; from the last one to where they are sent."""
    names = [one.part for one in to_do(conversation.content, {})]
    after = names[names.index(thing.part) + 1 :]
    if not after:
        return redirect("conversation-typing-in", conversation.pk, came_by)
    return redirect("conversation-typing-in-part", conversation.pk, came_by, after[0])


def _rows(conversation: Conversation) -> list[Row]:
    answers, kept_back = conversation.answers, conversation.kept_back
    return [
        Row(thing, saved_in(answers, thing.part), thing.part in kept_back)
        for thing in to_do(conversation.content, answers)
    ]


def _form(conversation: Conversation, row: Row, data: Any = None) -> TypedInForm:
    """The form of a part, filled with what stands in it unless the patient has not sent that."""
    shown = Saved(row.thing.part) if row.is_kept_back else row.saved
    return TypedInForm(data, fields_of(row.thing.part, conversation.content), shown, row.saved.revision)


def _parts(
    request: HttpRequest,
    conversation: Conversation,
    came_by: str,
    form: SendForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    rows = _rows(conversation)
    context = {
        "conversation": conversation,
        "came_by": came_by,
        "code": code_of(conversation.pk),
        "rows": rows,
        "first": rows[0].thing.part,
        "form": form,
        "may_type_in": conversation.may(Step.SAVE_ANSWER),
        "problems": [("", problem)] if problem else form.problems,
    }
    return render(request, "clinician/typing_in.html", context, status=status)


def _part(
    request: HttpRequest,
    conversation: Conversation,
    came_by: str,
    row: Row,
    form: TypedInForm,
    *,
    is_stale: bool = False,
    problem: str = "",
    kept: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "conversation": conversation,
        "came_by": came_by,
        "row": row,
        "lines": lines_of(row.saved, conversation.content),
        "form": form,
        "is_stale": is_stale,
        "list": reverse("conversation-typing-in", args=[conversation.pk, came_by]),
        "may_type_in": conversation.may(Step.SAVE_ANSWER) and not kept,
        "problems": [("", problem)] if problem else form.problems,
        "kept": kept or [],
    }
    return render(request, "clinician/typing_in_part.html", context, status=status)
