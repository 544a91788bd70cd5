"""No word is lost in print, whatever was typed, and nothing that was typed steers what stands beside it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.summary.fonts import families_of, load
from sdm.summary.printable import all_printable, may_print, printable


@pytest.fixture(scope="module")
def characters() -> frozenset[int]:
    (base,) = families_of(load())
    assert base.name == "Source Sans Pro"
    return may_print(base.characters)


def test_the_base_family_has_the_letters_of_many_languages(characters):
    for text in ("Ŵŵ Ŷŷ Llŷr", "Ελληνικά", "Кириллица", "Tiếng Việt", "Łódź", "Gràdh", "“–” … £ € ½ ✓"):
        assert printable(text, characters) == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("I am \U0001f622", "I am [CRYING FACE]"),
        ("\U0001f469\U0001f3fd\u200d\u2695\ufe0f", "[WOMAN][EMOJI MODIFIER FITZPATRICK TYPE-4][STAFF OF AESCULAPIUS]"),
        ("لا", "[ARABIC LETTER LAM][ARABIC LETTER ALEF]"),
        ("手", "[CJK UNIFIED IDEOGRAPH-624B]"),
        ("a\u202eb\u202cc", "a[RIGHT-TO-LEFT OVERRIDE]bc"),
        ("\u2068a\u2069\u202ab\u202c\ufeff", "ab"),
        ("bell \x07", "bell [U+0007]"),
        ("nul \x00", "nul [U+0000]"),
        ("half \ud83d", "half [U+D83D]"),
        ("private \ue000", "private [U+E000]"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("one\n\n \n\n\ntwo\n", "one\n\ntwo"),
        ("tab\tand\u2009thin", "tab and thin"),
        ("e\u0301te\u0301", "e\u0301te\u0301"),
        ("soft\u00adhyphen", "soft\u00adhyphen"),
    ],
)
def test_what_no_font_has_is_named(characters, typed, printed):
    assert printable(typed, characters) == printed


def test_a_long_word_may_break_anywhere(characters):
    word = printable("w" * 500, characters)
    assert word.replace("\u200b", "") == "w" * 500
    assert len(word) == 999
    assert printable("thrombocytopenia", characters) == "thrombocytopenia"


def test_a_long_word_keeps_its_accents(characters):
    assert "\u200b\u0301" not in printable("e\u0301" * 200, characters)


@given(st.text(max_size=60))
def test_any_text_becomes_printable(characters, text):
    allowed = characters | {0x200B}
    printed = printable(text, characters)
    assert allowed.issuperset(map(ord, printed))
    letters = [
        letter for letter in unicodedata.normalize("NFC", text) if letter.isalnum() and ord(letter) in characters
    ]
    assert all(letter in printed for letter in letters)


def test_every_text_of_a_value_is_made_printable(characters):
    value = {"a": ["\U0001f622", 1, None, True], "b": ({"c": "x\x07"},)}
    assert all_printable(value, characters) == {"a": ["[CRYING FACE]", 1, None, True], "b": [{"c": "x[U+0007]"}]}


def test_the_base_family_comes_first_and_alone_without_more(tmp_path):
    assert [family.name for family in families_of(load(str(tmp_path)))] == ["Source Sans Pro"]
