"""Where the links of every page lead."""

from functools import cache
from uuid import UUID

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from sdm.models import Conversation, User

register = template.Library()
NOBODY = str(UUID(int=0))


@register.simple_tag
@cache
def place(name: str) -> str:
    """The address of a page that has only one, worked out once: `{% place "home" %}`."""
    return reverse(name)


@register.simple_tag
def brief_of(conversation: Conversation) -> str:
    """The address of a conversation's brief, with which those of its other pages begin."""
    return _brief_of_nobody().replace(NOBODY, str(conversation.pk))


# Working out an address from the routes takes as long as drawing twenty pieces of a page.
@cache
def _brief_of_nobody() -> str:
    return reverse("conversation", args=[NOBODY])


@register.simple_tag(takes_context=True)
def signed_in(context: Context) -> dict[str, str] | None:
    """Whoever is signed in, in plain values: a template asks a lazy user anew for each of them. Else None."""
    user = _user_of(context)
    return {"name": user.name, "key": str(user.pk)} if user else None


@register.simple_tag(takes_context=True)
def menu(context: Context) -> str:
    """The rooms that whoever is signed in may enter, as navigation; empty where there are none.

    `aria-current` says there that this page is the room's first, or is in it.
    """
    user = _user_of(context)
    if not user:
        return ""
    rooms = (
        (user.is_clinician, "Conversations", "conversations"),
        (user.is_content_editor, "Leaflets", "leaflets"),
        (user.is_staff, "Accounts", "admin:index"),
    )
    here = context["request"].path
    return _menu(tuple((words, place(name), _current(place(name), here)) for may, words, name in rooms if may))


def _user_of(context: Context) -> User | None:
    user = getattr(context.get("request"), "user", None)
    return user if user and user.is_authenticated else None


# There are few of them: one for each role and room.
@cache
def _menu(rooms: tuple[tuple[str, str, str], ...]) -> SafeString:
    return render_to_string("staff_menu.html", {"rooms": rooms})


def _current(room: str, here: str) -> str:
    if here == room:
        return "page"
    return "true" if here.startswith(room) else ""
