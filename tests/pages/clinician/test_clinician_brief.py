"""The brief: worries first, nothing that was not sent, and the list of things to talk about."""

from datetime import timedelta

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sdm.actions.agenda import close_item, open_item_again, raise_item
from sdm.actions.conversations import cancel
from sdm.actions.decisions import decide
from sdm.actions.reading_briefs import mark_as_read
from sdm.models import AgendaItem, Conversation, RecordEntry
from sdm.models.verify import fault_of
from sdm.rules import parts
from sdm.rules.parts import NOT_SURE, TALK, UNDERSTAND, question_part
from sdm.rules.transitions import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief(staff, at):
    return lambda: staff.get(at("conversation"))


@pytest.fixture
def raised(conversation, clinician, fresh) -> AgendaItem:
    """An item that the clinician raised."""
    return raise_item(conversation=fresh(conversation), text="Blood thinners at home", by=clinician)


def in_order(page: str, *words: str) -> bool:
    return all(word in page for word in words) and sorted(words, key=page.index) == list(words)


def test_worries_come_first_then_doubts_then_the_rest(brief, answer, send):
    answer(question_part(1), text="I know this", understanding=UNDERSTAND)
    answer(question_part(2), text="Is it likely?", understanding=NOT_SURE)
    answer(question_part(4), text="What if it fails?", understanding=TALK)
    answer(question_part(5), text="Only words")
    answer(question_part(3), text="Will I bleed?", understanding=TALK)
    send()
    response = brief()
    shown = [question["number"] for _, some in response.context["questions"] for question in some]
    assert shown == [3, 4, 2, 1, 5]
    words = ("Will I bleed?", "What if it fails?", "Is it likely?", "I know this", "Only words")
    assert in_order(response.content.decode(), *words)


def test_what_matters_stands_above_the_questions(brief, answer, send):
    answer(parts.WHAT_MATTERS, text="My dog")
    answer(question_part(3), text="Will I bleed?", understanding=TALK)
    send()
    assert in_order(brief().content.decode(), "My dog", "Will I bleed?")


def test_where_they_stand_and_what_they_need(brief, answer, send):
    answer(parts.WHERE_I_AM, text="A second view", details={"leaning": "no-procedure", "sure": "a-bit-sure"})
    answer(parts.PEOPLE_AND_HELP, details={"needs": ["interpreter"], "language": "Polish", "people": "Ann"})
    send()
    context = brief().context
    assert [line.words for line in context["where"]] == [
        "Not have the procedure: anticoagulant drugs only",
        "A bit sure",
        "A second view",
    ]
    assert [line.words for line in context["people"]] == ["Ann", "An interpreter", "Polish"]


def test_answers_that_were_not_sent_are_not_shown(brief, answer):
    answer(question_part(3), text="Will I bleed?", understanding=TALK)
    answer(parts.WHAT_MATTERS, text="My dog")
    page = brief().content.decode()
    assert "Started, not sent yet." in page
    assert [words for words in ("Will I bleed?", "My dog", "I want to talk about it") if words in page] == []


def test_without_any_answer_it_says_so(brief):
    assert "The patient has not sent any answers." in brief().content.decode()


def test_a_change_after_sending_is_told_and_shown(brief, answer, send):
    answer(question_part(3), text="Will I bleed?", understanding=TALK)
    send()
    assert "Changed after sending" not in brief().content.decode()
    answer(question_part(3), text="Will it bleed at night?", understanding=TALK)
    page = brief().content.decode()
    assert "Some answers were changed after they were sent." in page
    assert page.count("Changed after sending") == 1
    assert "Will it bleed at night?" in page


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "They began today"), (1, "1 day since symptoms began"), (7, "7 days since symptoms began")],
)
def test_how_long_ago_the_symptoms_began(brief, conversation, days, words):
    began = timezone.localdate() - timedelta(days=days)
    Conversation.objects.filter(pk=conversation.pk).update(symptoms_began=began)
    assert words in brief().content.decode()


def test_the_days_that_the_leaflet_names_count_from_when_the_patient_first_came(brief, conversation):
    today = timezone.localdate()
    rows = Conversation.objects.filter(pk=conversation.pk)
    rows.update(symptoms_began=today - timedelta(days=16))
    assert "When the patient first came is not recorded." in brief().content.decode()
    assert "That is more than 14 days." in brief().content.decode()
    rows.update(presented_on=today - timedelta(days=3))
    page = brief().content.decode()
    assert ("3 days since the patient first came" in page, "That is more than" in page) == (True, False)


@pytest.mark.parametrize(("in_days", "is_said"), [(11, False), (12, True)])
def test_an_appointment_after_the_days_that_the_leaflet_names_is_said(brief, conversation, in_days, is_said):
    now = timezone.make_naive(timezone.now())
    at = timezone.make_aware(now + timedelta(days=in_days))
    came = now.date() - timedelta(days=3)
    Conversation.objects.filter(pk=conversation.pk).update(appointment_at=at, presented_on=came)
    assert (f"The appointment is on day {in_days + 3}." in brief().content.decode()) is is_said


def test_an_unknown_beginning_is_not_shown(brief, conversation):
    Conversation.objects.filter(pk=conversation.pk).update(symptoms_began=None)
    page = brief().content.decode()
    assert (">Symptoms<" in page, "since symptoms began" in page) == (False, False)


def test_what_a_patient_writes_is_text_and_nothing_else(brief, answer, send):
    answer(question_part(3), text="<script>alert(1)</script> {{ 1 }}", understanding=TALK)
    send()
    page = brief().content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 1 }}" in page


def test_the_brief_costs_the_same_however_much_there_is(brief, answer, send, raised, conversation, clinician, fresh):
    answer(question_part(1), text="One", understanding=TALK)
    send()
    brief()
    with CaptureQueriesContext(connection) as at_one:
        brief()
    for number in (2, 3, 4, 5):
        answer(question_part(number), text="More", understanding=TALK)
    send()
    for text in ("A", "B", "C"):
        raise_item(conversation=fresh(conversation), text=text, by=clinician)
    with CaptureQueriesContext(connection) as at_several:
        brief()
    assert (len(at_one), len(at_several)) == (1, 1)


# The list of things to talk about


def test_adding_something_to_talk_about(staff, at, conversation):
    response = staff.post(at("agenda-add"), {"add-text": "Blood thinners at home"})
    assert response["Location"] == at("conversation")
    item = conversation.agenda.get()
    assert (item.text, item.raised_by, item.state) == ("Blood thinners at home", "staff", "open")


def test_what_the_patient_asks_aloud_is_theirs_and_only_they_take_it_back(
    brief, staff, at, conversation, clinician, fresh
):
    for _ in range(2):
        staff.post(at("agenda-add"), {"add-text": "Can I fly?", "add-aloud": "on"})
    item = conversation.agenda.get()
    assert (item.text, item.raised_by, item.question_number) == ("Can I fly?", "patient", None)
    assert "Asked aloud by the patient or their family, written down by staff." in brief().content.decode()
    assert "Withdrawn" not in staff.get(at("agenda-close", item.pk)).content.decode()
    with pytest.raises(NotAllowed, match="Only whoever raised this"):
        close_item(conversation=fresh(conversation), item=item, state="withdrawn", by=clinician)
    entry = RecordEntry.objects.filter(conversation=conversation, what="agenda item raised").get()
    assert entry.who == clinician.as_actor().name
    assert fault_of(conversation) is None


def test_what_two_patients_voices_asked_aloud_is_opened_again_one_by_one(conversation, clinician, fresh):
    first, _ = (
        raise_item(conversation=fresh(conversation), text=text, aloud=True, by=clinician) for text in ("A?", "B?")
    )
    close_item(conversation=fresh(conversation), item=first, state="answered", outcome="Yes, you can.", by=clinician)
    assert open_item_again(conversation=fresh(conversation), item=first, by=clinician).state == "open"


def test_the_same_words_of_the_patient_and_of_staff_are_two_things(conversation, clinician, fresh):
    for aloud in (True, False):
        raise_item(conversation=fresh(conversation), text="Can I fly?", aloud=aloud, by=clinician)
    assert conversation.agenda.count() == 2


def test_adding_it_twice_is_adding_it_once(staff, at, conversation):
    for _ in range(2):
        assert staff.post(at("agenda-add"), {"add-text": "Blood thinners at home"}).status_code == 302
    assert conversation.agenda.count() == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (" \n", "Write something in this box"),
        ("x" * 1001, "This must be 1,000 characters or fewer. You have written 1,001"),
    ],
)
def test_adding_nothing_or_too_much(staff, at, conversation, text, problem):
    response = staff.post(at("agenda-add"), {"add-text": text})
    assert (response.status_code, response.context["problems"]) == (422, [("#id_add-text", problem)])
    assert text.strip() in response.content.decode()
    assert conversation.agenda.count() == 0


def test_no_more_than_an_appointment_can_hold(staff, at, conversation):
    for number in range(25):
        staff.post(at("agenda-add"), {"add-text": f"Item {number}"})
    response = staff.post(at("agenda-add"), {"add-text": "One more"})
    assert (response.status_code, conversation.agenda.count()) == (422, 25)
    assert "One more" in response.content.decode()


def test_what_is_open_leads_to_the_page_that_closes_it(brief, at, worry, raised, conversation, clinician, fresh):
    close_item(conversation=fresh(conversation), item=raised, state="withdrawn", by=clinician)
    links = lxml.html.fromstring(brief().content.decode()).xpath("//section[@id='agenda']//a")
    assert [(link.get("href"), link.text_content()) for link in links] == [
        (at("agenda-close", worry.pk), "Close this: Will I bleed?")
    ]


# What comes next


def test_after_a_decision_nothing_is_added_and_what_was_typed_is_kept(staff, at, conversation, clinician, fresh):
    decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=0, by=clinician)
    response = staff.post(at("agenda-add"), {"add-text": "Blood thinners at home"})
    assert response.status_code == 409
    page = response.content.decode()
    assert "A decision has been recorded." in page
    assert "Blood thinners at home" in page
    assert conversation.agenda.count() == 0


def test_cancelling_asks_first(staff, at, conversation):
    page = staff.get(at("conversation-cancel")).content.decode()
    assert "Cancel this conversation?" in page
    conversation.refresh_from_db()
    assert conversation.status == "invited"
    response = staff.post(at("conversation-cancel"), follow=True)
    assert "The conversation is cancelled." in response.content.decode()
    conversation.refresh_from_db()
    assert conversation.status == "cancelled"


def test_what_is_decided_is_not_cancelled(staff, at, conversation, clinician, fresh):
    decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=0, by=clinician)
    assert "can no longer be cancelled" in staff.get(at("conversation-cancel")).content.decode()
    response = staff.post(at("conversation-cancel"))
    assert (response.status_code, response.context["problems"][0][1]) == (
        409,
        "A decision has been recorded. Open the discussion again to change what was said.",
    )


def test_opening_the_discussion_again(staff, at, conversation, clinician, fresh):
    decide(conversation=fresh(conversation), choice="refusal", reasons="Not now", seen=0, by=clinician)
    response = staff.post(at("conversation-reopen"))
    assert response["Location"] == at("conversation-discussion")
    conversation.refresh_from_db()
    assert (conversation.status, conversation.decisions.count()) == ("discussing", 1)


def test_what_is_not_decided_is_not_opened_again(staff, at):
    response = staff.post(at("conversation-reopen"))
    assert (response.status_code, response.context["problems"][0][1]) == (409, "Record the discussion first.")


def test_a_cancelled_conversation_offers_nothing_more(staff, at, brief, conversation, clinician, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    page = brief().content.decode()
    assert "This conversation was cancelled." in page
    offered = [name for name in ("agenda-add", "conversation-cancel", "conversation-reopen") if at(name) in page]
    assert offered == []


def test_tabs_are_told_apart_by_initials_and_the_appointment_and_name_nobody(staff, at, conversation):
    for name in ("conversation", "conversation-discussion", "conversation-decision"):
        title = lxml.html.fromstring(staff.get(at(name)).content.decode()).findtext(".//title")
        assert (", ME, " in title, str(timezone.localtime(conversation.appointment_at).year) in title) == (True, True)
        assert "Ellis" not in title


def test_what_matters_a_lot_comes_before_what_matters_a_bit(brief, answer, send):
    details = {"matters-clot-gone": "a-bit", "own-matter": "My choir", "own-matter-rated": "a-lot"}
    answer(parts.WHAT_MATTERS, text="My dog", details=details)
    send()
    rated = brief().context["rated"]
    assert rated[1] == ("It matters a bit to me", ["Getting rid of the clot"])
    assert (rated[0][0], all(rated[0][1])) == ("It matters a lot to me", True)
    assert in_order(brief().content.decode(), "My dog", "It matters a lot to me", "It matters a bit to me")


def test_what_was_read_before_the_patient_changed_it_stands_below_the_new_words(
    brief, answer, send, conversation, clinician, fresh, django_assert_max_num_queries
):
    answer(question_part(3), text="Will I bleed?", understanding=TALK)
    answer(parts.WHERE_I_AM, text="Sure of it", details={"leaning": "no-procedure"})
    send()
    answer(question_part(3), text="Will I bleed at night?", understanding=TALK)
    assert "Before" not in brief().content.decode()
    mark_as_read(conversation=fresh(conversation), seen=fresh(conversation).head[0], by=clinician)
    answer(question_part(3), text="Will I bleed in bed?", understanding=TALK)
    answer(parts.WHERE_I_AM, text="Not so sure", details={"leaning": "no-procedure"})
    with django_assert_max_num_queries(2):
        page = brief().content.decode()
    assert in_order(page, "Will I bleed in bed?", "Before", "Will I bleed at night?")
    assert in_order(page, "Not so sure", "Sure of it")
    assert "Will I bleed?" not in page.split('id="agenda"')[0]


def test_what_nobody_needs_first_is_folded_and_still_on_the_page_and_no_word_of_a_patient_is(
    brief, answer, send, conversation
):
    answer(question_part(1), text="I know this", understanding=UNDERSTAND)
    answer(question_part(2), understanding=UNDERSTAND)
    answer(question_part(3), text="Will I bleed?", understanding=TALK)
    send()
    tree = lxml.html.fromstring(brief().content.decode())
    folded = "".join(one.text_content() for one in tree.xpath("//details[not(@open)]"))
    questions = conversation.content.questions
    wordings = [f"{number}. {question.wording}" in folded for number, question in enumerate(questions, start=1)]
    assert wordings == [False, True, False, True, True]
    assert ("I know this" in folded, "Will I bleed?" in folded) == (False, False)


def test_nothing_is_folded_where_the_patient_wrote_on_every_question(brief, answer, send):
    for number in range(1, 6):
        answer(question_part(number), text=f"Words on {number}", understanding=UNDERSTAND)
    send()
    assert "The other questions" not in brief().content.decode()


def test_the_leaflets_words_on_symptoms_are_told_as_what_the_patient_reads(brief, conversation):
    began = timezone.localdate() - timedelta(days=3)
    Conversation.objects.filter(pk=conversation.pk).update(symptoms_began=began)
    assert "The patient’s page says: “" in brief().content.decode()


def test_what_the_patient_wrote_stands_before_what_to_do_next_and_after_a_decision_the_summary_is_first(
    staff, at, answer, send, conversation, clinician, fresh
):
    answer("question-3", text="Will I bleed?")
    send()
    page = staff.get(at("conversation")).content.decode()
    assert page.index("Will I bleed?") < page.index("Start the discussion")
    decide(conversation=fresh(conversation), choice="refusal", reasons="", seen=0, by=clinician)
    page = staff.get(at("conversation")).content.decode()
    assert page.index("See the summary") < page.index("Will I bleed?")
