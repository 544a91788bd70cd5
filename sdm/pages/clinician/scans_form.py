"""The field by which the scan of a signed form comes in, and the forms that have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from sdm.pages.clinician.giving_form import BELONGS, GivingForm
from sdm.pages.fields import WordsField, wording
from sdm.pages.forms import PlainForm
from sdm.rules.giving import Given, Way
from sdm.rules.scans import LONGEST_REASON, MOST_BYTES, MOST_PAGES, ScanFile, why_not_added
from sdm.scans.coming_in import taken_in
from sdm.scans.refused import NotAScan

# A browser never fills in a file by itself.
CHOOSE_AGAIN = "Choose the scan again. Your browser does not keep it"
LONGEST_NAME = 60


class FilesInput(forms.FileInput):
    """A button to choose several files by."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        """Every file that was chosen."""
        return files.getlist(name) if hasattr(files, "getlist") else []


class ScansField(forms.FileField):
    """The files of a scan; its value is what they are kept as."""

    def __init__(self, **kwargs) -> None:
        # Phones offer their camera, and send a picture in one of these kinds.
        accepted = {"multiple": True, "accept": "application/pdf,image/jpeg,image/png"}
        super().__init__(
            help_text=(
                f"A PDF, or photos as JPEG or PNG, of at most {MOST_PAGES} pages and {MOST_BYTES // 1_000_000} MB"
                " together"
            ),
            widget=FilesInput(attrs=accepted),
            error_messages={"required": "Choose the scan of the signed form"},
            **kwargs,
        )

    def clean(self, data: Sequence[UploadedFile], initial: Any = None) -> tuple[ScanFile, ...]:
        """The files, opened and written anew."""
        if not data:
            if self.required:
                raise ValidationError(self.error_messages["required"])
            return ()
        if len(data) > MOST_PAGES or sum(file.size for file in data) > MOST_BYTES:
            raise _refused("This is too much. See above how much a scan can be")
        try:
            made = taken_in([file.read() for file in data])
        except NotAScan as refusal:
            which = f"“{_name_of(data[refusal.place - 1])}”: " if len(data) > 1 else ""
            raise _refused(which + refusal.reason) from None
        if why := why_not_added(made):
            raise _refused(why)
        return made


def _name_of(file: UploadedFile) -> str:
    """What somebody calls their file, to tell it from their others; it says nothing of what is in it."""
    return "".join(filter(str.isprintable, file.name))[:LONGEST_NAME]


def _refused(why: str) -> ValidationError:
    return ValidationError(f"{why.rstrip('.')}. {CHOOSE_AGAIN}")


class ScansForm(PlainForm):
    """Files to add to the scan of a signed form."""

    scans = ScansField(label="Add the scan of the signed form")


class MistakeForm(PlainForm):
    """Why a scan is there by mistake."""

    reason = WordsField(
        label="Why is this scan here by mistake?",
        help_text="For example: it is the form of somebody else. The scan is kept, with your words beside it.",
        max_length=LONGEST_REASON,
        rows=2,
        error_messages={"required": "Write why this scan is here by mistake"},
        validators=[wording],
    )


class DecisionGivingForm(GivingForm):
    """How the consent to the procedure was given, with the scan where it was signed on paper and is at hand.

    `unspoken` is what matters to the patient and has no word recorded about it: that it was talked about is confirmed.
    """

    talked_about = forms.BooleanField(
        label="We have talked about what matters to the patient and is not written about, or they do not want to",
        required=False,
    )

    scans = ScansField(label="If on paper: the scan of the signed form (you can add it later)", required=False)
    field_order = ("talked_about", *GivingForm.field_order)

    def __init__(self, request: HttpRequest, data: Any = None, *, patient: str, unspoken: Sequence[str] = ()) -> None:
        super().__init__(request, data, files=request.FILES if data is not None else None, patient=patient)
        self.unspoken = tuple(unspoken)
        self.fields["way"].reveals = BELONGS | {Way.ON_PAPER.value: (*BELONGS[Way.ON_PAPER.value], "scans")}
        if not unspoken:
            del self.fields["talked_about"]

    def clean(self) -> dict[str, Any]:
        """A scan belongs to paper; and where anything is wrong, it has to be chosen again."""
        values = self.cleaned_data
        if values.get("scans") and values.get("way") not in (Way.ON_PAPER, None):
            self.add_error("scans", "This is only for a form that was signed on paper. Choose that above, or no file")
        if self.unspoken and not values.get("talked_about"):
            self.add_error("talked_about", "Talk about it, or ask whether the patient wants to. Then tick this")
        values = super().clean()
        if self.errors:
            self.ask_for_scan_again()
        return values

    def ask_for_scan_again(self) -> None:
        """Say beside the field that the scan has to be chosen again, where one was and nothing else is said of it."""
        if self.files.getlist("scans") and "scans" not in self.errors:
            self.add_error("scans", CHOOSE_AGAIN)

    def given(self) -> Given:
        """What was typed, and what was talked about without a word of it written."""
        return replace(super().given(), talked_about=self.unspoken)
