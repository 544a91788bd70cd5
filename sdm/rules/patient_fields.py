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

    `choices` are values with their labels; `reveals` names the fields that belong to one of them.
    """

    name: str
    label: str
    kind: Kind = Kind.WORDS
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    reveals: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Line:
    """One thing that a patient answered, as people read it."""

    label: str
    words: str


HAS_READ = (PatientField("read", "", Kind.MARK, choices=(("read", "I have read this."),)),)
ON_A_QUESTION = (
    PatientField(
        "text",
        "What I think, or what I want to ask",
        hint="Write as much or as little as you like. You can leave it empty.",
    ),
    PatientField(
        "understanding",
        "How clear is this to me?",
        Kind.ONE,
        # What is easiest to say comes first; the clinician reads the worries first.
        choices=tuple(reversed(UNDERSTANDING.items())),
    ),
)
ON_WHAT_MATTERS = (
    PatientField(
        "text",
        "What I hope for, what worries me, and what I want to be able to do",
        hint="For example, your family, your work or something you enjoy. There are no wrong answers.",
    ),
)
ON_PEOPLE_AND_HELP = (
    PatientField(
        "people",
        "Who I want with me",
        Kind.LINE,
        hint="For example, my daughter Ann. You can also come on your own.",
    ),
    PatientField(
        "needs",
        "Help I need",
        Kind.SEVERAL,
        hint="Choose as many as you need.",
        choices=(
            ("interpreter", "An interpreter"),
            ("british-sign-language", "British Sign Language (BSL)"),
            ("large-print", "Large print"),
            ("easy-read", "Easy read, with short words and pictures"),
            ("help-with-hearing", "Help with hearing"),
            ("help-with-seeing", "Help with seeing"),
            ("help-with-remembering", "Help with remembering"),
            ("help-with-feeling-anxious", "Help because I feel anxious"),
        ),
        reveals={"interpreter": ("language",)},
    ),
    PatientField("language", "The language I want the interpreter to speak", Kind.LINE),
    PatientField("text", "Anything else that would help me"),
)
HOW_SURE = (
    ("not-sure-at-all", "Not sure at all"),
    ("a-bit-sure", "A bit sure"),
    ("quite-sure", "Quite sure"),
    ("very-sure", "Very sure"),
)
HAVE_A_CHOICE = (("yes", "Yes"), ("not-sure", "I'm not sure"), ("no", "No"))


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
            hint="This is not your decision. You can change your mind at any time.",
            choices=(*options, (NOT_SURE_YET, "I'm not sure yet")),
        ),
        PatientField("sure", "How sure I am", Kind.ONE, choices=HOW_SURE),
        PatientField("choice", "Do I feel that I have a choice?", Kind.ONE, choices=HAVE_A_CHOICE),
        PatientField("text", "What would help me decide"),
    )


def value_of(saved: Saved, name: str) -> Any:
    """What stands in one field of a saved part; None where nothing does."""
    if name in ("text", "understanding"):
        return getattr(saved, name) or None
    return saved.details.get(name) or None


def lines_of(saved: Saved, content: EditionContent) -> tuple[Line, ...]:
    """What stands in a part, as people read it, in the order of its page; what is empty is left out."""
    asked = ((one, value_of(saved, one.name)) for one in fields_of(saved.part, content))
    return tuple(Line(one.label, _in_words(one, value)) for one, value in asked if value)


def _in_words(one: PatientField, value: Any) -> str:
    labels = dict(one.choices)
    if one.kind is Kind.MARK:
        return labels[one.name]
    if one.kind is Kind.SEVERAL:
        return ", ".join(labels.get(each, each) for each in value)
    return labels.get(value, value) if one.kind is Kind.ONE else value
