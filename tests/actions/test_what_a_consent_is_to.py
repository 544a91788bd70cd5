"""A consent is to what the page showed: what came since and bears on it is told first, and holds up nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdm.actions.agenda import close_item, raise_item
from sdm.actions.answers import save_answer, send_answers
from sdm.actions.conversations import change_appointment, reopen
from sdm.actions.decisions import ConsentMoved, ConsentNotYet, consent_to_study, decide
from sdm.actions.discussion import save_discussion
from sdm.actions.first_days import as_shown, correct_first_days
from sdm.actions.help import arrange_help
from sdm.actions.procedure import plan_procedure
from sdm.actions.reading_briefs import mark_as_read
from sdm.models import AgendaItem, Decision, StudyConsent
from sdm.models.bearing import DAYS_CHANGED
from sdm.models.verify import fault_of
from sdm.rules import parts
from sdm.rules.parts import Saved
from tests.actions.conftest import DISTAL, ILIOFEMORAL
from tests.given import spoken

pytestmark = pytest.mark.django_db
TABLETS = "I want tablets only."
SPECIAL = ILIOFEMORAL[parts.SPECIAL]["details"]


@pytest.fixture
def ready(iliofemoral, patient, fresh):
    """A conversation in which nothing is outstanding; the patient has sent an answer."""
    save_answer(conversation=fresh(iliofemoral), part="question-2", text="I want it gone.", seen=0, by=patient)
    send_answers(conversation=fresh(iliofemoral), by=patient)
    return iliofemoral


@pytest.fixture
def consent(clinician, fresh):
    """Presses "Record" for a consent on a page that was drawn when the record had so many entries."""

    def consent(conversation, shown: int, choice: str = "consent"):
        now = fresh(conversation)
        values = {"reasons": "To walk.", "given": spoken(), "seen": now.decisions.count(), "by": clinician}
        return decide(conversation=now, choice=choice, shown=shown, **values)

    return consent


def head(fresh, conversation) -> int:
    return fresh(conversation).head[0]


@pytest.fixture
def meanwhile(clinician, patient, fresh, discuss):
    """What happens while the page is open, by name."""

    def item(conversation):
        return raise_item(conversation=fresh(conversation), text="Her tablets", by=clinician)

    def close(conversation):
        values = {"state": AgendaItem.ANSWERED, "outcome": "She stops them.", "by": clinician}
        close_item(conversation=fresh(conversation), item=item(conversation), **values)

    def change_answer(conversation):
        save_answer(conversation=fresh(conversation), part="question-2", text=TABLETS, seen=1, by=patient)

    def plan(conversation):
        on = timezone.localdate() + timedelta(days=9)
        plan_procedure(conversation=fresh(conversation), on=on, done_by="Dr Ravi Shah", by=clinician)

    def arrange(conversation):
        arrange_help(conversation=fresh(conversation), notes={"interpreter": Saved("interpreter", "Ewa")}, by=clinician)

    def move_appointment(conversation):
        at = timezone.now() + timedelta(days=3)
        change_appointment(conversation=fresh(conversation), appointment_at=at, by=clinician)

    def say_when_it_began(conversation, day):
        now = fresh(conversation)
        values = {"symptoms_began": day, "presented_on": None, "shown": as_shown(now)}
        correct_first_days(conversation=now, by=clinician, **values)

    happenings = {
        "the answer": change_answer,
        "the notes": lambda one: discuss(one, {"question-3": {"text": "It can bleed."}}),
        "the options": lambda one: discuss(one, {parts.OPTIONS: {"details": {"discussed": ["no-procedure"]}}}),
        "the arrangements": lambda one: discuss(one, {parts.SPECIAL: {"details": SPECIAL | {"registry": "Other"}}}),
        "the agenda": close,
        "the plan": plan,
        "a reading": lambda one: mark_as_read(conversation=fresh(one), seen=head(fresh, one), by=clinician),
        "help": arrange,
        "the appointment": move_appointment,
        "the first days": partial(say_when_it_began, day=date(2026, 11, 15)),
        "the first days and back": lambda one: [say_when_it_began(one, date(2026, 11, day)) for day in (15, 16)],
        "the same again": lambda one: discuss(
            discuss(one, {"question-4": {"text": "Typed"}}), {"question-4": ILIOFEMORAL["question-4"]}
        ),
        "who was where": lambda one: discuss(one, {parts.CONTACT: {"details": {"location": "Vein clinic"}}}),
    }
    return lambda name, conversation: happenings[name](conversation)


@pytest.mark.parametrize(
    ("what", "named", "place", "who"),
    [
        ("the answer", "The patient's answer has changed", "answers", "Margaret Ellis"),
        ("the notes", "What was recorded has changed", "question-3", "Dr Amira Khan"),
        ("the options", "What was recorded has changed", "options", "Dr Amira Khan"),
        ("the arrangements", "What was recorded has changed", "special", "Dr Amira Khan"),
        ("the agenda", "Something to talk about is new, or has changed", "agenda", "Dr Amira Khan"),
        ("the first days", DAYS_CHANGED, "first-days", "Dr Amira Khan"),
        ("the plan", "The plan for the procedure has changed", "procedure", "Dr Amira Khan"),
    ],
)
def test_a_consent_waits_where_what_bears_on_it_came_after_the_page(
    ready, consent, meanwhile, fresh, what, named, place, who
):
    shown = head(fresh, ready)
    meanwhile(what, ready)
    with pytest.raises(ConsentMoved) as refused:
        consent(ready, shown)
    (change,) = refused.value.changes
    assert (change.name, change.place, change.who.partition(",")[0]) == (named, place, who)
    assert Decision.objects.count() == 0
    assert consent(ready, head(fresh, ready)).shown["entry"] == head(fresh, ready) - 1
    assert fault_of(ready) is None


def test_it_says_what_stood_there_and_what_stands_there_now(ready, consent, meanwhile, fresh):
    shown = head(fresh, ready)
    meanwhile("the answer", ready)
    with pytest.raises(ConsentMoved) as refused:
        consent(ready, shown)
    (change,) = refused.value.changes
    assert change.about.startswith("2. ")
    assert ("I want it gone." in change.was, TABLETS in change.now) == (True, True)


def test_of_many_lines_it_says_those_that_differ(ready, consent, meanwhile, fresh):
    shown = head(fresh, ready)
    meanwhile("the arrangements", ready)
    with pytest.raises(ConsentMoved) as refused:
        consent(ready, shown)
    assert [(one.was, one.now) for one in refused.value.changes] == [
        ("Registry: BSIR Venous Registry", "Registry: Other")
    ]


@pytest.mark.parametrize(
    "what", ["a reading", "help", "the appointment", "the same again", "who was where", "the first days and back"]
)
def test_what_does_not_bear_on_it_holds_up_no_consent(ready, consent, meanwhile, fresh, what):
    shown = head(fresh, ready)
    meanwhile(what, ready)
    assert head(fresh, ready) > shown
    assert consent(ready, shown).choice == "consent"


@pytest.mark.parametrize("choice", ["refusal", "more-time", "another-opinion"])
@pytest.mark.parametrize("what", ["the answer", "the notes", "the agenda", "the plan"])
def test_nothing_but_a_consent_waits(ready, consent, meanwhile, fresh, what, choice):
    shown = head(fresh, ready)
    meanwhile(what, ready)
    assert consent(ready, shown, choice).shown == {}


def test_answers_that_were_sent_since_are_new(iliofemoral, consent, patient, fresh):
    save_answer(conversation=fresh(iliofemoral), part="question-2", text=TABLETS, seen=0, by=patient)
    shown = head(fresh, iliofemoral)
    send_answers(conversation=fresh(iliofemoral), by=patient)
    with pytest.raises(ConsentMoved) as refused:
        consent(iliofemoral, shown)
    assert [(one.was, TABLETS in one.now) for one in refused.value.changes] == [("", True)]


def test_what_the_patient_has_not_sent_holds_up_nothing(iliofemoral, consent, patient, fresh):
    shown = head(fresh, iliofemoral)
    save_answer(conversation=fresh(iliofemoral), part="question-2", text=TABLETS, seen=0, by=patient)
    assert consent(iliofemoral, shown).choice == "consent"


@pytest.mark.parametrize("shown", [0, 10_000])
def test_a_page_that_showed_nothing_or_what_is_still_to_come_has_shown_nothing(ready, consent, shown):
    with pytest.raises(ConsentMoved) as refused:
        consent(ready, shown)
    assert len(refused.value.changes) > 5


def test_what_is_outstanding_comes_first(ready, consent, discuss, fresh):
    shown = head(fresh, ready)
    discuss(ready, {"question-3": {"text": ""}})
    with pytest.raises(ConsentNotYet):
        consent(ready, shown)


def test_the_record_keeps_which_answers_were_shown_that_nobody_had_read(ready, consent, meanwhile, clinician, fresh):
    meanwhile("a reading", ready)
    meanwhile("the answer", ready)
    shown = head(fresh, ready)
    assert consent(ready, shown).shown == {"entry": shown, "answers": {"question-2": 2}}
    assert fault_of(ready) is None


def test_what_somebody_had_read_is_not_kept_as_shown(ready, consent, meanwhile, fresh):
    meanwhile("a reading", ready)
    shown = head(fresh, ready)
    assert consent(ready, shown).shown == {"entry": shown}


# The consent to a study

STUDY = DISTAL[parts.RESEARCH]["details"] | {"explained_by": "Sister Jo Lee"}


@pytest.fixture
def named(distal_without_study_consent, discuss):
    """A conversation in which a study is named and explained, and nobody has consented to it."""
    return discuss(distal_without_study_consent, {parts.RESEARCH: {"details": STUDY}})


@pytest.fixture
def join(clinician, fresh):
    """Presses "Record" for the consent to the study on a page that was drawn at an entry of the record."""
    return lambda conversation, shown: consent_to_study(
        conversation=fresh(conversation), given=spoken(), shown=shown, by=clinician
    )


@pytest.mark.parametrize(
    ("changed", "was", "now"),
    [
        ({"information_sheet": "4.0"}, "Information sheet: 3.1", "Information sheet: 4.0"),
        ({"explained_by": "Dr Ravi Shah"}, "Explained by: Sister Jo Lee", "Explained by: Dr Ravi Shah"),
        ({"study_name": "ARMS study"}, "Study name: LEGS study", "Study name: ARMS study"),
        ({"ethics_reference": "26/NW/9"}, "Ethics reference: 26/NW/0123", "Ethics reference: 26/NW/9"),
    ],
)
def test_a_consent_to_a_study_is_to_the_study_that_its_page_showed(named, join, discuss, fresh, changed, was, now):
    shown = head(fresh, named)
    # Another study is explained anew, in a save of its own.
    for _ in range(2):
        discuss(named, {parts.RESEARCH: {"details": STUDY | changed}})
    with pytest.raises(ConsentMoved) as refused:
        join(named, shown)
    assert [(one.place, one.was, one.now) for one in refused.value.changes] == [(parts.RESEARCH, was, now)]
    assert StudyConsent.objects.count() == 0
    join(named, head(fresh, named))
    assert StudyConsent.objects.count() == 1
    assert fault_of(named) is None


def test_who_names_no_entry_has_shown_nothing_of_the_study(named, join, fresh):
    for shown in (0, head(fresh, named) + 1):
        with pytest.raises(ConsentMoved):
            join(named, shown)
    assert StudyConsent.objects.count() == 0


def test_a_colleagues_consent_to_another_sheet_is_not_taken_for_mine(named, join, discuss, fresh):
    shown = head(fresh, named)
    discuss(named, {parts.RESEARCH: {"details": STUDY | {"information_sheet": "4.0"}}})
    join(named, head(fresh, named))
    with pytest.raises(ConsentMoved):
        join(named, shown)


def test_what_is_not_of_the_study_holds_up_no_consent_to_it(named, join, meanwhile, fresh):
    shown = head(fresh, named)
    meanwhile("the notes", named)
    join(named, shown)
    assert StudyConsent.objects.count() == 1


BEARS = ("the answer", "the notes", "the agenda", "the plan", "the arrangements")
BEARS_NOT = ("a reading", "help", "the same again", "who was where")


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(while_open=st.lists(st.sampled_from(BEARS + BEARS_NOT), unique=True, max_size=4))
def test_whatever_happens_while_the_page_is_open_a_consent_is_to_what_it_showed(
    ready, consent, meanwhile, fresh, while_open
):
    with transaction.atomic():
        shown = head(fresh, ready)
        for what in while_open:
            meanwhile(what, ready)
        if any(what in BEARS for what in while_open):
            with pytest.raises(ConsentMoved):
                consent(ready, shown)
        else:
            assert consent(ready, shown).choice == "consent"
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_of_a_consent_and_a_change_at_once_the_consent_never_covers_a_change_that_it_did_not_show(
    ready, clinician, fresh
):
    """Whichever comes first: the consent is to what stood, or it is refused."""
    for number in range(6):
        at_once(ready, clinician, fresh, number)
        taken = Decision.objects.filter(conversation=ready).order_by("-number").first()
        note = fresh(ready).discussion_revisions.filter(part="question-3").latest("revision")
        if taken and taken.choice == "consent":
            assert note.recorded_as > taken.recorded_as or note.recorded_as <= taken.shown["entry"]
    assert fault_of(ready) is None


def at_once(ready, clinician, fresh, number: int) -> None:
    if fresh(ready).status == "decided":
        reopen(conversation=fresh(ready), by=clinician)
    now, other = fresh(ready), fresh(ready)
    barrier, seen, shown = Barrier(2), now.decisions.count(), now.head[0]
    revision = other.discussion["question-3"].revision

    def change():
        note = Saved("question-3", text=f"It can bleed {number}.", revision=revision)
        save_discussion(conversation=other, notes={"question-3": note}, by=clinician)

    def agree():
        values = {"reasons": "To walk.", "given": spoken(), "seen": seen, "shown": shown, "by": clinician}
        decide(conversation=now, choice="consent", **values)

    def run(task):
        try:
            barrier.wait()
            task()
        except ValueError:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, (change, agree)))
