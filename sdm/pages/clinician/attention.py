"""What of a patient's answers needs attention first: worries before doubts, doubts before the rest."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from sdm.models import Conversation, Invitation
from sdm.rules import parts
from sdm.rules.parts import NOT_SURE, TALK, UNDERSTAND, UNDERSTANDING, Saved
from sdm.rules.patient_fields import ON_PEOPLE_AND_HELP, Line, lines_of

NEEDS = {value: label for one in ON_PEOPLE_AND_HELP if one.name == "needs" for value, label in one.choices}
WORRIES_FIRST = (TALK, NOT_SURE, UNDERSTAND, "")


@dataclass(frozen=True)
class Row:
    """A conversation in the list, with what in it needs attention; answers not sent yet are counted nowhere."""

    conversation: Conversation
    to_talk_about: int
    not_sure: int
    needs: tuple[str, ...]
    has_started: bool


@dataclass(frozen=True)
class Voice:
    """One question with what the patient sent on it; `is_changed` where they saved it again after sending."""

    number: int
    wording: str
    text: str
    understanding: str
    is_changed: bool

    @property
    def mark(self) -> str:
        """How the patient marked the question; empty where they did not."""
        return UNDERSTANDING.get(self.understanding, "")

    @property
    def is_answered(self) -> bool:
        """Whether the patient wrote or marked anything."""
        return bool(self.text or self.understanding)


def with_invitation(found: QuerySet) -> QuerySet:
    """Each conversation with when its invitation in force was made and opened."""
    in_force = Invitation.objects.filter(conversation=OuterRef("pk"), revoked_at__isnull=True)
    return found.annotate(
        invited_at=Subquery(in_force.values("created_at")[:1]), opened_at=Subquery(in_force.values("opened_at")[:1])
    )


def row_of(conversation: Conversation) -> Row:
    """What the list shows of a conversation."""
    answers = sent_answers(conversation)
    marks = [answer.understanding for answer in answers.values()]
    needed = answers.get(parts.PEOPLE_AND_HELP, Saved(parts.PEOPLE_AND_HELP)).details.get("needs", ())
    return Row(
        conversation,
        to_talk_about=marks.count(TALK),
        not_sure=marks.count(NOT_SURE),
        needs=tuple(NEEDS.get(need, need) for need in needed),
        has_started=has_started(conversation),
    )


def has_started(conversation: Conversation) -> bool:
    """Whether the patient has saved anything, sent or not."""
    return any(not saved.is_empty for saved in conversation.answers.values())


def sent_answers(conversation: Conversation) -> dict[str, Saved]:
    """The patient's answers by part; none of them before they are sent."""
    return conversation.answers if conversation.is_sent else {}


def lines_sent(conversation: Conversation, part: str) -> tuple[Line, ...]:
    """What the patient sent in one part, line by line."""
    answers = sent_answers(conversation)
    return lines_of(answers[part], conversation.content) if part in answers else ()


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
        found.append(Voice(question.number, question.wording, answer.text, answer.understanding, is_changed))
    return found
