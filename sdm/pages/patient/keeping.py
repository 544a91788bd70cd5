"""Keeping what stands in a form: which revision its page saw, and what the page sent before."""

from collections.abc import Iterator

from django.http import HttpRequest, QueryDict

from sdm.actions.answers import save_answer
from sdm.pages.access import Visit
from sdm.pages.edition_shown import language_on_screen
from sdm.pages.forms import seen_revision
from sdm.pages.patient.forms import AnswerForm
from sdm.rules.needs import asked_before
from sdm.rules.parts import PEOPLE_AND_HELP, Saved
from sdm.rules.patient_fields import fields_of

# A page that hears nothing sends the same again, so more than a few never come together. The newest come first.
UNHEARD_AT_MOST = 8


def keep(request: HttpRequest, visit: Visit, saved: Saved, form: AnswerForm) -> Saved:
    """Save what stands in a form that is valid, and give what stands now; nothing on top of nothing is not saved.

    To empty what was asked for before is to say something. Raises Stale where another revision stands, NotAllowed where
    answers can no longer change.
    """
    conversation, answer = visit.conversation, form.answer()
    if at_first(visit, saved).is_empty and Saved(saved.part, **answer).is_empty:
        return saved
    now = save_answer(
        conversation=conversation,
        part=saved.part,
        **answer,
        seen=seen_revision(request),
        unheard=tuple(_unheard(request, visit, saved.part)),
        language=language_on_screen(request),
        translation=visit.edition.translation,
        by=visit.actor,
    )
    conversation.answers[saved.part] = now
    return now


def at_first(visit: Visit, saved: Saved) -> Saved:
    """What a form shows before anybody types in it: what is saved, else the help that the patient asked for before."""
    if saved.part == PEOPLE_AND_HELP and not saved.revision:
        return asked_before(visit.conversation.known_needs)
    return saved


def _unheard(request: HttpRequest, visit: Visit, part: str) -> Iterator[Saved]:
    """What the page sent before, not knowing whether it arrived: each is the text of a whole form."""
    fields = fields_of(part, visit.content)
    for text in request.POST.getlist("before")[:UNHEARD_AT_MOST]:
        form = AnswerForm(QueryDict(text), fields, Saved(part), visit.edition.language)
        if form.is_valid():
            yield Saved(part, **form.answer())
