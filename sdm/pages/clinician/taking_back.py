"""Taking a consent back in one step, by the patient, who told staff, or by a clinician; and wanting to talk again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.afterwards import write_down_change_of_mind
from sdm.models import Conversation, Decision
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.fields import RadiosField, WordsField
from sdm.pages.forms import PlainForm
from sdm.rules.afterwards import CHANGED_MIND, LONGEST, NOT_OFFERED, TALK_AGAIN
from sdm.rules.transitions import NotAllowed, Step
from sdm.rules.words import has_a_word


class TakingBackForm(PlainForm):
    """Who takes it back; the first answer stands already, so that one press is enough."""

    wants = RadiosField(
        label="What is it?",
        choices=[
            (CHANGED_MIND, "The patient has changed their mind"),
            (TALK_AGAIN, "The patient wants to talk again"),
            (NOT_OFFERED, "A clinician says that the procedure should not go ahead as agreed"),
        ],
        initial=CHANGED_MIND,
    )
    text = WordsField(
        label="What was said (optional)",
        help_text="The patient reads this. A patient never has to say why. A clinician does.",
        max_length=LONGEST,
        rows=3,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A clinician's own judgement has a reason; the patient needs none."""
        values = super().clean()
        if values.get("wants") == NOT_OFFERED and not has_a_word(values.get("text")) and "text" not in self.errors:
            self.add_error("text", "Write why the procedure should not go ahead as agreed")
        return values

    def __init__(self, data: Any = None, *, is_consent: bool) -> None:
        super().__init__(data)
        if not is_consent:
            self.fields["wants"].choices = self.fields["wants"].choices[:2]


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def take_back(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The form; a POST writes it down, at once and without asking back."""
    decision = conversation.decisions.newest()
    is_consent = decision is not None and decision.choice == Decision.CONSENT
    shown = {"conversation": conversation, "decision": decision, "is_consent": is_consent}
    if request.method != "POST":
        return _show(request, shown, TakingBackForm(is_consent=is_consent))
    form = TakingBackForm(request.POST, is_consent=is_consent)
    if not form.is_valid():
        return _show(request, shown, form, status=422)
    try:
        write_down_change_of_mind(conversation=conversation, by=request.user, **form.cleaned_data)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return _show(request, shown, form, status=409)
    talks = form.cleaned_data["wants"] == TALK_AGAIN or not is_consent
    messages.success(request, words.WANTS_TO_TALK if talks else words.TAKEN_BACK)
    return redirect("conversation", conversation.pk)


def _show(request: HttpRequest, shown: dict[str, Any], form: TakingBackForm, status: int = 200) -> HttpResponse:
    may = shown["decision"] is not None and shown["conversation"].may(Step.SAY_AFTERWARDS)
    typed = form["text"].value() if form.is_bound else ""
    context = {**shown, "form": form, "may_write": may, "kept": [typed] if typed and not may else []}
    return render(request, "clinician/take_back.html", context, status=status)
