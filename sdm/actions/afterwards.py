"""What is said after a decision, by patients or by staff, and what is answered; none of it changes the decision."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from sdm.actions.recording import append, clinician, keep_changes, recorded
from sdm.models import ChangeOfMind, Conversation, Correction, Decision, RecordEntry, Reply, User
from sdm.rules.afterwards import (
    BY_STAFF,
    CHANGES_OF_MIND,
    CORRECTION,
    LONGEST,
    NOT_OFFERED,
    TALK_AGAIN,
    WAITING_AT_MOST,
    WITHDRAWALS,
    WRITTEN,
    Said,
)
from sdm.rules.people import Actor
from sdm.rules.transitions import NotAllowed, Status, Step, after
from sdm.rules.words import has_a_word, is_blank, marked

NOTHING_DECIDED = marked("No decision has been recorded yet.")
ENOUGH = marked("Your team has a lot from you to answer already. If you need an answer now, ask them.")
WRITE = marked("Write what is wrong.")
TOO_LONG = marked("This is too long.")
CHOOSE = marked("Choose what you want to tell your team.")


@recorded
def say_it_is_wrong(*, conversation: Conversation, text: str, by: Actor) -> None:
    """Keep what the patient says is wrong in the summary of the latest decision, for the team to answer.

    The same words about the same decision are one, answered or not. `conversation` is read with `afterwards`.
    Raises NotAllowed before any decision, after a cancellation, or where there is too much to answer already.
    """
    number = _latest_decision(conversation)
    said = [one for one in conversation.said_since if one.what == CORRECTION]
    if any((one.about, one.text) == (number, text) for one in said):
        return
    if is_blank(text):
        raise NotAllowed(WRITE)
    _has_room(said, text)
    _say(conversation, Correction(decision_number=number, text=text), what="correction", by=by)


@recorded
def say_mind_changed(*, conversation: Conversation, wants: str, text: str = "", by: Actor) -> None:
    """Tell the team at once that the patient has changed their mind, or wants to talk again; nobody has to say why.

    The same again is one, while nobody has answered it. The decision stays until a clinician records another one.
    Raises NotAllowed as `say_it_is_wrong` does.
    """
    if wants not in CHANGES_OF_MIND:
        raise NotAllowed(CHOOSE)
    _change_mind(conversation, ChangeOfMind(text=text, wants=wants), by=by)


@recorded
def write_down_change_of_mind(*, conversation: Conversation, wants: str, text: str = "", by: User) -> None:
    """The same, by staff: the patient told them, or a clinician does not offer the procedure any more. One step.

    A consent does not count from then on, as if the patient had said so on their own page. Raises NotAllowed as
    `say_it_is_wrong` does, and for anybody but a clinician of this hospital.
    """
    if wants not in BY_STAFF:
        raise NotAllowed("Choose what it is.")
    if wants == NOT_OFFERED and not has_a_word(text):
        raise NotAllowed("Write why the procedure should not go ahead as agreed: it is a professional judgement.")
    row = ChangeOfMind(text=text, wants=wants, told=wants != NOT_OFFERED)
    _change_mind(conversation, row, by=clinician(by, conversation))


def _change_mind(conversation: Conversation, row: ChangeOfMind, *, by: Actor) -> None:
    row.decision_number = _latest_decision(conversation)
    waiting = [one for one in conversation.said_since if one.is_change_of_mind and one.waits]
    same = (row.wants, row.decision_number, row.text, row.told)
    if any((one.what, one.about, one.text, one.told) == same for one in waiting):
        return
    is_first = not any(one.what == row.wants and one.about == row.decision_number for one in waiting)
    # Without a word it asks for nothing that does not wait already.
    if row.wants == TALK_AGAIN and not is_first and is_blank(row.text):
        return
    # However much waits for an answer already, a consent can be taken back.
    _has_room([] if row.wants in WITHDRAWALS and is_first else waiting, row.text)
    _say(conversation, row, what="change of mind", by=by)


def _latest_decision(conversation: Conversation) -> int:
    after(Step.SAY_AFTERWARDS, Status(conversation.status))
    numbers = Decision.objects.filter(conversation=conversation).order_by("-number").values_list("number", flat=True)
    if not (number := numbers.first()):
        raise NotAllowed(NOTHING_DECIDED)
    return number


def _has_room(said: Iterable[Said], text: str) -> None:
    if len(text) > LONGEST:
        raise NotAllowed(TOO_LONG)
    if sum(one.waits for one in said) >= WAITING_AT_MOST:
        raise NotAllowed(ENOUGH)


def _say(conversation: Conversation, row: Correction | ChangeOfMind, *, what: str, by: Actor) -> None:
    """Save what was said as the next entry; from then on the conversation waits for an answer."""
    now = timezone.now()
    since = min((one.said_at for one in conversation.said_since if one.waits), default=now)
    entry = append(conversation, by=by, what=what, content=row.content() | _told(since), at=now)
    row.conversation, row.said_by, row.said_at, row.recorded_as = conversation, by.name, entry.at, entry.sequence
    row.save(force_insert=True)
    keep_changes(conversation, entry, unanswered_since=since)


@recorded
def answer_patient(*, conversation: Conversation, about: int, outcome: str, text: str, by: User) -> None:
    """Answer in writing one thing that the patient said; `about` is its entry of the record.

    The same answer again changes nothing. Raises NotAllowed for another answer to the same, for one without words, and
    where words are not enough because a consent stands that the patient has changed their mind about.
    """
    status = after(Step.ANSWER_PATIENT, Status(conversation.status))
    said = next((one for one in conversation.said_since if one.entry == about), None)
    if said is None:
        raise NotAllowed("The patient has not said this.")
    if (said.outcome, said.answer) == (outcome, text):
        return
    _may_answer(said, status, outcome, text)
    answers = [Reply(about=about, outcome=outcome, text=text)]
    content = replies(conversation, answers)
    entry = append(conversation, by=clinician(by, conversation), what="answered the patient", content=content)
    keep_replies(conversation, answers, entry)


def _may_answer(said: Said, status: Status, outcome: str, text: str) -> None:
    if not said.waits:
        raise NotAllowed("Somebody has answered this already.")
    if outcome not in WRITTEN[said.what]:
        raise NotAllowed("Choose how this is answered.")
    if not said.may_be_answered_by_words(status):
        raise NotAllowed(
            "Talk with the patient. Then open the discussion again and answer, or record what they decide now."
        )
    if not has_a_word(text) or len(text) > LONGEST:
        raise NotAllowed("Write what you answer, in up to 2,000 characters.")


def answers_by_doing(conversation: Conversation, outcome: str, *, up_to: int) -> list[Reply]:
    """The answers, not saved yet, that an action is to every change of mind up to an entry."""
    return [
        Reply(about=said.entry, outcome=outcome)
        for said in conversation.said_since
        if said.waits and said.is_change_of_mind and said.entry <= up_to
    ]


def replies(conversation: Conversation, answers: Collection[Reply]) -> dict[str, Any]:
    """What an entry of the record says of answers; nothing where there are none."""
    content = [answer.content() for answer in answers]
    return {"replies": content} | _told(_waits_since(conversation, answers)) if content else {}


def keep_replies(conversation: Conversation, answers: Collection[Reply], entry: RecordEntry) -> None:
    """Save answers as the entry tells them."""
    for answer in answers:
        answer.conversation, answer.recorded_as = conversation, entry.sequence
        answer.replied_at, answer.replied_by = entry.at, entry.who
        answer.save(force_insert=True)
    if answers:
        keep_changes(conversation, entry, unanswered_since=_waits_since(conversation, answers))


def _waits_since(conversation: Conversation, answers: Iterable[Reply]) -> datetime | None:
    """Since when the patient waits for the first of the answers that are still to come."""
    answered = {answer.about for answer in answers}
    return min(
        (one.said_at for one in conversation.said_since if one.waits and one.entry not in answered), default=None
    )


def _told(since: datetime | None) -> dict[str, str | None]:
    return {"unanswered_since": since.astimezone(UTC).isoformat() if since else None}
