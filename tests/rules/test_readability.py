"""Reading age: the published formula, syllables as people speak them, and the sentences that make a text hard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.readability import FEWEST_WORDS, WORD, reading, reading_age, syllables

# As people say them; words that texts for patients are made of.
SPOKEN = {
    1: "a the leg clot vein blood you your checked stopped side sides tubes whole heart through weeks",
    2: "treated table tables people every doctor patient needed uses centre layer likely symptoms being quiet safety",
    3: "procedure benefits hospital together family medicine management element thrombosis usual",
    4: "information operation usually society relationship bacteria material experience anxiety",
    5: "communication examination possibility hospitality",
    6: "anticoagulant iliofemoral responsibility",
}


@pytest.mark.parametrize(
    ("words", "sentences", "syllable_count", "grade"),
    [
        # Wikipedia's examples for the Flesch-Kincaid tests: grades 11.3 and -1.5.
        (13, 1, 24, 11.3),
        (6, 1, 6, -1.4),
        # The sentence with a reading ease of 69 has 23 syllables.
        (16, 1, 23, 7.6),
    ],
)
def test_the_formula_is_the_published_one(words, sentences, syllable_count, grade):
    assert reading_age(words, sentences, syllable_count) == pytest.approx(grade + 5, abs=0.1)


@pytest.mark.parametrize(
    ("text", "words", "syllable_count"),
    [
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 13, 24),
        ("The cat sat on the mat.", 6, 6),
        ("This sentence, taken as a reading passage unto itself, is being used to prove a point.", 16, 23),
    ],
)
def test_published_examples_are_counted_as_published_but_for_one_syllable(text, words, syllable_count):
    found = WORD.findall(text)
    assert len(found) == words
    assert sum(map(syllables, found)) == pytest.approx(syllable_count, abs=1)


@pytest.mark.parametrize(
    ("word", "count"),
    [(word, count) for count, words in SPOKEN.items() for word in words.split()],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize(("word", "count"), [("DVT", 3), ("100", 1), ("", 1), ("é", 1), ("x", 1), ("2nd", 2)])
def test_what_is_no_word_counts_too(word, count):
    assert syllables(word) == count


def test_a_short_text_is_not_scored():
    assert reading("Bleeding").age is None
    assert reading("").words == 0
    assert reading("one two three four five six seven").age is None
    assert reading("one two three four five six seven eight").words == FEWEST_WORDS


def test_a_hard_sentence_is_shown_with_its_long_words():
    easy = "You can ask your team. They will tell you more about it."
    hard = (
        "Percutaneous interventions necessitate continuous anticoagulation, notwithstanding individual circumstances."
    )
    found = reading(f"{easy}\n\n{hard}")
    assert [one.text for one in found.hard] == [hard]
    assert found.hard[0].age > found.age > reading(easy).age
    assert "anticoagulation" in found.hard[0].long_words
    assert reading(easy).hard == ()


def test_a_word_that_is_explained_counts_as_an_easy_one():
    text = "You take anticoagulant drugs for three months after it."
    plain = reading(text, explained=["Anticoagulant drugs"])
    assert plain.age < reading(text).age


def test_a_link_of_the_leaflet_counts_as_its_words():
    text = "You can read more about it on the [NHS website](https://www.nhs.uk/a/very/long/address)."
    assert reading(text).words == reading("You can read more about it on the NHS website.").words


@given(st.text(max_size=200))
def test_any_text_has_an_age_or_none(text):
    found = reading(text)
    assert (found.age is None) == (found.words < FEWEST_WORDS)


@given(st.integers(1, 500), st.integers(1, 500), st.integers(0, 300))
def test_longer_words_and_longer_sentences_never_make_a_text_easier(words, sentences, more):
    assert reading_age(words, sentences, words + more) <= reading_age(words, sentences, words + more + 1)
    assert reading_age(words, sentences + 1, words) <= reading_age(words, sentences, words)
