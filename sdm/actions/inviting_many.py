"""Inviting many patients at once: all of them or none."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from sdm.actions.conversations import invite, start_conversation
from sdm.actions.mails import mail_the_link
from sdm.models import Conversation, Patient, User


def start_and_invite(
    *, patients: Sequence[Mapping[str, Any]], with_mail: bool = False, by: User
) -> list[tuple[Conversation, str]]:
    """Start a conversation with each patient and invite them; gives each with its token, which is stored nowhere.

    A patient is what `start_conversation` takes. With `with_mail` whoever has an e-mail address gets the link by
    e-mail, too. Raises what `start_conversation` raises, and then nobody is invited.
    """
    with transaction.atomic():
        _hold(patients, by)
        return [_one(patient, with_mail=with_mail, by=by) for patient in patients]


def _hold(patients: Sequence[Mapping[str, Any]], by: User) -> None:
    """Hold those who are known in one order, whatever the list's is: two lists at once never wait for each other."""
    numbers = {patient["nhs_number"] for patient in patients}
    known = Patient.objects.filter(hospital_id=by.hospital_id, nhs_number__in=numbers).order_by("pk")
    list(known.select_for_update(no_key=True).values_list("pk"))


def _one(patient: Mapping[str, Any], *, with_mail: bool, by: User) -> tuple[Conversation, str]:
    conversation = start_conversation(**patient, by=by)
    _, token = invite(conversation=conversation, by=by)
    if with_mail and conversation.email:
        mail_the_link(conversation=conversation, email=conversation.email, seen=0, by=by)
    return conversation, token


def invite_again(*, conversations: Iterable[Conversation], by: User) -> list[tuple[Conversation, str]]:
    """Make a new link for each of these conversations, which ends the one before; all of them or none.

    Raises NotAllowed where one of them was cancelled.
    """
    with transaction.atomic():
        return [(one, invite(conversation=one, by=by)[1]) for one in conversations]
