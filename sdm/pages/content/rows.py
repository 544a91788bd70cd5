"""Rows of the same boxes, such as one row for each question: add another, remove or move one, without a script."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, Form, formset_factory
from django.http import QueryDict

from sdm.pages.forms import PlainForm


class Boxes(PlainForm):
    """The boxes of a page or of one row."""


class PlainRows(BaseFormSet):
    """Django's formset in plain words; a row added and left blank counts for nothing."""

    default_error_messages = {
        "missing_management_form": "Part of this page is missing. Copy your words, reload the page and try again",
        "too_many_forms": "There are too many rows here. Remove some",
    }
    one = "row"

    def clean(self) -> None:
        """A page always has a row, and rows go by a tick: one that lost its rows on the way deletes nothing."""
        if self.total_form_count() < max(1, self.initial_form_count()):
            raise ValidationError(self.error_messages["missing_management_form"])

    def add_fields(self, form: Form, index: int | None) -> None:
        """The tick that removes a row says what it removes."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = f"Remove this {self.one}"


@dataclass(frozen=True)
class Rows:
    """One list on a page: its name in the form, its heading, what one of it is called, and the boxes of each row."""

    name: str
    title: str
    one: str
    boxes: type[Boxes]
    hint: str = ""
    most: int = 40


@dataclass(frozen=True)
class Move:
    """A press of "Move up" or "Move down": the list, the place in it from 0, and the place to go to."""

    rows: str
    place: int
    to: int

    @property
    def way(self) -> str:
        """Which of the two buttons was pressed."""
        return "up" if self.to < self.place else "down"

    @property
    def was(self) -> int:
        """The place before, from 1."""
        return self.place + 1

    def is_within(self, count: int) -> bool:
        """Whether a list of so many has both places."""
        return 0 <= self.place < count and 0 <= self.to < count

    def made_in(self, things: Sequence[Any]) -> list[Any]:
        """The things of the list in their new order."""
        moved = list(things)
        moved[self.place], moved[self.to] = moved[self.to], moved[self.place]
        return moved

    def focus(self, count: int) -> str:
        """Which button is at hand for the next press: the same again, unless it came to an end of the list."""
        return self.way if 0 < self.to < count - 1 else "down" if self.to == 0 else "up"


def wanted_move(text: str) -> Move | None:
    """What the pressed button asks for, such as "questions-2-up"; None where that is no move."""
    found = re.fullmatch(r"([a-z]+)-([0-9]{1,3})-(up|down)", text)
    if not found:
        return None
    place = int(found[2])
    return Move(found[1], place, place - 1 if found[3] == "up" else place + 1)


def move_in(rows: str, count: int, text: str) -> Move | None:
    """What the pressed button asks for in one list of so many; None where it asks for nothing there."""
    move = wanted_move(text)
    return move if move and move.rows == rows and move.is_within(count) else None


class RowGroup:
    """One list of a page as it stands on the screen; `moved` is the move that was just made in it, if any."""

    quiet = False

    def __init__(
        self,
        rows: Rows,
        initial: list[dict[str, Any]],
        data: QueryDict | None,
        *,
        add: bool = False,
        move: Move | None = None,
    ) -> None:
        self.rows = rows
        self.moved = move if move and data is not None and move.is_within(_total(data, rows.name)) else None
        if self.moved:
            data = _with_moved(data, move)
        factory = formset_factory(
            rows.boxes,
            formset=type("Rows", (PlainRows,), {"one": rows.one}),
            extra=0 if initial else 1,
            can_delete=True,
            max_num=rows.most,
            absolute_max=rows.most + 10,
            validate_max=True,
        )
        if data is None:
            self.formset = factory(initial=initial, prefix=rows.name)
        else:
            self.formset = factory(_with_one_more(data, rows.name) if add else data, prefix=rows.name)

    @property
    def forms(self) -> list[Boxes]:
        """The boxes of each row."""
        return self.formset.forms

    @property
    def has_room(self) -> bool:
        """Whether one more may be added."""
        return len(self.forms) < self.rows.most

    @property
    def next_place(self) -> str:
        """The id that the next row will have, so that the page opens there once it is added."""
        return f"{self.rows.name}-{len(self.forms)}"

    @property
    def focus(self) -> str:
        """Which button of the row that was moved is at hand for the next press."""
        return self.moved.focus(len(self.forms)) if self.moved else ""

    @property
    def kept(self) -> list[tuple[int, Boxes]]:
        """The rows that are not to be removed, with their place on the screen from 1."""
        return [(place, form) for place, form in enumerate(self.forms, start=1) if not _is_to_go(form)]

    @property
    def values(self) -> list[dict[str, Any]]:
        """What the rows hold, once they are valid; blank rows are left out."""
        return [form.cleaned_data for _, form in self.kept if form.cleaned_data]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong: where a link leads, and a sentence that names the row."""
        if self.quiet:
            return []
        found = [("", problem) for problem in self.formset.non_form_errors()]
        name = self.rows.one.capitalize()
        for place, form in self.kept:
            found += [(href, f"{name} {place}: {problem}") for href, problem in form.problems]
        return found

    def quieten(self) -> None:
        """Say nothing about what is missing."""
        self.quiet = True
        for form in self.forms:
            form.quiet = True


def _is_to_go(form: Form) -> bool:
    return form.is_bound and "DELETE" in form.fields and bool(form["DELETE"].value())


def _with_one_more(data: QueryDict, name: str) -> QueryDict:
    """What was typed, with one more row than there was."""
    more = data.copy()
    if total := _total(data, name):
        more[f"{name}-TOTAL_FORMS"] = str(total + 1)
    return more


def _total(data: Mapping, name: str) -> int:
    """How many rows the page had; 0 where it does not say so."""
    total = data.get(f"{name}-TOTAL_FORMS", "")
    return int(total) if total.isascii() and total.isdigit() and len(total) < 4 else 0


def _with_moved(data: QueryDict, move: Move) -> QueryDict:
    """What was typed, with two rows in each other's place."""
    moved = data.copy()
    one, other = (f"{move.rows}-{place}-" for place in (move.place, move.to))
    taken = {
        there: {key.removeprefix(here): moved.pop(key) for key in list(moved) if key.startswith(here)}
        for here, there in ((one, other), (other, one))
    }
    for there, values in taken.items():
        for name, typed in values.items():
            moved.setlist(f"{there}{name}", typed)
    return moved
