"""How a patient gives consent, and how both sign: which ways there are, and what each must say before it counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sdm.rules.words import is_blank, marked

# The sheet that a signature is drawn on, in points, and how much of a drawing is kept.
WIDTH, HEIGHT = 600, 200
MOST_STROKES, MOST_POINTS = 100, 3000
# A clinician signs within this time of showing again who they are.
STILL_SURE = timedelta(minutes=5)

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


class NoDrawing(ValueError):
    """What came as a drawing is none."""


@dataclass(frozen=True)
class Given:
    """How a consent was given; each way has words of its own, and those of the others are empty.

    `signed_as` is the patient's name as they typed it, `drawn` their signature as strokes of points on a sheet of
    WIDTH by HEIGHT. `checked_at` is when the clinician who records it last showed who they are.
    """

    way: str = ""
    signed_as: str = ""
    drawn: tuple[Stroke, ...] = ()
    kept_where: str = ""
    witness: str = ""
    checked_at: datetime | None = None

    def as_document(self) -> dict[str, Any]:
        """As JSON values, without what is empty."""
        values = asdict(self) | {"checked_at": self.checked_at.isoformat() if self.checked_at else ""}
        values["drawn"] = [[list(point) for point in stroke] for stroke in self.drawn]
        return {name: value for name, value in values.items() if value}


def why_not_given(given: Given | None, now: datetime) -> str:
    """Why a consent does not count as given and signed, in plain words; empty where it does.

    A signature is drawn or typed, paper is kept somewhere, spoken consent has a witness; and whoever records it has
    shown who they are a short time before.
    """
    if given is None or given.way not in set(Way):
        return "Choose how the patient gave consent."
    if given.way == Way.ON_SCREEN and not given.drawn and is_blank(given.signed_as):
        return "The patient signs: they draw their signature, or type their name."
    if given.way == Way.ON_PAPER and is_blank(given.kept_where):
        return "Write where the signed paper is kept."
    if given.way == Way.SPOKEN and is_blank(given.witness):
        return "Write who heard the patient give consent."
    if given.checked_at is None or not timedelta(0) <= now - given.checked_at <= STILL_SURE:
        return "Enter your password again to sign."
    return ""


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
