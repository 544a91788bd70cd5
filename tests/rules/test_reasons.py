"""What counts as saying why."""

import pytest

from sdm.rules.reasons import says_why


@pytest.mark.parametrize("text", ["", " ", "x", ".", "...", "n/a", "1 2 3 4", "a b c d", "yes yes yes", "Made up."])
def test_a_dot_is_no_reason(text):
    assert not says_why(text)


@pytest.mark.parametrize("text", ["NICE gives no numbers", "Nobody knows why.", "Ni ŵyr neb pam, eto."])
def test_words_are(text):
    assert says_why(text)


@pytest.mark.parametrize(
    "text",
    [
        "xxx yyy zzz",
        "asdf asdf asdf",
        "asdf qwer zxcv",
        "qwerty asdfgh zxcvb uiop",
        ". . .",
        "sdf ghj klm",
        "aaa bbb ccc",
        "AAAA EEEE IIII",
        "hhhhhh ggggg iiiii okay fine",
        "blah blah blah",
        "test test1 test2",
        "Fghjk dfghj sdfgh",
        "the the the same same",
    ],
)
def test_what_is_plainly_no_word_does_not_count(text):
    assert not says_why(text)


@pytest.mark.parametrize(
    "text",
    [
        "Checked by Dr Khan.",
        "dr khan checked",
        "GP, MDT agreed",
        "CHECKED BY MR NG",
        "NHS says so",
        "DVT: Prof. Fry",
        "See ward III notes",
        "Mae'n iawn felly",
        "Cwm Taf: dwy ŵydd",
        "Gwiriwyd gan Dr Llŷr",
        "Nid yw NICE yn dweud",
        "A was were tree assess",
        "NICE не говорит почему",
    ],
)
def test_a_short_sentence_is_never_refused(text):
    assert says_why(text)
