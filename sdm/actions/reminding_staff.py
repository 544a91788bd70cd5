"""Reminding staff by e-mail of what is due: once for each thing, and all that comes due at once in one e-mail.

What somebody without an account was to do, whoever sees the patient is reminded of.
"""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from sdm.actions.sending_mail import TRY_AGAIN_AFTER, NotNow, NotSent, post, wait_after
from sdm.letters.mails import staff_message
from sdm.models import FollowUp, StaffReminder, User
from sdm.models.follow_up import NOBODYS
from sdm.rules.people import Role


def remind_staff() -> int:
    """Ask for an e-mail to everybody of whom something has come due, and have those tried again that wait.

    Gives how many new ones there are. Harmless to repeat: nobody is reminded of the same thing twice.
    """
    _try_again()
    due = FollowUp.objects.open().filter(due_on__lte=timezone.localdate(), reminded_at__isnull=True)
    concerned = Q(pk__in=due.values("owner")) | Q(pk__in=due.filter(NOBODYS).values("conversation__seen_by"))
    clinicians = User.objects.filter(concerned, is_active=True, role=Role.CLINICIAN.value)
    return sum(_remind(one) for one in clinicians)


@transaction.atomic
def _remind(clinician: User) -> bool:
    """Whether there was anything new of which to remind somebody; of two who look at once, one finds it."""
    now = timezone.now()
    due = FollowUp.objects.to_tell(clinician, timezone.localdate())
    things = due.count()
    if not due.filter(reminded_at__isnull=True).update(reminded_at=now):
        return False
    reminder = StaffReminder.objects.create(
        user=clinician, things=things, asked_at=now, try_after=now + TRY_AGAIN_AFTER[0]
    )
    transaction.on_commit(partial(deliver_to_staff.enqueue, str(reminder.pk)), robust=True)
    return True


def _try_again() -> None:
    now = timezone.now()
    waiting = StaffReminder.objects.filter(state=StaffReminder.WAITING, try_after__lte=now)
    for pk in list(waiting.values_list("pk", flat=True)):
        waiting.filter(pk=pk).update(try_after=now + TRY_AGAIN_AFTER[0])
        deliver_to_staff.enqueue(str(pk))


@task()
def deliver_to_staff(reminder_id: str) -> None:
    """Send one, unless somebody else is sending it. Whether it left where sending broke nobody knows: not again."""
    mine = StaffReminder.objects.filter(pk=UUID(reminder_id))
    if not mine.filter(state=StaffReminder.WAITING).update(state=StaffReminder.SENDING):
        return
    reminder = mine.select_related("user").get()
    try:
        post(reminder, staff_message(reminder.things))
    except NotNow:
        tries = reminder.tries + 1
        wait = wait_after(tries)
        again = {"state": StaffReminder.WAITING, "try_after": timezone.now() + wait} if wait else {}
        mine.update(**{"state": StaffReminder.FAILED, "tries": tries, **again})
    except NotSent:
        mine.update(state=StaffReminder.FAILED)
    else:
        mine.update(state=StaffReminder.SENT)
