"""Who will see the patient: the brief says so, and the page of the appointment hands it on to a colleague."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sdm.actions.conversations import cancel
from sdm.actions.decisions import decide
from sdm.models import RecordEntry, User
from sdm.models.verify import fault_of
from sdm.rules.people import Role
from sdm.rules.transitions import Step
from tests.pages.clinician.conftest import in_boxes

pytestmark = pytest.mark.django_db


@pytest.fixture
def hands_on(staff, at, conversation):
    """Sends the page of the appointment with another clinician chosen, as a browser would."""

    def hands_on(to: str, at_moment=None, **more):
        local = at_moment or timezone.localtime(conversation.appointment_at)
        data = {"seen_by": to}
        if conversation.may(Step.CHANGE_APPOINTMENT):
            data |= in_boxes("appointment_at", local) | {"appointment_at_time": f"{local:%H:%M}"}
        return staff.post(at("conversation-appointment"), data, **more)

    return hands_on


@pytest.fixture
def leaver(conversation, colleague, hands_on):
    """A colleague who was to see the patient, and whose account is closed."""
    hands_on(str(colleague.pk))
    colleague.is_active = False
    colleague.save()
    return colleague


def offered(response) -> list[tuple[str, str]]:
    return response.context["form"].fields["seen_by"].choices


def test_it_is_handed_on_and_the_brief_names_the_colleague(staff, at, hands_on, conversation, colleague, fresh):
    assert ", with <bdi>Dr Amira Khan</bdi>" in staff.get(at("conversation")).content.decode()
    page = hands_on(str(colleague.pk), follow=True).content.decode()
    assert fresh(conversation).seen_by == colleague
    assert "Ravi Shah will see the patient." in page
    assert ", with <bdi>Ravi Shah</bdi>" in page
    assert RecordEntry.objects.filter(what="handed on", conversation=conversation).count() == 1


def test_the_hospitals_own_clinicians_are_offered_and_who_sees_the_patient_is_chosen(
    staff, at, clinician, colleague, other_clinician, editor, administrator
):
    response = staff.get(at("conversation-appointment"))
    assert offered(response) == [
        (str(clinician.pk), "Dr Amira Khan, Consultant vascular surgeon"),
        (str(colleague.pk), "Ravi Shah, Registrar"),
    ]
    assert f'<option value="{clinician.pk}" selected>' in response.content.decode()


def test_two_of_the_same_name_are_told_apart_by_their_addresses(staff, at, colleague, hospital):
    values = {"name": colleague.name, "job_title": colleague.job_title, "role": Role.CLINICIAN.value}
    User.objects.create_user("second@northfield.example", hospital=hospital, **values)
    labels = [label for _, label in offered(staff.get(at("conversation-appointment")))]
    assert labels[1:] == [
        "Ravi Shah, Registrar (ravi@northfield.example)",
        "Ravi Shah, Registrar (second@northfield.example)",
    ]


@pytest.mark.parametrize("whom", ["other_clinician", "editor", "administrator"])
def test_a_forged_press_for_anybody_else_is_refused(hands_on, conversation, clinician, request, whom, fresh):
    response = hands_on(str(request.getfixturevalue(whom).pk))
    assert (response.status_code, fresh(conversation).seen_by) == (422, clinician)
    assert response.context["form"].problems == [("#id_seen_by", "Choose a clinician on this page")]


@pytest.mark.parametrize("typed", ["", " ", "\x00", "1", "'; --", "x" * 5000, "00000000-0000-4000-8000-000000000000"])
def test_nonsense_is_refused_beside_the_list(hands_on, conversation, clinician, typed, fresh):
    response = hands_on(typed)
    assert (response.status_code, fresh(conversation).seen_by) == (422, clinician)
    assert "<title>Error: Change the appointment" in response.content.decode()
    assert response.context["form"].problems[0][0] == "#id_seen_by"


def test_without_anything_sent_it_says_what_is_missing(staff, at, conversation):
    response = staff.post(at("conversation-appointment"))
    assert response.context["form"].problems == [
        ("#id_appointment_at_day", "Enter the date and time of the appointment"),
        ("#id_seen_by", "Choose who will see the patient"),
    ]


def test_whose_account_was_closed_meanwhile_cannot_be_chosen(hands_on, conversation, clinician, colleague, fresh):
    colleague.is_active = False
    colleague.save()
    assert hands_on(str(colleague.pk)).status_code == 422
    assert fresh(conversation).seen_by == clinician


def test_whoever_left_is_named_and_nobody_else_is_chosen_unseen(staff, at, leaver):
    assert "(cannot see patients here any more)" in staff.get(at("conversation")).content.decode()
    response = staff.get(at("conversation-appointment"))
    assert "<bdi>Ravi Shah</bdi> was to see the patient" in response.content.decode()
    assert offered(response)[0] == ("", "Choose a clinician")
    assert " selected" not in response.content.decode().split('name="seen_by"')[1].split("</option>")[1]


def test_what_whoever_left_had_is_handed_on(hands_on, conversation, leaver, clinician, fresh):
    assert hands_on(str(clinician.pk)).status_code == 302
    assert fresh(conversation).seen_by == clinician


def test_after_a_decision_too(staff, at, hands_on, conversation, clinician, colleague, fresh):
    decide(conversation=fresh(conversation), choice="refusal", reasons="No.", seen=0, by=clinician)
    conversation.refresh_from_db()
    assert f'href="{at("conversation")}appointment/"' in staff.get(at("conversation")).content.decode()
    page = staff.get(at("conversation-appointment")).content.decode()
    assert ("Who will see the patient?" in page, "When is the appointment?" in page) == (True, False)
    hands_on(str(colleague.pk))
    assert fresh(conversation).seen_by == colleague


def test_a_cancelled_conversation_is_handed_to_nobody(staff, at, hands_on, conversation, clinician, colleague, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    assert "Who will see the patient?" not in staff.get(at("conversation-appointment")).content.decode()
    response = hands_on(str(colleague.pk))
    assert (response.status_code, fresh(conversation).seen_by) == (409, clinician)
    assert "This conversation was cancelled." in response.content.decode()


def test_both_are_changed_by_one_press(staff, at, conversation, colleague, fresh):
    moment = (timezone.now() + timedelta(days=40)).replace(second=0, microsecond=0)
    local = timezone.localtime(moment)
    data = {**in_boxes("appointment_at", local), "appointment_at_time": f"{local:%H:%M}", "seen_by": str(colleague.pk)}
    page = staff.post(at("conversation-appointment"), data, follow=True).content.decode()
    assert (fresh(conversation).appointment_at, fresh(conversation).seen_by) == (moment, colleague)
    assert ("Ravi Shah will see the patient." in page, "The appointment is changed." in page) == (True, True)
    assert fault_of(conversation) is None


def test_what_stands_is_not_changed_by_the_way_even_once_it_has_passed(
    hands_on, appointment_passed, conversation, colleague, fresh
):
    appointment_passed(conversation)
    conversation.refresh_from_db(fields=["appointment_at"])
    local = timezone.localtime(conversation.appointment_at)
    assert local < timezone.localtime()
    hands_on(str(colleague.pk), at_moment=local)
    assert (fresh(conversation).appointment_at, fresh(conversation).seen_by) == (conversation.appointment_at, colleague)


@pytest.mark.parametrize("page", ["conversation", "conversation-appointment"])
def test_it_costs_the_same_however_many_colleagues_there_are(staff, at, clinician, hospital, page):
    staff.get(at(page))
    with CaptureQueriesContext(connection) as alone:
        staff.get(at(page))
    for number in range(3):
        values = {"name": f"C{number}", "role": Role.CLINICIAN.value, "hospital": hospital}
        User.objects.create_user(f"{number}@northfield.example", **values)
    with CaptureQueriesContext(connection) as among_four:
        staff.get(at(page))
    assert len(alone) == len(among_four) == {"conversation": 1, "conversation-appointment": 2}[page]
