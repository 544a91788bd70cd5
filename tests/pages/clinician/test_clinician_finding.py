"""Finding patients by name: by the start of any word, however it is written, page by page, no name in an address."""

import re
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sdm.models import Conversation
from sdm.models.patient_names import named
from sdm.pages.clinician import timeline
from sdm.rules.name_words import typed_words

pytestmark = pytest.mark.django_db

ADDRESS = "/conversations/"
NAMED = f"{ADDRESS}?named"


def valid(number: int) -> str:
    """An NHS number of no rule: only the form looks at its last digit."""
    return f"{number:010d}"


@pytest.fixture
def patients(start):
    """Conversations of patients of these names."""
    numbers = iter(range(1, 1000))

    def patients(*names: str) -> list[Conversation]:
        return [start(name=name, nhs_number=valid(next(numbers))) for name in names]

    return patients


@pytest.fixture
def find(staff):
    """Who is found by what is typed, by name in the order of the page."""

    def find(typed: str) -> list[str]:
        response = staff.post(ADDRESS, {"find": typed})
        assert (response.status_code, response.url) == (302, NAMED)
        return names(staff.get(NAMED))

    return find


def names(response) -> list[str]:
    assert response.status_code == 200
    return [row["patient"] for row in response.context["rows"]] if response.context.get("rows") else []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ell", ["Margaret Ellis", "Ellen Marsh"]),
        ("ELLIS", ["Margaret Ellis"]),
        ("mar ell", ["Margaret Ellis", "Ellen Marsh"]),
        ("Ellis, Margaret", ["Margaret Ellis"]),
        ("margaret ellisx", []),
        ("siobhan", ["Siobhán O'Rourke"]),
        ("SIOBHÁN o’rourke", ["Siobhán O'Rourke"]),
        ("rourke", ["Siobhán O'Rourke"]),
        ("walesa", ["Łucja Wałęsa"]),
        ("Wałę", ["Łucja Wałęsa"]),
        ("анна", ["Анна Каренина"]),
        ("llis", []),
        ("zz", []),
        ("%%%ell", ["Margaret Ellis", "Ellen Marsh"]),
        ("ma_", ["Margaret Ellis", "Ellen Marsh"]),
    ],
)
def test_who_is_found(find, patients, typed, found):
    patients("Margaret Ellis", "Ellen Marsh", "Siobhán O'Rourke", "Łucja Wałęsa", "Анна Каренина")
    assert sorted(find(typed)) == sorted(found)


def test_whoever_is_found_twice_by_the_same_letters_is_shown_once(find, patients):
    patients("Anna Annabel Annan")
    assert find("ann") == ["Anna Annabel Annan"]


def test_they_come_in_the_order_of_the_words_that_were_looked_for(find, patients):
    patients("Zoe Ellis", "Ellen Young", "Adam Ellerby")
    assert find("el") == ["Ellen Young", "Adam Ellerby", "Zoe Ellis"]


def test_nobody_is_said_in_words(staff, patients):
    staff.post(ADDRESS, {"find": "nobody"})
    page = staff.get(NAMED).content.decode()
    assert "There is no conversation with this name." in page
    assert 'value="nobody"' in page


def test_no_address_names_anybody(staff, patients, monkeypatch):
    monkeypatch.setattr(timeline, "ON_A_PAGE", 1)
    patients("Margaret Ellis", "Margaret Marsh")
    response = staff.post(ADDRESS, {"find": "margaret"})
    assert "margaret" not in response.url.lower()
    assert "margaret" not in staff.get(NAMED).context["more"].lower()


def test_pages_follow_each_other_without_a_gap_or_a_patient_twice(staff, patients, monkeypatch):
    monkeypatch.setattr(timeline, "ON_A_PAGE", 2)
    every = ["Mary Smith", "Ann Smith", "Smith Smithson", "Tom Smithers", "Smi Marsh", "Eve Smith"]
    patients(*every, "Tom Jones")
    staff.post(ADDRESS, {"find": "smi"})
    found, address = [], NAMED
    while address:
        response = staff.get(address)
        found += names(response)
        more = response.context["more"]
        address = f"{ADDRESS}{more}" if more else ""
    assert found[0] == "Smi Marsh"
    assert sorted(found) == sorted(every)


def test_another_hospitals_patients_are_not_found(client, other_clinician, patients, clinician):
    patients("Margaret Ellis")
    client.force_login(other_clinician)
    client.post(ADDRESS, {"find": "margaret"})
    assert names(client.get(NAMED)) == []
    (theirs,) = named(clinician, ["margaret"], limit=9)
    assert client.get(f"{NAMED}&after={theirs.patient_id}").status_code == 400


def test_nobody_but_clinicians_finds_anybody(editor, patients, conversation):
    assert named(editor, ["margaret"], limit=9) == []


def test_a_patient_with_two_conversations_is_there_with_both_and_the_newest_first(find, staff, start, fresh, clinician):
    from sdm.actions.conversations import cancel

    first = start(nhs_number=valid(1))
    cancel(conversation=fresh(first), by=clinician)
    second = start(nhs_number=valid(1), appointment_at=first.appointment_at.replace(year=first.appointment_at.year + 1))
    find("ellis")
    assert [row["id"] for row in staff.get(NAMED).context["rows"]] == [str(second.pk), str(first.pk)]


@pytest.mark.parametrize("after", ["", "1", "margaret", "00000000-0000-0000-0000-000000000000"])
def test_a_place_that_is_none_is_a_bad_request(staff, find, patients, after):
    patients("Margaret Ellis")
    find("mar")
    assert staff.get(f"{NAMED}&after={after}").status_code == 400


def test_without_anything_looked_for_the_list_is_there(staff):
    assert staff.get(NAMED).url == ADDRESS


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter a name, an NHS number, a code or a day"),
        ("e", "Enter 2 letters of the name or more"),
        ("e l", "Enter 2 letters of the name or more"),
        ("x" * 201, "Enter 200 characters or fewer"),
        ("Ellis 2", "Enter the code with 9 letters and numbers, like 7KQF-3M2P-X"),
    ],
)
def test_what_is_no_name_is_said_beside_the_box(staff, typed, said):
    response = staff.post(ADDRESS, {"find": typed})
    assert (response.status_code, response.context["form"].problems) == (422, [("#id_find", said)])


def test_a_name_that_could_be_a_code_is_looked_for_as_both(staff, find, patients, monkeypatch):
    (one,) = patients("Abc Abcdefghj")
    monkeypatch.setattr("sdm.rules.paper_code.ids_of", lambda typed: (one.pk, one.pk))
    assert staff.post(ADDRESS, {"find": "abcdefghj"}).url == f"{ADDRESS}{one.pk}/"
    monkeypatch.setattr("sdm.rules.paper_code.ids_of", lambda typed: (UUID(int=0), UUID(int=0)))
    assert find("abcdefghj") == ["Abc Abcdefghj"]
    assert staff.post(ADDRESS, {"find": "7KQF-3M2P-D"}).status_code == 200


def test_finding_costs_the_same_however_many_are_found(staff, find, patients):
    patients("Margaret Ellis")
    find("el")
    with CaptureQueriesContext(connection) as at_one:
        staff.get(NAMED)
    patients("Eliza Marsh", "Elias Ell", "Tom Ellery")
    with CaptureQueriesContext(connection) as at_many:
        assert len(names(staff.get(NAMED))) == 4
    assert len(at_one) == len(at_many) == 3


# Of the tables that hold as many rows as there are patients.
READ_WHOLE = re.compile("Seq Scan on sdm_(conversation|patient|patientname)")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite does not plan by how many rows there are")
@pytest.mark.parametrize("typed", ["pa", "pa07 ab", "c4ca4238"])
def test_at_size_postgresql_reads_no_table_from_end_to_end(many, plan_of, clinician, typed):
    with CaptureQueriesContext(connection) as queries:
        found = named(clinician, typed_words(typed), limit=21)
    assert found
    plan = plan_of(queries)
    assert not READ_WHOLE.search(plan)
    # Two words can be found from either; one is read in the order of its index, so that nothing is sorted.
    assert " " in typed or ("patients_by_name" in plan and "Sort" not in plan)
    with CaptureQueriesContext(connection) as queries:
        timeline.of_patients(clinician, [one.patient_id for one in found[:20]])
    assert not READ_WHOLE.search(plan_of(queries))


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans by how many rows there are")
def test_sqlite_finds_by_its_index_in_its_order(conversation, plan_of, clinician):
    with CaptureQueriesContext(connection) as queries:
        found = named(clinician, ["margaret", "el"], limit=21)
    assert len(found) == 1
    plan = plan_of(queries)
    assert "INDEX patients_by_name (hospital_id=? AND word>? AND word<?)" in plan
    assert ("TEMP B-TREE" in plan, "SCAN" in plan) == (False, False)


def test_whoever_starts_with_another_hospital_is_found_there(client, other_clinician, conversation, start):
    start(name="Margaret Other", nhs_number=conversation.patient.nhs_number, by=other_clinician)
    client.force_login(other_clinician)
    client.post(ADDRESS, {"find": "margaret"})
    assert names(client.get(NAMED)) == ["Margaret Other"]


@pytest.mark.parametrize("written", ["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d/%m/%y"])
def test_a_day_leads_to_the_appointments_from_that_day_on(staff, start, written):
    day = timezone.localdate() + timedelta(days=9)
    before, on_it, later = (
        start(appointment_at=timezone.make_aware(datetime.combine(on, time(9))), nhs_number=valid(number))
        for number, on in enumerate((day - timedelta(days=1), day, day + timedelta(days=1)), start=1)
    )
    response = staff.post(ADDRESS, {"find": f"{day:{written}}"}, follow=True)
    assert [row["id"] for row in response.context["rows"]] == [str(on_it.pk), str(later.pk)]
    assert str(before.pk) not in response.content.decode()


@pytest.mark.parametrize(("typed", "said"), [("31/2/2027", "no such day"), ("21/1/1944", "date of birth finds nobody")])
def test_a_day_that_is_none_or_a_date_of_birth_is_said_beside_the_box(staff, typed, said):
    response = staff.post(ADDRESS, {"find": typed})
    assert response.status_code == 422
    assert said in str(response.context["form"].errors["find"])


@pytest.mark.parametrize("written", ["%d/%m", "%d %B", "%d %b"])
def test_a_day_without_a_year_is_the_nearest_one_and_the_page_says_which(staff, start, written):
    day = timezone.localdate() + timedelta(days=9)
    there = start(appointment_at=timezone.make_aware(datetime.combine(day, time(9))), nhs_number=valid(1))
    response = staff.post(ADDRESS, {"find": f"{day:{written}}"}, follow=True)
    assert [row["id"] for row in response.context["rows"]] == [str(there.pk)]
    assert f"Appointments from {day.day} {day:%B %Y} on" in response.content.decode()


def test_where_nothing_comes_after_the_day_the_page_says_which_day_it_was(staff):
    day = timezone.localdate() + timedelta(days=90)
    response = staff.post(ADDRESS, {"find": f"{day:%d/%m}"}, follow=True)
    assert f"There are no appointments from {day.day} {day:%B %Y} on." in response.content.decode()


def test_the_first_moment_that_there_is_leads_to_all_appointments(staff, conversation):
    response = staff.get(ADDRESS, {"after": f"0001-01-01T00:00:00+00:00~{UUID(int=0)}"})
    assert [row["id"] for row in response.context["rows"]] == [str(conversation.pk)]


def test_a_day_that_no_year_has_is_said_beside_the_box(staff):
    response = staff.post(ADDRESS, {"find": "31 February"})
    assert (response.status_code, "no such day" in str(response.context["form"].errors["find"])) == (422, True)
