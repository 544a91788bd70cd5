"""Passages by ticking sentences: to the letter, in their order, and unticking takes away no more than it says."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.leaflets.shipped import completed
from sdm.rules.chosen_passages import passages_after_ticking, sentences_in
from sdm.rules.edition import EditionContent, Section
from sdm.rules.publishing import stands_in_leaflet

CONTENT = EditionContent(
    title="", sections=(Section("", "One.  Two. Three. Four.\n\n- five a\n- six"), Section("More", "Seven! Eight?"))
)
SHIPPED = completed("ipg651")
ALL = ("One.", "Two.", "Three.", "Four.", "five a", "six", "Seven!", "Eight?")


@pytest.mark.parametrize(
    ("chosen", "ticked", "after"),
    [
        ((), ("Two.",), ("Two.",)),
        # Sentences that follow each other are one passage, with the space that stands between them.
        ((), ("One.", "Two.", "Four."), ("One.  Two.", "Four.")),
        # Items of a list and paragraphs stay apart.
        ((), ("Four.", "five a", "six", "Seven!"), ("Four.", "five a", "six", "Seven!")),
        # What was chosen keeps its order and its bounds.
        (("Seven!", "One.  Two."), ("One.", "Two.", "Seven!"), ("Seven!", "One.  Two.")),
        (("One.", "Two."), ("One.", "Two."), ("One.", "Two.")),
        # A passage that loses a sentence is what is left of it, in its place.
        (("One.  Two. Three.", "six"), ("One.", "Three.", "six"), ("One.", "Three.", "six")),
        (("One.",), (), ()),
        # A sentence beside a passage makes it longer, at either end.
        (("Two.",), ("Two.", "Three."), ("Two. Three.",)),
        (("six", "Two."), ("One.", "Two.", "six"), ("six", "One.  Two.")),
        # What is not the leaflet's is not taken from a page.
        (("Nonsense.",), ("Nonsense.", "One."), ("One.",)),
    ],
)
def test_after_ticking(chosen, ticked, after):
    assert passages_after_ticking(CONTENT, chosen, ticked) == after


def test_a_passage_of_no_whole_sentences_stays_while_it_is_kept():
    assert passages_after_ticking(CONTENT, ("Tw", "One."), ("One.",), ("Tw",)) == ("Tw", "One.")
    assert passages_after_ticking(CONTENT, ("Tw", "One."), ("One.",)) == ("One.",)
    assert passages_after_ticking(CONTENT, ("Never said",), (), ("Never said",)) == ()
    assert (sentences_in(CONTENT, "Tw"), bool(sentences_in(CONTENT, "One.  Two."))) == ((), True)
    assert (sentences_in(CONTENT, "Two. Three."), sentences_in(CONTENT, "o.")) == (("Two.", "Three."), ())


@given(st.sets(st.sampled_from(ALL)), st.sets(st.sampled_from(ALL)))
def test_whatever_is_ticked_after_whatever_was_the_passages_are_what_is_ticked(before, now):
    chosen = passages_after_ticking(CONTENT, (), before)
    after = passages_after_ticking(CONTENT, chosen, now)
    assert {one for passage in after for one in sentences_in(CONTENT, passage)} == now
    assert all(stands_in_leaflet(passage, CONTENT) for passage in after)
    # Once more the same changes nothing.
    assert passages_after_ticking(CONTENT, after, now) == after


@pytest.mark.parametrize("question", SHIPPED.questions, ids=lambda one: str(one.number))
def test_every_passage_of_the_shipped_leaflet_can_be_ticked(question):
    ticked = [one for passage in question.passages for one in sentences_in(SHIPPED, passage)]
    assert passages_after_ticking(SHIPPED, question.passages, ticked) == question.passages
    assert set(passages_after_ticking(SHIPPED, (), ticked)) == set(question.passages)


def test_a_leaflet_without_words_has_nothing_to_tick():
    assert passages_after_ticking(replace(CONTENT, sections=()), ("One.",), ("One.",)) == ()
