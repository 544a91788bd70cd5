"""Things to talk about: adding one, and closing one as answered, parked or withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.template.loader import render_to_string

from sdm.actions.agenda import STANDARD_IS_NO_ANSWER
from sdm.models import AgendaItem
from sdm.pages.fields import DateBoxesField, LineField, RadiosField, WordsField, is_to_come
from sdm.pages.forms import PlainForm
from sdm.rules.people import Kind
from sdm.rules.phrases import is_standard

# Chosen where an item is answered by what is written under its question.
AS_NOTED = "as-noted"
# More open ones than these no appointment can hold, nor one form.
OPEN_AT_ONCE = 25


def is_open(item: AgendaItem) -> bool:
    """Whether an item is still to be talked about."""
    return item.state == AgendaItem.OPEN


class CloseItemForm(PlainForm):
    """How one item ends; left open where nothing is chosen.

    `said` is what was said on the question that the item is about: it is the answer where that is chosen. `phrases`
    gives the hospital's phrases, asked for only where something is answered. `seen` is the entry of the record that
    last changed the item, as it was on the screen. `pressed` says that this item's own button was pressed. What stands
    with an item that was opened again stands in the form.
    """

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)
    state = RadiosField(label="Where does this stand?", look="small", required=False)
    outcome = WordsField(label="What was said", required=False, rows=3)
    owner = LineField(label="Who will come back to it", max_length=200, required=False)
    due_on = DateBoxesField(label="By when", required=False, validators=[is_to_come()])

    def __init__(
        self,
        item: AgendaItem,
        data: Any = None,
        *,
        phrases: Callable[[AgendaItem], Iterable[str]],
        said: str = "",
        required: bool = False,
        pressed: bool = False,
    ) -> None:
        self.item, self.phrases, self.said, self.pressed = item, phrases, said, pressed
        stands = {name: getattr(item, name) for name in ("state", "outcome", "owner", "due_on")}
        super().__init__(data, prefix=f"item-{item.pk}", initial={**stands, "seen": item.recorded_as})
        state = self.fields["state"]
        state.required = required
        state.choices = [
            *(() if required else ((AgendaItem.OPEN, "Still to talk about"),)),
            *(
                ((AS_NOTED, f"Answered, as written under question {item.question_number}"),)
                if item.question_number
                else ()
            ),
            (AgendaItem.ANSWERED, "Answered, as written below" if item.question_number else "Answered"),
            (AgendaItem.PARKED, "Parked: somebody will come back to it"),
            # Only who raised it withdraws it; the patient does so by changing their answer.
            *(((AgendaItem.WITHDRAWN, "Withdrawn"),) if item.raised_by == Kind.STAFF else ()),
        ]
        state.hints = {AS_NOTED: render_to_string("clinician/as_noted.html", {"said": said, "item": item})}

    def clean(self) -> dict[str, Any]:
        """An answer has words for this patient, and what is parked has an owner and a day."""
        values = super().clean()
        state = values.get("state")
        wrote_who = self._wrote("owner") or self._wrote("due_on")
        if "state" not in self.errors and not self.closes and (self._wrote("outcome") or wrote_who):
            self.add_error("state", "You wrote something below. Choose “Answered” or “Parked” to keep it")
        elif "state" not in self.errors and not self.closes and self.pressed:
            self.add_error("state", "Choose how this ends")
        elif self.closes and state != AgendaItem.PARKED and wrote_who:
            self.add_error("state", "You wrote who comes back to it. Choose “Parked”, or empty those boxes")
        self._clean_answer(state)
        if state == AgendaItem.PARKED:
            for name, problem in (("owner", "Enter who will come back to it"), ("due_on", "Enter by when")):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, problem)
        return values

    def _clean_answer(self, state: str | None) -> None:
        where = {AgendaItem.ANSWERED: "outcome", AS_NOTED: "state"}.get(state)
        if not where or "outcome" in self.errors:
            return
        if not self._outcome():
            there_is_none = "Nothing is written there yet. Write down what was said"
            self.add_error(where, "Write down what was said" if where == "outcome" else there_is_none)
        elif is_standard(self._outcome(), self.phrases(self.item)):
            self.add_error(where, STANDARD_IS_NO_ANSWER.removesuffix("."))

    def _wrote(self, name: str) -> bool:
        """Whether somebody wrote something other than what stands with the item."""
        value = self.cleaned_data.get(name)
        return bool(value) and value != getattr(self.item, name)

    @property
    def closes(self) -> bool:
        """Whether the form says that the item ends."""
        return self.cleaned_data.get("state") not in ("", AgendaItem.OPEN, None)

    def closing(self) -> dict[str, Any]:
        """How the item ends, with all that was said of it, whichever way that is."""
        values, state = self.cleaned_data, self.cleaned_data["state"]
        ending = {"state": state, "seen": values["seen"], "outcome": self._outcome()}
        if state == AS_NOTED:
            return {**ending, "state": AgendaItem.ANSWERED}
        if state == AgendaItem.PARKED:
            return {**ending, "owner": values["owner"], "due_on": values["due_on"]}
        return ending

    @property
    def typed(self) -> str:
        """The words that were typed, for a page on which they can no longer be saved."""
        return "\n".join(filter(None, (self["outcome"].value(), self["owner"].value()))) if self.is_bound else ""

    def on_top_of(self, item: AgendaItem) -> CloseItemForm:
        """The same form with everything typed, about the item as it stands now."""
        data = self.data.copy()
        data[self.add_prefix("seen")] = str(item.recorded_as)
        return CloseItemForm(item, data, phrases=self.phrases, said=self.said, required=True)

    def _outcome(self) -> str:
        own = self.cleaned_data.get("outcome") or ""
        if self.cleaned_data.get("state") != AS_NOTED:
            return own
        return "\n".join(filter(None, (own, self.said))) if self.said else ""


class AddItemForm(PlainForm):
    """Something a clinician wants to talk about, or writes down for the patient who asks it aloud."""

    text = WordsField(label="Add something to talk about", max_length=1000, rows=2)
    aloud = forms.BooleanField(label="The patient or their family asked this aloud", required=False)

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
