"""Patients' answers: each save is a row, nothing is overwritten, sending twice is sending once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from sdm.actions.agenda import close_item
from sdm.actions.answers import NothingToSend, save_answer, send_answers
from sdm.actions.conversations import cancel, invite
from sdm.actions.recording import Stale
from sdm.models import AgendaItem, Answer, Conversation, RecordEntry
from sdm.models.verify import fault_of
from sdm.rules.parts import Saved
from sdm.rules.people import Actor, Kind
from sdm.rules.transitions import NotAllowed

pytestmark = pytest.mark.django_db
QUESTION_1 = "What does the procedure involve?"


@pytest.fixture
def save(conversation, patient, fresh):
    def save(part="question-1", text="Will it hurt?", seen=0, **values):
        return save_answer(conversation=fresh(conversation), part=part, text=text, seen=seen, by=patient, **values)

    return save


def rows(conversation):
    return list(
        Answer.objects.filter(conversation=conversation)
        .order_by("pk")
        .values_list("part", "revision", "text", "wording")
    )


def test_each_save_is_a_row_with_the_wording_that_was_on_the_screen(conversation, save):
    save()
    save(text="Will it hurt much?", seen=1)
    assert rows(conversation) == [
        ("question-1", 1, "Will it hurt?", QUESTION_1),
        ("question-1", 2, "Will it hurt much?", QUESTION_1),
    ]


def test_the_same_words_again_change_nothing(conversation, save):
    save()
    save()
    assert len(rows(conversation)) == 1
    assert RecordEntry.objects.filter(conversation=conversation, what="answer saved").count() == 1


def test_a_save_that_did_not_see_the_latest_words_is_refused_with_them(conversation, save):
    save(text="From my phone")
    with pytest.raises(Stale) as stale:
        save(text="From my tablet", seen=0)
    assert stale.value.current["question-1"].text == "From my phone"
    assert [text for _, _, text, _ in rows(conversation)] == ["From my phone"]


def test_a_save_that_names_a_revision_to_come_is_refused(save):
    with pytest.raises(Stale):
        save(seen=5)


def test_what_the_same_page_sent_before_was_seen_by_it(conversation, save):
    save(text="Will it")
    save(text="Will it hurt?", seen=0, unheard=[Saved("question-1", text="Will"), Saved("question-1", text="Will it")])
    assert [text for _, _, text, _ in rows(conversation)] == ["Will it", "Will it hurt?"]
    with pytest.raises(Stale):
        save(text="Will it", seen=0, unheard=[Saved("question-1", text="Will")])


@pytest.fixture
def about_tea(start, made_up, clinician, translate):
    """A conversation about a leaflet that has a Polish translation, its patient, and the translation."""
    conversation = start(edition=made_up)
    invitation, _ = invite(conversation=conversation, by=clinician)
    return conversation, Actor(Kind.PATIENT, str(invitation.pk), "Margaret Ellis"), translate(made_up, "pl")


def test_an_answer_to_a_translation_is_kept_with_its_wording(about_tea, fresh):
    conversation, patient, polish = about_tea
    values = {"part": "question-1", "text": "Czy to boli?", "seen": 0, "by": patient, "translation": polish.pk}
    save_answer(conversation=fresh(conversation), language="cy", **values)
    saved = fresh(conversation).answers["question-1"]
    assert (saved.wording, saved.language, saved.translation) == ("Na czym to polega?", "cy", polish.pk)
    assert fault_of(conversation) is None


def test_an_answer_always_says_in_which_language_the_page_was(conversation, save, fresh):
    save()
    saved = fresh(conversation).answers["question-1"]
    assert (saved.language, saved.translation) == ("en-gb", None)


def test_words_of_another_leaflet_cannot_have_been_on_the_screen(about_tea, save, conversation):
    for other in (about_tea[2].pk, conversation.edition_id, uuid4()):
        with pytest.raises(ValueError, match="is no published translation"):
            save(translation=other)
    assert rows(conversation) == []


def test_the_agenda_asks_as_the_conversations_own_edition_does(about_tea, fresh):
    conversation, patient, polish = about_tea
    values = {"part": "question-2", "understanding": "talk", "translation": polish.pk, "by": patient}
    save_answer(conversation=fresh(conversation), seen=0, **values)
    send_answers(conversation=fresh(conversation), by=patient)
    assert AgendaItem.objects.get().text == "What can go wrong?"
    save_answer(conversation=fresh(conversation), text="Czy będę się śmiać?", seen=1, **values)
    assert AgendaItem.objects.get().text == "Czy będę się śmiać?"


def test_marks_and_details_come_back_as_they_were_saved(conversation, save, fresh):
    save(understanding="talk")
    save(part="people-and-help", text="", details={"needs": ["hearing", "large-print"], "people": "My daughter ŵ 🙂"})
    answers = fresh(conversation).answers
    assert answers["question-1"].understanding == "talk"
    assert answers["people-and-help"].details == {"needs": ["hearing", "large-print"], "people": "My daughter ŵ 🙂"}
    assert answers["people-and-help"].saved_by == "Margaret Ellis"


def test_what_the_patient_wants_to_talk_about_goes_on_the_agenda(conversation, save, patient, fresh):
    save(understanding="talk")
    save(part="question-3", text="", understanding="talk")
    save(part="question-2", text="All clear", understanding="understand")
    send_answers(conversation=fresh(conversation), by=patient)
    agenda = AgendaItem.objects.order_by("question_number").values_list("question_number", "text", "state")
    assert list(agenda) == [
        (1, "Will it hurt?", "open"),
        (3, "What are the risks or side effects? How likely are they?", "open"),
    ]


def test_after_sending_a_change_of_mind_is_on_the_agenda_at_once(conversation, save, patient, fresh):
    save(understanding="talk")
    send_answers(conversation=fresh(conversation), by=patient)
    save(text="Will it hurt?", understanding="understand", seen=1)
    save(part="question-4", text="And if it fails?", understanding="talk")
    agenda = AgendaItem.objects.order_by("question_number").values_list("question_number", "state")
    assert list(agenda) == [(1, "withdrawn"), (4, "open")]


def test_sending_twice_is_sending_once(conversation, save, patient, fresh):
    save(understanding="talk")
    for _ in range(3):
        send_answers(conversation=fresh(conversation), by=patient)
    assert RecordEntry.objects.filter(what="answers sent").count() == 1
    assert AgendaItem.objects.count() == 1


def test_there_must_be_something_to_send(conversation, save, patient, fresh):
    save(part="read", text="", details={"read": True})
    with pytest.raises(NothingToSend):
        send_answers(conversation=fresh(conversation), by=patient)
    assert fresh(conversation).status == "invited"


def test_after_the_appointment_answers_can_no_longer_change(conversation, save, patient, fresh):
    save()
    Conversation.objects.filter(pk=conversation.pk).update(appointment_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(NotAllowed):
        save(text="Too late", seen=1)
    with pytest.raises(NotAllowed):
        send_answers(conversation=fresh(conversation), by=patient)
    assert [text for _, _, text, _ in rows(conversation)] == ["Will it hurt?"]


def test_nothing_is_saved_in_a_cancelled_conversation(conversation, save, clinician, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    with pytest.raises(NotAllowed):
        save()
    assert rows(conversation) == []


def test_a_save_on_what_was_read_before_another_save_starts_again(conversation, patient, fresh):
    """Two parts saved from the same reading of the record: both survive, one after the other."""
    one, other = fresh(conversation), fresh(conversation)
    save_answer(conversation=one, part="question-1", text="One", seen=0, by=patient)
    save_answer(conversation=other, part="question-2", text="Two", seen=0, by=patient)
    assert {part: saved.text for part, saved in fresh(conversation).answers.items()} == {
        "question-1": "One",
        "question-2": "Two",
    }
    assert fault_of(conversation) is None


def test_the_patient_is_named_by_the_record_as_they_are(save):
    save()
    assert RecordEntry.objects.get(what="answer saved").who == "Margaret Ellis"


def test_a_new_worry_on_a_question_that_was_closed_is_on_the_agenda_again(
    conversation, save, patient, clinician, fresh
):
    save(understanding="talk")
    send_answers(conversation=fresh(conversation), by=patient)
    closed = close_item(
        conversation=fresh(conversation),
        item=AgendaItem.objects.get(),
        state="answered",
        outcome="We talked it over.",
        by=clinician,
    )
    save(text="Stop: I must talk about bleeding", understanding="talk", seen=1)
    agenda = AgendaItem.objects.order_by("recorded_as").values_list("text", "state")
    assert list(agenda) == [("Will it hurt?", "answered"), ("Stop: I must talk about bleeding", "open")]
    assert closed.outcome == "We talked it over."


def test_sending_again_without_a_change_opens_nothing_that_was_closed(conversation, save, patient, clinician, fresh):
    save(understanding="talk")
    send_answers(conversation=fresh(conversation), by=patient)
    close_item(
        conversation=fresh(conversation), item=AgendaItem.objects.get(), state="answered", outcome="Yes.", by=clinician
    )
    save(part="question-2", text="All clear", understanding="understand")
    send_answers(conversation=fresh(conversation), by=patient)
    assert list(AgendaItem.objects.values_list("state", flat=True)) == ["answered"]


def test_an_open_item_follows_the_patients_words_and_is_not_closed_unread(
    conversation, save, patient, clinician, fresh
):
    save(understanding="talk")
    send_answers(conversation=fresh(conversation), by=patient)
    on_screen = AgendaItem.objects.get()
    save(text="Will it hurt for long?", understanding="talk", seen=1)
    with pytest.raises(NotAllowed, match="changed this since"):
        close_item(
            conversation=fresh(conversation),
            item=on_screen,
            state="answered",
            outcome="No.",
            seen=on_screen.recorded_as,
            by=clinician,
        )
    assert AgendaItem.objects.values_list("text", "state").get() == ("Will it hurt for long?", "open")


def agenda(conversation) -> list[tuple]:
    items = AgendaItem.objects.filter(conversation=conversation)
    return [(item.question_number, item.place, item.text, item.state) for item in items]


def test_each_thing_to_ask_is_an_item_of_its_own(conversation, save, patient, fresh):
    save(understanding="talk", details={"ask-1": "Will I be awake?", "ask-3": "How long?"})
    send_answers(conversation=fresh(conversation), by=patient)
    assert agenda(conversation) == [
        (1, 0, "Will it hurt?", "open"),
        (1, 1, "Will I be awake?", "open"),
        (1, 3, "How long?", "open"),
    ]


def test_a_box_that_was_emptied_to_write_in_it_anew_is_one_item(conversation, save, patient, fresh):
    """Words are saved while they are typed, so the empty box is saved too."""
    save(understanding="talk", details={"ask-1": "Will I be awake?"})
    send_answers(conversation=fresh(conversation), by=patient)
    save(understanding="not-sure", details={}, seen=1)
    assert agenda(conversation) == [(1, 0, "Will it hurt?", "withdrawn"), (1, 1, "Will I be awake?", "withdrawn")]
    save(understanding="talk", details={"ask-1": "Can I be"}, seen=2)
    save(understanding="talk", details={"ask-1": "Can I be asleep?"}, seen=3)
    assert agenda(conversation) == [(1, 0, "Will it hurt?", "open"), (1, 1, "Can I be asleep?", "open")]
    assert fault_of(conversation) is None


def test_an_item_that_was_talked_about_is_not_opened_again(conversation, save, patient, clinician, fresh):
    save(details={"ask-1": "Will I be awake?"})
    send_answers(conversation=fresh(conversation), by=patient)
    item = AgendaItem.objects.get()
    close_item(conversation=fresh(conversation), item=item, state="answered", outcome="Yes.", by=clinician)
    save(details={}, seen=1)
    save(details={"ask-1": "Can I be asleep?"}, seen=2)
    assert agenda(conversation) == [(1, 1, "Will I be awake?", "answered"), (1, 1, "Can I be asleep?", "open")]


def test_things_to_ask_that_change_after_sending_change_on_the_agenda(conversation, save, patient, clinician, fresh):
    save(details={"ask-1": "Will I be awake?", "ask-2": "How long?", "ask-3": "Who does it?"})
    send_answers(conversation=fresh(conversation), by=patient)
    first = AgendaItem.objects.get(place=1)
    close_item(conversation=fresh(conversation), item=first, state="answered", outcome="Yes.", by=clinician)
    save(details={"ask-1": "Will I be awake?", "ask-2": "How long, in all?"}, seen=1)
    assert agenda(conversation) == [
        (1, 1, "Will I be awake?", "answered"),
        (1, 2, "How long, in all?", "open"),
        (1, 3, "Who does it?", "withdrawn"),
    ]
    save(details={"ask-1": "Can I be asleep?", "ask-2": "How long, in all?"}, seen=2)
    assert (1, 1, "Can I be asleep?", "open") in agenda(conversation)
    assert fault_of(conversation) is None
