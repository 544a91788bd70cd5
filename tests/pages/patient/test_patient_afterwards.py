"""After a decision a patient says that its summary is wrong, or that they have changed their mind, and is answered."""

import html
import io
import re

import pikepdf
import pytest

from sdm.actions.afterwards import answer_patient
from sdm.actions.conversations import cancel
from sdm.actions.decisions import decide
from sdm.models import ChangeOfMind, Conversation, Correction, Decision
from sdm.rules.afterwards import WAITING_AT_MOST
from sdm.templatetags.reads_as import moment

pytestmark = pytest.mark.django_db

WRONG, MIND = "/my/summary/something-is-wrong", "/my/changed-mind"


def main_of(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def heading(response) -> str:
    return re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)[1]


@pytest.fixture
def decided(conversation, clinician, fresh):
    decide(conversation=fresh(conversation), choice="refusal", reasons="I would rather wait.", seen=0, by=clinician)
    return conversation


@pytest.fixture
def answer(conversation, clinician, fresh):
    """Answers the last thing that was said."""

    def answer(outcome="answered", text="We talked on the phone."):
        conversation_now = fresh(conversation)
        about = conversation_now.said_since[-1].entry
        answer_patient(conversation=conversation_now, about=about, outcome=outcome, text=text, by=clinician)

    return answer


@pytest.mark.parametrize("address", [WRONG, MIND])
def test_before_a_decision_there_is_nothing_to_say_anything_of(visitor, conversation, address):
    for response in (visitor.get(address), visitor.post(address, {"text": "It is wrong", "wants": "changed-mind"})):
        assert (response.status_code, heading(response)) == (404, "There is no summary yet")
    assert (Correction.objects.count(), ChangeOfMind.objects.count()) == (0, 0)


def test_a_correction_is_kept_told_and_answered_beside_a_summary_that_stays(visitor, decided, answer):
    before = Decision.objects.get().summary
    response = visitor.post(WRONG, {"text": "It was my left leg."})
    assert (response.status_code, response["Location"]) == (302, WRONG)
    told = "It was my left leg. Your team has been told. They have not answered yet."
    assert told in main_of(visitor.get(WRONG))
    answer("not-accepted", "Your notes say the right leg. We look again on Monday.")
    page = main_of(visitor.get(WRONG))
    assert "Your team sees it differently Dr Amira Khan, Consultant vascular surgeon" in page
    assert "We look again on Monday." in page
    assert Decision.objects.get().summary == before


def test_sent_twice_it_is_said_once(visitor, decided):
    for _ in range(2):
        visitor.post(WRONG, {"text": "It was my left leg."})
        visitor.post(MIND, {"wants": "talk-again", "text": ""})
    assert (Correction.objects.count(), ChangeOfMind.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Write what is wrong"),
        (" \u00a0\n", "Write what is wrong"),
        ("x" * 2001, "This must be 2,000 characters or fewer. You have written 2,001"),
    ],
)
def test_what_is_no_correction_is_shown_again_with_the_reason(visitor, decided, text, problem):
    response = visitor.post(WRONG, {"text": text})
    page = response.content.decode()
    assert (response.status_code, problem in page, "<title>Error: " in page) == (422, True, True)
    assert text.strip() in page
    assert Correction.objects.count() == 0


def test_where_there_is_too_much_to_answer_it_says_whom_to_ask_and_nothing_is_lost(visitor, decided):
    for number in range(WAITING_AT_MOST):
        visitor.post(WRONG, {"text": f"Wrong {number}"})
    response = visitor.post(WRONG, {"text": "And one thing more"})
    assert response.status_code == 409
    assert "Your team has a lot from you to answer already. If you need an answer now, ask them." in main_of(response)
    assert "And one thing more" in response.content.decode()
    assert "01632 960 001" in main_of(response)


@pytest.mark.parametrize(
    ("wants", "said"),
    [
        ("changed-mind", "You said that you have changed your mind"),
        ("talk-again", "You said that you want to talk again"),
    ],
)
def test_one_press_tells_the_team_and_nobody_has_to_say_why(visitor, decided, fresh, wants, said):
    assert heading(visitor.get(MIND)) == "If you change your mind"
    response = visitor.post(MIND, {"wants": wants, "text": ""})
    assert response["Location"] == MIND
    page = visitor.get(MIND)
    assert heading(page) == "Your team has been told"
    assert said in main_of(page)
    assert "01632 960 001 , Monday to Friday, 9am to 5pm" in main_of(page)
    assert (fresh(decided).status, Decision.objects.count()) == ("decided", 1)


def test_after_a_press_it_says_what_was_written_down_when_and_what_to_do_if_it_was_a_mistake(visitor, decided, fresh):
    visitor.post(MIND, {"wants": "changed-mind", "text": ""})
    page = main_of(visitor.get(MIND))
    (said,) = fresh(decided).said_since
    words = (
        "What is written down",
        "You said that you have changed your mind",
        moment(said.said_at),
        "If you pressed the button by mistake",
        "Tell the Vascular nurses, and they write that down too: 01632 960 001",
    )
    assert [words_here for words_here in words if words_here not in page] == []
    assert sorted(words, key=page.index) == list(words)


def ask(visitor, address, **values) -> tuple[int, dict]:
    """What the script of a page is told."""
    headers = {"Accept": "application/json"}
    response = visitor.post(address, values, headers=headers) if values else visitor.get(address, headers=headers)
    return response.status_code, response.json()


def test_a_script_is_told_what_became_of_a_press(visitor, decided, clinician, fresh):
    told = (200, {"state": "saved", "then": MIND})
    assert [ask(visitor, MIND, wants="changed-mind", text="No more") for _ in range(2)] == [told, told]
    assert ask(visitor, WRONG, text="My left leg.") == (200, {"state": "saved", "then": WRONG})
    assert (ChangeOfMind.objects.get().text, Correction.objects.get().text) == ("No more", "My left leg.")
    refused = (422, {"state": "refused", "problems": {"text": ["Write what is wrong"]}})
    assert ask(visitor, WRONG, text=" ") == refused
    for number in range(WAITING_AT_MOST - 1):
        visitor.post(WRONG, {"text": f"Wrong {number}"})
    assert ask(visitor, WRONG, text="One more") == (409, {"state": "over"})
    status, stands = ask(visitor, MIND)
    assert (status, stands["state"], stands["whose"], bool(stands["token"])) == (200, "saved", str(decided.pk), True)


@pytest.mark.parametrize("wants", [None, "", "something"])
def test_without_a_button_of_the_page_the_words_are_kept(visitor, decided, wants):
    response = visitor.post(MIND, {"text": "My words", **({} if wants is None else {"wants": wants})})
    assert response.status_code == 422
    assert "Press one of the two buttons below" in main_of(response)
    assert "My words" in response.content.decode()
    assert ChangeOfMind.objects.count() == 0


def test_after_an_answer_it_can_be_said_again(visitor, decided, answer):
    visitor.post(MIND, {"wants": "changed-mind", "text": "No more"})
    answer()
    page = visitor.get(MIND)
    assert heading(page) == "If you change your mind"
    assert "We talked on the phone." in main_of(page)
    visitor.post(MIND, {"wants": "changed-mind", "text": "No more"})
    assert ChangeOfMind.objects.count() == 2


def test_it_can_be_said_after_the_appointment_and_not_after_a_cancellation(
    visitor, decided, appointment_passed, clinician, fresh
):
    appointment_passed(decided)
    assert visitor.post(WRONG, {"text": "It was my left leg."}).status_code == 302
    Conversation.objects.update(status="discussing")
    cancel(conversation=fresh(decided), by=clinician)
    response = visitor.post(WRONG, {"text": "One more thing."})
    assert (response.status_code, "One more thing." in response.content.decode()) == (403, True)
    assert Correction.objects.count() == 1


def test_the_list_leads_there_and_says_what_was_answered_in_one_query(
    visitor, conversation, clinician, fresh, answer, django_assert_num_queries
):
    links = [f'href="{address}"' for address in (WRONG, MIND)]
    assert [link in visitor.get("/my").content.decode() for link in links] == [False, False]
    decide(conversation=fresh(conversation), choice="more-time", reasons="To think", seen=0, by=clinician)
    assert [link in visitor.get("/my").content.decode() for link in links] == [True, True]
    visitor.post(MIND, {"wants": "changed-mind"})
    answer()
    with django_assert_num_queries(1):
        page = main_of(visitor.get("/my"))
    assert "You said that you have changed your mind" in page
    assert "We talked on the phone." in page


@pytest.mark.parametrize("address", [WRONG, MIND])
def test_these_pages_are_one_query_and_light(visitor, decided, address, django_assert_num_queries):
    visitor.post(MIND, {"wants": "changed-mind"})
    with django_assert_num_queries(1):
        response = visitor.get(address)
    assert len(response.content) < 30_000
    assert response["Cache-Control"] == "no-store"


def test_the_summary_shows_it_beside_what_was_decided_and_leads_to_both(
    visitor, decided, answer, django_assert_num_queries
):
    visitor.post(WRONG, {"text": "It was my left leg."})
    answer("accepted", "We have written that down.")
    visitor.post(MIND, {"wants": "changed-mind"})
    with django_assert_num_queries(2):
        response = visitor.get("/my/summary")
    page = main_of(response)
    words = (
        "Not have the procedure",
        "You said that you have changed your mind: ",
        "Your team has not answered yet.",
        "What you have said since",
        "It was my left leg.",
        "We have written that down.",
        "Whom to ask",
    )
    assert sorted(words, key=page.index) == list(words)
    assert [f'href="{address}"' in response.content.decode() for address in (WRONG, MIND)] == [True, True]


def test_the_file_shows_it_too(visitor, decided):
    sizes = []
    for text in ("", "It was my left leg, and not my right one."):
        if text:
            visitor.post(WRONG, {"text": text})
        pdf = pikepdf.open(io.BytesIO(visitor.get("/my/summary.pdf").content))
        sizes.append(b"It was my left leg" in pdf.attachments["summary.json"].get_file().read_bytes())
    assert sizes == [False, True]


# Help: what was asked for before, and what is arranged


@pytest.fixture
def asked_before(conversation):
    Conversation.objects.update(known_needs={"needs": ["interpreter"], "language": "Polish", "text": "A chair"})


HELP = "/my/people-and-help"


def test_help_that_was_asked_for_before_stands_in_the_form_and_is_not_saved_yet(
    visitor, asked_before, fresh, conversation
):
    page = visitor.get(HELP).content.decode()
    assert "You asked for this help before." in page
    assert re.search(r'value="interpreter"[^>]* checked', page)
    assert 'value="Polish"' in page
    assert fresh(conversation).answers == {}


def test_saving_it_makes_it_the_patients_own(visitor, asked_before, fresh, conversation):
    visitor.post(HELP, {"needs": ["large-print"], "revision": 0})
    saved = fresh(conversation).answers["people-and-help"]
    assert (saved.details, saved.text, saved.revision) == ({"needs": ["large-print"]}, "", 1)
    assert "You asked for this help before." not in visitor.get(HELP).content.decode()


def test_emptying_it_is_saved_too(visitor, asked_before, fresh, conversation):
    visitor.post(HELP, {"revision": 0})
    assert fresh(conversation).answers["people-and-help"].revision == 1
    assert not re.search(r'value="interpreter"[^>]* checked', visitor.get(HELP).content.decode())


@pytest.mark.parametrize("address", ["/my", HELP])
def test_what_the_team_has_arranged_is_shown_in_the_same_query(
    visitor, asked_before, conversation, arranged, address, django_assert_num_queries
):
    assert "What your team has arranged for you" not in main_of(visitor.get(address))
    arranged("interpreter", "Ewa Nowak, from 9:30am")
    with django_assert_num_queries(1):
        page = main_of(visitor.get(address))
    assert "What your team has arranged for you An interpreter Ewa Nowak, from 9:30am" in page
    arranged("interpreter", "", seen=1)
    assert "What your team has arranged for you" not in main_of(visitor.get(address))
