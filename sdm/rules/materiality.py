"""What matters to a patient and has no word about it in the discussion: shown before anything is closed or decided.

Source: Montgomery v Lanarkshire Health Board [2015] UKSC 11: a risk is material where this patient, in their position,
would be likely to attach significance to it. It warns; it never stands in the way of a decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sdm.rules.edition import EditionContent
from sdm.rules.markup import one_line_of
from sdm.rules.parts import OPTIONS, WHAT_MATTERS, Saved, saved_in
from sdm.rules.patient_fields import HOW_MUCH, OWN_MATTER, OWN_MATTER_RATED, Limit, limits_of, matter_name
from sdm.rules.words import is_blank

A_LOT = HOW_MUCH[0][0]
AGENDA = "agenda"
IN_THEIR_WORDS = "In their own words"
MATTERS_A_LOT = "Matters a lot to them"
TOO_MANY_FOR_THEM = "{number} in 100 would be too many for them"
STILL_OPEN = "Still to talk about"


@dataclass(frozen=True)
class Material:
    """One thing that matters to the patient: why it does, the thing itself, and where words about it are written.

    `part` is a part of the discussion or the agenda, `name` the name of the words in it.
    """

    why: str
    thing: str
    part: str
    name: str = ""


def about_name(thing: str) -> str:
    """Under which the words stand that were said about one thing that matters, or about one harm, by its id or key."""
    return f"about-{thing}"


def material(
    content: EditionContent, answers: Mapping[str, Saved], open_items: Iterable[str] = ()
) -> tuple[Material, ...]:
    """Everything that the patient said matters to them; `answers` are those that they sent."""
    matters, options = saved_in(answers, WHAT_MATTERS), saved_in(answers, OPTIONS)
    return (
        *_own_words(matters),
        *(
            Material(MATTERS_A_LOT, thing, WHAT_MATTERS, about_name(one))
            for one, thing in rated_a_lot(matters, content)
        ),
        *(
            Material(TOO_MANY_FOR_THEM.format(number=limit.too_many), harm_words(limit), OPTIONS, about_name(key))
            for key, limit in too_many(options, content).items()
        ),
        *(Material(STILL_OPEN, text, AGENDA) for text in open_items),
    )


def unspoken(things: Iterable[Material], discussion: Mapping[str, Saved]) -> tuple[Material, ...]:
    """Those about which no word is recorded in the discussion; what is still on the agenda is one of them."""
    return tuple(one for one in things if is_blank(_recorded(one, discussion)))


def rated_a_lot(matters: Saved, content: EditionContent) -> Iterator[tuple[str, str]]:
    """What the patient said matters a lot: the edition's matters by id, each with its words, then their own."""
    for one in content.matters:
        if matters.details.get(matter_name(one.id)) == A_LOT:
            yield one.id, one.text
    if matters.details.get(OWN_MATTER) and matters.details.get(OWN_MATTER_RATED) == A_LOT:
        yield OWN_MATTER, matters.details[OWN_MATTER]


def too_many(options: Saved, content: EditionContent) -> dict[str, Limit]:
    """The harms for which the patient gave a number that would be too many, by the key of each."""
    return {key: limit for key, limit in limits_of(options, content).items() if limit.too_many is not None}


def harm_words(limit: Limit) -> str:
    """A harm with the option that it is one of."""
    return f"{limit.option.name}: {one_line_of(limit.outcome.text)}"


def _own_words(matters: Saved) -> Iterator[Material]:
    if not is_blank(matters.text):
        yield Material(IN_THEIR_WORDS, matters.text, WHAT_MATTERS, "text")


def _recorded(one: Material, discussion: Mapping[str, Saved]) -> str:
    saved = saved_in(discussion, one.part)
    words = saved.text if one.name == "text" else saved.details.get(one.name)
    return words if isinstance(words, str) else ""
