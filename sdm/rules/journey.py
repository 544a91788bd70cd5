"""The patient's way through their part: what there is to do, what is done, and when it can be sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from sdm.rules.edition import EditionContent
from sdm.rules.parts import OPTIONS, PEOPLE_AND_HELP, READ, WHAT_MATTERS, WHERE_I_AM, Saved, question_part
from sdm.rules.words import marked


@dataclass(frozen=True)
class ToDo:
    """One thing on the patient's list; `part` is the key it is saved under, `number` is set for a question.

    A question's title is the leaflet's wording; the other titles are ours.
    """

    part: str
    title: str
    done: bool
    number: int | None = None


def to_do(content: EditionContent, answers: Mapping[str, Saved]) -> tuple[ToDo, ...]:
    """The patient's list, in the order of the page; any order of doing is fine."""
    questions = tuple(
        (question_part(question.number), question.wording, question.number) for question in content.questions
    )
    things = (
        (READ, marked("Read about the procedure"), None),
        *questions,
        (OPTIONS, marked("My options side by side"), None),
        (WHAT_MATTERS, marked("What matters to me"), None),
        (PEOPLE_AND_HELP, marked("People and help I want with me"), None),
        (WHERE_I_AM, marked("Where I am now"), None),
    )
    return tuple(ToDo(part, title, _done(answers.get(part)), number) for part, title, number in things)


def next_to_do(content: EditionContent, answers: Mapping[str, Saved], after: str) -> ToDo | None:
    """The first thing after `after` that is not done yet, then any earlier one; None where all is done."""
    things = to_do(content, answers)
    parts = [thing.part for thing in things]
    start = parts.index(after) + 1 if after in parts else 0
    return next((thing for thing in things[start:] + things[:start] if not thing.done), None)


def can_send(answers: Mapping[str, Saved]) -> bool:
    """Whether there is anything to send: one thing written or marked is enough, nobody has to answer all."""
    return any(not saved.is_empty for part, saved in answers.items() if part != READ)


def _done(saved: Saved | None) -> bool:
    return saved is not None and not saved.is_empty
