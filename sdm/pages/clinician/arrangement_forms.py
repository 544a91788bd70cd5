"""What NICE asks for besides, as forms: the team that assessed the patient, special arrangements, a research study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from sdm.pages.clinician.box_rows import BoxRows
from sdm.pages.clinician.parts import PartForm
from sdm.pages.fields import ConfirmField, DateBoxesField, LineField, has_come, naming, naming_when
from sdm.rules import parts
from sdm.rules.edition import EditionContent
from sdm.rules.parts import Saved
from sdm.rules.planned import alike, checks_of, members_of, twice_named
from sdm.rules.possible_days import problem_of_preparing

CHECKS = BoxRows(
    name="check",
    legend="Check",
    boxes=lambda: {
        "what": LineField(label="What is checked", max_length=300, required=False, validators=[naming]),
        "when": LineField(
            label="When",
            help_text="A day, or how long after the procedure",
            required=False,
            validators=[naming_when],
        ),
        "whom": LineField(label="With whom", required=False, validators=[naming]),
    },
    needed={
        "what": "Write what is checked",
        "when": "Write when it is checked",
        "whom": "Write with whom the patient has this check",
    },
    most=6,
    begun=("what", "when", "whom"),
)


NEEDED_TO_EXPLAIN = {
    "explained_by": "Write who explained the study",
    "information_sheet": "Write which version of the information sheet the patient has",
}


class TeamForm(PartForm):
    """Who of the team that the edition names assessed the patient, a line for each profession."""

    part = parts.TEAM
    title = "The team that assessed the patient"
    days = MappingProxyType({"assessed_on": problem_of_preparing})
    different_people = ConfirmField(label="They are different people")
    assessed_on = DateBoxesField(
        label="When they assessed the patient", required=False, validators=[has_come("The day of the assessment")]
    )

    def __init__(self, content: EditionContent, saved: Saved, data: Any = None, **kwargs) -> None:
        self.team = content.team
        super().__init__(content, saved, data, **kwargs)
        members = members_of(saved.details.get("members"))
        for number, profession in enumerate(self.team):
            label = f"{profession}: who took part"
            self.fields[f"member{number}"] = LineField(
                label=label, help_text="Their name", required=False, validators=[naming]
            )
            self.initial[f"member{number}"] = members.get(profession, "")
        members_first = [f"member{number}" for number in range(len(self.team))]
        self.order_fields([*members_first, "different_people", "assessed_on"])

    def clean(self) -> dict[str, Any]:
        """Nobody stands for two professions: then fewer people than NICE names have looked at the patient."""
        values = super().clean()
        names = {profession: values.get(f"member{number}") or "" for number, profession in enumerate(self.team)}
        for profession in twice_named(names):
            problem = "This person stands for another profession already. Write who took part as this one"
            self.add_error(f"member{self.team.index(profession)}", problem)
        self._clean_different(names)
        return self.cleaned_data

    def _clean_different(self, names: Mapping[str, str]) -> None:
        """Names that can be one person's are two people's only where somebody says so."""
        pair = None if twice_named(names) else alike(names)
        if pair and not self.cleaned_data.get("different_people"):
            problem = f"“{pair[0]}” and “{pair[1]}” can be one person. If they are two people, tick this"
            self.add_error("different_people", problem)
        elif not pair:
            self.cleaned_data["different_people"] = False

    def note(self) -> Saved:
        """What was typed, each name with its profession."""
        named = ((profession, self.cleaned_data.pop(f"member{number}")) for number, profession in enumerate(self.team))
        members = [{"profession": profession, "name": name} for profession, name in named if name]
        self.cleaned_data["members"] = members
        return super().note()

    def as_it_stands(self) -> Iterator[tuple[str, str]]:
        """The names that are saved, and the day."""
        yield from members_of(self.saved.details.get("members")).items()
        yield from super().as_it_stands()


class SpecialForm(PartForm):
    """What NICE asks for besides, where a kind of the condition has special arrangements."""

    part = parts.SPECIAL
    title = "Special arrangements"
    days = MappingProxyType({"governance_told_on": problem_of_preparing})
    written_information = forms.BooleanField(label="The patient has clear written information", required=False)
    uncertainties_explained = forms.BooleanField(
        label="What is not certain was explained: how safe it is and how well it works", required=False
    )
    governance_lead = LineField(
        label="Clinical governance lead who was told", max_length=200, required=False, validators=[naming]
    )
    governance_told_on = DateBoxesField(
        label="When they were told", required=False, validators=[has_come("The day they were told")]
    )
    registry = LineField(label="Registry or audit", max_length=300, required=False, validators=[naming])

    def __init__(self, content: EditionContent, saved: Saved, data: Any = None, **kwargs) -> None:
        super().__init__(content, saved, data, **kwargs)
        self.fields.update(CHECKS.fields())
        self.initial |= CHECKS.initial(checks_of(saved.details.get("checks")))
        if content.registry:
            self.fields["registry"].help_text = f"For example: {content.registry}"

    @property
    def rows(self) -> list[BoundField]:
        """The fields that stand by themselves; the checks are drawn below them."""
        return [self[name] for name in self.base_fields]

    @property
    def box_rows(self) -> list[tuple[str, list[BoundField], bool]]:
        """The checks, a row for each."""
        return CHECKS.drawn(self)

    def clean(self) -> dict[str, Any]:
        """Each check says what, when and with whom."""
        values = super().clean()
        values["checks"] = CHECKS.read(self)
        return values

    def as_it_stands(self) -> Iterator[tuple[str, str]]:
        """What is saved, each check on a line."""
        names = set(CHECKS.fields())
        for label, said in super().as_it_stands():
            if label not in {self.fields[name].label for name in names}:
                yield label, said
        if checks := checks_of(self.saved.details.get("checks")):
            yield "Regular checks", "\n".join(", ".join(filter(None, check.values())) for check in checks)


class ResearchForm(PartForm):
    """What is asked for besides, where a kind of the condition is for research only."""

    part = parts.RESEARCH
    title = "The research study"
    study_name = LineField(label="Name of the study", max_length=300, required=False, validators=[naming])
    ethics_reference = LineField(
        label="Ethics reference", max_length=100, width=20, required=False, validators=[naming_when]
    )
    information_sheet = LineField(
        label="Version of the information sheet that the patient has",
        max_length=100,
        width=20,
        required=False,
        validators=[naming_when],
    )
    study_explained = forms.BooleanField(
        label="The study was explained to the patient",
        help_text="If you change the study’s name or reference: save that first, explain it, and tick this again.",
        required=False,
    )
    explained_by = LineField(label="Who explained it", max_length=200, required=False, validators=[naming])

    def clean(self) -> dict[str, Any]:
        """A study that was explained was explained by somebody, with an information sheet."""
        values = super().clean()
        if values.get("study_explained"):
            for name, problem in NEEDED_TO_EXPLAIN.items():
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, problem)
        return values


FORMS: dict[str, type[PartForm]] = {form.part: form for form in (TeamForm, SpecialForm, ResearchForm)}
