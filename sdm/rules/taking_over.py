"""What a new version of a leaflet takes over from the edition before: what people added to words that are the same.

The words of the new file are never changed. What people wrote rests on the leaflet's words, so a text of which a
sentence stood in the leaflet before, and does not stand in the new one, is not taken over; it is listed, to be written
anew.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sdm.rules.edition import EditionContent, Indication, Link, Matter, Note, Option, Outcome, Question
from sdm.rules.edition_differences import NAMES
from sdm.rules.leaflet_links import lacks_address
from sdm.rules.publishing import Place, stands_in_leaflet
from sdm.rules.sentences import blocks, sentences

# What a file never says, so people wrote it. The source is named with its date, and each edition has a review day of
# its own: these are written anew.
DETAILS = ("condition", "living_with", "registry", "team", "team_source", "contact", "funding", "source_url")
ANEW = ("source_name", "review_on")


@dataclass(frozen=True)
class Part:
    """One thing that was taken over or is different: a sentence, and the page of the draft that it is about.

    `question` is the number of the question that it is about, 0 where there is none.
    """

    place: Place
    sentence: str
    question: int = 0


@dataclass(frozen=True)
class TakenOver:
    """The new leaflet with what it takes over, what that is, and what is different and so written anew."""

    content: EditionContent
    taken: tuple[Part, ...]
    different: tuple[Part, ...]

    def as_document(self, *, number: int) -> dict[str, Any]:
        """What was taken over as JSON values, to be kept with the draft; `number` is that of the edition before."""
        lists = {"taken": self.taken, "different": self.different}
        return {"number": number} | {
            name: [{"place": one.place.value, "sentence": one.sentence, "question": one.question} for one in parts]
            for name, parts in lists.items()
        }


def taken_over(new: EditionContent, before: EditionContent) -> TakenOver:
    """The content of a new file, completed with what people added to the edition before, where it still fits.

    Only what is empty is filled. No arrangement counts as confirmed: a person checks each of them again.
    """
    said = _Said(new, before)
    values: dict[str, Any] = dict(_details(new, before, said))
    values |= {
        "links": (links := tuple(_link(one, before, said) for one in new.links)),
        "warnings": _unsettled(new, links),
        "questions": tuple(_question(one, before, said) for one in new.questions),
        "indications": _indications(new, before, said),
        "options": new.options or tuple(_option(one, said) for one in before.options),
        "matters": new.matters or tuple(_matter(one, said) for one in before.matters),
    }
    for name, what in (("notes", "in plain words"), ("unknowns", "on what is not known")):
        values[name] = getattr(new, name) or _notes(getattr(before, name), what, said)
    _say_what_became_of_sections(said)
    return TakenOver(replace(new, **values), tuple(said.taken), tuple(said.different))


@dataclass
class _Said:
    """Both leaflets, and what is said of them so far."""

    new: EditionContent
    before: EditionContent
    taken: list[Part] = field(default_factory=list)
    different: list[Part] = field(default_factory=list)

    def take(self, place: Place, sentence: str, question: int = 0) -> None:
        self.taken.append(Part(place, sentence, question))

    def differ(self, place: Place, sentence: str, question: int = 0) -> None:
        self.different.append(Part(place, sentence, question))

    @property
    def has_new_words(self) -> bool:
        """Whether the new leaflet says anything that the one before did not."""
        return not set(self.new.sections) <= set(self.before.sections)

    def still_fits(self, text: str) -> bool:
        """Whether no sentence of a text was the leaflet's before and is not any more."""
        return not any(
            stands_in_leaflet(one, self.before) and not stands_in_leaflet(one, self.new)
            for block in blocks(text)
            for one in sentences(block)
        )


def _details(new: EditionContent, before: EditionContent, said: _Said) -> Iterator[tuple[str, Any]]:
    for name in (*DETAILS, "time_window"):
        there, label = getattr(before, name), NAMES.get(name, "How soon it is best done")
        if getattr(new, name) or not there:
            continue
        words = there.words if name == "time_window" else "\n\n".join(there) if name == "team" else there
        if said.still_fits(words):
            said.take(Place.DETAILS, label)
            yield name, there
        else:
            said.differ(Place.DETAILS, f"{label}: its words are not in the new leaflet any more")
    for name in ANEW:
        if getattr(before, name) and not getattr(new, name):
            said.differ(Place.DETAILS, f"{NAMES[name]}, in the details: each edition has its own")


def _link(one: Link, before: EditionContent, said: _Said) -> Link:
    url = next((there.url for there in before.links if there.text == one.text and there.url), "")
    if one.url or not url:
        return one
    said.take(Place.SECTIONS, f"The address of the link “{one.text}”")
    return replace(one, url=url)


def _unsettled(new: EditionContent, links: tuple[Link, ...]) -> tuple[str, ...]:
    """What the reader was not sure of, without the links that have their address now."""
    settled = {lacks_address(one.text) for one in links if one.url}
    return tuple(warning for warning in new.warnings if warning not in settled)


def _question(one: Question, before: EditionContent, said: _Said) -> Question:
    number = one.number
    if one.passages or one.unanswered:
        return one
    there = next((other for other in before.questions if other.wording == one.wording), None)
    if there is None:
        said.differ(Place.QUESTIONS, f"Question {number} is new, or has other words: “{one.wording}”", number)
        return one
    if not all(stands_in_leaflet(passage, said.new) for passage in there.passages):
        said.differ(Place.QUESTIONS, f"Question {number}: a passage behind it is not in the new leaflet", number)
        return one
    if there.passages:
        said.take(Place.QUESTIONS, f"What the leaflet says to question {number}", number)
    if there.unanswered and said.has_new_words:
        # New words may answer it.
        said.differ(Place.QUESTIONS, f"Question {number}: say again whether the leaflet answers it", number)
    elif there.unanswered:
        said.take(Place.QUESTIONS, f"That the leaflet does not answer question {number}", number)
    return replace(one, passages=there.passages, unanswered=there.unanswered and not said.has_new_words)


def _indications(new: EditionContent, before: EditionContent, said: _Said) -> tuple[Indication, ...]:
    twins = {(one.name, one.evidence): one for one in before.indications}
    there_before, here = ({one.name for one in content.indications} for content in (before, new))
    found = []
    for one in new.indications:
        there = twins.pop((one.name, one.evidence), None)
        if there is None:
            what = "has other words" if one.name in there_before else "is new"
            said.differ(Place.INDICATIONS, f"What NICE says about “{one.name}” {what}")
        elif there.arrangement is not one.arrangement:
            now, was = one.arrangement.title, there.arrangement.title
            said.differ(Place.INDICATIONS, f"“{one.name}”: we read “{now}”. In the edition before it was “{was}”")
        ids = {other.id for other in (*new.indications, *found)} - {one.id}
        keeps = there is not None and there.id not in ids
        found.append(replace(one, id=there.id if keeps else one.id, confirmed=False))
    for name in (one.name for one in twins.values() if one.name not in here):
        said.differ(Place.INDICATIONS, f"“{name}” is not there any more")
    return tuple(found)


def _option(one: Option, said: _Said) -> Option:
    said.take(Place.OPTIONS, f"The option “{one.name}”")
    description = one.description
    if not said.still_fits(description):
        said.differ(Place.OPTIONS, f"What “{one.name}” is: its words are not in the new leaflet any more")
        description = ""
    points = {name: tuple(_fitting(getattr(one, name), one.name, said)) for name in ("benefits", "risks")}
    return replace(one, description=description, **points)


def _fitting(outcomes: Iterable[Outcome], option: str, said: _Said) -> Iterator[Outcome]:
    for one in outcomes:
        if said.still_fits(one.text) and said.still_fits(one.figure):
            yield one
        else:
            said.differ(Place.OPTIONS, f"“{one.text}”, of “{option}”, is not in the new leaflet any more")


def _matter(one: Matter, said: _Said) -> Matter:
    said.take(Place.MATTERS, f"“{one.text}”")
    fitting = tuple(touch for touch in one.touches if said.still_fits(touch.words))
    if fitting != one.touches:
        said.differ(Place.MATTERS, f"What the options mean for “{one.text}”: not all of it is in the new leaflet")
    return replace(one, touches=fitting)


def _notes(notes: tuple[Note, ...], what: str, said: _Said) -> tuple[Note, ...]:
    fitting = tuple(one for one in notes if said.still_fits(one.meaning))
    if fitting:
        said.take(Place.NOTES, f"{len(fitting)} {'note' if len(fitting) == 1 else 'notes'} {what}")
    for one in notes:
        if one not in fitting:
            said.differ(Place.NOTES, f"The note on “{one.term}”: its words are not in the new leaflet any more")
    return fitting


def _say_what_became_of_sections(said: _Said) -> None:
    there, here = ({one.heading for one in content.sections} for content in (said.before, said.new))
    changed = [one.heading for one in said.new.sections if one not in said.before.sections]
    for heading in dict.fromkeys(changed):
        what = "has other words" if heading in there else "is new"
        said.differ(Place.SECTIONS, f"{_named(heading)} {what}. Read again what you wrote on it")
    for heading in dict.fromkeys(one.heading for one in said.before.sections if one.heading not in here):
        said.differ(Place.SECTIONS, f"{_named(heading)} is not there any more")


def _named(heading: str) -> str:
    return f"“{heading}”" if heading else "The beginning of the leaflet"
