"""The content of an edition as plain values: the leaflet's words and what a hospital's content team adds to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from sdm.rules.arrangements import Arrangement
from sdm.rules.dates import passed
from sdm.rules.words import marked

NOT_KNOWN = marked("Not known")
# Whose words they are, where nothing else is said and they stand in the leaflet.
THE_LEAFLET = "The leaflet"
# The parts of an edition that are a day; as JSON they are written 2019-06-12.
DAYS = ("published", "review_on")


@dataclass(frozen=True)
class Section:
    """A part of the leaflet, word for word; paragraphs are separated by a blank line, list items start with "- "."""

    heading: str
    body: str


@dataclass(frozen=True)
class Link:
    """A link of the leaflet; `url` is empty where the file gives no address."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Question:
    """One of the leaflet's questions to think about, with the passages of the leaflet that speak to it.

    `unanswered` where they do not answer it, as a person who read the leaflet has said; patients are told so.
    """

    number: int
    wording: str
    passages: tuple[str, ...] = ()
    unanswered: bool = False


@dataclass(frozen=True)
class Indication:
    """A kind of the condition that the leaflet tells apart; `confirmed` once a person has checked the arrangement."""

    id: str
    name: str
    arrangement: Arrangement
    evidence: str
    confirmed: bool = False


@dataclass(frozen=True)
class Outcome:
    """A good or bad result of an option.

    `in_100` is how many of 100 people have it (0 to 100) where somebody counted; `period`, `seen_in` and `how_sure` say
    over what time, in whom, and how sure that is. Without it `figure` says why there is no number: "Not known" where
    nobody knows; empty for a plain statement, for which there is none to give, and then pages leave the line out.
    """

    text: str
    figure: str = NOT_KNOWN
    source: str = ""
    in_100: int | None = None
    period: str = ""
    seen_in: str = ""
    how_sure: str = ""

    @property
    def how_likely(self) -> str:
        """The figure in words, the same way for every outcome: "3 in 100 people, over 2 years"."""
        if self.in_100 is None:
            return self.figure
        return f"{self.in_100} in 100 people{f', {self.period}' if self.period else ''}"

    @property
    def not_in_100(self) -> int | None:
        """Of 100 people, how many do not have it; None where nobody counted."""
        return None if self.in_100 is None else 100 - self.in_100

    @property
    def is_not_known(self) -> bool:
        """Whether nobody knows how likely it is, said in our own words."""
        return self.in_100 is None and self.figure == NOT_KNOWN

    @property
    def lacks_source(self) -> bool:
        """Whether a figure is given, but not where it comes from."""
        given = self.how_likely.strip().rstrip(".").casefold()
        return given not in ("", NOT_KNOWN.casefold()) and not self.source.strip()


@dataclass(frozen=True)
class Touch:
    """How one option touches something that may matter, in the words of the leaflet; empty where it does not say."""

    option: str
    words: str
    source: str = ""


@dataclass(frozen=True)
class Matter:
    """Something that may matter to a patient, which they are asked to rate, and how each option touches it."""

    id: str
    text: str
    touches: tuple[Touch, ...] = ()

    def touched_by(self, option_id: str) -> Touch | None:
        """What the leaflet says of this for one option, or None where it says nothing."""
        return next((touch for touch in self.touches if touch.option == option_id), None)


@dataclass(frozen=True)
class Option:
    """A reasonable course of action, with what is good and bad about it."""

    id: str
    name: str
    description: str
    is_procedure: bool = False
    is_no_procedure: bool = False
    benefits: tuple[Outcome, ...] = ()
    risks: tuple[Outcome, ...] = ()


@dataclass(frozen=True)
class Note:
    """A plain-words note on a medical term, or on something not known; `source` names whose words it rests on."""

    term: str
    meaning: str
    source: str = ""


@dataclass(frozen=True)
class Translated:
    """A part of a translation that is translated, with the digest of the original's part then (`rules.translating`)."""

    part: str
    digest: str


@dataclass(frozen=True)
class TimeWindow:
    """How soon the procedure is best done: `days` after the patient comes with their symptoms, in words and by whom."""

    days: int
    words: str = ""
    source: str = ""


@dataclass(frozen=True)
class EditionContent:
    """Everything an edition holds; frozen, so one copy in memory can serve every request.

    The leaflet's own words are kept to the letter: sections, questions, passages, evidence. What the content team
    writes in `living_with`, options, outcomes and notes may hold Markdown (`sdm.rules.markup`). `review_on` is the day
    on which the edition is looked at again, `funding` says who paid for the leaflet, `contact` whom to ask about it.
    `team` are the professions that assess the patient together; `team_source` says whose words these are.
    """

    title: str
    reference: str = ""
    published: date | None = None
    isbn: str = ""
    source_name: str = ""
    source_url: str = ""
    sections: tuple[Section, ...] = ()
    links: tuple[Link, ...] = ()
    questions: tuple[Question, ...] = ()
    indications: tuple[Indication, ...] = ()
    options: tuple[Option, ...] = ()
    unknowns: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()
    matters: tuple[Matter, ...] = ()
    living_with: str = ""
    registry: str = ""
    team: tuple[str, ...] = ()
    team_source: str = ""
    condition: str = ""
    time_window: TimeWindow | None = None
    contact: str = ""
    funding: str = ""
    review_on: date | None = None
    warnings: tuple[str, ...] = ()
    translated: tuple[Translated, ...] = ()

    def question(self, number: int) -> Question | None:
        """The question with this number, or None."""
        return next((question for question in self.questions if question.number == number), None)

    def indication(self, indication_id: str) -> Indication | None:
        """The indication with this id, or None while the kind of the condition is not known."""
        return next((one for one in self.indications if one.id == indication_id), None)

    def option(self, option_id: str) -> Option | None:
        """The option with this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)

    def matter(self, matter_id: str) -> Matter | None:
        """What may matter to patients with this id, or None."""
        return next((one for one in self.matters if one.id == matter_id), None)

    def review_passed(self, today: date) -> date | None:
        """The day on which it was to be looked at again, where that is before today; None where it is not."""
        return passed(self.review_on, today)

    def as_document(self) -> dict[str, Any]:
        """The content as JSON values; `from_document` gives the same content back."""
        document = asdict(self)
        for name in DAYS:
            day = getattr(self, name)
            document[name] = day.isoformat() if day else None
        if not self.translated:
            # An original has nothing to do with it: its document is as it was before there were translations.
            del document["translated"]
        return document


def from_document(document: Mapping[str, Any]) -> EditionContent:
    """Read JSON values, as `EditionContent.as_document` gives them, back into an edition's content.

    Raises TypeError or KeyError where the document has fields that an edition does not know.
    """
    values = dict(document)
    for name in DAYS:
        values[name] = date.fromisoformat(values[name]) if values.get(name) else None
    values["time_window"] = TimeWindow(**values["time_window"]) if values.get("time_window") else None
    values["sections"] = _many(Section, values.get("sections", ()))
    values["links"] = _many(Link, values.get("links", ()))
    values["questions"] = _many(Question, values.get("questions", ()))
    values["indications"] = tuple(
        Indication(**{**one, "arrangement": Arrangement(one["arrangement"])}) for one in values.get("indications", ())
    )
    values["options"] = tuple(
        Option(
            **{
                **one,
                "benefits": _many(Outcome, one.get("benefits", ())),
                "risks": _many(Outcome, one.get("risks", ())),
            }
        )
        for one in values.get("options", ())
    )
    values["unknowns"] = _many(Note, values.get("unknowns", ()))
    values["notes"] = _many(Note, values.get("notes", ()))
    values["matters"] = tuple(
        Matter(**{**one, "touches": _many(Touch, one.get("touches", ()))}) for one in values.get("matters", ())
    )
    values["team"] = tuple(values.get("team", ()))
    values["translated"] = _many(Translated, values.get("translated", ()))
    values["warnings"] = tuple(values.get("warnings", ()))
    return EditionContent(**values)


def _many(kind: type, rows: Any) -> tuple:
    """Rows of JSON objects as a tuple of one dataclass, their lists as tuples."""
    names = {field.name for field in fields(kind)}
    return tuple(
        kind(
            **{name: tuple(value) if isinstance(value, list) else value for name, value in row.items() if name in names}
        )
        for row in rows
    )
