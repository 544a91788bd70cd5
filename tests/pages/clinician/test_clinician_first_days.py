"""The page on which it is added or corrected when the symptoms began and when the patient first came."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sdm.actions.conversations import reopen
from sdm.actions.decisions import decide
from sdm.models import Conversation, RecordEntry
from sdm.models.verify import fault_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def typed(staff, at, boxes):
    """The form with both days, so many days ago."""

    def typed(began: int = 6, came: int = 5, **values) -> dict[str, str]:
        shown = staff.get(at("conversation-first-days")).context["form"]["shown"].value()
        first = boxes("symptoms_began", TODAY - timedelta(days=began))
        return {"shown": shown, **first, **boxes("presented_on", TODAY - timedelta(days=came)), **values}

    return typed


def corrections(conversation) -> int:
    return RecordEntry.objects.filter(conversation=conversation, what="first days corrected").count()


def test_the_brief_leads_there_and_shows_what_was_added(staff, at, typed, conversation, fresh):
    brief = staff.get(at("conversation")).content.decode()
    assert "When the patient first came is not recorded." in brief
    assert f'href="{at("conversation-first-days")}"' in brief
    response = staff.post(at("conversation-first-days"), typed(), follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [(at("conversation"), 302)]
    assert ("6 days since symptoms began" in page, "5 days since the patient first came" in page) == (True, True)
    assert "When the patient first came is not recorded." not in page
    assert fault_of(conversation) is None


def test_the_brief_leads_there_where_no_day_is_known(staff, at, conversation):
    Conversation.objects.filter(pk=conversation.pk).update(symptoms_began=None)
    assert f'href="{at("conversation-first-days")}"' in staff.get(at("conversation")).content.decode()


@pytest.mark.parametrize(
    ("days", "place", "says"),
    [
        ({"began": -1}, "#id_symptoms_began_day", "The day the symptoms began must be today or in the past"),
        ({"began": 40000}, "#id_symptoms_began_day", "The symptoms cannot have begun before the patient was born"),
        ({"came": -1}, "#id_presented_on_day", "The day the patient first came must be today or in the past"),
        ({"came": 9}, "#id_presented_on_day", "The patient cannot have come before the symptoms began"),
    ],
)
def test_what_cannot_be_is_said_beside_the_boxes_and_kept(staff, at, typed, conversation, days, place, says):
    values = typed(**days)
    response = staff.post(at("conversation-first-days"), values)
    assert (response.status_code, corrections(conversation)) == (422, 0)
    assert (place, says) in response.context["form"].problems
    assert f'value="{values["presented_on_day"]}"' in response.content.decode()


def test_without_the_first_the_second_is_held_against_the_birth(staff, at, typed):
    empty = dict.fromkeys(("symptoms_began_day", "symptoms_began_month", "symptoms_began_year"), "")
    response = staff.post(at("conversation-first-days"), typed(came=40000, **empty))
    says = "The patient cannot have come before they were born"
    assert response.context["form"].problems == [("#id_presented_on_day", says)]


def test_what_somebody_corrected_meanwhile_stands_beside_what_was_typed(staff, at, typed, conversation, fresh):
    mine, theirs = typed(came=3), typed(came=4)
    staff.post(at("conversation-first-days"), theirs)
    response = staff.post(at("conversation-first-days"), mine)
    assert (response.status_code, corrections(conversation)) == (409, 1)
    assert "Somebody else changed these days" in response.content.decode()
    on_top = {**mine, "shown": response.context["form"]["shown"].value()}
    assert staff.post(at("conversation-first-days"), on_top).status_code == 302
    assert fresh(conversation).presented_on == TODAY - timedelta(days=3)


def test_after_a_decision_the_page_says_why_not_and_keeps_what_was_typed(
    staff, at, typed, conversation, clinician, fresh
):
    values = typed()
    decide(conversation=fresh(conversation), choice="refusal", reasons="No.", seen=0, by=clinician)
    assert "Open the discussion again" in staff.get(at("conversation-first-days")).content.decode()
    assert f'href="{at("conversation-first-days")}"' not in staff.get(at("conversation")).content.decode()
    response = staff.post(at("conversation-first-days"), values)
    assert response.status_code == 409
    assert f'value="{values["presented_on_day"]}"' in response.content.decode()
    reopen(conversation=fresh(conversation), by=clinician)
    assert staff.post(at("conversation-first-days"), values).status_code == 302


def test_where_nothing_changed_the_page_says_so(staff, at, typed, conversation):
    staff.post(at("conversation-first-days"), typed())
    response = staff.post(at("conversation-first-days"), typed(), follow=True)
    assert "Nothing was changed." in response.content.decode()
    assert corrections(conversation) == 1
