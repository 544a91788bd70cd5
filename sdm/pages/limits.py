"""How much anybody may ask for: bodies of a size that forms have, and summaries as files that people need."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve

from sdm.pages.errors import too_much
from sdm.pages.whole import announced

View = Callable[..., HttpResponse]

# What forms have; Django's own limits begin only while a body is being read.
BODY_AT_MOST = 1536 * 1024
# What is typed into them. Only the words of a whole leaflet are longer, and Django's own limit is for those.
WORDS_AT_MOST, LONG_WORDS_AT_MOST = 512 * 1024, settings.DATA_UPLOAD_MAX_MEMORY_SIZE
# A file that is too big comes through to its form, which says so beside the field, and nothing typed is lost.
FILES_AT_MOST = 30 * 1024 * 1024
TAKE_LONG_WORDS = {"leaflet-new", "edition-source-add"}
TAKE_FILES = TAKE_LONG_WORDS | {"edition-import", "conversation-decision", "conversation-scans"}
# Making one takes the time of dozens of pages.
PDFS_A_MINUTE = 30
MINUTE = 60
MEGABYTE = 1024 * 1024


class SmallBodies:
    """Middleware: refuses a body that is too big, or does not say how big it is, before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return render(request, "errors/400.html", status=411)
        length = _length(request)
        if length > BODY_AT_MOST:
            page = _page(request)
            takes_files = page is not None and page.url_name in TAKE_FILES
            if not takes_files:
                return too_much(request)
            if length > FILES_AT_MOST and not hasattr(page.func, "too_big"):
                return _files_too_big(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: tuple, kwargs: dict) -> HttpResponse | None:
        """What is said of a body that is too big for a page; its words are measured before anything reads them."""
        length = _length(request)
        if length <= WORDS_AT_MOST:
            return None
        says = getattr(view, "too_big", None)
        if length > FILES_AT_MOST:
            return says(request, *args, **kwargs, was_read=False)
        try:
            is_long = request.resolver_match.url_name in TAKE_LONG_WORDS
            if _words_in(request) <= (LONG_WORDS_AT_MOST if is_long else WORDS_AT_MOST):
                return None
        except RequestDataTooBig:
            pass
        except OSError:  # the browser went away
            return None
        return says(request, *args, **kwargs, was_read=True) if says else too_much(request)


def says_too_big(answer: View) -> Callable[[View], View]:
    """A view that takes files has words of its own for a body that is too big for it: `answer` says them.

    It is asked with `was_read`: false where nothing was read of the body, because it is over FILES_AT_MOST.
    """

    def mark(view: View) -> View:
        view.too_big = answer
        return view

    return mark


def _files_too_big(request: HttpRequest) -> HttpResponse:
    context = {"megabytes": FILES_AT_MOST // MEGABYTE}
    return render(request, "clinician/files_too_big.html", context, status=413)


def _length(request: HttpRequest) -> int:
    """How many bytes a body has; where a server in front refused it, as many as nobody takes (docs/deployment.md)."""
    if "HTTP_X_TOO_MUCH" in request.META:
        return FILES_AT_MOST + 1
    return announced(request)


def _page(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _words_in(request: HttpRequest) -> int:
    """How many bytes of a body are words; all of them but in a form that can hold files."""
    if request.content_type != "multipart/form-data":
        return _length(request)
    return sum(len(name) + sum(len(one.encode()) for one in values) for name, values in request.POST.lists())


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
