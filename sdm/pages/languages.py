"""Which language a page is in: patients choose theirs, or their browser does; what staff read is English."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import escape_leading_slashes

# Every page offers the other languages as links to itself with this in its address: /my?language=cy.
CHOOSE = "language"
# All other addresses are for patients, those too where nothing is: a link that was typed wrongly is a patient's.
FOR_STAFF = ("/accounts", "/admin", "/conversations", "/demo", "/leaflets")


class ReadersLanguage:
    """Middleware: settles the language before anything can answer, and remembers the one that a patient chooses.

    It is the one in the language cookie, else the first that the browser asks for and we have, else English.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.STATIC_URL):  # styles and scripts have no language
            return self.get_response(request)
        if not is_for_patients(request):
            return self._answer(request, settings.LANGUAGE_CODE)
        if chosen := _chosen(request):
            return _remembered(request, chosen)
        response = self._answer(request, translation.get_language_from_request(request))
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response

    def _answer(self, request: HttpRequest, language: str) -> HttpResponse:
        """The answer in a language, which is over when this returns: nobody inherits it with the thread."""
        with translation.override(language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            return response


def is_for_patients(request: HttpRequest) -> bool:
    """Whether an address is one that patients may meet."""
    return not request.path_info.startswith(FOR_STAFF)


def _chosen(request: HttpRequest) -> str:
    """The language that a link of ours asks for; empty where none does, or where we do not have it."""
    if request.method not in ("GET", "HEAD") or f"{CHOOSE}=" not in request.META.get("QUERY_STRING", ""):
        return ""
    code = request.GET.get(CHOOSE, "")
    return code if code in dict(settings.LANGUAGES) else ""


def _remembered(request: HttpRequest, language: str) -> HttpResponse:
    """Back to the same page, now in this language; nobody is sent anywhere else."""
    left = request.GET.copy()
    del left[CHOOSE]
    address = escape_leading_slashes(request.path) + (f"?{left.urlencode()}" if left else "")
    response = HttpResponseRedirect(address)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
