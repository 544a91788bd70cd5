"""Every conversation names the clinician who is to see the patient, and can be handed on to a colleague."""

import json

import pytest

from sdm.actions.conversations import cancel, change_appointment, hand_on
from sdm.actions.inviting_many import start_and_invite
from sdm.models import Conversation, Patient, RecordEntry
from sdm.models.agreement import agreed
from sdm.models.retelling import CONVERSATION, Retelling
from sdm.models.verify import fault_of
from sdm.rules.transitions import NotAllowed
from tests.given import consent

pytestmark = pytest.mark.django_db


def hands_on(conversation, fresh, to, by) -> Conversation:
    hand_on(conversation=fresh(conversation), seen_by=to, by=by)
    return fresh(conversation)


def told_last(conversation) -> tuple[str, str, dict]:
    entry = RecordEntry.objects.filter(conversation=conversation).order_by("sequence").last()
    return entry.what, entry.who_id, json.loads(entry.content)


def test_whoever_starts_it_sees_the_patient_unless_they_name_a_colleague(start, clinician, colleague):
    own, prepared = start(), start(seen_by=colleague)
    assert (own.seen_by, prepared.seen_by, prepared.created_by) == (clinician, colleague, clinician)
    assert told_last(prepared)[2]["seen_by"] == {"id": str(colleague.pk), "name": "Ravi Shah, Registrar"}
    assert [fault_of(own), fault_of(prepared)] == [None, None]


def test_it_is_handed_on_and_the_record_tells_by_whom_and_to_whom(conversation, clinician, colleague, fresh):
    assert hands_on(conversation, fresh, colleague, clinician).seen_by == colleague
    assert told_last(conversation) == (
        "handed on",
        str(clinician.pk),
        {"seen_by": {"id": str(colleague.pk), "name": "Ravi Shah, Registrar"}},
    )
    hands_on(conversation, fresh, clinician, colleague)
    assert fault_of(conversation) is None


def test_the_record_holds_whatever_the_colleague_is_called_later(conversation, clinician, colleague, fresh):
    hands_on(conversation, fresh, colleague, clinician)
    colleague.name = "Ravi Shah-Jones"
    colleague.save()
    assert fault_of(conversation) is None


def test_to_the_same_again_changes_nothing(conversation, clinician, fresh):
    hands_on(conversation, fresh, clinician, clinician)
    assert RecordEntry.objects.filter(what="handed on").count() == 0


@pytest.fixture(params=["other_clinician", "editor", "administrator", "closed"])
def nobody_to_see(request, colleague):
    """Somebody who cannot see a patient of this hospital."""
    if request.param != "closed":
        return request.getfixturevalue(request.param)
    colleague.is_active = False
    colleague.save()
    return colleague


def test_nobody_but_a_clinician_of_the_hospital_is_to_see_the_patient(
    conversation, start, clinician, nobody_to_see, fresh
):
    with pytest.raises(NotAllowed, match="Only a clinician of this hospital can see the patient"):
        hands_on(conversation, fresh, nobody_to_see, clinician)
    with pytest.raises(NotAllowed):
        start(seen_by=nobody_to_see)
    assert fresh(conversation).seen_by == clinician
    assert (Conversation.objects.count(), Patient.objects.count()) == (1, 1)


def test_nobody_else_hands_it_on(conversation, clinician, colleague, nobody_to_see, fresh):
    with pytest.raises(NotAllowed):
        hands_on(conversation, fresh, clinician, nobody_to_see)
    assert fresh(conversation).seen_by == clinician


def test_where_one_of_many_cannot_be_seen_by_somebody_nobody_is_invited(edition, clinician, other_clinician, moment):
    born = moment.date()
    about = {"name": "Ann", "date_of_birth": born, "edition": edition, "appointment_at": moment, "symptoms_began": None}
    wrong = {**about, "nhs_number": "9876543210", "seen_by": other_clinician}
    with pytest.raises(NotAllowed):
        start_and_invite(patients=[{**about, "nhs_number": "9434765919", "seen_by": clinician}, wrong], by=clinician)
    assert Conversation.objects.count() == 0


def test_whose_account_is_closed_can_be_relieved_and_nothing_else_waits_for_that(
    conversation, clinician, colleague, fresh
):
    hands_on(conversation, fresh, colleague, clinician)
    colleague.is_active = False
    colleague.save()
    change_appointment(conversation=fresh(conversation), appointment_at=conversation.created_at, by=clinician)
    assert hands_on(conversation, fresh, clinician, clinician).seen_by == clinician
    assert fault_of(conversation) is None


def test_not_once_it_is_cancelled(conversation, clinician, colleague, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    with pytest.raises(NotAllowed):
        hands_on(conversation, fresh, colleague, clinician)


def test_a_consent_stands_whoever_sees_the_patient_next(conversation, clinician, colleague, fresh):
    """It rests on who does the procedure, and that is another thing."""
    consent(conversation, by=clinician)
    before = agreed(fresh(conversation))
    after = agreed(hands_on(conversation, fresh, colleague, clinician))
    assert (before.changed, after.changed) == ((), ())
    assert (before.standing, before.agreed_with) == (after.standing, after.agreed_with)
    assert fault_of(conversation) is None


def test_an_entry_from_before_names_nobody_and_means_whoever_made_it(conversation, clinician):
    started = RecordEntry.objects.get(what="started")
    content = json.loads(started.content)
    del content["seen_by"]
    started.content = json.dumps(content)
    assert Retelling([started]).rows[CONVERSATION]["seen_by"] == str(clinician.pk)
