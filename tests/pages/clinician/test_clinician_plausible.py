"""What cannot be, or is unusual: refused beside its box, asked to be confirmed, and never counted as done."""

import html
import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate as today

from sdm.actions.afterwards import write_down_change_of_mind
from sdm.actions.decisions import consent_to_study, decide
from sdm.actions.help import arrange_help
from sdm.models import Conversation, Decision, Patient, Try
from sdm.models.facts import facts_of
from sdm.models.follow_up import ProcedureNote
from sdm.pages.accounts.surely import DEMO_WORD, check_again
from sdm.rules import parts
from sdm.rules.afterwards import CHANGED_MIND, NOT_OFFERED
from sdm.rules.parts import Saved
from sdm.rules.patient_fields import OWN_MATTER, OWN_MATTER_RATED
from sdm.rules.transitions import NotAllowed
from tests.given import PASSWORD, consent, spoken
from tests.pages.clinician.conftest import in_boxes

pytestmark = pytest.mark.django_db


def words_of(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def problems(response) -> list[tuple[str, str]]:
    return response.context["form"].problems


def years_ago(years: int) -> date:
    return date(today().year - years, 1, 1)


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
            **in_boxes("appointment_at", today() + timedelta(days=1)),
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
    day = today() + timedelta(days=9)
    text = (
        "Name,Date of birth,NHS number,Appointment date,Appointment time,Leaflet\n"
        f"Megan Ellis,01/01/{today().year - 12},943 476 5919,{day:%d/%m/%Y},09:30,IPG651"
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
    decision = words_of(staff.get(at("conversation-decision")))
    assert "Consent is not offered here for this patient, whatever else is done." in decision
    assert "Consent form 2 is for: a parent who agrees" in decision
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
    typed = {"procedure-happened": "done", **in_boxes("procedure-done_on", today() - timedelta(days=1))}
    response = staff.post(address, typed)
    assert response.status_code == 422
    assert "It cannot have been done before the patient decided to have it" in words_of(response)
    typed = {
        "procedure-happened": "done",
        **in_boxes("procedure-done_on", today()),
        **in_boxes("procedure-registry_on", today() - timedelta(days=1)),
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
    **in_boxes("capacity-assessed_on", today()),
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
    typed = {"procedure-happened": "done", **in_boxes("procedure-done_on", today())}
    response = staff.post(address, typed)
    assert (response.status_code, problems(response)[0][0]) == (422, "#id_procedure-no_consent")
    page = words_of(staff.post(address, typed | {"procedure-no_consent": "on"}, follow=True))
    assert "Done without a consent that stands" in page


def test_with_a_consent_that_stands_nobody_is_asked(staff, at, consented):
    typed = {"procedure-happened": "done", **in_boxes("procedure-done_on", today()), "procedure-no_consent": "on"}
    page = words_of(staff.post(at("conversation-procedure-end"), typed, follow=True))
    assert "It was done" in page
    assert "without a consent" not in page
    assert Decision.objects.get().choice == "consent"


# How consent is given and signed


@pytest.fixture
def ready(record, iliofemoral):
    """Everything that is asked for before consent has happened."""
    record(iliofemoral)


@pytest.fixture
def press(staff, at, conversation, fresh):
    """Presses "Record the decision" on the page as it stands."""

    def press(choice: str, **typed):
        shown = fresh(conversation).head[0]
        sent = {"seen": "0", "shown": shown, "choice": choice, "reasons": "To walk again.", "option_id": ""}
        return staff.post(at("conversation-decision"), {**sent, "password": PASSWORD, **typed})

    return press


def wrong(response) -> list[str]:
    return [place for place, _ in response.context["giving"].problems]


def test_a_typed_signature_that_is_no_name_of_theirs_is_confirmed(ready, press, staff, at):
    assert "signed_otherwise" not in staff.get(at("conversation-decision")).content.decode()
    typed = {"way": "on-screen", "signed_as": "X"}
    response = press("consent", **typed)
    assert (response.status_code, wrong(response)) == (422, ["#id_signed_otherwise"])
    assert 'name="signed_otherwise"' in response.content.decode()
    assert press("consent", **typed, signed_otherwise="on").status_code == 302


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ({"way": "spoken", "witness": "Dr Amira Khan"}, "#id_witness"),
        ({"way": "spoken", "witness": "Margaret Ellis"}, "#id_witness"),
        ({"way": "spoken", "witness": "x"}, "#id_witness"),
        ({"way": "on-paper", "kept_where": "?"}, "#id_kept_where"),
        ({"way": "on-screen", "drawn": "[[[5,5]]]"}, ""),
    ],
)
def test_what_is_no_signature_and_no_witness_is_refused(ready, press, typed, where):
    response = press("consent", **typed)
    assert response.status_code == 422
    assert where in wrong(response)
    assert Decision.objects.count() == 0


def test_what_belongs_to_a_way_stands_below_it(ready, staff, at):
    page = staff.get(at("conversation-decision")).content.decode()
    for number, name in enumerate(("signed_as", "kept_where", "witness")):
        below = page.split(f'id="id_way_{number}_more"', 1)[1].split("nhsuk-radios__item", 1)[0]
        assert f'name="{name}"' in below
    assert "below" not in page.split("They type it", 1)[1][:40]


def test_nobody_has_to_say_why_they_refuse(press, conversation):
    response = press("refusal", reasons="")
    assert (response.status_code, problems(response)[0][0]) == (422, "#id_reasons")
    assert "tick that they did not want to say" in problems(response)[0][1]
    assert press("refusal", reasons="", no_reason="on").status_code == 302
    assert conversation.decisions.get().reasons == ""


def test_any_other_decision_has_a_reason(press):
    for reasons in ("", ".", "-", "x"):
        refused = press("more-time", reasons=reasons, no_reason="on")
        assert (refused.status_code, problems(refused)[0][0]) == (422, "#id_reasons")


@pytest.mark.parametrize("reasons", [".", "-", "x"])
def test_a_dot_is_no_reason_for_a_refusal_and_holds_up_none(press, conversation, reasons):
    assert press("refusal", reasons=reasons).status_code == 302
    assert conversation.decisions.get().reasons == ""


@pytest.mark.parametrize("words", [".", "-", "x"])
@pytest.mark.parametrize(
    ("part", "name", "besides"),
    [
        ("withheld", "withheld_because", {"withheld": "The scan"}),
        ("withheld", "delayed_because", {"delayed": "The scan", "delayed_until": "May"}),
        ("withheld", "delayed_until", {"delayed": "The scan", "delayed_because": "No result yet"}),
        ("capacity", "support", {}),
        ("capacity", "assessment", {}),
        ("capacity", "free_after_all", {}),
        ("age", "text", {}),
        ("understood", "text", {}),
    ],
)
def test_a_dot_is_no_reason_beside_what_stands_in_the_way(staff, at, part, name, besides, words):
    typed = {f"{part}-{one}": text for one, text in {**besides, name: words}.items()}
    refused = staff.post(at("conversation-arrangement", part), typed)
    assert (refused.status_code, problems(refused)[0][0]) == (422, f"#id_{part}-{name}")


@pytest.mark.parametrize("words", [".", "-", "x"])
def test_a_dot_is_no_reason_for_too_little_time_to_think(staff, at, consented, words):
    typed = {"seen": 0, **in_boxes("on", today()), "because": words}
    refused = staff.post(at("conversation-procedure"), typed)
    assert (refused.status_code, problems(refused)[0][0]) == (422, "#id_because")


def test_a_clinicians_own_withdrawal_has_a_reason_and_the_patients_needs_none(staff, at, consented, fresh, clinician):
    response = staff.post(at("conversation-take-back"), {"wants": NOT_OFFERED, "text": " . "})
    assert (response.status_code, problems(response)[0][0]) == (422, "#id_text")
    with pytest.raises(NotAllowed, match="professional judgement"):
        write_down_change_of_mind(conversation=fresh(consented), wants=NOT_OFFERED, by=clinician)
    assert staff.post(at("conversation-take-back"), {"wants": CHANGED_MIND, "text": ""}).status_code == 302


def test_what_matters_and_has_no_word_is_confirmed_before_consent(
    answer, send, ready, press, staff, at, conversation, fresh
):
    name = "talked_about"
    assert f'name="{name}"' not in staff.get(at("conversation-decision")).content.decode()
    answer("what-matters", details={OWN_MATTER: "My garden", OWN_MATTER_RATED: "a-lot"})
    send()
    response = press("consent", way="spoken", witness="Sister Jo Lee")
    assert (response.status_code, wrong(response)) == (422, [f"#id_{name}"])
    assert press("consent", way="spoken", witness="Sister Jo Lee", talked_about="on").status_code == 302
    assert conversation.decisions.get().given["talked_about"] == ["My garden"]


def test_the_days_until_the_procedure_stand_on_the_decisions_page(staff, at, conversation):
    on = today() + timedelta(days=9)
    Conversation.objects.filter(pk=conversation.pk).update(procedure_on=on)
    wanted = "If the patient decides today, there are 9 days until the procedure."
    assert wanted in words_of(staff.get(at("conversation-decision")))


def test_the_decisions_page_does_not_say_that_nothing_is_decided_where_something_is(
    staff, at, conversation, clinician, fresh
):
    Conversation.objects.filter(pk=conversation.pk).update(procedure_on=today() + timedelta(days=9))
    assert "Nothing is decided yet." in words_of(staff.get(at("conversation-decision")))
    decide(conversation=fresh(conversation), choice=Decision.MORE_TIME, reasons="To sleep on it.", seen=0, by=clinician)
    page = words_of(staff.get(at("conversation-decision")))
    assert "Nothing is decided yet." not in page
    assert "If the patient decides again today, there are 9 days until the procedure." in page


def test_wrong_words_are_counted_in_the_demo_too(rf, clinician, settings):
    settings.DEMO = True
    clinician.set_unusable_password()
    request = rf.post("/")
    request.user = clinician
    cache.clear()
    for _ in range(10):
        with pytest.raises(ValidationError, match="This is not your password"):
            check_again(request, "wrong")
    with pytest.raises(ValidationError, match=r"There were too many tries\. Wait 5 minutes, then try again"):
        check_again(request, DEMO_WORD)
    cache.clear()
    Try.objects.update(at=timezone.now() - timedelta(minutes=5))
    check_again(request, DEMO_WORD)


# Whether the patient chooses freely, and what is kept from them


NO_CHOICE, A_DOUBT = "The patient says that they have no choice", "There is a doubt whether the patient decides freely"
WHERE = ("conversation", "conversation-decision", "conversation-the-day")


def test_that_the_patient_feels_no_choice_stands_where_they_are_talked_with(answer, send, staff, at):
    answer(parts.WHERE_I_AM, details={"choice": "no"})
    assert [name for name in WHERE if NO_CHOICE in words_of(staff.get(at(name)))] == []
    send()
    assert [name for name in WHERE if NO_CHOICE not in words_of(staff.get(at(name)))] == []
    needs = words_of(staff.get(reverse("conversations-chosen"), {"whose": "hospital", "needs": "no-choice"}))
    assert "Margaret Ellis" in needs
    assert NO_CHOICE in needs


def test_a_consent_waits_where_the_patient_feels_no_choice_until_words_settle_it(
    answer, send, conversation, note, fresh
):
    answer(parts.WHERE_I_AM, details={"choice": "no"})
    assert facts_of(fresh(conversation)).decides_freely
    send()
    assert not facts_of(fresh(conversation)).decides_freely
    note(parts.CAPACITY, free_after_all="I saw her on her own. She wants it herself.")
    assert facts_of(fresh(conversation)).decides_freely


def test_a_doubt_whether_they_decide_freely_stands_there_until_it_is_settled(note, staff, at):
    note(parts.CAPACITY, not_free="Her son answers for her")
    assert [name for name in WHERE if A_DOUBT not in words_of(staff.get(at(name)))] == []
    note(parts.CAPACITY, not_free="Her son answers for her", free_after_all="I saw her on her own.")
    assert [name for name in WHERE if A_DOUBT in words_of(staff.get(at(name)))] == []


CAN_THEY = "There is a doubt whether the patient can make this decision"
THEY_CANNOT = "The assessment says that the patient cannot make this decision"


def test_a_doubt_about_capacity_and_its_result_stand_where_the_patient_is_talked_with(note, staff, at):
    for result, stands in (("", [CAN_THEY]), ("lacks", [THEY_CANNOT]), ("has", [])):
        note(parts.CAPACITY, doubt="yes", result=result)
        for name in ("conversation", "conversation-the-day"):
            words = words_of(staff.get(at(name)))
            assert [one for one in (CAN_THEY, THEY_CANNOT) if one in words] == stands


def test_that_something_is_withheld_stands_in_the_brief_and_on_no_page_of_the_patients(note, staff, at):
    mark = "Something is withheld from this patient"
    assert mark not in words_of(staff.get(at("conversation")))
    note(parts.WITHHELD, withheld="The scan", withheld_because="It would harm her now")
    assert mark in words_of(staff.get(at("conversation")))
    for name in ("conversation-discussion", "conversation-summary"):
        assert "withheld" not in words_of(staff.get(at(name))).lower()
