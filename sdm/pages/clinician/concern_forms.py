"""What is recorded where something stands in the way of a consent: capacity, age, help not given, what is withheld."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from sdm.pages.clinician.parts import PartForm
from sdm.pages.fields import DateBoxesField, LineField, RadiosField, WordsField, has_come, wording
from sdm.rules import parts
from sdm.rules.capacity import RESULTS
from sdm.rules.possible_days import problem_of_preparing
from sdm.rules.withholding import missing

NEEDED = {
    "support": "Write what was done to support the patient",
    "assessment": "Write what was assessed, and how",
    "assessed_by": "Write who assessed it",
    "assessed_on": "Enter the day of the assessment",
}


class CapacityForm(PartForm):
    """A doubt about capacity with its assessment, or about whether the patient decides freely."""

    part = parts.CAPACITY
    title = "Whether the patient can make this decision"
    days = MappingProxyType({"assessed_on": problem_of_preparing})
    doubt = RadiosField(
        label="Is there a doubt whether the patient can make this decision?",
        choices=[("", "No. Capacity is presumed"), ("yes", "Yes, there is a doubt")],
        look="small",
        required=False,
    )
    support = WordsField(
        label="What was done to support the patient to decide", required=False, rows=3, validators=[wording]
    )
    assessment = WordsField(label="What was assessed, and how", required=False, rows=3, validators=[wording])
    result = RadiosField(
        label="What is the result?",
        look="small",
        choices=[("", "Not assessed yet"), *((key.value, words) for key, words in RESULTS.items())],
        required=False,
    )
    assessed_by = LineField(label="Who assessed it", required=False)
    assessed_on = DateBoxesField(label="When", required=False, validators=[has_come("The day of the assessment")])
    not_free = WordsField(
        label="What makes you doubt that the patient decides freely (optional)",
        help_text="A refusal is no reason to doubt it.",
        required=False,
        rows=2,
    )
    free_after_all = WordsField(
        label="What was done about it, and why the patient decides freely after all",
        help_text="While a doubt stands above, or the patient says that they have no choice, and this is empty, "
        "consent cannot be recorded. A refusal always can.",
        required=False,
        rows=2,
        validators=[wording],
    )

    def clean(self) -> dict[str, Any]:
        """A result has its assessment."""
        values = super().clean()
        if values.get("doubt") == "yes" and values.get("result"):
            for name, problem in NEEDED.items():
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, problem)
        return values


class AgeForm(PartForm):
    """Who takes part beside a patient who is no adult yet."""

    part = parts.AGE
    title = "A patient under 18"
    text = WordsField(
        label="Who else takes part in the decision, and how",
        help_text="Follow your hospital’s policy for patients under 18.",
        max_length=1000,
        required=False,
        rows=3,
        validators=[wording],
    )


class UnderstoodForm(PartForm):
    """How a patient understood who asked for help that nobody arranged."""

    part = parts.UNDERSTOOD
    title = "Help that was asked for"
    text = WordsField(
        label="How did you make sure that the patient understood?",
        help_text="For example: who helped, and what the patient told back.",
        max_length=1000,
        required=False,
        rows=3,
        validators=[wording],
    )


class WithheldForm(PartForm):
    """What the patient was not told, or is told later, and why."""

    part = parts.WITHHELD
    title = "Information withheld or delayed"
    withheld = WordsField(label="What was withheld from the patient (optional)", required=False, rows=2)
    withheld_because = WordsField(label="Why it was withheld", required=False, rows=2)
    legal_advice = RadiosField(
        label="Was legal advice sought?",
        look="small",
        choices=[("yes", "Yes"), ("no", "No"), ("", "Not known")],
        required=False,
    )
    delayed = WordsField(label="What is told later (optional)", required=False, rows=2)
    delayed_because = WordsField(label="Why it is told later", required=False, rows=2)
    delayed_until = LineField(label="When it can be told", required=False)

    def clean(self) -> dict[str, Any]:
        """Whatever is withheld or delayed has a reason; what is delayed is told some day."""
        values = super().clean()
        for name, problem in missing(values):
            if name not in self.errors:
                self.add_error(name, problem)
        return values


FORMS: dict[str, type[PartForm]] = {form.part: form for form in (CapacityForm, AgeForm, UnderstoodForm, WithheldForm)}
