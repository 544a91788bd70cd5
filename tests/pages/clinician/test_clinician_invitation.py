"""The invitation: its link and letter are shown once, a replayed press makes no second one, and it can be stopped."""

import re
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import get_language

from sdm.actions.conversations import cancel, open_invitation
from sdm.models import Conversation, Invitation, RecordEntry

pytestmark = pytest.mark.django_db

WRONG = date(1900, 1, 1)


@pytest.fixture
def make(staff, at):
    """Presses the button on a page that showed so many invitations."""
    return lambda seen, **data: staff.post(at("conversation-invitation"), {"seen": str(seen), **data})


def link_in(page: str) -> str:
    return re.search(r'value="([^"]*/i/[^"]+)"', page)[1]


def test_before_there_is_one_nobody_gets_in(staff, at):
    page = staff.get(at("conversation-invitation")).content.decode()
    assert "There is no working link. The patient cannot get in." in page
    assert "Make a link and letter" in page


def test_the_link_and_the_letter_are_shown_and_the_link_opens_this_conversation(make, conversation, settings):
    response = make(0)
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    link = link_in(response.content.decode())
    assert link.startswith(f"{settings.PUBLIC_ORIGIN}/i/")
    token = link.rpartition("/")[2]
    assert Invitation.objects.for_token(token).get().conversation_id == conversation.pk


def test_the_letter_says_how_to_get_in_and_whom_to_ask_and_names_no_procedure(make, conversation):
    page = make(0).content.decode()
    letter = page.split("<article")[1].split("</article>")[0]
    wanted = (
        "Dear <bdi>Margaret Ellis",
        "date of birth",
        "Vascular nurses",
        "01632 960 001",
        "<path d=",
        link_in(page),
    )
    assert [one for one in wanted if one not in letter] == []
    unwanted = (conversation.content.title, "DVT", "thrombosis", "clot", "IPG651", "943 476 5919", "1958")
    assert [one for one in unwanted if one in letter] == []


def letter_in(page: str) -> str:
    return page.split("<hr", 1)[1].split("<hr")[0]


def test_the_letter_can_be_printed_in_another_language_and_the_page_around_it_stays_english(make, conversation):
    Conversation.objects.update(appointment_at=datetime(2027, 3, 27, 14, 30, tzinfo=UTC))
    page = make(0, language="cy").content.decode().replace("&#x27;", "'")
    letter = letter_in(page)
    wanted = ('<div lang="cy" dir="ltr">', "Annwyl <bdi>Margaret Ellis</bdi>", "27 Mawrth 2027, 2:30yp", link_in(page))
    assert [one for one in wanted if one not in letter] == []
    assert [one for one in ("Dear", "March", "date of birth") if one in letter] == []
    assert ("Print the letter" in page, '<html lang="en-GB"' in page) == (True, True)
    assert (get_language(), 'value="cy" checked' in page) == ("en-gb", True)


@pytest.mark.parametrize("data", [{}, {"language": ""}, {"language": "en-gb"}])
def test_where_nothing_is_chosen_the_letter_is_english(make, data):
    letter = letter_in(make(0, **data).content.decode())
    assert ("Dear <bdi>" in letter, ' lang="' in letter) == (True, False)


def test_a_letter_in_a_language_that_we_do_not_have_is_not_made(make, conversation):
    assert make(0, language="pl").status_code == 422
    assert conversation.invitations.count() == 0


def test_the_letter_is_offered_in_the_language_that_the_patient_last_wrote_in(staff, at, answer):
    def offered() -> str:
        page = staff.get(at("conversation-invitation")).content.decode()
        return re.search(r'name="language" value="([^"]+)" checked', page)[1]

    assert offered() == "en-gb"
    answer("question-1", text="A fydd yn brifo?", language="cy")
    assert offered() == "cy"
    answer("question-2", text="Will it hurt?", language="en-gb")
    assert offered() == "en-gb"
    # No letter can be printed in it.
    answer("question-3", text="Boli?", language="pl")
    assert offered() == "en-gb"


def test_where_one_language_ships_there_is_none_to_choose(make, staff, at, settings):
    settings.LANGUAGES = [("en-gb", "English")]
    assert 'name="language"' not in staff.get(at("conversation-invitation")).content.decode()
    assert "Dear <bdi>" in make(0).content.decode()


def test_the_link_comes_from_the_configured_origin_whatever_the_request_calls_itself(staff, at, settings):
    settings.PUBLIC_ORIGIN, settings.ALLOWED_HOSTS = "https://decide.northfield.example", ["*"]
    response = staff.post(at("conversation-invitation"), {"seen": "0"}, HTTP_HOST="evil.example")
    assert link_in(response.content.decode()).startswith("https://decide.northfield.example/i/")


def test_the_same_press_sent_twice_makes_one(make, conversation):
    first = make(0)
    second = make(0)
    assert second.status_code == 409
    page = second.content.decode()
    assert "A link was made already. It was shown once." in page
    assert "/i/" not in page
    token = link_in(first.content.decode()).rpartition("/")[2]
    assert Invitation.objects.for_token(token).count() == 1
    assert conversation.invitations.count() == 1


def test_a_new_link_takes_the_place_of_the_old_one(make):
    old = link_in(make(0).content.decode()).rpartition("/")[2]
    new = link_in(make(1).content.decode()).rpartition("/")[2]
    assert [Invitation.objects.for_token(token).count() for token in (old, new)] == [0, 1]


@pytest.mark.parametrize("seen", ["", "x", "-1", str(2**63)])
def test_a_press_that_names_no_number_makes_none(make, conversation, seen):
    assert make(seen).status_code == 422
    assert conversation.invitations.count() == 0


def test_where_it_stands(staff, at, invitation, conversation):
    def page() -> str:
        return staff.get(at("conversation-invitation")).content.decode()

    assert "Not yet" in page()
    for _ in range(5):
        assert open_invitation(invitation=invitation, date_of_birth=WRONG) is False
    assert "The link is locked: a wrong date of birth was given too often." in page()
    assert "Make a new link and letter" in page()


def test_stopping_the_link(staff, at, invitation):
    response = staff.post(at("conversation-revoke"), follow=True)
    assert response.redirect_chain == [(at("conversation-invitation"), 302)]
    page = response.content.decode()
    assert "The link no longer works." in page
    assert "There is no working link." in page
    assert Invitation.objects.for_token(invitation.token).count() == 0


def test_stopping_it_twice_is_stopping_it_once(staff, at, invitation, conversation):
    staff.post(at("conversation-revoke"))
    staff.post(at("conversation-revoke"))
    assert RecordEntry.objects.filter(conversation=conversation, what="invitation revoked").count() == 1


def test_a_cancelled_conversation_gets_no_link(staff, at, make, conversation, clinician, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    assert "No link can be made." in staff.get(at("conversation-invitation")).content.decode()
    response = make(0)
    assert response.status_code == 409
    assert "This conversation was cancelled." in response.content.decode()
    assert Conversation.objects.get(pk=conversation.pk).invitations.count() == 0


def test_the_form_on_paper_can_be_printed_from_here(staff, at, conversation):
    page = staff.get(at("conversation-invitation")).content.decode()
    address = at("conversation-paper-form-pdf")
    assert [one in page for one in (f'href="{address}"', f'href="{address}?large-print"')] == [True, True]
    for query, how in (("", ""), ("?large-print", "-in-large-print")):
        response = staff.get(address + query)
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
        assert response["Content-Disposition"] == f'attachment; filename="form-for-my-appointment{how}.pdf"'
