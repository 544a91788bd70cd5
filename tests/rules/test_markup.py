"""Markdown: tables and lists survive, and nothing that could run or lead elsewhere does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from sdm.rules.markup import ATTRIBUTES, TAGS, html_of, line_html_of, links_of, one_line_of, plain_of, stressed_words

TABLE = "| Time | People |\n|:-----|-------:|\n| 1 year | **3 in 100** |"
WORDS = st.text(st.characters(categories=("L", "N", "Zs"), include_characters=" .,;:!?'’()\n"), max_size=80)
# What somebody would try, in any mixture.
PIECES = st.sampled_from(
    [
        *(
            "<script>",
            "</script>",
            "alert(1)",
            "<img src=x onerror=",
            "<iframe src=https://a.b>",
            "<style>",
            "<svg onload=",
        ),
        *(
            "[a](",
            "[b](javascript:",
            "[c](http://x.y)",
            "[d](https://x.y)",
            "](",
            ")",
            "<",
            ">",
            '"',
            "'",
            "&",
            "&#x6a;",
        ),
        *(
            "java\tscript:",
            "data:text/html,",
            "\n",
            "\n\n",
            "- ",
            "1. ",
            "|",
            "|-|",
            "**",
            "_",
            "`",
            "\\",
            "\x00",
            "words ",
        ),
    ]
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bleeding", "<p>Bleeding</p>"),
        ("One.\nTwo.", "<p>One.<br>\nTwo.</p>"),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("**Bold** and *slanted*", "<p><strong>Bold</strong> and <em>slanted</em></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("2. a\n3. b", '<ol start="2">\n<li>a</li>\n<li>b</li>\n</ol>'),
        (
            TABLE,
            "<table>\n<thead>\n<tr>\n<th>Time</th>\n<th>People</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1 year</td>\n"
            "<td><strong>3 in 100</strong></td>\n</tr>\n</tbody>\n</table>",
        ),
        (
            "[NHS](https://www.nhs.uk)",
            '<p><a href="https://www.nhs.uk" rel="noopener noreferrer">NHS</a></p>',
        ),
        ("2 < 3 & 4", "<p>2 &lt; 3 &amp; 4</p>"),
        ("2 * 3 * 4, snake_case_word", "<p>2 * 3 * 4, snake_case_word</p>"),
    ],
)
def test_what_survives(text, shown):
    assert html_of(text).strip() == shown


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "<javascript:alert(1)>",
        "&#106;avascript:alert(1)",
        "java&Tab;script:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "http://www.nhs.uk",
        "HTTP://www.nhs.uk",
        "//www.nhs.uk",
        "/admin/",
        "ftp://x.y",
        "mailto:a@b.example",
        "https:evil.example",
    ],
)
def test_a_link_that_is_not_https_is_its_words_only(address):
    shown = html_of(f"See [the page]({address}) now")
    assert "<a" not in shown
    assert "the page" in shown


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        "<iframe src=https://a.example></iframe>",
        "<img src=x onerror=alert(1)>",
        "<a href=javascript:alert(1)>x</a>",
        "<svg/onload=alert(1)>",
        "![picture](https://a.example/x.png)",
        "# Heading",
    ],
)
def test_other_tags_are_words_as_they_were_typed(typed):
    shown = html_of(typed)
    assert set(re.findall(r"<(\w+)", shown)) <= {"p", "a"}
    assert html.fromstring(shown).text_content().strip("!\n") in (typed, "picture")


@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_typed_nothing_but_clean_tags_and_https_links_come_out(text):
    for shown in (html_of(text), line_html_of(text)):
        for tag in html.fragment_fromstring(shown, create_parent="div").iterdescendants():
            assert tag.tag in TAGS
            assert set(tag.attrib) <= ATTRIBUTES.get(tag.tag, set()) | {"rel"}
            assert tag.get("href", "https://").startswith("https://")


@given(WORDS)
def test_words_without_marks_stay_as_they_are(text):
    # "1. " begins a list, and a line keeps no white space at its ends.
    tidy = "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
    if not re.search(r"^\d+[.)]|[*_\\[|+~-]", tidy, re.M):
        assert plain_of(tidy) == tidy


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**Bold** [NHS](https://www.nhs.uk), [no](http://a.b)", "Bold NHS (https://www.nhs.uk), no"),
        ("- a\n- b\n  - c\n\nAfter", "- a\n- b\n- c\n\nAfter"),
        ("1. a\n2. b", "1. a\n2. b"),
        (TABLE, "Time, People\n1 year, 3 in 100"),
        ("One.\n\n\nTwo.\nThree.", "One.\n\nTwo.\nThree."),
        ("<b>x</b>", "<b>x</b>"),
    ],
)
def test_as_plain_text(text, plain):
    assert plain_of(text) == plain


def test_as_a_label_it_is_one_line():
    assert one_line_of("- **a**\n- b\n\nAfter") == "- a - b After"


def test_a_single_paragraph_can_stand_in_a_line():
    assert line_html_of("A *b*") == "A <em>b</em>"
    assert line_html_of("A\n\nB") == "<p>A</p>\n<p>B</p>"
    assert line_html_of("") == ""


def test_links_are_found_as_they_were_written():
    assert links_of("[**A** b](http://a.b) and\n\n- [c](javascript:x)") == (
        ("A b", "http://a.b"),
        ("c", "javascript:x"),
    )
    assert links_of("no link") == ()


def test_bold_words_are_counted():
    assert stressed_words("**Two words** and *none* and __one__") == 3
