"""What each part of the patient's list asks, in order: forms, check page and copies are all made from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sdm.rules.edition import EditionContent
from sdm.rules.parts import (
    PEOPLE_AND_HELP,
    READ,
    UNDERSTANDING,
    WHAT_MATTERS,
    WHERE_I_AM,
    Saved,
    question_number,
)
from sdm.rules.words import marked

NOT_SURE_YET = "not-sure-yet"


class Kind(StrEnum):
    """How a field is answered."""

    WORDS = "words"
    LINE = "line"
    ONE = "one"
    SEVERAL = "several"
    MARK = "mark"


@dataclass(frozen=True)
class PatientField:
    """One thing that a page asks; `name` is "text", "understanding", or the key under which it stands in `details`.

    `choices` are values with their labels; `reveals` names the fields that belong to one of them. All words are ours,
    in English, but for the labels of `leaflets`: those values stand for something that the leaflet names.
    """

    name: str
    label: str
    kind: Kind = Kind.WORDS
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    reveals: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    leaflets: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """One thing that a patient answered, as people read it.

    `ours` are the answers that were chosen, one by one, where they are words of ours; empty where the words are the
    patient's or the leaflet's.
    """

    label: str
    words: str
    ours: tuple[str, ...] = ()


HAS_READ = (PatientField("read", "", Kind.MARK, choices=(("read", marked("I have read this.")),)),)
ON_A_QUESTION = (
    PatientField(
        "text",
        marked("What I think, or what I want to ask"),
        hint=marked("Write as much or as little as you like. You can leave it empty."),
    ),
    PatientField(
        "understanding",
        marked("How clear is this to me?"),
        Kind.ONE,
        # What is easiest to say comes first; the clinician reads the worries first.
        choices=tuple(reversed(UNDERSTANDING.items())),
    ),
)
ON_WHAT_MATTERS = (
    PatientField(
        "text",
        marked("What I hope for, what worries me, and what I want to be able to do"),
        hint=marked("For example, your family, your work or something you enjoy. There are no wrong answers."),
    ),
)
ON_PEOPLE_AND_HELP = (
    PatientField(
        "people",
        marked("Who I want with me"),
        Kind.LINE,
        hint=marked("For example, my daughter Ann. You can also come on your own."),
    ),
    PatientField(
        "needs",
        marked("Help I need"),
        Kind.SEVERAL,
        hint=marked("Choose as many as you need."),
        choices=(
            ("interpreter", marked("An interpreter")),
            ("british-sign-language", marked("British Sign Language (BSL)")),
            ("large-print", marked("Large print")),
            ("easy-read", marked("Easy read, with short words and pictures")),
            ("help-with-hearing", marked("Help with hearing")),
            ("help-with-seeing", marked("Help with seeing")),
            ("help-with-remembering", marked("Help with remembering")),
            ("help-with-feeling-anxious", marked("Help because I feel anxious")),
        ),
        reveals={"interpreter": ("language",)},
    ),
    PatientField("language", marked("The language I want the interpreter to speak"), Kind.LINE),
    PatientField("text", marked("Anything else that would help me")),
)
HOW_SURE = (
    ("not-sure-at-all", marked("Not sure at all")),
    ("a-bit-sure", marked("A bit sure")),
    ("quite-sure", marked("Quite sure")),
    ("very-sure", marked("Very sure")),
)
HAVE_A_CHOICE = (("yes", marked("Yes")), ("not-sure", marked("I'm not sure")), ("no", marked("No")))


def fields_of(part: str, content: EditionContent) -> tuple[PatientField, ...]:
    """What the page of this part asks, in its order."""
    if question_number(part) is not None:
        return ON_A_QUESTION
    if part == WHERE_I_AM:
        return _where_i_am(content)
    return {READ: HAS_READ, WHAT_MATTERS: ON_WHAT_MATTERS, PEOPLE_AND_HELP: ON_PEOPLE_AND_HELP}[part]


def _where_i_am(content: EditionContent) -> tuple[PatientField, ...]:
    """The options stand in the edition's order, and none of them stands out."""
    options = tuple((option.id, option.name) for option in content.options)
    return (
        PatientField(
            "leaning",
            "What I am leaning towards",
            Kind.ONE,
            hint=marked("This is not your decision. You can change your mind at any time."),
            choices=(*options, (NOT_SURE_YET, marked("I'm not sure yet"))),
            leaflets=frozenset(option.id for option in content.options),
        ),
        PatientField("sure", marked("How sure I am"), Kind.ONE, choices=HOW_SURE),
        PatientField("choice", marked("Do I feel that I have a choice?"), Kind.ONE, choices=HAVE_A_CHOICE),
        PatientField("text", marked("What would help me decide")),
    )


def value_of(saved: Saved, name: str) -> Any:
    """What stands in one field of a saved part; None where nothing does."""
    if name in ("text", "understanding"):
        return getattr(saved, name) or None
    return saved.details.get(name) or None


def lines_of(saved: Saved, content: EditionContent) -> tuple[Line, ...]:
    """What stands in a part, as people read it, in the order of its page; what is empty is left out."""
    asked = ((one, value_of(saved, one.name)) for one in fields_of(saved.part, content))
    return tuple(_line(one, value) for one, value in asked if value)


def _line(one: PatientField, value: Any) -> Line:
    """What was written stands as it was written; what was chosen stands as its label."""
    if one.kind in (Kind.WORDS, Kind.LINE):
        return Line(one.label, value)
    labels = dict(one.choices)
    match one.kind:
        case Kind.MARK:
            chosen = (one.name,)
        case Kind.ONE:
            chosen = (value,)
        case _:
            chosen = tuple(value)
    words = tuple(labels.get(each, each) for each in chosen)
    return Line(one.label, ", ".join(words), () if one.leaflets.intersection(chosen) else words)
