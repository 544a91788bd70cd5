"""The leaflet in steps: whole paragraphs, all of them, in their order, and about 120 words at most."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.leaflets.shipped import completed
from sdm.pages.patient.leaflet_words import Part, leaflet_words
from sdm.pages.patient.reading_steps import MOST_WORDS, about_step, minutes_to_read, reading_steps
from sdm.rules.edition import EditionContent, Section


def words(count: int, last: str = "word.") -> str:
    return " ".join(["word"] * (count - 1) + [last])


def leaflet(*sections: tuple[str, list[str]]) -> EditionContent:
    return EditionContent(
        title="A procedure", sections=tuple(Section(heading, "\n\n".join(body)) for heading, body in sections)
    )


def sizes(content: EditionContent) -> list[list[tuple[str, int]]]:
    """For each step its headings, each with the words of the paragraphs under it."""
    return [
        [(part.heading, sum(len(line.split()) for block in part.blocks for line in block.lines)) for part in step]
        for step in reading_steps(content)
    ]


def test_the_shipped_leaflet_is_four_steps_of_whole_paragraphs():
    content = completed("ipg651")
    title, right, questions = content.title, "Is this procedure right for me?", "Some questions to think about"
    assert sizes(content) == [
        [(title, 72), ("", 45)],
        [("", 39), ("", 81)],
        [("", 30), (right, 94)],
        [(questions, 52)],
    ]
    assert minutes_to_read(content) == 5


@given(st.lists(st.tuples(st.sampled_from(["", "One", "Two"]), st.lists(st.integers(1, 200), max_size=5)), max_size=6))
def test_no_paragraph_is_left_out_cut_or_moved(sections):
    content = leaflet(*((heading, [words(count) for count in counts]) for heading, counts in sections))
    steps = reading_steps(content)
    assert [block for step in steps for part in step for block in part.blocks] == [
        block for part in leaflet_words(content) for block in part.blocks
    ]
    for step in sizes(content):
        paragraphs = [count for _, count in step if count]
        assert sum(paragraphs) <= MOST_WORDS or len(paragraphs) == 1


def test_a_section_that_goes_on_has_its_heading_again_and_the_leaflets_title_stands_once():
    content = leaflet(("", [words(100), words(100)]), ("Risks", [words(20), words(100), words(100)]))
    assert sizes(content) == [
        [("A procedure", 100)],
        [("", 100), ("Risks", 20)],
        [("Risks", 100)],
        [("Risks", 100)],
    ]


def test_a_list_stays_with_the_words_that_lead_up_to_it():
    content = leaflet(("", [words(100), words(24, "are:"), "- bleeding\n- pain"]))
    assert sizes(content) == [[("A procedure", 100)], [("", 24), ("", 2)]]


def test_a_heading_without_words_stays_with_what_comes_after_it():
    content = leaflet(("", [words(100)]), ("About it", []), ("What is it?", [words(50)]), ("The end", []))
    assert sizes(content) == [[("A procedure", 100)], [("About it", 0), ("What is it?", 50), ("The end", 0)]]


def test_a_leaflet_without_words_has_no_steps_and_one_with_few_takes_a_minute():
    assert reading_steps(leaflet()) == ()
    assert minutes_to_read(leaflet(("", ["Few words."]))) == 1


@pytest.mark.parametrize(("number", "before", "after"), [(1, 0, 2), (2, 1, 3), (4, 3, 0)])
def test_a_step_knows_its_place(number, before, after):
    step = about_step(completed("ipg651"), number)
    assert (step["step"], step["count"], step["before"], step["after"]) == (number, 4, before, after)


@pytest.mark.parametrize("number", [0, 5, 10**20])
def test_there_is_no_other_step(number):
    assert about_step(completed("ipg651"), number) == {}


def test_each_step_has_the_notes_on_its_own_words():
    terms = [[note.term for note in about_step(completed("ipg651"), number)["notes"]] for number in (1, 2, 3, 4)]
    assert terms == [
        ["percutaneous", "mechanical thrombectomy", "acute", "DVT", "chronic", "iliofemoral", "distal"],
        ["distal", "DVT", "anticoagulant drugs", "clot-busting drugs", "percutaneous", "ulceration"],
        ["consent"],
        [],
    ]
    assert about_step(completed("ipg651"), 4)["leaflet"] == (
        Part("Some questions to think about", leaflet_words(completed("ipg651"))[2].blocks),
    )
