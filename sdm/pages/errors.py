"""What people see when something cannot be shown: plain words, and nothing of anybody's record."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sdm.pages.edition_shown import SCREEN
from sdm.rules.patient_fields import WRITTEN

# What the app itself puts into forms.
NOT_WORDS = ("csrfmiddlewaretoken", SCREEN, "whose", "before", "drawn", "insert", "close", "again")
NOT_TYPED = ("seen", "heard", "revision")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request made no sense."""
    return render(request, "errors/400.html", status=400)


def too_much(request: HttpRequest) -> HttpResponse:
    """413: more than anybody may send, with a way back."""
    return render(request, "errors/413.html", {"is_patients": request.path.startswith("/my")}, status=413)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this may not be done."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or it is not this person's."""
    return render(request, "errors/404.html", status=404)


class OurOwnPages:
    """In the demo, too, what is not there or made no sense is told as in service: Django has a page for developers."""

    OF_DJANGOS = b'<meta name="robots" content="NONE,NOARCHIVE">'

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the app, with our page in the place of Django's."""
        response = self.get_response(request)
        if not settings.DEMO or response.status_code not in (400, 404) or response.streaming:
            return response
        if self.OF_DJANGOS not in response.content[:500]:
            return response
        return not_found(request) if response.status_code == 404 else bad_request(request)


class OnlyByAButton:
    """405: an address that only a button of another page leads to, opened by itself. Says so, with a way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the app, with words where it is a bare refusal."""
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "errors/405.html", {"is_patients": request.path.startswith("/my")}, status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page


def went_wrong(request: HttpRequest) -> HttpResponse:
    """500: our fault; the page needs neither database nor session."""
    return render(request, "errors/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is too old or came from elsewhere; what was typed is shown again so that it can be kept.

    Where the browser says that another site sent it, nobody typed it here: that site's words are not shown as theirs.
    """
    is_from_elsewhere = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    sent = [] if is_from_elsewhere else _sent(request)
    words = [value for name, value in sent if _is_long(value) or (name in WRITTEN and value.strip())]
    return render(request, "errors/csrf.html", {"words": words}, status=403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """403: staff sent a form after their session had ended; what they typed is shown to be copied, passwords never.

    It is theirs to see: it came with the token of this browser, and whoever signs in gets another one.
    """
    sent = [(name, value) for name, value in _sent(request) if value.strip()]
    words = [value for _, value in sent if _is_long(value)]
    # What is chosen or is a word or two goes by the name of its box, all in one.
    short = [f"{name}: {value}" for name, value in sent if not _is_long(value) and not name.endswith(NOT_TYPED)]
    context = {"words": [*words, *(["\n".join(short)] if short else [])], "had_files": bool(request.FILES)}
    return render(request, "account/signed_out_while_writing.html", context, status=403)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form held, by the names of its boxes; nothing that the app put there, and no password."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_WORDS and "password" not in name
        for value in values
    ]


def _is_long(value: str) -> bool:
    return len(value) > 20 or " " in value.strip()
