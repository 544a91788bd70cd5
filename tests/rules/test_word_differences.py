"""What is different between two texts: nothing of either is ever missing, and what stayed is said to have stayed."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.word_differences import MOST_WORDS, Kind, Run, word_differences

WORDS = st.lists(st.sampled_from(["clot ", "leg ", "the\n", "\n", " ", "a", "ŵ\u00a0", "\r\n", "risk. "]), max_size=40)


def text(runs: tuple[Run, ...], *kinds: Kind) -> str:
    return "".join(run.words for run in runs if run.kind in kinds)


@given(WORDS.map("".join), WORDS.map("".join))
def test_both_texts_can_be_read_from_the_runs(old, new):
    runs = word_differences(old, new)
    assert (text(runs, Kind.SAME, Kind.GONE), text(runs, Kind.SAME, Kind.NEW)) == (old, new)
    assert all(run.words for run in runs)
    assert not any(one.kind is other.kind for one, other in pairwise(runs))


@given(st.text(), st.text())
def test_whatever_the_texts_are(old, new):
    runs = word_differences(old, new)
    assert (text(runs, Kind.SAME, Kind.GONE), text(runs, Kind.SAME, Kind.NEW)) == (old, new)


def test_one_word_in_a_sentence():
    assert word_differences("It is a rare harm.", "It is a common harm.") == (
        Run(Kind.SAME, "It is a "),
        Run(Kind.GONE, "rare "),
        Run(Kind.NEW, "common "),
        Run(Kind.SAME, "harm."),
    )


def test_lines_around_a_change_stay():
    runs = word_differences("One\nTwo words\nThree", "One\nTwo better words\nThree")
    assert runs == (Run(Kind.SAME, "One\nTwo "), Run(Kind.NEW, "better "), Run(Kind.SAME, "words\nThree"))


def test_the_last_word_stays_where_a_paragraph_comes_after_it():
    assert word_differences("Ask them.", "Ask them.\n\nOr us.") == (
        Run(Kind.SAME, "Ask them."),
        Run(Kind.NEW, "\n\nOr us."),
    )
    runs = word_differences("A bed. Ask them.", "A chair. Ask them.\n\nOr us.")
    assert [run.words for run in runs if run.kind is not Kind.SAME] == ["bed. ", "chair. ", "\n\nOr us."]


def test_the_same_text_and_no_text():
    assert word_differences("Same.", "Same.") == (Run(Kind.SAME, "Same."),)
    assert (word_differences("", ""), word_differences("", "New.")) == ((), (Run(Kind.NEW, "New."),))
    assert word_differences("Gone.", "") == (Run(Kind.GONE, "Gone."),)


def test_a_passage_that_is_far_too_long_went_and_came_as_a_whole():
    old, new = "a " * (MOST_WORDS + 1), "b " * 9
    assert word_differences(old, new) == (Run(Kind.GONE, old), Run(Kind.NEW, new))
