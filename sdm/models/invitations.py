"""The links, letters and codes by which patients get in."""

import hashlib
import uuid
from datetime import UTC

from django.db import models
from django.utils import timezone

from sdm.models.conversations import Conversation
from sdm.models.staff import User

WRONG_DATES_ALLOWED = 5


class InvitationQuerySet(models.QuerySet):
    """Invitations by their token."""

    def for_token(self, token: str) -> "InvitationQuerySet":
        """The invitation that a token opens, if it is still good; the token itself is stored nowhere.

        It is the invitation's own, or that of an e-mail which was sent about it. Each is looked for by its own index.
        Small and capital letters are the same: phones begin what is typed from a letter with a capital.
        """
        key = hash_of(token.lower())
        own, of_a_mail = self.filter(token_hash=key), self.filter(mails__token_hash=key)
        return self.filter(pk__in=own.values("pk").union(of_a_mail.values("pk"))).good()

    def good(self) -> "InvitationQuerySet":
        """Invitations that were not revoked or locked, have not run out, and whose conversation stands."""
        return self.filter(
            revoked_at__isnull=True, expires_at__gt=timezone.now(), wrong_dates__lt=WRONG_DATES_ALLOWED
        ).exclude(conversation__status="cancelled")


class Invitation(models.Model):
    """One way in for one patient. A new one takes the place of the one before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True, help_text="When the right date of birth was first given.")
    wrong_dates = models.PositiveSmallIntegerField(default=0)
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that last changed this row.")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(revoked_at__isnull=True), name="one_invitation_in_force"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def content(self) -> dict:
        """What the record keeps of the invitation when it is made."""
        return {
            "invitation": str(self.id),
            "token_hash": self.token_hash,
            "expires_at": self.expires_at.astimezone(UTC).isoformat(),
        }

    def state(self) -> dict:
        """What became of the invitation since it was made."""
        return {"revoked_at": self.revoked_at, "opened_at": self.opened_at, "wrong_dates": self.wrong_dates}

    @property
    def is_locked(self) -> bool:
        """Whether too many wrong dates of birth were given."""
        return is_locked(self.wrong_dates)


def is_locked(wrong_dates: int | None) -> bool:
    """Whether so many wrong dates of birth lock a link; None where there is no link."""
    return wrong_dates is not None and wrong_dates >= WRONG_DATES_ALLOWED


def hash_of(token: str) -> str:
    """The hash under which a token is kept; a token is 256 random bits, so one round is enough (ASVS 11.4.2)."""
    return hashlib.sha256(token.encode()).hexdigest()
