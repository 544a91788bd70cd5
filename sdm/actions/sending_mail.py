"""How an e-mail leaves: one worker at a time tries it, it is sent once, and what became of it is recorded.

The token of its link is made by the worker that sends it. The record knows the token's hash before the mail leaves, and
the token itself stands nowhere: not in a table, not among the tasks, not in a log.
"""

from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone
from django_tasks import task

from sdm.actions.conversations import new_token
from sdm.actions.recording import append, recorded
from sdm.letters.mails import Message, message
from sdm.models import Conversation, Invitation, Mail, StaffReminder
from sdm.models.invitations import hash_of
from sdm.models.mails import reminding
from sdm.rules.people import Actor, Kind

# Who writes where nobody asked for it just then.
THE_APP = Actor(Kind.SYSTEM, "", "Shared decisions")
# How long to wait before each further try; after the last one it is given up.
TRY_AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (15, 30, 60, 120, 240, 480))
# A worker that takes longer than this was stopped in the middle.
STUCK_AFTER = timedelta(hours=1)

NOT_REACHED = "The mail server could not be reached, or did not take it, however often it was tried."
NOT_KNOWN = "It is not known whether it was sent: the connection to the mail server broke. Ask the patient."
STOPPED_IN_THE_MIDDLE = "It is not known whether it was sent: sending it was interrupted. Ask the patient."


class NotNow(Exception):
    """It was certainly not sent, and may be tried again."""


class NotSent(Exception):
    """It was not sent, or nobody knows; the text says so to staff. It is not tried again: nobody gets it twice."""


@task()
def deliver(mail_id: str) -> None:
    """Send an e-mail, unless somebody else is sending it or it is not needed any more."""
    mail = Mail.objects.get(pk=UUID(mail_id))
    conversation = Conversation.objects.to_act_on().get(pk=mail.conversation_id)
    token = _begin(conversation=conversation, mail_id=mail.pk, by=THE_APP)
    if not token:
        return
    try:
        post(mail, message(mail.kind, conversation, mail_id=mail.pk, token=token))
    except NotNow:
        _wait(conversation, mail.pk)
    except NotSent as why:
        _end(conversation=conversation, mail_id=mail.pk, state=Mail.FAILED, reason=str(why), by=THE_APP)
    else:
        _end(conversation=conversation, mail_id=mail.pk, state=Mail.SENT, by=THE_APP)


def try_again() -> int:
    """Have every e-mail tried again that waits for it, and give up those that were stopped in the middle.

    Gives how many are tried again. Harmless to repeat: no e-mail is sent by two.
    """
    now = timezone.now()
    for mail in Mail.objects.filter(state=Mail.WAITING, trying_since__lt=now - STUCK_AFTER):
        conversation = Conversation.objects.to_act_on().get(pk=mail.conversation_id)
        values = {"state": Mail.FAILED, "reason": STOPPED_IN_THE_MIDDLE}
        _end(conversation=conversation, mail_id=mail.pk, **values, by=THE_APP)
    waiting = Mail.objects.filter(state=Mail.WAITING, trying_since__isnull=True, try_after__lte=now)
    again = list(waiting.values_list("pk", flat=True))
    for mail_id in again:
        # While no worker runs, tasks do not heap up.
        waiting.filter(pk=mail_id).update(try_after=now + TRY_AGAIN_AFTER[0])
        deliver.enqueue(str(mail_id))
    return len(again)


@recorded
def _begin(*, conversation: Conversation, mail_id: UUID, by: Actor) -> str:
    """The token of the mail's link, now that nobody else sends it; empty where it is not to be sent."""
    mail = Mail.objects.get(pk=mail_id)
    if mail.state != Mail.WAITING or mail.trying_since:
        return ""
    invitation = conversation.invitations.good().first()
    if reason := _why_not(conversation, mail, invitation):
        _record_end(conversation, mail, Mail.NOT_NEEDED, reason, by)
        return ""
    token = new_token()
    mail.invitation, mail.token_hash = invitation, hash_of(token)
    entry = append(conversation, by=by, what="mail on its way", content={"mail": str(mail.pk), **mail.way()})
    mail.tries, mail.trying_since, mail.recorded_as = mail.tries + 1, entry.at, entry.sequence
    mail.save(update_fields=["invitation", "token_hash", "tries", "trying_since", "recorded_as"])
    return token


def _why_not(conversation: Conversation, mail: Mail, invitation: Invitation | None) -> str:
    """Why an e-mail that was asked for is not needed any more, in a sentence for staff; empty where it is."""
    if invitation is None:
        return "There is no working link any more."
    if mail.address != conversation.email:
        return "The address was changed first."
    if mail.kind != Mail.REMINDER or reminding(conversation).is_wanted(timezone.now()):
        return ""
    if conversation.reminders_stopped_at:
        return "The patient stopped the reminder first."
    return "The patient sent their answers first, or the appointment had come."


@recorded
def _end(*, conversation: Conversation, mail_id: UUID, state: str, reason: str = "", by: Actor) -> None:
    """Say what became of an e-mail, once."""
    mail = Mail.objects.get(pk=mail_id)
    if mail.state == Mail.WAITING:
        _record_end(conversation, mail, state, reason, by)


def _record_end(conversation: Conversation, mail: Mail, state: str, reason: str, by: Actor) -> None:
    what = "mail sent" if state == Mail.SENT else "mail not sent"
    entry = append(conversation, by=by, what=what, content={**mail.content(), "state": state, "reason": reason})
    mail.state, mail.reason, mail.ended_at, mail.recorded_as = state, reason, entry.at, entry.sequence
    mail.save(update_fields=["state", "reason", "ended_at", "recorded_as"])


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries; None where it is given up."""
    return TRY_AGAIN_AFTER[tries - 1] if tries <= len(TRY_AGAIN_AFTER) else None


def _wait(conversation: Conversation, mail_id: UUID) -> None:
    """Let an e-mail wait for its next try; after the last one it is given up."""
    mail = Mail.objects.get(pk=mail_id)
    wait = wait_after(mail.tries)
    if wait is None:
        _end(conversation=conversation, mail_id=mail_id, state=Mail.FAILED, reason=NOT_REACHED, by=THE_APP)
        return
    mail.trying_since, mail.try_after = None, timezone.now() + wait
    mail.save(update_fields=["trying_since", "try_after"])


def post(mail: Mail | StaffReminder, words: Message) -> None:
    """Hand an e-mail to the mail server; raises NotNow or NotSent."""
    email = EmailMessage(
        words.subject,
        words.body,
        to=[mail.address],
        headers={
            "Message-ID": f"<{mail.pk}@{urlsplit(settings.PUBLIC_ORIGIN).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    server = get_connection()
    try:
        server.open()
    except (OSError, SMTPException) as error:
        raise NotNow from error
    try:
        server.send_messages([email])
    except (OSError, SMTPException) as error:
        raise _problem(error) from error
    finally:
        with suppress(OSError, SMTPException):
            server.close()


def _problem(error: OSError | SMTPException) -> NotNow | NotSent:
    """What a fault while sending means: only an answer of the server says for certain that it was not sent."""
    code = 0
    if isinstance(error, SMTPRecipientsRefused):
        code = max(code for code, _ in error.recipients.values())
    elif isinstance(error, SMTPResponseException):
        code = error.smtp_code
    elif isinstance(error, SMTPNotSupportedError):
        return NotSent("The mail server cannot send to this address.")
    if 400 <= code < 500:
        return NotNow()
    return NotSent(f"The mail server refused it (code {code})." if code >= 500 else NOT_KNOWN)
