"""Help that staff arrange is kept by need, and what a patient needs is known in their next conversation."""

from datetime import timedelta

import pytest

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.conversations import cancel, change_appointment, invite
from sdm.actions.help import arrange_help
from sdm.actions.recording import Stale
from sdm.models import ArrangedHelp
from sdm.models.verify import fault_of
from sdm.rules.parts import PEOPLE_AND_HELP, Saved
from sdm.rules.people import Actor, Kind
from sdm.rules.transitions import NotAllowed

pytestmark = pytest.mark.django_db
POLISH = {"needs": ["interpreter"], "language": "Polish"}


@pytest.fixture
def arrange(clinician, fresh):
    def arrange(conversation, need="interpreter", text="Ewa, 9:30am", seen=0, by=clinician):
        notes = {need: Saved(need, text=text, revision=seen)}
        arrange_help(conversation=fresh(conversation), notes=notes, by=by)

    return arrange


@pytest.fixture
def ask_for(clinician, fresh):
    """A patient asks for help in a conversation, and sends it unless told otherwise."""

    def ask_for(conversation, text="", send=True, **details):
        invitation, _ = invite(conversation=fresh(conversation), by=clinician)
        by = Actor(Kind.PATIENT, str(invitation.pk), "Margaret Ellis")
        conversation = fresh(conversation)
        seen = conversation.answers.get(PEOPLE_AND_HELP, Saved("")).revision
        save_answer(conversation=conversation, part=PEOPLE_AND_HELP, text=text, details=details, seen=seen, by=by)
        if send:
            send_answers(conversation=fresh(conversation), by=by)
        return conversation

    return ask_for


def test_what_was_arranged_is_recorded_and_can_be_taken_back(conversation, arrange, fresh):
    arrange(conversation)
    assert (fresh(conversation).help["interpreter"].text, fresh(conversation).status) == ("Ewa, 9:30am", "invited")
    arrange(conversation, text="", seen=1)
    assert list(ArrangedHelp.objects.order_by("revision").values_list("text", flat=True)) == ["Ewa, 9:30am", ""]
    assert ArrangedHelp.objects.first().saved_by == "Dr Amira Khan, Consultant vascular surgeon"
    assert fault_of(conversation) is None


def test_the_same_again_changes_nothing(conversation, arrange):
    arrange(conversation)
    arrange(conversation, seen=1)
    arrange(conversation)
    assert ArrangedHelp.objects.count() == 1


def test_what_somebody_else_arranged_in_between_is_not_written_over(conversation, arrange):
    arrange(conversation)
    with pytest.raises(Stale) as stale:
        arrange(conversation, text="Jan, 10am")
    assert stale.value.current["interpreter"].text == "Ewa, 9:30am"


@pytest.mark.parametrize(("need", "text"), [("nonsense", "Ewa"), ("interpreter", "x" * 401)])
def test_what_is_no_help_or_too_long_is_refused(conversation, arrange, need, text):
    with pytest.raises(NotAllowed):
        arrange(conversation, need, text)


def test_only_clinicians_of_this_hospital_and_not_after_a_cancellation(
    conversation, arrange, other_clinician, clinician, fresh
):
    with pytest.raises(NotAllowed):
        arrange(conversation, by=other_clinician)
    cancel(conversation=fresh(conversation), by=clinician)
    with pytest.raises(NotAllowed):
        arrange(conversation)
    assert ArrangedHelp.objects.count() == 0


# An appointment on another day


@pytest.fixture
def move(clinician, fresh):
    def move(conversation, **by):
        conversation = fresh(conversation)
        at = conversation.appointment_at + timedelta(**by)
        change_appointment(conversation=conversation, appointment_at=at, by=clinician)

    return move


def test_an_interpreter_is_to_arrange_again_once_the_appointment_is_on_another_day(
    conversation, ask_for, arrange, move, fresh
):
    ask_for(conversation, **POLISH)
    arrange(conversation)
    was_on = fresh(conversation).appointment_on
    move(conversation, days=9)
    (need,) = fresh(conversation).needs
    assert (need.is_to_arrange, need.arranged, need.arranged_for) == (True, "Ewa, 9:30am", was_on)
    assert fresh(conversation).arranged == ()
    move(conversation, days=4)
    assert fresh(conversation).needs == (need,)
    move(conversation, days=-13)
    assert fresh(conversation).needs[0].is_arranged
    assert fault_of(conversation) is None


@pytest.mark.parametrize(("need", "by"), [("interpreter", {"minutes": 1}), ("large-print", {"days": 9})])
def test_what_still_serves_stays_arranged(conversation, arrange, move, fresh, need, by):
    arrange(conversation, need)
    move(conversation, **by)
    assert [one.revision for one in ArrangedHelp.objects.all()] == [1]


def test_somebody_says_that_it_holds_for_the_new_day_in_the_same_words(
    conversation, ask_for, arrange, move, clinician, fresh
):
    ask_for(conversation, **POLISH)
    arrange(conversation)
    move(conversation, days=9)
    notes = {"interpreter": Saved("interpreter", text="Ewa, 9:30am", revision=2)}
    arrange_help(conversation=fresh(conversation), notes=notes, by=clinician)
    assert fresh(conversation).needs[0].is_to_arrange
    for _ in range(2):
        arrange_help(conversation=fresh(conversation), notes=notes, holds={"interpreter"}, by=clinician)
    assert fresh(conversation).needs[0].is_arranged
    assert ArrangedHelp.objects.count() == 3
    assert fault_of(conversation) is None


def test_a_page_from_before_the_move_arranges_nothing_for_the_new_day(conversation, arrange, move):
    arrange(conversation)
    move(conversation, days=9)
    with pytest.raises(Stale):
        arrange(conversation, text="Ewa, 9:45am", seen=1)


# The next conversation of the same patient


@pytest.fixture
def next_one(conversation, start, clinician, fresh):
    """Ends a conversation and starts another one with the same patient."""

    def next_one(before):
        cancel(conversation=fresh(before), by=clinician)
        return start(nhs_number=before.patient.nhs_number)

    return next_one


def needs(conversation) -> list[tuple[str, bool]]:
    return [(str(one), one.is_from_before) for one in conversation.needs]


def test_what_a_patient_asked_for_is_known_in_their_next_conversation_and_is_to_arrange_again(
    conversation, ask_for, arrange, next_one, fresh
):
    ask_for(conversation, "A chair with arms", people="My daughter", **POLISH)
    arrange(conversation)
    second = fresh(next_one(conversation))
    assert second.known_needs == {**POLISH, "text": "A chair with arms"}
    assert needs(second) == [("An interpreter (Polish)", True), ("Something else", True)]
    assert second.needs[0].is_to_arrange is True
    assert second.answers == {}
    assert fault_of(second) is None


def test_it_is_carried_on_through_a_conversation_in_which_nobody_said_anything(conversation, ask_for, next_one, fresh):
    ask_for(conversation, **POLISH)
    third = next_one(next_one(conversation))
    assert fresh(third).known_needs == POLISH


def test_what_the_patient_sends_now_takes_its_place_even_if_it_is_nothing(conversation, ask_for, next_one, fresh):
    ask_for(conversation, **POLISH)
    second = next_one(conversation)
    ask_for(second, send=False, needs=["easy-read"])
    assert needs(fresh(second)) == [("An interpreter (Polish)", True)]
    ask_for(second, needs=["easy-read"])
    assert needs(fresh(second)) == [("Easy read, with short words and pictures", False)]
    ask_for(second, send=False)
    assert needs(fresh(second)) == []
    assert fresh(next_one(second)).known_needs is None


def test_what_was_not_sent_is_not_known(conversation, ask_for, next_one, fresh):
    ask_for(conversation, send=False, **POLISH)
    assert fresh(next_one(conversation)).known_needs is None


def test_another_hospital_and_another_patient_know_nothing_of_it(conversation, ask_for, start, other_clinician, fresh):
    ask_for(conversation, **POLISH)
    elsewhere = start(nhs_number=conversation.patient.nhs_number, by=other_clinician)
    somebody = start(nhs_number="4857773456")
    assert [fresh(one).known_needs for one in (elsewhere, somebody)] == [None, None]
