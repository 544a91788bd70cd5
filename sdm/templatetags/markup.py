"""Draws what a content team wrote in Markdown: the one place where HTML that was made from words counts as safe."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from sdm.rules import markup

register = template.Library()


@register.filter
def marked_up(text: str, how: str = "") -> SafeString:
    """Words with their marks drawn: `{{ note.meaning|marked_up }}`; with `:"line"` a single paragraph is not made one.

    Safe because nh3 lets nothing through but the tags and https links that `sdm.rules.markup` names.
    """
    html = markup.line_html_of(text) if how == "line" else markup.html_of(text)
    return mark_safe(html)  # noqa: S308


@register.filter
def one_line(text: str) -> str:
    """The same words without marks on one line, to be escaped like any others."""
    return markup.one_line_of(text)
