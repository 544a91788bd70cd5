"""How a consent was given and signed, as a form: for the consent to the procedure, and for that to a study."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from sdm.pages.accounts.surely import DEMO_WORD, check_again
from sdm.pages.fields import LineField, RadiosField
from sdm.pages.forms import PlainForm
from sdm.rules.giving import WAYS, Given, NoDrawing, Way, drawn_from

# A drawing that is longer than this is none of ours.
LONGEST_DRAWING = 60_000


class GivingForm(PlainForm):
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
    password = forms.CharField(
        label="You sign: your password",
        help_text="We ask again, so that nobody signs for you",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password to sign"},
    )

    def __init__(self, request: HttpRequest, data: Any = None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.request, self.checked_at = request, None
        if settings.DEMO and not request.user.has_usable_password():
            self.fields["password"].help_text = f"In this demo it is: {DEMO_WORD}"

    def clean_drawn(self) -> tuple:
        """The strokes, if it is a drawing."""
        try:
            return drawn_from(self.cleaned_data["drawn"])
        except NoDrawing:
            raise ValidationError("The signature could not be read. Ask the patient to sign again") from None

    def clean(self) -> dict[str, Any]:
        """What belongs to the way is filled in; the password is asked only where all else is right."""
        values = super().clean()
        self._needs("signed_as", Way.ON_SCREEN, "The patient types their name, or draws their signature")
        self._needs("kept_where", Way.ON_PAPER, "Write where the signed paper is kept")
        self._needs("witness", Way.SPOKEN, "Write who heard the patient give consent")
        if not self.errors:
            try:
                check_again(self.request, values["password"])
                self.checked_at = timezone.now()
            except ValidationError as problem:
                self.add_error("password", problem)
        return values

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
