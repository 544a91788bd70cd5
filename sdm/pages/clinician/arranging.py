"""What is asked for besides the discussion, each part on a page of its own: with why, and what is outstanding."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.discussion import save_discussion
from sdm.actions.recording import Stale
from sdm.models import Conversation
from sdm.models.facts import facts_of, help_to_arrange, known_days
from sdm.pages.clinician import arrangement_forms, concern_forms, contact_form, words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.parts import PartForm
from sdm.rules.ages import is_adult, is_too_young
from sdm.rules.capacity import FORMS as CONSENT_FORMS
from sdm.rules.capacity import form_for
from sdm.rules.parts import INDICATION, Saved, saved_in
from sdm.rules.requirements import asked_for
from sdm.rules.transitions import NotAllowed, Step

FORMS = arrangement_forms.FORMS | concern_forms.FORMS | contact_form.FORMS


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def arrangement(request: HttpRequest, conversation: Conversation, part: str) -> HttpResponse:
    """One part; a POST saves it on top of what was on the screen, and leads to what is still outstanding."""
    if part not in FORMS:
        raise Http404
    stands, known = saved_in(conversation.discussion, part), known_days(conversation)
    if request.method != "POST":
        return show(request, conversation, FORMS[part](conversation.content, stands))
    form = FORMS[part](conversation.content, stands, request.POST, known=known)
    if not form.is_valid():
        return show(request, conversation, form, status=422)
    try:
        save_discussion(conversation=conversation, notes={part: form.note()}, by=request.user)
    except Stale as stale:
        # What somebody else saved stands beside what was typed, which can be saved over it now.
        now = stale.current[part]
        form = FORMS[part](conversation.content, now, _on_top(request, now), is_stale=True, known=known)
        form.add_error(None, words.SOMEBODY_ELSE_SAVED.format(title=form.title))
        return show(request, conversation, form, status=409)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return show(request, conversation, form, status=409)
    messages.success(request, words.DISCUSSION_SAVED)
    return redirect("conversation-decision", conversation.pk)


def _on_top(request: HttpRequest, now: Saved) -> dict[str, str]:
    return {**request.POST.dict(), f"{now.part}-revision": str(now.revision)}


def show(request: HttpRequest, conversation: Conversation, form: PartForm, status: int = 200) -> HttpResponse:
    """One part, with the form as it stands or as it was sent."""
    kind = saved_in(conversation.discussion, INDICATION).details.get("indication")
    facts = facts_of(conversation)
    context = {
        "conversation": conversation,
        "form": form,
        "age": facts.age,
        "is_adult": is_adult(facts.age),
        "is_too_young": is_too_young(facts.age),
        "capacity": facts.capacity,
        "form_that_applies": form_for(facts.age, facts.capacity),
        "to_arrange": help_to_arrange(conversation),
        "indication": conversation.content.indication(str(kind or "")),
        "concern": form.part if form.part not in arrangement_forms.FORMS else "",
        "consent_forms": CONSENT_FORMS,
        "asked": [(one, met) for one, met in asked_for(facts) if one.part == form.part],
        "may_record": conversation.may(Step.RECORD_DISCUSSION),
        "may_reopen": conversation.may(Step.REOPEN),
    }
    return render(request, "clinician/arrangement.html", context, status=status)
