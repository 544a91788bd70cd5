"""What each part of the patient's list asks, and how answers read."""

from dataclasses import replace

import pytest

from sdm.rules.edition import EditionContent, Matter, Option, Outcome, Question
from sdm.rules.parts import Saved
from sdm.rules.patient_fields import (
    WRITTEN,
    Kind,
    Limit,
    Line,
    fields_of,
    harms_of,
    limits_of,
    lines_of,
    rated_highest,
)

HARMS = (Outcome("Bleeding"), Outcome("A scar", in_100=5, source="A study"), Outcome("It takes a day", figure=""))
CONTENT = EditionContent(
    title="A procedure",
    matters=(Matter("walking", "Walking again"), Matter("home", "Being at home")),
    questions=(Question(1, "What is it?"),),
    options=(Option("b", "Wait", "", is_no_procedure=True), Option("a", "Have it", "", is_procedure=True, risks=HARMS)),
)


def chose(label: str, *labels: str, about: str = "") -> Line:
    return Line(label, ", ".join(labels), labels, about)


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("read", ["read"]),
        ("question-1", ["text", "understanding", "ask-1", "ask-2", "ask-3", "ask-4", "ask-5"]),
        ("what-matters", ["text", "matters-walking", "matters-home", "own-matter", "own-matter-rated"]),
        ("options", ["too-many-a-1", "not-sure-how-many-a-1", "too-many-a-2", "not-sure-how-many-a-2", "text"]),
        ("people-and-help", ["people", "share", "needs", "language", "text", "helped-by"]),
        ("where-i-am", ["leaning", "sure", "choice", "text"]),
    ],
)
def test_each_part_asks_in_one_order(part, names):
    assert [one.name for one in fields_of(part, CONTENT)] == names


def test_options_stand_in_the_order_of_the_edition_and_not_being_sure_after_them():
    leaning = fields_of("where-i-am", CONTENT)[0]
    assert leaning.choices == (("b", "Wait"), ("a", "Have it"), ("not-sure-yet", "I'm not sure yet"))


def test_what_is_empty_is_left_out():
    assert lines_of(Saved("question-1", revision=2), CONTENT) == ()
    saved = Saved("people-and-help", details={"people": "", "needs": [], "language": ""})
    assert lines_of(saved, CONTENT) == ()


@pytest.mark.parametrize(
    ("saved", "lines"),
    [
        (Saved("read", details={"read": True}), (chose("", "I have read this."),)),
        (
            Saved("question-1", text="Will it hurt?", understanding="talk"),
            (
                Line("What I think", "Will it hurt?"),
                chose("How clear is this to me?", "I want to talk about it"),
            ),
        ),
        (
            Saved("people-and-help", details={"needs": ["large-print", "help-with-hearing"]}),
            (chose("Help I need", "Large print", "Help with hearing"),),
        ),
        (
            Saved("where-i-am", details={"leaning": "a", "sure": "very-sure", "choice": "not-sure"}),
            (
                Line("What I am leaning towards", "Have it"),
                chose("How sure I am", "Very sure"),
                chose("Do I feel that I have a choice?", "I'm not sure"),
            ),
        ),
    ],
)
def test_answers_read_as_people_chose_them(saved, lines):
    assert lines_of(saved, CONTENT) == lines


def test_nothing_is_to_be_rated_where_the_edition_names_nothing():
    assert [one.name for one in fields_of("what-matters", EditionContent(title="A procedure"))] == ["text"]


def test_how_many_would_be_too_many_is_a_number_nought_too_or_not_being_sure():
    limits = {"too-many-a-1": 0, "not-sure-how-many-a-2": True}
    assert lines_of(Saved("options", details=limits), CONTENT) == (
        Line("How many people in 100 would be too many for me?", "0", about="Have it: Bleeding"),
        chose("", "I'm not sure", about="Have it: A scar"),
    )


def test_a_part_that_holds_nought_is_not_empty_and_one_that_holds_nothing_is():
    assert Saved("options", details={"too-many-a-1": 0}).is_empty is False
    assert Saved("options", details={"too-many-a-1": "", "needs": [], "read": False, "n": None}).is_empty is True


@pytest.mark.parametrize(
    ("ratings", "highest"),
    [
        ({}, []),
        ({"matters-home": "not-to-me"}, []),
        ({"matters-home": "a-bit", "matters-walking": "not-to-me"}, ["home"]),
        ({"matters-home": "a-bit", "matters-walking": "a-lot"}, ["walking"]),
        ({"matters-home": "a-lot", "matters-walking": "a-lot"}, ["walking", "home"]),
    ],
)
def test_what_was_rated_highest_comes_in_the_order_of_the_edition(ratings, highest):
    assert [one.id for one in rated_highest(Saved("what-matters", details=ratings), CONTENT)] == highest


@pytest.mark.parametrize(
    ("own", "highest"),
    [
        ({"own-matter": "My garden"}, ["home"]),
        ({"own-matter": "My garden", "own-matter-rated": "not-to-me"}, ["home"]),
        ({"own-matter": "My garden", "own-matter-rated": "a-bit"}, ["home", "own-matter"]),
        ({"own-matter": "My garden", "own-matter-rated": "a-lot"}, ["own-matter"]),
        ({"own-matter": "", "own-matter-rated": "a-lot"}, ["home"]),
    ],
)
def test_something_of_their_own_counts_among_what_was_rated_highest_once_it_is_rated(own, highest):
    found = rated_highest(Saved("what-matters", details={"matters-home": "a-bit", **own}), CONTENT)
    assert [one.id for one in found] == highest
    assert [one.text for one in found if one.id == "own-matter"] == ["My garden"] * ("own-matter" in highest)


@pytest.mark.parametrize(
    ("details", "too_many"),
    [
        ({}, {}),
        ({"too-many-a-1": 0}, {"a-1": 0}),
        ({"not-sure-how-many-a-2": True, "too-many-a-1": 100}, {"a-1": 100, "a-2": None}),
        ({"not-sure-how-many-a-1": False, "too-many-a-3": 4, "too-many-b-1": 4}, {}),
    ],
)
def test_what_would_be_too_many_is_known_by_harm_and_only_where_it_was_said(details, too_many):
    found = limits_of(Saved("options", details=details), CONTENT)
    assert {key: one.too_many for key, one in found.items()} == too_many
    option = CONTENT.options[1]
    assert [one for key, one in found.items() if one != Limit(option, HARMS[int(key[-1]) - 1], too_many[key])] == []


def test_not_being_sure_of_a_number_stands_instead_of_the_number():
    pairs = {one.name: one.instead_of for one in fields_of("options", CONTENT) if one.instead_of}
    assert pairs == {"not-sure-how-many-a-1": "too-many-a-1", "not-sure-how-many-a-2": "too-many-a-2"}


def test_ratings_have_the_same_answers_in_short():
    rated = [one for one in fields_of("what-matters", CONTENT) if one.short]
    assert [one.name for one in rated] == ["matters-walking", "matters-home", "own-matter-rated"]
    assert {tuple(value for value, _ in one.short) for one in rated} == {("a-lot", "a-bit", "not-to-me")}
    assert [one for one in rated if [value for value, _ in one.choices] != [value for value, _ in one.short]] == []


def test_where_patients_write_words_of_their_own_is_known_of_every_page():
    parts = ("read", "question-1", "what-matters", "options", "people-and-help", "where-i-am")
    asked = [one for part in parts for one in fields_of(part, CONTENT)]
    assert {one.name for one in asked if one.kind in (Kind.WORDS, Kind.LINE)} == WRITTEN


def test_without_the_procedure_only_what_was_counted_is_a_harm_to_set_a_number_for():
    """Of what stays undone, and of risks that nobody names, "how many would be too many" means nothing."""
    waiting, having = CONTENT.options
    content = replace(CONTENT, options=(replace(waiting, risks=HARMS), having))
    assert [key for _, _, key in harms_of(content)] == ["b-2", "a-1", "a-2"]
