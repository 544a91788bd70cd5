"""What patients do, and staff for those who answered on paper or by telling them: save an answer, send the answers."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings

from sdm.actions.agenda import agenda_after, keep, told
from sdm.actions.recording import Stale, append, clinician, keep_changes, recorded
from sdm.models import Answer, Conversation, User
from sdm.models.leaflets import is_translation, published_content
from sdm.models.plain_sql import insert
from sdm.rules.journey import can_send
from sdm.rules.moving import with_earlier
from sdm.rules.parts import READ, Saved, question_number, saved_in
from sdm.rules.people import Actor, Kind
from sdm.rules.transitions import NotAllowed, Status, Step, after
from sdm.rules.words import marked

CLOSED = marked("You can no longer change your answers here. Talk to your team if something has changed.")


class NothingToSend(ValueError):
    """There is nothing to send yet."""


@recorded
def save_answer(
    *,
    conversation: Conversation,
    part: str,
    text: str = "",
    understanding: str = "",
    details: Mapping[str, Any] | None = None,
    came_by: str = "",
    seen: int,
    unheard: Iterable[Saved] = (),
    language: str = settings.LANGUAGE_CODE,
    translation: UUID | None = None,
    by: Actor | User,
) -> Saved:
    """Save one part of the patient's answers as its next revision; the same words again change nothing.

    `by` is the patient, or the clinician who types in what came on paper or was told to them: which, says `came_by`.
    `seen` is the revision that was on the screen, `language` the language of the page, and `translation` the
    translation whose words stood there; None for those of the conversation's own edition. `unheard` is what the same
    page sent on top of `seen` without hearing whether it arrived: where one of these stands now, it was seen too.
    `conversation` is read with answers and head. Raises Stale where another revision stands now, NotAllowed where
    answers can no longer change, ValueError for a translation that is none of this edition.
    """
    author = _author(conversation, by)
    _can_have_come(came_by, by)
    if translation and not is_translation(translation, of=conversation.edition_id):
        raise ValueError(f"{translation} is no published translation of {conversation.edition_id}.")
    now = saved_in(conversation.answers, part)
    new = Saved(
        part,
        text=text,
        understanding=understanding,
        details=dict(details or {}),
        wording=_wording(translation or conversation.edition_id, part),
        revision=now.revision,
        came_by=came_by,
        # Where staff type it in, the patient read no screen.
        language="" if came_by else language,
        translation=translation,
    )
    new = with_earlier(new, now)
    if now.revision and _same(now, new):
        return now
    if seen != now.revision and not any(_same(now, sent) for sent in unheard):
        raise Stale({part: now})
    row = Answer.on_top(conversation, new, by=author.name)
    # Once sent, the clinician sees changes as they are saved, so what the patient wants to talk about follows at once.
    agenda = agenda_after([new], conversation, before=[now]) if conversation.is_sent and question_number(part) else []
    entry = append(conversation, by=author, what="answer saved", content=row.content() | told(agenda))
    row.saved_at, row.recorded_as = entry.at, entry.sequence
    insert(row)
    keep(agenda, entry)
    return replace(new, revision=row.revision)


def _can_have_come(came_by: str, by: Actor | User) -> None:
    """Raise NotAllowed where staff do not say how the answers came, or a patient does."""
    if bool(came_by) != isinstance(by, User) or came_by not in ("", *dict(Answer.CAME_BY)):
        raise NotAllowed("Say how the answers came: staff type in what came on paper, or what they were told.")


def _author(conversation: Conversation, by: Actor | User) -> Actor:
    """Who writes, as the record names them: the patient until the appointment, a clinician until a decision.

    What came on paper may well be typed in late. Raises NotAllowed for anybody else.
    """
    if isinstance(by, User):
        after(Step.SAVE_ANSWER, Status(conversation.status))
        return clinician(by, conversation)
    if by.kind is not Kind.PATIENT or not conversation.open_to_patient():
        raise NotAllowed(CLOSED)
    return by


def _wording(edition_id: UUID, part: str) -> str:
    """The words that stood on the screen, so that an answer is for ever tied to what was asked."""
    number = question_number(part)
    question = published_content(edition_id).question(number) if number else None
    return question.wording if question else ""


def _same(one: Saved, other: Saved) -> bool:
    return (one.text, one.understanding, one.kept) == (other.text, other.understanding, other.kept)


@recorded
def send_answers(*, conversation: Conversation, agreed: bool = False, by: Actor | User) -> None:
    """Send the answers to the clinician; what the patient wants to talk about goes on the agenda.

    A clinician sends what came on paper; what the patient wrote on their own pages goes with it only if they `agreed`.
    Sending again without a change since does nothing. Raises NothingToSend, or NotAllowed after the appointment.
    """
    author = _author(conversation, by)
    if not can_send(conversation.answers):
        raise NothingToSend(marked("Write or choose something first. One thing is enough."))
    if conversation.is_sent and not conversation.changed_after_sending:
        return
    not_theirs_to_send = conversation.kept_back - {READ} if isinstance(by, User) else None
    if not_theirs_to_send and not agreed:
        raise NotAllowed("The patient has not sent what they wrote on their own pages. Ask them first.")
    status = after(Step.SEND_ANSWERS, Status(conversation.status)).value
    # Changes since the first sending are on the agenda already: each was put there when it was saved.
    agenda = [] if conversation.is_sent else agenda_after(conversation.answers.values(), conversation)
    revisions = {part: saved.revision for part, saved in conversation.answers.items()}
    content = {"revisions": revisions, "status": status} | told(agenda)
    if not_theirs_to_send:
        content["agreed"] = True
    entry = append(conversation, by=author, what="answers sent", content=content)
    keep_changes(conversation, entry, status=status, sent_at=entry.at)
    keep(agenda, entry)
