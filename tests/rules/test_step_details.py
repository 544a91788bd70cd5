"""What a step of a draft changed is told by its own words, in short."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sdm.leaflets.shipped import completed
from sdm.rules.edition import Note, Outcome, Section
from sdm.rules.step_details import AT_MOST, step_details

CONTENT = completed("ipg651")
OPTION = CONTENT.options[0]
QUESTION = CONTENT.questions[0]


def told(**changed) -> tuple[str, ...]:
    return step_details(CONTENT, replace(CONTENT, **changed))


def with_first_option(**changed) -> tuple[str, ...]:
    return told(options=(replace(OPTION, **changed), *CONTENT.options[1:]))


def test_nothing_is_told_of_nothing():
    assert told() == ()


def test_a_detail_is_told_from_what_to_what():
    before = replace(CONTENT, condition="A clot in the leg")
    after = replace(CONTENT, condition="A clot in the arm")
    assert step_details(before, after) == ("Health condition: from “…in the leg” to “…in the arm”",)
    assert step_details(before, replace(before, condition="")) == ("Health condition: removed, “A clot in the leg”",)


def test_a_section_is_named_and_only_what_differs_is_shown():
    long = " ".join(f"word{number}" for number in range(60))
    before = replace(CONTENT, sections=(Section("About", long),))
    after = replace(CONTENT, sections=(Section("About", long.replace("word30", "other")),))
    assert step_details(before, after) == (
        "Section “About”: from “…word28 word29 word30 word31 word32…” to “…word28 word29 other word31 word32…”",
    )


def test_words_that_are_all_others_are_cut_short():
    before = replace(CONTENT, condition=" ".join(["a"] * 50))
    after = replace(CONTENT, condition=" ".join(["b"] * 50))
    assert step_details(before, after) == (
        f"Health condition: from “{' '.join(['a'] * 14)}…” to “{' '.join(['b'] * 14)}…”",
    )


def test_an_option_and_its_points_are_named():
    assert with_first_option(description="It is short.")[0].startswith(f"Option “{OPTION.name}”: from “")
    added = with_first_option(benefits=(*OPTION.benefits, Outcome("Pain goes")))
    assert added == (f"Good point of “{OPTION.name}”: added, “Pain goes Not known”",)
    assert told(options=CONTENT.options[1:])[0].startswith(f"Option: removed, “{OPTION.name}")
    assert told(options=CONTENT.options[::-1]) == ("The options: in another order",)


def test_a_question_is_named():
    others = CONTENT.questions[1:]
    assert told(questions=(replace(QUESTION, wording="What is it?"), *others))[0].startswith("Question: from “")
    unanswered = told(questions=(replace(QUESTION, unanswered=not QUESTION.unanswered), *others))
    assert unanswered[0].startswith("Question “")
    assert unanswered[0].endswith("now the leaflet does not answer it")


def test_a_note_is_named():
    note = Note("Stent", "A small tube.")
    assert told(notes=(*CONTENT.notes, note)) == ("Note “Stent”: added, “Stent A small tube.”",)


def test_a_tick_is_told():
    first = CONTENT.indications[0]
    ticked = replace(CONTENT, indications=(replace(first, confirmed=True), *CONTENT.indications[1:]))
    bare = replace(CONTENT, indications=(replace(first, confirmed=False), *CONTENT.indications[1:]))
    assert step_details(bare, ticked) == (f"“{first.name}”: ticked as checked",)
    assert step_details(ticked, bare) == (f"“{first.name}”: not checked any more",)


def test_what_is_much_is_counted():
    notes = tuple(Note(f"Word{number}", "A meaning.") for number in range(20))
    found = told(notes=(*CONTENT.notes, *notes))
    assert len(found) == AT_MOST + 1
    assert found[-1] == f"And {20 - AT_MOST} more"


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_whatever_the_words_something_is_told(old, new):
    before, after = (replace(CONTENT, condition=" ".join(words)) for words in (old, new))
    assert len(step_details(before, after)) == (before != after)
