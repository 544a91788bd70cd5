"""The discussion saved while it is typed: each part on its own, and nobody's words over somebody else's."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from sdm.actions.decisions import decide
from sdm.models import User
from sdm.rules.parts import question_part
from sdm.rules.people import Role

pytestmark = pytest.mark.django_db

AS_DATA = {"Accept": "application/json"}
AS_PAGE = {"Accept": "text/html"}


@pytest.fixture
def save(staff, at):
    """Sends the form as the page's script does; gives the status and what the script is told."""

    def save(client: Client = staff, **values) -> tuple[int, dict]:
        data = {name.replace("__", "-").replace("question_", "question-"): value for name, value in values.items()}
        response = client.post(at("conversation-discussion"), data, headers=AS_DATA)
        return response.status_code, response.json()

    return save


@pytest.fixture
def colleague(hospital) -> User:
    return User.objects.create_user(
        "second@northfield.example", name="Dr Ben Lowe", role=Role.CLINICIAN.value, hospital=hospital
    )


@pytest.fixture
def texts(conversation, fresh):
    """What stands in each part, with its revision."""
    return lambda: {
        part: (one.text or one.details, one.revision) for part, one in fresh(conversation).discussion.items()
    }


def test_what_is_typed_is_saved_and_the_revision_told(save, texts, conversation, fresh):
    status, told = save(question_1__text="We talked.", people__present="Mrs Ellis")
    assert (status, told["state"]) == (200, "saved")
    assert (told["revisions"]["question-1-revision"], told["revisions"]["people-revision"]) == (1, 1)
    assert texts() == {"question-1": ("We talked.", 1), "people": ({"present": "Mrs Ellis"}, 1)}
    assert fresh(conversation).status == "discussing"


def test_each_pause_is_saved_on_top_of_the_one_before(save, texts):
    for revision, text in enumerate(("We", "We talked", "We talked.")):
        status, told = save(question_1__text=text, question_1__revision=str(revision))
        assert (status, told["revisions"]["question-1-revision"]) == (200, revision + 1)
    assert texts() == {"question-1": ("We talked.", 3)}


def test_nothing_on_the_list_is_closed_in_passing(save, worry):
    prefix = f"item-{worry.pk}"
    values = {f"{prefix}-state": "answered", f"{prefix}-outcome": "It is rare", "add-text": "Who drives"}
    assert save(**values)[0] == 200
    worry.refresh_from_db()
    assert worry.state == "open"
    assert worry.conversation.agenda.count() == 1


def test_a_part_that_has_to_be_mended_keeps_none_of_the_others(save, texts):
    status, told = save(
        question_1__text="We talked.",
        question_2__text="x" * 4001,
    )
    assert (status, told["state"]) == (422, "refused")
    assert told["problems"] == {
        "question-2-text": ["This must be 4,000 characters or fewer. You have written 4,001"],
    }
    assert told["revisions"]["question-1-revision"] == 1
    assert "question-2-revision" not in told["revisions"]
    assert texts() == {"question-1": ("We talked.", 1)}


def test_a_part_that_a_colleague_changed_waits_for_a_person_and_the_others_are_saved(save, note, texts, colleague):
    note(question_part(1), text="Theirs", by=colleague)
    status, told = save(question_1__text="Mine", question_1__revision="0", question_2__text="Mine too")
    assert (status, told["state"]) == (409, "changed")
    assert texts() == {"question-1": ("Theirs", 1), "question-2": ("Mine too", 1)}
    assert told["revisions"]["question-2-revision"] == 1
    assert "question-1-revision" not in told["revisions"]


def test_a_part_that_only_a_colleague_changed_is_theirs_and_keeps_the_revision_that_is_on_my_screen(
    save, note, texts, colleague
):
    note(question_part(1), text="Theirs", by=colleague)
    status, told = save(question_1__text="", question_1__revision="0", question_2__text="Mine")
    assert (status, told["state"]) == (200, "saved")
    assert "question-1-revision" not in told["revisions"]
    assert texts() == {"question-1": ("Theirs", 1), "question-2": ("Mine", 1)}


def test_words_that_arrived_without_an_answer_are_not_taken_for_somebody_elses(save, texts):
    first = urlencode({"question-1-text": "We"})
    save(question_1__text="We")
    status, told = save(question_1__text="We talked.", question_1__revision="0", before=first)
    assert (status, told["revisions"]["question-1-revision"]) == (200, 2)
    assert texts() == {"question-1": ("We talked.", 2)}


def test_words_that_arrived_without_an_answer_and_were_taken_out_again_are_gone(save, texts):
    save(question_1__text="We")
    save(question_1__text="", question_1__revision="0", before=urlencode({"question-1-text": "We"}))
    assert texts() == {"question-1": ({}, 2)}


def test_before_does_not_open_what_a_colleague_wrote(save, note, texts, colleague):
    note(question_part(1), text="Theirs", by=colleague)
    before = urlencode({"question-1-text": "Mine, first"})
    assert save(question_1__text="Mine", question_1__revision="0", before=before)[1]["state"] == "changed"
    assert texts() == {"question-1": ("Theirs", 1)}


def test_once_it_is_decided_nothing_is_saved_in_passing(save, texts, conversation, clinician, fresh):
    decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=0, by=clinician)
    assert save(question_1__text="Mine") == (409, {"state": "over"})
    assert texts() == {}


def test_a_page_that_was_left_asks_how_it_stands(staff, at, note, conversation, clinician):
    note(question_part(1), text="Words")
    told = staff.get(at("conversation-discussion"), headers=AS_DATA).json()
    assert (told["state"], told["whose"]) == ("saved", f"{conversation.pk} {clinician.pk}")
    assert (told["revisions"]["question-1-revision"], told["revisions"]["question-2-revision"]) == (1, 0)
    assert told["token"]
    page = staff.get(at("conversation-discussion")).content.decode()
    assert f'name="whose" value="{told["whose"]}"' in page


def test_a_colleague_who_signed_in_meanwhile_is_somebody_else(at, conversation, colleague):
    browser = Client()
    browser.force_login(colleague)
    told = browser.get(at("conversation-discussion"), headers=AS_DATA).json()
    assert told["whose"] == f"{conversation.pk} {colleague.pk}"


@pytest.mark.parametrize("accept", [AS_DATA, AS_PAGE])
def test_whoever_was_signed_out_is_told_that_it_is_closed_and_not_led_away(at, conversation, accept):
    response = Client().post(at("conversation-discussion"), {"question-1-text": "Mine"}, headers=accept)
    assert response.status_code == 403


def test_the_button_tells_a_script_where_to_go(staff, at):
    response = staff.post(at("conversation-discussion"), {"question-1-text": "Mine"}, headers=AS_PAGE)
    assert response.json() == {"state": "saved", "then": at("conversation-discussion")}


def test_it_costs_the_same_however_much_is_saved(staff, at, worry, note, django_assert_num_queries):
    address = at("conversation-discussion")
    with django_assert_num_queries(7):
        staff.post(address, {"question-1-text": "Mine"}, headers=AS_DATA)
    many = {f"question-{number}-text": "More" for number in range(2, 6)} | {"people-present": "Ann"}
    with django_assert_num_queries(6):
        staff.post(address, {"question-1-text": "Mine", "question-1-revision": "1", **many}, headers=AS_DATA)
