"""The brief says at its top what was decided last, when and by whom, and whether that holds; for no more queries."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from sdm.actions.afterwards import say_mind_changed
from sdm.actions.conversations import reopen
from sdm.actions.decisions import decide
from sdm.models import Conversation
from sdm.summary.moments import day
from tests.given import consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(staff, at):
    """What the brief says of the last decision; empty where it says nothing."""

    def line() -> str:
        page = staff.get(at("conversation")).content.decode()
        found = re.search(r"<p><strong>Decided: .*?</p>", page)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", "", found[0])).split()) if found else ""

    return line


@pytest.fixture
def decided(conversation, clinician, fresh):
    def decided(choice: str, **values) -> None:
        decide(conversation=fresh(conversation), choice=choice, reasons="So be it.", seen=0, by=clinician, **values)

    return decided


def test_before_any_decision_there_is_nothing_to_say(line, conversation):
    assert line() == ""


def test_a_consent_with_its_plan_in_one_query(
    line, conversation, clinician, fresh, staff, at, django_assert_num_queries
):
    consent(conversation, by=clinician)
    on = timezone.localdate() + timedelta(days=5)
    Conversation.objects.filter(pk=conversation.pk).update(procedure_on=on)
    said = line()
    assert said.startswith("Decided: Have the procedure. Recorded ")
    assert "by Dr Amira Khan, Consultant vascular surgeon. The patient has not taken it back." in said
    assert said.endswith(f"The procedure is planned for {day(on.isoformat())}.")
    with django_assert_num_queries(1):
        staff.get(at("conversation"))


def test_a_consent_that_was_opened_again_does_not_count(line, conversation, clinician, fresh):
    consent(conversation, by=clinician)
    reopen(conversation=fresh(conversation), by=clinician)
    assert line().endswith("This does not count any more. It is being talked about again.")


def test_a_consent_that_was_taken_back_has_no_plan(line, conversation, patient, clinician, fresh):
    consent(conversation, by=clinician)
    Conversation.objects.filter(pk=conversation.pk).update(procedure_on=timezone.localdate() + timedelta(days=5))
    say_mind_changed(conversation=fresh(conversation), wants="changed-mind", text="No.", by=patient)
    assert line().endswith("This does not count any more. The agreement to have the procedure was taken back.")


def test_a_refusal_and_that_it_is_talked_about_again(line, decided, conversation, clinician, fresh):
    decided("refusal")
    assert line().startswith("Decided: Not have the procedure. Recorded ")
    assert line().endswith("surgeon.")
    reopen(conversation=fresh(conversation), by=clinician)
    assert line().endswith("surgeon. It is being talked about again.")


@pytest.mark.parametrize(
    ("choice", "words"),
    [("more-time", "Take more time to decide"), ("another-opinion", "Ask for another opinion")],
)
def test_what_leaves_the_conversation_open_says_when_it_is_looked_at_again(line, decided, choice, words):
    on = timezone.localdate() + timedelta(days=12)
    decided(choice, review_on=on)
    assert line().startswith(f"Decided: {words}. Recorded ")
    assert line().endswith(f"surgeon. To be looked at again on {day(on.isoformat())}.")
