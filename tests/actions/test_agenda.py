"""Things to talk about in the tables: over any history none goes, and only who raised one withdraws it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdm.actions.agenda import close_item, raise_item
from sdm.actions.answers import save_answer, send_answers
from sdm.models import AgendaItem
from sdm.models.verify import fault_of
from sdm.rules.parts import TALK, Saved
from sdm.rules.transitions import NotAllowed

pytestmark = pytest.mark.django_db

TOMORROW = timezone.localdate() + timedelta(days=1)
ENDINGS = [
    {"state": "answered", "outcome": "It is rare."},
    {"state": "answered", "outcome": " "},
    {"state": "parked", "owner": "Sister Lee", "due_on": TOMORROW},
    {"state": "parked", "owner": "Sister Lee"},
    {"state": "parked", "due_on": TOMORROW},
    {"state": "withdrawn"},
    {"state": "open"},
]
HISTORIES = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.integers(1, 2), st.sampled_from(["", "Will I bleed?", "Will it hurt?"])),
        st.tuples(st.just("raise"), st.sampled_from(["Blood thinners", "Who drives home"])),
        st.tuples(st.just("end"), st.integers(0, 5), st.sampled_from(ENDINGS)),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
def test_no_item_ever_goes_and_no_clinician_withdraws_a_patients(history, start, invite_again, clinician, fresh):
    conversation, patient = invite_again(start)
    save_answer(conversation=fresh(conversation), part="what-matters", text="My dog", seen=0, by=patient)
    send_answers(conversation=fresh(conversation), by=patient)
    for kind, *values in history:
        before = dict(conversation.agenda.values_list("pk", "state"))
        if kind == "answer":
            number, text = values
            part = f"question-{number}"
            seen = fresh(conversation).answers.get(part, Saved(part)).revision
            understanding = TALK if text else ""
            given = {"text": text, "understanding": understanding, "seen": seen}
            save_answer(conversation=fresh(conversation), part=part, by=patient, **given)
        elif kind == "raise":
            raise_item(conversation=fresh(conversation), text=values[0], by=clinician)
        else:
            place, ending = values
            for item in list(conversation.agenda.all())[place : place + 1]:
                try:
                    close_item(conversation=fresh(conversation), item=item, by=clinician, **ending)
                except NotAllowed:
                    pass
                else:
                    assert ending["state"] != "withdrawn" or item.raised_by == "staff" or item.state == "withdrawn"
        now = dict(conversation.agenda.values_list("pk", "state"))
        assert before.keys() <= now.keys()
        assert all(now[pk] == state for pk, state in before.items() if state in ("answered", "parked"))
    assert fault_of(conversation) is None


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ({"state": "withdrawn"}, "Only whoever raised this can withdraw it."),
        ({"state": "parked", "owner": "Sister Lee"}, "Write down who will come back to it, and by when."),
        ({"state": "parked", "due_on": TOMORROW}, "Write down who will come back to it, and by when."),
        ({"state": "answered"}, "Write down what was said."),
        ({"state": "gone"}, "Choose how this ends."),
    ],
)
def test_an_ending_that_lacks_something_is_refused_with_the_reason(
    ending, words, conversation, patient, clinician, fresh
):
    asked = {"part": "question-1", "text": "Will I bleed?", "understanding": TALK, "seen": 0}
    save_answer(conversation=fresh(conversation), by=patient, **asked)
    send_answers(conversation=fresh(conversation), by=patient)
    item = AgendaItem.objects.get()
    with pytest.raises(NotAllowed, match=words):
        close_item(conversation=fresh(conversation), item=item, by=clinician, **ending)
    item.refresh_from_db()
    assert item.state == "open"
