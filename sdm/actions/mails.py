"""Asking for e-mails to patients, and stopping them; `sending_mail` is how they leave."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sdm.actions.conversations import invite
from sdm.actions.recording import append, clinician, keep_changes, recorded
from sdm.actions.sending_mail import TRY_AGAIN_AFTER, deliver
from sdm.models import Conversation, Mail, User
from sdm.models.mails import reminding
from sdm.rules.people import Actor
from sdm.rules.transitions import NotAllowed, Status, Step, after


class AlreadyMailed(ValueError):
    """An e-mail was asked for after the screen showed how many there were."""

    def __init__(self) -> None:
        super().__init__("An e-mail was asked for already. See below what became of it.")


@recorded
def change_email(*, conversation: Conversation, email: str, by: User) -> None:
    """Change the patient's e-mail address, or take it away; the same one again changes nothing.

    Raises NotAllowed where the conversation was cancelled.
    """
    after(Step.INVITE, Status(conversation.status))
    if email == conversation.email:
        return
    by_whom = clinician(by, conversation)
    entry = append(conversation, by=by_whom, what="e-mail address changed", content={"email": email})
    keep_changes(conversation, entry, email=email)


def mail_the_link(*, conversation: Conversation, email: str, seen: int, by: User) -> Mail:
    """Have the link sent to this address; only where no invitation is in force, a new one is made for it.

    A letter that the patient has goes on working. `seen` is how many e-mails the screen showed: the same press sent
    twice sends one. All of it or nothing. Raises AlreadyMailed, or NotAllowed where the conversation was cancelled.
    """
    with transaction.atomic():
        change_email(conversation=conversation, email=email, by=by)
        if not conversation.invitations.good().exists():
            invite(conversation=conversation, by=by)
        return _ask_for_link(conversation=conversation, seen=seen, by=by)


@recorded
def _ask_for_link(*, conversation: Conversation, seen: int, by: User) -> Mail:
    after(Step.INVITE, Status(conversation.status))
    if conversation.mails.count() != seen:
        raise AlreadyMailed
    if not conversation.email:
        raise NotAllowed("Enter the patient’s e-mail address first.")
    return _asked_for(conversation, Mail.INVITATION, clinician(by, conversation))


def ask_for_reminders(*, by: Actor) -> int:
    """Ask for every reminder that is due; gives how many. Harmless to repeat: each patient gets one at most."""
    candidates = Conversation.objects.may_be_reminded(timezone.now(), settings.REMIND_DAYS_BEFORE)
    asked = [
        ask_for_reminder(conversation=Conversation.objects.to_act_on().get(pk=pk), by=by)
        for pk in list(candidates.values_list("pk", flat=True))
    ]
    return len([mail for mail in asked if mail])


@recorded
def ask_for_reminder(*, conversation: Conversation, by: Actor) -> Mail | None:
    """Ask for the one reminder of a conversation, if it is due; None where it is not."""
    if not reminding(conversation).is_due(timezone.now(), settings.REMIND_DAYS_BEFORE):
        return None
    return _asked_for(conversation, Mail.REMINDER, by)


def _asked_for(conversation: Conversation, kind: str, by: Actor) -> Mail:
    """Keep what was asked for; once that is certain, a worker is told. Should telling fail, `try_again` finds it."""
    mail = Mail(conversation=conversation, kind=kind, address=conversation.email, asked_by=by.name)
    entry = append(conversation, by=by, what="mail asked for", content=mail.content())
    mail.asked_at, mail.recorded_as, mail.try_after = entry.at, entry.sequence, entry.at + TRY_AGAIN_AFTER[0]
    mail.save(force_insert=True)
    transaction.on_commit(partial(deliver.enqueue, str(mail.pk)), robust=True)
    return mail


@recorded
def tell_of_summary(*, conversation: Conversation, by: User) -> Mail | None:
    """Have the patient told by e-mail that the summary of the latest decision can be read, once for each decision.

    None where there is no decision, no address or no working link, or where they were told already or want no e-mails.
    """
    decision = conversation.decisions.newest()
    is_wanted = conversation.email and not conversation.reminders_stopped_at
    if decision is None or not (is_wanted and conversation.invitations.good().exists()):
        return None
    if conversation.mails.filter(kind=Mail.SUMMARY, asked_at__gte=decision.decided_at).exists():
        return None
    return _asked_for(conversation, Mail.SUMMARY, clinician(by, conversation))


@recorded
def stop_reminders(*, conversation: Conversation, by: Actor) -> None:
    """Send this patient no reminder; stopping it again changes nothing."""
    if conversation.reminders_stopped_at:
        return
    entry = append(conversation, by=by, what="reminders stopped", content={})
    keep_changes(conversation, entry, reminders_stopped_at=entry.at)
