"""How much anybody may ask for: bodies of a size that forms have, and summaries as files that people need."""

from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

# What forms have; Django's own limits begin only while a body is being read.
BODY_AT_MOST = 1536 * 1024
# A file that is too big comes through to its form, which says so beside the field, and nothing typed is lost.
FILES_AT_MOST = 30 * 1024 * 1024
TAKE_FILES = {"leaflet-new", "edition-import", "conversation-decision", "conversation-scans"}
# Making one takes the time of dozens of pages.
PDFS_A_MINUTE = 30
MINUTE = 60


class SmallBodies:
    """Middleware: refuses a body that is too big, or does not say how big it is, before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return render(request, "errors/400.html", status=411)
        length = request.META.get("CONTENT_LENGTH", "")
        if length.isdecimal() and int(length) > BODY_AT_MOST and int(length) > _at_most(request):
            return render(request, "errors/413.html", status=413)
        return self.get_response(request)


def _at_most(request: HttpRequest) -> int:
    """How much the page that is asked for takes."""
    try:
        return FILES_AT_MOST if resolve(request.path_info).url_name in TAKE_FILES else BODY_AT_MOST
    except Resolver404:
        return BODY_AT_MOST


def may_have_pdf(who: object) -> bool:
    """Whether this person, known by an id of theirs, may have one more; each worker of the server counts for itself."""
    key = f"pdfs:{who}"
    cache.add(key, 0, timeout=MINUTE)
    try:
        return cache.incr(key) <= PDFS_A_MINUTE
    except ValueError:  # the minute was over in between
        return True


def wait(request: HttpRequest) -> HttpResponse:
    """429: in a minute, again."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(MINUTE)
    return response
