"""Sentences and blocks are found to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.leaflets.shipped import completed
from sdm.rules.publishing import stands_in_leaflet
from sdm.rules.sentences import blocks, quoted_last, sentences, sentences_of_leaflet, stop_after

CONTENT = completed("ipg651")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three? Four", ("One.", "Two!", "Three?", "Four")),
        ("It is 2.5 cm long. It is thin.", ("It is 2.5 cm long.", "It is thin.")),
        ("See Dr. Khan, e.g. today. Then go.", ("See Dr. Khan, e.g. today.", "Then go.")),
        ("He said “Stop.” She did.", ("He said “Stop.”", "She did.")),
        ("It ends (so). “Yes.” And on.", ("It ends (so).", "“Yes.”", "And on.")),
        ("Wait… Then go.", ("Wait…", "Then go.")),
        ("It may hurt. in some people", ("It may hurt. in some people",)),
        ("John B. Smith wrote it. 3 people read it.", ("John B. Smith wrote it.", "3 people read it.")),
        ("Ŵy. Éa.", ("Ŵy.", "Éa.")),
        ("", ()),
        ("  ", ()),
    ],
)
def test_where_sentences_end(text, found):
    assert sentences(text) == found


def test_items_of_a_list_are_blocks_of_their_own():
    assert blocks("One.\n\n- a b\n- c\n\nTwo\nlines.") == ("One.", "a b", "c", "Two\nlines.")
    assert blocks("One\n- not a list") == ("One\n- not a list",)


@given(st.text(st.sampled_from("Aa b.!?…”’)(“\n-1é🙂"), max_size=60))
def test_every_word_is_in_one_sentence_and_every_sentence_stands_in_the_text(text):
    found = [sentence for block in blocks(text) for sentence in sentences(block)]
    assert all(sentence in text and sentence == sentence.strip() and sentence for sentence in found)
    left = "".join("".join(found).split()).replace("-", "")
    assert left == "".join(text.split()).replace("-", "")


def test_each_sentence_of_the_leaflet_is_its_own_words():
    found = [one for section in sentences_of_leaflet(CONTENT) for block in section for one in block]
    assert len(found) == 30
    assert all(stands_in_leaflet(one, CONTENT) for one in found)
    assert (
        "The aim is to reduce symptoms and prevent long-term problems such as swelling of the leg and ulceration."
        in found
    )
    assert "What does the procedure involve?" in found


@pytest.mark.parametrize("text", ["It hurts.", "Why?", "Wait…", "He said “Stop.”", "(It hurts.)", "**Bold.**", "So. "])
def test_words_that_end_in_a_stop_get_no_other(text):
    assert stop_after(text) == ""
    assert quoted_last(text) == f"“{text}”"


@pytest.mark.parametrize("text", ["It hurts", "distal DVT", "2.5", "(a clot)", "He said “Stop”", "**Bold**", ""])
def test_words_that_end_in_none_get_one(text):
    assert stop_after(text) == "."
    assert quoted_last(text) == f"“{text}”."
