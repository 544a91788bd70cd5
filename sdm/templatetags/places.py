"""Where the links of every page lead."""

from functools import cache

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
@cache
def place(name: str) -> str:
    """The address of a page that has only one, worked out once: `{% place "home" %}`."""
    return reverse(name)
