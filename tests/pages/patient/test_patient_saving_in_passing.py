"""Saving in the background: what a page's script is told, and that it means the same as what a person is shown."""

import html
import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from sdm.actions.answers import send_answers
from sdm.actions.conversations import invite, revoke
from sdm.actions.decisions import decide
from sdm.models import Answer, RecordEntry

pytestmark = pytest.mark.django_db

QUESTION = "/my/questions/2"
AS_DATA = {"Accept": "application/json"}


@pytest.fixture
def save(visitor):
    """Sends a form as the page's script does; gives the status and what the script is told."""

    def save(address: str = QUESTION, client: Client = visitor, **values) -> tuple[int, dict]:
        response = client.post(address, values, headers=AS_DATA)
        return response.status_code, response.json()

    return save


def rows() -> list[tuple]:
    return list(Answer.objects.order_by("pk").values_list("part", "revision", "text"))


def test_a_save_in_five_queries_tells_the_revision_and_the_page_that_follows(visitor, django_assert_num_queries):
    with django_assert_num_queries(5):
        response = visitor.post(QUESTION, {"text": "Will it hurt?", "revision": "0"}, headers=AS_DATA)
    assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (
        200,
        "application/json",
        "no-store",
    )
    assert response.json() == {"state": "saved", "revision": 1, "then": "/my/questions/3"}
    assert rows() == [("question-2", 1, "Will it hurt?")]


def test_who_came_from_the_check_page_is_led_back_to_it(save):
    assert save(f"{QUESTION}?from=check", text="Will it hurt?", revision="0")[1]["then"] == "/my/check"


def test_each_revision_is_saved_on_top_of_the_one_before(save):
    for revision, text in enumerate(("Will", "Will it", "Will it hurt?")):
        assert save(text=text, revision=str(revision)) == (
            200,
            {"state": "saved", "revision": revision + 1, "then": "/my/questions/3"},
        )
    assert [text for _, _, text in rows()] == ["Will", "Will it", "Will it hurt?"]


def test_the_same_again_is_saved_once_and_told_again(save):
    assert save(text="Will it hurt?", revision="0") == save(text="Will it hurt?", revision="0")
    assert len(rows()) == 1


def test_nothing_on_nothing_is_not_saved(save):
    assert save(text=" \u00a0 ", revision="0") == (200, {"state": "saved", "revision": 0, "then": "/my/questions/3"})
    assert rows() == []


@pytest.mark.parametrize(
    ("address", "values", "problems"),
    [
        (QUESTION, {"text": "a" * 4001}, {"text": ["This must be 4,000 characters or fewer. You have written 4,001"]}),
        (
            "/my/people-and-help",
            {"text": "A lift", "people": "My\x00son", "needs": "x"},
            {
                "people": [
                    "There is a hidden character after “My” that we cannot save. Delete it, or type that part again"
                ],
                "needs": ["Choose from the answers on this page"],
            },
        ),
    ],
)
def test_what_cannot_be_kept_is_told_by_field_and_nothing_is_saved(save, address, values, problems):
    assert save(address, revision="0", **values) == (422, {"state": "refused", "problems": problems})
    assert rows() == []


def test_words_on_top_of_words_not_seen_are_not_saved(save):
    save(text="First words", revision="0")
    assert save(text="Other words", revision="0") == (409, {"state": "changed"})
    assert [text for _, _, text in rows()] == ["First words"]


def sent_before(**values) -> str:
    return urlencode(values)


def test_what_the_same_page_sent_and_heard_nothing_of_is_not_somebody_elses(save):
    """The answer to the first save was lost on its way; the second says so."""
    save(text="Will it", understanding="talk", revision="0")
    before = [sent_before(text="Will it hurt", understanding="talk"), sent_before(text="Will it", understanding="talk")]
    assert save(text="Will it hurt?", understanding="talk", revision="0", before=before)[1]["revision"] == 2
    # The first comes late: it is older than what stands, and changes nothing.
    assert save(text="Will it hurt", understanding="talk", revision="0")[0] == 409
    assert [text for _, _, text in rows()] == ["Will it", "Will it hurt?"]


@pytest.mark.parametrize(
    "before",
    [
        sent_before(text="Something that never arrived"),
        sent_before(text="First words", understanding="talk"),
        sent_before(text="a" * 5000),
        sent_before(understanding="no such answer"),
        "%ff%fe=%00&&&==;",
        "",
    ],
)
def test_whatever_a_page_says_it_sent_before_somebody_elses_words_stay(save, before):
    save(text="First words", revision="0")
    assert save(text="Other words", revision="0", before=[before] * 20) == (409, {"state": "changed"})
    assert [text for _, _, text in rows()] == ["First words"]


def test_more_than_a_form_can_hold_is_refused(visitor):
    before = "&".join(f"f{number}=1" for number in range(500))
    response = visitor.post(QUESTION, {"text": "a", "revision": "0", "before": before}, headers=AS_DATA)
    assert (response.status_code, rows()) == (400, [])


def test_after_the_appointment_and_after_a_decision_it_is_over(
    save, visitor, conversation, clinician, appointment_passed, fresh
):
    appointment_passed(conversation)
    assert save(text="Too late", revision="0") == (409, {"state": "over"})
    assert visitor.get(QUESTION, headers=AS_DATA).json()["state"] == "over"
    decide(conversation=fresh(conversation), choice="refusal", reasons="I would rather wait.", seen=0, by=clinician)
    assert save(text="Too late", revision="0") == (409, {"state": "over"})
    assert rows() == []


def test_after_the_link_was_revoked_nothing_is_told_or_saved(visitor, conversation, clinician, fresh):
    revoke(conversation=fresh(conversation), by=clinician)
    told = [
        visitor.post(QUESTION, {"text": "Too late", "revision": "0"}, headers=AS_DATA),
        visitor.get(QUESTION, headers=AS_DATA),
    ]
    assert [response.status_code for response in told] == [403, 403]
    assert rows() == []


def test_a_page_that_comes_back_is_told_how_it_stands_in_one_query(
    visitor, save, conversation, django_assert_num_queries
):
    save(text="Will it hurt?", revision="0")
    with django_assert_num_queries(1):
        told = visitor.get(QUESTION, headers=AS_DATA).json()
    token = told.pop("token")
    assert told == {"state": "saved", "revision": 1, "whose": str(conversation.pk)}
    assert len(token) == 64


@pytest.mark.parametrize(
    "address", [QUESTION, "/my/what-matters", "/my/people-and-help", "/my/where-i-am", "/my/options"]
)
def test_every_form_can_be_saved_with_a_token_that_was_asked_for_anew(invitation, let_in, address):
    """The browser lost its cookies, and the link was opened again in another tab."""
    strict = let_in(Client(enforce_csrf_checks=True), invitation)
    assert strict.post(address, {"text": "My words", "revision": "0"}, headers=AS_DATA).status_code == 403
    token = strict.get(address, headers=AS_DATA).json()["token"]
    response = strict.post(
        address, {"text": "My words", "revision": "0", "csrfmiddlewaretoken": token}, headers=AS_DATA
    )
    assert response.json()["revision"] == 1


@pytest.fixture
def somebody_elses(start, clinician) -> str:
    """Another conversation, whose page was open in this browser before."""
    other = start(name="Ann Ellis")
    invite(conversation=other, by=clinician)
    return str(other.pk)


def test_a_page_that_was_drawn_for_another_conversation_saves_nothing_here(visitor, save, conversation, somebody_elses):
    values = {"text": "My mother's words", "ask-1": "Pain?", "revision": "0", "whose": somebody_elses}
    response = visitor.post(QUESTION, values)
    page = html.unescape(response.content.decode())
    assert (response.status_code, "This page is closed" in page) == (403, True)
    assert re.findall(r'(?s)id="kept-\d" [^>]*>\n(.*?)</textarea>', page) == ["My mother's words", "Pain?"]
    assert visitor.post(QUESTION, values, headers=AS_DATA).status_code == 403
    assert rows() == []
    assert save(text="My words", revision="0", whose=str(conversation.pk))[0] == 200


@pytest.mark.parametrize("address", ["/my/read", "/my/send"])
def test_nor_does_it_read_or_send_for_somebody_else(visitor, save, somebody_elses, address):
    save(text="My words", revision="0")
    before = RecordEntry.objects.count()
    response = visitor.post(address, {"read": "true", "revision": "0", "whose": somebody_elses})
    assert (response.status_code, RecordEntry.objects.count()) == (403, before)


def test_every_form_says_whose_it_is(visitor, save, conversation):
    save(text="My words", revision="0")
    forms = [
        "/my/read/4",
        QUESTION,
        "/my/questions/3",
        "/my/what-matters",
        "/my/where-i-am",
        "/my/options",
        "/my/check",
    ]
    found = [re.findall(r'name="whose" value="([^"]+)"', visitor.get(one).content.decode()) for one in forms]
    assert found == [[str(conversation.pk)]] * len(forms)


def test_the_page_says_when_the_team_can_see_what_is_saved(visitor, save, conversation, patient, fresh):
    save(text="My words", revision="0")
    assert "once you send your answers" in visitor.get(QUESTION).content.decode()
    send_answers(conversation=fresh(conversation), by=patient)
    pages = [visitor.get(address).content.decode() for address in (QUESTION, "/my/what-matters")]
    assert ["Your team can see it once it is saved." in page for page in pages] == [True, True]
