"""Who may open which page: each view names its people, and everybody else finds nothing there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from sdm.models import Conversation, User
from sdm.models.page_queries import opened_by
from sdm.pages.by_script import is_by_script
from sdm.pages.edition_shown import EditionShown, edition_shown
from sdm.pages.errors import signed_out
from sdm.pages.privacy import forget_what_was_seen
from sdm.rules.edition import EditionContent
from sdm.rules.patient_fields import WRITTEN
from sdm.rules.people import Actor, Kind

View = Callable[..., HttpResponse]
SALT = "sdm.invitation"
PATIENT_COOKIE_SECONDS = 12 * 60 * 60


class SignedIn(AuthenticationMiddleware):
    """Who is signed in. Django's own asks for them in a second query, though the session was read with its person."""

    def process_request(self, request: HttpRequest) -> None:
        """Found out only where a page asks."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))


def _person_of(request: HttpRequest) -> User | AnonymousUser:
    """The session's person where everything holds that Django checks; wherever anything does not, Django decides."""
    session = request.session
    sealed_with = session.get(HASH_SESSION_KEY, "")
    person = session.person
    if (
        person
        and person.is_active
        and str(person.pk) == session.get(SESSION_KEY)
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(sealed_with, person.get_session_auth_hash())
    ):
        return person
    return get_user(request)


class SignInFirst(LoginRequiredMiddleware):
    """Asks staff to sign in before their pages; a patient's page never looks for a session of staff.

    Django's own looks for one first, which is two queries more wherever staff use the same browser. A page's script is
    told that it may not, and keeps what was typed until its owner has signed in again. Without a script the answer to
    a form is a page with what was typed.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponse:
        """The page to sign in; for a script 403, and for a form what was typed in it."""
        if is_by_script(request):
            return HttpResponse(status=403)
        if request.method == "POST":
            return signed_out(request)
        return super().handle_no_permission(request, view_func)

    def process_view(self, request: HttpRequest, view_func: View, view_args: tuple, view_kwargs: dict):
        """Nothing, where nobody has to sign in."""
        if not getattr(view_func, "login_required", True):
            return None
        if getattr(view_func, "is_about_one", False):
            request.session.asks_for = view_kwargs["conversation"]
        return super().process_view(request, view_func, view_args, view_kwargs)


def clinicians(view: View) -> View:
    """For clinicians; a page of another role is a page that is not there."""
    return _for_staff(view, lambda user: user.is_clinician)


def content_team(view: View) -> View:
    """For content editors and administrators."""
    return _for_staff(view, lambda user: user.is_content_editor)


def administrators(view: View) -> View:
    """For administrators."""
    return _for_staff(view, lambda user: user.is_administrator)


def _for_staff(view: View, may: Callable) -> View:
    """LoginRequiredMiddleware has asked people to sign in before this; it decides by role."""

    @wraps(view)
    def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    run.people = may
    return run


@dataclass(frozen=True)
class Visit:
    """A patient who opened their invitation: the conversation it opens, and how the record names them.

    `edition` are the words that their page shows.
    """

    invitation_id: UUID
    conversation: Conversation
    edition: EditionShown

    @property
    def content(self) -> EditionContent:
        """The words that their page shows; the ids in it are those of the conversation's own edition."""
        return self.edition.content

    @property
    def actor(self) -> Actor:
        """The patient as the record names them."""
        return Actor(Kind.PATIENT, str(self.invitation_id), self.conversation.patient.name)


def patients(view: View) -> View:
    """For the patient whose signed cookie names a good invitation; the view gets a `Visit`.

    One query loads the conversation with the answers and the head of its record, for an action that may follow, and
    sees whether the invitation was revoked.
    """

    @login_not_required
    @wraps(view)
    def run(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        visit = _visit(request)
        if visit is None or _is_of_another(request, visit):
            return render(request, "patient/closed.html", {"typed": _typed(request)}, status=403)
        return view(request, visit, *args, **kwargs)

    return run


def _is_of_another(request: HttpRequest, visit: Visit) -> bool:
    """Whether a form was drawn for another conversation, whose link was open in this browser before.

    `whose` opens nothing: it only keeps one patient's words out of another's record.
    """
    mine = str(visit.conversation.pk)
    return request.POST.get("whose", mine) != mine


def _typed(request: HttpRequest) -> list[str]:
    """What somebody wrote on a page that can no longer be saved, so that they do not lose it."""
    return [text for name, texts in request.POST.lists() if name in WRITTEN for text in texts if text.strip()]


def _visit(request: HttpRequest) -> Visit | None:
    invitation_id = read_patient_cookie(request)
    conversation = opened_by(invitation_id) if invitation_id else None
    return Visit(invitation_id, conversation, edition_shown(request, conversation)) if conversation else None


def read_patient_cookie(request: HttpRequest) -> UUID | None:
    """The invitation that the browser's signed cookie names, or None where it is missing, changed or too old."""
    try:
        value = signing.loads(request.COOKIES[settings.PATIENT_COOKIE_NAME], salt=SALT, max_age=PATIENT_COOKIE_SECONDS)
        return UUID(value)
    except (KeyError, ValueError, TypeError, AttributeError, signing.BadSignature):
        return None


def set_patient_cookie(response: HttpResponse, invitation_id: UUID) -> None:
    """Let this browser in to one invitation's conversation, for half a day."""
    response.set_cookie(
        settings.PATIENT_COOKIE_NAME,
        signing.dumps(str(invitation_id), salt=SALT),
        max_age=PATIENT_COOKIE_SECONDS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget_patient(response: HttpResponse) -> None:
    """Shut this browser out, and have it forget what it saw."""
    response.delete_cookie(settings.PATIENT_COOKIE_NAME, samesite="Lax")
    forget_what_was_seen(response)
