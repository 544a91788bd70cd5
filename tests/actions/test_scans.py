"""The scan of a signed form is added to a consent on paper, is in the record, and never changes or goes."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from sdm.actions.conversations import cancel, reopen
from sdm.actions.decisions import decide
from sdm.actions.scans import add_scans, say_scan_is_mistake
from sdm.models import Decision, RecordEntry, Scan, ScanMistake, record_guard
from sdm.models.verify import fault_of
from sdm.rules.scans import LONGEST_REASON, MOST_PAGES, Kind, ScanFile, digest_of
from sdm.rules.transitions import NotAllowed
from tests.given import on_paper, spoken

pytestmark = pytest.mark.django_db
FIRST, SECOND = ScanFile(Kind.JPEG, b"\xff\xd8\xff first"), ScanFile(Kind.PDF, b"%PDF- second", pages=2)


@pytest.fixture
def signed(iliofemoral, clinician):
    """A consent that was signed on paper."""
    bound = {"seen": 0, "shown": iliofemoral.head[0]}
    decide(conversation=iliofemoral, choice="consent", reasons="To walk.", given=on_paper(), by=clinician, **bound)
    return iliofemoral


@pytest.fixture
def add(signed, clinician, fresh):
    def add(*files, number=1, by=clinician):
        return add_scans(conversation=fresh(signed), decision_number=number, files=files, by=by)

    return add


@pytest.fixture
def say_mistake(signed, clinician, fresh):
    def say_mistake(scan, reason="It is somebody else's form.", by=clinician):
        return say_scan_is_mistake(conversation=fresh(signed), scan=scan, reason=reason, by=by)

    return say_mistake


def decision() -> Decision:
    return Decision.objects.with_later().get(number=1)


def test_a_consent_on_paper_counts_without_its_scan_and_says_that_it_is_not_here(signed, fresh):
    assert (fresh(signed).status, decision().awaits_scan, decision().scans) == ("decided", True, ())


def test_files_that_are_added_together_are_one_entry_with_the_digest_of_each(add, signed):
    rows = add(FIRST, SECOND)
    entry = RecordEntry.objects.get(what="scan added")
    assert [row.recorded_as for row in rows] == [entry.sequence] * 2
    told = json.loads(entry.content)["scans"]
    assert [(one["place"], one["kind"], one["pages"], one["size"]) for one in told] == [
        (1, "jpeg", 1, FIRST.size),
        (2, "pdf", 2, SECOND.size),
    ]
    assert [one["sha256"] for one in told] == [digest_of(FIRST.data), digest_of(SECOND.data)]
    assert [bytes(data) for data in Scan.objects.values_list("data", flat=True)] == [FIRST.data, SECOND.data]
    assert fault_of(signed) is None


def test_a_decision_knows_its_scans_without_their_files(add, clinician, django_assert_num_queries):
    rows = add(FIRST, SECOND)
    with django_assert_num_queries(1):
        found = decision()
        scans = found.scans
    assert (found.awaits_scan, found.reasons) == (False, "To walk.")
    assert [(scan.id, scan.kind, scan.pages, scan.added_at, scan.added_by, scan.stands) for scan in scans] == [
        (str(row.pk), row.kind, row.pages, row.added_at, clinician.as_actor().name, True) for row in rows
    ]


def test_more_can_be_added_and_the_same_file_again_is_the_same(add):
    add(FIRST)
    assert add(FIRST) == ()
    assert [row.place for row in add(FIRST, SECOND)] == [1]
    assert (Scan.objects.count(), RecordEntry.objects.filter(what="scan added").count()) == (2, 2)
    assert len(add(*[ScanFile(Kind.PNG, b"the same")] * 3)) == 1


def test_a_scan_by_mistake_stays_and_does_not_count_and_the_scan_is_awaited_again(add, say_mistake, signed, clinician):
    (row,) = add(FIRST)
    said = say_mistake(row)
    (scan,) = decision().scans
    assert (scan.stands, scan.mistake, scan.mistake_at, scan.mistake_by) == (
        False,
        "It is somebody else's form.",
        said.said_at,
        clinician.as_actor().name,
    )
    assert (decision().awaits_scan, Scan.objects.count()) == (True, 1)
    assert json.loads(RecordEntry.objects.latest("sequence").content) == {"scan": scan.id, "reason": scan.mistake}
    assert fault_of(signed) is None


def test_once_said_to_be_a_mistake_it_stays_said_and_the_same_file_can_be_added_again(add, say_mistake):
    (row,) = add(FIRST)
    first = say_mistake(row)
    assert say_mistake(row, "Another reason") == first
    assert ScanMistake.objects.get().reason == first.reason
    assert len(add(FIRST)) == 1


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "x" * (LONGEST_REASON + 1)])
def test_a_mistake_says_why(add, say_mistake, reason):
    (row,) = add(FIRST)
    with pytest.raises(NotAllowed):
        say_mistake(row, reason)


def test_what_is_too_much_together_is_not_added_and_mistakes_do_not_count(add, say_mistake):
    (row,) = add(ScanFile(Kind.PDF, b"%PDF-", MOST_PAGES))
    with pytest.raises(NotAllowed, match="at most 10 pages"):
        add(FIRST)
    say_mistake(row)
    add(FIRST)
    with pytest.raises(NotAllowed, match="Choose the scan"):
        add()


@pytest.mark.parametrize("number", [0, 2])
def test_no_other_decision_takes_a_scan(add, number):
    with pytest.raises(NotAllowed, match="no consent that was signed on paper"):
        add(FIRST, number=number)


def test_a_spoken_consent_and_a_refusal_take_none(iliofemoral, clinician, fresh):
    bound = {"seen": 0, "shown": iliofemoral.head[0]}
    decide(conversation=iliofemoral, choice="consent", reasons="Yes", given=spoken(), by=clinician, **bound)
    decide(conversation=fresh(iliofemoral), choice="refusal", reasons="No", seen=1, by=clinician)
    for number in (1, 2):
        with pytest.raises(NotAllowed, match="no consent that was signed on paper"):
            add_scans(conversation=fresh(iliofemoral), decision_number=number, files=[FIRST], by=clinician)


def test_paper_that_comes_after_the_discussion_was_opened_again_is_added_and_none_once_it_is_cancelled(
    add, say_mistake, signed, clinician, fresh
):
    reopen(conversation=fresh(signed), by=clinician)
    (row,) = add(FIRST)
    cancel(conversation=fresh(signed), by=clinician)
    with pytest.raises(NotAllowed, match="cancelled"):
        add(SECOND)
    with pytest.raises(NotAllowed, match="cancelled"):
        say_mistake(row)


def test_nobody_of_another_hospital_and_no_other_role_adds_or_marks_one(
    add, say_mistake, other_clinician, editor, administrator
):
    (row,) = add(FIRST)
    for other in (other_clinician, editor, administrator):
        with pytest.raises(NotAllowed):
            add(SECOND, by=other)
        with pytest.raises(NotAllowed):
            say_mistake(row, by=other)
    assert (Scan.objects.count(), ScanMistake.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sdm_scan SET data = ''",
        "UPDATE sdm_scan SET decision_number = 2",
        "DELETE FROM sdm_scan WHERE place = 2",
        "UPDATE sdm_scanmistake SET reason = 'Nothing'",
        "DELETE FROM sdm_scanmistake",
    ],
)
def test_the_database_itself_refuses(add, say_mistake, statement):
    first, _ = add(FIRST, SECOND)
    say_mistake(first)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["sdm_scan", "sdm_scanmistake"])
def test_nothing_takes_the_place_of_a_row(add, say_mistake, table):
    (row,) = add(FIRST)
    say_mistake(row)
    connection.check_constraints()  # nothing waits for the end of the transaction
    replace = {
        "postgresql": f"TRUNCATE {table} CASCADE",
        "sqlite": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    }
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replace[connection.vendor])


@pytest.mark.parametrize(
    ("statement", "entry"),
    [
        ("UPDATE sdm_scan SET data = %s WHERE place = 2", "scan added"),
        ("UPDATE sdm_scan SET added_by = 'Somebody else' WHERE place = 2", "scan added"),
        ("UPDATE sdm_scan SET size = 1 WHERE place = 2", "scan added"),
        ("DELETE FROM sdm_scan WHERE place = 2", "scan added"),
        ("UPDATE sdm_scanmistake SET reason = 'Nothing'", "scan added by mistake"),
        ("DELETE FROM sdm_scanmistake", "scan added by mistake"),
    ],
)
def test_what_is_changed_behind_the_back_is_named_by_its_entry(add, say_mistake, signed, statement, entry):
    first, _ = add(FIRST, SECOND)
    say_mistake(first)
    record_guard.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, [b"%PDF- other"] if "%s" in statement else [])
    record_guard.install(connection)
    assert fault_of(signed).sequence == RecordEntry.objects.get(what=entry).sequence
