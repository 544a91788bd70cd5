"""Undoing: the same as in every editor, whatever order people go in; and what a change is called."""

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from sdm.leaflets.shipped import completed
from sdm.rules.draft_steps import PARTS, Ahead, Kind, what_changed, what_comes_next
from sdm.rules.edition import EditionContent

CONTENT = completed("ipg651")


@given(st.lists(st.sampled_from(list(Kind)), max_size=40))
def test_undoing_and_doing_again_is_as_in_an_editor_that_keeps_its_states_on_two_piles(wanted):
    state, past, future = 0, [], []
    steps, before = [], {}
    for number, kind in enumerate(wanted, start=1):
        ahead = what_comes_next(steps)
        assert (ahead.undo is None, ahead.redo is None) == (not past, not future)
        if kind is Kind.CHANGE:
            before[number] = state
            past, future, state = [*past, state], [], number
        elif kind is Kind.UNDO and past:
            assert before[ahead.undo] == past[-1]
            before[number] = state
            future.append(state)
            state = past.pop()
        elif kind is Kind.REDO and future:
            assert before[ahead.redo] == future[-1]
            before[number] = state
            past.append(state)
            state = future.pop()
        else:
            continue
        steps.append((number, kind))


def test_nothing_comes_next_where_nothing_was_done():
    assert what_comes_next([]) == Ahead(None, None)


def test_every_part_of_the_content_has_a_name():
    assert sorted(name for names in PARTS.values() for name in names) == sorted(
        field.name for field in fields(EditionContent)
    )


def test_a_change_is_called_by_the_parts_that_it_changed():
    first = CONTENT.options[0]
    other = replace(first, description="Something else.")
    assert what_changed(CONTENT, CONTENT) == ""
    assert what_changed(CONTENT, replace(CONTENT, condition="A", notes=())) == "Details, Plain words"
    assert what_changed(CONTENT, replace(CONTENT, options=(other, *CONTENT.options[1:]))) == f"Options: {first.name}"
    assert what_changed(CONTENT, replace(CONTENT, options=CONTENT.options[1:])) == f"Options: {first.name}"
    assert what_changed(CONTENT, replace(CONTENT, options=CONTENT.options[::-1])) == "Options"


def test_a_change_of_questions_names_each_and_what_changed_in_it():
    first, second, *rest = CONTENT.questions
    words = f"{first.number}. {first.wording}"[:40]

    def called(*questions) -> str:
        return what_changed(CONTENT, replace(CONTENT, questions=questions))

    assert called(replace(first, passages=("Other.",)), second, *rest).startswith(f"Questions: {words}")
    assert called(replace(first, passages=("Other.",)), second, *rest).endswith("(what the leaflet says)")
    both = called(replace(first, unanswered=True), replace(second, wording="Other?", passages=()), *rest)
    assert "(whether the leaflet answers it); 2. Other? (words, what the leaflet says)" in both
    assert called(first, second, *rest, replace(first, number=6, wording="New?")) == "Questions: 6. New? (added)"
    assert called(first, second, *rest[:-1]).endswith("(removed)")
    swapped = (replace(second, number=1), replace(first, number=2), *rest)
    assert called(*swapped) == "Questions: their order"
