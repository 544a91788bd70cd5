"""Answers that staff type in: they bear their author, never pass for the patient's own, and may come late."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.conversations import cancel, reopen
from sdm.actions.decisions import decide
from sdm.actions.recording import Stale
from sdm.models import AgendaItem, Answer, Conversation, RecordEntry, record_guard
from sdm.models.verify import fault_of
from sdm.rules.people import Actor, Kind
from sdm.rules.transitions import NotAllowed

pytestmark = pytest.mark.django_db
KHAN = "Dr Amira Khan, Consultant vascular surgeon"


@pytest.fixture
def type_in(conversation, clinician, fresh):
    """Types in one part, as the clinician does from a form on paper unless told otherwise."""

    def type_in(part="question-1", text="Will it hurt?", seen=0, came_by="paper", by=clinician, **values):
        now = fresh(conversation)
        return save_answer(conversation=now, part=part, text=text, seen=seen, came_by=came_by, by=by, **values)

    return type_in


@pytest.fixture
def own(conversation, patient, fresh):
    """Saves one part as the patient does."""

    def own(part="question-1", text="My own words", seen=0):
        return save_answer(conversation=fresh(conversation), part=part, text=text, seen=seen, by=patient)

    return own


@pytest.fixture
def appointment_passed(conversation):
    Conversation.objects.filter(pk=conversation.pk).update(appointment_at=timezone.now() - timedelta(days=2))


@pytest.mark.parametrize("came_by", ["paper", "spoken"])
def test_it_bears_who_typed_it_in_and_how_it_came(conversation, type_in, fresh, came_by):
    type_in(came_by=came_by)
    saved = fresh(conversation).answers["question-1"]
    assert (saved.text, saved.came_by, saved.saved_by) == ("Will it hurt?", came_by, KHAN)
    entry = RecordEntry.objects.get(what="answer saved")
    assert (entry.who, json.loads(entry.content)["came_by"]) == (KHAN, came_by)
    assert fault_of(conversation) is None


def test_what_the_patient_typed_says_nothing_of_the_kind(conversation, own, fresh):
    own()
    assert fresh(conversation).answers["question-1"].came_by == ""
    assert "came_by" not in json.loads(RecordEntry.objects.get(what="answer saved").content)


def test_it_says_nothing_of_a_screen_that_the_patient_never_saw(conversation, type_in, own, fresh):
    type_in()
    own(part="question-2")
    answers = fresh(conversation).answers
    assert [answers[part].language for part in ("question-1", "question-2")] == ["", "en-gb"]


@pytest.mark.parametrize("came_by", ["", "fax"])
def test_staff_say_how_it_came(type_in, came_by):
    with pytest.raises(NotAllowed, match="Say how the answers came"):
        type_in(came_by=came_by)
    assert Answer.objects.count() == 0


def test_a_patient_cannot_pass_for_paper(type_in, patient):
    with pytest.raises(NotAllowed, match="Say how the answers came"):
        type_in(by=patient)


def test_nobody_but_a_clinician_of_this_hospital_types_in(type_in, other_clinician, editor, administrator):
    for by in (other_clinician, editor, administrator):
        with pytest.raises(NotAllowed, match="Only a clinician of this hospital"):
            type_in(by=by)
    assert Answer.objects.count() == 0


def test_staff_cannot_pass_for_the_patient(conversation, clinician, fresh):
    as_staff = Actor(Kind.STAFF, str(clinician.pk), clinician.name)
    with pytest.raises(NotAllowed):
        save_answer(conversation=fresh(conversation), part="question-1", text="Words", seen=0, by=as_staff)


def test_paper_that_comes_after_the_appointment_is_typed_in_and_sent(
    conversation, type_in, own, clinician, fresh, appointment_passed
):
    type_in()
    send_answers(conversation=fresh(conversation), by=clinician)
    assert fresh(conversation).status == "sent"
    with pytest.raises(NotAllowed):
        own(seen=1)


def test_after_a_decision_nothing_is_typed_in_until_the_discussion_is_open_again(
    conversation, type_in, clinician, fresh
):
    decide(conversation=fresh(conversation), choice="refusal", reasons="No.", seen=0, by=clinician)
    with pytest.raises(NotAllowed, match="A decision has been recorded"):
        type_in()
    reopen(conversation=fresh(conversation), by=clinician)
    type_in()
    send_answers(conversation=fresh(conversation), by=clinician)
    assert (fresh(conversation).status, fresh(conversation).is_sent) == ("discussing", True)


def test_nothing_is_typed_into_a_cancelled_conversation(conversation, type_in, clinician, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    with pytest.raises(NotAllowed, match="was cancelled"):
        type_in()


def test_the_same_words_stay_the_patients_own(conversation, own, type_in, fresh):
    own(text="Will it hurt?")
    type_in(seen=1)
    saved = fresh(conversation).answers["question-1"]
    assert (saved.revision, saved.came_by, saved.saved_by) == (1, "", "Margaret Ellis")


def test_what_the_patient_changes_afterwards_is_their_own_again(conversation, type_in, own, fresh):
    type_in()
    own(text="I wrote this myself", seen=1)
    saved = fresh(conversation).answers["question-1"]
    assert (saved.text, saved.came_by, saved.saved_by) == ("I wrote this myself", "", "Margaret Ellis")
    assert list(Answer.objects.order_by("revision").values_list("came_by", flat=True)) == ["paper", ""]


def test_typing_in_on_top_of_words_that_were_not_seen_is_refused(own, type_in):
    own()
    with pytest.raises(Stale) as stale:
        type_in(seen=0)
    assert stale.value.current["question-1"].text == "My own words"


def test_what_the_patient_has_not_sent_is_kept_back_and_nothing_else_is(conversation, own, type_in, clinician, fresh):
    own()
    type_in(part="question-2")
    assert fresh(conversation).kept_back == {"question-1"}
    send_answers(conversation=fresh(conversation), agreed=True, by=clinician)
    assert fresh(conversation).kept_back == frozenset()


def test_the_patients_own_words_are_sent_only_if_they_agree(conversation, own, type_in, clinician, fresh):
    own()
    type_in(part="question-2")
    with pytest.raises(NotAllowed, match="Ask them first"):
        send_answers(conversation=fresh(conversation), by=clinician)
    assert fresh(conversation).is_sent is False
    send_answers(conversation=fresh(conversation), agreed=True, by=clinician)
    entry = RecordEntry.objects.get(what="answers sent")
    assert (entry.who, json.loads(entry.content)["agreed"]) == (KHAN, True)
    assert fault_of(conversation) is None


def test_having_read_the_leaflet_keeps_nothing_back(conversation, patient, type_in, clinician, fresh):
    save_answer(conversation=fresh(conversation), part="read", details={"read": True}, seen=0, by=patient)
    type_in()
    send_answers(conversation=fresh(conversation), by=clinician)
    assert "agreed" not in json.loads(RecordEntry.objects.get(what="answers sent").content)


def test_what_was_typed_in_goes_on_the_agenda_as_the_patients(conversation, type_in, clinician, fresh):
    type_in(understanding="talk", details={"ask-1": "Will I be awake?"})
    for _ in range(2):
        send_answers(conversation=fresh(conversation), by=clinician)
    type_in(part="question-3", text="Bleeding?", understanding="talk")
    agenda = AgendaItem.objects.order_by("question_number", "place").values_list("text", "raised_by")
    assert list(agenda) == [(text, "patient") for text in ("Will it hurt?", "Will I be awake?", "Bleeding?")]
    assert RecordEntry.objects.filter(what="answers sent").count() == 1
    assert fault_of(conversation) is None


def test_who_says_afterwards_that_the_patient_typed_it_is_found_out(conversation, type_in):
    type_in()
    record_guard.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sdm_answer SET came_by = ''")
    record_guard.install(connection)
    assert fault_of(conversation).sequence == RecordEntry.objects.get(what="answer saved").sequence
