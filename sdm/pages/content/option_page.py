"""The page for one option: what it is, and what is good and bad about it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from sdm.leaflets.drafts import ids_for
from sdm.pages.content.boxes import MarkdownField
from sdm.pages.content.draft_page import DraftPage
from sdm.pages.content.rows import Boxes, Rows
from sdm.pages.fields import LineField, NumberField, RadiosField
from sdm.rules.edition import NOT_KNOWN, EditionContent, Option, Outcome
from sdm.rules.words import is_said

# The address of a new option's page: no option goes by it.
NEW = "new"
PROCEDURE, NO_PROCEDURE, ANOTHER = "procedure", "no-procedure", "another"


class OptionBoxes(Boxes):
    """What the option is."""

    name = LineField(label="Name of the option", error_messages={"required": "Enter the name of the option"})
    description = MarkdownField(
        label="What it is", max_length=2000, rows=4, error_messages={"required": "Write what the option is"}
    )
    kind = RadiosField(
        label="Which option is it?",
        choices=[
            (PROCEDURE, "Having the procedure"),
            (NO_PROCEDURE, "Not having the procedure"),
            (ANOTHER, "Another treatment"),
        ],
        error_messages={"required": "Choose which option it is"},
    )
    remove = forms.BooleanField(label="Remove this option", required=False)


class OutcomeBoxes(Boxes):
    """One good or bad point."""

    text = MarkdownField(
        label="In plain words", max_length=500, rows=2, error_messages={"required": "Write this point in plain words"}
    )
    in_100 = NumberField(
        label="How many people in 100 have it",
        help_text="A whole number from 0 to 100, where somebody counted. Leave it empty where there is none.",
        most=100,
        required=False,
    )
    period = LineField(label="Over what time", help_text="For example, over 2 years", required=False)
    seen_in = LineField(label="Who it was seen in", help_text="For example, 120 adults in one study", required=False)
    how_sure = LineField(label="How sure that is", help_text="For example, not very sure: few people", required=False)
    figure = LineField(
        label="If there is no number, why",
        help_text=(
            f"Write {NOT_KNOWN} where nobody knows. Leave it empty where there is no number to give, such as for a"
            " plain statement."
        ),
        initial=NOT_KNOWN,
        required=False,
    )
    source = LineField(label="Where this comes from", required=False)

    def clean_figure(self) -> str:
        """Why there is no number is said in words; a number that stands here is told on the checklist."""
        why = self.cleaned_data["figure"]
        if why and not is_said(why) and not any(char.isdigit() for char in why):
            raise ValidationError(f"Say in words why there is no number, or write {NOT_KNOWN}")
        return why

    def clean(self) -> dict[str, Any]:
        """A figure says where it comes from."""
        typed = self.cleaned_data
        if "source" in typed and not self.errors and _outcome(typed).lacks_source:
            said = "this number" if typed["in_100"] is not None else f"“{typed['figure']}”"
            self.add_error("source", f"Say where {said} comes from, or write {NOT_KNOWN}")
        return typed


class OptionPage(DraftPage):
    """One option, known by its id; a new one has none yet."""

    place = "option"
    title = "New option"
    lead = "Show every option in the same way. Do not say which one is best."
    saved = "The options are saved."
    boxes = OptionBoxes
    rows = (
        Rows("benefits", "Good points", "good point", OutcomeBoxes, hint="If none is known, say so in a good point."),
        Rows("risks", "Bad points", "bad point", OutcomeBoxes, hint="If none is known, say so in a bad point."),
    )
    shows_leaflet = True
    holds_markup = True

    def __init__(
        self, content: EditionContent, data: QueryDict | None = None, *, option_id: str = "", **pressed: str
    ) -> None:
        self.option = content.option(option_id)
        if self.option:
            self.title = self.option.name
        super().__init__(content, data, **pressed)

    def prepare(self) -> None:
        """Only what is there can be removed."""
        if self.option is None:
            del self.form.fields["remove"]

    def initial(self) -> dict[str, Any]:
        """The option as it stands."""
        if self.option is None:
            return {}
        return {
            "name": self.option.name,
            "description": self.option.description,
            "kind": _kind(self.option),
            "benefits": [vars(outcome) for outcome in self.option.benefits],
            "risks": [vars(outcome) for outcome in self.option.risks],
        }

    @property
    def removes(self) -> bool:
        """Whether the option is to go; then nothing else of the page matters."""
        return self.option is not None and bool(self.form["remove"].value())

    def is_valid(self) -> bool:
        """An option that goes needs nothing more."""
        return self.removes or super().is_valid()

    def changed(self) -> EditionContent:
        """The content with this option changed, added at the end, or gone."""
        options = self.content.options
        if self.removes:
            return _without(self.content, self.option)
        if self.option is None:
            identifier = id_for(self.form.cleaned_data["name"], taken=[one.id for one in options])
            return replace(self.content, options=(*options, self._typed(identifier)))
        typed = self._typed(self.option.id)
        return replace(self.content, options=tuple(typed if one is self.option else one for one in options))

    def _typed(self, identifier: str) -> Option:
        form = self.form.cleaned_data
        return Option(
            id=identifier,
            name=form["name"],
            description=form["description"],
            is_procedure=form["kind"] == PROCEDURE,
            is_no_procedure=form["kind"] == NO_PROCEDURE,
            benefits=self._outcomes("benefits"),
            risks=self._outcomes("risks"),
        )

    def _outcomes(self, name: str) -> tuple[Outcome, ...]:
        return tuple(_outcome(row) for row in self.values(name))


def id_for(name: str, *, taken: list[str]) -> str:
    """An id that nothing has yet, and that is no address of its own, for something new with this name."""
    found = ids_for([*taken, name], known={one: one for one in taken})[-1]
    return f"{found}-{len(taken) + 1}" if found == NEW else found


def _without(content: EditionContent, gone: Option) -> EditionContent:
    """The content without an option, and without what was said of it beside what may matter."""
    matters = tuple(
        replace(matter, touches=tuple(touch for touch in matter.touches if touch.option != gone.id))
        for matter in content.matters
    )
    return replace(content, options=tuple(one for one in content.options if one is not gone), matters=matters)


def _kind(option: Option) -> str:
    if option.is_procedure:
        return PROCEDURE
    return NO_PROCEDURE if option.is_no_procedure else ANOTHER


def _outcome(row: Mapping[str, Any]) -> Outcome:
    """One good or bad point as it was typed; the reason why there is no number goes once there is one."""
    values = {name: row[name] for name in ("text", "source", "in_100", "period", "seen_in", "how_sure")}
    return Outcome(**values, figure=row["figure"] if row["in_100"] is None else "")
