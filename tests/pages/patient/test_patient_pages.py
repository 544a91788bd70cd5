"""What a patient's pages show: the list, the questions and the options."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from sdm.actions.answers import save_answer
from sdm.actions.conversations import cancel, invite, revoke

pytestmark = pytest.mark.django_db

PAGES = {
    "patient-list": "My list",
    "patient-read": "Step 1 of 4: Read about the procedure",
    "patient-read-step": "Step 2 of 4: Read about the procedure",
    "patient-read-all": "The whole leaflet on one page",
    "patient-not-known-yet": "What we don't know yet",
    "patient-question": "Question 2 of 5: What are the possible benefits? How likely am I to get them?",
    "patient-what-matters": "What matters to me",
    "patient-people-and-help": "People and help I want with me",
    "patient-where-i-am": "Where I am now",
    "patient-options": "My options side by side",
    "patient-check": "Check my answers",
}


def address(name: str) -> str:
    return reverse(name, args=[2] if name in ("patient-question", "patient-read-step") else [])


def words(markup: str) -> str:
    """What a person reads of some HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def main_of(response) -> str:
    return response.content.decode().split("<main", 1)[1].split("</main>")[0]


@pytest.mark.parametrize(("name", "heading"), PAGES.items())
def test_a_page_is_one_query_small_and_kept_by_nobody(visitor, name, heading, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = visitor.get(address(name))
    page = response.content.decode()
    headings = re.findall(r"<h1.*?</h1>", page, re.DOTALL)
    assert response.status_code == 200
    assert [words(one).replace(" : ", ": ") for one in headings] == [heading]
    assert response["Cache-Control"] == "no-store"
    assert len(response.content) < 30_000
    assert visitor.head(address(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_member_of_staff_in_the_same_browser_costs_no_query(visitor, clinician, name, django_assert_num_queries):
    visitor.force_login(clinician)
    with django_assert_num_queries(1):
        assert visitor.get(address(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_nobody_gets_in_without_an_invitation(db, name):
    response = Client().get(address(name))
    assert response.status_code == 403
    assert b"This page is closed" in response.content


@pytest.mark.parametrize("name", PAGES)
def test_a_revoked_link_shuts_the_pages_at_the_next_request(visitor, conversation, clinician, fresh, name):
    assert visitor.get(address(name)).status_code == 200
    revoke(conversation=fresh(conversation), by=clinician)
    assert visitor.get(address(name)).status_code == 403


def test_a_cancelled_conversation_shuts_the_pages(visitor, conversation, clinician, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    assert visitor.get("/my").status_code == 403


@pytest.mark.parametrize("number", ["0", "6", "99999999999999999999", "-1", "x"])
def test_there_is_no_other_question(visitor, number):
    assert visitor.get(f"/my/questions/{number}").status_code == 404


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("post", "/my"),
        ("put", "/my/read"),
        ("delete", "/my/questions/1"),
        ("put", "/my/options"),
        ("post", "/my/check"),
        ("get", "/my/send"),
        ("post", "/my/sent"),
        ("post", "/my/summary"),
    ],
)
def test_other_methods_are_refused(visitor, method, address):
    assert getattr(visitor, method)(address).status_code == 405


def test_the_list_says_what_is_done_and_where_to_carry_on(visitor, conversation, patient, fresh):
    begin = main_of(visitor.get("/my"))
    save_answer(conversation=fresh(conversation), part="read", details={"read": True}, seen=0, by=patient)
    save_answer(conversation=fresh(conversation), part="question-2", text="Is it safe?", seen=0, by=patient)
    carry_on = main_of(visitor.get("/my"))
    items = re.findall(r"<li class=\"nhsuk-task-list__item.*?</li>", carry_on, re.DOTALL)
    assert next_step(begin) == ("/my/read", "Start", "Next: Read about the procedure")
    assert next_step(carry_on) == ("/my/questions/1", "Carry on", "Next: What does the procedure involve?")
    assert ("done" in words(begin), "2 of 10 done" in words(carry_on)) == (False, True)
    assert [words(item) for item in items] == [
        "Read about the procedure Done",
        "What does the procedure involve? To do",
        "What are the possible benefits? How likely am I to get them? Done",
        "What are the risks or side effects? How likely are they? To do",
        "What happens if the procedure doesn't work or something goes wrong? To do",
        "What happens if I don't want the procedure? Are there other treatments available? To do",
        "My options side by side To do",
        "What matters to me To do",
        "People and help I want with me To do",
        "Where I am now To do",
    ]


def next_step(page: str) -> tuple[str, str, str]:
    """Where the button of the list leads, what it says, and what describes it."""
    href, button, described = re.search(
        r'<a class="nhsuk-button" href="([^"]+)" aria-describedby="next">(.*?)</a><span id="next">(.*?)</span>', page
    ).groups()
    return href, button, words(described)


def test_once_all_is_done_the_list_leads_to_the_check_page(visitor, conversation, patient, fresh):
    for part in ("read", *(f"question-{number}" for number in range(1, 6)), "options", "what-matters"):
        save_answer(conversation=fresh(conversation), part=part, text="Words", seen=0, by=patient)
    for part in ("people-and-help", "where-i-am"):
        save_answer(conversation=fresh(conversation), part=part, text="Words", seen=0, by=patient)
    page = main_of(visitor.get("/my"))
    assert '<a class="nhsuk-button" href="/my/check">Carry on</a>' in page
    assert "10 of 10 done" in words(page)


def test_the_list_says_for_whom_when_and_about_what_it_is(visitor, conversation):
    start = words(main_of(visitor.get("/my")).split("<form")[0])
    assert "My list Margaret Ellis . Your appointment: " in start
    assert f", Northfield Hospital. To talk about: {conversation.content.title}." in start


def test_a_question_shows_what_the_leaflet_says_and_its_neighbours(visitor, conversation):
    page = main_of(visitor.get("/my/questions/2"))
    quotes = [words(one) for one in re.findall(r"<blockquote.*?</blockquote>", page, re.DOTALL)]
    assert quotes == list(conversation.content.question(2).passages)
    assert [href for href in re.findall(r'rel="(?:prev|next)" href="([^"]+)"', page)] == [
        "/my/questions/1",
        "/my/questions/3",
    ]
    assert 'rel="prev"' not in main_of(visitor.get("/my/questions/1"))
    assert 'rel="next"' not in main_of(visitor.get("/my/questions/5"))


def test_a_question_leads_to_the_leaflet_the_options_and_what_is_not_known(visitor):
    page = main_of(visitor.get("/my/questions/4"))
    after = page.split("</blockquote>")[-1].split("<form")[0]
    assert [(href, words(text)) for href, text in re.findall(r'<a href="([^"]+)">(.*?)</a>', after)] == [
        ("/my/read/all", "Read the whole leaflet"),
        ("/my/options", "See my options side by side"),
        ("/my/not-known-yet", "What we don't know yet"),
    ]


def test_the_source_and_the_isbn_read_as_one_line(visitor, conversation):
    content = conversation.content
    assert f"From: {content.source_name} (ISBN {content.isbn})" in words(main_of(visitor.get("/my/options")))


def test_the_marks_of_a_question_stand_in_the_same_order_everywhere(visitor):
    page = main_of(visitor.get("/my/questions/1"))
    assert re.findall(r'type="radio"[^>]*value="([^"]+)"', page) == ["understand", "not-sure", "talk"]


def test_where_i_am_offers_every_option_and_not_being_sure_and_chooses_none(visitor, conversation):
    page = main_of(visitor.get("/my/where-i-am"))
    values = re.findall(r'name="leaning" value="([^"]+)"', page)
    assert values == [*(option.id for option in conversation.content.options), "not-sure-yet"]
    assert "checked" not in page


def test_another_patients_cookie_shows_another_patients_words(
    visitor, conversation, patient, start, clinician, let_in, fresh
):
    save_answer(
        conversation=fresh(conversation), part="question-1", text="Mine", understanding="talk", seen=0, by=patient
    )
    invitation, _ = invite(conversation=start(name="Owen Price"), by=clinician)
    other = let_in(Client(), invitation)
    # The first page asked for is kept for everybody else; twice, so that both come from what is kept.
    for _ in range(2):
        mine = visitor.get("/my/questions/1").content.decode()
        others = other.get("/my/questions/1").content.decode()
    # What is typed stands twice: in its box, and whole for paper.
    assert (mine.count("Mine"), mine.count("checked"), others.count("Mine"), others.count("checked")) == (2, 1, 0, 0)
    assert [name for name in ("Margaret", "Owen") if name in mine + others] == []
