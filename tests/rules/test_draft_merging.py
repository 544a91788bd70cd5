"""Two changes of one draft: nothing that only one person changed is lost; a box that both changed is asked about."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sdm.leaflets.shipped import completed
from sdm.rules.arrangements import Arrangement
from sdm.rules.draft_merging import merged
from sdm.rules.edition import Link, Note, Option, Outcome, Question

CONTENT = completed("ipg651")
WORDS = st.sampled_from(("", "one", "two", "three"))
LINES = ("title", "isbn", "condition", "living_with", "registry", "contact", "funding", "source_name")
TERMS = ("a", "b", "c", "d")
NOTES = replace(CONTENT, notes=tuple(Note(term, "") for term in TERMS))


@given(mine=st.dictionaries(st.sampled_from(LINES), WORDS), theirs=st.dictionaries(st.sampled_from(LINES), WORDS))
def test_each_box_that_one_changed_stands_as_they_left_it(mine, theirs):
    both = merged(CONTENT, replace(CONTENT, **mine), replace(CONTENT, **theirs))
    for name in LINES:
        was = getattr(CONTENT, name)
        one, other = mine.get(name, was), theirs.get(name, was)
        expected = (one, other) if was not in (one, other) else (one, one) if other == was else (other, other)
        assert (getattr(both.mine, name), getattr(both.theirs, name)) == expected


# For each row: nothing, words for it, or None where it is taken out.
CHANGES = st.dictionaries(st.sampled_from(TERMS), st.none() | WORDS)
ADDED = st.sets(st.sampled_from("xyz"))


@given(mine=CHANGES, theirs=CHANGES, new=st.tuples(ADDED, ADDED), order=st.permutations(TERMS))
def test_each_row_that_one_changed_took_out_or_added_stands_as_they_left_it(mine, theirs, new, order):
    def changed(changes, added, terms):
        kept = [Note(term, changes.get(term, "")) for term in terms if changes.get(term, "") is not None]
        # One that goes while another comes is one that goes by another term now.
        came = sorted(added) if len(kept) == len(terms) else ()
        return replace(NOTES, notes=(*kept, *(Note(f"{term} {len(added)}", "") for term in came)))

    ours, others = changed(mine, new[0], TERMS), changed(theirs, new[1], order)
    both = merged(NOTES, ours, others)
    first, second = ({note.term: note.meaning for note in one.notes} for one in (both.mine, both.theirs))
    for term in TERMS:
        one, other = mine.get(term, ""), theirs.get(term, "")
        expected = (one, other) if "" not in (one, other) else (one, one) if other == "" else (other, other)
        assert (first.get(term), second.get(term)) == expected
    for content in (ours, others):
        assert {note.term for note in content.notes} - set(TERMS) <= set(first) & set(second)
    assert len(first) == len(both.mine.notes)
    stayed = {note.term for note in ours.notes} & {note.term for note in others.notes} & set(TERMS)
    assert [note.term for note in both.mine.notes if note.term in stayed] == [one for one in order if one in stayed]


@given(st.permutations(CONTENT.options), st.permutations(CONTENT.options))
def test_an_order_that_only_one_changed_stands(mine, theirs):
    both = merged(CONTENT, replace(CONTENT, options=tuple(mine)), replace(CONTENT, options=tuple(theirs)))
    was = list(CONTENT.options)
    one = mine if mine != was else theirs
    other = theirs if theirs != was else mine
    assert (list(both.mine.options), list(both.theirs.options)) == (one, other)


def test_two_boxes_of_one_row_are_two_boxes():
    note = Note("clot", "was", "was")
    base = replace(CONTENT, notes=(note,))
    both = merged(
        base,
        replace(base, notes=(replace(note, meaning="mine"),)),
        replace(base, notes=(replace(note, source="theirs"),)),
    )
    assert both.is_settled
    assert both.mine.notes == (Note("clot", "mine", "theirs"),)


def test_a_question_keeps_its_passages_where_another_comes_before_it():
    first, *rest = CONTENT.questions
    mine = replace(CONTENT, questions=(replace(first, passages=("Mine",)), *rest))
    others = [Question(1, "A new one"), *CONTENT.questions]
    theirs = replace(CONTENT, questions=tuple(replace(one, number=at) for at, one in enumerate(others, start=1)))
    both = merged(CONTENT, mine, theirs)
    assert both.is_settled
    assert [one.number for one in both.mine.questions] == list(range(1, len(others) + 1))
    assert both.mine.questions[1] == replace(first, number=2, passages=("Mine",))
    assert len(both.mine.questions) == len(others)


def test_what_nice_says_of_a_kind_is_one_box():
    first, *rest = CONTENT.indications
    mine = replace(CONTENT, indications=(replace(first, confirmed=not first.confirmed), *rest))
    theirs = replace(CONTENT, indications=(replace(first, arrangement=Arrangement.STANDARD), *rest))
    assert not merged(CONTENT, mine, theirs).is_settled


def test_a_tick_does_not_count_for_words_of_the_leaflet_that_nobody_had_on_the_screen():
    base = replace(CONTENT, indications=tuple(replace(one, confirmed=False) for one in CONTENT.indications))
    mine = CONTENT
    theirs = replace(base, sections=base.sections[1:])
    both = merged(base, mine, theirs)
    assert both.is_settled
    assert not any(one.confirmed for one in both.mine.indications)
    assert all(one.confirmed for one in merged(base, mine, replace(base, title="Other")).mine.indications)


def test_two_new_options_of_one_name_are_both_kept():
    mine, theirs = (Option("heparin", "Heparin", words, benefits=(Outcome(words),)) for words in ("mine", "theirs"))
    both = merged(
        CONTENT,
        replace(CONTENT, options=(*CONTENT.options, mine)),
        replace(CONTENT, options=(*CONTENT.options, theirs)),
    )
    assert both.is_settled
    assert set(both.mine.options) == {*CONTENT.options, theirs, replace(mine, id="heparin-2")}


def test_what_kind_of_option_it_is_is_one_box():
    base = replace(CONTENT, options=(Option("a", "A", "", is_procedure=True),))
    mine = replace(base, options=(Option("a", "A", ""),))
    theirs = replace(base, options=(Option("a", "A", "", is_no_procedure=True),))
    both = merged(base, mine, theirs)
    assert (both.mine, both.theirs) == (mine, theirs)


def test_what_both_settled_and_both_added_is_there_once():
    base = replace(CONTENT, warnings=("a", "b", "c"), links=())
    mine = replace(base, warnings=("b", "c"), links=(Link("x"), Link("y")))
    theirs = replace(base, warnings=("a", "c"), links=(Link("y"),))
    both = merged(base, mine, theirs)
    assert both.is_settled
    assert both.mine.warnings == ("c",)
    assert set(both.mine.links) == {Link("x"), Link("y")}
    assert len(both.mine.links) == 2
