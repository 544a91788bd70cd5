"""Things to talk about in the tables: over any history none goes, and only who raised one withdraws it."""

from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdm.actions.agenda import close_item, open_item_again, raise_item
from sdm.actions.answers import save_answer, send_answers
from sdm.actions.conversations import cancel
from sdm.actions.follow_up import follow_what_was_parked
from sdm.actions.phrases import keep_phrases
from sdm.actions.sending_mail import THE_APP
from sdm.models import AgendaItem, FollowUp, RecordEntry, User
from sdm.models.verify import fault_of
from sdm.rules.parts import TALK, Saved
from sdm.rules.phrases import Phrase
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
        st.tuples(st.just("again"), st.integers(0, 5)),
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
        elif kind == "again":
            for item in list(conversation.agenda.all())[values[0] : values[0] + 1]:
                with suppress(NotAllowed):
                    open_item_again(conversation=fresh(conversation), item=item, by=clinician)
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
        closed = {pk: state for pk, state in before.items() if state in ("answered", "parked")}
        assert kind == "again" or all(now[pk] == state for pk, state in closed.items())
    assert fault_of(conversation) is None


PARKED = {"state": "parked", "owner": "Sister Lee", "due_on": TOMORROW}


@pytest.fixture
def raised(conversation, clinician, fresh) -> AgendaItem:
    return raise_item(conversation=fresh(conversation), text="Blood thinners", by=clinician)


@pytest.mark.parametrize("written", ["{name}", " {upper} ", "{name_and_job}"])
def test_what_is_parked_stands_on_the_list_of_whoever_is_named(written, conversation, raised, clinician, fresh):
    name = clinician.name
    owner = written.format(name=name, upper=name.upper(), name_and_job=clinician.as_actor().name)
    close_item(conversation=fresh(conversation), item=raised, by=clinician, **PARKED | {"owner": owner})
    one = FollowUp.objects.get()
    assert (one.text, one.owner, one.owner_name, one.due_on) == ("Blood thinners", clinician, owner, TOMORROW)
    assert fault_of(conversation) is None


def test_what_somebody_else_comes_back_to_is_to_be_done_all_the_same(conversation, raised, clinician, fresh):
    close_item(conversation=fresh(conversation), item=raised, by=clinician, **PARKED)
    assert list(FollowUp.objects.open().values_list("owner", "owner_name")) == [(None, "Sister Lee")]


def test_two_colleagues_of_one_name_are_not_told_apart(conversation, raised, clinician, hospital, fresh):
    User.objects.create_user("b@northfield.example", name=clinician.name, role="clinician", hospital=hospital)
    close_item(conversation=fresh(conversation), item=raised, by=clinician, **PARKED | {"owner": clinician.name})
    assert FollowUp.objects.get().owner is None


def test_what_is_talked_about_again_is_no_longer_to_be_done_and_parked_anew_it_is(
    conversation, raised, clinician, fresh
):
    close_item(conversation=fresh(conversation), item=raised, by=clinician, **PARKED)
    item = open_item_again(conversation=fresh(conversation), item=raised, by=clinician)
    one = FollowUp.objects.get()
    assert (item.state, item.owner, one.done_on) == ("open", "Sister Lee", timezone.localdate())
    later = PARKED | {"due_on": TOMORROW + timedelta(days=1)}
    close_item(conversation=fresh(conversation), item=raised, by=clinician, **later)
    one = FollowUp.objects.get()
    assert (one.due_on, one.done_on, one.result) == (later["due_on"], None, "")
    assert fault_of(conversation) is None


@pytest.fixture
def parked_before(conversation, raised, clinician, fresh, monkeypatch) -> AgendaItem:
    """Parked when nothing that was parked stood among what is to be done."""
    with monkeypatch.context() as then:
        then.setattr("sdm.actions.agenda.follow_parked", lambda **values: None)
        named = PARKED | {"owner": clinician.name}
        return close_item(conversation=fresh(conversation), item=raised, by=clinician, **named)


def test_what_was_parked_before_is_put_on_the_list_by_the_timer_once(parked_before, conversation, clinician):
    for _ in range(2):
        call_command("send_reminders", stdout=StringIO())
    one = FollowUp.objects.get()
    assert (one.pk, one.text, one.owner, one.due_on) == (parked_before.pk, "Blood thinners", clinician, TOMORROW)
    added = RecordEntry.objects.filter(conversation=conversation, what="follow-up added")
    assert [entry.who for entry in added] == [THE_APP.name]
    assert fault_of(conversation) is None


def test_what_was_parked_in_a_conversation_that_is_cancelled_is_left_alone(
    parked_before, conversation, clinician, fresh
):
    cancel(conversation=fresh(conversation), by=clinician)
    assert follow_what_was_parked(by=THE_APP) == 0


def test_a_phrase_alone_is_no_answer_whoever_asks(conversation, raised, clinician, editor, edition, fresh):
    phrase = Phrase("question-3", "Bleeding", "Bleeding is one of the problems.")
    keep_phrases(leaflet=edition.leaflet, phrases=[phrase], seen=0, by=editor)
    with pytest.raises(NotAllowed, match="This is standard wording alone"):
        close_item(conversation=fresh(conversation), item=raised, state="answered", outcome=phrase.text, by=clinician)


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
