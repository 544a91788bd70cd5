"""Moving a conversation to the edition in force: what stays, what is asked anew, and that the record tells it all."""

from dataclasses import replace

import pytest

from sdm.actions.agenda import raise_item
from sdm.actions.answers import save_answer, send_answers
from sdm.actions.conversations import cancel, reopen
from sdm.actions.decisions import decide
from sdm.actions.discussion import save_discussion
from sdm.actions.editions import start_draft, withdraw
from sdm.actions.moving import move_to_edition
from sdm.actions.recording import Stale
from sdm.leaflets.shipped import completed
from sdm.models import AgendaItem, Answer, Edition, RecordEntry
from sdm.models.facts import facts_of
from sdm.models.verify import fault_of
from sdm.rules.moving import earlier_of, no_longer_asked
from sdm.rules.parts import INDICATION, TALK, WITHDRAWN, Saved
from sdm.rules.requirements import outstanding
from sdm.rules.transitions import NotAllowed
from tests.second_person import publish

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
ONE, TWO, THREE, FOUR, FIVE = CONTENT.questions
# The first question is in other words, the last two have changed places, and the third is not asked any more.
NEWER = replace(
    CONTENT,
    questions=(
        replace(ONE, wording="What will be done to me?"),
        TWO,
        replace(FIVE, number=3),
        replace(FOUR, number=4),
    ),
)


@pytest.fixture
def newer(edition, editor, administrator) -> Edition:
    draft = start_draft(content=NEWER, by=editor)
    return publish(edition=draft, seen=1, by=administrator, reason="It asks something else.")


@pytest.fixture
def answer(conversation, patient, fresh):
    def answer(number: int, text: str, **values) -> Saved:
        now = fresh(conversation)
        part = f"question-{number}"
        seen = values.pop("seen", now.answers.get(part, Saved(part)).revision)
        return save_answer(conversation=now, part=part, text=text, seen=seen, by=patient, **values)

    return answer


@pytest.fixture
def move(conversation, clinician, fresh):
    def move(edition: Edition, by=clinician) -> None:
        move_to_edition(conversation=fresh(conversation), edition=edition, by=by)

    return move


@pytest.fixture
def written(answer):
    for number in range(1, 6):
        answer(number, f"Words {number}", understanding=TALK, details={"ask-1": f"Ask {number}"})


def test_answers_follow_their_questions_and_the_record_tells_all_of_it(
    written, newer, move, conversation, edition, fresh, clinician
):
    rows = list(Answer.objects.order_by("pk").values())
    move(newer)
    now = fresh(conversation)
    assert (now.edition, now.moved_from, now.content) == (newer, edition, NEWER)
    assert {part: saved.text for part, saved in now.answers.items()} == {
        "question-1": "",
        "question-2": "Words 2",
        "question-3": "Words 5",
        "question-4": "Words 4",
        "question-5": "",
    }
    assert [(one.wording, one.lines[0].words) for one in earlier_of(now.answers["question-1"])] == [
        (ONE.wording, "Words 1")
    ]
    # The third question is gone; another one has its number, and what was written to it stands beside that.
    assert [one.wording for one in earlier_of(now.answers["question-3"])] == [THREE.wording]
    assert no_longer_asked(now.answers, now.content) == []
    entry = RecordEntry.objects.get(conversation=conversation, sequence=now.head[0])
    assert (entry.what, entry.who) == ("moved to another edition", clinician.as_actor().name)
    assert fault_of(now) is None
    # Every row that stood still stands.
    assert list(Answer.objects.filter(pk__in=[row["id"] for row in rows]).order_by("pk").values()) == rows


def test_the_record_is_whole_after_moves_there_and_on(written, newer, move, conversation, fresh, editor, administrator):
    move(newer)
    again = publish(edition=start_draft(content=CONTENT, by=editor), seen=1, by=administrator)
    move(again)
    now = fresh(conversation)
    assert (now.edition, now.moved_from) == (again, newer)
    words = {line.words for saved in now.answers.values() for one in earlier_of(saved) for line in one.lines}
    words |= {saved.text for saved in now.answers.values()}
    assert {f"Words {number}" for number in range(1, 6)} <= words
    assert fault_of(now) is None


def test_moving_to_where_it_stands_changes_nothing(conversation, edition, move, fresh):
    before = fresh(conversation).head
    move(edition)
    assert fresh(conversation).head == before


def test_a_page_that_shows_the_earlier_question_does_not_save_over_the_new_one(answer, newer, move):
    move(newer)
    with pytest.raises(Stale):
        answer(1, "To the earlier question", seen=0)
    assert answer(2, "To the same question", seen=0).text == "To the same question"


def test_what_was_written_to_the_earlier_question_stays_when_the_new_one_is_answered(
    written, newer, move, answer, conversation, fresh
):
    move(newer)
    answer(1, "Anew")
    answer(1, "Anew and better")
    one = fresh(conversation).answers["question-1"]
    assert (one.text, one.wording) == ("Anew and better", "What will be done to me?")
    assert [each.wording for each in earlier_of(one)] == [ONE.wording]
    assert fault_of(fresh(conversation)) is None


def test_what_is_to_be_talked_about_stays_to_be_talked_about(
    written, newer, move, answer, conversation, patient, clinician, fresh
):
    send_answers(conversation=fresh(conversation), by=patient)
    raise_item(conversation=fresh(conversation), text="Anticoagulants", by=clinician)
    before = sorted(AgendaItem.objects.values_list("text", "state"))
    move(newer)
    assert sorted(AgendaItem.objects.values_list("text", "state")) == before
    numbers = dict(AgendaItem.objects.values_list("text", "question_number"))
    assert [numbers[f"Words {number}"] for number in range(1, 6)] == [None, 2, None, 4, 3]
    # An answer to the new question neither takes the place of the earlier worry nor withdraws it.
    answer(1, "Clear now")
    assert AgendaItem.objects.get(text="Words 1").state == AgendaItem.OPEN
    assert fault_of(fresh(conversation)) is None


def test_what_was_said_on_a_question_that_changed_is_outstanding_again(newer, move, conversation, clinician, fresh):
    notes = {f"question-{n}": Saved(f"question-{n}", text=f"Said {n}") for n in range(1, 6)}
    notes[INDICATION] = Saved(INDICATION, details={"indication": CONTENT.indications[0].id})
    save_discussion(conversation=fresh(conversation), notes=notes, by=clinician)
    move(newer)
    now = fresh(conversation)
    assert facts_of(now).discussed == {2, 3, 4}
    assert now.discussion["question-3"].text == "Said 5"
    save_discussion(
        conversation=now, notes={"question-1": Saved("question-1", text="Said anew", revision=2)}, by=clinician
    )
    one = fresh(conversation).discussion["question-1"]
    assert (one.text, [each.lines[0].words for each in earlier_of(one)]) == ("Said anew", ["Said 1"])
    assert fault_of(fresh(conversation)) is None


def test_after_a_decision_it_stays_where_it_is_until_the_discussion_is_opened_again(
    newer, move, conversation, clinician, fresh, edition
):
    decide(conversation=fresh(conversation), choice="refusal", reasons="No.", seen=0, by=clinician)
    with pytest.raises(NotAllowed, match="Open the discussion again"):
        move(newer)
    assert fresh(conversation).edition == edition
    reopen(conversation=fresh(conversation), by=clinician)
    move(newer)
    assert fresh(conversation).edition == newer
    assert conversation.decisions.get().summary
    assert fault_of(fresh(conversation)) is None


def test_a_cancelled_conversation_is_not_moved(newer, move, conversation, clinician, fresh):
    cancel(conversation=fresh(conversation), by=clinician)
    with pytest.raises(NotAllowed):
        move(newer)


def test_nobody_else_moves_a_patient(newer, move, other_clinician, administrator):
    for somebody in (other_clinician, administrator):
        with pytest.raises(NotAllowed, match="Only a clinician of this hospital"):
            move(newer, by=somebody)


def test_only_to_the_edition_in_force_of_the_same_leaflet(
    newer, move, conversation, fresh, editor, administrator, fictional, edition
):
    draft = start_draft(content=CONTENT, by=editor)
    for other in (fictional, draft):
        with pytest.raises(NotAllowed, match="cannot be used"):
            move(other)
    withdraw(edition=newer, reason="A figure was wrong.", by=administrator)
    with pytest.raises(NotAllowed, match="cannot be used"):
        move(newer)
    assert fresh(conversation).edition == edition


TOLD = "told-of-withdrawal"


def asked(conversation) -> list[str]:
    return [one.id for one in outstanding(facts_of(conversation))]


def test_consent_on_a_withdrawn_edition_waits_until_the_patient_was_told_or_moved(
    conversation, edition, administrator, editor, clinician, fresh, move
):
    assert TOLD not in asked(fresh(conversation))
    withdraw(edition=edition, reason="A figure was wrong.", by=administrator)
    assert TOLD in asked(fresh(conversation))
    elsewhere = Saved(WITHDRAWN, text="We talked.", details={"edition": "another"})
    save_discussion(conversation=fresh(conversation), notes={WITHDRAWN: elsewhere}, by=clinician)
    assert TOLD in asked(fresh(conversation))
    told = Saved(WITHDRAWN, text="We talked.", details={"edition": str(edition.pk)}, revision=1)
    save_discussion(conversation=fresh(conversation), notes={WITHDRAWN: told}, by=clinician)
    assert TOLD not in asked(fresh(conversation))
    newer = publish(
        edition=start_draft(content=NEWER, by=editor), seen=1, by=administrator, reason="The figure is mended."
    )
    move(newer)
    assert TOLD not in asked(fresh(conversation))
    # What was told of the one is not told of the other.
    withdraw(edition=newer, reason="A figure was wrong again.", by=administrator)
    assert TOLD in asked(fresh(conversation))
    # To say no, or to take more time, is never held up.
    decide(conversation=fresh(conversation), choice="refusal", reasons="No.", seen=0, by=clinician)
    assert fault_of(fresh(conversation)) is None
