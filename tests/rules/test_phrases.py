"""Which phrases stand in a note unchanged: word for word, whatever stands around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.parts import Saved
from sdm.rules.phrases import STANDARD_WORDING, inserted, is_as_kept, is_standard, standard_wording, typed, unchanged

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


@pytest.mark.parametrize("note", [PHRASE, f"  “{PHRASE.upper()}” ", f"{PHRASE}\n{PHRASE}", f"It is rare. {PHRASE}"])
def test_a_note_of_phrases_alone_is_standard_wording(note):
    assert is_standard(note, [PHRASE, "It is rare"])


@pytest.mark.parametrize("note", ["", "We talked.", f"{PHRASE} That frightens him.", PHRASE.removesuffix("number.")])
def test_a_note_with_words_of_its_own_is_none(note):
    assert not is_standard(note, [PHRASE])


@given(WORDS)
def test_no_phrase_takes_a_word_of_anybody_out_of_a_note(note):
    assert not is_standard(f"{note} Xyzzy", [note, PHRASE])


def test_a_saved_note_is_marked_by_the_phrases_that_it_was_saved_with():
    kept = {STANDARD_WORDING: [PHRASE]}
    found = [is_as_kept(one) for one in (None, Saved("a", PHRASE), Saved("a", PHRASE, details=kept))]
    assert found == [False, False, True]
    assert not is_as_kept(Saved("a", f"{PHRASE} He nodded.", details=kept))


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
