"""Languages: what they are called, which way they run, and which codes are the same language."""

import pytest

from sdm.rules.languages import direction, first_of, is_same, name_in, own_name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("en", "en-gb", True),
        ("en-gb", "en", True),
        ("EN", "en-GB", True),
        ("cy", "cy", True),
        ("cy", "en", False),
        ("fi", "fil", False),
        ("zh-hans", "zh-hant", False),
        ("pt-br", "pt", True),
    ],
)
def test_which_codes_are_one_language(one, other, same):
    assert is_same(one, other) is same


def test_the_first_language_that_is_there_counts():
    assert first_of(("pl", "en-gb"), ("en", "pl")) == "pl"
    assert first_of(("cy", "en-gb"), ("en", "pl")) == "en"
    assert first_of(("cy", ""), ("en", "pl")) == ""
    assert first_of((), ("en",)) == ""


@pytest.mark.parametrize(
    ("code", "own", "english", "welsh", "way"),
    [
        ("pl", "Polski", "Polish", "Pwyleg", "ltr"),
        ("cy", "Cymraeg", "Welsh", "Cymraeg", "ltr"),
        ("en", "English", "English", "Saesneg", "ltr"),
        ("ar", "العربية", "Arabic", "Arabeg", "rtl"),
        ("ur", "اردو", "Urdu", "Wrdw", "rtl"),
        ("gu", "ગુજરાતી", "Gujarati", "Gwjarati", "ltr"),
        ("so", "Soomaali", "Somali", "Somaleg", "ltr"),
        ("zh-hans", "中文 (简体)", "Chinese (Simplified)", "Tsieinëeg (Symledig)", "ltr"),
        # Georgian letters have no capitals.
        ("ka", "ქართული", "Georgian", "Georgeg", "ltr"),
    ],
)
def test_what_a_language_is_called_and_which_way_it_runs(code, own, english, welsh, way):
    assert own_name(code) == own
    assert (name_in(code, "en-gb"), name_in(code, "cy"), direction(code)) == (english, welsh, way)


@pytest.mark.parametrize("code", ["xx", "", "a b", "../x", "\x00"])
def test_a_language_that_nobody_knows_is_called_by_its_code(code):
    assert (own_name(code), name_in(code, "en-gb"), direction(code)) == (code, code, "ltr")
