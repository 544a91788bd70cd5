"""Many people writing to one conversation at once: nothing is lost, nothing is overwritten, the record holds."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.discussion import save_discussion
from sdm.actions.recording import Stale
from sdm.models import Answer, RecordEntry
from sdm.models.verify import fault_of
from sdm.rules.parts import Saved

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*tasks):
    """Runs the tasks from as many threads, all starting together; gives "done" or the name of what was raised."""
    barrier = Barrier(len(tasks))

    def run(task):
        try:
            barrier.wait()
            task()
        except Stale as error:
            return type(error).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def race(conversation, patient, fresh, *, writers: int, seen: int) -> Counter:
    """Everybody saves other words on top of the same revision, each having read the conversation before the start."""
    tasks = [
        partial(
            save_answer,
            conversation=fresh(conversation),
            part="question-1",
            text=f"Round {seen}, writer {number}",
            seen=seen,
            by=patient,
        )
        for number in range(writers)
    ]
    return Counter(at_once(*tasks))


def test_of_many_saves_on_one_revision_exactly_one_wins(conversation, patient, fresh):
    for seen in range(3):
        assert race(conversation, patient, fresh, writers=8, seen=seen) == {"done": 1, "Stale": 7}
    assert list(Answer.objects.order_by("pk").values_list("revision", flat=True)) == [1, 2, 3]
    assert fault_of(conversation) is None


@pytest.mark.drill
def test_two_hundred_rounds_of_twenty_writers(conversation, patient, fresh):
    for seen in range(200):
        assert race(conversation, patient, fresh, writers=20, seen=seen) == {"done": 1, "Stale": 19}
    assert fault_of(conversation) is None


def test_patient_and_clinician_on_different_parts_both_survive(conversation, patient, clinician, fresh):
    tasks = [
        partial(
            save_answer,
            conversation=fresh(conversation),
            part=f"question-{number}",
            text=f"Answer {number}",
            seen=0,
            by=patient,
        )
        for number in range(1, 6)
    ] + [
        partial(
            save_discussion,
            conversation=fresh(conversation),
            notes={f"question-{number}": Saved(f"question-{number}", text=f"Said {number}")},
            by=clinician,
        )
        for number in range(1, 6)
    ]
    assert at_once(*tasks) == ["done"] * 10
    now = fresh(conversation)
    assert sorted(saved.text for saved in now.answers.values()) == [f"Answer {number}" for number in range(1, 6)]
    assert sorted(saved.text for saved in now.discussion.values()) == [f"Said {number}" for number in range(1, 6)]
    assert fault_of(conversation) is None


def test_sending_at_once_is_sending_once(conversation, patient, fresh):
    save_answer(
        conversation=fresh(conversation), part="question-1", text="Why?", understanding="talk", seen=0, by=patient
    )
    tasks = [partial(send_answers, conversation=fresh(conversation), by=patient) for _ in range(6)]
    assert at_once(*tasks) == ["done"] * 6
    assert RecordEntry.objects.filter(what="answers sent").count() == 1
    assert conversation.agenda.count() == 1
