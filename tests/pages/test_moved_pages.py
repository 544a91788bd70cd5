"""What clinicians and patients see of a newer edition, of one that was withdrawn, and once a patient was moved over."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.decisions import decide
from sdm.actions.editions import start_draft, withdraw
from sdm.leaflets.shipped import completed
from sdm.models import Edition
from sdm.pages.access import SALT
from tests.given import consent
from tests.second_person import publish

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
FIRST = CONTENT.questions[0]
NEWER = replace(
    CONTENT,
    questions=(replace(FIRST, wording="What will be done to me?"), *CONTENT.questions[1:4]),
    contact="Vein team",
)
WHY = "A number in the risks was wrong."


@pytest.fixture
def staff(clinician) -> Client:
    client = Client()
    client.force_login(clinician)
    return client


@pytest.fixture
def mine(invitation) -> Client:
    client = Client()
    client.cookies[settings.PATIENT_COOKIE_NAME] = signing.dumps(str(invitation.pk), salt=SALT)
    return client


@pytest.fixture
def newer(edition, editor, administrator) -> Edition:
    draft = start_draft(content=NEWER, by=editor)
    return publish(edition=draft, seen=1, by=administrator, reason="It asks something else.")


@pytest.fixture
def written(conversation, patient, fresh):
    for number in (1, 2, 5):
        part = f"question-{number}"
        save_answer(conversation=fresh(conversation), part=part, text=f"Words {number}", seen=0, by=patient)
    send_answers(conversation=fresh(conversation), by=patient)


def words(response) -> str:
    return " ".join(html.fromstring(response.content).xpath("//main")[0].text_content().split())


def page(client: Client, name: str, conversation) -> str:
    response = client.get(reverse(name, args=[conversation.pk]))
    assert response.status_code == 200
    return words(response)


OF_CLINICIANS = ("conversation", "conversation-discussion", "conversation-decision")


def test_clinicians_are_told_of_a_newer_edition_and_what_it_says(conversation, newer, staff):
    assert "Newer edition of the leaflet" in words(staff.get(reverse("conversations")))
    for name in OF_CLINICIANS:
        assert "This patient has edition 1. See what is different in edition 2" in page(staff, name, conversation)
    difference = page(staff, "conversation-edition", conversation)
    assert "Put in: Vein team" in difference
    assert "1 question would be asked anew" in difference
    assert "What will be done to me?" in difference


def test_clinicians_are_told_in_which_language_the_newer_edition_cannot_be_read(
    conversation, edition, newer, staff, translate
):
    assert "translated into" not in page(staff, "conversation-edition", conversation)
    translate(edition, "cy")
    said = "Edition 2 is not translated into Welsh yet. A patient who reads it in this language gets the words of the"
    assert said in page(staff, "conversation-edition", conversation)
    translate(newer, "cy")
    assert "translated into" not in page(staff, "conversation-edition", conversation)


def test_on_the_newest_edition_nothing_is_said_of_editions(conversation, staff):
    assert "edition" not in words(staff.get(reverse("conversations")))
    for name in OF_CLINICIANS:
        assert "edition" not in page(staff, name, conversation)
    assert "It is the newest edition." in page(staff, "conversation-edition", conversation)


def test_a_newer_edition_costs_the_list_and_the_brief_no_query(
    conversation, newer, staff, django_assert_num_queries, administrator, edition
):
    withdraw(edition=edition, reason=WHY, by=administrator)
    for address, queries in ((reverse("conversations"), 2), (reverse("conversation", args=[conversation.pk]), 1)):
        staff.get(address)
        with django_assert_num_queries(queries):
            staff.get(address)


def move(staff: Client, conversation, edition: Edition):
    return staff.post(reverse("conversation-edition", args=[conversation.pk]), {"move": str(edition.pk)})


def test_a_patient_who_was_moved_sees_what_is_different_and_what_they_wrote(
    conversation, written, newer, staff, mine, fresh
):
    assert move(staff, conversation, newer).status_code == 302
    assert move(staff, conversation, newer).status_code == 302
    assert fresh(conversation).edition == newer
    first = words(mine.get("/my"))
    assert "Your team gave you a new edition of the leaflet on" in first
    assert "Put in: Vein team" in words(mine.get("/my/what-is-different"))
    question = words(mine.get("/my/questions/1"))
    assert f"You wrote this to an earlier question: {FIRST.wording}" in question
    assert "Words 1" in question
    assert "Words 2" in mine.get("/my/questions/2").content.decode()
    check = words(mine.get("/my/check"))
    assert all(f"Words {number}" in check for number in (1, 2, 5))
    assert "Questions that are not asked any more" in check
    brief = page(staff, "conversation", conversation)
    assert all(f"Words {number}" in brief for number in (1, 2, 5))
    assert "Moved to edition 2 on" in brief
    # The patient changed nothing.
    assert "after sending" not in brief + words(staff.get(reverse("conversations")))
    assert "changed after they were sent" not in brief
    assert "Words 5" in page(staff, "conversation-discussion", conversation)


def test_what_was_not_sent_is_shown_to_nobody_else_after_a_move_either(conversation, newer, staff, patient, fresh):
    for number in (1, 5):
        part = f"question-{number}"
        save_answer(conversation=fresh(conversation), part=part, text=f"Words {number}", seen=0, by=patient)
    move(staff, conversation, newer)
    for name in (*OF_CLINICIANS, "conversation-edition"):
        assert "Words" not in page(staff, name, conversation)


def test_an_answer_from_a_page_of_the_earlier_edition_is_shown_beside_what_stands(
    conversation, edition, newer, staff, mine
):
    typed = {"revision": "0", "screen": f"en {edition.pk}", "text": "I thought of the earlier one"}
    move(staff, conversation, newer)
    response = mine.post("/my/questions/1", typed)
    assert response.status_code == 409
    assert "I thought of the earlier one" in response.content.decode()
    assert mine.post("/my/questions/2", typed).status_code == 302


def test_what_a_colleague_typed_to_a_question_that_is_gone_is_shown_to_be_copied(conversation, newer, staff, fresh):
    address = reverse("conversation-discussion", args=[conversation.pk])
    shown = html.fromstring(staff.get(address).content)
    form = next(one for one in shown.forms if "question-5-text" in one.fields)
    typed = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
    typed |= {"question-5-text": "We spoke of tablets", "question-2-text": "We spoke of ulcers"}
    # What lxml makes of the answer "Not known yet", whose value is empty.
    typed["indication-indication"] = ""
    move(staff, conversation, newer)
    in_passing = staff.post(address, typed, headers={"Accept": "application/json"})
    assert (in_passing.status_code, in_passing.json()["state"]) == (409, "changed")
    response = staff.post(address, typed)
    assert (response.status_code, "We spoke of tablets" in words(response)) == (409, True)
    assert "A question is not asked any more" in response.content.decode()
    assert fresh(conversation).discussion["question-2"].text == "We spoke of ulcers"


def test_a_patient_who_was_not_moved_has_no_page_of_differences(mine, newer):
    assert mine.get("/my/what-is-different").status_code == 404
    assert "edition" not in words(mine.get("/my"))


def test_only_the_edition_that_was_on_the_screen_is_moved_to(conversation, edition, newer, staff, fresh, fictional):
    address = reverse("conversation-edition", args=[conversation.pk])
    for wrong in ("", "x", str(fictional.pk), "' OR 1=1"):
        response = staff.post(address, {"move": wrong})
        assert (response.status_code, "Read what is different first" in words(response)) == (409, True)
    assert fresh(conversation).edition == edition


def test_after_a_decision_the_page_says_what_comes_first(conversation, edition, newer, staff, clinician, fresh):
    decide(conversation=fresh(conversation), choice="refusal", reasons="No.", seen=0, by=clinician)
    assert "open the discussion again first" in page(staff, "conversation-edition", conversation)
    response = move(staff, conversation, newer)
    assert (response.status_code, fresh(conversation).edition) == (409, edition)


def test_a_withdrawn_edition_is_told_to_both_and_answered_before_consent(
    conversation, edition, administrator, staff, mine
):
    withdraw(edition=edition, reason=WHY, by=administrator)
    assert "Leaflet withdrawn" in words(staff.get(reverse("conversations")))
    for name in OF_CLINICIANS:
        assert WHY in page(staff, name, conversation)
    assert "This edition of the leaflet was withdrawn." in page(staff, "conversation-decision", conversation)
    calm = words(mine.get("/my"))
    assert "Your hospital does not use this edition of the leaflet any more." in calm
    assert WHY not in calm
    address = reverse("conversation-edition", args=[conversation.pk])
    empty = staff.post(address, {"revision": "0", "text": " "})
    assert (empty.status_code, "Write down what you told the patient" in words(empty)) == (422, True)
    assert staff.post(address, {"revision": "0", "text": "I told her."}).status_code == 302
    assert "This edition of the leaflet was withdrawn." not in page(staff, "conversation-decision", conversation)
    stale = staff.post(address, {"revision": "0", "text": "I told her too."})
    assert (stale.status_code, "I told her too." in stale.content.decode()) == (409, True)
    assert staff.post(address, {"revision": "1", "text": "I told her too."}).status_code == 302


def test_after_a_consent_the_pages_say_what_to_do_about_a_withdrawn_edition(
    start, edition, administrator, staff, clinician
):
    conversation = consent(start(), by=clinician)
    withdraw(edition=edition, reason=WHY, by=administrator)
    assert "On the day, ask whether they still agree" in page(staff, "conversation-edition", conversation)
    the_day = page(staff, "conversation-the-day", conversation)
    assert "The leaflet that the patient agreed on was withdrawn" in the_day
    assert "Nothing that is recorded here" not in the_day


def test_of_an_edition_in_force_nothing_is_told(conversation, staff, fresh):
    address = reverse("conversation-edition", args=[conversation.pk])
    response = staff.post(address, {"revision": "0", "text": "Nothing to tell"})
    assert (response.status_code, "Nothing to tell" in words(response)) == (409, True)
    assert fresh(conversation).discussion == {}


def test_no_conversation_begins_with_a_withdrawn_edition_by_the_form(edition, administrator, staff):
    chosen = str(edition.pk)
    assert chosen in staff.get(reverse("conversation-new")).content.decode()
    withdraw(edition=edition, reason=WHY, by=administrator)
    assert chosen not in staff.get(reverse("conversation-new")).content.decode()
    assert staff.post(reverse("conversation-new"), {"edition": chosen}).status_code == 422


def test_clinicians_see_that_a_review_day_has_passed(editor, administrator, start, staff):
    content = replace(CONTENT, review_on=timezone.localdate() - timedelta(days=1))
    edition = publish(
        edition=start_draft(content=content, by=editor), seen=1, by=administrator, reason="To show that it is told."
    )
    assert "It was to be looked at again by" in page(staff, "conversation", start(edition=edition))


def test_another_hospital_finds_no_such_page(conversation, other_clinician):
    client = Client()
    client.force_login(other_clinician)
    assert client.get(reverse("conversation-edition", args=[conversation.pk])).status_code == 404
