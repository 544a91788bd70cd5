"""The Welsh of the interface: all of it is there, and it fills the same gaps as the English does."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import override

import sdm
from sdm.summary.moments import day, moment

FILE = Path(sdm.__file__).parent / "locale" / "cy" / "LC_MESSAGES" / "django.po"
UNTIL_CHECKED = "until the language is checked"
NOTE = "Mae'r cyfieithiad hwn yn aros i gael ei adolygu gan gyfieithydd."
# A placeholder, one of the script's, or a tag with all that stands in it.
GAPS = re.compile(r"%\(\w+\)[sd]|%%\{\w+\}|%|</?\w[^>]*>")
NUMBERS = re.compile(r"\d+")
SAME_IN_BOTH = {"ISBN", "Demo", ", "}

with FILE.open("rb") as file:
    CATALOGUE = read_po(file, locale="cy", abort_invalid=True)
MESSAGES = [one for one in CATALOGUE if one.id]


def pairs(message) -> list[tuple[str, str]]:
    """English and Welsh; each plural form beside the English that it stands for."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    one, other = message.id
    return [(one if form == 0 else other, words) for form, words in enumerate(message.string)]


def all_pairs() -> list[tuple[str, str]]:
    return [pair for message in MESSAGES for pair in pairs(message)]


def test_nothing_is_left_to_translate_and_nothing_is_a_guess():
    assert len(MESSAGES) > 400
    empty = [
        message.id for message in MESSAGES if message.context != UNTIL_CHECKED for _, to in pairs(message) if not to
    ]
    assert empty == []
    assert [message.id for message in MESSAGES if message.fuzzy] == []
    assert CATALOGUE.obsolete == {}


def test_every_gap_and_every_tag_of_the_english_is_in_the_welsh():
    assert [pair for pair in all_pairs() if Counter(GAPS.findall(pair[0])) != Counter(GAPS.findall(pair[1]))] == []


def test_every_number_is_the_same():
    def numbers(text: str) -> list[str]:
        return sorted(NUMBERS.findall(GAPS.sub(" ", text)))

    assert [pair for pair in all_pairs() if numbers(pair[0]) != numbers(pair[1])] == []


def test_sentences_end_and_begin_as_the_english_does():
    wrong = [
        (english, welsh)
        for english, welsh in all_pairs()
        if (english[-1] in ".:?,") != (welsh[-1] in ".:?,") or (english[-1] in ".:?," and english[-1] != welsh[-1])
    ]
    assert wrong == []
    assert [pair for pair in all_pairs() if pair[0] == pair[1] and pair[0] not in SAME_IN_BOTH] == []


def test_the_plural_forms_are_those_of_django(settings):
    import django

    path = Path(django.__file__).parent / "conf" / "locale" / "cy" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        theirs = read_po(file, locale="cy")
    assert (CATALOGUE.num_plurals, CATALOGUE.plural_expr) == (theirs.num_plurals, theirs.plural_expr)


def test_months_and_days_are_welsh_too():
    """These are Django's own; where it lacked one, an English name would stand in a Welsh date."""
    with override("cy"):
        welsh = [str(name) for names in (MONTHS, WEEKDAYS) for name in names.values()]
    with override("en-gb"):
        english = [str(name) for names in (MONTHS, WEEKDAYS) for name in names.values()]
    assert [name for name in welsh if name in english] == []


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-01-02T09:05:00+00:00", "2 Ionawr 2026, 9:05yb"),
        ("2026-08-31T12:30:00+00:00", "31 Awst 2026, 1:30yp"),
        ("2026-12-25T00:00:00+00:00", "25 Rhagfyr 2026, hanner nos"),
    ],
)
def test_moments(iso, words):
    with override("cy"):
        assert moment(iso) == words
        assert day(iso[:10]) == words.partition(",")[0]


def test_the_day_of_the_week():
    with override("cy"):
        assert date_format(date(2026, 3, 27), "l") == "Dydd Gwener"


def foot() -> str:
    return Template('{% include "parts/awaits_review.html" %}').render(Context()).strip().replace("&#x27;", "'")


def test_every_welsh_page_says_that_it_waits_for_a_translator(client):
    with override("cy"):
        assert foot() == f'<p class="nhsuk-body-s">{NOTE}</p>'
    client.cookies["sdm-language"] = "cy"
    for address in ("/", "/my", "/nothing-here"):
        page = client.get(address, headers={"Accept-Language": "cy"}).content.decode().replace("&#x27;", "'")
        assert page.count(NOTE) == 1
        assert page.index(NOTE) > page.index("<footer")
    assert "waiting to be checked" not in client.get("/", headers={"Accept-Language": "en"}).content.decode()


def test_the_note_is_gone_where_the_translator_emptied_it(monkeypatch):
    monkeypatch.setattr("sdm.summary.own_words.pgettext", lambda context, message: message)
    with override("cy"):
        assert foot() == ""


def test_the_file_says_that_it_waits_for_a_translator_as_long_as_the_pages_do():
    note = CATALOGUE.get("This translation is waiting to be checked by a translator.", UNTIL_CHECKED)
    assert ("AWAITING REVIEW BY A TRANSLATOR" in FILE.read_text()) is bool(note.string)
