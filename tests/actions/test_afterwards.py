"""What patients say after a decision is kept beside it, told at once, and waits until a clinician answers."""

import pytest

from sdm.actions.afterwards import answer_patient, say_it_is_wrong, say_mind_changed, write_down_change_of_mind
from sdm.actions.conversations import cancel, reopen
from sdm.actions.decisions import ConsentNotYet, NotesNotConfirmed, decide
from sdm.models import ChangeOfMind, Correction, Decision, RecordEntry, Reply
from sdm.models.verify import fault_of
from sdm.rules.afterwards import BY_STAFF, CHANGED_MIND, TALK_AGAIN, WAITING_AT_MOST
from sdm.rules.transitions import NotAllowed
from tests.given import spoken

pytestmark = pytest.mark.django_db


@pytest.fixture
def choose(clinician, fresh):
    def choose(conversation, choice, seen=0, **values):
        now = fresh(conversation)
        values |= {"choice": choice, "reasons": "Because.", "seen": seen, "shown": now.head[0], "given": spoken()}
        return decide(conversation=now, by=clinician, **values)

    return choose


@pytest.fixture
def refused(conversation, choose):
    choose(conversation, "refusal")
    return conversation


@pytest.fixture
def consented(iliofemoral, choose):
    choose(iliofemoral, "consent")
    return iliofemoral


@pytest.fixture
def wrong(patient, fresh):
    return lambda conversation, text="It was my left leg.": say_it_is_wrong(
        conversation=fresh(conversation), text=text, by=patient
    )


@pytest.fixture
def mind(patient, fresh):
    return lambda conversation, wants=CHANGED_MIND, text="": say_mind_changed(
        conversation=fresh(conversation), wants=wants, text=text, by=patient
    )


@pytest.fixture
def answer(clinician, fresh):
    """Answers the last thing that was said."""

    def answer(conversation, outcome="answered", text="We talked on the phone.", about=None):
        conversation = fresh(conversation)
        about = about or conversation.said_since[-1].entry
        answer_patient(conversation=conversation, about=about, outcome=outcome, text=text, by=clinician)

    return answer


def entries(conversation) -> list[str]:
    return list(RecordEntry.objects.filter(conversation=conversation).values_list("what", flat=True))


def test_a_correction_is_kept_beside_a_summary_that_stays_as_it_is(refused, wrong, fresh):
    before = Decision.objects.get().summary
    wrong(refused)
    (said,) = fresh(refused).said_since
    assert (said.what, said.about, said.choice, said.stands, said.text, said.said_by, said.waits) == (
        "correction",
        1,
        "refusal",
        True,
        "It was my left leg.",
        "Margaret Ellis",
        True,
    )
    assert Decision.objects.get().summary == before
    assert fresh(refused).unanswered_since == said.said_at
    assert fresh(refused).status == "decided"
    assert fault_of(refused) is None


def test_the_same_words_twice_are_one_correction_answered_or_not(refused, wrong, answer):
    wrong(refused)
    wrong(refused)
    answer(refused, "accepted", "We have put it right.")
    wrong(refused)
    assert Correction.objects.count() == 1
    assert entries(refused).count("correction") == 1
    wrong(refused, "And I take no aspirin.")
    assert Correction.objects.count() == 2


def test_the_same_change_of_mind_twice_is_one_and_after_an_answer_it_is_another(refused, mind, answer):
    mind(refused)
    mind(refused)
    assert ChangeOfMind.objects.count() == 1
    answer(refused)
    mind(refused)
    assert ChangeOfMind.objects.count() == 2
    assert fault_of(refused) is None


@pytest.mark.parametrize("say", ["wrong", "mind"])
def test_nothing_can_be_said_of_a_decision_before_there_is_one_or_after_a_cancellation(
    request, conversation, choose, clinician, fresh, say
):
    say = request.getfixturevalue(say)
    with pytest.raises(NotAllowed):
        say(conversation)
    choose(conversation, "more-time")
    cancel(conversation=fresh(conversation), by=clinician)
    with pytest.raises(NotAllowed):
        say(conversation)
    assert (Correction.objects.count(), ChangeOfMind.objects.count()) == (0, 0)


@pytest.mark.parametrize(("text", "wants"), [("", None), (" \u200b ", None), ("x" * 2001, None), ("", "something")])
def test_what_is_no_correction_and_no_change_of_mind_is_refused(refused, wrong, mind, text, wants):
    with pytest.raises(NotAllowed):
        mind(refused, wants) if wants else wrong(refused, text)
    assert (Correction.objects.count(), ChangeOfMind.objects.count()) == (0, 0)


def test_there_is_an_end_to_what_can_wait_for_an_answer_and_an_answer_makes_room(refused, wrong, mind, answer):
    for number in range(WAITING_AT_MOST):
        wrong(refused, f"Wrong {number}")
    with pytest.raises(NotAllowed):
        wrong(refused, "One more")
    mind(refused)
    answer(refused)
    answer(refused, "not-accepted", "It is right.", about=Correction.objects.get(text="Wrong 3").recorded_as)
    wrong(refused, "One more")
    assert fault_of(refused) is None


def test_a_conversation_waits_since_the_first_that_nobody_has_answered(refused, wrong, mind, answer, fresh):
    wrong(refused)
    mind(refused)
    first, second = fresh(refused).said_since
    assert fresh(refused).unanswered_since == first.said_at
    answer(refused, "accepted", "You are right.", about=first.entry)
    assert fresh(refused).unanswered_since == second.said_at
    answer(refused)
    assert fresh(refused).unanswered_since is None
    assert fault_of(refused) is None


def test_an_answer_says_who_when_and_what_and_sent_twice_it_is_one(refused, wrong, answer, fresh):
    wrong(refused)
    answer(refused, "not-accepted", "Your notes say the right leg.")
    answer(refused, "not-accepted", "Your notes say the right leg.")
    (said,) = fresh(refused).said_since
    reply = Reply.objects.get()
    assert (said.outcome, said.answer, said.answered_by, said.answered_at) == (
        "not-accepted",
        "Your notes say the right leg.",
        "Dr Amira Khan, Consultant vascular surgeon",
        reply.replied_at,
    )
    with pytest.raises(NotAllowed, match="Somebody has answered this already"):
        answer(refused, "accepted", "You are right.")


@pytest.mark.parametrize(
    ("outcome", "text"), [("accepted", ""), ("accepted", "  "), ("answered", "Words"), ("opened-again", "Words")]
)
def test_an_answer_needs_words_and_an_outcome_of_its_kind(refused, wrong, answer, outcome, text):
    wrong(refused)
    with pytest.raises(NotAllowed):
        answer(refused, outcome, text)
    assert Reply.objects.count() == 0


def test_what_was_not_said_cannot_be_answered(refused, answer):
    with pytest.raises(NotAllowed):
        answer(refused, about=1)


def test_only_a_clinician_of_this_hospital_answers(refused, wrong, fresh, other_clinician, editor):
    wrong(refused)
    about = fresh(refused).said_since[0].entry
    for user in (other_clinician, editor):
        with pytest.raises(NotAllowed):
            answer_patient(conversation=fresh(refused), about=about, outcome="accepted", text="Yes", by=user)


# After consent


def test_a_change_of_mind_after_consent_changes_no_decision_and_words_do_not_answer_it(consented, mind, answer, fresh):
    mind(consented)
    (said,) = fresh(consented).said_since
    assert (said.stops, fresh(consented).status, Decision.objects.count()) == (True, "decided", 1)
    with pytest.raises(NotAllowed, match="open the discussion again"):
        answer(consented)
    assert fresh(consented).unanswered_since == said.said_at


def test_wanting_to_talk_again_stops_a_consent_too_until_somebody_has(consented, mind, answer, fresh):
    mind(consented, TALK_AGAIN, "Will I be awake?")
    assert fresh(consented).said_since[0].stops is True
    answer(consented)
    assert (fresh(consented).said_since[0].stops, fresh(consented).unanswered_since) == (False, None)


def test_opening_the_discussion_again_answers_nothing_and_words_do_from_then_on(
    consented, mind, choose, answer, clinician, fresh
):
    mind(consented)
    reopen(conversation=fresh(consented), by=clinician)
    (said,) = fresh(consented).said_since
    assert (said.outcome, fresh(consented).unanswered_since) == ("", said.said_at)
    with pytest.raises(ConsentNotYet) as error:
        choose(consented, "consent", seen=1, notes_confirmed=True)
    assert [one.id for one in error.value.outstanding] == ["change-of-mind-answered"]
    answer(consented)
    assert fresh(consented).said_since[0].outcome == "answered"
    assert fault_of(consented) is None


@pytest.mark.parametrize("wants", BY_STAFF)
def test_a_consent_after_a_change_of_mind_needs_the_notes_confirmed(consented, choose, answer, clinician, fresh, wants):
    write_down_change_of_mind(conversation=fresh(consented), wants=wants, text="She rang the ward.", by=clinician)
    reopen(conversation=fresh(consented), by=clinician)
    answer(consented)
    with pytest.raises(NotesNotConfirmed):
        choose(consented, "consent", seen=1)
    assert choose(consented, "consent", seen=1, notes_confirmed=True).shown["notes_confirmed"] is True
    assert fault_of(consented) is None
    # Opened again without a word of a change of mind, nothing more is asked for.
    reopen(conversation=fresh(consented), by=clinician)
    assert "notes_confirmed" not in choose(consented, "consent", seen=2, notes_confirmed=True).shown


def test_a_consent_over_a_decision_in_between_needs_them_confirmed_too(consented, mind, choose, fresh):
    mind(consented)
    heard = fresh(consented).said_since[-1].entry
    choose(consented, "more-time", seen=1, heard=heard)
    with pytest.raises(NotesNotConfirmed):
        choose(consented, "consent", seen=2)
    assert choose(consented, "consent", seen=2, notes_confirmed=True).number == 3


def test_a_decision_answers_what_its_page_showed_and_not_what_was_said_since(consented, mind, choose, fresh):
    mind(consented)
    heard = fresh(consented).said_since[-1].entry
    mind(consented, TALK_AGAIN, "And one thing more")
    choose(consented, "refusal", seen=1, heard=heard)
    assert [(one.outcome, one.stands) for one in fresh(consented).said_since] == [("decided-again", False), ("", False)]
    assert fresh(consented).unanswered_since == fresh(consented).said_since[1].said_at
    assert fault_of(consented) is None


def test_no_consent_while_a_change_of_mind_has_no_answer(consented, mind, choose, answer, clinician, fresh):
    reopen(conversation=fresh(consented), by=clinician)
    mind(consented)
    heard = fresh(consented).said_since[-1].entry
    with pytest.raises(ConsentNotYet) as error:
        choose(consented, "consent", seen=1, heard=heard)
    assert [one.id for one in error.value.outstanding] == ["change-of-mind-answered"]
    answer(consented)
    assert choose(consented, "consent", seen=1, notes_confirmed=True).number == 2
    assert fault_of(consented) is None


def test_a_cancelled_conversation_waits_for_nothing(conversation, choose, mind, clinician, fresh):
    choose(conversation, "more-time")
    mind(conversation, TALK_AGAIN)
    cancel(conversation=fresh(conversation), by=clinician)
    assert fresh(conversation).unanswered_since is None
    assert fault_of(conversation) is None


def test_what_was_said_of_an_earlier_decision_stays_with_it(refused, wrong, choose, fresh):
    wrong(refused)
    choose(refused, "more-time", seen=1)
    (said,) = fresh(refused).said_since
    assert (said.about, said.choice, said.stands, said.waits) == (1, "refusal", False, True)
