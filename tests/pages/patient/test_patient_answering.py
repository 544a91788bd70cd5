"""Saving answers: what is kept, where it leads, and what happens when it cannot be saved."""

import html
import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.conversations import revoke
from sdm.actions.decisions import decide
from sdm.models import Answer, RecordEntry
from sdm.pages.edition_shown import edition_shown
from sdm.pages.patient.forms import AnswerForm
from sdm.pages.patient.question_frame import about_question
from sdm.rules.parts import Saved
from sdm.rules.patient_fields import fields_of

pytestmark = pytest.mark.django_db

QUESTION = "/my/questions/2"


def rows() -> list[tuple]:
    return list(Answer.objects.order_by("pk").values_list("part", "revision", "text", "understanding", "details"))


def read(response) -> str:
    return html.unescape(response.content.decode())


def test_an_answer_is_saved_in_five_queries_and_leads_on(visitor, conversation, django_assert_num_queries):
    with django_assert_num_queries(5):
        response = visitor.post(QUESTION, {"text": " Will it hurt?\r\n", "understanding": "talk", "revision": "0"})
    assert (response.status_code, response["Location"]) == (302, "/my/questions/3")
    assert rows() == [("question-2", 1, "Will it hurt?", "talk", {})]
    assert Answer.objects.get().wording == conversation.content.question(2).wording
    assert RecordEntry.objects.latest("sequence").who == "Margaret Ellis"


def test_what_was_saved_stands_on_the_page(visitor):
    visitor.post(QUESTION, {"text": "<b>{{ x }}</b> 😀 ŵ سلام", "understanding": "not-sure", "revision": "0"})
    page = visitor.get(QUESTION).content.decode()
    assert "&lt;b&gt;{{ x }}&lt;/b&gt; 😀 ŵ سلام</textarea>" in page
    assert re.findall(r'value="([^"]+)" checked', page) == ["not-sure"]
    assert '<input type="hidden" name="revision" value="1">' in page


def test_the_kept_page_is_what_the_template_draws(visitor, conversation, rf):
    visitor.post(QUESTION, {"text": "A & B", "understanding": "understand", "revision": "0"})
    page = visitor.get(QUESTION).content.decode()
    saved = Saved("question-2", text="A & B", understanding="understand")
    drawn = render_to_string(
        "patient/question.html",
        {
            **about_question(conversation.content, 2),
            "conversation": conversation,
            "content": conversation.content,
            "edition": edition_shown(rf.get(QUESTION), conversation),
            "is_open": True,
            "form": AnswerForm(None, fields_of("question-2", conversation.content), saved),
            "revision": 1,
            "csrf_token": re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)[1],
        },
    )
    assert page == drawn


def test_an_empty_save_goes_on_and_saves_nothing(visitor, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = visitor.post(QUESTION, {"text": " \u00a0\u200b ", "revision": "0"})
    assert (response.status_code, response["Location"]) == (302, "/my/questions/3")
    assert rows() == []


def test_emptying_an_answer_is_saved(visitor):
    visitor.post(QUESTION, {"text": "Is it safe?", "revision": "0"})
    visitor.post(QUESTION, {"text": "", "revision": "1"})
    assert rows() == [("question-2", 1, "Is it safe?", "", {}), ("question-2", 2, "", "", {})]


def test_the_same_answer_sent_twice_is_one(visitor):
    for _ in range(2):
        response = visitor.post(QUESTION, {"text": "Is it safe?", "revision": "0"})
        assert response["Location"] == "/my/questions/3"
    assert rows() == [("question-2", 1, "Is it safe?", "", {})]


@pytest.mark.parametrize(
    ("address", "typed", "part", "details", "goes_to"),
    [
        ("/my/read", {"read": "true"}, "read", {"read": True}, "/my/questions/1"),
        ("/my/what-matters", {"text": "My garden"}, "what-matters", {}, "/my/people-and-help"),
        (
            "/my/people-and-help",
            {"people": "My son", "needs": ["interpreter", "large-print"], "language": "Polish", "text": "A lift"},
            "people-and-help",
            {"people": "My son", "needs": ["interpreter", "large-print"], "language": "Polish"},
            "/my/where-i-am",
        ),
        (
            "/my/where-i-am",
            {"leaning": "not-sure-yet", "sure": "a-bit-sure", "choice": "no", "text": "More time"},
            "where-i-am",
            {"leaning": "not-sure-yet", "sure": "a-bit-sure", "choice": "no"},
            "/my/check",
        ),
    ],
)
def test_every_other_part_is_saved_with_its_details(visitor, address, typed, part, details, goes_to):
    response = visitor.post(address, {**typed, "revision": "0"})
    assert (response.status_code, response["Location"]) == (302, goes_to)
    assert rows() == [(part, 1, typed.get("text", ""), "", details)]
    # Pressed again, as after Back: nothing more is saved.
    assert visitor.post(address, {**typed, "revision": "0"})["Location"] == goes_to
    assert len(rows()) == 1


def test_what_is_done_is_left_out_and_what_was_skipped_is_not_asked_for_again(visitor):
    visitor.post("/my/questions/3", {"text": "Bleeding?", "revision": "0"})
    assert visitor.post(QUESTION, {"text": "Is it safe?", "revision": "0"})["Location"] == "/my/questions/4"
    assert visitor.post("/my/where-i-am", {"sure": "very-sure", "revision": "0"})["Location"] == "/my/check"


def test_who_came_from_the_check_page_goes_back_to_it(visitor):
    page = visitor.get(f"{QUESTION}?from=check").content.decode()
    response = visitor.post(f"{QUESTION}?from=check", {"text": "Is it safe?", "revision": "0"})
    assert "Save and go back" in page
    assert response["Location"] == "/my/check"
    assert visitor.post(f"{QUESTION}?from=//evil.example", {"text": "Now?", "revision": "1"})["Location"] == (
        "/my/questions/3"
    )


@pytest.mark.parametrize(
    ("address", "typed", "sentence", "field"),
    [
        (
            QUESTION,
            {"text": "a" * 4001},
            "This must be 4,000 characters or fewer. You have written 4,001",
            "#id_text",
        ),
        (
            QUESTION,
            {"text": "Is it\x00 safe?"},
            "There is a hidden character after “Is it” that we cannot save. Delete it, or type that part again",
            "#id_text",
        ),
        (QUESTION, {"understanding": "maybe"}, "Choose one of the answers on this page", "#id_understanding_0"),
        ("/my/where-i-am", {"leaning": "another"}, "Choose one of the answers on this page", "#id_leaning_0"),
        ("/my/people-and-help", {"needs": ["x"]}, "Choose from the answers on this page", "#id_needs_0"),
        ("/my/people-and-help", {"people": "a" * 201}, "This must be 200 characters or fewer", "#id_people"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(visitor, address, typed, sentence, field):
    response = visitor.post(address, {"text": "These words stay", "revision": "7", **typed})
    page = read(response)
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert page.count(sentence) == 2
    assert f'href="{field}"' in page
    assert typed.get("text", "These words stay") in page
    assert 'name="revision" value="7"' in page
    assert rows() == []


def test_a_page_opened_twice_shows_both_texts_and_loses_neither(visitor):
    visitor.post(QUESTION, {"text": "First words", "understanding": "talk", "revision": "0"})
    response = visitor.post(QUESTION, {"text": "Other words", "understanding": "not-sure", "revision": "0"})
    page = read(response)
    assert response.status_code == 409
    assert "This was changed somewhere else" in page
    assert "First words" in page
    assert "Saved by Margaret Ellis" in page
    assert "Other words</textarea>" in page
    assert 'name="revision" value="1"' in page
    assert len(rows()) == 1
    saved = visitor.post(QUESTION, {"text": "Both words", "understanding": "talk", "revision": "1"})
    assert saved.status_code == 302
    assert rows()[-1] == ("question-2", 2, "Both words", "talk", {})


def test_emptying_a_page_that_changed_meanwhile_is_a_conflict_too(visitor):
    visitor.post(QUESTION, {"text": "First words", "revision": "0"})
    assert visitor.post(QUESTION, {"text": "", "revision": "0"}).status_code == 409
    assert len(rows()) == 1


@pytest.mark.parametrize("revision", ["", "x", "-1", "1.0", "١", "9" * 5000, "0x1", " 1"])
def test_a_revision_that_is_none_was_seen_by_nobody(visitor, revision):
    assert visitor.post(QUESTION, {"text": "First words", "revision": revision}).status_code == 302
    assert visitor.post(QUESTION, {"text": "Other words", "revision": revision}).status_code == 409
    assert len(rows()) == 1


def test_words_typed_after_the_link_was_revoked_are_shown_and_not_saved(visitor, conversation, clinician, fresh):
    revoke(conversation=fresh(conversation), by=clinician)
    response = visitor.post(QUESTION, {"text": "Do not lose me", "ask-2": "Nor me", "revision": "0"})
    assert response.status_code == 403
    assert ["Do not lose me" in read(response), "Nor me" in read(response)] == [True, True]
    assert rows() == []


def test_after_the_appointment_answers_can_be_read_and_not_changed(
    visitor, conversation, patient, appointment_passed, fresh
):
    save_answer(conversation=fresh(conversation), part="question-2", text="Is it safe?", seen=0, by=patient)
    appointment_passed(conversation)
    pages = ["/my", QUESTION, "/my/what-matters", "/my/people-and-help", "/my/where-i-am", "/my/read", "/my/check"]
    told = [visitor.get(address).content.decode() for address in pages]
    sentence = "The time of your appointment has come. So you can read your answers here, but not change them."
    assert [page.count(sentence) for page in told] == [1] * len(pages)
    assert [page.count("<form") for page in told] == [1] * len(pages)
    assert "Is it safe?" in told[1]
    response = visitor.post(QUESTION, {"text": "Too late", "understanding": "talk", "revision": "1"})
    assert response.status_code == 409
    assert ["Too late" in read(response), "I want to talk about it" in read(response)] == [True, True]
    assert len(rows()) == 1


def test_after_a_decision_the_pages_say_so(visitor, conversation, clinician, fresh):
    decide(conversation=fresh(conversation), choice="refusal", reasons="I would rather wait.", seen=0, by=clinician)
    page = visitor.get(QUESTION).content.decode()
    assert "Your decision has been recorded. So you can read your answers here, but not change them." in page
    assert 'href="/my/summary"' in page
    assert visitor.post(QUESTION, {"text": "Too late", "revision": "0"}).status_code == 409
    assert rows() == []


def test_a_change_after_sending_is_seen_at_once(visitor, conversation, patient, fresh):
    visitor.post(QUESTION, {"text": "Is it safe?", "revision": "0"})
    send_answers(conversation=fresh(conversation), by=patient)
    visitor.post(QUESTION, {"text": "Is it safe for me?", "understanding": "talk", "revision": "1"})
    assert fresh(conversation).changed_after_sending is True
    assert list(conversation.agenda.values_list("text", flat=True)) == ["Is it safe for me?"]


def test_the_words_of_another_site_are_not_shown_as_the_patients(invitation, let_in):
    strict = let_in(Client(enforce_csrf_checks=True), invitation)
    response = strict.post(
        QUESTION, {"text": "Your operation is off. Ring 0900 1"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 403
    assert "0900" not in read(response)


def test_a_form_from_elsewhere_is_refused(invitation, let_in):
    strict = let_in(Client(enforce_csrf_checks=True), invitation)
    response = strict.post(
        QUESTION, {"text": "These are my words", "ask-1": "Pain?", "revision": "0", "whose": "x" * 36}
    )
    assert response.status_code == 403
    assert re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", read(response)) == ["These are my words", "Pain?"]
    assert rows() == []
