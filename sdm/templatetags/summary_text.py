"""Gives the summary's page the same outline that the PDF is drawn from."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html_join

from sdm.pages.languages import words_in
from sdm.rules.afterwards import Said
from sdm.summary import outline
from sdm.summary.blocks import Outline
from sdm.summary.build import Summary
from sdm.summary.later import Later
from sdm.summary.leaflet_words import pieces
from sdm.summary.mark import RecordMark

register = template.Library()


@register.simple_tag
def outline_of(summary: Summary, mark: RecordMark, since: Sequence[Said], later: Later | None = None) -> Outline:
    """The summary as headings and blocks: `{% outline_of summary mark since later as outline %}`."""
    return outline.outline_of(summary, mark, since, later or None)


@register.filter
def in_its_language(text: str, language: str) -> str:
    """A text of the outline; words in it that are marked as the leaflet's are in `language`."""
    cut = pieces(text)
    return format_html_join("", "{}", ((words_in(language, words) if theirs else words,) for words, theirs in cut))


@register.filter
def block_template(kind: str) -> str:
    """The template that draws one kind of block."""
    return f"summary/blocks/{kind}.html"
