"""What a hospital adds to a leaflet beside its words: whom to ask, what was seen here, what comes afterwards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sdm.rules.edition import Outcome
from sdm.rules.figures import figure_problems
from sdm.rules.markup import plain_of
from sdm.rules.passages import Passage, Scored
from sdm.rules.phone_numbers import phone_numbers
from sdm.rules.publishing import Place
from sdm.rules.readability import reading
from sdm.rules.wording import recommending_words

ONE_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# How many people were counted, such as "all 140 people treated here from 2023 to 2025".
_COUNT = re.compile(
    rf"\b(\d[\d,]*|{'|'.join(ONE_TO_TEN)})(?: [a-z-]+){{0,2}}?"
    r" (?:people|person|patients?|women|woman|men|man|adults?|children)\b",
    re.I,
)


@dataclass(frozen=True)
class Contact:
    """Whom patients of this leaflet ask at this hospital; all of it is empty where the hospital's own team answers."""

    name: str = ""
    phone: str = ""
    hours: str = ""
    email: str = ""

    @property
    def details(self) -> str:
        """How to reach them, on one line."""
        return ", ".join(filter(None, (self.phone, self.hours, self.email)))


@dataclass(frozen=True)
class LocalParts:
    """What one hospital adds to one leaflet; empty where it adds nothing.

    `results` are what was seen at this hospital: `seen_in` says who was counted and `source` who counted them.
    `results` and `afterwards` may hold Markdown (`sdm.rules.markup`).
    """

    contact: Contact = Contact()
    results: tuple[Outcome, ...] = ()
    afterwards: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there is anything to show beside the leaflet, besides whom to ask."""
        return bool(self.results or self.afterwards)

    def as_document(self) -> dict[str, Any]:
        """The parts as JSON values; `from_document` gives them back."""
        return asdict(self)


def from_document(document: Mapping[str, Any] | None) -> LocalParts:
    """Read JSON values, as `LocalParts.as_document` gives them; none are parts of a hospital that adds nothing."""
    if not document:
        return LocalParts()
    return LocalParts(
        contact=Contact(**document["contact"]),
        results=tuple(Outcome(**one) for one in document["results"]),
        afterwards=document["afterwards"],
    )


# As the page calls them, each with the part that stands there.
PARTS = {"Whom to ask": "contact", "What was seen here": "results", "What happens afterwards": "afterwards"}


def what_changed(old: LocalParts, new: LocalParts) -> str:
    """What a change is called, by the parts that it changed; empty where nothing is."""
    return ", ".join(title for title, name in PARTS.items() if getattr(old, name) != getattr(new, name))


def word_problems(text: str, *, has_number: bool = False) -> tuple[str, ...]:
    """What keeps these words from patients, in sentences: what an edition's checklist warns of in items 12, 14 and 19.

    No second person looks at local parts before patients do, so here it is refused. `has_number` says that a number
    in 100 stands beside the words.
    """
    plain = plain_of(text)
    numbers = (problem.sentence for problem in figure_problems(plain, has_number=has_number))
    choices = (f"It says “{words}”. Do not recommend an option." for words in recommending_words(plain))
    return (*numbers, *choices)


def missing_about_number(result: Outcome) -> tuple[str, ...]:
    """The fields of a result that a number needs beside it and that are empty (checklist items 8 and 13)."""
    if result.in_100 is None:
        return ()
    return tuple(name for name in ("period", "seen_in", "source") if not getattr(result, name).strip())


def is_impossible(result: Outcome) -> bool:
    """Whether no such number in 100 can come of the count that `seen_in` names, such as 95 of "3 people".

    Where it names no count, or several, nobody can tell.
    """
    counts = _COUNT.findall(result.seen_in)
    if result.in_100 is None or len(counts) != 1:
        return False
    count = int(counts[0].replace(",", "")) if counts[0][0].isdigit() else ONE_TO_TEN.index(counts[0].lower()) + 1
    # Of more people than 100, each number is possible; 33 and 34 both stand for 1 of 3.
    return count < 100 and all(abs(100 * had - result.in_100 * count) >= count for had in range(count + 1))


def is_phone_number(text: str) -> bool:
    """Whether somebody could ring there."""
    return any(number for _, number in phone_numbers(text))


def scored(parts: LocalParts) -> tuple[Scored, ...]:
    """Each text that is long enough with its reading age, as an edition's are scored."""
    texts = [(f"Result {place}", result.text) for place, result in enumerate(parts.results, start=1)]
    texts.append(("What happens afterwards here", parts.afterwards))
    passages = [Passage(Place.DETAILS, name, plain_of(text)) for name, text in texts]
    found = [Scored(one, reading(one.text), reading(one.text)) for one in passages]
    return tuple(one for one in found if one.reading.age is not None)
