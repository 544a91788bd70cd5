"""Every action appends its entry to the record, in the same transaction, and the database refuses to change it."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from sdm.actions.afterwards import answer_patient, say_it_is_wrong, say_mind_changed
from sdm.actions.answers import save_answer, send_answers
from sdm.actions.decisions import decide
from sdm.actions.help import arrange_help
from sdm.actions.reading_briefs import mark_as_read
from sdm.models import RecordEntry
from sdm.models.verify import fault_of
from sdm.rules.afterwards import CHANGED_MIND
from sdm.rules.needs import LARGE_PRINT
from sdm.rules.parts import Saved

pytestmark = pytest.mark.django_db


def test_entries_follow_each_other_from_the_first_action_on(conversation, invitation, patient, fresh):
    save_answer(conversation=fresh(conversation), part="question-1", text="Will it hurt?", seen=0, by=patient)
    send_answers(conversation=fresh(conversation), by=patient)
    entries = list(RecordEntry.objects.filter(conversation=conversation).values_list("sequence", "who", "what"))
    assert entries == [
        (1, "Dr Amira Khan, Consultant vascular surgeon", "started"),
        (2, "Dr Amira Khan, Consultant vascular surgeon", "invited"),
        (3, "Margaret Ellis", "answer saved"),
        (4, "Margaret Ellis", "answers sent"),
    ]
    assert fault_of(conversation) is None


def test_an_earlier_version_of_an_answer_stays_in_the_record(conversation, patient, fresh):
    save_answer(conversation=fresh(conversation), part="question-1", text="First words", seen=0, by=patient)
    save_answer(conversation=fresh(conversation), part="question-1", text="Second words", seen=1, by=patient)
    recorded = [
        json.loads(content)["text"]
        for content in RecordEntry.objects.filter(what="answer saved").values_list("content", flat=True)
    ]
    assert recorded == ["First words", "Second words"]
    assert fresh(conversation).answers["question-1"].text == "Second words"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sdm_recordentry SET who = 'Somebody else'",
        "DELETE FROM sdm_recordentry",
        "UPDATE sdm_answer SET text = 'Other words'",
        "DELETE FROM sdm_answer",
        "UPDATE sdm_decision SET choice = 'consent'",
        "DELETE FROM sdm_decision",
        "UPDATE sdm_studyconsent SET given_as = 'Spoken'",
        "DELETE FROM sdm_studyconsent",
        "UPDATE sdm_correction SET text = 'Nothing'",
        "DELETE FROM sdm_correction",
        "UPDATE sdm_changeofmind SET wants = 'talk-again'",
        "DELETE FROM sdm_changeofmind",
        "UPDATE sdm_reply SET outcome = 'accepted'",
        "DELETE FROM sdm_reply",
        "UPDATE sdm_arrangedhelp SET text = 'Nobody'",
        "DELETE FROM sdm_arrangedhelp",
        "UPDATE sdm_briefreading SET read_by = 'Nobody'",
        "DELETE FROM sdm_briefreading",
        "UPDATE sdm_edition SET document = '{}'",
        "DELETE FROM sdm_edition",
    ],
)
def test_the_database_itself_refuses(statement, distal, patient, clinician, fresh):
    save_answer(conversation=fresh(distal), part="question-1", text="Will it hurt?", seen=0, by=patient)
    send_answers(conversation=fresh(distal), by=patient)
    decide(conversation=fresh(distal), choice="refusal", reasons="Not now.", seen=0, by=clinician)
    say_it_is_wrong(conversation=fresh(distal), text="It was my left leg.", by=patient)
    say_mind_changed(conversation=fresh(distal), wants=CHANGED_MIND, by=patient)
    answer = {"about": fresh(distal).said_since[0].entry, "outcome": "not-accepted", "text": "It is right."}
    answer_patient(conversation=fresh(distal), **answer, by=clinician)
    arrange_help(conversation=fresh(distal), notes={LARGE_PRINT: Saved(LARGE_PRINT, text="Sent")}, by=clinician)
    mark_as_read(conversation=fresh(distal), seen=99, by=clinician)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
