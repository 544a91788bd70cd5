"""A row that is written in plain SQL stands in the database, and in memory, as the ORM would have written it."""

from copy import copy

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import post_save, pre_save
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sdm.models import Answer, RecordEntry
from sdm.models.plain_sql import insert

pytestmark = pytest.mark.django_db


def answer(conversation, **values) -> Answer:
    more = {
        "part": "question-1",
        "revision": 1,
        "text": "\u202eMy “dog” 🐕 % %s\n'\"",
        "details": {"a": ["b", None, 1.5]},
    }
    about = {"saved_by": "Ann", "saved_at": timezone.now(), "recorded_as": 7, "translation_id": conversation.edition_id}
    return Answer(conversation=conversation, **more | about | values)


def entry(conversation, **values) -> RecordEntry:
    more = {"sequence": 50, "at": timezone.now(), "who": "Ann", "what": "seen", "content": "{}", "digest": "d"}
    return RecordEntry(conversation=conversation, **more | values)


def values_of(row) -> dict:
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}


@pytest.mark.parametrize("made", [answer, entry])
def test_it_stands_as_the_orm_writes_it(conversation, made):
    ours = made(conversation)
    orms = copy(ours)
    with transaction.atomic():
        orms.save(force_insert=True)
        wanted = values_of(type(orms).objects.get(pk=orms.pk)) | {"id": None}
        transaction.set_rollback(True)
    with CaptureQueriesContext(connection) as queries:
        insert(ours)
    assert len(queries) == 1
    assert values_of(type(ours).objects.get(pk=ours.pk)) | {"id": None} == wanted
    assert values_of(ours) | {"id": None} == wanted
    assert (ours._state.adding, ours._state.db) == (False, "default")


@pytest.mark.parametrize("made", [answer, entry])
def test_what_stands_there_already_is_refused(conversation, made):
    insert(made(conversation))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(made(conversation))


@pytest.mark.parametrize("signal", [pre_save, post_save])
@pytest.mark.parametrize("model", [Answer, RecordEntry])
def test_nobody_awaits_a_signal_of_it(model, signal):
    assert signal.has_listeners(model) is False
