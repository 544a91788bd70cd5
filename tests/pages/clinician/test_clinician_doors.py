"""Who may open the clinician's pages, and how: another hospital's are not there, and no wrong method does anything."""

from uuid import uuid4

import pytest
from django.urls import reverse

from sdm.actions.conversations import start_conversation
from sdm.models import RecordEntry

pytestmark = pytest.mark.django_db

PAGES = ("conversations", "conversation-new")
OF_ONE = (
    "conversation",
    "conversation-invitation",
    "conversation-discussion",
    "conversation-study-consent",
    "conversation-decision",
    "conversation-cancel",
    "conversation-summary",
    "conversation-summary-pdf",
)
POSTED_ONLY = ("conversation-revoke", "conversation-reopen", "agenda-add")
POSTED = (
    "conversation-invitation",
    "conversation-discussion",
    "conversation-study-consent",
    "conversation-decision",
    "conversation-cancel",
    *POSTED_ONLY,
)
READ_ONLY = ("conversation", "conversation-summary", "conversation-summary-pdf")


@pytest.fixture
def others(other_clinician, conversation):
    """A conversation of another hospital."""
    patient = conversation.patient
    return start_conversation(
        name="Somebody Else",
        date_of_birth=patient.date_of_birth,
        nhs_number=patient.nhs_number,
        edition=conversation.edition,
        appointment_at=conversation.appointment_at,
        symptoms_began=None,
        by=other_clinician,
    )


@pytest.mark.parametrize("name", OF_ONE)
def test_every_page_opens_for_a_clinician_of_the_hospital(staff, at, name):
    response = staff.get(at(name))
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize("name", OF_ONE)
def test_another_hospitals_page_is_not_there(staff, others, name):
    assert staff.get(reverse(name, args=[others.pk])).status_code == 404
    assert staff.get(reverse(name, args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("name", POSTED)
def test_nothing_can_be_done_to_another_hospitals_conversation(staff, others, name):
    response = staff.post(reverse(name, args=[others.pk]), {"seen": "0", "choice": "refusal", "reasons": "No"})
    assert response.status_code == 404
    assert b"Somebody Else" not in response.content
    assert list(RecordEntry.objects.filter(conversation=others).values_list("what", flat=True)) == ["started"]


def test_an_item_of_another_conversation_is_not_there(staff, at, worry, start):
    other = start()
    address = reverse("agenda-close", args=[other.pk, worry.pk])
    assert staff.get(address).status_code == 404
    assert staff.post(address, {f"item-{worry.pk}-state": "answered"}).status_code == 404
    worry.refresh_from_db()
    assert worry.state == "open"


@pytest.mark.parametrize("name", [*PAGES, *OF_ONE])
@pytest.mark.parametrize("person", ["editor", "administrator"])
def test_other_roles_find_nothing(client, conversation, request, person, name):
    client.force_login(request.getfixturevalue(person))
    address = reverse(name, args=[conversation.pk] if name in OF_ONE else [])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, *OF_ONE])
def test_nobody_reads_without_signing_in(client, conversation, name):
    address = reverse(name, args=[conversation.pk] if name in OF_ONE else [])
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={address}")


@pytest.mark.parametrize("name", READ_ONLY)
def test_pages_that_only_show_take_no_post(staff, at, name):
    assert staff.post(at(name)).status_code == 405


@pytest.mark.parametrize("name", POSTED_ONLY)
def test_what_changes_something_takes_nothing_else(staff, at, name):
    assert (staff.get(at(name)).status_code, staff.head(at(name)).status_code) == (405, 405)


def test_looking_at_an_item_changes_nothing_and_other_methods_are_refused(staff, at, worry):
    address = at("agenda-close", worry.pk)
    assert (staff.get(address).status_code, staff.head(address).status_code) == (200, 200)
    assert (staff.put(address).status_code, staff.delete(address).status_code) == (405, 405)
    worry.refresh_from_db()
    assert worry.state == "open"


@pytest.mark.parametrize("name", [*POSTED, "conversations", "conversation-new"])
def test_other_methods_are_refused(staff, conversation, name):
    address = reverse(name, args=[conversation.pk] if name in POSTED else [])
    assert (staff.put(address).status_code, staff.delete(address).status_code) == (405, 405)


@pytest.mark.parametrize("name", ["conversation-decision", "conversation-invitation", "conversation-discussion"])
def test_head_changes_nothing(staff, at, conversation, name):
    before = RecordEntry.objects.filter(conversation=conversation).count()
    assert staff.head(at(name)).status_code == 200
    assert RecordEntry.objects.filter(conversation=conversation).count() == before
