"""The page that corrects a patient's name, date of birth and NHS number, and the ways that lead to it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from sdm.actions.conversations import cancel, invite, open_invitation
from sdm.models import Patient, RecordEntry
from sdm.models.verify import fault_of

pytestmark = pytest.mark.django_db

BORN = date(1985, 7, 2)


@pytest.fixture
def typed(staff, at, boxes):
    """The form as it stands on the page, with what a test changes in it."""

    def typed(**values) -> dict[str, str]:
        form = staff.get(at("conversation-details")).context["form"]
        stands = {name: form[name].value() for name in ("name", "nhs_number", "shown")}
        return {
            **stands,
            **boxes("date_of_birth", form["date_of_birth"].value()),
            "because": "The letter had a slip.",
            **values,
        }

    return typed


def problems(response) -> list[tuple[str, str]]:
    return response.context["form"].problems


def corrections(conversation) -> int:
    return RecordEntry.objects.filter(conversation=conversation, what="details corrected").count()


def test_the_brief_leads_to_a_page_that_corrects_them_and_shows_them_corrected(staff, at, typed, boxes, conversation):
    assert f'href="{at("conversation-details")}"' in staff.get(at("conversation")).content.decode()
    values = typed(name="Margaret Elliot", nhs_number="987 654 3210", **boxes("date_of_birth", BORN))
    response = staff.post(at("conversation-details"), values, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [(at("conversation"), 302)]
    assert "The patient’s details are corrected." in page
    assert all(words in page for words in ("Margaret Elliot", "2 July 1985", "987 654 3210"))
    assert fault_of(conversation) is None


def test_a_locked_link_leads_there_and_back_to_making_a_new_one(
    staff, at, typed, boxes, conversation, clinician, fresh
):
    invitation, _ = invite(conversation=fresh(conversation), by=clinician)
    for _ in range(5):
        open_invitation(invitation=invitation, date_of_birth=BORN)
    assert f'href="{at("conversation-details")}"' in staff.get(at("conversation-invitation")).content.decode()
    response = staff.post(at("conversation-details"), typed(**boxes("date_of_birth", BORN)), follow=True)
    assert response.redirect_chain == [(at("conversation-invitation"), 302)]
    assert "The link stays locked. Make a new link." in response.content.decode()


def test_where_a_number_is_known_with_another_date_of_birth_or_name_that_patient_can_be_corrected(
    staff, at, boxes, conversation, clinician, edition, fresh
):
    cancel(conversation=fresh(conversation), by=clinician)
    day = timezone.localdate() + timedelta(days=4)
    values = {
        "name": "Margaret Ellis",
        "nhs_number": fresh(conversation).patient.nhs_number,
        "edition": str(edition.pk),
        **boxes("appointment_at", day),
        "appointment_at_time": "14:30",
        "seen_by": str(clinician.pk),
    }
    for changed in (boxes("date_of_birth", BORN), {**boxes("date_of_birth", date(1958, 3, 27)), "name": "Tariq Aziz"}):
        response = staff.post("/conversations/new/", {**values, **changed})
        assert response.status_code == 422
        assert f'href="{at("conversation-details")}"' in response.content.decode()


@pytest.mark.parametrize("end", ["cancelled", "open"])
def test_it_can_be_done_whatever_became_of_the_conversation(staff, at, typed, conversation, clinician, fresh, end):
    if end == "cancelled":
        cancel(conversation=fresh(conversation), by=clinician)
    assert staff.post(at("conversation-details"), typed(name="Margaret Elliot")).status_code == 302
    assert Patient.objects.get().name == "Margaret Elliot"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": " "}, ("#id_name", "Enter the patient’s full name")),
        ({"because": ""}, ("#id_because", "Say why the details are corrected")),
        ({"because": "."}, ("#id_because", "Write it in words. This does not count as an answer")),
        (
            {"nhs_number": "943 476 5918"},
            ("#id_nhs_number", "This NHS number is not right. Check each digit and enter it again"),
        ),
        (
            {"nhs_number": "3333333333"},
            ("#id_nhs_number", "Another patient is known here with this NHS number. Check each digit"),
        ),
        (
            {"date_of_birth_year": "1850"},
            None,
        ),
    ],
)
def test_what_cannot_be_is_said_beside_the_box_and_kept(staff, at, typed, start, conversation, changed, expected):
    start(nhs_number="3333333333")
    response = staff.post(at("conversation-details"), typed(**changed))
    assert (response.status_code, corrections(conversation)) == (422, 0)
    if expected:
        assert problems(response) == [expected]
    assert all(value in response.content.decode() for value in changed.values())


def test_a_date_of_birth_after_the_symptoms_began_is_refused(staff, at, typed, boxes, conversation):
    response = staff.post(at("conversation-details"), typed(**boxes("date_of_birth", date(2026, 11, 17))))
    words = "The symptoms began, or the patient first came, before that day: on 16 November 2026. Check both"
    assert (response.status_code, problems(response)[0]) == (422, ("#id_date_of_birth_day", words))


def test_one_that_makes_the_patient_a_child_is_confirmed_as_at_the_start(staff, at, typed, boxes, conversation):
    values = typed(**boxes("date_of_birth", date(2012, 1, 1)))
    response = staff.post(at("conversation-details"), values)
    assert response.status_code == 422
    assert problems(response)[0][0] == "#id_under_18"
    says = "On the day of the appointment this patient is 14 years old. This app records an adult’s own consent"
    assert says in problems(response)[0][1]
    assert staff.post(at("conversation-details"), {**values, "under_18": "on"}).status_code == 302
    # Nobody is asked again for what they read then.
    assert staff.post(at("conversation-details"), typed(name="Margaret Elliot")).status_code == 302


def test_what_somebody_corrected_meanwhile_stands_beside_what_was_typed(staff, at, typed, conversation):
    mine, theirs = typed(name="Margaret Elliot"), typed(name="Margaret Eliot")
    staff.post(at("conversation-details"), theirs)
    response = staff.post(at("conversation-details"), mine)
    page = response.content.decode()
    assert (response.status_code, corrections(conversation)) == (409, 1)
    assert "Somebody else corrected these details" in page
    assert "Margaret Eliot" in page
    assert 'value="Margaret Elliot"' in page
    on_top = {**mine, "shown": response.context["form"]["shown"].value()}
    assert staff.post(at("conversation-details"), on_top).status_code == 302
    assert Patient.objects.get().name == "Margaret Elliot"


def test_a_form_that_says_nothing_of_its_screen_changes_nothing(staff, at, typed, conversation):
    response = staff.post(at("conversation-details"), typed(name="Margaret Elliot", shown=""))
    assert (response.status_code, corrections(conversation)) == (409, 0)


def test_where_nothing_changed_nothing_is_recorded_and_the_page_says_so(staff, at, typed, conversation):
    response = staff.post(at("conversation-details"), typed(), follow=True)
    assert "Nothing was changed." in response.content.decode()
    assert corrections(conversation) == 0
