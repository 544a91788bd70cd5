"""What a page's own script is told when it saves or tells the team: data, with the same meaning as the pages."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token

from sdm.actions.recording import Stale
from sdm.pages.access import Visit
from sdm.pages.forms import PlainForm
from sdm.pages.patient.forms import AnswerForm
from sdm.pages.patient.keeping import keep
from sdm.rules.parts import Saved
from sdm.rules.transitions import NotAllowed

AS_DATA = "application/json"


def is_in_passing(request: HttpRequest) -> bool:
    """Whether the script of a page asks, and not a browser that goes from page to page."""
    return request.headers.get("Accept") == AS_DATA


def how_it_stands(request: HttpRequest, visit: Visit, *, is_open: bool, revision: int = 0) -> JsonResponse:
    """For a page that was left or refused: whether it can be saved, what stands, and a token for its form."""
    state = "saved" if is_open else "over"
    return _told(state, revision=revision, token=get_token(request), whose=str(visit.conversation.pk))


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
        return _told("changed", status=409)
    except NotAllowed:
        return _told("over", status=409)
    return _told("saved", revision=now.revision, then=then())


def tell_in_passing(form: PlainForm, say: Callable[[], None], *, then: str) -> JsonResponse:
    """Tell the team what stands in a form, and say so or why not: refused, or over; `then` is the page that follows."""
    if not form.is_valid():
        return _refused(form)
    try:
        say()
    except NotAllowed:
        return _told("over", status=409)
    return _told("saved", revision=0, then=then)


def _refused(form: PlainForm) -> JsonResponse:
    return _told("refused", status=422, problems={name: list(found) for name, found in form.errors.items()})


def _told(state: str, status: int = 200, **more: object) -> JsonResponse:
    return JsonResponse({"state": state, **more}, status=status)
