"""Where the links of every page lead."""

from functools import cache

from django import template
from django.template import Context
from django.urls import reverse

register = template.Library()


@register.simple_tag
@cache
def place(name: str) -> str:
    """The address of a page that has only one, worked out once: `{% place "home" %}`."""
    return reverse(name)


@register.simple_tag(takes_context=True)
def menu(context: Context) -> list[tuple[str, str, str]]:
    """The rooms that whoever is signed in may enter, as (words, address, current).

    `current` is how `aria-current` says that this page is the room's first, or is in it; empty elsewhere.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    rooms = (
        (user.is_clinician, "Conversations", "conversations"),
        (user.is_content_editor, "Leaflets", "leaflets"),
        (user.is_staff, "Accounts", "admin:index"),
    )
    return [(words, place(name), _current(place(name), request.path)) for may, words, name in rooms if may]


def _current(room: str, here: str) -> str:
    if here == room:
        return "page"
    return "true" if here.startswith(room) else ""
