"""The brief says who read it first, and to each reader what has changed since they read it."""

import pytest
from django.test import Client

from sdm.actions.decisions import decide
from sdm.models import BriefReading, Conversation, User
from sdm.rules import parts
from sdm.rules.parts import question_part
from sdm.rules.people import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(hospital) -> Client:
    """The browser of another clinician of the hospital."""
    nurse = User.objects.create_user(
        "nurse@northfield.example", name="Ben Ode", role=Role.CLINICIAN.value, hospital=hospital
    )
    client = Client()
    client.force_login(nurse)
    return client


def marks(client, at):
    """Presses the button with what the brief has in its form."""
    page = client.get(at("conversation"))
    return client.post(at("conversation-read"), {"seen": page.context["conversation"].head[0]}, follow=True)


def test_before_answers_are_sent_there_is_nothing_to_mark(staff, at, answer):
    answer(question_part(1), text="Will it hurt?")
    assert "marked this as read" not in staff.get(at("conversation")).content.decode()
    response = marks(staff, at)
    assert (response.status_code, BriefReading.objects.count()) == (200, 0)
    assert "The patient has not sent any answers." in response.content.decode()


def test_who_came_first_and_who_came_next(staff, second, at, answer, send):
    answer(question_part(1), text="Will it hurt?")
    send()
    assert "Nobody has marked this as read." in staff.get(at("conversation")).content.decode()
    page = marks(staff, at).content.decode()
    assert "It is written down that you have read this." in page
    assert "Nothing has changed since you read it." in page
    assert ">I have read this<" not in page
    page = marks(second, at).content.decode()
    words = ["Read first by Dr Amira Khan, Consultant vascular surgeon, ", "Then by Ben Ode, "]
    assert sorted(words, key=page.index) == words


def test_each_is_told_what_changed_since_they_read_it(staff, second, at, answer, send):
    answer(question_part(1), text="Will it hurt?")
    send()
    marks(staff, at)
    answer(question_part(3), text="Will I bleed?", understanding=parts.TALK)
    answer(parts.WHAT_MATTERS, text="My dog")
    assert "Changed since you read it" not in second.get(at("conversation")).content.decode()
    page = staff.get(at("conversation")).content.decode()
    assert "Changed since you read it: Question 3, What matters to me." in page
    assert "I have read the changes" in page
    assert "Changed since you read it" not in marks(staff, at).content.decode()


def test_what_a_move_to_another_edition_left_is_no_change_of_the_patients(staff, at, answer, send, conversation, fresh):
    answer(question_part(1), text="Will it hurt?")
    send()
    marks(staff, at)
    answer(question_part(1), text="")
    moved_at = fresh(conversation).answers["question-1"].saved_at
    Conversation.objects.filter(pk=conversation.pk).update(moved_at=moved_at)
    assert "Changed since you read it" not in staff.get(at("conversation")).content.decode()
    answer(question_part(1), text="Will it hurt now?")
    assert "Changed since you read it: Question 1." in staff.get(at("conversation")).content.decode()


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30])
def test_a_number_that_is_none_marks_nothing(staff, at, answer, send, seen):
    answer(question_part(1), text="Will it hurt?")
    send()
    assert staff.post(at("conversation-read"), {"seen": seen}).status_code == 302
    assert BriefReading.objects.count() == 0


def test_looking_alone_marks_nothing(staff, at, answer, send):
    answer(question_part(1), text="Will it hurt?")
    send()
    staff.get(at("conversation"))
    assert staff.get(at("conversation-read")).status_code == 405
    assert BriefReading.objects.count() == 0


def test_the_brief_costs_the_same_however_many_have_read_it(staff, second, at, answer, send, django_assert_num_queries):
    answer(question_part(1), text="Will it hurt?")
    send()
    for client in (staff, second):
        marks(client, at)
    with django_assert_num_queries(1):
        staff.get(at("conversation"))


def test_after_a_decision_nobody_is_told_that_it_was_not_marked(
    staff, at, conversation, clinician, fresh, answer, send
):
    answer("question-1", text="Why?")
    send()
    decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=0, by=clinician)
    page = staff.get(at("conversation")).content.decode()
    assert ("Nobody has marked this as read." in page, "I have read this" in page) == (False, False)
