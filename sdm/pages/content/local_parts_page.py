"""The page for what a hospital adds to a leaflet: its boxes, and the local parts with what was typed put in."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from sdm.pages.content.boxes import MarkdownField
from sdm.pages.content.draft_page import DraftPage
from sdm.pages.content.rows import Boxes, Rows
from sdm.pages.fields import LineField, MailAddressField, NumberField
from sdm.rules.edition import Outcome
from sdm.rules.local_parts import (
    Contact,
    LocalParts,
    is_impossible,
    is_phone_number,
    missing_about_number,
    word_problems,
)

OF_CONTACT = ("name", "phone", "hours", "email")
OF_RESULT = ("text", "in_100", "period", "seen_in", "source")
ASKED_FOR = {
    "period": "Say over what time this was seen",
    "seen_in": "Say who was counted",
    "source": "Say who counted them",
}


class LocalBoxes(Boxes):
    """Whom to ask here, and what happens afterwards."""

    name = LineField(
        label="Whom patients ask about this leaflet",
        help_text="For example, vein nurses. Leave it empty, and patients are shown the hospital’s own team.",
        required=False,
    )
    phone = LineField(label="Phone number", max_length=60, required=False)
    hours = LineField(
        label="When somebody answers",
        help_text="For example, Monday to Friday, 9am to 5pm",
        max_length=120,
        required=False,
    )
    email = MailAddressField(label="E-mail address", required=False)
    afterwards = MarkdownField(
        label="What happens afterwards here",
        help_text="For example, when patients come back, and for what.",
        max_length=1500,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Somebody to ask has a name, and a way to reach them; the words are fit to stand beside a leaflet."""
        typed = self.cleaned_data
        reach = typed.get("phone") or typed.get("email")
        if not typed.get("name") and (reach or typed.get("hours")):
            self.add_error("name", "Say whom patients reach there")
        elif typed.get("name") and not reach and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", "Give a phone number or an e-mail address")
        if typed.get("phone") and not is_phone_number(typed["phone"]):
            self.add_error("phone", "Enter a phone number, like 01632 960 001")
        for problem in word_problems(typed.get("afterwards", "")):
            self.add_error("afterwards", problem)
        return typed


class ResultBoxes(Boxes):
    """One thing that was seen at this hospital."""

    text = MarkdownField(
        label="In plain words", max_length=500, rows=2, error_messages={"required": "Write this result in plain words"}
    )
    in_100 = NumberField(
        label="How many people in 100",
        help_text="A whole number from 0 to 100. Leave it empty where nobody counted.",
        most=100,
        required=False,
    )
    period = LineField(label="Over what time", help_text="For example, over 1 year", required=False)
    seen_in = LineField(
        label="Who was counted", help_text="For example, all 140 people treated here from 2023 to 2025", required=False
    )
    source = LineField(label="Who counted them", help_text="For example, our own audit of 2025", required=False)

    def clean(self) -> dict[str, Any]:
        """A number says what an edition's would; the words are fit to stand beside a leaflet."""
        typed = self.cleaned_data
        if not self.errors:
            for name in missing_about_number(_result(typed)):
                self.add_error(name, ASKED_FOR[name])
        if not self.errors and is_impossible(_result(typed)):
            said = f"{typed['in_100']} in 100 cannot come of the people who were counted: “{typed['seen_in']}”"
            self.add_error("in_100", said)
        for problem in word_problems(typed.get("text", ""), has_number=typed.get("in_100") is not None):
            self.add_error("text", problem)
        return typed


class LocalPartsPage(DraftPage):
    """Local parts in boxes; the same kind of page as the parts of a draft, though they are no part of one."""

    place = "local"
    title = "What your hospital adds"
    saved = "What your hospital adds is saved. Patients see it from now on."
    boxes = LocalBoxes
    rows: ClassVar = (Rows("results", "What was seen here", "result", ResultBoxes, most=10),)
    holds_markup = True
    content: LocalParts

    def initial(self) -> dict[str, Any]:
        """The local parts as they stand."""
        return {
            **vars(self.content.contact),
            "afterwards": self.content.afterwards,
            "results": [vars(result) for result in self.content.results],
        }

    def changed(self) -> LocalParts:
        """The local parts as they were typed; only after `is_valid`."""
        typed = self.form.cleaned_data
        return LocalParts(
            contact=Contact(**{name: typed[name] for name in OF_CONTACT}),
            results=tuple(self._results()),
            afterwards=typed["afterwards"],
        )

    def _results(self) -> Iterator[Outcome]:
        for row in self.values("results"):
            yield _result(row)


def _result(typed: Mapping[str, Any]) -> Outcome:
    """One result; where there is no number, there is none to give a reason for."""
    return Outcome(**{name: typed.get(name) for name in OF_RESULT}, figure="")
