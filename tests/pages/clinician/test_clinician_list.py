"""The list: coming appointments first, page by page, with what needs attention, at a cost that does not grow."""

from datetime import timedelta
from uuid import UUID

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sdm.actions.conversations import cancel, invite, start_conversation
from sdm.models import Conversation
from sdm.pages.clinician import timeline
from sdm.rules import parts
from sdm.rules.paper_code import CHARACTERS, REST, code_of
from sdm.rules.parts import question_part

pytestmark = pytest.mark.django_db

ADDRESS = "/conversations/"


def shown(response) -> list[str]:
    return [row["id"] for row in response.context["rows"]]


def ids(*conversations: Conversation) -> list[str]:
    return [str(conversation.pk) for conversation in conversations]


def attention(response) -> list[str]:
    """The words of the last column, row by row."""
    rows = response.content.decode().split('class="nhsuk-table__row"')[1:]
    cells = [row.split("Needs attention </span>")[1].split("</td>")[0] for row in rows]
    return [" ".join(cell.replace("<", " <").replace(">", "> ").split()) for cell in cells]


@pytest.fixture
def at_days(start):
    """Starts a conversation whose appointment is so many days from now; they can be past."""

    def at_days(days: float, **values) -> Conversation:
        conversation = start(**values)
        moment = timezone.now() + timedelta(days=days)
        Conversation.objects.filter(pk=conversation.pk).update(appointment_at=moment)
        return conversation

    return at_days


def test_coming_appointments_come_first_and_past_ones_are_earlier(staff, at_days):
    later, past, soon, long_past = at_days(9), at_days(-3), at_days(2), at_days(-30)
    response = staff.get(ADDRESS)
    assert shown(response) == ids(soon, later)
    earlier = staff.get(ADDRESS + response.context["page"].earlier)
    assert shown(earlier) == ids(long_past, past)
    assert earlier.context["page"].earlier == ""
    assert shown(staff.get(ADDRESS + earlier.context["page"].later)) == ids(soon, later)


def test_earlier_appointments_are_always_offered_and_their_page_says_where_there_are_none(staff, at_days):
    coming = at_days(2)
    earlier = staff.get(ADDRESS + staff.get(ADDRESS).context["page"].earlier)
    assert shown(earlier) == []
    assert "There are no earlier appointments." in earlier.content.decode()
    assert shown(staff.get(ADDRESS)) == ids(coming)


def test_where_nothing_is_coming_the_past_is_shown(staff, at_days):
    past, before = at_days(-3), at_days(-5)
    response = staff.get(ADDRESS)
    assert shown(response) == ids(before, past)
    assert "Past appointments" in response.content.decode()


def test_an_empty_list_says_so(staff):
    assert "There are no conversations yet." in staff.get(ADDRESS).content.decode()


def test_pages_follow_each_other_without_a_gap_or_a_row_twice(staff, at_days, monkeypatch):
    monkeypatch.setattr(timeline, "ON_A_PAGE", 2)
    every = [at_days(days) for days in (1, 2, 3, 4, 5)]
    Conversation.objects.update(appointment_at=timezone.now() + timedelta(days=1))
    in_order = ids(*Conversation.objects.order_by("appointment_at", "id"))
    assert set(ids(*every)) == set(in_order)
    forwards, address = [], ADDRESS
    while True:
        response = staff.get(address)
        forwards += shown(response)
        if not response.context["page"].later:
            break
        address = ADDRESS + response.context["page"].later
    assert forwards == in_order
    backwards = shown(response)
    while response.context["page"].earlier:
        response = staff.get(ADDRESS + response.context["page"].earlier)
        backwards = shown(response) + backwards
    assert backwards == in_order


def test_another_hospitals_conversations_are_not_listed(staff, conversation, other_clinician):
    start_conversation(
        name="Somebody Else",
        date_of_birth=conversation.patient.date_of_birth,
        nhs_number="9876543210",
        edition=conversation.edition,
        appointment_at=conversation.appointment_at,
        symptoms_began=None,
        by=other_clinician,
    )
    assert shown(staff.get(ADDRESS)) == ids(conversation)


def test_a_row_leads_to_its_brief(staff, conversation):
    page = lxml.html.fromstring(staff.get(ADDRESS).content.decode(), base_url=f"http://testserver{ADDRESS}")
    page.make_links_absolute()
    (link,) = page.xpath("//td//a/@href")
    assert link == f"http://testserver{reverse('conversation', args=[conversation.pk])}"


def test_a_row_names_patient_number_leaflet_appointment_and_status(staff, conversation):
    page = staff.get(ADDRESS).content.decode()
    assert [text in page for text in ("Margaret Ellis", "943 476 5919", "IPG651", ">Invited<")] == [True] * 4


def test_what_needs_attention_before_the_answers_are_sent(staff, conversation, clinician, fresh):
    # One thing that is not urgent is no list.
    assert attention(staff.get(ADDRESS)) == ["<span> No working link </span>"]
    invite(conversation=fresh(conversation), by=clinician)
    assert "Link not opened yet" in attention(staff.get(ADDRESS))[0]


def test_answers_that_were_not_sent_are_not_counted(staff, answer):
    answer(question_part(3), text="Will I bleed?", understanding=parts.TALK)
    answer(parts.PEOPLE_AND_HELP, details={"needs": ["interpreter"]})
    (words,) = attention(staff.get(ADDRESS))
    assert "Started, not sent yet" in words
    assert "to talk about" not in words
    assert "interpreter" not in words


def test_answers_that_were_sent_are_counted_worries_first(staff, answer, send):
    answer(question_part(3), text="Will I bleed?", understanding=parts.TALK)
    answer(question_part(4), understanding=parts.TALK)
    answer(question_part(2), understanding=parts.NOT_SURE)
    answer(question_part(1), understanding=parts.UNDERSTAND)
    answer(parts.PEOPLE_AND_HELP, details={"needs": ["interpreter", "large-print"]})
    send()
    answer(parts.WHAT_MATTERS, text="My dog")
    (row,) = staff.get(ADDRESS).context["rows"]
    order = ["2 to talk about", "1 not sure", "To arrange: An interpreter, Large print", "Changed after sending"]
    assert [flag.words for flag in row["flags"]] == order
    (words,) = attention(staff.get(ADDRESS))
    assert sorted(order, key=words.index) == order


def test_what_is_over_needs_no_attention(staff, conversation, clinician, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    assert attention(staff.get(ADDRESS)) == ["<span> – </span>"]


def test_a_patient_is_found_by_number_and_no_number_stands_in_an_address(staff, conversation, start):
    start()
    response = staff.post(ADDRESS, {"find": "943 476 5919"})
    assert response["Location"] == f"{ADDRESS}?patient={conversation.patient_id}"
    assert shown(staff.get(response["Location"])) == ids(conversation)


def test_a_number_that_is_not_known_finds_nobody(staff, conversation):
    response = staff.post(ADDRESS, {"find": "9876543210"})
    assert response.status_code == 200
    assert "There is no conversation with this NHS number." in response.content.decode()


def test_a_number_of_another_hospital_finds_nobody(client, other_clinician, conversation):
    client.force_login(other_clinician)
    assert "There is no conversation" in client.post(ADDRESS, {"find": "9434765919"}).content.decode()
    assert shown(client.get(f"{ADDRESS}?patient={conversation.patient_id}")) == []


def test_a_wrong_number_is_shown_again_with_what_is_wrong(staff):
    response = staff.post(ADDRESS, {"find": "943 476 5918"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "This NHS number is not right. Check each digit and enter it again" in page
    assert 'value="943 476 5918"' in page
    assert "<title>Error: " in page


WITH_NUMERALS, WITHOUT, NUMERALS_ONLY = "7KQF3M2P", "BCDFGHJK", "12121214"
CODES = pytest.mark.parametrize("code", [WITH_NUMERALS, WITHOUT, NUMERALS_ONLY])


@pytest.fixture
def with_code(start, monkeypatch):
    """Starts a conversation whose id is the lowest with a code of these 8 characters."""

    def with_code(code: str) -> Conversation:
        number = 0
        for character in code:
            number = number * len(CHARACTERS) + CHARACTERS.index(character)
        with monkeypatch.context() as context:
            context.setattr(Conversation._meta.pk, "_get_default", lambda: UUID(int=number << REST))
            conversation = start()
        assert code_of(conversation.pk).replace("-", "")[:-1] == code
        return conversation

    return with_code


@pytest.mark.parametrize(
    "typed",
    [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} ", lambda code: code.replace("-", " ")],
)
@CODES
def test_the_code_of_a_form_that_came_on_paper_leads_to_its_conversation(staff, with_code, start, code, typed):
    conversation = with_code(code)
    start()
    response = staff.post(ADDRESS, {"find": typed(code_of(conversation.pk))})
    assert (response.status_code, response.url) == (302, reverse("conversation", args=[conversation.pk]))


def says_that_no_conversation_has_it(response) -> bool:
    return response.status_code == 200 and "There is no conversation with this code." in response.content.decode()


@pytest.mark.parametrize("code", [WITH_NUMERALS, NUMERALS_ONLY])
def test_the_code_of_another_hospitals_form_leads_nowhere(client, with_code, other_clinician, code):
    conversation = with_code(code)
    client.force_login(other_clinician)
    assert says_that_no_conversation_has_it(client.post(ADDRESS, {"find": code_of(conversation.pk)}))


def test_the_code_of_another_hospitals_form_that_could_be_a_name_finds_nobody(client, with_code, other_clinician):
    """A code without a numeral is looked for as a name, too."""
    conversation = with_code(WITHOUT)
    client.force_login(other_clinician)
    response = client.post(ADDRESS, {"find": code_of(conversation.pk)}, follow=True)
    assert (response.redirect_chain, shown(response)) == ([(f"{ADDRESS}?named", 302)], [])


def test_a_code_that_stands_for_two_leads_to_neither(staff, with_code, start, monkeypatch):
    """Hardly ever do two ids begin alike; here each begins like all."""
    conversation = with_code(WITH_NUMERALS)
    start()
    every = (UUID(int=0), UUID(int=2**128 - 1))
    monkeypatch.setattr("sdm.rules.paper_code.ids_of", lambda typed: every)
    assert says_that_no_conversation_has_it(staff.post(ADDRESS, {"find": code_of(conversation.pk)}))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7KQF-3M2P", "Enter the code with 9 letters and numbers, like 7KQF-3M2P-X"),
        ("7KQF-3M2P-9", "This code is not right. Check each letter and number and enter it again"),
        ("1111-1111-2", "This code is not right. Check each letter and number and enter it again"),
        ("94347659", "Enter an NHS number with 10 digits, like 943 476 5919"),
        ("%", "Enter a name, an NHS number, a code or a day"),
    ],
)
def test_what_is_neither_a_number_nor_a_code_is_said_beside_the_box(staff, typed, said):
    response = staff.post(ADDRESS, {"find": typed})
    assert (response.status_code, response.context["form"].problems) == (422, [("#id_find", said)])
    assert f'value="{typed}"' in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "after=",
        "after=tomorrow~1",
        "before=2026-11-23~943476",
        "after=0001-01-01T00:00:00%2B23:59~00000000-0000-0000-0000-000000000000",
        "patient=1",
        "patient=-1",
    ],
)
def test_a_place_that_is_none_is_a_bad_request(staff, query):
    assert staff.get(f"{ADDRESS}?{query}").status_code == 400


def test_the_list_costs_the_same_however_many_there_are(staff, at_days, answer, send, conversation):
    answer(question_part(3), text="Will I bleed?", understanding=parts.TALK)
    send()
    staff.get(ADDRESS)
    with CaptureQueriesContext(connection) as at_one:
        staff.get(ADDRESS)
    for days in (1, 2, -1):
        at_days(days)
    with CaptureQueriesContext(connection) as at_several:
        staff.get(ADDRESS)
    assert (len(at_one), len(at_several)) == (2, 2)


def test_a_later_page_costs_no_more(staff, conversation, django_assert_num_queries):
    place = timeline.Place(conversation.appointment_at - timedelta(days=1), conversation.pk)
    staff.get(ADDRESS)
    with django_assert_num_queries(2):
        response = staff.get(ADDRESS, {"after": str(place)})
    assert shown(response) == ids(conversation)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL plans by how many rows there are")
@pytest.mark.parametrize("side", ["after", "before", "today"])
def test_the_list_is_read_in_the_order_of_its_index(clinician, conversation, side):
    place = timeline.Place(conversation.appointment_at, conversation.pk)
    with CaptureQueriesContext(connection) as queries:
        timeline.from_today(clinician) if side == "today" else getattr(timeline, side)(clinician, place)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
        plan = " / ".join(row[3] for row in cursor.fetchall())
    assert "USING COVERING INDEX conversation_list" in plan
    assert "TEMP B-TREE" not in plan


def test_the_way_to_a_new_conversation(staff):
    assert f'href="{reverse("conversation-new")}"' in staff.get(ADDRESS).content.decode()
