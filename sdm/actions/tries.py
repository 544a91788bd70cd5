"""Counting tries at a password: before it is looked at, so that tries at the same moment all count."""

from django.utils import timezone

from sdm.models.tries import COUNTS_FOR, WRONG_PASSWORDS_ALLOWED, Try, digest_of_address


def take_a_try(*, address: str) -> Try | None:
    """Count one more try at the password of whoever signs in with an address; None where there were too many.

    What was refused does not count, so a guesser who goes on cannot keep the owner out for longer. Nothing of it stands
    in a transaction of its caller's: other workers have to see it before the password is looked at.
    """
    now = timezone.now()
    Try.objects.filter(at__lte=now - COUNTS_FOR).delete()
    one = Try.objects.create(whose=digest_of_address(address), at=now)
    if Try.objects.filter(whose=one.whose).count() <= WRONG_PASSWORDS_ALLOWED:
        return one
    one.delete()
    return None


def give_back(one: Try) -> None:
    """It was right, so it does not count."""
    one.delete()


def forget_tries(*, address: str) -> None:
    """Begin to count anew: the password is another one."""
    Try.objects.filter(whose=digest_of_address(address)).delete()
