"""The language of a page and of the leaflet on it, and the links to the same page in the others."""

from functools import cache

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi

from sdm.pages import languages
from sdm.pages.edition_shown import BOTH, EditionShown
from sdm.pages.languages import CHOOSE, CHOOSE_LEAFLET, is_for_patients, tag_of
from sdm.rules.languages import name_in, own_name
from sdm.summary import own_words

register = template.Library()


@register.simple_tag
def language_of_page() -> SafeString:
    """For `<html>`: the language as browsers and screen readers know it, and which way it runs."""
    return _language_of_page(get_language())


@cache
def _language_of_page(language: str) -> SafeString:
    """It stands on every page, and there are few languages."""
    return format_html('lang="{}" dir="{}"', tag_of(language), "rtl" if get_language_bidi() else "ltr")


@register.inclusion_tag("parts/languages.html", takes_context=True)
def other_languages(context: Context) -> dict:
    """Links to this page in the other languages, where a patient may choose.

    None stands on a page that answers a form: it holds what was typed, which following a link would lose. A page
    that holds nothing, or is drawn for nobody in particular, gives `query`: what stands in its address after the "?".
    """
    query = _query(context)
    if query is None:
        return {"others": []}
    now = get_language()
    return {
        "others": [
            {"name": name, "tag": tag_of(code), "query": _with(query, f"{CHOOSE}={code}")}
            for code, name in settings.LANGUAGES
            if code != now
        ]
    }


@register.inclusion_tag("parts/leaflet_languages.html", takes_context=True)
def leaflet_languages(context: Context, edition: EditionShown) -> dict:
    """Links to this page with the leaflet in its other languages, or in two at once; that it lacks ours, where it does.

    On a page that answers a form there are no links, as for the languages of the page.
    """
    query = _query(context)
    may_choose = query is not None
    return {
        "edition": edition,
        "language": name_in(edition.language, get_language()),
        "missing": name_in(edition.missing, get_language()) if edition.missing else "",
        "own_language": name_in(edition.own_language, get_language()),
        "others": [
            {"name": own_name(code), "tag": tag_of(code), "query": _with(query, f"{CHOOSE_LEAFLET}={code}")}
            for code in edition.others
            if may_choose
        ],
        "both": _with(query, BOTH) if may_choose and edition.translation and not edition.both else "",
        "one": _without(query, BOTH) if may_choose and edition.both else "",
    }


@register.simple_tag
def awaits_review() -> str:
    """That no translator has checked the language of the page yet; empty in English."""
    return own_words.awaits_review()


@register.simple_tag
def said_in(language: str) -> str:
    """The attributes of an element whose words are the leaflet's: `<h1{% said_in edition.language %}>`."""
    return languages.said_in(language)


@register.filter
def said(words: str, language: str) -> str:
    """Words of the leaflet among ours: `{{ question.wording|said:edition.language }}`."""
    return languages.words_in(language, words)


@register.filter
def named_in_english(language: str) -> str:
    """What a language is called, for staff: "Polish"."""
    return name_in(language, settings.LANGUAGE_CODE)


def _query(context: Context) -> str | None:
    """What stands in the address of this page after the "?"; None where nobody may choose on it."""
    request, query = context.get("request"), context.get("query", "")
    if request and "query" not in context:
        if request.method not in ("GET", "HEAD") or not is_for_patients(request):
            return None
        query = request.GET.urlencode()
    return query


def _with(query: str, more: str) -> str:
    return f"?{query}&{more}" if query else f"?{more}"


def _without(query: str, name: str) -> str:
    return f"?{'&'.join(one for one in query.split('&') if one.partition('=')[0] != name)}"
