"""What of a patient's answers needs attention first: worries before doubts, doubts before the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from sdm.models import Conversation
from sdm.models.conversations import Answered
from sdm.models.leaflets import published
from sdm.models.readings import Listed
from sdm.pages.clinician import words
from sdm.rules import parts
from sdm.rules.nhs_number import spaced
from sdm.rules.parts import NOT_SURE, TALK, UNDERSTAND, UNDERSTANDING, Saved
from sdm.rules.patient_fields import ASKS, Line, lines_of
from sdm.rules.transitions import Status
from sdm.summary.moments import moment
from sdm.summary.own_words import typed_in

WORRIES_FIRST = (TALK, NOT_SURE, UNDERSTAND, "")
STATUSES = dict(Conversation.STATUSES)
OVER = (Status.DECIDED, Status.CANCELLED)


class Row(TypedDict):
    """One row of the list in plain values; answers that were not sent are counted nowhere.

    `waiting` is why there are no answers yet; empty once they were sent, or where they no longer matter. `needs` is the
    help that is still to be arranged. `said` is what the patient said after a decision and nobody has answered;
    `is_stopped` that nobody may act on a consent because of it.
    """

    id: str
    appointment: str
    patient: str
    nhs_number: str
    leaflet: str
    status: str
    status_words: str
    is_over: bool
    waiting: str
    to_talk_about: int
    not_sure: int
    needs: str
    arranged: str
    is_changed: bool
    said: list[str]
    is_stopped: bool


@dataclass(frozen=True)
class Voice:
    """One question with what the patient sent on it; `is_changed` where they saved it again after sending.

    `typed_in` says who typed it in, where the patient did not do so themselves.
    `read_as` is the question as they read it, in the language `read_in`; both are empty where that was as it is here.
    """

    number: int
    wording: str
    text: str
    understanding: str
    is_changed: bool
    asks: tuple[str, ...] = ()
    read_as: str = ""
    read_in: str = ""
    typed_in: str = ""

    @property
    def mark(self) -> str:
        """How the patient marked the question; empty where they did not."""
        return UNDERSTANDING.get(self.understanding, "")

    @property
    def colour(self) -> str:
        """The colour of the tag that shows the mark."""
        return {TALK: "orange", NOT_SURE: "yellow"}.get(self.understanding, "white")

    @property
    def is_answered(self) -> bool:
        """Whether the patient wrote or marked anything."""
        return bool(self.text or self.understanding or self.asks)


def row_of(conversation: Listed) -> Row:
    """What the list shows of a conversation."""
    answers = sent_answers(conversation)
    marks = [answer.understanding for answer in answers.values()]
    is_over = conversation.status in OVER
    needs = conversation.needs
    said = [one for one in conversation.said_since if one.waits]
    return Row(
        id=str(conversation.id),
        appointment=moment(conversation.appointment_at.isoformat()),
        patient=conversation.patient_name,
        nhs_number=spaced(conversation.nhs_number),
        leaflet=conversation.reference,
        status=conversation.status,
        status_words=STATUSES[conversation.status],
        is_over=is_over,
        waiting="" if is_over or conversation.is_sent else _waits_for(conversation),
        to_talk_about=marks.count(TALK),
        not_sure=marks.count(NOT_SURE),
        needs=", ".join(str(need) for need in needs if need.is_to_arrange),
        arranged=", ".join(str(need) for need in needs if need.arranged),
        is_changed=conversation.changed_after_sending,
        said=[f"{one.they_said}, {moment(one.said_at.isoformat())}" for one in said],
        is_stopped=any(one.stops for one in said),
    )


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
    saved = sent_answers(conversation).get(part, Saved(part))
    return typed_in(saved.came_by, saved.saved_by)


def worries_first(conversation: Conversation) -> list[Voice]:
    """Every question: those first that the patient wants to talk about, then those they are not sure of."""
    return sorted(voices(conversation), key=lambda voice: (WORRIES_FIRST.index(voice.understanding), voice.number))


def voices(conversation: Conversation) -> list[Voice]:
    """Every question in the leaflet's order, with what the patient sent."""
    answers = sent_answers(conversation)
    found = []
    for question in conversation.content.questions:
        answer = answers.get(parts.question_part(question.number), Saved(""))
        is_changed = bool(answer.saved_at and answer.saved_at > conversation.sent_at)
        asks = tuple(answer.details[name] for name in ASKS if answer.details.get(name))
        read = (answer.wording, published(answer.translation).language) if answer.translation else ("", "")
        found.append(
            Voice(
                question.number,
                question.wording,
                answer.text,
                answer.understanding,
                is_changed,
                asks,
                *read,
                typed_in=typed_in(answer.came_by, answer.saved_by),
            )
        )
    return found
