"""The summary's page says what the PDF says, and shows what was typed as text."""

import re
from dataclasses import asdict, replace
from html import unescape
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from sdm.summary.outline import outline_of


def page_of(summary, mark):
    return render_to_string("summary/summary.html", {"summary": summary, "mark": mark})


def words_of(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def texts(value):
    """Every text of an outline, in its order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in ("kind", "path", "qr_label"):
                yield from texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from texts(one)


@pytest.mark.parametrize("which", ["consented", "provisional"])
def test_the_page_says_everything_the_outline_says(request, mark, which):
    summary = request.getfixturevalue(which)
    outline = outline_of(summary, mark)
    words = words_of(page_of(summary, mark))
    for text in texts(asdict(outline)["sections"]):
        if text not in ("Nothing was written.", "Nothing was recorded.", "None is written here."):
            assert " ".join(text.split()) in words
    headings = [words.index(section.heading) for section in outline.sections]
    assert headings == sorted(headings)


def test_a_plain_statement_has_no_likelihood(consented, mark):
    point = {"text": "It does this", "figure": "", "source": ""}
    option = {**consented.options[0], "benefits": [point], "risks": [point]}
    page = page_of(replace(consented, options=[option]), mark)
    assert (page.count("<li>It does this</li>"), page.count("How likely:")) == (2, 0)


def test_one_h1_and_headings_without_gaps(consented, mark):
    levels = [int(level) for level in re.findall(r"<h(\d)", page_of(consented, mark))]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_what_was_typed_is_text(consented, mark):
    hostile = '<script>alert("x")</script> {{ x }} \u202e'
    page = page_of(replace(consented, what_matters={"patient": hostile, "said": hostile}), mark)
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; {{ x }} \u202e") == 2
    assert '<div class="sdm-words" dir="auto">&lt;script' in page


def test_provisional_is_plain_to_see(provisional, mark):
    page = page_of(provisional, mark)
    assert '<div class="nhsuk-warning-callout">' in page
    assert "Summary so far – no decision yet</h1>" in page


def test_nothing_asks_the_database_or_breaks_the_policy(consented, mark):
    """There is no database in this test, and pages may hold no styles or scripts of their own."""
    page = page_of(consented, mark)
    assert not re.search(r"<style|<script| style=| on\w+=", page)
