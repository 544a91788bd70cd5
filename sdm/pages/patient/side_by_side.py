"""The leaflet in two languages side by side, so that patient, family and clinician can speak of the same thing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest

from sdm.pages.edition_shown import EditionShown
from sdm.pages.patient.leaflet_words import Block, Part, leaflet_words, passages
from sdm.pages.patient.notes_in_place import with_notes
from sdm.rules.edition import EditionContent, Note, Option, Outcome, Question

# What stands in a translation and beside it what stands in its original; None where one of them has no more.
Blocks = tuple[Block | None, Block | None]
Notes = tuple[tuple[Note | None, Note | None], ...]
Outcomes = tuple[tuple[Outcome | None, Outcome | None], ...]


@dataclass(frozen=True)
class PartInBoth:
    """A section of the leaflet: both headings, then paragraph by paragraph."""

    heading: str
    own_heading: str
    blocks: tuple[Blocks, ...]

    def only(self, row: Blocks) -> PartInBoth:
        """One row of it."""
        return replace(self, blocks=(row,))

    def without_heading(self) -> PartInBoth:
        """The same words, where the headings stand already."""
        return replace(self, heading="", own_heading="")


@dataclass(frozen=True)
class QuestionInBoth:
    """A question as both editions ask it, then passage by passage, with notes on the words of the first."""

    question: Question
    own: Question
    passages: tuple[tuple[Part | None, Part | None], ...]


@dataclass(frozen=True)
class OptionInBoth:
    """An option in both editions, then its good and its bad points one by one."""

    option: Option
    own: Option

    @property
    def benefits(self) -> Outcomes:
        """Its good points."""
        return tuple(zip_longest(self.option.benefits, self.own.benefits))

    @property
    def risks(self) -> Outcomes:
        """Its bad points."""
        return tuple(zip_longest(self.option.risks, self.own.risks))


@dataclass(frozen=True)
class InBoth:
    """The content of a translation beside that of its original; questions and options are matched by number and id.

    Paragraphs, passages and notes are matched by their order.
    """

    content: EditionContent
    own: EditionContent

    @property
    def words(self) -> tuple[PartInBoth, ...]:
        """The sections of the leaflet."""
        nothing = Part("", ())
        parts = zip_longest(leaflet_words(self.content), leaflet_words(self.own), fillvalue=nothing)
        return tuple(
            PartInBoth(part.heading, own.heading, tuple(zip_longest(part.blocks, own.blocks))) for part, own in parts
        )

    @property
    def notes(self) -> Notes:
        """What the hard words mean."""
        return tuple(zip_longest(self.content.notes, self.own.notes))

    @property
    def unknowns(self) -> Notes:
        """What is not known yet."""
        return tuple(zip_longest(self.content.unknowns, self.own.unknowns))

    @property
    def questions(self) -> tuple[QuestionInBoth, ...]:
        """Every question, in the order of the translation."""
        pairs = ((one, self.own.question(one.number)) for one in self.content.questions)
        return tuple(QuestionInBoth(one, own, self._passages(one, own)) for one, own in pairs if own)

    def _passages(self, question: Question, own: Question) -> tuple[tuple[Part | None, Part | None], ...]:
        noted = with_notes(passages(question, self.content), self.content.notes)
        return tuple(zip_longest(noted, passages(own, self.own)))

    @property
    def options(self) -> tuple[OptionInBoth, ...]:
        """Every option, in the order of the translation."""
        pairs = ((one, self.own.option(one.id)) for one in self.content.options)
        return tuple(OptionInBoth(one, own) for one, own in pairs if own)


def question_in_both(edition: EditionShown, number: int) -> QuestionInBoth | None:
    """One question in both languages where a page shows both, else None."""
    both = in_both(edition)
    return next((one for one in both.questions if one.own.number == number), None) if both else None


def in_both(edition: EditionShown) -> InBoth | None:
    """Both contents where a page shows both languages, else None."""
    return InBoth(edition.content, edition.own_content) if edition.both else None
