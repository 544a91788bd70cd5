"""The language of a page, and the links to the same page in the others."""

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, to_locale

from sdm.pages.languages import CHOOSE, is_for_patients

register = template.Library()


@register.simple_tag
def language_of_page() -> SafeString:
    """For `<html>`: the language as browsers and screen readers know it, and which way it runs."""
    direction = "rtl" if get_language_bidi() else "ltr"
    return format_html('lang="{}" dir="{}"', _tag(get_language()), direction)


@register.inclusion_tag("parts/languages.html", takes_context=True)
def other_languages(context: Context) -> dict:
    """Links to this page in the other languages, where a patient may choose.

    None stands on a page that answers a form: it holds what was typed, which following a link would lose. A page
    that holds nothing, or is drawn for nobody in particular, gives `query`: what stands in its address after the "?".
    """
    request, query = context.get("request"), context.get("query", "")
    if request and "query" not in context:
        if request.method not in ("GET", "HEAD") or not is_for_patients(request):
            return {"others": []}
        query = request.GET.urlencode()
    now = get_language()
    return {
        "others": [
            {"name": name, "tag": _tag(code), "query": f"?{query}&{CHOOSE}={code}" if query else f"?{CHOOSE}={code}"}
            for code, name in settings.LANGUAGES
            if code != now
        ]
    }


def _tag(language: str) -> str:
    return to_locale(language).replace("_", "-")
