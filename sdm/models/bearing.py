"""What bears on a consent and came after a moment: after a page was drawn, or after somebody read the answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sdm.models.agenda import AgendaItem
from sdm.models.answers import Answer, DiscussionNote
from sdm.models.conversations import Conversation
from sdm.models.in_words import NOT_AGREED_TO, about_answer, about_note, answered, as_of, recorded
from sdm.models.record import RecordEntry
from sdm.models.retelling import FIRST_DAYS_CORRECTED, MOVED
from sdm.rules.brief_readings import last_read, unread
from sdm.rules.edition import EditionContent
from sdm.rules.parts import RESEARCH, Saved, saved_in
from sdm.rules.standing import NAMES, Kind

ANSWERS, AGENDA, EDITION, PLAN, SAID = "answers", "agenda", "edition", "procedure", "said"
FIRST_DAYS = "first-days"
AGENDA_CHANGED = "Something to talk about is new, or has changed"
MOVED_ON = "The patient was moved to another edition of the leaflet"
DAYS_CHANGED = "When the symptoms began, or when the patient first came, has changed"
PLAN_CHANGED = "The plan for the procedure has changed"


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was: what it is, who changed it, and the words before and now, empty for none.

    `place` is the part of the discussion where it stands, or one of the names above.
    """

    name: str
    place: str
    who: str
    about: str = ""
    was: str = ""
    now: str = ""


def changes_after(conversation: Conversation, entry: int) -> tuple[Change, ...]:
    """All that bears on a consent and was recorded after an entry, part by part, where it is not the same again.

    That is answers once they are sent, the discussion, things to talk about, the edition, the plan, the first days, and
    what the patient said since the decision. No query where nothing at all was recorded since, else four, and one where
    the first days were corrected.
    """
    if entry == conversation.head[0]:
        return ()
    later = {
        one.sequence: one
        for one in RecordEntry.objects.filter(conversation=conversation, sequence__gt=entry).only(
            "sequence", "who", "what"
        )
    }
    return (
        *_moved(later),
        *_answers(conversation, entry, is_new=any(one.what == "answers sent" for one in later.values())),
        *_notes(conversation, entry),
        *_agenda(conversation, later),
        *_plan(conversation, later),
        *_first_days(conversation, later),
        *(
            Change(one.they_said, SAID, one.said_by, now=one.text)
            for one in conversation.said_since
            if one.entry > entry
        ),
    )


def study_changes_after(conversation: Conversation, entry: int) -> tuple[Change, ...]:
    """What is recorded of the research study and is not as it stood by an entry: a consent to it is to nothing else.

    No query where nothing at all was recorded since, else one.
    """
    if entry == conversation.head[0]:
        return ()
    now = {part: saved for part, saved in conversation.discussion.items() if part == RESEARCH}
    return tuple(_between(Kind.FACT, as_of(DiscussionNote, conversation, entry), now, conversation.content))


def _moved(later: Mapping[int, RecordEntry]) -> Iterator[Change]:
    return (Change(MOVED_ON, EDITION, one.who) for one in later.values() if one.what == MOVED)


def _answers(conversation: Conversation, entry: int, *, is_new: bool) -> Iterator[Change]:
    """`is_new` where they were sent since: nobody could read them before."""
    if conversation.is_sent:
        stood = {} if is_new else as_of(Answer, conversation, entry)
        yield from _between(Kind.ANSWER, stood, conversation.answers, conversation.content)


def _notes(conversation: Conversation, entry: int) -> Iterator[Change]:
    stood = as_of(DiscussionNote, conversation, entry)
    now = {part: saved for part, saved in conversation.discussion.items() if part not in NOT_AGREED_TO}
    return _between(Kind.FACT, stood, now, conversation.content)


def _between(
    kind: Kind, stood: Mapping[str, Saved], now: Mapping[str, Saved], content: EditionContent
) -> Iterator[Change]:
    is_answer = kind is Kind.ANSWER
    about: Callable[[str, EditionContent], str] = about_answer if is_answer else about_note
    in_words: Callable[[Saved, EditionContent], str] = answered if is_answer else recorded
    for part, saved in sorted(now.items()):
        was, words = in_words(saved_in(stood, part), content), in_words(saved, content)
        if was != words:
            place = ANSWERS if is_answer else part
            yield Change(NAMES[kind], place, saved.saved_by, about(part, content), *_apart(was, words))


def _apart(was: str, now: str) -> tuple[str, str]:
    """The lines of each that the other has not, so that one is found; both whole where their order differs."""
    before, after = was.splitlines(), now.splitlines()
    only_before = "\n".join(line for line in before if line not in after)
    only_after = "\n".join(line for line in after if line not in before)
    return (only_before, only_after) if only_before or only_after else (was, now)


def _agenda(conversation: Conversation, later: Mapping[int, RecordEntry]) -> Iterator[Change]:
    for item in AgendaItem.objects.filter(conversation=conversation, recorded_as__in=later):
        now = "\n".join(filter(None, (f"{item.get_state_display()}: {item.text}", item.outcome)))
        yield Change(AGENDA_CHANGED, AGENDA, later[item.recorded_as].who, now=now)


def _plan(conversation: Conversation, later: Mapping[int, RecordEntry]) -> Iterator[Change]:
    if one := later.get(conversation.planned_as or 0):
        on = conversation.procedure_on
        now = ", ".join(filter(None, (_in_words(on) if on else "", conversation.procedure_by)))
        yield Change(PLAN_CHANGED, PLAN, one.who, now=now)


def _first_days(conversation: Conversation, later: Mapping[int, RecordEntry]) -> Iterator[Change]:
    corrected = [one for _, one in sorted(later.items()) if one.what == FIRST_DAYS_CORRECTED]
    was, now = json.loads(corrected[0].content)["was"] if corrected else {}, conversation.first_days()
    if corrected and was != now:
        yield Change(DAYS_CHANGED, FIRST_DAYS, corrected[-1].who, was=_days_in_words(was), now=_days_in_words(now))


def _days_in_words(days: Mapping[str, str | None]) -> str:
    names = {"symptoms_began": "Symptoms began", "presented_on": "First came"}
    known = ((name, date.fromisoformat(days[key])) for key, name in names.items() if days[key])
    return "\n".join(f"{name}: {_in_words(on)}" for name, on in known)


def _in_words(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def unread_answers(conversation: Conversation) -> tuple[Change, ...]:
    """What the patient answered that nobody has marked as read, with what somebody read last in its place.

    `conversation` has its readings. One query where somebody has read any of it, else none.
    """
    parts = unread(conversation.readings, conversation.revisions) if conversation.is_sent else ()
    read = last_read(conversation.readings, parts)
    stood = _at_revisions(conversation, read) if any(read.values()) else {}
    now = {part: conversation.answers[part] for part in parts}
    return tuple(_between(Kind.ANSWER, stood, now, conversation.content))


def _at_revisions(conversation: Conversation, revisions: Mapping[str, int]) -> dict[str, Saved]:
    which = Q()
    for part, revision in revisions.items():
        which |= Q(part=part, revision=revision)
    rows = Answer.objects.filter(which, conversation=conversation)
    return {row.part: row.as_saved() for row in rows}
