"""The demo's one-click ways in, for staff and as a patient; every view refuses outside the demo."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sdm.actions.conversations import invite
from sdm.demo.people import conversations_of_the_demo, staff_of_the_demo


def demo_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to anybody in the demo; outside it there is no such page, whatever the addresses say."""

    @login_not_required
    @wraps(view)
    def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return run


@demo_only
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Everybody whom one can be."""
    return render(
        request,
        "account/demo.html",
        {"demo_staff": staff_of_the_demo(), "conversations": conversations_of_the_demo()},
    )


@demo_only
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's staff, and nobody else."""
    user = _chosen(staff_of_the_demo(), request.POST.get("user", ""))
    get_adapter(request).login(request, user)
    return redirect("admin:index" if user.is_staff else "home")


@demo_only
@require_POST
def open_as_patient(request: HttpRequest) -> HttpResponse:
    """Make a new invitation, as the clinician would, and go where its link leads."""
    conversation = _chosen(conversations_of_the_demo(), request.POST.get("conversation", ""))
    _, token = invite(conversation=conversation, by=conversation.created_by)
    return redirect("invitation", token)


def _chosen(rows: list, wanted: str):
    """The row with this id; 404 for any other text."""
    try:
        key = UUID(wanted)
    except ValueError:
        raise Http404 from None
    for row in rows:
        if row.pk == key:
            return row
    raise Http404
