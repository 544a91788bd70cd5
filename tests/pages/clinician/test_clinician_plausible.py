"""What cannot be, or is unusual: refused beside its box, asked to be confirmed, and never counted as done."""

import html
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sdm.actions.afterwards import write_down_change_of_mind
from sdm.actions.decisions import consent_to_study, decide
from sdm.actions.help import arrange_help
from sdm.models import Conversation, Decision, Patient
from sdm.models.follow_up import ProcedureNote
from sdm.rules import parts
from sdm.rules.afterwards import CHANGED_MIND
from sdm.rules.parts import Saved
from sdm.rules.transitions import NotAllowed
from tests.given import consent, spoken
from tests.pages.clinician.conftest import in_boxes

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def words_of(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def problems(response) -> list[tuple[str, str]]:
    return response.context["form"].problems


def years_ago(years: int) -> date:
    return date(TODAY.year - years, 1, 1)


# Patients under 18


@pytest.fixture
def typed(edition, clinician):
    """A new conversation for a patient of so many years."""

    def typed(age: int, **values) -> dict[str, str]:
        return {
            "name": "Megan Ellis",
            **in_boxes("date_of_birth", years_ago(age)),
            "nhs_number": "943 476 5919",
            "edition": str(edition.pk),
            **in_boxes("appointment_at", TODAY + timedelta(days=1)),
            "appointment_at_time": "14:30",
            "seen_by": str(clinician.pk),
            **values,
        }

    return typed


@pytest.mark.parametrize(("age", "says"), [(15, "form 2 on paper"), (17, "policy for patients under 18")])
def test_a_conversation_with_somebody_under_18_goes_on_once_that_is_confirmed(staff, typed, age, says):
    address = reverse("conversation-new")
    assert "under_18" not in staff.get(address).content.decode()
    refused = staff.post(address, typed(age))
    assert refused.status_code == 422
    [(place, told)] = problems(refused)
    assert (place, f"this patient is {age} years old" in told, says in told) == ("#id_under_18", True, True)
    assert Conversation.objects.count() == 0
    assert staff.post(address, typed(age, under_18="on")).status_code == 302
    assert Conversation.objects.count() == 1


def test_nobody_is_asked_that_about_an_adult(staff, typed):
    assert staff.post(reverse("conversation-new"), typed(18)).status_code == 302


def test_a_clinics_list_leaves_somebody_under_18_to_a_page_of_their_own(staff, edition):
    day = TODAY + timedelta(days=9)
    text = (
        "Name,Date of birth,NHS number,Appointment date,Appointment time,Leaflet\n"
        f"Megan Ellis,01/01/{TODAY.year - 12},943 476 5919,{day:%d/%m/%Y},09:30,IPG651"
    )
    page = words_of(staff.post(reverse("conversation-new-many"), {"text": text}))
    assert "This app records an adult’s own consent" in page
    assert "Start this conversation on its own page" in page


@pytest.fixture
def of_age(conversation):
    """Makes the patient so many years old."""

    def of_age(age: int) -> None:
        Patient.objects.filter(pk=conversation.patient_id).update(date_of_birth=years_ago(age))

    return of_age


def missing(staff, at) -> list[str]:
    return [one.id for one in staff.get(at("conversation-decision")).context["missing"]]


def test_of_a_child_no_consent_is_recorded_and_the_page_says_which_route(
    record, iliofemoral, staff, at, of_age, conversation, clinician, fresh
):
    record(iliofemoral)
    of_age(15)
    assert missing(staff, at) == ["old-enough"]
    staff.post(at("conversation-arrangement", "age"), {"age-text": "Her mother"})
    assert missing(staff, at) == ["old-enough"]
    with pytest.raises(NotAllowed):
        decide(conversation=fresh(conversation), choice="consent", reasons="x", given=spoken(), seen=0, by=clinician)
    page = words_of(staff.get(at("conversation-arrangement", "age")))
    assert "Use consent form 2 on paper" in page
    assert "policy for patients under 18" in page
    decide(conversation=fresh(conversation), choice="refusal", reasons="No.", seen=0, by=clinician)


def test_at_16_and_17_who_else_takes_part_is_written_down(record, iliofemoral, staff, at, of_age):
    record(iliofemoral)
    of_age(17)
    assert missing(staff, at) == ["who-else-takes-part"]
    assert staff.post(at("conversation-arrangement", "age"), {"age-text": "Her mother, in the room"}).status_code == 302
    assert missing(staff, at) == []
    assert "What follows is about adults" in words_of(staff.get(at("conversation-arrangement", "capacity")))


def test_a_child_consents_to_no_study_here(record, distal, at, of_age, conversation, clinician, fresh):
    record(distal)
    of_age(12)
    with pytest.raises(NotAllowed, match="under 16"):
        consent_to_study(conversation=fresh(conversation), given=spoken(), by=clinician)


# Days that cannot be


@pytest.mark.parametrize("name", ["team-assessed_on", "special-governance_told_on", "capacity-assessed_on"])
@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(1945, 5, 8), "The day cannot be before the patient was born. Check the year"),
        (date(2026, 11, 15), "The day cannot be before the symptoms began, on 16 November 2026"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_boxes(staff, at, conversation, fresh, name, day, says):
    part = name.partition("-")[0]
    typed = {**in_boxes(name, day), "team-member0": "Dr Khan"}
    response = staff.post(at("conversation-arrangement", part), typed)
    assert (response.status_code, problems(response)) == (422, [(f"#id_{name}_day", says)])
    assert part not in fresh(conversation).discussion


@pytest.fixture
def consented(conversation, clinician):
    return consent(conversation, by=clinician)


def test_a_procedure_is_not_done_before_it_was_decided_nor_entered_before_it_was_done(staff, at, consented):
    address = at("conversation-procedure-end")
    typed = {"procedure-happened": "done", **in_boxes("procedure-done_on", TODAY - timedelta(days=1))}
    response = staff.post(address, typed)
    assert response.status_code == 422
    assert "It cannot have been done before the patient decided to have it" in words_of(response)
    typed = {
        "procedure-happened": "done",
        **in_boxes("procedure-done_on", TODAY),
        **in_boxes("procedure-registry_on", TODAY - timedelta(days=1)),
    }
    response = staff.post(address, typed)
    assert response.status_code == 422
    assert problems(response)[0][0] == "#id_procedure-registry_on_day"
    assert ProcedureNote.objects.count() == 0


# Words that say nothing


@pytest.mark.parametrize(
    ("part", "name", "typed"),
    [
        ("special", "governance_lead", "x"),
        ("special", "registry", "."),
        ("special", "check1_what", "."),
        ("special", "check1_when", "never"),
        ("team", "member1", "?"),
        ("research", "study_name", "1"),
    ],
)
def test_words_that_say_nothing_are_refused_beside_their_box(staff, at, iliofemoral, part, name, typed):
    boxes = {key: value for key, value in iliofemoral.items() if key.startswith(f"{part}-")}
    response = staff.post(at("conversation-arrangement", part), boxes | {f"{part}-{name}": typed})
    assert response.status_code == 422
    [(place, told)] = problems(response)
    assert (place, "This does not count as an answer" in told) == (f"#id_{part}-{name}", True)


def test_one_person_is_not_two_professions(staff, at, iliofemoral, conversation, fresh):
    boxes = {key: value for key, value in iliofemoral.items() if key.startswith("team-")}
    response = staff.post(at("conversation-arrangement", "team"), boxes | {"team-member2": "dr amira khan"})
    assert response.status_code == 422
    assert problems(response)[0][0] == "#id_team-member2"
    assert parts.TEAM not in fresh(conversation).discussion


# The study


def test_another_study_has_to_be_explained_anew(record, distal, staff, at, conversation, fresh):
    record(distal)
    study = {key: value for key, value in distal.items() if key.startswith("research-")}
    other = study | {"research-ethics_reference": "26/NW/9999", "research-revision": "1"}
    assert staff.post(at("conversation-arrangement", "research"), other).status_code == 302
    assert "study-explained" in missing(staff, at)
    assert staff.post(at("conversation-arrangement", "research"), other | {"research-revision": "2"}).status_code == 302
    assert "study-explained" not in missing(staff, at)


def test_a_study_that_was_explained_has_an_information_sheet(staff, at, distal):
    study = {key: value for key, value in distal.items() if key.startswith("research-")}
    response = staff.post(at("conversation-arrangement", "research"), study | {"research-information_sheet": ""})
    wanted = "Write which version of the information sheet the patient has"
    assert problems(response) == [("#id_research-information_sheet", wanted)]


# Help that was asked for


@pytest.fixture
def interpreter(conversation):
    """The patient asked for an interpreter the last time, too."""
    known = {"needs": ["interpreter"], "language": "Polish"}
    Conversation.objects.filter(pk=conversation.pk).update(known_needs=known)


def test_help_that_nobody_arranged_asks_how_the_patient_understood(record, iliofemoral, staff, at, interpreter):
    record(iliofemoral)
    assert missing(staff, at) == ["understood"]
    there = at("conversation-arrangement", "understood")
    assert "Nothing is arranged for: Interpreter" in words_of(staff.get(there)).replace("An interpreter", "Interpreter")
    staff.post(there, {"understood-text": "A Polish nurse, Ola Nowak, spoke for both."})
    assert missing(staff, at) == []


def test_help_that_is_arranged_asks_nothing(
    record, iliofemoral, staff, at, interpreter, conversation, clinician, fresh
):
    record(iliofemoral)
    notes = {"interpreter": Saved("interpreter", text="Ola Nowak, all morning")}
    arrange_help(conversation=fresh(conversation), notes=notes, by=clinician)
    assert missing(staff, at) == []


# Capacity


ASSESSED = {
    "capacity-doubt": "yes",
    "capacity-support": "A quiet room",
    "capacity-assessment": "She could not say back what would happen",
    "capacity-assessed_by": "Dr Khan",
    "capacity-result": "lacks",
    **in_boxes("capacity-assessed_on", TODAY),
}


def test_that_the_patient_cannot_decide_is_said_as_it_is_with_the_route(record, iliofemoral, staff, at):
    record(iliofemoral)
    there = at("conversation-arrangement", "capacity")
    staff.post(there, ASSESSED)
    page = words_of(staff.get(at("conversation-decision")))
    assert "The patient cannot make this decision: the assessment says so. Use consent form 4, on paper" in page
    assert "There is a doubt" not in page
    route = words_of(staff.get(there))
    assert "An adult who is unable to consent to an investigation or treatment For this patient" in route
    assert route.count("For this patient") == 1


# A procedure without a consent


@pytest.mark.parametrize("before", ["refused", "taken back", "nothing decided"])
def test_that_it_was_done_without_a_consent_is_confirmed_and_flagged(
    staff, at, conversation, clinician, fresh, note, before
):
    if before == "nothing decided":
        note("question-1", "We talked.")
    elif before == "refused":
        decide(conversation=fresh(conversation), choice="refusal", reasons="No.", seen=0, by=clinician)
    else:
        consent(conversation, by=clinician)
        write_down_change_of_mind(conversation=fresh(conversation), wants=CHANGED_MIND, by=clinician)
    address = at("conversation-procedure-end")
    typed = {"procedure-happened": "done", **in_boxes("procedure-done_on", TODAY)}
    response = staff.post(address, typed)
    assert (response.status_code, problems(response)[0][0]) == (422, "#id_procedure-no_consent")
    page = words_of(staff.post(address, typed | {"procedure-no_consent": "on"}, follow=True))
    assert "Done without a consent that stands" in page


def test_with_a_consent_that_stands_nobody_is_asked(staff, at, consented):
    typed = {"procedure-happened": "done", **in_boxes("procedure-done_on", TODAY), "procedure-no_consent": "on"}
    page = words_of(staff.post(at("conversation-procedure-end"), typed, follow=True))
    assert "It was done" in page
    assert "without a consent" not in page
    assert Decision.objects.get().choice == "consent"
