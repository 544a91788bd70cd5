"""A name is found however it is typed: in capitals or not, with accents or without, by the start of its words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.name_words import LONGEST, WORDS_AT_MOST, beginning_with, may_be_one_person, typed_words, words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Margaret Ellis", ("margaret", "ellis")),
        ("Siobhán O'Rourke", ("siobhan", "orourke", "o", "rourke")),
        ("Keiran O’Dowd-Test", ("keiran", "odowd", "test", "o", "dowd")),
        ("Tomasz Zieliński", ("tomasz", "zielinski")),
        ("Łucja Wałęsa", ("lucja", "walesa")),
        ("Nguyễn Thị Lan", ("nguyen", "thi", "lan")),
        ("Jörg Weiß", ("jorg", "weiss")),
        ("İlker Işık", ("ilker", "isik")),
        ("Søren Ærø", ("soren", "aero")),
        ("Ŵyn  ap  Ŷstwyth", ("wyn", "ap", "ystwyth")),
        ("Анна Й", ("анна", "и")),
        ("محمد علي", ("محمد", "علي")),
        ("-- ’", ()),
        ("Ann Ann", ("ann",)),
    ],
)
def test_the_words_of_a_name(name, words):
    assert words_of(name) == words


@given(st.text())
def test_capitals_and_how_accents_are_written_make_no_difference(name):
    for form in ("NFC", "NFD"):
        assert words_of(unicodedata.normalize(form, name)) == words_of(name)
    assert words_of(name.casefold()) == words_of(name)


@given(st.text())
def test_words_are_few_and_short_and_each_stands_once(name):
    words = words_of(name)
    assert len(words) == len(set(words)) <= WORDS_AT_MOST
    assert all(0 < len(word) <= LONGEST for word in words)


@given(st.text(st.characters(categories=("L", "N")), min_size=1), st.text(st.characters(categories=("L", "N"))))
def test_a_word_lies_where_its_beginning_is_looked_for(start, rest):
    found = typed_words(start + rest)
    for typed in typed_words(start)[:1]:
        first, last = beginning_with(typed[:1])
        assert first <= found[0] < last
        # The databases compare the bytes of UTF-8.
        assert first.encode() <= found[0].encode() < last.encode()


@given(st.text(st.characters(categories=("L",)), min_size=1), st.text(st.characters(categories=("L",)), min_size=1))
def test_what_does_not_begin_so_does_not_lie_there(start, other):
    for typed, found in zip(typed_words(start), typed_words(other), strict=False):
        first, last = beginning_with(typed)
        assert (first <= found < last) == found.startswith(typed)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Margaret Ellis", "Maggie Ellis", True),
        ("Margaret Ellis", "Ellis, Margaret", True),
        ("Margaret Ellis", "MARGRET ELIS", True),
        ("Siobhán O'Rourke", "Siobhan Byrne", True),
        ("Margaret Ellis", "Tariq Aziz", False),
        ("Un Known", "N" * 200, False),
        ("--", "--", True),
        ("--", "Ann", False),
    ],
)
def test_names_of_one_person_have_a_word_in_common_in_some_spelling(one, other, expected):
    assert may_be_one_person(one, other) is expected
    assert may_be_one_person(other, one) is expected
