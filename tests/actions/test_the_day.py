"""The plan for the procedure, the patient's word on the day, and taking a consent back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdm.actions.afterwards import (
    answer_patient,
    say_it_is_wrong,
    say_mind_changed,
    write_down_change_of_mind,
)
from sdm.actions.conversations import cancel, reopen
from sdm.actions.decisions import consent_to_study, decide
from sdm.actions.editions import start_draft, withdraw
from sdm.actions.procedure import PlanMoved, confirm, plan_procedure
from sdm.models import ChangeOfMind, Confirmation, Conversation, Decision, RecordEntry
from sdm.models.agreement import agreed
from sdm.models.facts import facts_of
from sdm.models.verify import fault_of
from sdm.rules import parts
from sdm.rules.afterwards import BY_STAFF, CHANGED_MIND, NOT_OFFERED, TALK_AGAIN, WAITING_AT_MOST
from sdm.rules.arrangements import Arrangement
from sdm.rules.requirements import outstanding
from sdm.rules.standing import Kind, Standing
from sdm.rules.transitions import NotAllowed
from tests.actions.conftest import ILIOFEMORAL
from tests.given import spoken
from tests.second_person import publish

# Where the procedure may go ahead.
IN_FORCE = (Standing.STANDS, Standing.CONFIRMED)
pytestmark = pytest.mark.django_db
KHAN = "Dr Amira Khan"


@pytest.fixture
def choose(clinician, fresh):
    def choose(conversation, choice, **told):
        now = fresh(conversation)
        seen, heard = now.decisions.count(), max((s.entry for s in now.said_since), default=0)
        bound = {"seen": seen, "heard": heard, "shown": now.head[0], **told}
        return decide(conversation=now, choice=choice, reasons="Because.", given=spoken(), by=clinician, **bound)

    return choose


@pytest.fixture
def consented(iliofemoral, choose):
    choose(iliofemoral, "consent")
    return iliofemoral


@pytest.fixture
def plan(clinician, fresh):
    def plan(conversation, *, in_days=0, **values):
        conversation = fresh(conversation)
        on = timezone.localdate() + timedelta(days=in_days)
        seen = conversation.planned_as or 0
        plan_procedure(conversation=conversation, on=on, by=clinician, **{"seen": seen, **values})

    return plan


@pytest.fixture
def agrees(clinician, fresh):
    def agrees(conversation, done_by=KHAN, **values):
        conversation = fresh(conversation)
        values = {"seen": conversation.head[0], "leaflet": agreed(conversation).leaflet, **values}
        return confirm(conversation=conversation, done_by=done_by, by=clinician, **values)

    return agrees


@pytest.fixture
def ready(consented, plan):
    """A consent to a procedure that is today, with the reason why that is so soon."""
    for because in (".", "-", "x"):
        with pytest.raises(NotAllowed, match="less time to think"):
            plan(consented, because=because)
    plan(consented, because="The leg is in danger.")
    return consented


@pytest.fixture
def take_back(clinician, fresh):
    return lambda conversation, wants=CHANGED_MIND, text="": write_down_change_of_mind(
        conversation=fresh(conversation), wants=wants, text=text, by=clinician
    )


@pytest.fixture
def newer(edition, editor, administrator):
    """Publishes another edition of the leaflet, with changes to its content."""

    def newer(**changes):
        draft = start_draft(content=replace(edition.content, **changes), by=editor)
        return publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")

    return newer


def standing(conversation) -> Standing:
    return agreed(conversation).standing


# The plan


def test_the_plan_is_kept_and_its_history_is_in_the_record(consented, plan, fresh):
    plan(consented, in_days=5, done_by=KHAN)
    plan(consented, in_days=7, done_by=KHAN)
    now = fresh(consented)
    assert (now.procedure_on, now.procedure_by) == (timezone.localdate() + timedelta(days=7), KHAN)
    assert RecordEntry.objects.filter(what="procedure planned").count() == 2
    assert fault_of(consented) is None


def test_the_same_plan_twice_is_one(consented, plan):
    plan(consented, in_days=5)
    plan(consented, in_days=5)
    assert RecordEntry.objects.filter(what="procedure planned").count() == 1


def test_of_two_who_plan_at_once_one_is_told(consented, plan):
    plan(consented, in_days=5)
    with pytest.raises(PlanMoved):
        plan(consented, in_days=6, seen=0)


@pytest.mark.parametrize("how", ["refused", "taken back"])
def test_no_day_is_planned_once_the_patient_has_said_no(consented, plan, choose, take_back, fresh, clinician, how):
    plan(consented, in_days=5)
    choose(consented, "refusal") if how == "refused" else take_back(consented)
    for in_days in (5, 9):
        with pytest.raises(NotAllowed, match="no day can be planned"):
            plan(consented, in_days=in_days)
    reopen(conversation=fresh(consented), by=clinician)
    plan(consented, in_days=9)


def test_too_little_time_wants_a_reason(consented, plan, hospital, fresh):
    with pytest.raises(NotAllowed, match="less time to think"):
        plan(consented)
    plan(consented, because="The leg is in danger.")
    hospital.days_to_think = 14
    hospital.save()
    with pytest.raises(NotAllowed, match="less time to think"):
        plan(consented, in_days=13)
    plan(consented, in_days=14)
    assert fresh(consented).short_time_because == ""


def test_consent_waits_for_the_reason_where_the_procedure_is_planned_too_soon(iliofemoral, plan, hospital, fresh):
    plan(iliofemoral, in_days=3)
    assert outstanding(facts_of(fresh(iliofemoral))) == ()
    hospital.days_to_think = 14
    hospital.save()
    assert [one.id for one in outstanding(facts_of(fresh(iliofemoral)))] == ["time-to-think"]
    plan(iliofemoral, in_days=3, because="The vein is closing.")
    assert outstanding(facts_of(fresh(iliofemoral))) == ()


def test_nothing_is_planned_before_it_was_talked_about_or_after_a_cancellation(conversation, plan, clinician, fresh):
    with pytest.raises(NotAllowed):
        plan(conversation, in_days=5)
    cancel(conversation=fresh(conversation), by=clinician)
    with pytest.raises(NotAllowed):
        plan(conversation, in_days=5)


# The day


def test_a_patient_who_still_agrees(ready, agrees, fresh):
    assert standing(fresh(ready)) is Standing.STANDS
    kept = agrees(ready, text="She asked about the drip.")
    assert (kept.decision_number, kept.done_by, kept.told, kept.text) == (1, KHAN, [], "She asked about the drip.")
    assert standing(fresh(ready)) is Standing.CONFIRMED
    assert fault_of(ready) is None


def test_the_same_press_twice_is_one_confirmation(ready, agrees, fresh):
    seen = fresh(ready).head[0]
    agrees(ready, seen=seen)
    agrees(ready, seen=seen)
    assert Confirmation.objects.count() == 1


def test_whatever_was_recorded_since_the_page_was_opened_is_looked_at_first(ready, agrees, fresh, plan):
    seen = fresh(ready).head[0]
    plan(ready, done_by=KHAN, because="The leg is in danger.")
    with pytest.raises(NotAllowed, match="Look at it first"):
        agrees(ready, seen=seen)
    assert not Confirmation.objects.exists()


def test_somebody_else_who_does_it_is_named_and_asked_about(ready, agrees, plan, fresh):
    with pytest.raises(NotAllowed, match="Tell the patient"):
        agrees(ready, done_by="Dr Tom Reed")
    kept = agrees(ready, done_by="Dr Tom Reed", told=True)
    assert [(one["kind"], one["was"], one["now"]) for one in kept.told] == [
        ("clinician", "Dr Amira Khan, Consultant vascular surgeon", "Dr Tom Reed")
    ]
    # The patient has agreed to Dr Reed now: who was planned before is somebody else.
    assert standing(fresh(ready)) is Standing.CONFIRMED
    plan(ready, done_by=KHAN, because="The leg is in danger.")
    assert [one.kind for one in agreed(fresh(ready)).changed] == [Kind.CLINICIAN]
    assert standing(fresh(ready)) is Standing.ASK_AGAIN


def test_who_the_patient_agreed_to_on_the_day_is_whom_the_next_comparison_starts_from(ready, agrees, plan, fresh):
    plan(ready, done_by="Dr Amara Nwosu", because="The leg is in danger.")
    agrees(ready, done_by="Mr Reg Istrar", told=True)
    found = agreed(fresh(ready))
    assert (found.standing, found.changed, found.done_by) == (Standing.CONFIRMED, (), "Mr Reg Istrar")
    # Whoever names the planned one on the page after all names somebody else again.
    assert [one.now for one in found.changed_with("Dr Amara Nwosu")] == ["Dr Amara Nwosu"]
    plan(ready, done_by="Dr Tom Reed", because="The leg is in danger.")
    found = agreed(fresh(ready))
    assert [(one.kind, one.was, one.now) for one in found.changed] == [(Kind.CLINICIAN, "Mr Reg Istrar", "Dr Tom Reed")]
    assert (found.standing, found.done_by) == (Standing.ASK_AGAIN, "Dr Tom Reed")


def test_a_plan_that_names_nobody_takes_nobodys_name_away(ready, agrees, plan, fresh):
    agrees(ready, done_by="Mr Reg Istrar", told=True)
    plan(ready, because="The vein is closing.")
    found = agreed(fresh(ready))
    assert (found.standing, found.done_by) == (Standing.STANDS, "Mr Reg Istrar")


def test_who_was_planned_when_it_was_decided_is_whom_the_patient_agreed_to(iliofemoral, plan, choose, fresh):
    plan(iliofemoral, in_days=3, done_by="Dr Tom Reed")
    choose(iliofemoral, "consent")
    assert agreed(fresh(iliofemoral)).agreed_with == "Dr Tom Reed"
    assert agreed(fresh(iliofemoral)).changed == ()


def test_a_newer_edition_is_asked_about_once(ready, agrees, newer, fresh):
    newer(title="Another title")
    assert [(one.kind, one.was, one.now) for one in agreed(fresh(ready)).changed] == [
        (Kind.EDITION, "Edition 1", "Edition 2")
    ]
    agrees(ready, told=True)
    assert standing(fresh(ready)) is Standing.CONFIRMED


def test_a_newer_edition_that_the_page_told_of_before_the_consent_is_no_change(iliofemoral, choose, newer, fresh):
    known = newer(title="Another title")
    choose(iliofemoral, "consent", newest_told=known.pk)
    assert (standing(fresh(iliofemoral)), agreed(fresh(iliofemoral)).changed) == (Standing.STANDS, ())
    newer(title="A third title")
    assert [(one.kind, one.was, one.now) for one in agreed(fresh(iliofemoral)).changed] == [
        (Kind.EDITION, "Edition 2", "Edition 3")
    ]
    assert fault_of(iliofemoral) is None


@pytest.mark.parametrize("told", ["nothing", "their own", "of another leaflet"])
def test_a_newer_edition_that_no_page_told_of_is_a_change(
    iliofemoral, choose, newer, edition, editor, administrator, fresh, told
):
    newer(title="Another title")
    other = start_draft(content=replace(edition.content, reference="IPG999"), by=editor)
    ids = {"nothing": None, "their own": edition.pk, "of another leaflet": other.pk}
    choose(iliofemoral, "consent", newest_told=ids[told])
    assert [one.kind for one in agreed(fresh(iliofemoral)).changed] == [Kind.EDITION]
    assert "edition" not in iliofemoral.decisions.get().shown


def test_a_leaflet_that_was_withdrawn_after_the_patient_agreed_is_asked_about_once(
    ready, agrees, edition, administrator, fresh
):
    withdraw(edition=edition, reason="A number was wrong.", by=administrator)
    assert [(one.kind, one.now) for one in agreed(fresh(ready)).changed] == [(Kind.WITHDRAWN, "A number was wrong.")]
    assert standing(fresh(ready)) is Standing.ASK_AGAIN
    with pytest.raises(NotAllowed, match="Tell the patient"):
        agrees(ready)
    assert [one["kind"] for one in agrees(ready, told=True).told] == ["withdrawn"]
    assert standing(fresh(ready)) is Standing.CONFIRMED


def test_who_was_told_of_a_withdrawal_before_they_agreed_is_not_asked_again(
    iliofemoral, discuss, choose, edition, administrator, fresh
):
    withdraw(edition=edition, reason="A number was wrong.", by=administrator)
    told = {"text": "I told her which one.", "details": {"edition": str(edition.pk)}}
    discuss(iliofemoral, {parts.WITHDRAWN: told})
    choose(iliofemoral, "consent")
    assert standing(fresh(iliofemoral)) is Standing.STANDS


@pytest.mark.parametrize("what", ["newer", "withdrawn"])
def test_nobody_was_told_of_a_change_to_the_leaflet_that_their_page_did_not_show(
    ready, agrees, newer, edition, administrator, fresh, what
):
    shown = agreed(fresh(ready)).leaflet
    if what == "newer":
        newer(title="Another title")
    else:
        withdraw(edition=edition, reason="A number was wrong.", by=administrator)
    for leaflet in (shown, ""):
        with pytest.raises(NotAllowed, match="Look at it first"):
            agrees(ready, done_by="Dr Tom Reed", told=True, leaflet=leaflet)
    assert not Confirmation.objects.exists()
    assert len(agrees(ready, done_by="Dr Tom Reed", told=True).told) == 2


def test_other_advice_of_nices_is_not_asked_about_but_talked_about(ready, agrees, newer, edition, fresh):
    kinds = [
        replace(one, arrangement=Arrangement.DO_NOT_USE, evidence=f"It should not be used for {one.name}.")
        for one in edition.content.indications
    ]
    first, *others = edition.content.sections
    first = replace(first, body="\n\n".join([first.body, *(one.evidence for one in kinds)]))
    newer(indications=tuple(kinds), sections=(first, *others))
    assert [one.kind for one in agreed(fresh(ready)).changed] == [Kind.EDITION, Kind.ARRANGEMENT]
    with pytest.raises(NotAllowed, match="another discussion"):
        agrees(ready, told=True)


def test_what_was_wrong_in_the_summary_waits_for_an_answer_and_is_asked_about_then(
    ready, agrees, patient, clinician, fresh
):
    say_it_is_wrong(conversation=fresh(ready), text="It is my left leg.", by=patient)
    with pytest.raises(NotAllowed, match="answer"):
        agrees(ready, told=True)
    about = fresh(ready).said_since[0].entry
    answer_patient(conversation=fresh(ready), about=about, outcome="accepted", text="You are right.", by=clinician)
    kept = agrees(ready, told=True)
    assert [(one["kind"], one["now"]) for one in kept.told] == [("wrong", "It is my left leg.")]


def test_after_it_was_opened_again_what_was_answered_and_recorded_anew_is_named(ready, discuss, clinician, fresh):
    reopen(conversation=fresh(ready), by=clinician)
    discuss(ready, {"question-1": {"text": "We talked about it again."}, parts.PEOPLE: {"details": {"present": "Ann"}}})
    found, wording = agreed(fresh(ready)), ready.content.question(1).wording
    assert found.standing is Standing.OPENED_AGAIN
    assert {(one.kind, one.about, one.was, one.now) for one in found.changed} == {
        (Kind.FACT, "Who was there", "", "Present: Ann"),
        (Kind.FACT, f"1. {wording}", "We talked about question 1.", "We talked about it again."),
    }


def test_another_day_than_the_planned_one_is_planned_first(consented, plan, agrees):
    plan(consented, in_days=2)
    with pytest.raises(NotAllowed, match="another day"):
        agrees(consented)


def test_too_soon_without_a_reason_is_not_confirmed(consented, agrees):
    with pytest.raises(NotAllowed, match="less time to think"):
        agrees(consented)


@pytest.mark.parametrize("choice", ["refusal", "more-time"])
def test_what_is_no_consent_cannot_be_confirmed(iliofemoral, choose, agrees, choice):
    choose(iliofemoral, choice)
    with pytest.raises(NotAllowed):
        agrees(iliofemoral)


@pytest.mark.parametrize(
    "statement", ["UPDATE sdm_confirmation SET done_by = 'Somebody else'", "DELETE FROM sdm_confirmation"]
)
def test_the_database_refuses_to_change_what_was_confirmed(ready, agrees, statement):
    agrees(ready)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("column", ["procedure_by", "short_time_because"])
def test_a_plan_changed_behind_the_records_back_is_found(ready, column, fresh):
    Conversation.objects.update(**{column: "Other words"})
    assert fault_of(ready).sequence == fresh(ready).planned_as


# Taking it back


@pytest.mark.parametrize("wants", BY_STAFF)
def test_staff_write_down_in_one_step_what_they_were_told(ready, take_back, agrees, clinician, fresh, wants):
    take_back(ready, wants, "She rang the ward.")
    take_back(ready, wants, "She rang the ward.")
    (said,) = fresh(ready).said_since
    assert (said.what, said.text, said.waits, said.told) == (wants, "She rang the ward.", True, wants != NOT_OFFERED)
    assert said.said_by == clinician.as_actor().name
    assert standing(fresh(ready)) is (Standing.WAITS if wants == TALK_AGAIN else Standing.WITHDRAWN)
    with pytest.raises(NotAllowed):
        agrees(ready, told=True)
    assert fresh(ready).unanswered_since == said.said_at
    assert Decision.objects.count() == 1
    assert fault_of(ready) is None


def test_wanting_to_talk_without_a_word_adds_nothing_to_what_waits_already(ready, patient, take_back, clinician, fresh):
    say_mind_changed(conversation=fresh(ready), wants=TALK_AGAIN, text="Will it hurt?", by=patient)
    take_back(ready, TALK_AGAIN)
    take_back(ready, TALK_AGAIN, " ")
    assert [said.text for said in fresh(ready).said_since] == ["Will it hurt?"]
    # New questions are new, and so is the same wish once the first was answered.
    take_back(ready, TALK_AGAIN, "And afterwards?")
    for said in fresh(ready).said_since:
        about = {"about": said.entry, "outcome": "answered", "text": "A little."}
        answer_patient(conversation=fresh(ready), by=clinician, **about)
    take_back(ready, TALK_AGAIN)
    assert [said.text for said in fresh(ready).said_since] == ["Will it hurt?", "And afterwards?", ""]


def test_what_the_patient_says_themselves_and_what_staff_write_down_are_one_kind_of_thing(
    ready, take_back, patient, fresh
):
    say_mind_changed(conversation=fresh(ready), wants=CHANGED_MIND, by=patient)
    take_back(ready)
    assert [said.told for said in fresh(ready).said_since] == [False, True]
    assert ChangeOfMind.objects.count() == 2


def test_a_consent_can_be_taken_back_however_much_waits_for_an_answer(ready, patient, fresh):
    for number in range(WAITING_AT_MOST):
        say_mind_changed(conversation=fresh(ready), wants=TALK_AGAIN, text=str(number), by=patient)
    with pytest.raises(NotAllowed):
        say_mind_changed(conversation=fresh(ready), wants=TALK_AGAIN, text="More", by=patient)
    say_mind_changed(conversation=fresh(ready), wants=CHANGED_MIND, by=patient)
    assert standing(fresh(ready)) is Standing.WITHDRAWN


def test_only_clinicians_of_this_hospital_write_it_down_confirm_or_plan(ready, other_clinician, fresh):
    for act, values in (
        (write_down_change_of_mind, {"wants": CHANGED_MIND}),
        (confirm, {"done_by": KHAN, "seen": fresh(ready).head[0], "leaflet": ""}),
        (plan_procedure, {"on": timezone.localdate() + timedelta(days=9), "seen": fresh(ready).planned_as}),
    ):
        with pytest.raises(NotAllowed):
            act(conversation=fresh(ready), by=other_clinician, **values)


def test_after_it_was_taken_back_the_study_is_asked_about_anew_too(distal, choose, take_back, clinician, fresh):
    choose(distal, "consent")
    take_back(distal)
    reopen(conversation=fresh(distal), by=clinician)
    missing = [one.id for one in outstanding(facts_of(fresh(distal)))]
    assert missing == ["change-of-mind-answered", "study-consent"]
    (said,) = fresh(distal).said_since
    with pytest.raises(NotAllowed, match="said after the last decision"):
        consent_to_study(conversation=fresh(distal), given=spoken(), by=clinician)
    answer_patient(conversation=fresh(distal), about=said.entry, outcome="answered", text="Talked", by=clinician)
    assert [one.id for one in outstanding(facts_of(fresh(distal)))] == ["study-consent"]
    now = fresh(distal)
    consent_to_study(conversation=now, given=spoken(), shown=now.head[0], by=clinician)
    assert outstanding(facts_of(fresh(distal))) == ()


HAPPENINGS = ("agree", "take-back", "patient", "talk", "answer", "reopen", "consent", "refuse", "plan", "discuss")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=st.lists(st.sampled_from(HAPPENINGS), min_size=3, max_size=8))
def test_in_any_order_nothing_is_lost_and_what_was_taken_back_does_not_stand(
    happenings, start, clinician, discuss, choose, agrees, take_back, plan, invite_again, fresh
):
    conversation, patient = invite_again(start)
    discuss(conversation, ILIOFEMORAL)
    choose(conversation, "consent")
    acts = {
        "agree": lambda: agrees(conversation, told=True),
        "take-back": lambda: take_back(conversation),
        "patient": lambda: say_mind_changed(conversation=fresh(conversation), wants=CHANGED_MIND, by=patient),
        "talk": lambda: say_mind_changed(conversation=fresh(conversation), wants=TALK_AGAIN, by=patient),
        "answer": lambda: answer_patient(
            conversation=fresh(conversation),
            about=next((s.entry for s in fresh(conversation).said_since if s.waits), 0),
            outcome="answered",
            text="Words",
            by=clinician,
        ),
        "reopen": lambda: reopen(conversation=fresh(conversation), by=clinician),
        "consent": lambda: choose(conversation, "consent"),
        "refuse": lambda: choose(conversation, "refusal"),
        "plan": lambda: plan(conversation, because="The leg is in danger.", done_by=KHAN),
        "discuss": lambda: discuss(conversation, {"question-1": {"text": "Again."}}),
    }
    taken_back = False
    for happening in happenings:
        decisions, before = conversation.decisions.count(), list(conversation.record.values_list("digest", flat=True))
        try:
            acts[happening]()
        except NotAllowed:
            assert happening not in ("take-back", "patient", "refuse")
        taken_back = (taken_back or happening in ("take-back", "patient")) and (
            conversation.decisions.count() == decisions
        )
        now = standing(fresh(conversation))
        assert not (taken_back and now in IN_FORCE)
        # What was recorded before is all there, as it was.
        assert list(conversation.record.values_list("digest", flat=True))[: len(before)] == before
    assert fault_of(conversation) is None
