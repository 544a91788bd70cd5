"""Which language a page is in: patients choose theirs, or their browser does; what staff read is English."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language, to_locale

from sdm.rules.languages import LONGEST_CODE, direction, is_same

# Every page offers the other languages as links to itself with this in its address: /my?language=cy.
CHOOSE = "language"
# The same for the leaflet, which can have translations into languages that the interface does not have.
CHOOSE_LEAFLET = "leaflet"
CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
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
            response.headers.setdefault("Content-Language", get_language())
            return response


def is_for_patients(request: HttpRequest) -> bool:
    """Whether an address is one that patients may meet."""
    return not request.path_info.startswith(FOR_STAFF)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The languages that a link of ours asks for, by the cookie that remembers each; empty where there is none."""
    address = request.META.get("QUERY_STRING", "")
    if request.method not in ("GET", "HEAD") or not (f"{CHOOSE}=" in address or f"{CHOOSE_LEAFLET}=" in address):
        return {}
    chosen = {}
    if (code := request.GET.get(CHOOSE, "")) in dict(settings.LANGUAGES):
        chosen[settings.LANGUAGE_COOKIE_NAME] = code
    # Whether there is a translation into it, the pages of the leaflet know.
    if CODE.fullmatch(code := request.GET.get(CHOOSE_LEAFLET, "")) and len(code) <= LONGEST_CODE:
        chosen[settings.LEAFLET_COOKIE_NAME] = code
    return chosen


def _remembered(request: HttpRequest, chosen: dict[str, str]) -> HttpResponse:
    """Back to the same page, now in this language; nobody is sent anywhere else."""
    left = request.GET.copy()
    for name in (CHOOSE, CHOOSE_LEAFLET):
        left.pop(name, None)
    address = escape_leading_slashes(request.path) + (f"?{left.urlencode()}" if left else "")
    response = HttpResponseRedirect(address)
    for cookie, language in chosen.items():
        response.set_cookie(
            cookie,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return response


def tag_of(language: str) -> str:
    """A language as browsers and screen readers know it: "en-GB" for "en-gb"."""
    return to_locale(language).replace("_", "-")


def said_in(language: str) -> str:
    """The attributes of an element whose words are in a language; none where that is the language of the page.

    "en" and "en-gb" are the same to whoever reads them aloud, and a page that is all in one language stays light.
    """
    if not language or is_same(language, get_language()):
        return ""
    return format_html(' lang="{}" dir="{}"', tag_of(language), direction(language))


def words_in(language: str, words: str) -> str:
    """Words of a leaflet among ours, such as in the label of a field."""
    attributes = words and said_in(language)
    return format_html("<span{}>{}</span>", attributes, words) if attributes else words
