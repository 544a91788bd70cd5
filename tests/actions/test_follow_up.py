"""What is to be done after a decision has an owner and a day, is done and undone, and all of it is in the record."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate as today

from sdm.actions.exports import record_export
from sdm.actions.follow_up import add_follow_up, note_procedure, settle_follow_up
from sdm.actions.recording import Stale
from sdm.models import FollowUp, ProcedureNote, RecordEntry
from sdm.models.verify import fault_of
from sdm.rules.follow_up import AT_MOST, PROCEDURE
from sdm.rules.parts import Saved
from sdm.rules.transitions import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(decided, clinician, fresh):
    def add(text="Book a scan", **values):
        values = {"kind": "check", "owner": clinician, "due_on": today() + timedelta(days=42), **values}
        return add_follow_up(conversation=fresh(decided), text=text, by=clinician, **values)

    return add


@pytest.fixture
def settle(decided, clinician, fresh):
    def settle(row, **values):
        values = {"seen": row.recorded_as, "done_on": today(), **values}
        return settle_follow_up(conversation=fresh(decided), follow_up=row, by=clinician, **values)

    return settle


def entries(conversation) -> list[str]:
    return list(RecordEntry.objects.filter(conversation=conversation).values_list("what", flat=True))


def test_it_is_written_down_done_and_undone(decided, add, settle, clinician):
    row = add()
    assert (row.owner, row.owner_name, row.done_on) == (clinician, clinician.as_actor().name, None)
    done = settle(row, result="The vein is open.")
    assert (done.done_on, done.result) == (today(), "The vein is open.")
    again = settle(done, done_on=None)
    assert FollowUp.objects.get().done_on is None
    assert again.recorded_as > done.recorded_as
    assert entries(decided)[-3:] == ["follow-up added", "follow-up done", "follow-up open again"]
    assert fault_of(decided) is None


def test_the_same_press_twice_is_one(decided, add, settle):
    assert add() == add()
    row = add()
    settle(row)
    settle(row)
    assert entries(decided).count("follow-up done") == 1
    # What was done and is written down anew is to be done again.
    assert add() != row


def test_of_two_who_settle_it_one_is_told(add, settle):
    row = add()
    settle(row, result="Mine")
    with pytest.raises(NotAllowed, match="Somebody changed this"):
        settle(row, result="Yours")


@pytest.mark.parametrize(
    "values",
    [{"text": " "}, {"text": "x" * 1001}, {"kind": "nonsense"}, {"owner": None}, {"owner": None, "owner_name": " "}],
)
def test_what_says_nothing_is_refused(add, values):
    with pytest.raises(NotAllowed):
        add(**values)


def test_nobody_of_another_hospital_owns_or_adds_it(add, decided, other_clinician, fresh):
    with pytest.raises(NotAllowed):
        add(owner=other_clinician)
    values = {"kind": "action", "text": "x", "owner_name": "GP", "due_on": today()}
    with pytest.raises(NotAllowed):
        add_follow_up(conversation=fresh(decided), by=other_clinician, **values)


def test_there_is_an_end_to_it(add):
    for number in range(AT_MOST):
        add(str(number))
    with pytest.raises(NotAllowed):
        add("One more")


def test_it_changed_behind_the_records_back_is_found(decided, add):
    row = add()
    FollowUp.objects.update(done_on=today())
    assert fault_of(decided).sequence == row.recorded_as


# What became of the procedure


@pytest.fixture
def note(decided, clinician, fresh):
    def note(text="", revision=0, **details):
        saved = Saved(PROCEDURE, text=text, details=details, revision=revision)
        note_procedure(conversation=fresh(decided), note=saved, by=clinician)

    return note


def test_what_became_of_the_procedure_is_kept_with_all_that_stood_before(decided, note):
    note(happened="done", done_on=today().isoformat())
    note(happened="done", done_on=today().isoformat())
    note("Walks well.", revision=1, happened="done", done_on=today().isoformat(), complications="none")
    assert list(ProcedureNote.objects.order_by("revision").values_list("revision", "text")) == [
        (1, ""),
        (2, "Walks well."),
    ]
    assert fault_of(decided) is None


def test_of_two_who_write_it_down_one_sees_the_others(note):
    note("Mine", happened="done")
    with pytest.raises(Stale) as stale:
        note("Yours", happened="done")
    assert stale.value.current[PROCEDURE].text == "Mine"


@pytest.mark.parametrize("statement", ["UPDATE sdm_procedurenote SET text = ''", "DELETE FROM sdm_procedurenote"])
def test_the_database_refuses_to_change_it(note, statement):
    note("Mine", happened="done")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_only_clinicians_take_data_out(clinician, editor):
    assert record_export(kind="audit", since=today(), until=today(), by=clinician).hospital == clinician.hospital
    with pytest.raises(NotAllowed):
        record_export(kind="audit", since=today(), until=today(), by=editor)
    with pytest.raises(NotAllowed):
        record_export(kind="everything", since=today(), until=today(), by=clinician)


@pytest.mark.parametrize("name", ["done_on", "registry_on"])
@pytest.mark.parametrize("day", ["1900-01-01", "2099-01-01", "soon"])
def test_a_day_that_cannot_be_is_not_kept(decided, note, name, day):
    with pytest.raises(NotAllowed, match="Check the days"):
        note(happened="done", **{name: day})
    assert ProcedureNote.objects.count() == 0
