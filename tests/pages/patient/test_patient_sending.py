"""Checking and sending the answers, and the summary afterwards."""

import html
import re

import pytest
from django.conf import settings

from sdm.actions.answers import save_answer
from sdm.actions.conversations import reopen
from sdm.actions.decisions import decide
from sdm.models import Decision, RecordEntry

pytestmark = pytest.mark.django_db


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


@pytest.fixture
def answered(conversation, patient, fresh):
    """One question answered and one thing that helps."""
    save_answer(
        conversation=fresh(conversation),
        part="question-1",
        text="Will it <b>hurt</b>?\nAnd how long?",
        understanding="talk",
        seen=0,
        by=patient,
    )
    save_answer(
        conversation=fresh(conversation),
        part="people-and-help",
        details={"people": "", "needs": ["large-print", "help-with-hearing"], "language": ""},
        seen=0,
        by=patient,
    )
    return conversation


@pytest.fixture
def decided(conversation, clinician, fresh) -> Decision:
    return decide(
        conversation=fresh(conversation), choice="refusal", reasons="I would rather wait.", seen=0, by=clinician
    )


def test_the_check_page_shows_every_part_with_what_is_empty(visitor, answered):
    page = visitor.get("/my/check").content.decode()
    parts = page.split('id="answers"')[1].split("</dl>")[0].split('<div class="nhsuk-summary-list__row">')[1:]
    assert [words(part) for part in parts] == [
        "Read about the procedure Empty Read the leaflet",
        "What does the procedure involve? What I think Will it <b>hurt</b>? And how long? "
        "How clear is this to me? I want to talk about it Change your answer: What does the procedure involve?",
        *(
            f"{wording} Empty Add an answer: {wording}"
            for wording in (one.wording for one in answered.content.questions if one.number > 1)
        ),
        "My options side by side Empty Add an answer: My options side by side",
        "What matters to me Empty Add an answer: What matters to me",
        "People and help I want with me Help I need Large print, Help with hearing "
        "Change your answer: People and help I want with me",
        "Where I am now Empty Add an answer: Where I am now",
    ]


def test_sending_tells_what_happens_next_and_twice_is_once(visitor, answered):
    responses = [visitor.post("/my/send") for _ in range(2)]
    assert [(response.status_code, response["Location"]) for response in responses] == [(302, "/my/sent")] * 2
    assert RecordEntry.objects.filter(what="answers sent").count() == 1
    assert answered.agenda.count() == 1
    page = visitor.get("/my/sent").content.decode()
    assert "Your answers have been sent" in page
    assert "Vascular nurses" in page
    assert '<a href="tel:+441632960001">01632 960 001</a>, Monday to Friday, 9am to 5pm' in page
    assert "Your team sees each change as soon as it is saved." in page


def test_a_page_after_sending_is_one_query(visitor, answered, django_assert_num_queries):
    visitor.post("/my/send")
    with django_assert_num_queries(1):
        assert visitor.get("/my/sent").status_code == 200
    page = visitor.get("/my/check").content.decode()
    assert "You do not have to send them again." in page
    assert 'action="/my/send"' not in page


def test_a_change_sent_again_is_a_sending_of_its_own(visitor, answered):
    visitor.post("/my/send")
    visitor.post("/my/what-matters", {"text": "My garden", "revision": "0"})
    visitor.post("/my/send")
    assert RecordEntry.objects.filter(what="answers sent").count() == 2


@pytest.mark.parametrize("has_read", [False, True])
def test_nothing_to_send_is_said_on_the_check_page(visitor, conversation, patient, fresh, has_read):
    if has_read:
        save_answer(conversation=fresh(conversation), part="read", details={"read": True}, seen=0, by=patient)
    response = visitor.post("/my/send")
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: Check my answers" in page
    assert '<a href="#answers">Write or choose something first. One thing is enough.</a>' in page
    assert RecordEntry.objects.filter(what="answers sent").count() == 0


def test_nothing_can_be_sent_after_the_appointment(visitor, answered, appointment_passed):
    appointment_passed(answered)
    response = visitor.post("/my/send")
    assert response.status_code == 409
    assert "The time of your appointment has come." in response.content.decode()
    assert RecordEntry.objects.filter(what="answers sent").count() == 0


def test_the_sent_page_is_there_from_sending_to_the_appointment(visitor, answered, appointment_passed):
    before = visitor.get("/my/sent")
    visitor.post("/my/send")
    between = visitor.get("/my/sent")
    appointment_passed(answered)
    after = visitor.get("/my/sent")
    assert [response.status_code for response in (before, between, after)] == [302, 200, 302]
    assert before["Location"] == after["Location"] == "/my/check"


@pytest.mark.parametrize("address", ["/my/summary", "/my/summary.pdf"])
def test_there_is_no_summary_before_a_decision(visitor, conversation, address):
    response = visitor.get(address)
    assert response.status_code == 404
    assert b"There is no summary yet" in response.content


def test_the_summary_is_the_latest_decisions(
    visitor, conversation, decided, clinician, fresh, django_assert_num_queries
):
    reopen(conversation=fresh(conversation), by=clinician)
    latest = decide(
        conversation=fresh(conversation), choice="more-time", reasons="I want to ask my son.", seen=1, by=clinician
    )
    with django_assert_num_queries(2):
        response = visitor.get("/my/summary")
    page = words(response.content.decode())
    digest = RecordEntry.objects.get(conversation=conversation, sequence=latest.recorded_as).digest
    assert response.status_code == 200
    assert ("I want to ask my son." in page, "I would rather wait." in page) == (True, False)
    assert digest in page.replace(" ", "")
    assert response.content.decode().count("<h1") == 1
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("choice", ["refusal", "more-time"])
def test_a_patient_is_told_that_the_conversation_goes_on_and_where_the_last_decision_is(
    visitor, conversation, clinician, fresh, choice, django_assert_num_queries
):
    told = "You and your team are still talking about this."
    assert told not in visitor.get("/my").content.decode()
    decide(conversation=fresh(conversation), choice=choice, reasons="Not yet.", seen=0, by=clinician)
    if choice == "refusal":
        assert told not in visitor.get("/my").content.decode()
        reopen(conversation=fresh(conversation), by=clinician)
    with django_assert_num_queries(1):
        page = visitor.get("/my").content.decode()
    assert (told in page, 'href="/my/summary"' in page) == (True, True)


def test_the_summary_comes_in_large_print_too(visitor, decided):
    usual, large = (visitor.get(f"/my/summary{query}").content.decode() for query in ("", "?large-print"))
    assert ['class="sdm-large-print"' in page for page in (usual, large)] == [False, True]


@pytest.mark.parametrize(
    ("language", "query", "name"),
    [
        ("en-gb", "", "summary-of-our-decision.pdf"),
        ("en-gb", "?large-print", "summary-of-our-decision-in-large-print.pdf"),
        ("cy", "", "crynodeb-on-penderfyniad.pdf"),
        ("cy", "?large-print", "crynodeb-on-penderfyniad-mewn-print-bras.pdf"),
    ],
)
def test_the_summary_is_a_file_that_says_what_it_is_and_names_nobody(visitor, decided, language, query, name):
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = visitor.get(f"/my/summary.pdf{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "no-store"
    assert response.content.startswith(b"%PDF-")


def test_the_list_leads_to_the_summary_once_there_is_one(visitor, conversation, clinician, fresh):
    before = visitor.get("/my").content.decode()
    decide(conversation=fresh(conversation), choice="refusal", reasons="I would rather wait.", seen=0, by=clinician)
    after = visitor.get("/my").content.decode()
    assert [page.count('href="/my/summary"') for page in (before, after)] == [0, 2]
