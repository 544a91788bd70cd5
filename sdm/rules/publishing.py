"""What stops an edition from being published: the qualifying checks of a decision aid, and what keeps consent safe."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import NOT_KNOWN, EditionContent, Outcome
from sdm.rules.sentences import quoted_last, stop_after
from sdm.rules.stated_arrangements import contradicted_by
from sdm.rules.words import folded

# The item of the checklist on what NICE says about each kind of the condition.
WHAT_NICE_SAYS = 21


class Place(StrEnum):
    """The parts of a draft, each mended on a page of its own."""

    DETAILS = "details"
    SECTIONS = "sections"
    QUESTIONS = "questions"
    INDICATIONS = "indications"
    OPTIONS = "options"
    MATTERS = "matters"
    NOTES = "notes"
    SOURCE = "source"


@dataclass(frozen=True)
class Obstacle:
    """One thing that stops publishing: where it is mended, and a sentence for the content team.

    `item` is the number of the checklist's item that it breaks (`sdm.rules.checklist`), `question` that of the question
    that it is about; each is 0 where there is none.
    """

    place: Place
    sentence: str
    item: int = field(default=0, compare=False)
    question: int = field(default=0, compare=False)


def what_stops_publishing(content: EditionContent) -> tuple[str, ...]:
    """Sentences for the content team, each naming one thing to mend; empty where the edition may be published."""
    return tuple(obstacle.sentence for obstacle in obstacles(content))


def obstacles(content: EditionContent) -> tuple[Obstacle, ...]:
    """Everything that stops publishing, with the part of the draft where it is mended.

    Source: IPDAS v4 qualifying criteria 1.1.1 to 1.1.5 and 1.2.1; NICE's four categories.
    """
    return (
        *_about_the_leaflet(content),
        *_about_questions(content),
        *_about_indications(content),
        *_about_options(content),
        *_about_matters(content),
    )


def stands_in_leaflet(passage: str, content: EditionContent) -> bool:
    """Whether these are the leaflet's own words, to the letter."""
    return passage in "\n".join(section.body for section in content.sections)


def _about_the_leaflet(content: EditionContent) -> tuple[Obstacle, ...]:
    checks = (
        (content.title, Place.DETAILS, "Give the leaflet its title.", 0),
        (content.reference, Place.DETAILS, "Give the leaflet its reference.", 0),
        (content.published, Place.DETAILS, "Give the date on which the leaflet was published.", 9),
        (content.condition, Place.DETAILS, "Name the health condition.", 1),
        (content.sections, Place.SECTIONS, "Bring in the leaflet's words.", 0),
        (content.questions, Place.QUESTIONS, "The leaflet needs at least one question.", 2),
        (content.living_with, Place.DETAILS, "Say what living with the result is like, or that it is not known.", 6),
    )
    return tuple(Obstacle(place, sentence, item) for given, place, sentence, item in checks if not _is_there(given))


def _is_there(given: Any) -> bool:
    """Words of nothing but spaces say nothing."""
    return bool(given.strip() if isinstance(given, str) else given)


def _about_questions(content: EditionContent) -> tuple[Obstacle, ...]:
    """A passage beside a question is the leaflet's own words, to the letter; "It does not answer this" will do, too."""
    bare = [
        (f"Write question {question.number}.", question.number)
        for question in content.questions
        if not _is_there(question.wording)
    ]
    bare += [
        (f"Choose the passage of the leaflet for question {question.number}.", question.number)
        for question in content.questions
        if not any(map(_is_there, question.passages)) and not question.unanswered
    ]
    wrong = [
        (f"A passage for question {question.number} is not in the leaflet, word for word.", question.number)
        for question in content.questions
        if not all(stands_in_leaflet(passage, content) for passage in question.passages)
    ]
    return tuple(Obstacle(Place.QUESTIONS, sentence, question=number) for sentence, number in bare + wrong)


def _about_indications(content: EditionContent) -> tuple[Obstacle, ...]:
    found = []
    if not content.indications:
        found.append("Name at least one kind of the condition, with what NICE says about it.")
    if not all(_is_there(one.name) for one in content.indications):
        found.append("Name each kind of the condition.")
    for one in content.indications:
        if not one.confirmed or one.arrangement is Arrangement.UNKNOWN:
            found.append(f"Check and confirm what NICE says about {one.name}{stop_after(one.name)}")
        if not _is_there(one.evidence):
            found.append(f"Give the sentence of the leaflet that says so about {one.name}{stop_after(one.name)}")
        elif not stands_in_leaflet(one.evidence, content):
            found.append(f"The sentence about {one.name} is not in the leaflet, word for word.")
        elif stated := contradicted_by(one, content):
            found.append(
                f"The sentence about {one.name} says “{stated.title}”, but “{one.arrangement.title}” is chosen."
            )
    # A clinician says by its name which kind a patient has, and what must happen before consent goes by that.
    found += [
        f"Give each kind of the condition a name of its own: “{name}” is there more than once."
        for name in _more_than_once(one.name for one in content.indications if _is_there(one.name))
    ]
    return tuple(Obstacle(Place.INDICATIONS, sentence, item=WHAT_NICE_SAYS) for sentence in found)


def _about_options(content: EditionContent) -> tuple[Obstacle, ...]:
    found = [*_about_kinds_of_option(content), *_about_names_of_options(content)]
    for option in content.options:
        if not _is_there(option.description):
            found.append(_in_options(f"Say what “{option.name}” is.", 0))
        if not _says_something(option.benefits):
            found.append(_in_options(f"Give the good points of “{option.name}”, or say that they are not known.", 4))
        if not _says_something(option.risks):
            found.append(_in_options(f"Give the bad points of “{option.name}”, or say that they are not known.", 5))
        found += [
            _in_options(f"Say where “{outcome.how_likely}” comes from in “{option.name}”, or write {NOT_KNOWN}.", 8)
            for outcome in (*option.benefits, *option.risks)
            if outcome.lacks_source
        ]
    return tuple(found)


def _says_something(outcomes: Iterable[Outcome]) -> bool:
    return any(_is_there(outcome.text) for outcome in outcomes)


def _in_options(sentence: str, item: int = 3) -> Obstacle:
    return Obstacle(Place.OPTIONS, sentence, item)


def _about_kinds_of_option(content: EditionContent) -> list[Obstacle]:
    """What is asked for before consent goes by these two, so there is one of each."""
    found = []
    procedures = [option for option in content.options if option.is_procedure]
    if not procedures:
        found.append(_in_options("Say which option is the procedure.", 2))
    if len(procedures) > 1:
        found.append(_in_options("Only one option can be having the procedure."))
    without = [option for option in content.options if option.is_no_procedure]
    if not without:
        found.append(_in_options("Add the option of not having the procedure."))
    if len(without) > 1:
        found.append(_in_options("Only one option can be not having the procedure."))
    if any(option.is_procedure and option.is_no_procedure for option in content.options):
        found.append(_in_options("Having the procedure and not having it are two options."))
    return found


def _about_names_of_options(content: EditionContent) -> list[Obstacle]:
    """People choose and record an option by its name."""
    unnamed = [_in_options("Name each option.")] if not all(_is_there(one.name) for one in content.options) else []
    return unnamed + [
        _in_options(f"Give each option a name of its own: “{name}” is there more than once.")
        for name in _more_than_once(option.name for option in content.options if _is_there(option.name))
    ]


def _more_than_once(names: Iterable[str]) -> Iterable[str]:
    """Each name that stands there again, in other letters or spaces too, as it is written first."""
    first: dict[str, str] = {}
    again = []
    for name in names:
        same = folded(name)
        if same in first:
            again.append(first[same])
        first.setdefault(same, name)
    return dict.fromkeys(again)


def _about_matters(content: EditionContent) -> tuple[Obstacle, ...]:
    """What an option means for something that matters is in the leaflet's own words, or says whose words it is."""
    found = [
        f"Say where “{touch.words}” comes from, beside {quoted_last(matter.text)}"
        for matter in content.matters
        for touch in matter.touches
        if not touch.source.strip()
    ]
    found += [
        f"“{matter.text}” names an option that is not there."
        for matter in content.matters
        if any(content.option(touch.option) is None for touch in matter.touches)
    ]
    return tuple(Obstacle(Place.MATTERS, sentence) for sentence in found)
