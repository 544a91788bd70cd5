"""How a patient gives consent, and how both sign: which ways there are, and what each must say before it counts."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import dist
from typing import Any

from sdm.rules.name_words import TITLES, typed_words
from sdm.rules.words import is_blank, marked, names_something

# The sheet that a signature is drawn on, in points, and how much of a drawing is kept.
WIDTH, HEIGHT = 600, 200
MOST_STROKES, MOST_POINTS = 100, 3000
# The length of the lines that a signature has at least, in points: a tap, or a finger that slipped, is none.
LEAST_INK = 100
# A clinician signs within this time of showing again who they are.
STILL_SURE = timedelta(minutes=5)
# Who is no witness without being named, and what stands beside such words.
ONE_OF_BOTH = frozenset(
    {"above", "clinician", "herself", "himself", "i", "me", "myself", "ourselves", "patient", "self", "themself"}
    | {"themselves", "us", "we"}
)
BESIDE = frozenset(("and", "as", "both", "heard", "her", "him", "it", "of", "only", "same", "the", "this", "was"))

Stroke = tuple[tuple[int, int], ...]


class Way(StrEnum):
    """How a patient gives consent."""

    ON_SCREEN = "on-screen"
    ON_PAPER = "on-paper"
    SPOKEN = "spoken"


WAYS = {
    Way.ON_SCREEN: marked("Signed on the screen"),
    Way.ON_PAPER: marked("Signed on paper"),
    Way.SPOKEN: marked("Spoken, and witnessed"),
}


NOT_A_WITNESS = "The witness is somebody else than the patient, and than the clinician who records the consent."


class NoDrawing(ValueError):
    """What came as a drawing is none."""


@dataclass(frozen=True)
class Given:
    """How a consent was given; each way has words of its own, and those of the others are empty.

    `signed_as` is the patient's name as they typed it, `drawn` their signature as strokes of points on a sheet of
    WIDTH by HEIGHT. `checked_at` is when the clinician who records it last showed who they are. `talked_about` is what
    matters to the patient, without a word recorded about it, where whoever records the consent said that it was talked
    about, or that the patient did not want to.
    """

    way: str = ""
    signed_as: str = ""
    drawn: tuple[Stroke, ...] = ()
    kept_where: str = ""
    witness: str = ""
    checked_at: datetime | None = None
    talked_about: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """As JSON values, without what is empty."""
        values = asdict(self) | {"checked_at": self.checked_at.isoformat() if self.checked_at else ""}
        values["drawn"] = [[list(point) for point in stroke] for stroke in self.drawn]
        values["talked_about"] = list(self.talked_about)
        return {name: value for name, value in values.items() if value}


def why_not_given(given: Given | None, now: datetime, *, not_witnesses: Iterable[str] = ()) -> str:
    """Why a consent does not count as given and signed, in plain words; empty where it does.

    A signature is drawn with more than a tap, or typed; paper is kept somewhere; spoken consent has a witness, who is
    nobody of `not_witnesses`; and whoever records it has shown who they are a short time before.
    """
    if given is None or given.way not in set(Way):
        return "Choose how the patient gave consent."
    if given.way == Way.ON_SCREEN and not has_ink(given.drawn) and is_blank(given.signed_as):
        return "The patient signs: they draw their signature, or type their name."
    if given.way == Way.ON_PAPER and not names_something(given.kept_where):
        return "Write where the signed paper is kept."
    if given.way == Way.SPOKEN and not names_something(given.witness):
        return "Write who heard the patient give consent."
    if given.way == Way.SPOKEN and not may_witness(given.witness, not_witnesses):
        return NOT_A_WITNESS
    if given.checked_at is None or not timedelta(0) <= now - given.checked_at <= STILL_SURE:
        return "Enter your password again to sign."
    return ""


def has_ink(drawn: Iterable[Stroke]) -> bool:
    """Whether a drawing has enough lines to be a signature."""
    return sum(dist(one, other) for stroke in drawn for one, other in pairwise(stroke)) >= LEAST_INK


def may_witness(written: str, not_witnesses: Iterable[str]) -> bool:
    """Whether somebody is written who can be a witness: none of these names, and nobody who says "me" or "patient"."""
    words = set(typed_words(written))
    is_one_of_both = bool(words & ONE_OF_BOTH) and words <= ONE_OF_BOTH | BESIDE
    return not (is_one_of_both or any(may_be(written, name) for name in not_witnesses))


def may_be(written: str, name: str) -> bool:
    """Whether what somebody wrote can name this very person: with their name in it, or with nothing but parts of it.

    A part can be an initial where another is whole; a family name behind another title may be a relative's. `name` may
    have what they are behind a comma, as the record names staff.
    """
    words, whole = set(typed_words(written)), typed_words(name.partition(",")[0])
    if not words or not whole:
        return False
    own, parts = words - TITLES, [part for part in whole if part not in TITLES]
    initials = "".join(part[0] for part in parts)
    return words <= set(whole) or set(parts) <= words or own == {initials} or _is_shortened(own, parts)


def _is_shortened(words: set[str], parts: Collection[str]) -> bool:
    """Whether each of several words is a part of a name or the initial of one, and not all are initials."""
    left = {part[0] for part in parts if part not in words}
    return len(words) > 1 and bool(words & set(parts)) and words <= {*parts, *left}


def shares_a_word(signed_as: str, name: str) -> bool:
    """Whether a typed signature has a word of the patient's name in it; a mark, or another script, has none."""
    return bool(set(typed_words(signed_as)) & set(typed_words(name)))


def drawn_from(text: str) -> tuple[Stroke, ...]:
    """The strokes of a drawing that came as JSON, a list of strokes of [x, y]; none for an empty text.

    Only whole numbers on the sheet are taken, and only so many. Raises NoDrawing for anything else.
    """
    if not text:
        return ()
    try:
        strokes = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NoDrawing from error
    if not isinstance(strokes, list) or not 1 <= len(strokes) <= MOST_STROKES:
        raise NoDrawing
    taken = tuple(_stroke(stroke) for stroke in strokes)
    if sum(map(len, taken)) > MOST_POINTS:
        raise NoDrawing
    return taken


def _stroke(stroke: Any) -> Stroke:
    if not isinstance(stroke, list) or not stroke:
        raise NoDrawing
    return tuple(_point(point) for point in stroke)


def _point(point: Any) -> tuple[int, int]:
    if not (isinstance(point, list) and len(point) == 2 and all(type(number) is int for number in point)):
        raise NoDrawing
    x, y = point
    if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        raise NoDrawing
    return x, y


def path_of(given: Mapping[str, Any]) -> str:
    """The path of a drawing that is saved, for the attribute `d` of an SVG path: letters, numbers and blanks only."""
    strokes = (" L".join(f"{int(x)} {int(y)}" for x, y in stroke) for stroke in given.get("drawn", ()))
    # A dot is a line to itself.
    return " ".join(f"M{stroke}" if "L" in stroke else f"M{stroke} L{stroke}" for stroke in strokes)
