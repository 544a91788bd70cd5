"""`verify_record` finds what was done to a record behind the app's back, and names the first wrong entry."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from sdm.actions.afterwards import answer_patient, say_it_is_wrong, say_mind_changed
from sdm.actions.answers import save_answer, send_answers
from sdm.actions.decisions import decide
from sdm.actions.help import arrange_help
from sdm.models import RecordEntry, record_guard
from sdm.models.verify import fault_of
from sdm.rules.afterwards import CHANGED_MIND
from sdm.rules.parts import Saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(conversation, patient, fresh):
    """A conversation with five entries: started, invited, two answers, sent."""
    for number in (1, 2):
        save_answer(
            conversation=fresh(conversation),
            part=f"question-{number}",
            text=f"Words {number}",
            understanding="talk" if number == 2 else "",
            seen=0,
            by=patient,
        )
    send_answers(conversation=fresh(conversation), by=patient)
    return conversation


@pytest.fixture
def behind_the_back():
    """Runs a statement with the guards taken away, as somebody with the database's keys could."""

    def run(statement, *values):
        record_guard.remove(connection)
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        record_guard.install(connection)

    return run


def verify(*conversations) -> str:
    out = StringIO()
    call_command("verify_record", *map(str, conversations), stdout=out)
    return out.getvalue()


def test_a_whole_record_holds(told, start):
    start(name="Second Person")
    assert verify() == "2 records checked. All of them hold.\n"
    assert verify(told.pk) == "1 records checked. All of them hold.\n"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("content", '{"text":"forged"}'),
        ("content", "not JSON"),
        ("who", "Somebody else"),
        ("what", "answers sent"),
        ("at", "2026-01-01 00:00:00+00:00"),
        ("digest", "0" * 64),
        ("content_digest", "0" * 64),
        ("previous_digest", "0" * 64),
    ],
)
def test_an_edited_entry_is_named(told, behind_the_back, column, value):
    behind_the_back(f"UPDATE sdm_recordentry SET {column} = %s WHERE sequence = 3", value)
    assert fault_of(told).sequence == 3


def test_a_deleted_entry_is_named(told, behind_the_back):
    behind_the_back("DELETE FROM sdm_recordentry WHERE sequence = 3")
    assert fault_of(told).sequence == 3


def test_a_record_cut_short_is_named(told, behind_the_back):
    behind_the_back("DELETE FROM sdm_recordentry WHERE sequence >= 4")
    assert fault_of(told).sequence == 4


def test_an_entry_put_in_at_the_end_is_named(told, behind_the_back):
    last = RecordEntry.objects.get(sequence=5)
    RecordEntry.objects.create(
        conversation=told,
        sequence=6,
        at=last.at,
        who=last.who,
        what=last.what,
        content=last.content,
        content_digest=last.content_digest,
        previous_digest=last.digest,
        digest=last.digest,
    )
    assert fault_of(told).sequence == 6


def test_an_answer_changed_in_its_own_table_is_named_by_its_entry(told, behind_the_back):
    behind_the_back("UPDATE sdm_answer SET text = %s WHERE part = %s", "Other words", "question-2")
    assert fault_of(told).sequence == 4


def test_an_answer_taken_out_of_its_own_table_is_named_by_its_entry(told, behind_the_back):
    behind_the_back("DELETE FROM sdm_answer WHERE part = %s", "question-1")
    assert fault_of(told).sequence == 3


def test_the_command_names_conversation_and_entry_and_fails(told, behind_the_back):
    behind_the_back("UPDATE sdm_recordentry SET content = %s WHERE sequence = 2", json.dumps({"token_hash": "x"}))
    out = StringIO()
    with pytest.raises(CommandError, match="1 of 1 records are wrong"):
        call_command("verify_record", stdout=out)
    assert out.getvalue() == f"{told.pk}: entry 2 is wrong: the content is not what was recorded\n"


@pytest.mark.parametrize("wanted", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_conversation_is_said_to_be_unknown(db, wanted):
    with pytest.raises(CommandError, match=f"There is no conversation {wanted}"):
        verify(wanted)


def test_a_decision_changed_in_its_own_table_is_named_by_its_entry(told, clinician, behind_the_back, fresh):
    decide(conversation=fresh(told), choice="refusal", reasons="Not now.", seen=0, by=clinician)
    behind_the_back("UPDATE sdm_decision SET choice = %s", "consent")
    assert fault_of(told).sequence == 6


@pytest.mark.parametrize(
    ("statement", "sequence"),
    [
        ("UPDATE sdm_conversation SET status = 'decided'", 5),
        ("UPDATE sdm_conversation SET sent_at = NULL", 5),
        ("UPDATE sdm_conversation SET seen_by_id = (SELECT id FROM sdm_user WHERE name = 'Jo Bell')", 5),
        ("UPDATE sdm_conversation SET symptoms_began = '2026-01-01'", 5),
        ("UPDATE sdm_conversation SET presented_on = '2026-01-01'", 5),
        ("UPDATE sdm_patient SET date_of_birth = '1990-01-01'", 5),
        ("UPDATE sdm_patient SET name = 'Somebody Else'", 5),
        ("UPDATE sdm_invitation SET token_hash = 'eve'", 2),
        ("UPDATE sdm_invitation SET wrong_dates = 3", 2),
        ("UPDATE sdm_invitation SET revoked_at = '2026-01-01 00:00:00+00:00'", 2),
        ("DELETE FROM sdm_invitation", 2),
        ("UPDATE sdm_agendaitem SET state = 'withdrawn'", 5),
        ("UPDATE sdm_agendaitem SET text = 'Nothing to say'", 5),
        ("DELETE FROM sdm_agendaitem", 5),
        ("UPDATE sdm_answer SET saved_by = 'Somebody Else' WHERE part = 'question-2'", 4),
        ("UPDATE sdm_edition SET document = '{\"title\":\"Other\"}', sha256 = 'x'", 5),
    ],
)
def test_whatever_is_changed_beside_the_record_is_named_by_the_entry_that_tells_it(
    told, behind_the_back, statement, sequence
):
    behind_the_back(statement)
    assert fault_of(told).sequence == sequence


def test_a_row_that_no_entry_tells_of_is_named(told, behind_the_back, clinician):
    told.invitations.create(
        token_hash="eve",
        created_at=told.created_at,
        created_by=clinician,
        expires_at=told.created_at,
        revoked_at=told.created_at,
        recorded_as=3,
    )
    assert fault_of(told).sequence == 3


@pytest.mark.parametrize("content", ["[]", '{"parts":5}', "5", "null", '{"agenda":7}'])
def test_an_entry_whose_content_is_of_no_known_kind_is_named_and_the_others_are_still_checked(
    told, behind_the_back, start, content
):
    start(name="Second Person")
    behind_the_back(
        "UPDATE sdm_recordentry SET content = %s WHERE sequence = 3 AND conversation_id = "
        "(SELECT conversation_id FROM sdm_recordentry WHERE sequence = 5)",
        content,
    )
    out = StringIO()
    with pytest.raises(CommandError, match="1 of 2 records are wrong"):
        call_command("verify_record", stdout=out)
    assert f"{told.pk}: entry 3 is wrong" in out.getvalue()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has a moment that is no moment")
def test_a_moment_that_is_none_is_named(told, behind_the_back):
    behind_the_back("UPDATE sdm_recordentry SET at = 'hello' WHERE sequence = 4")
    assert fault_of(told).sequence == 4


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces without a word to its triggers")
@pytest.mark.parametrize("table", ["sdm_recordentry", "sdm_answer", "sdm_edition"])
@pytest.mark.parametrize("command", ["INSERT OR REPLACE", "REPLACE"])
def test_the_database_refuses_to_replace(told, table, command):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{command} INTO {table} SELECT * FROM {table}")


@pytest.fixture
def told_afterwards(told, patient, clinician, fresh):
    """Five entries more: a decision, a correction and its answer, a change of mind, and help that was arranged."""
    decide(conversation=fresh(told), choice="refusal", reasons="Not now.", seen=0, by=clinician)
    say_it_is_wrong(conversation=fresh(told), text="It was my left leg.", by=patient)
    answer_patient(conversation=fresh(told), about=7, outcome="accepted", text="We have put it right.", by=clinician)
    say_mind_changed(conversation=fresh(told), wants=CHANGED_MIND, by=patient)
    arrange_help(conversation=fresh(told), notes={"interpreter": Saved("interpreter", text="Ewa")}, by=clinician)
    return told


@pytest.mark.parametrize(
    ("statement", "sequence"),
    [
        ("UPDATE sdm_correction SET text = 'Nothing is wrong.'", 7),
        ("UPDATE sdm_correction SET decision_number = 2", 7),
        ("DELETE FROM sdm_correction", 7),
        ("UPDATE sdm_reply SET outcome = 'not-accepted'", 8),
        ("UPDATE sdm_reply SET replied_by = 'Somebody Else'", 8),
        ("DELETE FROM sdm_reply", 8),
        ("UPDATE sdm_changeofmind SET wants = 'talk-again'", 9),
        ("DELETE FROM sdm_changeofmind", 9),
        ("UPDATE sdm_conversation SET unanswered_since = NULL", 9),
        ("UPDATE sdm_arrangedhelp SET text = 'Nobody'", 10),
        ("DELETE FROM sdm_arrangedhelp", 10),
    ],
)
def test_what_was_said_and_arranged_is_held_against_the_record(told_afterwards, behind_the_back, statement, sequence):
    assert fault_of(told_afterwards) is None
    behind_the_back(statement)
    assert fault_of(told_afterwards).sequence == sequence


def test_needs_that_nobody_carried_over_are_named(told, behind_the_back):
    behind_the_back("UPDATE sdm_conversation SET known_needs = %s", json.dumps({"needs": ["interpreter"]}))
    assert fault_of(told).sequence == 5
