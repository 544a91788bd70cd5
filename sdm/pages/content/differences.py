"""What differs between two states of one page of a draft, box by box, as people read it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField

from sdm.pages.content.draft_page import DraftPage
from sdm.pages.fields import DateBoxes


@dataclass(frozen=True)
class Difference:
    """One box that holds different words; empty words mean that it holds none, or that its row is not there."""

    label: str
    one: str
    other: str


def differences(one: DraftPage, other: DraftPage) -> list[Difference]:
    """Every box in which two states of the same page differ, in the order of the page."""
    first, second = _words(one), _words(other)
    labels = list(dict.fromkeys([*first, *second]))
    return [
        Difference(label, first.get(label, ""), second.get(label, ""))
        for label in labels
        if first.get(label, "") != second.get(label, "")
    ]


def _words(page: DraftPage) -> dict[str, str]:
    """What stands in each box, by a label that is found on the page once."""
    words = {str(box.label): _shown(box) for box in page.form}
    for group in page.groups:
        for place, form in group.kept:
            for box in form:
                if box.name != "DELETE":
                    words[f"{group.rows.one.capitalize()} {place}: {box.label}"] = _shown(box)
    return {label: text for label, text in words.items() if text}


def _shown(box: BoundField) -> str:
    """What somebody sees in a box, with the lines ended in one way."""
    value = box.value()
    if isinstance(box.field.widget, DateBoxes):
        return " ".join(filter(None, box.field.widget.format_value(value).values()))
    if isinstance(box.field, forms.BooleanField):
        return "Yes" if value else ""
    if isinstance(box.field, forms.ChoiceField):
        return _chosen(dict(box.field.choices), value)
    return str(value if value is not None else "").replace("\r\n", "\n").strip()


def _chosen(labels: Mapping, value: object) -> str:
    values = value if isinstance(value, list) else [value] if value else []
    return "\n".join(str(labels.get(one, one)) for one in values)
