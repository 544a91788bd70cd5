"""What counts as saying why."""

import pytest

from sdm.rules.reasons import says_why


@pytest.mark.parametrize("text", ["", " ", "x", ".", "...", "n/a", "1 2 3 4", "a b c d", "yes yes yes", "Made up."])
def test_a_dot_is_no_reason(text):
    assert not says_why(text)


@pytest.mark.parametrize("text", ["NICE gives no numbers", "Nobody knows why.", "Ni ŵyr neb pam, eto."])
def test_words_are(text):
    assert says_why(text)
