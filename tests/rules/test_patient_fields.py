"""What each part of the patient's list asks, and how answers read."""

import pytest

from sdm.rules.edition import EditionContent, Option, Question
from sdm.rules.parts import Saved
from sdm.rules.patient_fields import Line, fields_of, lines_of

CONTENT = EditionContent(
    title="A procedure",
    questions=(Question(1, "What is it?"),),
    options=(Option("b", "Wait", "", is_no_procedure=True), Option("a", "Have it", "", is_procedure=True)),
)


@pytest.mark.parametrize(
    ("part", "names"),
    [
        ("read", ["read"]),
        ("question-1", ["text", "understanding"]),
        ("what-matters", ["text"]),
        ("people-and-help", ["people", "needs", "language", "text"]),
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
        (Saved("read", details={"read": True}), (Line("", "I have read this.", ("I have read this.",)),)),
        (
            Saved("question-1", text="Will it hurt?", understanding="talk"),
            (
                Line("What I think, or what I want to ask", "Will it hurt?"),
                Line("How clear is this to me?", "I want to talk about it", ("I want to talk about it",)),
            ),
        ),
        (
            Saved("people-and-help", details={"needs": ["large-print", "help-with-hearing"]}),
            (Line("Help I need", "Large print, Help with hearing", ("Large print", "Help with hearing")),),
        ),
        (
            Saved("where-i-am", details={"leaning": "a", "sure": "very-sure", "choice": "not-sure"}),
            (
                Line("What I am leaning towards", "Have it"),
                Line("How sure I am", "Very sure", ("Very sure",)),
                Line("Do I feel that I have a choice?", "I'm not sure", ("I'm not sure",)),
            ),
        ),
    ],
)
def test_answers_read_as_people_chose_them(saved, lines):
    assert lines_of(saved, CONTENT) == lines
