"""Which conversation a clinician's page is about: one of their own hospital's, or none at all."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from sdm.models import Conversation
from sdm.pages.access import View, clinicians
from sdm.pages.clinician.attention import with_invitation


def of_their_hospital(view: Callable[..., HttpResponse]) -> View:
    """For clinicians: the view gets the conversation that the address names, with everything an action needs.

    A conversation of another hospital is not there (404), as one that never was.
    """

    @clinicians
    @wraps(view)
    def run(request: HttpRequest, conversation: UUID, **names) -> HttpResponse:
        theirs = with_invitation(Conversation.objects.visible_to(request.user).to_act_on())
        return view(request, get_object_or_404(theirs, pk=conversation), **names)

    return run
