"""What the patient said after a decision, on a page of its own: reading it, and answering it in writing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.afterwards import answer_patient
from sdm.models import Conversation
from sdm.models.page_queries import visible_to
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.fields import RadiosField, WordsField, wording
from sdm.pages.forms import PlainForm
from sdm.rules.afterwards import ACCEPTED, ANSWERED, LONGEST, NOT_ACCEPTED, Said
from sdm.rules.transitions import NotAllowed, Status, Step


class AnswerPatientForm(PlainForm):
    """What the patient is answered; only a correction is right or not."""

    outcome = RadiosField(
        label="Is the patient right?",
        look="small",
        choices=[
            (ACCEPTED, "Yes: it is to be read as the patient says"),
            (NOT_ACCEPTED, "No: it stays as it was written"),
        ],
    )
    text = WordsField(
        label="What you answer, and what is done",
        help_text="The patient reads this. Say what happens next.",
        max_length=LONGEST,
        rows=4,
        error_messages={"required": "Write what you answer"},
        validators=[wording],
    )

    def __init__(self, said: Said, data: Any = None) -> None:
        super().__init__(data)
        if said.is_change_of_mind:
            del self.fields["outcome"]

    def answer(self) -> dict[str, str]:
        """The answer, as the action takes it."""
        return {"outcome": ANSWERED, **self.cleaned_data}


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def answer(request: HttpRequest, conversation: Conversation, entry: int) -> HttpResponse:
    """One thing that the patient said, known by its entry of the record, with the form that answers it."""
    said = _said(conversation, entry)
    if request.method != "POST":
        return _show(request, conversation, said, AnswerPatientForm(said))
    form = AnswerPatientForm(said, request.POST)
    if not form.is_valid():
        return _show(request, conversation, said, form, status=422)
    try:
        answer_patient(conversation=conversation, about=entry, by=request.user, **form.answer())
    except NotAllowed as why:
        form.add_error(None, str(why))
        # Whatever somebody else did meanwhile is shown as it stands now.
        conversation = visible_to(request.user, conversation.pk)
        return _show(request, conversation, _said(conversation, entry), form, status=409)
    messages.success(request, words.PATIENT_ANSWERED)
    return redirect("conversation", conversation.pk)


def _said(conversation: Conversation, entry: int) -> Said:
    found = next((said for said in conversation.said_since if said.entry == entry), None)
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest, conversation: Conversation, said: Said, form: AnswerPatientForm, status: int = 200
) -> HttpResponse:
    """The page; words that can no longer be saved are shown to be copied."""
    may_answer = conversation.may(Step.ANSWER_PATIENT) and said.waits
    may_write = may_answer and said.may_be_answered_by_words(Status(conversation.status))
    typed = form["text"].value() or ""
    context = {
        "conversation": conversation,
        "said": said,
        "form": form,
        "may_answer": may_answer,
        "may_write": may_write,
        "may_reopen": said.is_change_of_mind and conversation.may(Step.REOPEN),
        "problems": form.problems,
        "kept": [typed] if typed and not may_write else [],
    }
    return render(request, "clinician/answer.html", context, status=status)
