"""A decision that is to be looked at again stands among what is to be done, until there is another decision."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate as today

from sdm.actions.conversations import hand_on
from sdm.actions.decisions import decide
from sdm.models import FollowUp, RecordEntry
from sdm.models.verify import fault_of

pytestmark = pytest.mark.django_db
ON = today() + timedelta(days=12)


@pytest.fixture
def choose(conversation, clinician, fresh):
    def choose(choice="more-time", seen=0, by=clinician, **values):
        return decide(conversation=fresh(conversation), choice=choice, reasons="My son.", seen=seen, by=by, **values)

    return choose


def of_reviews(conversation) -> list[str]:
    entries = RecordEntry.objects.filter(conversation=conversation, what__startswith="follow-up")
    return [entry.what for entry in entries]


@pytest.mark.parametrize("choice", ["more-time", "another-opinion", "refusal"])
def test_whoever_sees_the_patient_is_to_look_at_it_again(conversation, choose, clinician, choice):
    decision = choose(choice, review_on=ON)
    one = FollowUp.objects.get()
    assert (one.pk, one.text, one.due_on) == (decision.pk, "Look at the decision again together", ON)
    assert (one.owner, one.owner_name, one.done_on) == (clinician, clinician.as_actor().name, None)
    assert fault_of(conversation) is None


def test_without_a_day_there_is_nothing_to_do(conversation, choose):
    choose()
    assert (FollowUp.objects.count(), of_reviews(conversation)) == (0, [])


def test_the_same_decision_sent_twice_is_to_be_looked_at_once(conversation, choose):
    for _ in range(2):
        choose(review_on=ON)
    assert of_reviews(conversation) == ["follow-up added"]


def test_a_colleague_who_is_written_down_is_to_look_at_it(choose, colleague):
    choose(review_on=ON, review_with=colleague.name.upper())
    assert FollowUp.objects.get().owner == colleague


def test_somebody_elses_name_leaves_it_with_whoever_sees_the_patient(choose, clinician):
    choose(review_on=ON, review_with="My daughter")
    assert FollowUp.objects.get().owner == clinician


def test_where_nobody_can_see_the_patient_whoever_recorded_it_is_to_look_at_it(
    conversation, choose, clinician, colleague, fresh
):
    hand_on(conversation=fresh(conversation), seen_by=colleague, by=clinician)
    colleague.is_active = False
    colleague.save()
    choose(review_on=ON)
    assert FollowUp.objects.get().owner == clinician


def test_another_decision_ends_it_and_its_own_day_begins(conversation, choose):
    first = choose(review_on=ON)
    second = choose("another-opinion", seen=1, review_on=ON)
    choose("refusal", seen=2)
    done = FollowUp.objects.in_bulk()
    assert [done[one.pk].done_on for one in (first, second)] == [today()] * 2
    assert done[first.pk].result == "Another decision was recorded"
    assert of_reviews(conversation) == ["follow-up added", "follow-up done"] * 2
    assert fault_of(conversation) is None


def test_what_was_done_already_stays_as_it_was_said(choose):
    first = choose(review_on=ON)
    FollowUp.objects.filter(pk=first.pk).update(done_on=today(), result="We rang.")
    choose("refusal", seen=1)
    assert FollowUp.objects.get().result == "We rang."
