"""How a consent was given and signed, as a form: for the consent to the procedure, and for that to a study."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sdm.pages.accounts.surely import SignedForm
from sdm.pages.fields import LineField, RadiosField
from sdm.rules.giving import WAYS, Given, NoDrawing, Way, drawn_from

# A drawing that is longer than this is none of ours.
LONGEST_DRAWING = 60_000


class GivingForm(SignedForm):
    """The way in which it was given, with what belongs to it, and the clinician's own signature."""

    way = RadiosField(
        label="How did the patient give consent?",
        choices=[(way.value, words) for way, words in WAYS.items()],
        look="small",
        error_messages={"required": "Choose how the patient gave consent"},
    )
    signed_as = LineField(
        label="If on the screen: the patient signs with their name",
        help_text="They type it, or draw their signature below",
        required=False,
    )
    drawn = forms.CharField(max_length=LONGEST_DRAWING, required=False, widget=forms.HiddenInput)
    kept_where = LineField(label="If on paper: where it is kept", required=False)
    witness = LineField(label="If spoken: who heard it", required=False)
    field_order = ("way", "signed_as", "drawn", "kept_where", "witness", "password")

    def clean_drawn(self) -> tuple:
        """The strokes, if it is a drawing."""
        try:
            return drawn_from(self.cleaned_data["drawn"])
        except NoDrawing:
            raise ValidationError("The signature could not be read. Ask the patient to sign again") from None

    def clean(self) -> dict[str, Any]:
        """What belongs to the way is filled in."""
        self._needs("signed_as", Way.ON_SCREEN, "The patient types their name, or draws their signature")
        self._needs("kept_where", Way.ON_PAPER, "Write where the signed paper is kept")
        self._needs("witness", Way.SPOKEN, "Write who heard the patient give consent")
        return super().clean()

    def _needs(self, name: str, way: Way, problem: str) -> None:
        values = self.cleaned_data
        is_drawn = name == "signed_as" and (values.get("drawn") or "drawn" in self.errors)
        if values.get("way") == way and not values.get(name) and not is_drawn and name not in self.errors:
            self.add_error(name, problem)

    def given(self) -> Given:
        """What was typed, with only what belongs to the way."""
        values = self.cleaned_data
        way = values["way"]
        return Given(
            way=way,
            signed_as=values["signed_as"] if way == Way.ON_SCREEN else "",
            drawn=values["drawn"] if way == Way.ON_SCREEN else (),
            kept_where=values["kept_where"] if way == Way.ON_PAPER else "",
            witness=values["witness"] if way == Way.SPOKEN else "",
            checked_at=self.checked_at,
        )
