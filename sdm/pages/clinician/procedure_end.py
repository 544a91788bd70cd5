"""What became of the procedure: whether it was done, when and by whom, the registry, outcome and complications."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.follow_up import note_procedure, saved_of
from sdm.actions.recording import Stale
from sdm.models import Conversation, ProcedureNote
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.parts import PartForm
from sdm.pages.fields import DateBoxesField, LineField, RadiosField, WordsField, has_come
from sdm.rules.follow_up import COMPLICATIONS, DONE, HAPPENED, PROCEDURE, SOME
from sdm.rules.parts import Saved
from sdm.rules.transitions import NotAllowed, Step


class ProcedureEndForm(PartForm):
    """What became of the procedure."""

    part = PROCEDURE
    title = "What became of the procedure"
    happened = RadiosField(
        label="Was the procedure done?",
        look="small",
        choices=list(HAPPENED.items()),
        error_messages={"required": "Choose whether it was done"},
    )
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

    def clean(self) -> dict[str, Any]:
        """A procedure that was done was done on a day; complications that there were are named."""
        values = super().clean()
        if values.get("happened") == DONE and not values.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", "Enter the day on which it was done")
        if values.get("complications") == SOME and not values.get("complications_were"):
            self.add_error("complications_were", "Write which complications there were")
        return values


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def procedure_end(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The form; a POST saves it on top of what was on the screen."""
    stands = stands_of(conversation)
    if request.method != "POST":
        return _show(request, conversation, ProcedureEndForm(conversation.content, stands))
    form = ProcedureEndForm(conversation.content, stands, request.POST)
    if not form.is_valid():
        return _show(request, conversation, form, status=422)
    try:
        note_procedure(conversation=conversation, note=form.note(), by=request.user)
    except Stale as stale:
        # What somebody else saved stands beside what was typed, which can be saved over it now.
        now = stale.current[PROCEDURE]
        data = {**request.POST.dict(), f"{PROCEDURE}-revision": now.revision}
        form = ProcedureEndForm(conversation.content, now, data, is_stale=True)
        form.add_error(None, words.SOMEBODY_ELSE_SAVED.format(title=form.title))
        return _show(request, conversation, form, status=409)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return _show(request, conversation, form, status=409)
    messages.success(request, words.PROCEDURE_NOTED)
    return redirect("conversation-after", conversation.pk)


def stands_of(conversation: Conversation) -> Saved:
    """What is recorded of the procedure's end. One query."""
    rows = ProcedureNote.objects.filter(conversation=conversation, part=PROCEDURE)
    return saved_of(rows.order_by("-revision").first())


def _show(request: HttpRequest, conversation: Conversation, form: ProcedureEndForm, status: int = 200) -> HttpResponse:
    may = conversation.may(Step.FOLLOW_UP)
    typed = [form[name].value() for name in ("text", "complications_were")] if form.is_bound and not may else []
    context = {"conversation": conversation, "form": form, "may_note": may, "kept": [text for text in typed if text]}
    return render(request, "clinician/procedure_end.html", context, status=status)
