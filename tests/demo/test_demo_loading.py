"""The demo shows every state there is, made by the app's own actions, once, and in the demo only."""

from collections import Counter
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from sdm.demo.loading import load, stories
from sdm.leaflets.shipped import completed
from sdm.models import AgendaItem, Conversation, Decision, Edition, Hospital, RecordEntry, User
from sdm.models.facts import facts_of
from sdm.models.verify import fault_of
from sdm.rules.arrangements import Arrangement
from sdm.rules.edition_differences import edition_differences
from sdm.rules.parts import PEOPLE_AND_HELP, UNDERSTANDING
from sdm.rules.patient_fields import Kind, fields_of
from sdm.rules.people import Role
from sdm.rules.requirements import outstanding
from sdm.rules.transitions import Status

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in apps.get_app_config("sdm").get_models()}


def conversations() -> list[Conversation]:
    return list(Conversation.objects.to_act_on().order_by("appointment_at"))


def names(found) -> list[str]:
    return sorted(conversation.patient.name for conversation in found)


def test_every_status_and_every_kind_of_decision_is_there(loaded):
    assert {conversation.status for conversation in conversations()} == {status.value for status in Status}
    assert set(Decision.objects.values_list("choice", flat=True)) == {choice for choice, _ in Decision.CHOICES}


def test_one_hospital_adds_to_the_leaflet_and_the_other_does_not(loaded):
    added = {one.hospital.name: one.local for one in conversations()}
    assert {name: local.says_something for name, local in added.items()} == {
        "Brackenford Hospital (made up)": True,
        "Saltmere Infirmary (made up)": False,
    }


def test_there_are_two_hospitals_with_people_in_each_role(loaded):
    staff = Counter((user.hospital.name, user.role) for user in User.objects.exclude(hospital=None))
    assert staff == {
        (hospital, role.value): 2 if role is Role.CLINICIAN else 1
        for hospital in ("Brackenford Hospital (made up)", "Saltmere Infirmary (made up)")
        for role in Role
    }
    assert {conversation.hospital_id for conversation in conversations()} == set(
        Hospital.objects.values_list("pk", flat=True)
    )


def test_each_clinician_has_patients_to_see_and_some_were_prepared_by_the_other(loaded):
    clinicians = set(User.objects.filter(role=Role.CLINICIAN.value))
    assert {one.seen_by for one in conversations()} == clinicians
    prepared = [one for one in conversations() if one.seen_by_id != one.created_by_id]
    assert {one.hospital_id for one in prepared} == {one.hospital_id for one in clinicians}


def test_nobody_has_a_password_and_one_person_keeps_accounts(loaded):
    assert [user.name for user in User.objects.all() if user.has_usable_password()] == []
    assert [(user.name, user.is_superuser) for user in User.objects.filter(is_staff=True)] == [("Sam Whitlock", False)]


def test_every_record_holds(loaded):
    assert [fault_of(conversation) for conversation in conversations()] == [None] * len(stories())


def test_the_leaflet_is_published_by_a_second_person(loaded):
    edition = Edition.objects.current().get()
    assert edition.content == completed("ipg651")
    assert (edition.created_by.role, edition.published_by.role) == (Role.CONTENT_EDITOR, Role.ADMINISTRATOR)


def test_one_patient_has_an_older_edition_and_one_has_one_that_was_withdrawn(loaded):
    withdrawn, before, now = Edition.objects.order_by("number")
    assert [hasattr(one, "withdrawal") for one in (withdrawn, before, now)] == [True, False, False]
    assert names(Conversation.objects.filter(edition=withdrawn)) == ["Tyler Brooks"]
    assert names(Conversation.objects.filter(edition=before)) == ["Margaret Hollis"]
    assert edition_differences(withdrawn.content, now.content)


def test_some_have_not_opened_or_not_begun_or_not_sent(loaded):
    invited = [one for one in conversations() if one.status == Status.INVITED]
    opened = {one for one in invited if one.invitations.filter(opened_at__isnull=False).exists()}
    assert names(set(invited) - opened) == ["Gareth Pugh"]
    assert names(one for one in opened if not one.answers) == ["Olusegun Bakare"]
    assert names(one for one in opened if one.answers) == ["Chloe Marsh"]


def test_some_are_worried_and_some_are_not_and_one_thought_again(loaded):
    sent = [one for one in conversations() if one.status == Status.SENT]
    marks = {one.patient.name: {saved.understanding for saved in one.answers.values()} - {""} for one in sent}
    assert marks["Deepak Raghunathan"] == {"understand"}
    assert marks["Margaret Hollis"] == set(UNDERSTANDING)
    assert marks["Albert Entwistle"] == set()
    assert names(one for one in sent if one.changed_after_sending) == ["Agnieszka Wróbel"]


def test_different_help_is_wanted(loaded):
    wanted = [one.answers[PEOPLE_AND_HELP].details for one in conversations() if PEOPLE_AND_HELP in one.answers]
    assert {need for details in wanted for need in details.get("needs", ())} == {
        "interpreter",
        "british-sign-language",
        "large-print",
        "help-with-hearing",
        "help-with-feeling-anxious",
    }
    assert {details.get("language") for details in wanted} == {None, "Urdu", "Vietnamese"}


def test_discussions_are_open_after_more_time_too_and_one_is_ready_for_consent(loaded):
    discussing = [one for one in conversations() if one.status == Status.DISCUSSING]
    ready = [one for one in discussing if not outstanding(facts_of(one))]
    assert names(ready) == ["Eilidh MacInnes"]
    assert names(set(discussing) - set(ready)) == ["Ronald Tate", "Siobhán O'Rourke"]
    assert set(AgendaItem.objects.values_list("state", flat=True)) == {"open", "answered", "parked"}


def test_there_is_consent_with_special_arrangements_and_consent_in_research(loaded):
    consents = [one for one in conversations() if one.decisions.filter(choice=Decision.CONSENT).exists()]
    assert {one.patient.name: facts_of(one).arrangement for one in consents} == {
        "Nguyễn Thị Lan": Arrangement.SPECIAL,
        "Kwabena Mensah": Arrangement.RESEARCH,
    }
    assert [one.study_consents.count() for one in consents if one.patient.name == "Kwabena Mensah"] == [1]


def test_every_appointment_is_still_to_come(loaded):
    assert [one.patient.name for one in conversations() if one.appointment_at <= timezone.now()] == []


def test_what_patients_chose_could_be_chosen_on_their_pages(loaded):
    for conversation in conversations():
        for part, saved in conversation.answers.items():
            fields = {one.name: one for one in fields_of(part, conversation.content)}
            details = {name: field for name, field in fields.items() if name not in ("text", "understanding")}
            assert set(saved.details) <= set(details)
            for name, field in ((name, details[name]) for name in saved.details):
                offered = {value for value, _ in field.choices}
                given = saved.details[name]
                if field.kind is Kind.ONE:
                    assert given in offered | {""}
                if field.kind is Kind.SEVERAL:
                    assert set(given) <= offered


def test_loading_again_changes_nothing(loaded):
    before = rows()
    assert load() is False
    assert rows() == before
    assert before["Conversation"] == len(stories()) == 17


def test_it_says_when_every_appointment_has_passed(demo_on, loaded):
    Conversation.objects.update(appointment_at=timezone.now())
    said = StringIO()
    call_command("load_demo", stdout=said)
    assert said.getvalue().splitlines()[1].startswith("All its appointments have passed.")


def test_a_wrong_date_of_birth_stands_in_the_record_too(loaded):
    assert RecordEntry.objects.filter(what="wrong date of birth").count() == 1


def test_one_answered_on_paper_with_somebodys_help(loaded):
    typed_in = {
        one.patient.name: one for one in conversations() if any(saved.came_by for saved in one.answers.values())
    }
    assert list(typed_in) == ["Albert Entwistle"]
    people = typed_in["Albert Entwistle"].answers[PEOPLE_AND_HELP]
    assert (people.came_by, people.saved_by[:17]) == ("paper", "Dr Leila Farahani")
    assert people.details["helped-by"] == "Sandra from the warden flats"
