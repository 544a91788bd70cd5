"""Rows of the same boxes in one form, such as one row for each check; a row that is left blank counts for nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField


@dataclass(frozen=True)
class BoxRows:
    """So many rows; `boxes` makes the fields of one by key, each row is begun by any of its first boxes.

    `needed` says what is asked for in a row that is begun; `begun` names the boxes that begin one.
    """

    name: str
    legend: str
    boxes: Callable[[], dict[str, forms.Field]]
    needed: Mapping[str, str]
    most: int
    begun: tuple[str, ...]

    def fields(self) -> dict[str, forms.Field]:
        """The fields of every row, by the name that they have in the form."""
        return {
            self.box(number, key): field for number in range(1, self.most + 1) for key, field in self.boxes().items()
        }

    def box(self, number: int, key: str) -> str:
        """The name of one box."""
        return f"{self.name}{number}_{key}"

    def initial(self, rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
        """The rows as they stand in the boxes."""
        return {
            self.box(number, key): value
            for number, row in enumerate(rows[: self.most], start=1)
            for key, value in row.items()
        }

    def read(self, form: forms.Form) -> list[dict[str, str]]:
        """What the rows hold; what is missing in one that was begun is said beside its box."""
        rows = []
        for number in range(1, self.most + 1):
            row = {key: form.cleaned_data.pop(self.box(number, key), "") for key in self.boxes()}
            if not any(row[key] for key in self.begun):
                continue
            for key, problem in self.needed.items():
                if not row[key] and self.box(number, key) not in form.errors:
                    form.add_error(self.box(number, key), problem)
            rows.append(row)
        return rows

    def drawn(self, form: forms.Form) -> list[tuple[str, list[BoundField], bool]]:
        """Each row with its legend, its boxes, and whether it stands open: those that are begun, and one more."""
        rows = [
            (f"{self.legend} {number}", [form[self.box(number, key)] for key in self.boxes()])
            for number in range(1, self.most + 1)
        ]
        last = max((place for place, (_, boxes) in enumerate(rows) if _is_begun(boxes, self.begun)), default=-1)
        return [(legend, boxes, place <= last + 1) for place, (legend, boxes) in enumerate(rows)]


def _is_begun(boxes: list[BoundField], begun: tuple[str, ...]) -> bool:
    return any(box.value() for box in boxes[: len(begun)]) or any(box.errors for box in boxes)
