"""What became of the procedure: whether it was done, when and by whom, the registry, outcome and complications."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sdm.actions.follow_up import note_procedure
from sdm.actions.recording import Stale
from sdm.models import Conversation, Decision
from sdm.models.agreement import agreement_of
from sdm.models.facts import known_days
from sdm.models.follow_up import procedure_note_of
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.parts import PartForm
from sdm.pages.fields import ConfirmField, DateBoxesField, LineField, RadiosField, WordsField, has_come
from sdm.rules.follow_up import COMPLICATIONS, DONE, HAPPENED, NOT_DONE, PROCEDURE, SOME
from sdm.rules.possible_days import problem_of_doing, problem_of_entering
from sdm.rules.transitions import NotAllowed, Step

NO_CONSENT = "There is no consent that stands"


class ProcedureEndForm(PartForm):
    """What became of the procedure; `has_consent` says whether there is a consent to it that stands."""

    part = PROCEDURE
    title = "What became of the procedure"
    days = MappingProxyType({"done_on": problem_of_doing})
    happened = RadiosField(
        label="Was the procedure done?",
        look="small",
        choices=list(HAPPENED.items()),
        error_messages={"required": "Choose whether it was done"},
    )
    no_consent = ConfirmField(label=NO_CONSENT)
    done_on = DateBoxesField(label="On which day (if it was done)", required=False, validators=[has_come()])
    done_by = LineField(label="Who did it (optional)", max_length=200, required=False)
    registry_on = DateBoxesField(
        label="Entered in the registry or the audit on (optional)", required=False, validators=[has_come()]
    )
    text = WordsField(label="How the patient got on (optional)", required=False, rows=3)
    complications = RadiosField(
        label="Complications", look="small", required=False, choices=[*COMPLICATIONS.items()], initial="not-known"
    )
    complications_were = WordsField(label="Which complications (optional)", required=False, rows=2)

    def __init__(self, *args: Any, has_consent: bool = True, **kwargs: Any) -> None:
        self.has_consent = has_consent
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A procedure that was done was done on a day; complications that there were are named."""
        values = super().clean()
        if values.get("happened") == DONE and not values.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", "Enter the day on which it was done")
        if values.get("happened") == NOT_DONE and values.get("done_on"):
            self.add_error("done_on", "If it was not done, leave the day empty")
        if values.get("happened") != DONE or self.has_consent:
            values["no_consent"] = False
        elif not values.get("no_consent"):
            self.add_error("no_consent", f"{NO_CONSENT}. If the procedure was done all the same, tick this")
        entered, done_on = values.get("registry_on"), values.get("done_on")
        if entered and self.known and (problem := problem_of_entering(entered, self.known, done_on)):
            self.add_error("registry_on", problem)
        if values.get("complications") == SOME and not values.get("complications_were"):
            self.add_error("complications_were", "Write which complications there were")
        return values


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def procedure_end(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The form; a POST saves it on top of what was on the screen."""
    stands = procedure_note_of(conversation)
    if request.method != "POST":
        return _show(request, conversation, ProcedureEndForm(conversation.content, stands))
    checks = _checks(conversation)
    form = ProcedureEndForm(conversation.content, stands, request.POST, **checks)
    if not form.is_valid():
        return _show(request, conversation, form, status=422)
    try:
        note_procedure(conversation=conversation, note=form.note(), by=request.user)
    except Stale as stale:
        # What somebody else saved stands beside what was typed, which can be saved over it now.
        now = stale.current[PROCEDURE]
        data = {**request.POST.dict(), f"{PROCEDURE}-revision": now.revision}
        form = ProcedureEndForm(conversation.content, now, data, is_stale=True, **checks)
        form.add_error(None, words.SOMEBODY_ELSE_SAVED.format(title=form.title))
        return _show(request, conversation, form, status=409)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return _show(request, conversation, form, status=409)
    messages.success(request, words.PROCEDURE_NOTED)
    return redirect("conversation-after", conversation.pk)


def _checks(conversation: Conversation) -> dict[str, Any]:
    """What the form is judged by: the days that others cannot come before, and whether a consent stands. One query."""
    decisions = list(conversation.decisions.with_later().defer("summary"))
    consents = [timezone.localdate(one.decided_at) for one in decisions if one.choice == Decision.CONSENT]
    standing = agreement_of(conversation, decisions[-1] if decisions else None).standing()
    return {"known": known_days(conversation, consents), "has_consent": standing.is_a_consent}


def _show(request: HttpRequest, conversation: Conversation, form: ProcedureEndForm, status: int = 200) -> HttpResponse:
    may = conversation.may(Step.FOLLOW_UP)
    typed = [form[name].value() for name in ("text", "complications_were")] if form.is_bound and not may else []
    context = {"conversation": conversation, "form": form, "may_note": may, "kept": [text for text in typed if text]}
    return render(request, "clinician/procedure_end.html", context, status=status)
