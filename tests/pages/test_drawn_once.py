"""What is kept of a layout is the same for everybody."""

import pytest
from django.template import Context, Engine, TemplateSyntaxError, engines
from django.template.loader_tags import BlockNode
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


def test_the_blocks_of_a_layout_are_looked_for_once_and_each_page_fills_its_own():
    files = {
        "layout": "{% load drawn_once %}{% whole_layout %}<h1>{% block title %}Ours{% endblock %}</h1>"
        "{% if name %}{% block name %}{{ name }}{% endblock %}{% endif %}",
        "one": '{% extends "layout" %}{% block title %}One{% endblock %}',
        "other": '{% extends "one" %}{% block name %}of {{ block.super }}{% endblock %}',
    }
    loaders = [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", files)])]
    engine = Engine(loaders=loaders, libraries={"drawn_once": "sdm.templatetags.drawn_once"})
    pages = [engine.get_template(name).render(Context({"name": "Ann"})) for name in ("layout", "one", "other", "one")]
    assert pages == ["<h1>Ours</h1>Ann", "<h1>One</h1>Ann", "<h1>One</h1>of Ann", "<h1>One</h1>Ann"]
    layout = engine.get_template("layout").nodelist[-1]
    assert layout.get_nodes_by_type(BlockNode) is layout.get_nodes_by_type(BlockNode)
