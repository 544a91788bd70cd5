"""The plan for the procedure, the day, and taking a consent back: what each page shows, refuses and keeps."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from sdm.actions.afterwards import say_mind_changed
from sdm.actions.agenda import close_item, raise_item
from sdm.actions.decisions import decide
from sdm.actions.editions import start_draft
from sdm.actions.follow_up import settle_follow_up
from sdm.actions.procedure import plan_procedure
from sdm.models import ChangeOfMind, Confirmation, record_guard
from sdm.models.agreement import agreed
from sdm.pages.access import SALT
from sdm.rules.afterwards import CHANGED_MIND, NOT_OFFERED, TALK_AGAIN
from tests.given import spoken
from tests.second_person import publish

pytestmark = pytest.mark.django_db
KHAN = "Dr Amira Khan"
SOON = "The leg is in danger."


def words_of(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def choose(conversation, clinician, fresh):
    def choose(choice: str):
        now = fresh(conversation)
        bound = {"seen": conversation.decisions.count(), "shown": now.head[0]}
        return decide(conversation=now, choice=choice, reasons="Why", given=spoken(), by=clinician, **bound)

    return choose


@pytest.fixture
def consented(record, iliofemoral, choose):
    record(iliofemoral)
    return choose("consent")


@pytest.fixture
def plan(conversation, clinician, fresh):
    def plan(in_days=0, **values):
        on, seen = timezone.localdate() + timedelta(days=in_days), fresh(conversation).planned_as or 0
        plan_procedure(conversation=fresh(conversation), on=on, seen=seen, by=clinician, **values)

    return plan


@pytest.fixture
def ready(consented, plan):
    plan(because=SOON)


@pytest.fixture
def the_day(staff, at, conversation, fresh):
    """Sends the form of the day as its page would."""

    def the_day(outcome: str, **typed):
        now = fresh(conversation)
        bound = {"seen": now.head[0], "leaflet": agreed(now).leaflet}
        values = {**bound, "done_by": KHAN, "outcome": outcome, **typed}
        return staff.post(at("conversation-the-day"), values)

    return the_day


# The plan


def test_the_plan_shows_the_days_and_asks_why_where_there_are_few(staff, at, consented, boxes, conversation, fresh):
    today = timezone.localdate()
    typed = {"seen": 0, **boxes("on", today), "done_by": KHAN}
    refused = staff.post(at("conversation-procedure"), typed)
    assert refused.status_code == 409
    assert "less time to think than this hospital wants" in words_of(refused)
    assert f'value="{KHAN}"' in refused.content.decode()
    saved = staff.post(at("conversation-procedure"), typed | {"because": SOON}, follow=True)
    assert "0 days between the decision and the procedure." in words_of(saved)
    assert SOON in words_of(saved)
    assert fresh(conversation).procedure_on == today


@pytest.mark.parametrize(("days", "problem"), [(-1, "must be today or in the future"), (800, "Check the year")])
def test_a_day_that_cannot_be_meant(staff, at, consented, boxes, days, problem):
    day = timezone.localdate() + timedelta(days=days)
    response = staff.post(at("conversation-procedure"), {"seen": 0, **boxes("on", day)})
    assert (response.status_code, problem in words_of(response)) == (422, True)


def test_of_two_who_plan_at_once_the_second_sees_both(staff, at, consented, boxes, plan, conversation, fresh):
    plan(in_days=9, done_by="Dr Tom Reed")
    day = timezone.localdate() + timedelta(days=5)
    typed = {"seen": 0, **boxes("on", day), "done_by": KHAN}
    response = staff.post(at("conversation-procedure"), typed)
    assert response.status_code == 409
    assert "by Dr Tom Reed" in words_of(response)
    assert f'value="{KHAN}"' in response.content.decode()
    again = {**typed, "seen": str(response.context["form"]["seen"].value())}
    assert staff.post(at("conversation-procedure"), again).status_code == 302
    assert fresh(conversation).procedure_by == KHAN


def test_a_procedure_is_planned_once_it_is_talked_about(staff, at, conversation, boxes):
    assert 'name="done_by"' not in staff.get(at("conversation-procedure")).content.decode()
    day = timezone.localdate() + timedelta(days=5)
    response = staff.post(at("conversation-procedure"), {"seen": 0, **boxes("on", day), "because": "My words"})
    assert (response.status_code, "My words" in response.content.decode()) == (409, True)


def test_after_a_refusal_no_day_can_be_planned_and_the_pages_say_why(staff, at, consented, choose, plan, boxes):
    plan(in_days=9)
    choose("refusal")
    for name in ("conversation-procedure", "conversation-after"):
        page = words_of(staff.get(at(name)))
        assert "The patient decided not to have the procedure, so no day can be planned for it." in page
        assert "was planned for" in page.lower()
    assert 'name="done_by"' not in staff.get(at("conversation-procedure")).content.decode()
    day = timezone.localdate() + timedelta(days=9)
    refused = staff.post(at("conversation-procedure"), {"seen": 0, **boxes("on", day), "because": "My words"})
    assert (refused.status_code, "My words" in words_of(refused)) == (409, True)
    assert "no day can be planned" in words_of(refused)
    assert "Planned for" not in words_of(staff.get(at("conversation-summary")))


def test_the_decision_says_why_consent_waits_and_leads_there(staff, at, record, iliofemoral, plan, hospital):
    record(iliofemoral)
    plan(in_days=3)
    hospital.days_to_think = 14
    hospital.save()
    page = staff.get(at("conversation-decision")).content.decode()
    assert f'<a href="{at("conversation-procedure")}">Give the patient more time to think' in page


def test_of_a_refusal_no_page_asks_what_became_of_a_procedure_or_says_that_anything_was_agreed(
    staff, at, consented, choose
):
    asked = "What became of it has not been recorded."
    assert asked in words_of(staff.get(at("conversation-after")))
    choose("refusal")
    after = words_of(staff.get(at("conversation-after")))
    assert (asked in after, "If the procedure was done, record what became of it" in after) == (False, True)
    day = words_of(staff.get(at("conversation-the-day")))
    assert ("what was agreed" in day, "See the summary of what was decided" in day) == (False, True)


def test_the_page_asks_for_the_questions_that_a_patient_has(staff, at, ready):
    assert "If they have more questions, write what they ask." in words_of(staff.get(at("conversation-the-day")))


# The day


def test_a_patient_who_still_agrees(the_day, ready, staff, at):
    assert "Nothing that is recorded here." in words_of(staff.get(at("conversation-the-day")))
    response = the_day("still-agrees", text="She is glad.")
    assert response.status_code == 302
    assert "and still did on" in words_of(staff.get(response.url))
    assert Confirmation.objects.get().text == "She is glad."


def test_the_page_starts_from_whom_the_patient_agreed_to_last_and_asks_nothing_again(the_day, ready, plan, staff, at):
    plan(done_by="Dr Amara Nwosu", because=SOON)
    response = the_day("still-agrees", done_by="Mr Reg Istrar", told="on")
    assert "Something has changed" not in words_of(staff.get(response.url))
    page = staff.get(at("conversation-the-day"))
    words = words_of(page)
    assert 'value="Mr Reg Istrar"' in page.content.decode()
    assert ("Dr Amara Nwosu" in words, "The patient has to be asked again" in words) == (False, False)
    assert "and still did on" in words
    assert "to have it done by Mr Reg Istrar . Recorded by Dr Amira Khan, Consultant vascular surgeon." in words


def test_the_last_confirmation_stands_there_also_where_something_has_changed_since(the_day, ready, plan, staff, at):
    the_day("still-agrees", done_by="Mr Reg Istrar", told="on")
    plan(done_by="Dr Amara Nwosu", because=SOON)
    page = staff.get(at("conversation-the-day"))
    words = words_of(page)
    assert "The patient has to be asked again." in words
    assert "Before: Mr Reg Istrar Now: Dr Amara Nwosu" in words
    assert "They last said that they still agree on " in words
    assert "to have it done by Mr Reg Istrar . Recorded by Dr Amira Khan, Consultant vascular surgeon." in words
    assert 'value="Dr Amara Nwosu"' in page.content.decode()


def test_each_thing_that_has_changed_is_named_and_asked_about(
    the_day, ready, staff, at, edition, editor, administrator
):
    draft = start_draft(content=replace(edition.content, title="Another title"), by=editor)
    publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")
    assert "There is a newer edition of the leaflet" in words_of(staff.get(at("conversation-the-day")))
    refused = the_day("still-agrees", done_by="Dr Tom Reed", text="Words")
    page = words_of(refused)
    assert refused.status_code == 409
    assert (
        "Somebody else does the procedure Before: Dr Amira Khan, Consultant vascular surgeon Now: Dr Tom Reed" in page
    )
    assert "There is a newer edition of the leaflet Before: Edition 1 Now: Edition 2" in page
    assert "Words" in refused.content.decode()
    assert the_day("still-agrees", done_by="Dr Tom Reed", told="on").status_code == 302
    assert [one["kind"] for one in Confirmation.objects.get().told] == ["edition", "clinician"]


@pytest.mark.parametrize(("outcome", "wants"), [("talk-again", TALK_AGAIN), ("changed-mind", CHANGED_MIND)])
def test_to_say_no_or_to_ask_nothing_else_has_to_be_filled_in(staff, at, ready, outcome, wants):
    assert staff.post(at("conversation-the-day"), {"outcome": outcome}).status_code == 302
    assert ChangeOfMind.objects.get().wants == wants
    assert "Do not act on the consent" in words_of(staff.get(at("conversation")))
    page = staff.get(at("conversation-the-day")).content.decode()
    assert 'value="still-agrees"' not in page


def test_what_the_patient_said_a_moment_ago_is_not_passed_over(the_day, ready, conversation, patient, fresh, staff):
    seen = fresh(conversation).head[0]
    say_mind_changed(conversation=fresh(conversation), wants=CHANGED_MIND, text="I am afraid.", by=patient)
    response = the_day("still-agrees", seen=seen, text="My words")
    assert response.status_code == 409
    assert "The consent was taken back." in words_of(response)
    assert "My words" in response.content.decode()
    assert not Confirmation.objects.exists()


def test_it_cannot_be_confirmed_for_another_day(the_day, consented, plan):
    plan(in_days=2)
    response = the_day("still-agrees")
    assert (response.status_code, "planned for another day" in words_of(response)) == (409, True)


def test_without_a_consent_nobody_is_asked(staff, at, choose, conversation):
    for state in ("nothing", "refusal"):
        if state == "refusal":
            choose("refusal")
        page = staff.get(at("conversation-the-day")).content.decode()
        assert 'name="outcome"' not in page


def test_after_it_was_opened_again_what_is_other_now_is_shown_and_another_decision_asked_for(staff, at, ready, note):
    staff.post(at("conversation-reopen"))
    note("people", present="Her son")
    page = words_of(staff.get(at("conversation-the-day")))
    assert "What was recorded has changed: Who was there Now: Present: Her son" in page
    assert "Record what the patient decides now" in page
    assert "This does not count any more. It is being talked about again." in words_of(
        staff.get(at("conversation-decision"))
    )
    assert "This does not count any more." in words_of(staff.get(at("conversation-summary")))


# Taking it back


@pytest.mark.parametrize(("wants", "why"), [(CHANGED_MIND, ""), (NOT_OFFERED, "Your blood is too thin now.")])
def test_one_press_is_enough(staff, at, ready, wants, why, clinician, conversation, fresh):
    page = staff.get(at("conversation-take-back")).content.decode()
    assert re.search(r'value="changed-mind"[^>]*checked', page)
    response = staff.post(at("conversation-take-back"), {"wants": wants, "text": why}, follow=True)
    assert "The consent does not count any more." in words_of(response)
    assert f"Written down by {clinician.as_actor().name}." in words_of(response)
    summary = words_of(staff.get(at("conversation-summary")))
    assert "The agreement to have the procedure was taken back." in summary
    assert fresh(conversation).status == "decided"


def test_a_refusal_has_no_consent_to_take_back_but_can_be_thought_over(staff, at, choose):
    choose("refusal")
    page = staff.get(at("conversation-take-back")).content.decode()
    assert ('value="not-offered"' in page, 'value="changed-mind"' in page) == (False, True)
    assert staff.post(at("conversation-take-back"), {"wants": NOT_OFFERED}).status_code == 422
    assert staff.post(at("conversation-take-back"), {"wants": CHANGED_MIND}).status_code == 302


def test_before_a_decision_there_is_nothing_to_take_back_and_the_words_are_kept(staff, at, conversation):
    response = staff.post(at("conversation-take-back"), {"wants": CHANGED_MIND, "text": "My words"})
    assert (response.status_code, "My words" in response.content.decode()) == (409, True)


def test_the_patient_reads_it_on_their_pages(staff, at, ready, client, invitation, see_as_patient):
    staff.post(at("conversation-take-back"), {"wants": NOT_OFFERED, "text": "Your blood is too thin now."})
    summary = words_of(see_as_patient("/my/summary"))
    assert "This does not count any more." in summary
    assert "Your team said that the procedure should not go ahead as agreed" in summary
    assert "Your blood is too thin now." in words_of(see_as_patient("/my"))


@pytest.fixture
def see_as_patient(invitation):
    browser = Client()
    browser.cookies[settings.PATIENT_COOKIE_NAME] = signing.dumps(str(invitation.pk), salt=SALT)
    return browser.get


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("conversation-the-day", 4),
        ("conversation-after", 6),
        ("conversation-procedure", 3),
        ("conversation-take-back", 2),
    ],
)
def test_each_page_asks_the_database_the_same_however_much_there_is(
    staff, at, ready, the_day, plan, name, queries, django_assert_num_queries
):
    for number in range(2):
        staff.get(at(name))  # what was to be told once is told
        with django_assert_num_queries(queries):
            staff.get(at(name))
        the_day("still-agrees", text=str(number))
        plan(because=f"{SOON} {number}")


def test_what_was_parked_stands_there_before_a_consent_and_on_the_day_until_somebody_came_back_to_it(
    staff, at, record, iliofemoral, conversation, clinician, fresh, choose, plan
):
    record(iliofemoral)
    item = raise_item(conversation=fresh(conversation), text="Blood thinners at home", by=clinician)
    parked = {"state": "parked", "owner": "Pat", "due_on": timezone.localdate() + timedelta(days=3)}
    close_item(conversation=fresh(conversation), item=item, by=clinician, **parked)
    heading = "Parked, and nobody has come back to it yet"
    page = words_of(staff.get(at("conversation-decision")))
    assert (f"{heading} Blood thinners at home" in page, "after the procedure" in page) == (True, False)
    choose("consent")
    plan(because=SOON)
    page = words_of(staff.get(at("conversation-the-day")))
    assert (f"{heading} Blood thinners at home" in page, "after the procedure" in page) == (True, True)
    (task,) = conversation.follow_ups.all()
    done = {"done_on": timezone.localdate(), "seen": task.recorded_as}
    settle_follow_up(conversation=fresh(conversation), follow_up=task, by=clinician, **done)
    assert heading not in words_of(staff.get(at("conversation-the-day")))


def test_what_the_patient_said_on_another_day_is_asked_again(staff, at, ready, the_day):
    the_day("still-agrees")
    asks = "That was not today. If the procedure is today, ask again."
    assert asks not in words_of(staff.get(at("conversation-the-day")))
    record_guard.remove(connection)
    Confirmation.objects.update(confirmed_at=timezone.now() - timedelta(days=4))
    record_guard.install(connection)
    assert asks in words_of(staff.get(at("conversation-the-day")))
