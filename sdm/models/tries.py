"""Tries at a password, for as long as they count: in the database, so that all workers of the server count together."""

from datetime import timedelta

from django.db import models
from django.utils.crypto import salted_hmac

WRONG_PASSWORDS_ALLOWED = 10
COUNTS_FOR = timedelta(minutes=5)


class Try(models.Model):
    """One try at a password that was not right, or is being looked at."""

    whose = models.CharField(max_length=64, help_text="The digest of the address that was typed, whoever has it.")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["whose", "at"], name="tries_at_one_password")]

    def __str__(self) -> str:
        return str(self.at)


def digest_of_address(typed: str) -> str:
    """What an address is kept as: some people type their password where the address belongs."""
    return salted_hmac("sdm.tries", typed.lower(), algorithm="sha256").hexdigest()
