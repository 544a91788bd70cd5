"""What is wrong with each row of a clinic's list: it is judged as the form for one patient is, and by the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from sdm.actions.conversations import AlreadyOpen, AnotherName, AnotherPatient
from sdm.models import Conversation, Edition, Invitation, Patient, User
from sdm.pages.clinician import words
from sdm.pages.clinician.colleagues import Colleagues
from sdm.pages.clinician.starting import NewConversationForm, editions_to_start
from sdm.rules.clinic_list import (
    BEGAN,
    BORN,
    CAME,
    DAY,
    EMAIL,
    LEAFLET,
    NAME,
    NUMBER,
    SEEN_BY,
    TIME,
    ListedRow,
    typed_date,
    typed_time,
)
from sdm.rules.csv_cells import STARTS_A_FORMULA
from sdm.rules.leaflet_references import tidy_reference
from sdm.rules.name_words import may_be_one_person
from sdm.rules.transitions import Status

OPEN = [Status.INVITED.value, Status.SENT.value, Status.DISCUSSING.value]
WRITE_THE_DATE = "Write the date like 27/03/1958"
NOT_A_COLLEAGUE = "No clinician of your hospital has this name or e-mail address"
SEVERAL_COLLEAGUES = "More than one clinician has this name. Write the e-mail address"
BY_WHOEVER_INVITES = "you, because the list names nobody"
A_FORMULA = "This begins like a formula. Take the first sign away"
# What the page calls each field of the form, and which columns it is made of, in the order of the page.
OF_PATIENT = {
    "name": ("Name", (NAME,)),
    "date_of_birth": ("Date of birth", (BORN,)),
    "nhs_number": ("NHS number", (NUMBER,)),
    "email": ("E-mail", (EMAIL,)),
}
OF_APPOINTMENT = {
    "appointment_at": ("Appointment", (DAY, TIME)),
    "seen_by": ("Seen by", (SEEN_BY,)),
    "edition": ("Leaflet", (LEAFLET,)),
    "symptoms_began": ("Symptoms began", (BEGAN,)),
    "presented_on": ("First came", (CAME,)),
}
FIELDS = OF_PATIENT | OF_APPOINTMENT


@dataclass
class CheckedRow:
    """A row as the page shows it: what is wrong with each field and with all of it, and who it is about."""

    row: ListedRow
    patient: dict[str, Any]
    problems: dict[str, list[str]]
    notes: list[str] = field(default_factory=list)
    # The conversation that is open already.
    open_one: Conversation | None = None

    @property
    def is_good(self) -> bool:
        """Whether this patient can be invited."""
        return not self.problems

    @property
    def can_have_letter(self) -> bool:
        """Whether nothing is wrong but that this patient was invited already, and they have not opened their link."""
        one = self.open_one
        is_all = self.problems == {"": [str(AlreadyOpen())]}
        return bool(one and is_all and one.status == Status.INVITED and not one.is_opened)

    @property
    def as_a_whole(self) -> list[str]:
        """What is wrong with the row, and with no cell of it."""
        return self.problems.get("", [])

    @property
    def about_patient(self) -> list[tuple[str, str, list[str]]]:
        """What the list says of the patient: (name of the field, what stands there, what is wrong with it)."""
        return self._cells(OF_PATIENT)

    @property
    def about_appointment(self) -> list[tuple[str, str, list[str]]]:
        """The same of the appointment; of whom the list does not say who sees them, whoever invites them does."""
        nobody = {"Seen by": "" if self.row.cells[SEEN_BY] or self.row.problem else BY_WHOEVER_INVITES}
        return [(name, text or nobody.get(name, ""), said) for name, text, said in self._cells(OF_APPOINTMENT)]

    def _cells(self, fields: Mapping[str, tuple[str, tuple[str, ...]]]) -> list[tuple[str, str, list[str]]]:
        return [
            (name, " ".join(filter(None, (self.row.cells[column] for column in columns))), self.problems.get(key, []))
            for key, (name, columns) in fields.items()
        ]

    @property
    def what_to_mend(self) -> str:
        """All that is wrong in one line."""
        names = {"": "", **{key: f"{name}: " for key, (name, _) in FIELDS.items()}}
        return ". ".join(f"{names[key]}{', '.join(said)}" for key, said in self.problems.items())


def checked(rows: Iterable[ListedRow], user: User) -> list[CheckedRow]:
    """Every row with its faults; as many queries for a hundred as for one."""
    rows, editions = list(rows), editions_to_start()
    names_any = any(row.cells[SEEN_BY] for row in rows)
    colleagues = Colleagues(User.objects.clinicians_of(user.hospital_id) if names_any else [user])
    found = [_by_itself(row, editions, colleagues, user) for row in rows]
    _among_each_other(found)
    _against_what_is_known(found, user)
    return found


def _by_itself(row: ListedRow, editions: list[Edition], colleagues: Colleagues, by: User) -> CheckedRow:
    cells, own = row.cells, {}
    typed = {"name": cells[NAME], "nhs_number": cells[NUMBER], "email": cells[EMAIL]}
    asked = tidy_reference(cells[LEAFLET])
    typed["edition"] = next(
        (str(one.pk) for one in editions if one.leaflet.reference.casefold() == asked.casefold()), ""
    )
    if cells[LEAFLET] and not typed["edition"]:
        references = ", ".join(one.leaflet.reference for one in editions) or "none"
        own["edition"] = f"No leaflet of this name is published. Published: {references}"
    meant = colleagues.meant_by(cells[SEEN_BY]) if cells[SEEN_BY] else [by]
    typed["seen_by"] = str(meant[0].pk) if len(meant) == 1 else ""
    if len(meant) != 1:
        own["seen_by"] = SEVERAL_COLLEAGUES if meant else NOT_A_COLLEAGUE
    dates = {"date_of_birth": BORN, "appointment_at": DAY, "symptoms_began": BEGAN, "presented_on": CAME}
    for name, column in dates.items():
        read = typed_date(cells[column])
        if read:
            typed |= {f"{name}_day": read.day, f"{name}_month": read.month, f"{name}_year": read.year}
        elif cells[column]:
            own[name] = WRITE_THE_DATE
        if name == "appointment_at":
            typed["appointment_at_time"] = typed_time(cells[TIME]) or (read.time if read else "")
    own |= {key: A_FORMULA for key, (_, columns) in FIELDS.items() if any(map(_is_formula, map(cells.get, columns)))}
    form = NewConversationForm(typed, editions=editions, colleagues=colleagues, by=by)
    form.fields["edition"].error_messages["required"] = "Write the reference of a leaflet"
    problems = {name: list(told) for name, told in form.errors.items()} | {name: [one] for name, one in own.items()}
    # One who is no adult is started with by somebody who has read the warning.
    if young := problems.pop("under_18", []):
        problems["date_of_birth"] = [f"{young[0]}. Start this conversation on its own page"]
    if row.problem:
        problems[""] = [row.problem]
    return CheckedRow(row, form.cleaned_data, problems)


def _is_formula(text: str) -> bool:
    return text.lstrip("' \u00a0").startswith(STARTS_A_FORMULA)


def _among_each_other(rows: list[CheckedRow]) -> None:
    """The same patient and leaflet on two lines, or one NHS number with two dates of birth."""
    lines: dict[tuple[str, Any], int] = {}
    births: dict[str, tuple[int, date | None]] = {}
    for one in rows:
        number, edition, born = (one.patient.get(name) for name in ("nhs_number", "edition", "date_of_birth"))
        if not number:
            continue
        line, first_born = births.setdefault(number, (one.row.line, born))
        if born and first_born and born != first_born:
            _add(one, "nhs_number", f"Line {line} has the same NHS number with another date of birth")
        elif edition and lines.setdefault((number, edition.pk), one.row.line) != one.row.line:
            _add(one, "nhs_number", f"The same patient and leaflet stand in line {lines[number, edition.pk]}")


def _against_what_is_known(rows: list[CheckedRow], user: User) -> None:
    """What the hospital knows of these patients already."""
    numbers = {one.patient["nhs_number"] for one in rows if one.patient.get("nhs_number")}
    patients = {
        one.nhs_number: one for one in Patient.objects.filter(hospital_id=user.hospital_id, nhs_number__in=numbers)
    }
    conversations = Conversation.objects.visible_to(user).filter(patient__in=patients.values(), status__in=OPEN)
    opened = Invitation.objects.filter(conversation=OuterRef("pk"), opened_at__isnull=False)
    open_ones = {
        (one.patient_id, one.leaflet_id): one
        for one in conversations.annotate(is_opened=Exists(opened)).select_related("patient").with_head()
    }
    for one in rows:
        known = patients.get(one.patient.get("nhs_number"))
        if known is None:
            continue
        if one.patient.get("date_of_birth") not in (None, known.date_of_birth):
            _add(one, "nhs_number", str(AnotherPatient(known)))
            continue
        if not may_be_one_person(one.patient.get("name") or known.name, known.name):
            _add(one, "name", str(AnotherName(known)))
            continue
        edition = one.patient.get("edition")
        one.open_one = open_ones.get((known.pk, edition.leaflet_id)) if edition else None
        if one.open_one:
            _add(one, "", str(AlreadyOpen()))
        elif one.patient.get("name") not in (None, known.name):
            one.notes.append(words.KNOWN_AS.format(name=known.name))


def _add(one: CheckedRow, field_name: str, problem: str) -> None:
    one.problems.setdefault(field_name, []).append(problem)
