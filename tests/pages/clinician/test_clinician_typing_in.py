"""Typing in what came on paper or was told: marked everywhere; nobody's own words are read unsent, or lost."""

import html
import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from sdm.actions.answers import save_answer
from sdm.actions.decisions import decide
from sdm.models import Answer, Conversation, RecordEntry
from sdm.pages.access import set_patient_cookie
from sdm.rules.journey import to_do
from sdm.rules.paper_code import code_of
from sdm.rules.patient_fields import fields_of

pytestmark = pytest.mark.django_db
MARK = "Typed in from paper by Dr Amira Khan, Consultant vascular surgeon"
TOLD = "Told to Dr Amira Khan, Consultant vascular surgeon, who typed it in"


def words(response) -> str:
    """What a person reads of a page."""
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def type_in(staff, at):
    """Sends the form of one part."""

    def type_in(part: str, came_by: str = "paper", revision: int = 0, **values):
        return staff.post(at("conversation-typing-in-part", came_by, part), {"revision": str(revision), **values})

    return type_in


@pytest.fixture
def send_typed_in(staff, at):
    return lambda **values: staff.post(at("conversation-typing-in-send", "paper"), values)


def test_the_brief_and_the_letters_page_lead_to_it(staff, at, invitation):
    for name in ("conversation", "conversation-invitation"):
        assert f'href="{at("conversation-typing-in", "paper")}"' in staff.get(at(name)).content.decode()


def test_the_first_page_says_what_to_check_and_lists_the_parts_of_the_form(staff, at, conversation):
    page = words(staff.get(at("conversation-typing-in", "paper")))
    assert [one for one in (code_of(conversation.pk), "27 March 1958", "Margaret Ellis") if one not in page] == []
    places = [page.index(thing.title) for thing in to_do(conversation.content, {})]
    assert places == sorted(places)


def test_each_part_leads_to_the_next_and_the_last_one_to_sending(type_in, at, conversation):
    parts = [thing.part for thing in to_do(conversation.content, {})]
    expected = [at("conversation-typing-in-part", "paper", part) for part in parts[1:]]
    assert [type_in(part)["Location"] for part in parts] == [*expected, at("conversation-typing-in", "paper")]
    assert Answer.objects.count() == 0


def test_every_part_asks_what_the_patients_page_asks(staff, at, conversation):
    for thing in to_do(conversation.content, {}):
        page = staff.get(at("conversation-typing-in-part", "paper", thing.part)).content.decode()
        missing = [one.name for one in fields_of(thing.part, conversation.content) if f'name="{one.name}"' not in page]
        assert (thing.part, missing) == (thing.part, [])


def test_what_is_typed_in_is_saved_word_for_word_and_by_whom(type_in, fresh, conversation):
    type_in("question-1", text="Will it hrut?", understanding="talk", **{"ask-5": "Who does it?"})
    type_in("people-and-help", came_by="spoken", needs=["large-print"], **{"helped-by": "My neighbour Joe"})
    answers = fresh(conversation).answers
    question, people = answers["question-1"], answers["people-and-help"]
    assert (question.text, question.understanding, question.details) == (
        "Will it hrut?",
        "talk",
        {"ask-5": "Who does it?"},
    )
    assert people.details == {"needs": ["large-print"], "helped-by": "My neighbour Joe"}
    assert [(one.came_by, one.saved_by[:13]) for one in (question, people)] == [
        ("paper", "Dr Amira Khan"),
        ("spoken", "Dr Amira Khan"),
    ]


def test_it_passes_for_the_patients_own_typing_nowhere(
    type_in, send_typed_in, staff, at, client, invitation, conversation, clinician, fresh, answer
):
    answer("question-2", text="I typed this")
    type_in("question-1", text="On paper")
    type_in("what-matters", came_by="spoken", text="My garden")
    type_in("where-i-am", leaning="no-procedure")
    type_in("people-and-help", people="My daughter", **{"helped-by": "My neighbour Joe"})
    type_in("options", text="None is good")
    response = send_typed_in(agreed="on")
    assert response["Location"] == at("conversation")
    brief = words(staff.get(at("conversation")))
    assert (brief.count(MARK), brief.count(TOLD), "My neighbour Joe" in brief) == (3, 1, True)
    discussion = words(staff.get(at("conversation-discussion")))
    assert (discussion.count(MARK), discussion.count(TOLD)) == (1, 1)
    summary = words(staff.get(at("conversation-summary")))
    assert (summary.count(MARK), summary.count(TOLD), "My neighbour Joe" in summary) == (4, 1, True)


def test_the_patient_sees_who_typed_it_in(type_in, visitor):
    type_in("question-1", text="On paper")
    type_in("people-and-help", **{"helped-by": "My neighbour Joe"})
    check = words(visitor.get("/my/check"))
    assert (check.count(MARK), "On paper" in check, "My neighbour Joe" in check) == (2, True, True)


@pytest.fixture
def visitor(client, invitation):
    response, visitor = HttpResponse(), Client()
    set_patient_cookie(response, invitation.pk)
    visitor.cookies.update(response.cookies)
    return visitor


def test_what_the_patient_has_not_sent_is_not_shown_and_stays_where_nothing_is_typed(
    staff, at, type_in, answer, fresh, conversation
):
    answer("question-1", text="A secret draft", understanding="talk")
    assert "Begun by the patient, not sent" in words(staff.get(at("conversation-typing-in", "paper")))
    page = staff.get(at("conversation-typing-in-part", "paper", "question-1"))
    assert "has not sent it, so you cannot read it" in words(page)
    assert b"A secret draft" not in page.content
    assert b"checked" not in page.content
    assert type_in("question-1", revision=1).status_code == 302
    assert fresh(conversation).answers["question-1"].text == "A secret draft"
    type_in("question-1", revision=1, text="From the paper")
    assert fresh(conversation).answers["question-1"].text == "From the paper"


def test_sending_what_the_patient_has_not_sent_wants_their_word(type_in, send_typed_in, answer, fresh, conversation):
    answer("question-2", text="My own draft")
    type_in("question-1", text="On paper")
    refused = send_typed_in()
    assert refused.status_code == 422
    assert refused.context["form"].problems == [("#id_agreed", "Tick this box to carry on")]
    assert fresh(conversation).is_sent is False
    assert send_typed_in(agreed="on").status_code == 302
    assert fresh(conversation).is_sent is True


def test_nothing_typed_in_is_nothing_to_send(send_typed_in):
    response = send_typed_in()
    assert (response.status_code, "Write or choose something first." in words(response)) == (422, True)


def test_sending_twice_is_sending_once(type_in, send_typed_in):
    type_in("question-1", text="On paper")
    assert [send_typed_in().status_code for _ in range(2)] == [302, 302]
    assert RecordEntry.objects.filter(what="answers sent").count() == 1


def test_once_sent_the_patients_own_words_are_shown_and_said_to_be_theirs(staff, at, answer, send):
    answer("question-1", text="I typed this")
    send()
    page = staff.get(at("conversation-typing-in-part", "paper", "question-1"))
    assert "I typed this" in page.content.decode()
    assert "The patient typed this on their own pages" in words(page)
    assert "Typed by the patient" in words(staff.get(at("conversation-typing-in", "paper")))


def test_of_two_who_type_in_the_second_sees_both(type_in, conversation, clinician, fresh):
    type_in("question-1", text="Mine")
    response = type_in("question-1", text="Also mine", understanding="talk")
    assert response.status_code == 409
    page = words(response)
    assert ("Mine" in page, "Also mine" in response.content.decode(), MARK in page) == (True, True, True)
    revision = re.search(
        r'name="revision"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="revision"', response.content.decode()
    )
    assert "1" in revision.groups()
    assert type_in("question-1", revision=1, text="Also mine").status_code == 302
    assert fresh(conversation).answers["question-1"].text == "Also mine"


def test_what_the_patient_saved_meanwhile_and_has_not_sent_is_not_shown_either(type_in, answer):
    answer("question-1", text="A secret draft")
    response = type_in("question-1", text="From the paper")
    assert (response.status_code, b"A secret draft" in response.content) == (409, False)
    assert "From the paper" in response.content.decode()


def test_a_decision_recorded_meanwhile_loses_nothing_that_was_typed(type_in, conversation, clinician, fresh):
    decide(conversation=fresh(conversation), choice="refusal", reasons="No.", seen=0, by=clinician)
    response = type_in("question-1", text="Came too late", **{"ask-1": "Why?"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "A decision has been recorded. Open the discussion again" in page
    assert re.search(r"<textarea[^>]*readonly>\s*Came too late\nWhy\?</textarea>", page)
    assert Answer.objects.count() == 0


def test_after_the_appointment_it_can_still_be_typed_in(staff, at, type_in, conversation):
    Conversation.objects.filter(pk=conversation.pk).update(appointment_at=timezone.now() - timedelta(days=3))
    assert "Start with the first part" in words(staff.get(at("conversation-typing-in", "paper")))
    assert type_in("question-1", text="On paper").status_code == 302
    assert Answer.objects.get().text == "On paper"


def test_in_a_decided_or_cancelled_conversation_there_is_nothing_to_type_into(
    staff, at, conversation, clinician, fresh
):
    decide(conversation=fresh(conversation), choice="refusal", reasons="No.", seen=0, by=clinician)
    for address in (at("conversation-typing-in", "paper"), at("conversation-typing-in-part", "paper", "question-1")):
        page = words(staff.get(address))
        assert ("A decision has been recorded." in page, "Save and go on" in page) == (True, False)
    assert "typing-in" not in staff.get(at("conversation")).content.decode()


@pytest.mark.parametrize(
    ("came_by", "part"), [("fax", "question-1"), ("paper", "question-6"), ("paper", "indication"), ("paper", "x")]
)
def test_what_there_is_not_is_not_there(staff, at, came_by, part):
    assert staff.get(at("conversation-typing-in-part", came_by, part)).status_code == 404
    assert staff.post(at("conversation-typing-in-part", came_by, part), {"text": "x"}).status_code == 404
    assert staff.get(at("conversation-typing-in", "fax")).status_code == 404


def test_what_is_wrong_is_said_beside_it_and_everything_typed_is_kept(type_in, conversation):
    response = type_in("options", text="I do not know", **{"too-many-procedure-1": "101"})
    assert response.status_code == 422
    assert response.context["form"].problems == [
        ("#id_too-many-procedure-1", "Enter a whole number from 0 to 100, like 5")
    ]
    page = response.content.decode()
    assert ('value="101"' in page, "I do not know" in page) == (True, True)


def test_words_that_were_emptied_by_hand_are_emptied(type_in, fresh, conversation):
    type_in("question-1", text="Wrong paper")
    type_in("question-1", revision=1)
    assert fresh(conversation).answers["question-1"].is_empty


def test_somebody_elses_save_is_not_overwritten_unseen(type_in, conversation, patient, fresh):
    save_answer(conversation=fresh(conversation), part="question-1", text="First", seen=0, by=patient)
    assert type_in("question-1", text="Second").status_code == 409
    assert fresh(conversation).answers["question-1"].text == "First"
