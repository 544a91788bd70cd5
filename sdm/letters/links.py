"""The addresses that letters and e-mails lead to, all under the configured origin."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

STOP = Signer(sep=".", salt="sdm.stop-reminders")


def link_of(token: str) -> str:
    """The way in, for the token of an invitation or of an e-mail about it."""
    return f"{settings.PUBLIC_ORIGIN}{reverse('invitation', args=[token])}"


def stop_link_of(mail_id: UUID) -> str:
    """Where whoever has this e-mail stops reminders; it opens nothing."""
    return f"{settings.PUBLIC_ORIGIN}{reverse('reminders-stop', args=[STOP.sign(mail_id.hex)])}"


def due_link() -> str:
    """Where staff see what they are to do."""
    return f"{settings.PUBLIC_ORIGIN}{reverse('due')}"


def mail_of(signed: str) -> UUID | None:
    """The e-mail that such a link came from; None where it is none of ours."""
    try:
        return UUID(STOP.unsign(signed))
    except (BadSignature, ValueError):
        return None
