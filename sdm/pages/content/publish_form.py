"""The form by which an edition is published: a tick for each kind of the condition, why over warnings, and by whom."""

from typing import Any

from django import forms
from django.http import HttpRequest

from sdm.pages.accounts.surely import SignedForm
from sdm.pages.fields import WordsField
from sdm.rules.edition import EditionContent
from sdm.rules.reasons import SAY_WHY, says_why

TICK = "kind-"


class PublishForm(SignedForm):
    """What the second person says who publishes: that they read what NICE says, and why over the warnings; signed."""

    reason = WordsField(
        label="Why you publish it all the same",
        help_text="In a few words. Everybody can read this beside the checklist. For example, NICE gives no numbers",
        max_length=2000,
        rows=3,
        required=False,
    )

    def __init__(self, request: HttpRequest, content: EditionContent, data: Any = None, *, needs_reason: bool) -> None:
        super().__init__(request, data)
        self.needs_reason = needs_reason
        kinds = [f"{TICK}{one.id}" for one in content.indications]
        for name, one in zip(kinds, content.indications, strict=True):
            missing = f"Read what NICE says about {one.name} yourself, then tick that it is right"
            self.fields[name] = forms.BooleanField(
                label=f"I have read this sentence in the leaflet. It says this about {one.name}",
                error_messages={"required": missing},
            )
        self.order_fields([*kinds, "reason", "password"])

    def clean(self) -> dict[str, Any]:
        """A reason is given where one is needed."""
        if self.needs_reason and "reason" not in self.errors and not says_why(self.cleaned_data["reason"]):
            self.add_error("reason", SAY_WHY)
        return super().clean()

    @property
    def checked(self) -> list[str]:
        """The ids of the kinds that are ticked."""
        return [name.removeprefix(TICK) for name, value in self.cleaned_data.items() if name.startswith(TICK) and value]


def without_ticks(data: Any) -> dict[str, Any]:
    """What was typed, but for the ticks: they were for what stood on another page."""
    return {name: value for name, value in data.items() if not name.startswith(TICK)}
