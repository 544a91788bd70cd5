"""Numbers in words: each kind that patients cannot compare is found, and what is fine is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.figures import Fault, figure_problems, holds_number


@pytest.mark.parametrize(
    ("text", "fault", "words"),
    [
        ("1 in 20 people bleed.", Fault.DENOMINATOR, "1 in 20"),
        ("About one in ten people", Fault.DENOMINATOR, "one in ten"),
        ("It is seen in 1 in every 50.", Fault.DENOMINATOR, "1 in every 50"),
        ("2 out of 50", Fault.DENOMINATOR, "2 out of 50"),
        ("3 people in 1,000", Fault.DENOMINATOR, "3 people in 1,000"),
        ("5 in 1000", Fault.DENOMINATOR, "5 in 1000"),
        ("two in a thousand", Fault.DENOMINATOR, "two in a thousand"),
        ("It happens to 5% of people.", Fault.PERCENTAGE, "5%"),
        ("12.5 per cent", Fault.PERCENTAGE, "12.5 per cent"),
        ("about 1:20 people", Fault.DENOMINATOR, "1:20"),
        ("It was seen in 10/200.", Fault.DENOMINATOR, "10/200"),
        ("It was seen in 10/200 people.", Fault.DENOMINATOR, "10/200"),
        ("five percent of people", Fault.PERCENTAGE, "five percent"),
        ("Twenty-five per cent", Fault.PERCENTAGE, "Twenty-five per cent"),
        ("fifteen per cent less pain", Fault.RELATIVE, "fifteen per cent less"),
        ("50% less pain", Fault.RELATIVE, "50% less"),
        ("a 20% reduction", Fault.RELATIVE, "20% reduction"),
        ("It reduces the risk by 30%.", Fault.RELATIVE, "reduces the risk by 30%"),
        ("cuts your risk by half", Fault.RELATIVE, "cuts your risk by half"),
        ("You are twice as likely to bleed.", Fault.RELATIVE, "twice as likely"),
        ("3 times more people", Fault.RELATIVE, "3 times more"),
        ("It halves the risk.", Fault.RELATIVE, "halves the risk"),
        ("The odds ratio was 2.", Fault.RELATIVE, "odds ratio"),
        ("A rare problem", Fault.WORD, "rare"),
        ("This is very common.", Fault.WORD, "very common"),
        ("It is unlikely.", Fault.WORD, "unlikely"),
        ("It is likely to hurt.", Fault.WORD, "likely"),
        ("It sometimes hurts.", Fault.WORD, "sometimes"),
        ("There is a small risk of bleeding.", Fault.WORD, "small risk of"),
        ("Most people feel better.", Fault.WORD, "Most people"),
    ],
)
def test_one_thing_that_is_wrong_is_found_with_its_words(text, fault, words):
    assert [(one.fault, one.words) for one in figure_problems(text)] == [(fault, words)]


@pytest.mark.parametrize(
    "text",
    [
        "3 in 100 people",
        "3 out of 100",
        "Three in a hundred",
        "3 in 5 years, 2 in the morning",
        "A rare problem: it is seen in 1 in 100.",
        "It is rare. How rare is not known.",
        "NICE says that problems do not happen often. It gives no numbers.",
        "How likely is it? How often does it happen?",
        "The common femoral vein",
        "A DVT is usually treated with drugs.",
        "Take 2 tablets 3 times a day.",
        "It takes 20 to 30 minutes.",
        "Come at 9:30 or from 1:20 to 2:40. We close 4:30pm.",
        "Published 12/6/2019, for 2023/24. Somebody is there 24/7. 120/80 mmHg",
        "",
    ],
)
def test_what_is_fine_is_left_alone(text):
    assert figure_problems(text) == ()


def test_a_number_beside_the_text_allows_the_word_but_no_other_fault():
    assert figure_problems("A rare problem", has_number=True) == ()
    assert [one.words for one in figure_problems("Rare: 1 in 50", has_number=True)] == ["1 in 50"]


def test_several_are_told_in_their_order_each_once():
    found = figure_problems("Rare, 1 in 20, or 5%, which is 50% less.")
    assert [one.words for one in found] == ["Rare", "1 in 20", "5%", "50% less"]
    assert found[1].sentence == "“1 in 20” cannot be compared. Say how many in 100."


@given(st.integers(0, 10_000), st.integers(1, 1_000_000))
def test_every_rate_is_wrong_unless_it_is_in_100(part, whole):
    for text in (f"{part} in {whole}", f"It is seen in {part} out of {whole:,} people."):
        faults = [one.fault for one in figure_problems(text)]
        assert faults == ([] if whole == 100 else [Fault.DENOMINATOR])
        assert holds_number(text)


@given(st.text(max_size=300))
def test_what_is_found_stands_in_the_text(text):
    for one in figure_problems(text):
        assert one.words in text
