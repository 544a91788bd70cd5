"""What of a patient's answers needs attention first: worries before doubts, doubts before the rest."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypedDict

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sdm.models import Conversation
from sdm.models.conversations import Answered
from sdm.models.editions_now import edition_now
from sdm.models.leaflets import published
from sdm.models.page_queries import Listed
from sdm.pages.clinician import words
from sdm.rules import parts
from sdm.rules.edition import Question
from sdm.rules.moving import Earlier, earlier_of, no_longer_asked
from sdm.rules.nhs_number import spaced
from sdm.rules.parts import NOT_SURE, TALK, UNDERSTAND, UNDERSTANDING, Saved
from sdm.rules.patient_fields import ASKS, Line, lines_of
from sdm.rules.transitions import Status
from sdm.summary.moments import moment
from sdm.summary.own_words import typed_in

WORRIES_FIRST = (TALK, NOT_SURE, UNDERSTAND, "")
STATUSES = dict(Conversation.STATUSES)
TAG_COLOURS = {
    Status.INVITED.value: "white",
    Status.SENT.value: "blue",
    Status.DISCUSSING.value: "yellow",
    Status.DECIDED.value: "green",
    Status.CANCELLED.value: "grey",
}
OVER = (Status.DECIDED, Status.CANCELLED)


class Flag(NamedTuple):
    """One thing that needs attention, and how loud the list says it: one of the three below."""

    words: str
    tone: str = ""


QUIET, LOUD, STOP = "", "loud", "stop"


class Row(TypedDict):
    """One row of the list in plain values; `flags` are empty where nothing needs attention any more.

    `note` are the words of the only flag where that is a quiet one, which needs no list; empty elsewhere.
    """

    id: str
    appointment: str
    patient: str
    nhs_number: str
    leaflet: str
    status_words: str
    colour: str
    flags: list[Flag]
    note: str


class Voice(TypedDict):
    """One question with what the patient sent on it, in plain values.

    `mark` tells how they marked it, as HTML, and who typed it in, where the patient did not do so themselves. `read_as`
    is the question as they read it, in the language `read_in`; both are empty where that was as it is here.
    """

    number: int
    title: str
    text: str
    understanding: str
    mark: SafeString
    is_answered: bool
    asks: tuple[str, ...]
    read_as: str
    read_in: str
    earlier: list[Earlier]


MARK_COLOURS = {TALK: "orange", NOT_SURE: "yellow"}


def row_of(conversation: Listed) -> Row:
    """What the list shows of a conversation."""
    status, flags = conversation.status, _said_flags(conversation)
    if status not in OVER:
        flags += _open_flags(conversation)
    return Row(
        id=str(conversation.id),
        appointment=moment(conversation.appointment_at.isoformat()),
        patient=conversation.patient_name,
        nhs_number=spaced(conversation.nhs_number),
        leaflet=conversation.reference,
        status_words=STATUSES[status],
        colour=TAG_COLOURS[status],
        flags=flags,
        note=flags[0].words if len(flags) == 1 and flags[0].tone == QUIET else "",
    )


def _said_flags(conversation: Listed) -> list[Flag]:
    """What the patient said after a decision and nobody has answered, whatever has become of the conversation."""
    said = [one for one in conversation.said_since if one.waits]
    stops = [Flag("Do not act on the consent", STOP)] if any(one.stops for one in said) else []
    return stops + [Flag(f"{one.they_said}, {moment(one.said_at.isoformat())}", LOUD) for one in said]


def _open_flags(conversation: Listed) -> Iterator[Flag]:
    """What is to be seen to before a decision; answers that were not sent are counted nowhere."""
    now = edition_now(conversation.edition_id)
    if now and now.withdrawn_at:
        yield Flag("Leaflet withdrawn", STOP)
    if conversation.is_locked:
        yield Flag("Link locked", LOUD)
    if conversation.is_sent:
        yield from _marks(conversation)
    else:
        yield Flag(_waits_for(conversation))
    needs = conversation.needs
    if to_arrange := ", ".join(str(need) for need in needs if need.is_to_arrange):
        yield Flag(f"To arrange: {to_arrange}")
    if arranged := ", ".join(str(need) for need in needs if need.is_arranged):
        yield Flag(f"Arranged: {arranged}")
    if conversation.changed_after_sending:
        yield Flag("Changed after sending")
    if now and now.can_be_left and not now.withdrawn_at:
        yield Flag("Newer edition of the leaflet")


def _marks(conversation: Listed) -> list[Flag]:
    """How much there is to talk about, and then of how many questions the patient is not sure."""
    not_sure = sum(answer.understanding == NOT_SURE for answer in conversation.answers.values())
    counts = ((conversation.worries, "to talk about"), (not_sure, "not sure"))
    return [Flag(f"{count} {words}", LOUD) for count, words in counts if count] or [Flag("Answers sent")]


def _waits_for(conversation: Listed) -> str:
    """Why a patient has not sent anything yet."""
    if has_started(conversation):
        return words.STARTED_NOT_SENT
    if not conversation.invited_at:
        return words.NO_LINK
    return words.NOT_STARTED if conversation.opened_at else words.NOT_OPENED


def has_started(conversation: Answered) -> bool:
    """Whether the patient has saved anything, sent or not."""
    return any(not saved.is_empty for saved in conversation.answers.values())


def sent_answers(conversation: Answered) -> dict[str, Saved]:
    """The patient's answers by part; none of them before they are sent."""
    return conversation.answers if conversation.is_sent else {}


def lines_sent(conversation: Conversation, part: str) -> tuple[Line, ...]:
    """What the patient sent in one part, line by line."""
    answers = sent_answers(conversation)
    return lines_of(answers[part], conversation.content) if part in answers else ()


def typed_in_for(conversation: Conversation, part: str) -> str:
    """Who typed in what the patient sent in one part; empty where the patient did so themselves."""
    saved = sent_answers(conversation).get(part)
    return typed_in(saved.came_by, saved.saved_by) if saved else ""


def worries_first(conversation: Conversation) -> list[Voice]:
    """Every question: those first that the patient wants to talk about, then those they are not sure of."""
    return sorted(
        voices(conversation), key=lambda voice: (WORRIES_FIRST.index(voice["understanding"]), voice["number"])
    )


def voices(conversation: Conversation) -> list[Voice]:
    """Every question in the leaflet's order, with what the patient sent."""
    answers = sent_answers(conversation)
    nothing = Saved("")
    return [
        _voice(conversation, question, answers.get(parts.question_part(question.number), nothing))
        for question in conversation.content.questions
    ]


def _voice(conversation: Conversation, question: Question, answer: Saved) -> Voice:
    asks = tuple(answer.details[name] for name in ASKS if answer.details.get(name))
    read_as, read_in = (answer.wording, published(answer.translation).language) if answer.translation else ("", "")
    is_answered = bool(answer.text or answer.understanding or asks)
    return Voice(
        number=question.number,
        title=f"{question.number}. {question.wording}",
        text=answer.text,
        understanding=answer.understanding,
        mark=_mark(
            answer.understanding,
            is_answered,
            conversation.was_changed_after_sending(answer),
            typed_in(answer.came_by, answer.saved_by) if is_answered else "",
        ),
        is_answered=is_answered,
        asks=asks,
        read_as=read_as,
        read_in=read_in,
        earlier=earlier_of(answer),
    )


# There are few of them, and each brief has five.
@lru_cache(maxsize=256)
def _mark(understanding: str, is_answered: bool, is_changed: bool, typed_in_by: str) -> SafeString:
    return render_to_string(
        "clinician/mark.html",
        {
            "mark": UNDERSTANDING.get(understanding, ""),
            "colour": MARK_COLOURS.get(understanding, "white"),
            "is_answered": is_answered,
            "is_changed": is_changed,
            "typed_in": typed_in_by,
        },
    )


def sent_on_questions_gone(conversation: Conversation) -> list[list[Earlier]]:
    """What the patient sent on questions that the edition does not ask any more; before a move there are none."""
    if not conversation.moved_at:
        return []
    return [earlier_of(one) for one in no_longer_asked(sent_answers(conversation), conversation.content)]
