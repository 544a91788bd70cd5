"""What is different between two editions of a leaflet, thing by thing, each word by word, what matters most first."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from sdm.rules.edition import EditionContent, Indication, Matter, Note, Option, Outcome, Question
from sdm.rules.leaflet_links import without_links
from sdm.rules.markup import plain_of
from sdm.rules.word_differences import Kind, Run, word_differences
from sdm.rules.words import marked

Thing = TypeVar("Thing")

DETAILS = marked("About the leaflet")
WORDS = marked("The words of the leaflet")
QUESTIONS = marked("The questions")
NICE = marked("What NICE says")
OPTIONS = marked("The options")
SOON = marked("How soon")
MATTERS = marked("What may matter")
NOTES = marked("Notes in plain words")
ORDER = marked("The order")
LINKS = marked("Links")
# What the details are called.
NAMES = {
    "title": marked("Title"),
    "published": marked("Published"),
    "isbn": marked("ISBN"),
    "condition": marked("Health condition"),
    "living_with": marked("Life afterwards"),
    "team": marked("Who assesses the patient"),
    "team_source": marked("Who says which professions"),
    "contact": marked("Whom to ask"),
    "review_on": marked("To be looked at again"),
    "source_name": marked("Source"),
    "source_url": marked("Address of the source"),
    "registry": marked("Registry"),
    "funding": marked("Who paid for it"),
}


@dataclass(frozen=True)
class Changed:
    """One thing that is not as it was; `old` is empty where it is new, `new` where it is not there any more.

    `part` and `what` are words of ours, in English; `about` are words of the edition that say which it is.
    """

    part: str
    what: str
    about: str
    old: str
    new: str

    @property
    def is_order(self) -> bool:
        """Whether the same things are there, in another order; `new` has one of them on each line."""
        return self.what == ORDER

    @property
    def runs(self) -> tuple[Run, ...]:
        """Word by word; things in another order as they stand now."""
        return (Run(Kind.SAME, self.new),) if self.is_order else word_differences(self.old, self.new)


def edition_differences(
    old: EditionContent, new: EditionContent, say: Callable[[str], str] = str
) -> tuple[Changed, ...]:
    """Everything in which two editions differ as people read them: first what a patient decides by.

    `say` puts what is ours in the texts, such as what an arrangement means, into the reader's language.
    """
    found = (
        *_indications(old, new, say),
        *_questions(old, new),
        *_options(old, new),
        *_soon(old, new),
        *_matters(old, new),
        *_notes(old, new),
        *_sections(old, new),
        *_details(old, new),
    )
    return tuple(one for one in map(_as_read, found) if one.old != one.new)


def _as_read(one: Changed) -> Changed:
    """Links as their words, and our own words without marks; with them where nothing else is different."""
    if one.what == LINKS:
        return one
    is_own = one.part in (OPTIONS, NOTES) or one.what == NAMES["living_with"]
    old, new = (plain_of(without_links(text)) if is_own else without_links(text) for text in (one.old, one.new))
    return one if old == new else replace(one, old=old, new=new)


def by_part(changed: Sequence[Changed]) -> list[tuple[str, list[Changed]]]:
    """The same, those of each part together."""
    return [(part, list(ones)) for part, ones in groupby(changed, key=lambda one: one.part)]


def pairs(
    olds: Sequence[Thing], news: Sequence[Thing], same: Callable[[Thing], Hashable], place: Callable[[Thing], Hashable]
) -> list[tuple[Thing | None, Thing | None]]:
    """What was beside what is: those that are the `same`, then of the rest those in the same `place`.

    In the order of what is; what is not there any more comes last.
    """
    left = list(olds)
    found: dict[int, Thing] = {}
    for key in (same, place):
        for position, thing in enumerate(news):
            match = None if position in found else next((one for one in left if key(one) == key(thing)), None)
            if match is not None:
                found[position] = match
                left.remove(match)
    now = [(found.get(position), thing) for position, thing in enumerate(news)]
    return [*now, *((one, None) for one in left)]


def _details(old: EditionContent, new: EditionContent) -> Iterator[Changed]:
    for name, label in NAMES.items():
        yield Changed(DETAILS, label, "", _text(getattr(old, name)), _text(getattr(new, name)))


def _soon(old: EditionContent, new: EditionContent) -> Iterator[Changed]:
    soon = [_lines(one.time_window and (one.time_window.words, one.time_window.source)) for one in (old, new)]
    days = [str(one.time_window.days) if one.time_window else "" for one in (old, new)]
    yield Changed(SOON, marked("How soon it is best done"), "", *soon)
    yield Changed(SOON, marked("How soon, in days"), "", *days)


def _sections(old: EditionContent, new: EditionContent) -> Iterator[Changed]:
    olds, news = list(enumerate(old.sections)), list(enumerate(new.sections))
    for before, after in pairs(olds, news, lambda one: one[1].heading, lambda one: one[0]):
        heading = (after or before)[1].heading
        texts = [_lines(one and (one[1].heading, one[1].body)) for one in (before, after)]
        yield Changed(WORDS, marked("Section"), heading, *texts)
    yield _order(WORDS, [one.heading for one in old.sections], [one.heading for one in new.sections])
    links = ["\n".join(" ".join((one.text, one.url)).strip() for one in content.links) for content in (old, new)]
    yield Changed(WORDS, LINKS, "", *links)


def question_pairs(old: EditionContent, new: EditionContent) -> list[tuple[Question | None, Question | None]]:
    """Which question is which: the same words are the same question, else the same number is its successor."""
    return pairs(old.questions, new.questions, lambda one: one.wording, lambda one: one.number)


def _questions(old: EditionContent, new: EditionContent) -> Iterator[Changed]:
    for before, after in question_pairs(old, new):
        wording = (after or before).wording
        yield Changed(QUESTIONS, marked("Question"), "", *(one.wording if one else "" for one in (before, after)))
        passages = ["\n\n".join(one.passages) if one else "" for one in (before, after)]
        yield Changed(QUESTIONS, marked("What the leaflet says to it"), wording, *passages)
    yield _order(QUESTIONS, [one.wording for one in old.questions], [one.wording for one in new.questions])


def _indications(old: EditionContent, new: EditionContent, say: Callable[[str], str]) -> Iterator[Changed]:
    def text(one: Indication | None) -> str:
        return _lines(one and (one.name, say(one.arrangement.title), say(one.arrangement.meaning), one.evidence))

    for before, after in pairs(old.indications, new.indications, lambda one: one.id, lambda one: one.name):
        yield Changed(NICE, marked("Kind of the condition"), (after or before).name, text(before), text(after))


def _options(old: EditionContent, new: EditionContent) -> Iterator[Changed]:
    for before, after in pairs(old.options, new.options, lambda one: one.id, lambda one: one.name):
        name = (after or before).name
        yield Changed(OPTIONS, marked("Option"), "", *map(_option, (before, after)))
        for label, points in ((marked("Good point"), "benefits"), (marked("Bad point"), "risks")):
            olds, news = (list(enumerate(getattr(one, points) if one else ())) for one in (before, after))
            for was, now in pairs(olds, news, lambda one: one[1].text, lambda one: one[0]):
                yield Changed(OPTIONS, label, name, *(_outcome(one[1]) if one else "" for one in (was, now)))
    yield _order(OPTIONS, [one.name for one in old.options], [one.name for one in new.options])


def _option(one: Option | None) -> str:
    if one is None:
        return ""
    kinds = ((one.is_procedure, "This is the procedure."), (one.is_no_procedure, "This is not having the procedure."))
    return _lines((one.name, one.description, *(words for is_so, words in kinds if is_so)))


def _outcome(one: Outcome) -> str:
    return _lines((one.text, one.how_likely, one.seen_in, one.how_sure, one.source))


def _matters(old: EditionContent, new: EditionContent) -> Iterator[Changed]:
    # An option that goes by another name is told among the options, not once more here.
    names = {option.id: option.name for content in (old, new) for option in content.options}

    def text(one: Matter | None) -> str:
        if one is None:
            return ""
        said = (f"{names.get(touch.option, touch.option)}: {touch.words} {touch.source}" for touch in one.touches)
        return _lines((one.text, *(words.strip() for words in said)))

    for before, after in pairs(old.matters, new.matters, lambda one: one.id, lambda one: one.text):
        yield Changed(MATTERS, "", (after or before).text, text(before), text(after))
    yield _order(MATTERS, [one.text for one in old.matters], [one.text for one in new.matters])


def _notes(old: EditionContent, new: EditionContent) -> Iterator[Changed]:
    def text(one: Note | None) -> str:
        return _lines(one and (one.term, one.meaning, one.source))

    for what, name in ((marked("Note"), "notes"), (marked("Not known yet"), "unknowns")):
        olds, news = (list(enumerate(getattr(content, name))) for content in (old, new))
        for before, after in pairs(olds, news, lambda one: one[1].term, lambda one: one[0]):
            texts = [text(one and one[1]) for one in (before, after)]
            yield Changed(NOTES, what, (after or before)[1].term, *texts)


def _order(part: str, olds: list[str], news: list[str]) -> Changed:
    """The order of things that are all still there, where only that is different."""
    moved = olds != news and sorted(olds) == sorted(news)
    return Changed(part, ORDER, "", "\n".join(olds) if moved else "", "\n".join(news) if moved else "")


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return _lines(value)
    return "" if value is None else str(value)


def _lines(texts: Sequence[str] | None) -> str:
    return "\n".join(filter(None, texts or ()))
