"""The help that a patient needs: flagged on the list and the brief, arranged in words, and known the next time."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from sdm.actions.conversations import cancel, change_appointment
from sdm.models import ArrangedHelp, Conversation
from sdm.rules.parts import PEOPLE_AND_HELP

pytestmark = pytest.mark.django_db

LIST = "/conversations/"
POLISH = {"needs": ["interpreter", "large-print"], "language": "Polish"}


def main_of(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def asked(answer, send):
    """The patient asks for an interpreter, large print and something in their own words."""
    answer(PEOPLE_AND_HELP, text="A room with a door", details={**POLISH, "people": "Ann", "share": "ask-me"})
    send()


@pytest.fixture
def arrange(staff, at):
    return lambda **typed: staff.post(at("conversation-help"), typed)


def flags(staff) -> tuple[str, str]:
    (row,) = staff.get(LIST).context["rows"]
    said = dict(words.split(": ", 1) for words, _ in row["flags"] if ": " in words)
    return said.get("To arrange", ""), said.get("Arranged", "")


def test_the_flag_turns_from_to_arrange_to_arranged(staff, at, asked, arrange):
    assert flags(staff) == ("An interpreter (Polish), Large print, Something else", "")
    typed = {"interpreter-text": "Ewa Nowak, 9:30am", "interpreter-revision": 0}
    response = arrange(**typed)
    assert (response.status_code, response["Location"]) == (302, at("conversation"))
    assert flags(staff) == ("Large print, Something else", "An interpreter (Polish)")
    page = main_of(staff.get(LIST))
    assert "To arrange: Large print, Something else Arranged: An interpreter (Polish)" in page
    assert "Arranged An interpreter (Polish): Ewa Nowak, 9:30am" in main_of(staff.get(at("conversation")))


def test_the_brief_shows_needs_people_and_what_may_be_shared_in_one_query(
    staff, at, asked, arrange, django_assert_num_queries
):
    arrange(**{"interpreter-text": "Ewa Nowak", "interpreter-revision": 0})
    staff.get(at("conversation"))
    with django_assert_num_queries(1):
        page = main_of(staff.get(at("conversation")))
    words = ("To arrange Large print", "Ann", "What you may tell them about me Ask me first, each time")
    assert sorted(words, key=page.index) == list(words)


def test_who_comes_and_what_may_be_shared_stand_in_the_discussion_too(staff, at, asked):
    page = main_of(staff.get(at("conversation-discussion")))
    assert "What you may tell them about me Ask me first, each time" in page
    assert "To arrange An interpreter (Polish)" in page


def test_each_need_has_a_box_and_only_those_that_were_asked_for(staff, at, asked, arrange):
    names = re.findall(r'name="([\w-]+)-text"', staff.get(at("conversation-help")).content.decode())
    assert names == ["interpreter", "large-print", "other"]
    arrange(**{"british-sign-language-text": "Nobody asked"})
    assert ArrangedHelp.objects.count() == 0


def test_large_print_leads_to_what_is_here_in_large_print(staff, at, asked, note):
    addresses = [f"{at(name)}?large-print" for name in ("conversation-paper-form-pdf", "conversation-summary-pdf")]
    before = staff.get(at("conversation-help")).content.decode()
    note("question-1", text="We talked about it.")
    after = staff.get(at("conversation-help")).content.decode()
    assert [[f'href="{one}"' in page for one in addresses] for page in (before, after)] == [[True, False], [True, True]]
    assert [staff.get(address)["Content-Type"] for address in addresses] == ["application/pdf"] * 2


def test_nothing_is_asked_for(staff, at, conversation):
    assert "The patient has not asked for any help." in main_of(staff.get(at("conversation-help")))
    assert "Help" not in re.findall(r"<h2[^>]*>([^<]*)</h2>", staff.get(at("conversation")).content.decode())


def test_what_is_too_long_is_shown_again(staff, asked, arrange):
    response = arrange(**{"interpreter-text": "x" * 401, "interpreter-revision": 0, "large-print-text": "Sent today"})
    assert response.status_code == 422
    assert "This must be 400 characters or fewer. You have written 401" in main_of(response)
    assert 'value="Sent today"' in response.content.decode()
    assert ArrangedHelp.objects.count() == 0


def test_two_people_arrange_the_same_and_nothing_is_lost(staff, at, asked, arrange, arranged):
    arranged("interpreter", "Ewa Nowak, 9:30am")
    response = arrange(**{"interpreter-text": "Jan Kos, 10am", "interpreter-revision": 0})
    page = response.content.decode()
    assert response.status_code == 409
    assert "somebody else wrote down what is arranged for “An interpreter (Polish)”" in main_of(response)
    assert ("Ewa Nowak, 9:30am" in main_of(response), 'value="Jan Kos, 10am"' in page) == (True, True)
    seen = re.search(r'name="interpreter-revision"[^>]*value="(\d+)"', page)[1]
    arrange(**{"interpreter-text": "Jan Kos, 10am", "interpreter-revision": seen})
    assert list(ArrangedHelp.objects.order_by("revision").values_list("text", flat=True)) == [
        "Ewa Nowak, 9:30am",
        "Jan Kos, 10am",
    ]


def test_what_was_arranged_and_is_no_longer_asked_for_is_said(staff, at, asked, answer, arranged):
    arranged("interpreter", "Ewa Nowak")
    answer(PEOPLE_AND_HELP, details={"needs": ["large-print"]})
    assert "No longer asked for An interpreter: Ewa Nowak" in main_of(staff.get(at("conversation")))
    assert "The patient no longer asks for this:" in main_of(staff.get(at("conversation-help")))


def test_after_a_move_to_another_day_it_is_to_arrange_until_somebody_says_that_it_holds(
    staff, at, asked, arrange, arranged, conversation, clinician, fresh
):
    arranged("interpreter", "Ewa Nowak, 9:30am")
    now = fresh(conversation)
    was_on, on = now.appointment_on, now.appointment_at + timedelta(days=9)
    change_appointment(conversation=now, appointment_at=on, by=clinician)
    assert flags(staff) == ("An interpreter (Polish), Large print, Something else", "")
    was, now_on = (f"{one.day} {one:%B} {one.year}" for one in (was_on, fresh(conversation).appointment_on))
    told = f"To arrange An interpreter (Polish), arranged for {was}: Ewa Nowak, 9:30am"
    assert told in main_of(staff.get(at("conversation")))
    page = main_of(staff.get(at("conversation-help")))
    assert f"This was arranged for {was}." in page
    assert f"This is arranged for the appointment on {now_on}, too" in page
    typed = {"interpreter-text": "Ewa Nowak, 9:30am", "interpreter-revision": 2}
    arrange(**typed)
    assert flags(staff)[1] == ""
    arrange(**typed, **{"interpreter-holds": "on"})
    assert flags(staff) == ("Large print, Something else", "An interpreter (Polish)")
    assert "This was arranged for" not in main_of(staff.get(at("conversation-help")))


def test_a_cancelled_conversation_takes_nothing_more(staff, at, asked, arrange, conversation, clinician, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    assert "This conversation was cancelled." in main_of(staff.get(at("conversation-help")))
    assert arrange(**{"interpreter-text": "Ewa", "interpreter-revision": 0}).status_code == 409


# The next conversation of the same patient


@pytest.fixture
def typed(edition, boxes, conversation):
    """What starts another conversation with the same patient."""
    return {
        "name": conversation.patient.name,
        "nhs_number": conversation.patient.nhs_number,
        "edition": str(edition.pk),
        **boxes("date_of_birth", conversation.patient.date_of_birth),
        **boxes("appointment_at", timezone.localdate() + timedelta(days=9)),
        "appointment_at_time": "14:30",
        "seen_by": str(conversation.seen_by_id),
    }


def test_staff_are_told_what_was_asked_for_before_when_they_start_another_one(
    staff, asked, typed, conversation, clinician, fresh
):
    cancel(conversation=fresh(conversation), by=clinician)
    response = staff.post("/conversations/new/", typed, follow=True)
    words = (
        "This patient asked for help in an earlier conversation: An interpreter (Polish), Large print, Something else."
    )
    assert words in main_of(response)
    second = Conversation.objects.latest("created_at")
    rows = {row["id"]: [flag.words for flag in row["flags"]] for row in staff.get(LIST).context["rows"]}
    assert "To arrange: An interpreter (Polish), Large print, Something else" in rows[str(second.pk)]
    page = main_of(staff.get(f"/conversations/{second.pk}/"))
    assert "To arrange An interpreter (Polish) (asked for in an earlier conversation)" in page
    assert "A room with a door" in page


def test_nobody_is_told_of_help_that_nobody_asked_for(staff, typed, conversation, clinician, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    assert "asked for help" not in main_of(staff.post("/conversations/new/", typed, follow=True))
