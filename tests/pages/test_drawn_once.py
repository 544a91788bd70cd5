"""What is kept of a layout is the same for everybody."""

import pytest
from django.template import Context, TemplateSyntaxError, engines
from django.utils.translation import override


def _template(words: str):
    return engines["django"].from_string(f"{{% load drawn_once %}}{{% drawn_once %}}{words}{{% enddrawn_once %}}")


@pytest.mark.parametrize(
    "words",
    [
        "{{ name }}",
        "{% translate name %}",
        '{% translate "Demo"|add:name %}',
        '{% translate "Demo" as name %}',
        "{% static name %}",
        '{% static "sdm/icon.svg"|add:name %}',
        '{% static "sdm/icon.svg" as name %}',
        "{% if name %}Yes{% endif %}",
        "{% csrf_token %}",
        "{% block name %}{% endblock %}",
        '{% include "parts/kept.html" %}',
    ],
)
def test_what_differs_from_page_to_page_is_refused_before_any_page_is_drawn(words):
    with pytest.raises(TemplateSyntaxError, match="Not the same on every page"):
        _template(words)


def test_it_is_drawn_once_for_each_language():
    page = _template('<p>{% translate "Skip to main content" %}</p>').template
    english = page.render(Context())
    with override("cy"):
        welsh = page.render(Context())
    assert "Skip to main content" in english
    assert welsh != english
    assert page.render(Context()) == english
    kept = page.nodelist[-1].drawn
    kept["en-gb"] = "kept"
    assert page.render(Context()) == "kept"
