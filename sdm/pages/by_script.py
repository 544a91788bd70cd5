"""What the script of a page asks and how it is told: words saved while somebody writes them, and pages in place."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token

# A browser that goes from page to page asks for much more than either.
AS_DATA, AS_PAGE = "application/json", "text/html"


def is_in_passing(request: HttpRequest) -> bool:
    """Whether a script saves while somebody writes, and wants data."""
    return request.headers.get("Accept") == AS_DATA


def is_by_script(request: HttpRequest) -> bool:
    """Whether any script asks: one that wants data, or one that puts the page it is given in the place of this one."""
    return request.headers.get("Accept") in (AS_DATA, AS_PAGE)


def told(state: str, status: int = 200, **more: object) -> JsonResponse:
    """What a script is told: how its words stand, and whatever it needs to go on."""
    return JsonResponse({"state": state, **more}, status=status)


def told_how_it_stands(request: HttpRequest, whose: str, *, is_open: bool, **revisions: object) -> JsonResponse:
    """For a page that was left or refused: whether it can be saved, what stands, and a token for its form."""
    return told("saved" if is_open else "over", token=get_token(request), whose=whose, **revisions)
