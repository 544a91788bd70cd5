"""The page for the kinds of the condition, with what NICE says about each and where the leaflet says so."""

from dataclasses import replace
from typing import Any

from django import forms

from sdm.leaflets.drafts import ids_for
from sdm.pages.content.draft_page import DraftPage
from sdm.pages.content.rows import Boxes, Rows
from sdm.pages.fields import LineField, RadiosField, WordsField
from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import EditionContent, Indication
from sdm.rules.publishing import stands_in_leaflet


class IndicationBoxes(Boxes):
    """One kind of the condition."""

    name = LineField(label="Kind of the condition")
    arrangement = RadiosField(
        label="What NICE says about it",
        choices=[(one.value, one.title) for one in Arrangement],
        hints={one.value: one.meaning for one in Arrangement},
        look="small",
    )
    evidence = WordsField(
        label="The sentence of the leaflet that says so",
        help_text="Copy it from the leaflet, to the letter.",
        max_length=2000,
        rows=4,
    )
    confirmed = forms.BooleanField(
        label="I have checked this against the leaflet",
        help_text="If you change something here, save it first. Then read it again, and tick this.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """What nobody has settled yet cannot be checked."""
        cleaned = super().clean()
        if cleaned.get("confirmed") and cleaned.get("arrangement") == Arrangement.UNKNOWN:
            self.add_error("arrangement", "Choose what NICE says before you tick that you have checked it")
        return cleaned


class IndicationsPage(DraftPage):
    """The kinds of the condition."""

    place = "indications"
    title = "What NICE says about each kind of the condition"
    lead = "What must happen before consent depends on this. Read the sentence in the leaflet yourself."
    saved = "What NICE says is saved."
    rows = (Rows("indications", "Kinds of the condition", "kind", IndicationBoxes),)
    shows_leaflet = True

    def initial(self) -> dict[str, Any]:
        """A row for each kind."""
        names = IndicationBoxes.base_fields
        return {"indications": [{name: getattr(one, name) for name in names} for one in self.content.indications]}

    def check(self) -> None:
        """The sentence is in the leaflet, word for word."""
        for _, boxes in self.kept("indications"):
            if not stands_in_leaflet(boxes.cleaned_data.get("evidence", ""), self.content):
                boxes.add_error("evidence", "The leaflet does not say this, word for word. Copy the sentence from it")

    def said_after(self, content: EditionContent) -> str:
        """That a kind is to be checked again, where one is not checked as it stands now."""
        names = [one.name for one in content.indications if not one.confirmed]
        if not names:
            return self.saved
        return f"{self.saved} Not checked yet as it stands now: {', '.join(names)}. Read it again, then tick it."

    def changed(self) -> EditionContent:
        """The content with these kinds; one that keeps its name keeps its id."""
        rows = self.values("indications")
        known = {one.name: one.id for one in self.content.indications}
        ids = ids_for([row["name"] for row in rows], known=known)
        return replace(
            self.content,
            indications=tuple(
                Indication(
                    identifier,
                    row["name"],
                    Arrangement(row["arrangement"]),
                    row["evidence"],
                    confirmed=row["confirmed"],
                )
                for identifier, row in zip(ids, rows, strict=True)
            ),
        )
