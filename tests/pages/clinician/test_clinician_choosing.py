"""Lists to choose: what needs attention, the most urgent first; by whose, status and days; always at one cost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sdm.actions.agenda import close_item, raise_item
from sdm.actions.answers import save_answer, send_answers
from sdm.actions.conversations import cancel, invite, open_invitation, reopen
from sdm.actions.decisions import decide
from sdm.actions.discussion import save_discussion
from sdm.actions.editions import withdraw
from sdm.actions.procedure import plan_procedure
from sdm.actions.reading_briefs import mark_as_read
from sdm.actions.scans import add_scans, say_scan_is_mistake
from sdm.models import Conversation
from sdm.models.page_queries import AFTER, COMING, OF_STATUS, PAST, SEEN_BY, looked_at
from sdm.pages.clinician import choosing
from sdm.rules import parts
from sdm.rules.parts import Saved
from sdm.rules.people import Actor, Kind
from sdm.rules.scans import Kind as ScanKind
from sdm.rules.scans import ScanFile
from sdm.summary.moments import day
from tests.given import consent, on_paper

pytestmark = pytest.mark.django_db

ADDRESS = "/conversations/chosen"
NOW = timezone.now()
BEFORE_ALL_THAT_WAS_DONE = date(2026, 11, 16)


@pytest.fixture
def at_days(start):
    """Starts a conversation whose appointment is so many days from now, by the clock on the wall."""

    def at_days(days: float, **values) -> Conversation:
        conversation = start(**{"symptoms_began": None, **values})
        # A day in which the clocks change has 23 hours or 25.
        wall = timezone.make_naive(timezone.now()) + timedelta(days=days)
        Conversation.objects.filter(pk=conversation.pk).update(appointment_at=timezone.make_aware(wall))
        return conversation

    return at_days


@pytest.fixture
def sends(fresh, clinician):
    """The patient of a conversation sends an answer to the first question."""

    def sends(conversation, **answer) -> None:
        invitation, _ = invite(conversation=fresh(conversation), by=clinician)
        patient = Actor(Kind.PATIENT, str(invitation.pk), "Margaret Ellis")
        values = {"part": "question-1", "text": "Will it hurt?", **answer}
        save_answer(conversation=fresh(conversation), seen=0, by=patient, **values)
        send_answers(conversation=fresh(conversation), by=patient)

    return sends


def ids(*conversations: Conversation) -> list[str]:
    return [str(one.pk) for one in conversations]


def shown(response) -> list[str]:
    assert response.status_code == 200
    return [row["id"] for row in response.context["rows"]]


def flags(response) -> list[list[str]]:
    return [[flag.words for flag in row["flags"]] for row in response.context["rows"]]


def test_without_anything_chosen_what_needs_attention_is_there_the_most_urgent_first(staff, at_days, sends):
    quiet, unread, soon, worried = at_days(9), at_days(8), at_days(1), at_days(5)
    sends(unread)
    sends(worried, understanding=parts.TALK)
    response = staff.get(ADDRESS)
    assert shown(response) == ids(soon, worried, unread)
    assert flags(response) == [
        ["No answers, and the appointment is tomorrow", "No working link"],
        ["Nobody has read the answers", "1 to talk about"],
        ["Nobody has read the answers", "Answers sent"],
    ]
    assert str(quiet.pk) not in shown(response)
    assert "We looked through all 4 appointments." in response.content.decode()


def test_what_was_read_needs_no_reading_until_it_changes(staff, at_days, sends, fresh, clinician):
    one = at_days(9)
    sends(one)
    mark_as_read(conversation=fresh(one), seen=99, by=clinician)
    assert shown(staff.get(ADDRESS)) == []
    patient = Actor(Kind.PATIENT, str(one.invitations.get().pk), "Margaret Ellis")
    save_answer(conversation=fresh(one), part="what-matters", text="My dog", seen=0, by=patient)
    assert flags(staff.get(ADDRESS))[0][0] == "Changed since it was read"


@pytest.mark.parametrize(("days_ago", "is_near"), [(9, False), (10, True), (14, True), (15, False)])
def test_the_days_that_the_leaflet_names_are_nearly_over(staff, at_days, days_ago, is_near):
    one = at_days(9)
    began = timezone.localdate() - timedelta(days=days_ago)
    last_day = day((began + timedelta(days=14)).isoformat())
    Conversation.objects.filter(pk=one.pk).update(symptoms_began=began)
    response = staff.get(ADDRESS, {"needs": "last-day"})
    assert shown(response) == (ids(one) if is_near else [])
    assert not is_near or f"{last_day} is day 14 since the symptoms began" in flags(response)[0]


def test_the_days_count_from_when_the_patient_first_came(staff, at_days):
    one, today = at_days(9), timezone.localdate()
    rows = Conversation.objects.filter(pk=one.pk)
    rows.update(symptoms_began=today - timedelta(days=30))
    assert flags(staff.get(ADDRESS, {"needs": "days-over"}))[0][0].endswith("was day 14 since the symptoms began")
    rows.update(presented_on=today - timedelta(days=11))
    assert shown(staff.get(ADDRESS, {"needs": "days-over"})) == []
    (found,) = flags(staff.get(ADDRESS, {"needs": "last-day"}))
    assert found[0].startswith("The appointment is after ")
    assert [words.endswith("day 14 since the patient first came") for words in found[:2]] == [True, True]


def test_an_interpreter_to_book(staff, at_days, sends):
    one, _ = at_days(9), at_days(8)
    sends(one, part=parts.PEOPLE_AND_HELP, text="", details={"needs": ["interpreter"]})
    response = staff.get(ADDRESS, {"needs": "help"})
    assert shown(response) == ids(one)
    assert "To arrange: An interpreter" in flags(response)[0]


def test_time_to_think_that_is_short_after_a_decision(staff, at_days, sends, fresh, clinician, hospital):
    one = at_days(3, symptoms_began=BEFORE_ALL_THAT_WAS_DONE)
    sends(one)
    consent(one, by=clinician)
    hospital.days_to_think = 7
    hospital.save()
    on = timezone.localdate() + timedelta(days=3)
    Conversation.objects.filter(pk=one.pk).update(procedure_on=on)
    response = staff.get(ADDRESS, {"needs": "time"})
    assert shown(response) == ids(one)
    assert "less time to think than wanted" in flags(response)[0][0]
    Conversation.objects.filter(pk=one.pk).update(short_time_because="The clot is growing.")
    assert shown(staff.get(ADDRESS, {"needs": "time"})) == []


def test_my_clinics_are_those_in_which_i_see_the_patient_whoever_started_them(staff, at_days, clinician, colleague):
    prepared, mine, theirs = at_days(1, by=colleague, seen_by=clinician), at_days(2), at_days(3, seen_by=colleague)
    assert shown(staff.get(ADDRESS, {"whose": "mine"})) == ids(prepared, mine)
    assert shown(staff.get(ADDRESS, {"whose": "hospital"})) == ids(prepared, mine, theirs)
    assert shown(staff.get(ADDRESS, {"whose": str(colleague.pk)})) == ids(theirs)


def test_each_row_says_who_will_see_the_patient(staff, at_days, colleague):
    at_days(1)
    at_days(2, seen_by=colleague)
    rows = staff.get(ADDRESS, {"needs": ""}).context["rows"]
    assert [row["appointment"].rpartition(", ")[2] for row in rows] == ["with Dr Amira Khan", "with Ravi Shah"]


def test_the_hospitals_own_clinicians_are_offered(staff, conversation, colleague, other_clinician, editor):
    choices = staff.get(ADDRESS).context["form"].fields["whose"].choices
    assert choices == [
        ("hospital", "My hospital’s"),
        ("mine", "My clinics"),
        (str(colleague.pk), "Ravi Shah, Registrar"),
    ]
    response = staff.get(ADDRESS, {"whose": str(other_clinician.pk)})
    assert (response.status_code, response.context["form"].problems[0][0]) == (422, "#id_whose")


def test_whom_nobody_will_see_is_among_the_hospitals_and_needs_attention(staff, at_days, sends, colleague):
    left = at_days(5, seen_by=colleague)
    at_days(6)
    assert shown(staff.get(ADDRESS, {"needs": "nobody"})) == []
    colleague.is_active = False
    colleague.save()
    response = staff.get(ADDRESS, {"needs": "nobody"})
    assert shown(response) == ids(left)
    assert flags(response)[0][0] == "Ravi Shah cannot see patients here any more: hand this on"
    assert str(left.pk) in staff.get("/conversations/").content.decode()


def test_a_locked_link_needs_attention_until_there_is_a_new_one(staff, at_days, fresh, clinician):
    conversation = at_days(5)
    invitation, _ = invite(conversation=fresh(conversation), by=clinician)
    for year in range(1950, 1955):
        assert shown(staff.get(ADDRESS, {"needs": "locked"})) == []
        open_invitation(invitation=invitation, date_of_birth=date(year, 1, 1))
    response = staff.get(ADDRESS, {"needs": "locked"})
    assert (shown(response), flags(response)) == (ids(conversation), [["Link locked", "Link not opened yet"]])
    assert "<strong>Link locked</strong>" in staff.get("/conversations/").content.decode()
    brief = f"/conversations/{conversation.pk}/"
    assert "The patient’s link is locked." in staff.get(brief).content.decode()
    invite(conversation=fresh(conversation), by=clinician)
    assert shown(staff.get(ADDRESS, {"needs": "locked"})) == []
    assert "Link locked" not in staff.get("/conversations/").content.decode()
    assert "link is locked" not in staff.get(brief).content.decode()


def test_who_moved_to_another_hospital_takes_no_patient_along(client, at_days, colleague, other_hospital):
    at_days(5, seen_by=colleague)
    colleague.hospital = other_hospital
    colleague.save()
    client.force_login(colleague)
    assert shown(client.get(ADDRESS, {"whose": "mine", "needs": ""})) == []


def test_by_status_and_by_days(staff, at_days, fresh, clinician, boxes):
    one, two, three, past = at_days(1), at_days(5), at_days(9), at_days(-4)
    cancel(conversation=fresh(two), by=clinician)
    assert shown(staff.get(ADDRESS, {"status": "cancelled"})) == ids(two)
    today = timezone.localdate()
    days = {**boxes("since", today - timedelta(days=9)), **boxes("until", today + timedelta(days=5))}
    assert shown(staff.get(ADDRESS, days)) == ids(past, one, two)
    assert shown(staff.get(ADDRESS, {**boxes("since", today + timedelta(days=9))})) == ids(three)


def test_pages_keep_what_was_chosen(staff, at_days, sends, monkeypatch):
    monkeypatch.setattr(choosing, "LOOKED_THROUGH", 2)
    every = [at_days(days) for days in (3, 4, 5, 6)]
    sends(every[0])
    sends(every[3])
    response = staff.get(ADDRESS, {"needs": "unread"})
    assert shown(response) == ids(every[0])
    assert "We looked through 2 appointments, up to " in response.content.decode()
    later = staff.get(f"{ADDRESS}{response.context['later']}")
    assert shown(later) == ids(every[3])
    assert (later.context["later"], later.context["form"]["needs"].value()) == ("", "unread")


def test_pages_of_all_follow_each_other(staff, at_days, monkeypatch):
    monkeypatch.setattr(choosing, "ON_A_PAGE", 2)
    every = [at_days(days) for days in (1, 2, 3, 4, 5)]
    found, address = [], f"{ADDRESS}?whose=mine&needs="
    while address:
        response = staff.get(address)
        found += shown(response)
        address = f"{ADDRESS}{response.context['later']}" if response.context["later"] else ""
    assert found == ids(*every)


def test_the_first_page_keeps_what_is_chosen_for_whoever_chooses_nothing(staff, at_days, monkeypatch):
    monkeypatch.setattr(choosing, "LOOKED_THROUGH", 1)
    quiet, soon = at_days(1), at_days(2)
    response = staff.get(ADDRESS)
    assert shown(response) == ids(quiet)
    assert shown(staff.get(f"{ADDRESS}{response.context['later']}")) == ids(soon)


def test_nobody_sees_another_hospitals(client, other_clinician, at_days, editor):
    at_days(1)
    client.force_login(other_clinician)
    assert shown(client.get(ADDRESS)) == shown(client.get(ADDRESS, {"needs": ""})) == []
    assert looked_at(editor, {COMING: (NOW,)}, limit=9) == []


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("since_day=1", ("#id_since_month", "Date must include a month and a year")),
        ("until_day=1&until_month=1&until_year=2020", ("#id_until_day", "The last day must not be before the first")),
        ("needs=nothing", ("#id_needs", "Choose one of the answers on this page")),
        ("status=%00", ("#id_status", "Choose one of the answers on this page")),
        ("whose=%00", ("#id_whose", "Choose one of the answers on this page")),
        (
            "whose=00000000-0000-4000-8000-000000000000",
            ("#id_whose", "Choose one of the answers on this page"),
        ),
    ],
)
def test_what_cannot_be_chosen_is_said_beside_it(staff, query, problem):
    response = staff.get(f"{ADDRESS}?{query}")
    assert (response.status_code, response.context["form"].problems) == (422, [problem])


def test_a_place_that_is_none_is_a_bad_request(staff):
    assert staff.get(f"{ADDRESS}?after=x").status_code == 400


@pytest.mark.parametrize("needs", ["", "any"])
def test_it_costs_the_same_however_many_there_are(staff, at_days, sends, needs):
    sends(at_days(1))
    staff.get(ADDRESS, {"needs": needs})
    with CaptureQueriesContext(connection) as at_one:
        staff.get(ADDRESS, {"needs": needs})
    for days in (2, 3):
        sends(at_days(days), understanding=parts.TALK)
    with CaptureQueriesContext(connection) as at_many:
        assert len(shown(staff.get(ADDRESS, {"needs": needs}))) == 3
    assert len(at_one) == len(at_many) == 3


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite does not plan by how many rows there are")
@pytest.mark.parametrize(
    ("which", "index"),
    [
        ({COMING: (NOW,)}, "conversation_list"),
        ({COMING: (NOW,), PAST: (NOW + timedelta(days=2),)}, "conversation_list"),
        ({COMING: (NOW,), OF_STATUS: ("invited",)}, "conversation_"),
        ({COMING: (NOW,), OF_STATUS: ("decided",)}, "conversation_by_status"),
        ({COMING: (NOW,), SEEN_BY: None}, "conversation_"),
        ({AFTER: (NOW, "00000000-0000-0000-0000-000000000000"), OF_STATUS: ("sent",)}, "conversation_by_status"),
    ],
)
def test_at_size_postgresql_reads_no_table_from_end_to_end(many, plan_of, clinician, which, index):
    which = {one: values or (clinician.pk,) for one, values in which.items()}
    with CaptureQueriesContext(connection) as queries:
        looked_at(clinician, which, limit=101)
    plan = plan_of(queries)
    assert "Seq Scan on sdm_conversation" not in plan
    assert index in plan


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite does not plan by how many rows there are")
def test_at_size_postgresql_reads_one_clinicians_patients_in_their_own_order(many, plan_of, clinician, colleague):
    """Among many of others', where the order of the whole hospital would be read for long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sdm_conversation SET seen_by_id = %s WHERE id::text LIKE '0%%' AND id::text < '04'", [colleague.pk]
        )
        cursor.execute("ANALYZE sdm_conversation")
    with CaptureQueriesContext(connection) as queries:
        looked_at(clinician, {COMING: (NOW,), SEEN_BY: (colleague.pk,)}, limit=101)
    plan = plan_of(queries)
    assert "conversation_by_seen_by" in plan
    assert "Sort Key: sdm_conversation" not in plan


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans by how many rows there are")
@pytest.mark.parametrize("more", [{}, {OF_STATUS: ("sent",)}, {SEEN_BY: None}])
def test_sqlite_reads_in_the_order_of_an_index(conversation, plan_of, clinician, more):
    more = {one: values or (clinician.pk,) for one, values in more.items()}
    with CaptureQueriesContext(connection) as queries:
        looked_at(clinician, {COMING: (NOW,), **more}, limit=101)
    plan = plan_of(queries)
    assert "INDEX conversation_" in plan
    assert "TEMP B-TREE FOR ORDER BY" not in plan.split("SUBQUERY")[0]


def test_the_way_there_and_on_from_there(staff, conversation):
    assert f'href="{ADDRESS}"' in staff.get("/conversations/").content.decode()
    page = staff.get(ADDRESS, {"needs": ""}).content.decode()
    # Beside the address of this page, that is the brief's.
    assert f'<a href="{conversation.pk}/">' in page


def test_a_consent_on_paper_whose_scan_is_not_here_is_listed_until_it_is(staff, at_days, clinician, fresh):
    signed, spoke = (at_days(days, symptoms_began=BEFORE_ALL_THAT_WAS_DONE) for days in (1, 2))
    consent(signed, given=on_paper(), by=clinician)
    consent(spoke, by=clinician)
    address = f"{ADDRESS}?needs=scan"
    response = staff.get(address)
    assert (shown(response), flags(response)) == (ids(signed), [["The scan of a signed form is not here yet"]])
    files = [ScanFile(ScanKind.JPEG, b"x")]
    (scan,) = add_scans(conversation=fresh(signed), decision_number=1, files=files, by=clinician)
    assert shown(staff.get(address)) == []
    say_scan_is_mistake(conversation=fresh(signed), scan=scan, reason="Another form", by=clinician)
    assert shown(staff.get(address)) == ids(signed)
    reopen(conversation=fresh(signed), by=clinician)
    assert shown(staff.get(address)) == []
    decide(conversation=fresh(signed), choice="refusal", reasons="No", seen=1, by=clinician)
    assert shown(staff.get(address)) == []


def test_a_withdrawn_leaflet_needs_attention_until_the_procedure_of_whoever_agreed_on_it(
    staff, at_days, edition, administrator, clinician, fresh
):
    talking, agreed, refused = (at_days(days, symptoms_began=BEFORE_ALL_THAT_WAS_DONE) for days in (1, 2, 3))
    for one in (consent(agreed, by=clinician), refused):
        if one is refused:
            decide(conversation=fresh(one), choice="more-time", reasons="No", seen=0, by=clinician)
        on = timezone.localdate() + timedelta(days=20)
        plan_procedure(conversation=fresh(one), on=on, by=clinician)
    decide(conversation=fresh(refused), choice="refusal", reasons="No", seen=1, by=clinician)
    withdraw(edition=edition, reason="A number was wrong.", by=administrator)
    response = staff.get(ADDRESS, {"needs": "withdrawn"})
    assert shown(response) == ids(talking, agreed)
    assert "Leaflet withdrawn" in flags(response)[0]
    assert flags(response)[1] == ["The leaflet was withdrawn after the patient agreed: tell them, and ask again"]


def test_a_plan_that_a_refusal_ended_wants_no_reason(staff, at_days, clinician, fresh, hospital):
    one = at_days(1)
    decide(conversation=fresh(one), choice="more-time", reasons="Not yet", seen=0, by=clinician)
    plan_procedure(conversation=fresh(one), on=timezone.localdate() + timedelta(days=2), by=clinician)
    hospital.days_to_think = 14
    hospital.save()
    assert shown(staff.get(ADDRESS, {"needs": "time"})) == ids(one)
    decide(conversation=fresh(one), choice="refusal", reasons="No", seen=1, by=clinician)
    assert shown(staff.get(ADDRESS, {"needs": "time"})) == []


def test_what_was_talked_about_needs_no_attention_any_more(staff, at_days, sends, clinician, fresh):
    one = at_days(3)
    sends(one, understanding=parts.TALK)
    raise_item(conversation=fresh(one), text="Blood thinners", by=clinician)
    notes = {parts.PEOPLE: Saved(parts.PEOPLE, details={"present": "Ann"})}
    save_discussion(conversation=fresh(one), notes=notes, by=clinician)
    address = f"{ADDRESS}?needs=worries"
    assert (shown(staff.get(address)), flags(staff.get(address))) == (ids(one), [["2 to talk about"]])
    for item in one.agenda.all():
        close_item(conversation=fresh(one), item=item, state="answered", outcome="Said so", by=clinician)
    assert shown(staff.get(address)) == []
    assert flags(staff.get(ADDRESS, {"needs": ""})) == [["Answers sent"]]
