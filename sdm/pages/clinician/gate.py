"""Which conversation a clinician's page is about: one of their own hospital's, or none at all."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from sdm.models.page_queries import visible_to
from sdm.pages.access import View, clinicians


def of_their_hospital(view: Callable[..., HttpResponse]) -> View:
    """For clinicians: the view gets the conversation that the address names, with everything an action needs.

    A conversation of another hospital is not there (404), as one that never was.
    """

    @clinicians
    @wraps(view)
    def run(request: HttpRequest, conversation: UUID, **names) -> HttpResponse:
        user, session = request.user, request.session
        theirs = session.beside(user) if session.looked_for == conversation else visible_to(user, conversation)
        if theirs is None:
            raise Http404
        return view(request, theirs, **names)

    run.is_about_one = True
    return run
