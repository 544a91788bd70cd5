"""What stops an edition from being published, one thing at a time."""

from dataclasses import replace
from datetime import date

import pytest

from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import EditionContent, Indication, Option, Outcome, Question, Section
from sdm.rules.publishing import Obstacle, Place, obstacles, stands_in_leaflet, what_stops_publishing

WITH_CHECKS = "It can be used, with regular checks."
INDICATION = Indication("left", "left wobble", Arrangement.SPECIAL, WITH_CHECKS, confirmed=True)
PROCEDURE = Option("procedure", "Have it", "It is done.", True, False, (Outcome("Less wobble"),), (Outcome("Pain"),))
NO_PROCEDURE = Option("none", "Not have it", "Wait.", False, True, (Outcome("No pain"),), (Outcome("Wobble stays"),))
ANOTHER = Option("another", "Have pills", "Swallow.", False, False, (Outcome("Quick"),), (Outcome("Bitter"),))
COMPLETE = EditionContent(
    title="Realignment for wobble",
    reference="IPG1",
    published=date(2020, 1, 31),
    condition="A wobble",
    living_with="Not known.",
    sections=(Section("", f"{WITH_CHECKS} It may hurt."), Section("More", "Ask your team.")),
    questions=(Question(1, "Does it hurt?", ("It may hurt.",)),),
    indications=(INDICATION,),
    options=(PROCEDURE, NO_PROCEDURE),
)


def test_nothing_stops_a_complete_edition():
    assert what_stops_publishing(COMPLETE) == ()


def test_an_empty_edition_is_told_everything():
    assert obstacles(EditionContent(title="")) == (
        Obstacle(Place.DETAILS, "Give the leaflet its title."),
        Obstacle(Place.DETAILS, "Give the leaflet its reference."),
        Obstacle(Place.DETAILS, "Give the date on which the leaflet was published."),
        Obstacle(Place.DETAILS, "Name the health condition."),
        Obstacle(Place.SECTIONS, "Bring in the leaflet's words."),
        Obstacle(Place.QUESTIONS, "The leaflet needs at least one question."),
        Obstacle(Place.DETAILS, "Say what living with the result is like, or that it is not known."),
        Obstacle(Place.INDICATIONS, "Name at least one kind of the condition, with what NICE says about it."),
        Obstacle(Place.OPTIONS, "Say which option is the procedure."),
        Obstacle(Place.OPTIONS, "Add the option of not having the procedure."),
    )


@pytest.mark.parametrize(
    ("changes", "place", "sentence"),
    [
        (
            {"questions": (Question(1, "Does it hurt?"),)},
            Place.QUESTIONS,
            "Choose the passage of the leaflet for question 1.",
        ),
        (
            {"questions": (Question(1, "Does it hurt?", ("It may hurt.", "It will hurt.")),)},
            Place.QUESTIONS,
            "A passage for question 1 is not in the leaflet, word for word.",
        ),
        (
            {"indications": (replace(INDICATION, confirmed=False),)},
            Place.INDICATIONS,
            "Check and confirm what NICE says about left wobble.",
        ),
        (
            {"indications": (replace(INDICATION, arrangement=Arrangement.UNKNOWN),)},
            Place.INDICATIONS,
            "Check and confirm what NICE says about left wobble.",
        ),
        (
            {"indications": (replace(INDICATION, evidence="It must be used."),)},
            Place.INDICATIONS,
            "The sentence about left wobble is not in the leaflet, word for word.",
        ),
        ({"options": (NO_PROCEDURE,)}, Place.OPTIONS, "Say which option is the procedure."),
        ({"options": (PROCEDURE,)}, Place.OPTIONS, "Add the option of not having the procedure."),
        (
            {"options": (replace(PROCEDURE, benefits=()), NO_PROCEDURE)},
            Place.OPTIONS,
            "Give the good points of “Have it”, or say that they are not known.",
        ),
        (
            {"options": (PROCEDURE, replace(NO_PROCEDURE, risks=()))},
            Place.OPTIONS,
            "Give the bad points of “Not have it”, or say that they are not known.",
        ),
        (
            {"options": (PROCEDURE, NO_PROCEDURE, replace(PROCEDURE, id="again", name="Have it again"))},
            Place.OPTIONS,
            "Only one option can be having the procedure.",
        ),
        (
            {"options": (PROCEDURE, NO_PROCEDURE, replace(NO_PROCEDURE, id="later", name="Have it later"))},
            Place.OPTIONS,
            "Only one option can be not having the procedure.",
        ),
        (
            {"options": (PROCEDURE, NO_PROCEDURE, *(replace(ANOTHER, name=name) for name in ("HAVE  IT", "have it")))},
            Place.OPTIONS,
            "Give each option a name of its own: “Have it” is there more than once.",
        ),
        (
            {"indications": (INDICATION, replace(INDICATION, id="other", name="Left  wobble"))},
            Place.INDICATIONS,
            "Give each kind of the condition a name of its own: “left wobble” is there more than once.",
        ),
        (
            {"indications": (replace(INDICATION, evidence=" "),)},
            Place.INDICATIONS,
            "Give the sentence of the leaflet that says so about left wobble.",
        ),
        ({"indications": (replace(INDICATION, name=" "),)}, Place.INDICATIONS, "Name each kind of the condition."),
        ({"questions": (Question(1, "", ("It may hurt.",)),)}, Place.QUESTIONS, "Write question 1."),
        (
            {"questions": (Question(1, "Does it hurt?", ("",)),)},
            Place.QUESTIONS,
            "Choose the passage of the leaflet for question 1.",
        ),
        ({"options": (PROCEDURE, replace(NO_PROCEDURE, name=""))}, Place.OPTIONS, "Name each option."),
        (
            {"options": (PROCEDURE, replace(NO_PROCEDURE, description=""))},
            Place.OPTIONS,
            "Say what “Not have it” is.",
        ),
        (
            {"options": (PROCEDURE, replace(NO_PROCEDURE, risks=(Outcome("", ""),)))},
            Place.OPTIONS,
            "Give the bad points of “Not have it”, or say that they are not known.",
        ),
        ({"condition": " "}, Place.DETAILS, "Name the health condition."),
        (
            {"options": (replace(PROCEDURE, benefits=(Outcome("Less wobble", "lots"),)), NO_PROCEDURE)},
            Place.OPTIONS,
            "Say where “lots” comes from in “Have it”, or write Not known.",
        ),
        (
            {"options": (PROCEDURE, replace(NO_PROCEDURE, risks=(Outcome("Wobble stays", "9 in 10", " "),)))},
            Place.OPTIONS,
            "Say where “9 in 10” comes from in “Not have it”, or write Not known.",
        ),
    ],
)
def test_one_thing_that_is_wrong_is_named_with_its_place(changes, place, sentence):
    assert obstacles(replace(COMPLETE, **changes)) == (Obstacle(place, sentence),)


def test_one_option_cannot_be_having_the_procedure_and_not_having_it():
    both = replace(PROCEDURE, is_no_procedure=True)
    assert obstacles(replace(COMPLETE, options=(both,))) == (
        Obstacle(Place.OPTIONS, "Having the procedure and not having it are two options."),
    )


def test_another_treatment_stops_nothing():
    assert obstacles(replace(COMPLETE, options=(PROCEDURE, NO_PROCEDURE, ANOTHER))) == ()


@pytest.mark.parametrize(
    ("figure", "source", "lacks"),
    [
        ("3 in 100", "", True),
        ("3 in 100", " ", True),
        ("lots", "", True),
        ("3 in 100", "A trial", False),
        ("Not known", "", False),
        ("not known.", "", False),
        ("", "", False),
    ],
)
def test_a_figure_says_where_it_comes_from(figure, source, lacks):
    assert Outcome("Pain", figure, source).lacks_source is lacks


@pytest.mark.parametrize(
    ("passage", "stands"),
    [
        ("It may hurt.", True),
        ("regular checks. It may", True),
        ("it may hurt.", False),
        ("It may  hurt.", False),
        ("It can be used. Ask your team.", False),
    ],
)
def test_a_passage_is_the_leaflets_to_the_letter(passage, stands):
    assert stands_in_leaflet(passage, COMPLETE) is stands


def test_a_question_that_the_leaflet_does_not_answer_needs_no_passage():
    unanswered = Question(1, "Does it hurt?", unanswered=True)
    assert what_stops_publishing(replace(COMPLETE, questions=(unanswered,))) == ()
