"""Which phrases stand in a note unchanged: word for word, whatever stands around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.parts import Saved
from sdm.rules.phrases import STANDARD_WORDING, inserted, standard_wording, typed, unchanged

PHRASE = "Bleeding is one of the problems that NICE looks at. NICE gives no number."
WORDS = st.text(max_size=60)


@pytest.mark.parametrize(
    "note",
    [
        PHRASE,
        f"We talked.\n\n{PHRASE}\nHe asked about his brother.",
        PHRASE.upper(),
        PHRASE.replace(" ", "\n"),
        f"“{PHRASE}”",
    ],
)
def test_it_stands_there_word_for_word(note):
    assert unchanged(note, ["Another phrase altogether", PHRASE]) == (PHRASE,)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "We talked.",
        PHRASE.replace("one of the problems", "what frightens you"),
        PHRASE.replace("NICE looks", "NICE, he said, looks"),
        PHRASE.removesuffix("."),
    ],
)
def test_what_was_fitted_to_the_patient_is_no_phrase_any_more(note):
    assert unchanged(note, [PHRASE]) == ()


def test_it_stands_there_as_words():
    assert unchanged("this rarely", ["is rare"]) == ()
    assert unchanged("It is rare, they say", ["is rare"]) == ("is rare",)


@given(WORDS, WORDS, WORDS)
def test_a_phrase_that_was_inserted_and_left_as_it_is_is_always_found(before, phrase, after):
    note = inserted(before, phrase)
    assert unchanged(note, [phrase]) == ((phrase,) if phrase.split() else ())
    assert unchanged(f"{note} {after}", [phrase]) == ((phrase,) if phrase.split() else ())


@given(WORDS, WORDS)
def test_inserting_takes_nothing_away(before, phrase):
    note = inserted(before, phrase)
    assert note.startswith(before.rstrip())
    assert note.endswith(phrase)


@pytest.mark.parametrize("kept", [None, "words", [1, None], {}])
def test_what_is_no_list_of_phrases_is_none(kept):
    assert standard_wording(Saved("question-1", details={STANDARD_WORDING: kept})) == ()


def test_what_was_found_out_about_a_note_was_not_typed():
    note = Saved("question-1", details={STANDARD_WORDING: [PHRASE], "told_back": "I could bleed."})
    assert (typed(note), standard_wording(note), standard_wording(None)) == (
        {"told_back": "I could bleed."},
        (PHRASE,),
        (),
    )
