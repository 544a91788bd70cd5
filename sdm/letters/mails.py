"""What e-mails say: plain and short, and not a word about health, in the subject neither."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.dates import WEEKDAYS

from sdm.letters.language import language_for
from sdm.letters.links import due_link, link_of, stop_link_of
from sdm.models import Conversation
from sdm.summary.moments import day


@dataclass(frozen=True)
class Message:
    """An e-mail as it is read."""

    subject: str
    body: str


def message(kind: str, conversation: Conversation, *, mail_id: UUID, token: str) -> Message:
    """The e-mail of a kind, in the patient's language as far as we know it.

    It names the hospital, or nobody could trust it, and the day. It names neither the patient nor the procedure, and
    not the team, whose name often tells what it is about.
    """
    with translation.override(language_for(conversation)):
        date = timezone.localdate(conversation.appointment_at, timezone.get_default_timezone())
        words = {
            "hospital": conversation.hospital.name,
            "when": f"{WEEKDAYS[date.weekday()]} {day(date.isoformat())}",
            "link": link_of(token),
            "stop_link": stop_link_of(mail_id),
        }
        subject = render_to_string(f"letters/{kind}_subject.txt", words)
        return Message(" ".join(subject.split()), render_to_string(f"letters/{kind}.txt", words))


def staff_message(things: int) -> Message:
    """The e-mail to a member of staff that so many things of theirs are due. It names nobody and nothing of them."""
    words = {"things": things, "link": due_link()}
    subject = render_to_string("letters/staff_reminder_subject.txt", words)
    return Message(" ".join(subject.split()), render_to_string("letters/staff_reminder.txt", words))
