"""Starting a conversation: what is asked, what is refused and how, and what happens when it is sent twice."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from sdm.actions.editions import start_draft
from sdm.models import Conversation, Patient, User
from sdm.rules.people import Role
from tests.second_person import publish

pytestmark = pytest.mark.django_db

ADDRESS = "/conversations/new/"


@pytest.fixture
def typed(edition, boxes, clinician):
    """A form filled in rightly, with what a test changes in it."""
    day = timezone.localdate() + timedelta(days=4)

    def typed(**values) -> dict[str, str]:
        return {
            "name": "Margaret Ellis",
            **boxes("date_of_birth", date(1958, 3, 27)),
            "nhs_number": "943 476 5919",
            "edition": str(edition.pk),
            **boxes("appointment_at", day),
            "appointment_at_time": "14:30",
            "seen_by": str(clinician.pk),
            **boxes("symptoms_began", timezone.localdate() - timedelta(days=6)),
            **boxes("presented_on", timezone.localdate() - timedelta(days=5)),
            **values,
        }

    return typed


def problems(response) -> list[tuple[str, str]]:
    return response.context["form"].problems


def test_a_conversation_is_started_and_the_invitation_comes_next(staff, typed, clinician, edition):
    response = staff.post(ADDRESS, typed())
    conversation = Conversation.objects.select_related("patient").get()
    assert response["Location"] == reverse("conversation-invitation", args=[conversation.pk])
    patient = conversation.patient
    assert (patient.name, patient.date_of_birth, patient.nhs_number) == (
        "Margaret Ellis",
        date(1958, 3, 27),
        "9434765919",
    )
    assert (conversation.hospital_id, conversation.edition_id) == (clinician.hospital_id, edition.pk)
    assert timezone.localtime(conversation.appointment_at).strftime("%H:%M") == "14:30"
    assert conversation.symptoms_began == timezone.localdate() - timedelta(days=6)
    assert conversation.presented_on == timezone.localdate() - timedelta(days=5)


def test_whoever_starts_it_is_chosen_and_a_colleague_can_be(
    staff, typed, clinician, colleague, other_clinician, editor
):
    seen_by = staff.get(ADDRESS).context["form"]["seen_by"]
    assert seen_by.value() == str(clinician.pk)
    assert [key for key, _ in seen_by.field.choices] == [str(clinician.pk), str(colleague.pk)]
    staff.post(ADDRESS, typed(seen_by=str(colleague.pk)))
    conversation = Conversation.objects.get()
    assert (conversation.seen_by, conversation.created_by) == (colleague, clinician)


@pytest.mark.parametrize("whom", ["other_clinician", "editor", "administrator", "colleague"])
def test_nobody_who_cannot_see_patients_here_is_chosen_by_a_forged_form(staff, typed, colleague, request, whom):
    colleague.is_active = False
    colleague.save()
    response = staff.post(ADDRESS, typed(seen_by=str(request.getfixturevalue(whom).pk)))
    assert problems(response) == [("#id_seen_by", "Choose a clinician on this page")]
    assert Conversation.objects.count() == 0


def test_the_form_asks_no_more_where_there_are_many_colleagues(staff, edition, hospital, django_assert_num_queries):
    def asks() -> None:
        with django_assert_num_queries(3):
            staff.get(ADDRESS)

    staff.get(ADDRESS)
    asks()
    for number in range(3):
        values = {"name": f"C{number}", "role": Role.CLINICIAN.value, "hospital": hospital}
        User.objects.create_user(f"{number}@northfield.example", **values)
    asks()


def test_when_the_symptoms_began_can_be_left_out(staff, typed):
    empty = dict.fromkeys(("symptoms_began_day", "symptoms_began_month", "symptoms_began_year"), "")
    staff.post(ADDRESS, typed(**empty))
    assert Conversation.objects.get().symptoms_began is None


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": " "}, [("#id_name", "Enter the patient’s full name")]),
        ({"name": "x" * 201}, [("#id_name", "This must be 200 characters or fewer. You have written 201")]),
        ({"edition": ""}, [("#id_edition_0", "Choose a leaflet")]),
        ({"seen_by": ""}, [("#id_seen_by", "Choose who will see the patient")]),
        ({"seen_by": "\x00"}, [("#id_seen_by", "Choose a clinician on this page")]),
        ({"nhs_number": ""}, [("#id_nhs_number", "Enter an NHS number with 10 digits, like 943 476 5919")]),
        (
            {"nhs_number": "943 476 5918"},
            [("#id_nhs_number", "This NHS number is not right. Check each digit and enter it again")],
        ),
        ({"date_of_birth_year": "58"}, [("#id_date_of_birth_year", "Year must have 4 numbers, like 1958")]),
        (
            {"appointment_at_time": "25:00"},
            [("#id_appointment_at_time", "Enter a time from 00:00 to 23:59, like 09:30 or 14:15")],
        ),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_everything_typed_is_kept(staff, typed, changed, expected):
    response = staff.post(ADDRESS, typed(**changed))
    assert (response.status_code, problems(response)) == (422, expected)
    page = response.content.decode()
    assert "<title>Error: " in page
    kept = typed(**changed)["nhs_number"] or "14:30"
    assert f'value="{kept}"' in page
    assert Conversation.objects.count() == 0


def test_dates_that_cannot_be(staff, typed, boxes):
    tomorrow, yesterday = timezone.localdate() + timedelta(days=1), timezone.localdate() - timedelta(days=1)
    wrong = {
        "The appointment must be in the future": boxes("appointment_at", yesterday),
        "Date of birth must be in the past": boxes("date_of_birth", tomorrow),
        "The day the symptoms began must be today or in the past": boxes("symptoms_began", tomorrow),
        "The patient cannot have come before the symptoms began": boxes(
            "presented_on", timezone.localdate() - timedelta(days=7)
        ),
        "The day the patient first came must be today or in the past": boxes("presented_on", tomorrow),
        "The symptoms cannot have begun before the patient was born": boxes("symptoms_began", date(1958, 3, 26)),
    }
    for problem, changed in wrong.items():
        response = staff.post(ADDRESS, typed(**changed))
        assert (response.status_code, [words for _, words in problems(response)]) == (422, [problem])
    assert Patient.objects.count() == 0


def test_an_e_mail_address_is_kept_and_nothing_is_sent_yet(staff, typed):
    staff.post(ADDRESS, typed(email=" margaret@example.org "))
    conversation = Conversation.objects.get()
    assert (conversation.email, conversation.mails.count()) == ("margaret@example.org", 0)
    page = staff.get(reverse("conversation-invitation", args=[conversation.pk])).content.decode()
    assert 'value="margaret@example.org"' in page


def test_a_wrong_e_mail_address_is_said_beside_it(staff, typed):
    response = staff.post(ADDRESS, typed(email="margaret"))
    assert problems(response) == [("#id_email", "Enter an e-mail address like name@example.com")]
    assert (response.status_code, Conversation.objects.count()) == (422, 0)


def test_only_editions_in_force_can_be_chosen(staff, typed, edition, editor, administrator):
    draft = start_draft(content=edition.content, by=editor)
    assert problems(staff.post(ADDRESS, typed(edition=str(draft.pk)))) == [
        ("#id_edition_0", "Choose one of the answers on this page")
    ]
    newer = publish(edition=draft, seen=draft.revision, by=administrator)
    assert staff.get(ADDRESS).context["form"].fields["edition"].choices == [(str(newer.pk), str(edition.leaflet))]
    assert staff.post(ADDRESS, typed()).status_code == 422


def test_without_a_published_leaflet_it_says_whom_to_ask(client, clinician):
    client.force_login(clinician)
    assert "No leaflet is published yet." in client.get(ADDRESS).content.decode()


def test_the_same_form_sent_twice_starts_one_conversation_and_ends_on_the_same_page(staff, typed):
    first, second = staff.post(ADDRESS, typed()), staff.post(ADDRESS, typed())
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Conversation.objects.get().record.count() == 1


def test_a_second_open_conversation_about_the_same_procedure_is_refused_with_a_way_to_the_first(staff, typed):
    staff.post(ADDRESS, typed())
    response = staff.post(ADDRESS, typed(appointment_at_time="15:45"))
    assert response.status_code == 409
    assert [words for _, words in problems(response)] == [
        "This patient already has an open conversation about this procedure."
    ]
    page = response.content.decode()
    assert f'href="{reverse("conversation", args=[Conversation.objects.get().pk])}"' in page
    assert 'value="15:45"' in page


def test_a_number_that_is_another_patients_is_said_beside_the_number(staff, typed, boxes):
    staff.post(ADDRESS, typed())
    response = staff.post(ADDRESS, typed(**boxes("date_of_birth", date(1960, 1, 1))))
    words = "A patient with this NHS number is known here with another date of birth. Check both and enter them again"
    assert (response.status_code, problems(response)) == (422, [("#id_nhs_number", words)])


def test_a_known_patient_keeps_the_name_that_is_known(staff, typed, start, clinician, fresh):
    from sdm.actions.conversations import cancel

    cancel(conversation=fresh(start(nhs_number="9434765919")), by=clinician)
    response = staff.post(ADDRESS, typed(name="Maggie Elis"), follow=True)
    assert "known here under another spelling of the name: Margaret Ellis" in response.content.decode()
    assert Patient.objects.get().name == "Margaret Ellis"


def test_a_number_of_somebody_with_quite_another_name_starts_nothing(staff, typed, start, clinician, fresh):
    from sdm.actions.conversations import cancel

    cancel(conversation=fresh(start(nhs_number="9434765919")), by=clinician)
    response = staff.post(ADDRESS, typed(name="Tariq Aziz"))
    assert (response.status_code, Conversation.objects.count()) == (422, 1)
    assert problems(response)[0][0] == "#id_name"
    assert "is known here as Margaret Ellis" in problems(response)[0][1]


def test_nothing_but_the_named_fields_counts(staff, typed, other_hospital, other_clinician):
    staff.post(
        ADDRESS,
        typed(hospital=str(other_hospital.pk), status="decided", created_by=str(other_clinician.pk), id="1"),
    )
    conversation = Conversation.objects.get()
    assert (conversation.status, conversation.hospital_id != other_hospital.pk) == ("invited", True)


def test_an_hour_of_summer_is_kept_in_utc(staff, typed, boxes):
    summer = date(timezone.localdate().year + 1, 7, 1)
    staff.post(ADDRESS, typed(**boxes("appointment_at", summer)))
    assert Conversation.objects.get().appointment_at.astimezone(UTC).strftime("%H:%M") == "13:30"


def test_no_leaflet_is_chosen_for_anybody_not_even_the_only_one(staff, edition):
    page = html.fromstring(staff.get(reverse("conversation-new")).content)
    assert len(page.xpath("//input[@name='edition']")) == 1
    assert not page.xpath("//input[@name='edition'][@checked]")


def test_a_leaflet_that_was_to_be_looked_at_again_by_now_says_so(staff, edition, editor, administrator):
    assert b"Review was due on" not in staff.get(reverse("conversation-new")).content
    draft = start_draft(content=replace(edition.content, review_on=date(2020, 1, 2)), by=editor)
    publish(edition=draft, seen=1, by=administrator, reason="We looked at it again today.")
    assert b"Review was due on 2 January 2020" in staff.get(reverse("conversation-new")).content
