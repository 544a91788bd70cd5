"""Only what arrived whole is read: where a net breaks on the way, half of somebody's words would be taken for all."""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from sdm.pages.errors import bad_request


class OnlyWhole:
    """Middleware: refuses a form of which less came than it said. Servers give what came, and so would Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the app, which reads the body through `Whole`."""
        if request.method == "POST":
            request.read = Whole(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """400 where the form was cut off; nobody listens any more, and nothing of it is kept."""
        if request.method != "POST":
            return None
        with suppress(UnreadablePostError):
            request.POST.keys()
        return bad_request(request) if request.read.is_cut else None


class Whole:
    """Reads from a request as `request.read` does, and raises UnreadablePostError where it ends too early."""

    def __init__(self, request: HttpRequest) -> None:
        self._read = request.read
        self.left = announced(request)
        self.is_cut = False

    def __call__(self, size: int = -1, /) -> bytes:
        """The next `size` bytes, or all that are left where it is below zero."""
        wanted = self.left if size < 0 else min(size, self.left)
        data = self._read(wanted)
        while len(data) < wanted:
            more = self._read(wanted - len(data))
            if not more:
                self.is_cut = True
                raise UnreadablePostError("The body ended too early.")
            data += more
        self.left -= len(data)
        return data


def announced(request: HttpRequest) -> int:
    """How many bytes a request says that it has; none where it says nothing that is a number."""
    length = str(request.META.get("CONTENT_LENGTH", ""))
    # However long the number is: more digits than these are too much for every page.
    return int(length[:20]) if length.isdecimal() else 0
