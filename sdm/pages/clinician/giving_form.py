"""How a consent was given and signed, as a form: for the consent to the procedure, and for that to a study."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from sdm.pages.accounts.surely import SignedForm
from sdm.pages.fields import ConfirmField, LineField, RadiosField
from sdm.rules.giving import (
    NOT_A_WITNESS,
    WAYS,
    Given,
    NoDrawing,
    Way,
    drawn_from,
    has_ink,
    may_witness,
    shares_a_word,
)
from sdm.rules.words import names_something

# A drawing that is longer than this is none of ours.
LONGEST_DRAWING = 60_000


# What belongs to each way, and stands below it where the browser can hide the rest.
BELONGS = {
    Way.ON_SCREEN.value: ("signed_as", "signed_otherwise", "drawn"),
    Way.ON_PAPER.value: ("kept_where",),
    Way.SPOKEN.value: ("witness",),
}


SIGN_AGAIN = "What was recorded has changed. If the patient still agrees, ask them to sign again"


class SignatureSheet(forms.HiddenInput):
    """A sheet to draw a signature on, and the field that holds it; without a script there is nothing to draw on."""

    pack_template = "clinician/signature.html"


class GivingForm(SignedForm):
    """The way in which it was given, with what belongs to it, and the clinician's own signature.

    `patient` is the patient's name, with which a typed signature and a witness are compared.
    """

    way = RadiosField(
        label="How did the patient give consent?",
        choices=[(way.value, words) for way, words in WAYS.items()],
        look="small",
        reveals=BELONGS,
        error_messages={"required": "Choose how the patient gave consent"},
    )
    signed_as = LineField(
        label="If on the screen: the patient signs with their name",
        help_text="They type it",
        required=False,
    )
    signed_otherwise = ConfirmField(label="This is how the patient signs")
    drawn = forms.CharField(max_length=LONGEST_DRAWING, required=False, widget=SignatureSheet)
    kept_where = LineField(label="If on paper: where it is kept", required=False)
    witness = LineField(label="If spoken: who heard it", required=False)
    field_order = ("way", *(name for names in BELONGS.values() for name in names), "password")

    def __init__(self, request: HttpRequest, data: Any = None, *, patient: str, **kwargs) -> None:
        super().__init__(request, data, **kwargs)
        self.patient = patient

    def clean_drawn(self) -> tuple:
        """The strokes, if it is a drawing, and more than a tap."""
        try:
            drawn = drawn_from(self.cleaned_data["drawn"])
        except NoDrawing:
            raise ValidationError("The signature could not be read. Ask the patient to sign again") from None
        if drawn and not has_ink(drawn) and not self.cleaned_data.get("signed_as"):
            raise ValidationError("There is hardly anything drawn. Ask the patient to sign again")
        return drawn if has_ink(drawn) else ()

    def clean(self) -> dict[str, Any]:
        """What belongs to the way is filled in."""
        self._needs("signed_as", Way.ON_SCREEN, "The patient types their name, or draws their signature")
        self._needs("kept_where", Way.ON_PAPER, "Write where the signed paper is kept")
        self._needs("witness", Way.SPOKEN, "Write who heard the patient give consent")
        self._is_plausible()
        return super().clean()

    def _is_plausible(self) -> None:
        """The patient signs with a name of theirs, or it is confirmed that they do not; a witness is somebody else."""
        values = self.cleaned_data
        way, signed_as, witness = values.get("way"), values.get("signed_as"), values.get("witness")
        if way == Way.ON_PAPER and values.get("kept_where") and not names_something(values["kept_where"]):
            self.add_error("kept_where", "Write where the signed paper is kept")
        if way == Way.SPOKEN and witness and not names_something(witness):
            self.add_error("witness", "Write who heard the patient give consent")
        elif way == Way.SPOKEN and witness and not may_witness(witness, (self.request.user.name, self.patient)):
            self.add_error("witness", NOT_A_WITNESS.rstrip("."))
        is_other = way == Way.ON_SCREEN and signed_as and not shares_a_word(signed_as, self.patient)
        if is_other and not values.get("signed_otherwise"):
            problem = f"This is not the name that is known here, {self.patient}. If the patient signs so, tick this"
            self.add_error("signed_otherwise", problem)

    def _needs(self, name: str, way: Way, problem: str) -> None:
        values = self.cleaned_data
        is_drawn = name == "signed_as" and (values.get("drawn") or "drawn" in self.errors)
        if values.get("way") == way and not values.get(name) and not is_drawn and name not in self.errors:
            self.add_error(name, problem)

    def ask_to_sign_again(self) -> None:
        """Forget a signature on the screen, and say so beside it: it was given to words that have changed since."""
        names = BELONGS[Way.ON_SCREEN.value]
        is_signed = self.data.get("way") == Way.ON_SCREEN and any(self.data.get(name) for name in names)
        self.data = self.data.copy()
        for name in names:
            self.data[name] = ""
        # What nobody has judged yet was not signed for either.
        if is_signed and hasattr(self, "cleaned_data"):
            self.add_error("signed_as", SIGN_AGAIN)

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
