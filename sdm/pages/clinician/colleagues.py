"""The clinicians of a hospital to choose one from, by a list or by what somebody wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms

from sdm.models import User
from sdm.rules.people import all_meant


class Colleagues:
    """Clinicians of one hospital as they were read; `choices` are what a list offers, in their order."""

    def __init__(self, people: Iterable[User]) -> None:
        self.by_id = {str(one.pk): one for one in people}
        names = Counter(one.as_actor().name for one in self.by_id.values())
        self.choices = [(key, _label(one, names)) for key, one in self.by_id.items()]

    def meant_by(self, text: str) -> list[User]:
        """Whom somebody wrote down by name or e-mail address: nobody, one, or several of the same name."""
        return all_meant(text, self.by_id.values())


def _label(one: User, names: Counter[str]) -> str:
    """Their name as the record has it; who shares it is told by the e-mail address, too."""
    name = one.as_actor().name
    return f"{name} ({one.email})" if names[name] > 1 else name


class SeenByField(forms.ChoiceField):
    """Who will see the patient; gives the clinician. `offer` says from whom to choose."""

    default_error_messages = {
        "required": "Choose who will see the patient",
        "invalid_choice": "Choose a clinician on this page",
    }

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"label": "Who will see the patient?", **kwargs})

    def offer(self, colleagues: Colleagues, chosen: str) -> None:
        """Offer these, with the one of this id chosen; nobody is chosen unseen where that one is not among them."""
        self.colleagues, self.initial = colleagues, chosen
        self.choices = ([] if chosen in colleagues.by_id else [("", "Choose a clinician")]) + colleagues.choices

    def clean(self, value: Any) -> User:
        """The clinician."""
        return self.colleagues.by_id[super().clean(value)]
