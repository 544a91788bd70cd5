"""What a patient's page is told when it saves, or tells their team: data, with the same meaning as the pages."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse

from sdm.actions.recording import Stale
from sdm.pages.access import Visit
from sdm.pages.by_script import told, told_how_it_stands
from sdm.pages.forms import PlainForm
from sdm.pages.patient.forms import AnswerForm
from sdm.pages.patient.keeping import keep
from sdm.rules.parts import Saved
from sdm.rules.transitions import NotAllowed


def how_it_stands(request: HttpRequest, visit: Visit, saved: Saved) -> JsonResponse:
    """For a page that was left or refused: whether it can be saved, what stands, and a token for its form."""
    conversation = visit.conversation
    is_open = conversation.open_to_patient()
    return told_how_it_stands(request, str(conversation.pk), is_open=is_open, revision=saved.revision)


def save_in_passing(
    request: HttpRequest, visit: Visit, saved: Saved, form: AnswerForm, *, then: Callable[[], str]
) -> JsonResponse:
    """Save, and say so or why not: refused (with the problems by field), changed somewhere else, or over.

    `then` gives the page that follows, for somebody who pressed the button; it may depend on what was saved.
    """
    if not form.is_valid():
        return _refused(form)
    try:
        now = keep(request, visit, saved, form)
    except Stale:
        return told("changed", status=409)
    except NotAllowed:
        return told("over", status=409)
    return told("saved", revision=now.revision, then=then())


def tell_in_passing(form: PlainForm, say: Callable[[], None], *, then: str) -> JsonResponse:
    """Tell the team what stands in a form, and say so or why not: refused, or over; `then` is the page that follows."""
    if not form.is_valid():
        return _refused(form)
    try:
        say()
    except NotAllowed:
        return told("over", status=409)
    return told("saved", then=then)


def _refused(form: PlainForm) -> JsonResponse:
    return told("refused", status=422, problems={name: list(found) for name, found in form.errors.items()})
