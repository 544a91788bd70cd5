"""What is looked for in an edition's words: advice, medical words, addresses that lead nowhere, one option in bold."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.balance import options_that_stand_out
from sdm.rules.edition import EditionContent, Option, Outcome
from sdm.rules.web_addresses import address_problem
from sdm.rules.wording import recommending_words, unexplained_terms

POINTS = (Outcome("It is quick"),)
PLAIN = Option("a", "Have it", "It takes an hour. You are awake.", True, False, POINTS, POINTS)
OTHER = Option("b", "Not have it", "You wait and see. Nothing is done.", False, True, POINTS, POINTS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We recommend the device.", ("We recommend",)),
        ("You should have it soon.", ("You should have",)),
        ("It is the best option.", ("is the best",)),
        ("This is the safest choice: the safest option.", ("the safest choice", "the safest option")),
        ("Tablets are safer.", ("are safer",)),
        ("It is highly recommended.", ("is highly recommended",)),
        ("You should also be told more. They should discuss it with you.", ()),
        ("You may feel better.", ()),
        ("Most people are better after a week. Some women are much better.", ()),
        ("Patients are better with the device.", ("are better with",)),
        ("Tablets are much better.", ("are much better",)),
    ],
)
def test_words_that_recommend(text, words):
    assert recommending_words(text) == words


def test_words_that_look_medical_and_have_no_note():
    texts = ["Thrombosis, a DVT and haemolysis (red cells break up). NICE and the NHS say so.", "An MRI and a DVT."]
    assert unexplained_terms(texts, []) == ("DVT", "Thrombosis", "haemolysis", "MRI")
    assert unexplained_terms([*texts, "Red cells break up (haemolysis)."], ["DVT"]) == ("Thrombosis", "MRI")
    assert unexplained_terms(texts, ["DVT Short for deep vein thrombosis", "MRI A scan"]) == ("haemolysis",)


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("https://www.nhs.uk", ""),
        ("https://www.nice.org.uk/guidance/ipg651#a?b=c", ""),
        ("https://münchen.de", ""),
        ("", "has no address"),
        ("#", "has no address"),
        ("http://www.nhs.uk", "does not start with https://"),
        ("javascript:alert(1)", "does not start with https://"),
        ("www.nhs.uk", "does not start with https://"),
        ("https://example.com/page", "has an address that leads nowhere"),
        ("https://localhost", "has an address that leads nowhere"),
        ("https://10.0.0.1/", "has an address that leads nowhere"),
        ("https://www.nhs.uk/...", "has an address that leads nowhere"),
        ("https://nhs", "has an address that leads nowhere"),
        ("https://u@www.nhs.uk", "has an address that looks wrong"),
        ("https://www.nhs.uk:8080/", "has an address that looks wrong"),
        ("https://www.nhs.uk/a b", "has an address that looks wrong"),
        ("https://[", "has an address that cannot be read"),
        ("https://bit.ly/abc", "hides where it leads"),
    ],
)
def test_an_address_is_judged_by_its_form(address, problem):
    assert address_problem(address) == problem


@given(st.text(max_size=60))
def test_any_address_has_an_answer_and_a_good_one_is_https(address):
    for one in (address, f"https://{address}"):
        assert address_problem(one) != "" or one.startswith("https://")


def standing_out(*options: Option) -> list[tuple[str, str]]:
    found = options_that_stand_out(EditionContent(title="", options=options))
    return [(one.option.id, one.sentence) for one in found]


def test_options_in_the_same_detail_do_not_stand_out():
    assert standing_out(PLAIN, OTHER) == []
    assert standing_out(PLAIN) == []
    assert standing_out() == []


def test_one_option_longer_or_bolder_than_the_others():
    longer = replace(PLAIN, description="word " * 60)
    assert standing_out(longer, OTHER) == [
        ("a", "“Have it” has 66 words, the others 13 on average."),
        ("b", "“Not have it” has only 13 words, the others 66 on average."),
    ]
    bolder = replace(OTHER, risks=(Outcome("It **hurts**"),))
    assert standing_out(PLAIN, bolder) == [("b", "“Not have it” has words in bold type, the others have none.")]
    assert standing_out(replace(PLAIN, description="**It** is."), bolder) == []
    many = replace(OTHER, benefits=POINTS * 6)
    assert standing_out(PLAIN, many) == [
        ("a", "“Have it” has only 13 words, the others 28 on average."),
        ("b", "“Not have it” has many more good points than the others."),
    ]


@given(st.lists(st.integers(1, 60), min_size=2, max_size=4))
def test_only_what_is_longer_or_shorter_than_the_others_is_called_so(sizes):
    options = [replace(PLAIN, id=str(place), description="word " * size) for place, size in enumerate(sizes)]
    found = standing_out(*options)
    too_short = {sizes[int(one)] for one, said in found if "has only" in said}
    too_long = {sizes[int(one)] for one, said in found if "has only" not in said}
    average = sum(sizes) / len(sizes)
    assert all(size > average for size in too_long)
    assert all(size < average for size in too_short)
    assert not too_long or max(sizes) in too_long
    assert not too_short or min(sizes) in too_short
