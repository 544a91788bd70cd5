"""A piece of a page stands in a template of its own, and is drawn as if it stood on the page."""

import pytest
from django.template import Context, TemplateSyntaxError, engines


def _template(words: str):
    return engines["django"].from_string(f"{{% load pieces %}}{words}").template


def test_a_piece_knows_what_the_page_knows_at_its_place():
    page = _template(
        '{% for line in all %}{% with lines=line %}{% piece "clinician/lines.html" %}{% endwith %}{% endfor %}'
    )
    first, second = ([{"about": "", "label": label, "words": "<b>"}] for label in ("One", "Two"))
    drawn = page.render(Context({"all": [first, second]}))
    assert drawn.index("One") < drawn.index("Two")
    assert drawn.count("&lt;b&gt;") == 2
    assert page.render(Context({"all": []})) == ""


@pytest.mark.parametrize("words", ["", "name", '"one.html" "two.html"', '"one.html" only', "'one.html\""])
def test_one_template_is_named_in_quotation_marks(words):
    with pytest.raises(TemplateSyntaxError, match="Name one template"):
        _template(f"{{% piece {words} %}}")
