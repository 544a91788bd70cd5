"""Every word that a patient can meet is there to be translated, and the list for translators is complete."""

import re
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template.base import Lexer, TokenType

import sdm

HOUSE = Path(sdm.__file__).parent
TEMPLATES = HOUSE / "templates"
# What patients meet; letters too.
ROOMS = ("patient", "errors", "parts", "summary", "nhsuk")
PAGES = ("layout.html", "patient_layout.html", "home.html", "429.html", "clinician/letter.html")
FOR_PATIENTS = sorted(
    [TEMPLATES / page for page in PAGES] + [page for room in ROOMS for page in (TEMPLATES / room).rglob("*.html")]
)
# Blocks that fill in an attribute, and a template that is nothing but attributes.
NOT_READ = ("width", "body_class")
IN_A_TAG = ("nhsuk/count_words.html",)
READ_OUT = re.compile(
    r"""\b(?:aria-label|alt|title|placeholder|data-copied|data-marked|data-i18n[\w.-]*)="""
    r"""(["'])([^"']*[A-Za-z]{2}[^"']*)\1"""
)
# The name of the app, and what has no language.
SAME_EVERYWHERE = {"sdm"}


def untranslated(source: str, in_tag: bool = False) -> list[str]:
    """The words of a template that are shown or read out, and stand outside the tags for translation."""
    found, skipping = [], ""
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            if name == "blocktranslate" or (name == "block" and token.contents.split()[1] in NOT_READ):
                skipping = f"end{name}"
            elif name == skipping:
                skipping = ""
        if token.token_type != TokenType.TEXT or skipping:
            continue
        found += [words for _quote, words in READ_OUT.findall(token.contents)]
        for piece in re.split(r"([<>])", token.contents):
            if piece in ("<", ">"):
                in_tag = piece == "<"
            elif not in_tag:
                words = re.findall(r"[^\W\d_]+", re.sub(r"&\w+;", "", piece))
                found += [word for word in words if word not in SAME_EVERYWHERE]
    return found


@pytest.mark.parametrize("path", FOR_PATIENTS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_word_of_a_template_stands_outside_the_tags(path):
    in_tag = str(path.relative_to(TEMPLATES)) in IN_A_TAG
    assert untranslated(path.read_text(), in_tag) == []


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{% translate "Hello" %}</p>', []),
        ("<p>{% blocktranslate trimmed %}Hello {{ name }}{% endblocktranslate %} there</p>", ["there"]),
        ('<nav aria-label="Back"></nav>', ["Back"]),
        ('<nav aria-label="{% translate \'Back\' %}" class="x"></nav>', []),
        ('<p class="a {{ b }} c">{% if x %}Yes{% endif %}</p>', ["Yes"]),
        ("{% block width %}nhsuk-grid{% endblock %}{% block title %}List{% endblock %}", ["List"]),
    ],
)
def test_how_words_are_found(source, words):
    assert untranslated(source) == words


def entries(path: Path) -> set[str]:
    """What there is to translate in a catalogue: each entry without its places and its translation."""
    found = path.read_text().split("\n\n")[1:]
    return {"\n".join(line for line in entry.splitlines() if not line.startswith(("#", "msgstr"))) for entry in found}


def test_the_list_for_translators_is_what_the_source_says(tmp_path, monkeypatch, settings):
    copy = tmp_path / "sdm"
    shutil.copytree(HOUSE, copy, ignore=shutil.ignore_patterns("*.mo", "__pycache__", "static"))
    settings.LOCALE_PATHS = [copy / "locale"]
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", verbosity=0)
    ours, source = (house / "locale" / "cy" / "LC_MESSAGES" / "django.po" for house in (HOUSE, copy))
    assert len(entries(source)) > 300
    assert entries(ours) == entries(source), "`make words` brings the list up to date"
