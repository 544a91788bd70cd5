"""Django's own blocks draw the same, to the letter, where ours stand in for them."""

import pytest
from django.template import Engine, RequestContext

FILES = {
    "layout": "{% block head %}{% endblock %}<h1>{% block title %}Ours{% endblock %}</h1>"
    "{% block outer %}({% block inner %}in{% endblock %}){% endblock %}{% block last %}{{ name }}{% endblock %}",
    "words": '{% extends "layout" %}{% block title %}One & two{% endblock %}{% block last %}{% endblock %}',
    "super": '{% extends "layout" %}{% block title %}{{ block.super }}, too{% endblock %}'
    "{% block inner %}{{ block.super }} {{ name }}{% endblock %}",
    "third": '{% extends "super" %}{% block title %}{{ block.super }} {{ block.super }}{% endblock %}'
    "{% block outer %}plain{% endblock %}{% block last %}{% if name %}{{ block.super }}{% endif %}{% endblock %}",
    "nowhere": '{% extends "words" %}{% block head %}<b>{% endblock %}{% block gone %}{{ name }}{% endblock %}',
}
OURS = ["sdm.templatetags.plain_blocks"]


def _engine(files: dict[str, str], **ours) -> Engine:
    cached = [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", files)])]
    return Engine(loaders=cached, context_processors=["django.template.context_processors.csrf"], **ours)


@pytest.mark.parametrize("name", FILES)
def test_a_block_says_what_djangos_own_says(rf, name):
    theirs, ours = _engine(FILES), _engine(FILES, builtins=OURS)
    for _ in range(2):  # what is kept of the first page is there for the second
        drawn = [
            one.get_template(name).render(RequestContext(rf.get("/"), {"name": "<Ann>"})) for one in (theirs, ours)
        ]
        assert drawn[0] == drawn[1]
