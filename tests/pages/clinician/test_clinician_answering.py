"""What a patient says after a decision is flagged wherever staff look, until somebody answers it."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sdm.actions.afterwards import say_it_is_wrong, say_mind_changed
from sdm.actions.decisions import decide
from sdm.models import Conversation, Decision, Reply
from sdm.pages.clinician import timeline
from sdm.rules.afterwards import CHANGED_MIND, TALK_AGAIN
from tests.given import SPOKEN, spoken

pytestmark = pytest.mark.django_db

LIST = "/conversations/"
STOP = "Do not act on the consent"
CHANGED = "The patient has said that they have changed their mind"
PAGES_ABOUT_IT = (
    "conversation",
    "conversation-invitation",
    "conversation-discussion",
    "conversation-study-consent",
    "conversation-decision",
    "conversation-appointment",
    "conversation-cancel",
    "conversation-help",
    "conversation-summary",
)


def main_of(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def heading(response) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)[1]


@pytest.fixture
def choose(conversation, clinician, fresh):
    def choose(choice: str, seen: int = 0) -> Decision:
        now = fresh(conversation)
        return decide(
            conversation=now,
            choice=choice,
            reasons="To walk again.",
            given=spoken(),
            seen=seen,
            shown=now.head[0],
            by=clinician,
        )

    return choose


@pytest.fixture
def consented(record, iliofemoral, choose):
    """A consent for which everything has happened that is asked for."""
    record(iliofemoral)
    return choose("consent")


@pytest.fixture
def mind(conversation, patient, fresh):
    def mind(wants: str = CHANGED_MIND, text: str = "I am afraid now.") -> int:
        say_mind_changed(conversation=fresh(conversation), wants=wants, text=text, by=patient)
        return fresh(conversation).said_since[-1].entry

    return mind


@pytest.fixture
def wrong(conversation, patient, fresh):
    def wrong(text: str = "It was my left leg.") -> int:
        say_it_is_wrong(conversation=fresh(conversation), text=text, by=patient)
        return fresh(conversation).said_since[-1].entry

    return wrong


# After consent: nobody may miss it


@pytest.mark.parametrize("wants", [CHANGED_MIND, TALK_AGAIN])
def test_after_consent_every_page_about_it_says_so_and_what_not_to_do(staff, at, consented, mind, wants):
    pages = {name: main_of(staff.get(at(name))) for name in PAGES_ABOUT_IT}
    assert [name for name, page in pages.items() if STOP in page] == []
    mind(wants)
    pages = {name: main_of(staff.get(at(name))) for name in PAGES_ABOUT_IT}
    assert [name for name, page in pages.items() if STOP not in page or "I am afraid now." not in page] == []


def test_it_says_when(staff, at, consented, mind):
    mind()
    today = timezone.localdate()
    assert f"{CHANGED}, {today.day} {today:%B %Y}, " in main_of(staff.get(at("conversation-decision")))


def test_the_decision_stays_and_cannot_be_answered_by_words(staff, at, consented, mind, conversation, fresh):
    entry = mind()
    address = at("conversation-answer", entry)
    page = staff.get(address)
    assert "An answer in writing is not enough" in main_of(page)
    assert 'name="text"' not in page.content.decode()
    response = staff.post(address, {"text": "She is sure after all."})
    assert (response.status_code, Reply.objects.count()) == (409, 0)
    assert "She is sure after all." in response.content.decode()
    assert (fresh(conversation).status, Decision.objects.count()) == ("decided", 1)


def test_opening_the_discussion_again_answers_nothing_and_words_are_asked_for_then(staff, at, consented, mind):
    entry = mind()
    page = main_of(staff.post(at("conversation-reopen"), follow=True))
    assert (f"{CHANGED}, " in page, "Answered" in page) == (True, False)
    asked = "Talk with the patient about what was said after the last decision, and answer it."
    assert asked in main_of(staff.get(at("conversation-decision")))
    assert 'name="text"' in staff.get(at("conversation-answer", entry)).content.decode()
    assert staff.post(at("conversation-answer", entry), {"text": ""}).status_code == 422
    assert staff.post(at("conversation-answer", entry), {"text": "She was frightened by a film."}).status_code == 302
    page = main_of(staff.get(at("conversation-decision")))
    assert (asked in page, CHANGED in page) == (False, True)


def test_a_consent_is_never_said_to_stand_and_not_to_count_at_once(staff, at, consented, mind):
    page = main_of(staff.get(at("conversation-answer", mind())))
    assert ("It does not count any more" in page, "A consent stands" in page) == (True, False)
    assert "The consent that was recorded does not count. It stays in the record." in page


def test_after_a_change_of_mind_a_consent_asks_that_the_notes_were_gone_through_again(
    staff, at, consented, mind, conversation, fresh
):
    address = at("conversation-decision")
    assert "notes_confirmed" not in staff.get(address).context["form"].fields
    entry = mind()
    staff.post(at("conversation-reopen"))
    staff.post(at("conversation-answer", entry), {"text": "She was frightened by a film."})
    form = staff.get(address).context["form"]
    assert [field.name for field in form.consent] == ["notes_confirmed"]
    bound = {name: form[name].value() for name in ("seen", "heard", "shown")}
    typed = {**bound, "choice": "consent", "reasons": "She says yes.", "option_id": "", **SPOKEN}
    refused = staff.post(address, typed)
    problem = ("#id_notes_confirmed", "Go through the notes with the patient again, and tick that they still hold")
    assert (refused.status_code, refused.context["problems"]) == (422, [problem])
    assert staff.post(address, typed | {"notes_confirmed": "on"}).status_code == 302
    assert conversation.decisions.latest("number").shown["notes_confirmed"] is True
    assert staff.post(address, {**bound, "seen": 2, "choice": "refusal", "reasons": "No"}).status_code == 302


def test_a_decision_answers_what_its_page_showed(staff, at, consented, mind, conversation, fresh):
    mind()
    address = at("conversation-decision")
    shown = dict(re.findall(r'name="(seen|heard)"[^>]*value="(\d+)"', staff.get(address).content.decode()))
    mind(TALK_AGAIN, "One thing more")
    staff.post(address, {**shown, "choice": "refusal", "reasons": "She says no."})
    assert [said.outcome for said in fresh(conversation).said_since] == ["decided-again", ""]
    assert "One thing more" in main_of(staff.get(address))


def test_no_consent_over_it(staff, at, consented, mind):
    staff.post(at("conversation-reopen"))
    mind()
    page = staff.get(at("conversation-decision"))
    assert "Talk with the patient about what was said after the last decision, and answer it." in main_of(page)
    forged = {"seen": 1, "heard": 99, "choice": "consent", "reasons": "She says yes."}
    assert staff.post(at("conversation-decision"), forged).status_code == 409
    assert Decision.objects.count() == 1


# The list


def test_who_waits_stands_on_top_of_the_list_wherever_their_appointment_is(
    staff, conversation, start, consented, mind, django_assert_num_queries
):
    start(name="Second Person")
    assert "Patients who wait for an answer" not in main_of(staff.get(LIST))
    mind()
    Conversation.objects.filter(pk=conversation.pk).update(appointment_at=timezone.now() - timedelta(days=60))
    with django_assert_num_queries(2):
        response = staff.get(LIST)
    page = main_of(response)
    assert [row["id"] for row in response.context["waiting"]] == [str(conversation.pk)]
    words = ("Patients who wait for an answer", STOP, CHANGED, "Start a conversation", "Second Person")
    assert sorted(words, key=page.index) == list(words)


def test_where_nothing_is_coming_they_stand_there_too(staff, conversation, choose, wrong):
    choose("refusal")
    wrong()
    Conversation.objects.update(appointment_at=timezone.now() - timedelta(days=60))
    response = staff.get(LIST)
    assert [len(response.context[name]) for name in ("waiting", "rows")] == [1, 1]
    assert "The patient says that something in the summary is wrong" in main_of(response)


def test_a_row_of_a_decided_conversation_is_flagged_too_and_not_once_it_is_answered(
    staff, at, choose, wrong, conversation
):
    choose("refusal")
    entry = wrong()
    (row,) = staff.get(f"{LIST}?patient={conversation.patient_id}").context["rows"]
    flags = [(words.split(",")[0], tone) for words, tone in row["flags"]]
    assert flags == [("The patient says that something in the summary is wrong", "loud")]
    staff.post(at("conversation-answer", entry), {"outcome": "accepted", "text": "You are right."})
    response = staff.get(LIST)
    assert (response.context["waiting"], response.context["rows"][0]["flags"]) == ([], [])


def test_the_longest_wait_is_shown_and_that_there_are_more(staff, start, monkeypatch):
    monkeypatch.setattr(timeline, "ON_A_PAGE", 2)
    for days in (1, 2, 3):
        moment = timezone.now() - timedelta(days=days)
        Conversation.objects.filter(pk=start().pk).update(unanswered_since=moment)
    response = staff.get(LIST)
    assert (len(response.context["waiting"]), "These have waited longest." in main_of(response)) == (2, True)


def test_another_hospital_is_told_nothing(client, other_clinician, choose, wrong):
    choose("refusal")
    wrong()
    client.force_login(other_clinician)
    assert client.get(LIST).context["waiting"] == []


# Answering


def test_a_correction_is_answered_in_writing_and_the_brief_shows_both(
    staff, at, choose, wrong, conversation, django_assert_num_queries
):
    choose("refusal")
    entry = wrong()
    with django_assert_num_queries(1):
        brief = staff.get(at("conversation"))
    assert "It was my left leg." in main_of(brief)
    assert f'href="{at("conversation-answer", entry)}"' in brief.content.decode()
    answer = {"outcome": "not-accepted", "text": "The scan shows the right leg."}
    response = staff.post(at("conversation-answer", entry), answer, follow=True)
    page = main_of(response)
    assert "The patient can read your answer now." in page
    assert "It stays as it was written. Dr Amira Khan, Consultant vascular surgeon" in page
    assert "The scan shows the right leg." in page


def test_the_same_answer_sent_twice_is_one_and_another_one_is_refused_with_both_to_read(staff, at, choose, wrong):
    choose("refusal")
    address = at("conversation-answer", wrong())
    for _ in range(2):
        response = staff.post(address, {"outcome": "accepted", "text": "You are right."})
        assert (response.status_code, response["Location"]) == (302, at("conversation"))
    response = staff.post(address, {"outcome": "not-accepted", "text": "It is right as it is."})
    assert response.status_code == 409
    assert "Somebody has answered this already." in main_of(response)
    assert "You are right." in main_of(response)
    assert "It is right as it is." in response.content.decode()
    assert Reply.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"text": "Words"}, "Choose one answer"),
        ({"outcome": "accepted"}, "Write what you answer"),
        ({"outcome": "opened-again", "text": "Words"}, "Choose one of the answers on this page"),
        ({"outcome": "accepted", "text": "x" * 2001}, "This must be 2,000 characters or fewer. You have written 2,001"),
    ],
)
def test_what_is_no_answer_is_shown_again_with_the_reason(staff, at, choose, wrong, typed, problem):
    choose("refusal")
    response = staff.post(at("conversation-answer", wrong()), typed)
    assert (response.status_code, problem in main_of(response)) == (422, True)
    assert typed.get("text", "") in response.content.decode()
    assert Reply.objects.count() == 0


def test_a_change_of_mind_about_anything_but_consent_is_answered_by_words(staff, at, choose, mind, conversation, fresh):
    choose("more-time")
    entry = mind(TALK_AGAIN)
    assert heading(staff.get(at("conversation-answer", entry))) == "Answer the patient"
    staff.post(at("conversation-answer", entry), {"text": "We meet on Monday."})
    (said,) = fresh(conversation).said_since
    assert (said.outcome, said.answer) == ("answered", "We meet on Monday.")
    page = main_of(staff.get(at("conversation-decision")))
    assert "The patient has said that they want to talk again" in page


def test_after_a_cancellation_it_can_be_read_and_not_answered(staff, at, choose, wrong):
    choose("more-time")
    entry = wrong()
    staff.post(at("conversation-cancel"))
    response = staff.get(at("conversation-answer", entry))
    assert ("It was my left leg." in main_of(response), 'name="text"' in response.content.decode()) == (True, False)
    answer = {"outcome": "accepted", "text": "You are right."}
    assert staff.post(at("conversation-answer", entry), answer).status_code == 409


def test_what_a_patient_says_is_text_and_nothing_else(staff, at, choose, mind, wrong):
    choose("refusal")
    hostile = "<script>alert(1)</script> {{ 1 }}"
    entries = [mind(text=hostile), wrong(hostile)]
    for address in (
        at("conversation"),
        at("conversation-summary"),
        *(at("conversation-answer", one) for one in entries),
    ):
        page = staff.get(address).content.decode()
        assert ("<script>alert" in page, "&lt;script&gt;alert(1)&lt;/script&gt; {{ 1 }}" in page) == (False, True)


def test_the_summary_and_its_file_show_what_was_said_since(staff, at, choose, wrong):
    choose("refusal")
    before = staff.get(at("conversation-summary-pdf")).content
    wrong()
    assert "What you have said since" in main_of(staff.get(at("conversation-summary")))
    assert staff.get(at("conversation-summary-pdf")).content != before
    assert staff.get(reverse("conversations")).status_code == 200
