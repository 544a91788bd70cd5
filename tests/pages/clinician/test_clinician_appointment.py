"""The page that gives a conversation another appointment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sdm.actions.decisions import decide
from sdm.rules.parts import PEOPLE_AND_HELP

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(clinician):
    """The form with another moment, and who was to see the patient already."""

    def typed(moment) -> dict:
        local = timezone.localtime(moment)
        parts = {f"appointment_at_{part}": str(getattr(local, part)) for part in ("day", "month", "year")}
        return {**parts, "appointment_at_time": local.strftime("%H:%M"), "seen_by": str(clinician.pk)}

    return typed


def test_the_appointment_is_changed_and_the_brief_shows_it(staff, at, typed, conversation, fresh):
    moment = (timezone.now() + timedelta(days=40)).replace(second=0, microsecond=0)
    response = staff.post(at("conversation-appointment"), typed(moment), follow=True)
    assert fresh(conversation).appointment_at == moment
    assert "The appointment is changed. Tell the patient about it." in response.content.decode()


def test_what_was_arranged_for_the_old_appointment_is_said_to_be_arranged_anew(
    staff, at, typed, answer, send, arranged
):
    moment = (timezone.now() + timedelta(days=40)).replace(second=0, microsecond=0)
    answer(PEOPLE_AND_HELP, details={"needs": ["interpreter"], "language": "Urdu"})
    send()
    arranged("interpreter", "Mrs Aziz, from 10am to 11am")
    told = "This was arranged for the appointment as it was: An interpreter (Urdu)."
    for again in (True, False):
        page = staff.post(at("conversation-appointment"), typed(moment), follow=True).content.decode()
        assert (told in page) == again


@pytest.mark.parametrize(
    ("days", "says"),
    [(-1, "The appointment must be in the future"), (36500, "Check the year: the appointment is more than 2 years")],
)
def test_what_cannot_be_meant_is_said_beside_the_boxes_and_kept(staff, at, typed, conversation, fresh, days, says):
    before = fresh(conversation).appointment_at
    values = typed(timezone.now() + timedelta(days=days))
    response = staff.post(at("conversation-appointment"), values)
    page = response.content.decode()
    assert (response.status_code, says in page, fresh(conversation).appointment_at) == (422, True, before)
    assert f'value="{values["appointment_at_year"]}"' in page


def test_after_a_decision_the_page_says_why_not(staff, at, typed, conversation, clinician, fresh):
    decide(conversation=fresh(conversation), choice="refusal", reasons="No.", seen=0, by=clinician)
    assert "Open the discussion again" in staff.get(at("conversation-appointment")).content.decode()
    moment = timezone.now() + timedelta(days=40)
    assert staff.post(at("conversation-appointment"), typed(moment)).status_code == 409
