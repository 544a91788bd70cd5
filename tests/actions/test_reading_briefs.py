"""Marking a brief as read: who, when and what stood there; two at once both count, and one of them was first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.reading_briefs import mark_as_read
from sdm.models import BriefReading, User
from sdm.models.page_queries import visible_to
from sdm.models.verify import fault_of
from sdm.rules.brief_readings import changed_since, first_of_each, last_by
from sdm.rules.people import Role
from sdm.rules.transitions import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse(hospital) -> User:
    return User.objects.create_user(
        "nurse@northfield.example", name="Ben Ode", role=Role.CLINICIAN.value, hospital=hospital
    )


@pytest.fixture
def save(conversation, patient, fresh):
    """Saves an answer on top of what stands."""

    def save(part: str, text: str) -> None:
        one = fresh(conversation)
        seen = one.answers[part].revision if part in one.answers else 0
        save_answer(conversation=one, part=part, text=text, seen=seen, by=patient)

    return save


@pytest.fixture
def sent(conversation, patient, save, fresh):
    save("question-1", "Will it hurt?")
    send_answers(conversation=fresh(conversation), by=patient)
    return conversation


def read(conversation, by: User, fresh, seen: int | None = None) -> bool:
    one = fresh(conversation)
    return mark_as_read(conversation=one, seen=one.head[0] if seen is None else seen, by=by)


def changes(conversation, reader: User) -> tuple[str, ...]:
    found = visible_to(reader, conversation.pk)
    return changed_since(last_by(found.readings, str(reader.pk)), found.revisions)


def test_what_stood_there_is_kept_and_recorded(sent, clinician, fresh):
    assert read(sent, clinician, fresh)
    reading = BriefReading.objects.get()
    entry = sent.record.get(what="brief read")
    assert (reading.revisions, reading.read_by, reading.read_at, reading.recorded_as) == (
        {"question-1": 1},
        entry.who,
        entry.at,
        entry.sequence,
    )
    assert fault_of(sent) is None


def test_what_is_saved_later_has_changed_for_whoever_read_it_before(sent, clinician, nurse, save, fresh):
    read(sent, clinician, fresh)
    save("question-1", "Will it hurt much?")
    save("what-matters", "My dog")
    read(sent, nurse, fresh)
    assert (set(changes(sent, clinician)), changes(sent, nurse)) == ({"question-1", "what-matters"}, ())
    read(sent, clinician, fresh)
    assert changes(sent, clinician) == ()


def test_what_came_after_the_page_was_drawn_has_not_been_read(sent, clinician, save, fresh):
    drawn = fresh(sent).head[0]
    save("question-1", "Will it hurt much?")
    read(sent, clinician, fresh, seen=drawn)
    assert changes(sent, clinician) == ("question-1",)


def test_a_number_past_the_end_reads_no_more_than_there_is(sent, clinician, save, fresh):
    read(sent, clinician, fresh, seen=2**31 - 1)
    save("question-1", "More")
    assert changes(sent, clinician) == ("question-1",)


def test_the_same_press_twice_is_one_reading(sent, clinician, fresh):
    assert [read(sent, clinician, fresh), read(sent, clinician, fresh)] == [True, False]
    assert BriefReading.objects.count() == 1


def test_what_was_not_sent_cannot_be_read(conversation, clinician, save, fresh):
    save("question-1", "Will it hurt?")
    with pytest.raises(NotAllowed):
        read(conversation, clinician, fresh)
    assert BriefReading.objects.count() == 0


def test_nobody_of_another_hospital_reads_it(sent, other_clinician, editor, fresh):
    for somebody in (other_clinician, editor):
        with pytest.raises(NotAllowed):
            read(sent, somebody, fresh)


@pytest.mark.django_db(transaction=True)
def test_two_who_read_at_once_both_count_and_one_was_first(sent, clinician, nurse, fresh):
    barrier = Barrier(2)

    def run(reader: User) -> bool:
        try:
            one = fresh(sent)
            barrier.wait()
            return mark_as_read(conversation=one, seen=one.head[0], by=reader)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, (clinician, nurse))) == [True, True]
    first, second = first_of_each(visible_to(clinician, sent.pk).readings)
    assert first.entry < second.entry
    assert {first.reader, second.reader} == {str(clinician.pk), str(nurse.pk)}
    assert (changes(sent, clinician), changes(sent, nurse)) == ((), ())
    assert fault_of(sent) is None
