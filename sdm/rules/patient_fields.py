"""What each part of the patient's list asks, in order: forms, check page and copies are all made from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sdm.rules.edition import EditionContent, Matter, Option, Outcome
from sdm.rules.markup import one_line_of
from sdm.rules.parts import (
    OPTIONS,
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
# Things that a patient wants to ask about one question; those after the first two are folded away until there is need.
ASKS = tuple(f"ask-{place}" for place in range(1, 6))
ASKS_AT_FIRST = 2


class Kind(StrEnum):
    """How a field is answered."""

    WORDS = "words"
    LINE = "line"
    ONE = "one"
    SEVERAL = "several"
    MARK = "mark"
    IN_100 = "in-100"


@dataclass(frozen=True)
class PatientField:
    """One thing that a page asks; `name` is "text", "understanding", or the key under which it stands in `details`.

    `about` are words of the edition that the field is about, shown before `label`. `choices` are values with their
    labels, `short` their labels where they stand on one line below a heading that says the rest; `reveals` names the
    fields that belong to one of them; what is `folded` is shown once it is wanted. A mark is given `instead_of` another
    field: both together contradict each other. All words are ours, in English, but for `about` and the labels of
    `leaflets`: those stand for what the leaflet names. `nth`, from 1, counts the `of` fields that have the same label.
    """

    name: str
    label: str
    kind: Kind = Kind.WORDS
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    short: tuple[tuple[str, str], ...] = ()
    reveals: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    about: str = ""
    folded: bool = False
    instead_of: str = ""
    leaflets: frozenset[str] = frozenset()
    nth: int = 0
    of: int = 0


@dataclass(frozen=True)
class Line:
    """One thing that a patient answered, as people read it.

    `ours` are the answers that were chosen, one by one, where they are words of ours; empty where the words are the
    patient's or the leaflet's. `about` are words of the edition that it is about.
    """

    label: str
    words: str
    ours: tuple[str, ...] = ()
    about: str = ""


HAS_READ = (PatientField("read", "", Kind.MARK, choices=(("read", marked("I have read this.")),)),)
ON_A_QUESTION = (
    PatientField(
        "text",
        marked("What I think"),
        hint=marked("Write as much or as little as you like. You can leave it empty."),
    ),
    PatientField(
        "understanding",
        marked("How clear is this to me?"),
        Kind.ONE,
        # What is easiest to say comes first; the clinician reads the worries first.
        choices=tuple(reversed(UNDERSTANDING.items())),
    ),
    *(
        PatientField(
            name, marked("Something I want to ask"), Kind.LINE, folded=nth > ASKS_AT_FIRST, nth=nth, of=len(ASKS)
        )
        for nth, name in enumerate(ASKS, start=1)
    ),
)
HOW_MUCH = (
    ("a-lot", marked("It matters a lot to me")),
    ("a-bit", marked("It matters a bit to me")),
    ("not-to-me", marked("It does not matter to me")),
)
HOW_MUCH_IN_SHORT = (("a-lot", marked("A lot")), ("a-bit", marked("A bit")), ("not-to-me", marked("Not at all")))
OWN_MATTER, OWN_MATTER_RATED = "own-matter", "own-matter-rated"
TOO_MANY, NOT_SURE_HOW_MANY = "too-many", "not-sure-how-many"
ON_WHAT_MATTERS = PatientField(
    "text",
    marked("What I hope for, what worries me, and what I want to be able to do"),
    hint=marked("For example, your family, your work or something you enjoy. There are no wrong answers."),
)
OWN_MATTER_FIELD = PatientField(OWN_MATTER, marked("Something else that matters to me"), Kind.LINE)
ON_PEOPLE_AND_HELP = (
    PatientField(
        "people",
        marked("Who I want with me"),
        Kind.LINE,
        hint=marked("For example, my daughter Ann. You can also come on your own."),
    ),
    PatientField(
        "share",
        marked("What you may tell them about me"),
        Kind.ONE,
        choices=(
            ("everything", marked("Everything that we talk about")),
            ("ask-me", marked("Ask me first, each time")),
            ("nothing", marked("Nothing")),
        ),
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
    PatientField(
        "text",
        marked("Anything else that would help me"),
        hint=marked("For example, a hearing loop, more time, or a phone call and not a letter."),
    ),
    PatientField(
        "helped-by",
        marked("Who is helping me to fill this in"),
        Kind.LINE,
        hint=marked("Leave it empty if you do it on your own. For example, my neighbour Joe."),
    ),
)
HOW_SURE = (
    ("not-sure-at-all", marked("Not sure at all")),
    ("a-bit-sure", marked("A bit sure")),
    ("quite-sure", marked("Quite sure")),
    ("very-sure", marked("Very sure")),
)
HAVE_A_CHOICE = (("yes", marked("Yes")), ("not-sure", marked("I'm not sure")), ("no", marked("No")))
# Where patients write words of their own, on whichever page.
WRITTEN = frozenset(
    one.name
    for one in (*ON_A_QUESTION, ON_WHAT_MATTERS, *ON_PEOPLE_AND_HELP, OWN_MATTER_FIELD)
    if one.kind in (Kind.WORDS, Kind.LINE)
)


def fields_of(part: str, content: EditionContent) -> tuple[PatientField, ...]:
    """What the page of this part asks, in its order."""
    if question_number(part) is not None:
        return ON_A_QUESTION
    if part == WHERE_I_AM:
        return _where_i_am(content)
    if part == WHAT_MATTERS:
        return _what_matters(content)
    if part == OPTIONS:
        return _options(content)
    return {READ: HAS_READ, PEOPLE_AND_HELP: ON_PEOPLE_AND_HELP}[part]


def matter_name(matter_id: str) -> str:
    """The name of the field in which something that may matter is rated."""
    return f"matters-{matter_id}"


def rated_highest(saved: Saved, content: EditionContent) -> tuple[Matter, ...]:
    """What the patient rated highest: the edition's matters in its order, then their own; none where none was rated.

    What is their own has no touches: no leaflet knows of it.
    """
    for rating in (HOW_MUCH[0][0], HOW_MUCH[1][0]):
        found = tuple(one for one in content.matters if saved.details.get(matter_name(one.id)) == rating)
        if saved.details.get(OWN_MATTER) and saved.details.get(OWN_MATTER_RATED) == rating:
            found += (Matter(OWN_MATTER, saved.details[OWN_MATTER]),)
        if found:
            return found
    return ()


def _what_matters(content: EditionContent) -> tuple[PatientField, ...]:
    """The patient's own words first; then what the edition asks them to rate, and something of their own."""
    rated = {"kind": Kind.ONE, "choices": HOW_MUCH, "short": HOW_MUCH_IN_SHORT}
    prompts = tuple(PatientField(matter_name(one.id), "", about=one.text, **rated) for one in content.matters)
    own = (
        OWN_MATTER_FIELD,
        PatientField(OWN_MATTER_RATED, marked("How much that matters"), **rated),
    )
    return (ON_WHAT_MATTERS, *prompts, *(own if prompts else ()))


@dataclass(frozen=True)
class Limit:
    """How many in 100 would be too many for a patient to have one harm; None where they said they are not sure."""

    option: Option
    outcome: Outcome
    too_many: int | None


def limits_of(saved: Saved, content: EditionContent) -> dict[str, Limit]:
    """What the patient said on harms, by the key of each, in the order of the edition; the others are left out."""
    found = {}
    for option, outcome, key in harms_of(content):
        too_many = saved.kept.get(f"{TOO_MANY}-{key}")
        if too_many is not None or saved.kept.get(f"{NOT_SURE_HOW_MANY}-{key}"):
            found[key] = Limit(option, outcome, too_many)
    return found


def harm_key(option: Option, place: int) -> str:
    """By which the fields of an option's bad point go; `place` counts from 1."""
    return f"{option.id}-{place}"


def harms_of(content: EditionContent) -> Iterator[tuple[Option, Outcome, str]]:
    """Every bad point of every option that can be counted, each with the key of its fields.

    A plain statement, which has no figure and lacks none, cannot be counted. Nor can what nobody counted without the
    procedure: that says what stays undone, or that there is more to ask about, and "how many would be too many" of it
    means nothing.
    """
    for option in content.options:
        for place, outcome in enumerate(option.risks, start=1):
            is_counted = outcome.in_100 is not None
            if is_counted or (outcome.how_likely and not option.is_no_procedure):
                yield option, outcome, harm_key(option, place)


def _options(content: EditionContent) -> tuple[PatientField, ...]:
    """For each harm, how many in 100 would be too many for this patient; nobody is asked to know."""
    fields: list[PatientField] = []
    for option, outcome, key in harms_of(content):
        about = f"{option.name}: {one_line_of(outcome.text)}"
        too_many, not_sure = f"{TOO_MANY}-{key}", f"{NOT_SURE_HOW_MANY}-{key}"
        fields += [
            PatientField(
                too_many,
                marked("How many people in 100 would be too many for me?"),
                Kind.IN_100,
                about=about,
            ),
            PatientField(
                not_sure,
                "",
                Kind.MARK,
                choices=((not_sure, marked("I'm not sure")),),
                about=about,
                instead_of=too_many,
            ),
        ]
    return (*fields, PatientField("text", marked("What I think about my options")))


def _where_i_am(content: EditionContent) -> tuple[PatientField, ...]:
    """The options stand in the edition's order, and none of them stands out."""
    options = tuple((option.id, option.name) for option in content.options)
    return (
        PatientField(
            "leaning",
            marked("What I am leaning towards"),
            Kind.ONE,
            hint=marked("This is not your decision. You can change your mind at any time."),
            choices=(*options, (NOT_SURE_YET, marked("I'm not sure yet"))),
            leaflets=frozenset(option.id for option in content.options),
        ),
        PatientField("sure", marked("How sure I am"), Kind.ONE, choices=HOW_SURE),
        PatientField(
            "choice",
            marked("Do I feel that I have a choice?"),
            Kind.ONE,
            hint=marked("If you feel that you have no choice, tell us. Your team can talk about it with you."),
            choices=HAVE_A_CHOICE,
        ),
        PatientField("text", marked("What would help me decide")),
    )


def value_of(saved: Saved, name: str) -> Any:
    """What stands in one field of a saved part; None where nothing does."""
    if name in ("text", "understanding"):
        return getattr(saved, name) or None
    return saved.kept.get(name)


def lines_of(saved: Saved, content: EditionContent) -> tuple[Line, ...]:
    """What stands in a part, as people read it, in the order of its page; what is empty is left out."""
    asked = ((one, value_of(saved, one.name)) for one in fields_of(saved.part, content))
    return tuple(_line(one, value) for one, value in asked if value is not None)


def _line(one: PatientField, value: Any) -> Line:
    """What was written stands as it was written; what was chosen stands as its label."""
    labels = dict(one.choices)
    match one.kind:
        case Kind.MARK:
            chosen = (one.name,)
        case Kind.ONE:
            chosen = (value,)
        case Kind.SEVERAL:
            chosen = tuple(value)
        case _:
            return Line(one.label, str(value), about=one.about)
    words = tuple(labels.get(each, each) for each in chosen)
    return Line(one.label, ", ".join(words), () if one.leaflets.intersection(chosen) else words, one.about)
