"""How a patient gets in: the link, and the date of birth that shows that the right person opened it."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sdm.actions.conversations import open_invitation
from sdm.models import Invitation
from sdm.models.invitations import WRONG_DATES_ALLOWED
from sdm.pages.access import forget_patient, set_patient_cookie
from sdm.pages.patient.forms import DateOfBirthForm

OPENING_COOKIE = f"{settings.HOST_PREFIX}sdm-opening"
OPENING_SALT = "sdm.opening"
OPENING_SECONDS = 30 * 60


@require_safe
@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link: it trades its token for a short-lived cookie and leads to an address without it.

    Nothing is written, because mail scanners open links too.
    """
    found = Invitation.objects.for_token(token).only("pk").first()
    if found is None:
        return does_not_work(request)
    response = redirect("patient-start")
    response.set_cookie(
        OPENING_COOKIE,
        signing.dumps(str(found.pk), salt=OPENING_SALT),
        max_age=OPENING_SECONDS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """What this is, and the question for the date of birth; nobody and no procedure is named."""
    found = _opening(request)
    if found is None:
        return does_not_work(request)
    if request.method != "POST":
        return render(request, "patient/start.html", {"form": DateOfBirthForm()})
    form = DateOfBirthForm(request.POST)
    if form.is_valid():
        if open_invitation(invitation=found, date_of_birth=form.cleaned_data["date_of_birth"]):
            response = redirect("patient-list")
            response.delete_cookie(OPENING_COOKIE, samesite="Lax")
            set_patient_cookie(response, found.pk)
            return response
        locked, found = found, _opening(request)
        if found is None:
            return _is_locked(request, locked)
        form.say_wrong(tries_left=WRONG_DATES_ALLOWED - found.wrong_dates)
    return render(request, "patient/start.html", {"form": form}, status=422)


@require_POST
@login_not_required
def close(request: HttpRequest) -> HttpResponse:
    """Shut this browser out again, for whoever sits at it next."""
    response = render(request, "patient/finished.html")
    forget_patient(response)
    # Older browsers do not know how to clear all; a link that was only opened is forgotten there, too.
    response.delete_cookie(OPENING_COOKIE, samesite="Lax")
    return response


def _opening(request: HttpRequest) -> Invitation | None:
    """The invitation that this browser is opening, while it is good."""
    try:
        value = signing.loads(request.COOKIES[OPENING_COOKIE], salt=OPENING_SALT, max_age=OPENING_SECONDS)
        return Invitation.objects.good().filter(pk=UUID(value)).first()
    except (KeyError, ValueError, TypeError, AttributeError, signing.BadSignature):
        return None


def _is_locked(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Said once, to whoever gave the last wrong date: whom to ask for a new link. Later it is a link like any other."""
    found = Invitation.objects.select_related("conversation__hospital").get(pk=found.pk)
    if not found.is_locked:
        return does_not_work(request)
    return render(request, "patient/locked.html", {"hospital": found.conversation.hospital}, status=403)


def does_not_work(request: HttpRequest) -> HttpResponse:
    """The one page for every link that does not work, so that it tells nobody why (threat 3)."""
    response = render(request, "patient/does_not_work.html", {"query": ""}, status=404)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
