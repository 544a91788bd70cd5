"""Things to talk about: adding one, and closing one as answered, parked or withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms

from sdm.models import AgendaItem
from sdm.pages.fields import DateBoxesField, LineField, RadiosField, WordsField, is_to_come
from sdm.pages.forms import PlainForm
from sdm.rules.people import Kind

# More open ones than these no appointment can hold, nor one form.
OPEN_AT_ONCE = 25


def is_open(item: AgendaItem) -> bool:
    """Whether an item is still to be talked about."""
    return item.state == AgendaItem.OPEN


class CloseItemForm(PlainForm):
    """How one item ends; left open where nothing is chosen.

    `said` is what was said on the question that the item is about: it stands in for an outcome that is left empty.
    `seen` is the entry of the record that last changed the item, as it was on the screen. `pressed` says that this
    item's own button was pressed.
    """

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)
    state = RadiosField(label="Where does this stand?", look="small", required=False)
    outcome = WordsField(label="What was said", required=False, rows=3)
    owner = LineField(label="Who will come back to it", max_length=200, required=False)
    due_on = DateBoxesField(label="By when", required=False, validators=[is_to_come()])

    def __init__(
        self, item: AgendaItem, data: Any = None, *, said: str = "", required: bool = False, pressed: bool = False
    ) -> None:
        self.item, self.said, self.pressed = item, said, pressed
        super().__init__(data, prefix=f"item-{item.pk}", initial={"state": item.state, "seen": item.recorded_as})
        state = self.fields["state"]
        state.required = required
        state.choices = [
            *(() if required else ((AgendaItem.OPEN, "Still to talk about"),)),
            (AgendaItem.ANSWERED, "Answered"),
            (AgendaItem.PARKED, "Parked: somebody will come back to it"),
            # Only who raised it withdraws it; the patient does so by changing their answer.
            *(((AgendaItem.WITHDRAWN, "Withdrawn"),) if item.raised_by == Kind.STAFF else ()),
        ]
        if item.question_number:
            self.fields["outcome"].help_text = f"Leave it empty to use what was said on question {item.question_number}"

    def clean(self) -> dict[str, Any]:
        """An answer has words, and what is parked has an owner and a day."""
        values = super().clean()
        state = values.get("state")
        if "state" not in self.errors and not self.closes and (values.get("outcome") or values.get("owner")):
            self.add_error("state", "You wrote something below. Choose “Answered” or “Parked” to keep it")
        elif "state" not in self.errors and not self.closes and self.pressed:
            self.add_error("state", "Choose how this ends")
        if state == AgendaItem.ANSWERED and not self._outcome():
            self.add_error("outcome", "Write down what was said")
        if state == AgendaItem.PARKED:
            for name, problem in (("owner", "Enter who will come back to it"), ("due_on", "Enter by when")):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, problem)
        return values

    @property
    def closes(self) -> bool:
        """Whether the form says that the item ends."""
        return self.cleaned_data.get("state") not in ("", AgendaItem.OPEN, None)

    def closing(self) -> dict[str, Any]:
        """How the item ends, without what was typed for another ending."""
        values, state = self.cleaned_data, self.cleaned_data["state"]
        ending = {"state": state, "seen": values["seen"]}
        if state == AgendaItem.ANSWERED:
            return {**ending, "outcome": self._outcome()}
        if state == AgendaItem.PARKED:
            return {**ending, "owner": values["owner"], "due_on": values["due_on"]}
        return ending

    @property
    def typed(self) -> str:
        """The words that were typed, for a page on which they can no longer be saved."""
        return "\n".join(filter(None, (self["outcome"].value(), self["owner"].value())))

    def on_top_of(self, item: AgendaItem) -> CloseItemForm:
        """The same form with everything typed, about the item as it stands now."""
        data = self.data.copy()
        data[self.add_prefix("seen")] = str(item.recorded_as)
        return CloseItemForm(item, data, said=self.said, required=True)

    def _outcome(self) -> str:
        return self.cleaned_data.get("outcome") or (self.said if self.item.question_number else "")


class AddItemForm(PlainForm):
    """Something a clinician wants to talk about."""

    text = WordsField(label="Add something to talk about", max_length=1000, rows=2)

    def __init__(self, data: Any = None, *, open_items: int = 0, required: bool = True) -> None:
        self.open_items = open_items
        super().__init__(data, prefix="add")
        self.fields["text"].required = required
        if not required:
            self.fields["text"].label = "Add something to talk about (optional)"

    def clean_text(self) -> str:
        """Words, unless the list is full."""
        text = self.cleaned_data["text"]
        if text and self.open_items >= OPEN_AT_ONCE:
            raise forms.ValidationError("There is a lot to talk about already. Close something first")
        return text
