"""What an answer said when somebody last read it, where the patient has changed it since: by part, in lines."""

from __future__ import annotations

from django.db.models import Q

from sdm.models import Answer, Conversation
from sdm.rules.brief_readings import last_read
from sdm.rules.patient_fields import Line, lines_of


def before(conversation: Conversation) -> dict[str, tuple[Line, ...]]:
    """The lines that stand no more as they were read, by part. One query where anything was changed, else none."""
    now = conversation.revisions if conversation.is_sent else {}
    read = last_read(conversation.readings, now)
    changed = [Q(part=part, revision=read[part]) for part in now if 0 < read[part] < now[part]]
    if not changed:
        return {}
    rows = Answer.objects.filter(Q(*changed, _connector=Q.OR), conversation=conversation)
    return {row.part: _gone(row, conversation) for row in rows}


def _gone(row: Answer, conversation: Conversation) -> tuple[Line, ...]:
    stands = lines_of(conversation.answers[row.part], conversation.content)
    return tuple(line for line in lines_of(row.as_saved(), conversation.content) if line not in stands)
