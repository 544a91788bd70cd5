"""The texts of an edition one by one, each with its name and the page on which it is written: for looking at words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from sdm.rules.edition import EditionContent, Option, Outcome
from sdm.rules.markup import plain_of
from sdm.rules.publishing import Place, stands_in_leaflet
from sdm.rules.readability import Reading, reading
from sdm.rules.sentences import blocks, sentences


@dataclass(frozen=True)
class Passage:
    """A text of an edition, without its marks; `option` or `matter` is the id of what it belongs to, if any.

    `outcome` is set where the text is one good or bad point.
    """

    place: Place
    name: str
    text: str
    option: str = ""
    matter: str = ""
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Scored:
    """A passage, how hard it is to read, and how hard the words in it are that are not the leaflet's."""

    passage: Passage
    reading: Reading
    ours: Reading

    @property
    def is_leaflets(self) -> bool:
        """Whether all its words are the leaflet's."""
        return self.ours.words == 0


def own_passages(content: EditionContent) -> tuple[Passage, ...]:
    """What the content team wrote, in the order of a draft's pages; what is empty is left out."""
    window = content.time_window.words if content.time_window else ""
    found = [
        Passage(Place.DETAILS, "What living with the result is like", content.living_with),
        Passage(Place.DETAILS, "How soon it is best done", window),
        *(passage for option in content.options for passage in _of_option(option)),
        *_of_matters(content),
        *(Passage(Place.NOTES, f"The note on “{note.term}”", note.meaning) for note in content.notes),
        *(Passage(Place.NOTES, f"What is not known: “{note.term}”", note.meaning) for note in content.unknowns),
    ]
    return tuple(_plain(passage) for passage in found if passage.text.strip())


def leaflet_passages(content: EditionContent) -> tuple[Passage, ...]:
    """The leaflet's own sections, to the letter."""
    return tuple(
        Passage(Place.SECTIONS, f"The leaflet: “{section.heading or content.title}”", section.body)
        for section in content.sections
    )


@lru_cache(maxsize=32)
def scored(content: EditionContent) -> tuple[Scored, ...]:
    """Every text that is long enough with its reading age: ours first, good and bad points each as one text."""
    ours = [passage for passage in own_passages(content) if passage.outcome is None]
    points = [passage for option in content.options for passage in _points(option)]
    explained = tuple(note.term for note in content.notes)
    found = [_score(passage, content, explained) for passage in (*ours, *points, *leaflet_passages(content))]
    return tuple(one for one in found if one.reading.age is not None)


def _of_option(option: Option) -> Iterable[Passage]:
    yield Passage(Place.OPTIONS, f"The name “{option.name}”", option.name, option.id)
    yield Passage(Place.OPTIONS, f"What “{option.name}” is", option.description, option.id)
    for name, outcomes in (("good point", option.benefits), ("bad point", option.risks)):
        for number, outcome in enumerate(outcomes, start=1):
            name_of_point = f"{name.capitalize()} {number} of “{option.name}”"
            yield Passage(Place.OPTIONS, name_of_point, outcome.text, option.id, outcome=outcome)
            if outcome.in_100 is None:
                name_of_reason = f"Why there is no number for {name} {number} of “{option.name}”"
                yield Passage(Place.OPTIONS, name_of_reason, outcome.figure, option.id, outcome=outcome)


def _points(option: Option) -> Iterable[Passage]:
    for name, outcomes in (("good", option.benefits), ("bad", option.risks)):
        text = "\n\n".join(plain_of(outcome.text) for outcome in outcomes)
        if text:
            yield Passage(Place.OPTIONS, f"The {name} points of “{option.name}”", text, option.id)


def _of_matters(content: EditionContent) -> Iterable[Passage]:
    names = {option.id: option.name for option in content.options}
    for matter in content.matters:
        yield Passage(Place.MATTERS, f"What may matter: “{matter.text}”", matter.text, matter=matter.id)
        for touch in matter.touches:
            name = f"What “{names.get(touch.option, touch.option)}” means for “{matter.text}”"
            yield Passage(Place.MATTERS, name, touch.words, matter=matter.id)


def _plain(passage: Passage) -> Passage:
    return replace(passage, text=plain_of(passage.text))


def _score(passage: Passage, content: EditionContent, explained: tuple[str, ...]) -> Scored:
    all_of_it = reading(passage.text, explained=explained)
    ours = [
        sentence
        for block in blocks(passage.text)
        for sentence in sentences(block)
        if not stands_in_leaflet(sentence, content)
    ]
    return Scored(passage, all_of_it, reading("\n\n".join(ours), explained=explained))
