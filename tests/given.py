"""A consent as tests give it: spoken, witnessed, and signed a moment ago."""

from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from sdm.models import User
from sdm.rules.giving import Given

PASSWORD = "correct horse battery staple"
# What is typed into the form, all of it together with the password.
SPOKEN = {"way": "spoken", "witness": "Sister Jo Lee", "password": PASSWORD}
ON_PAPER = {"way": "on-paper", "kept_where": "The ward's folder", "password": PASSWORD}


def spoken(**values) -> Given:
    """Given just now, so that it counts."""
    return Given(**{"way": "spoken", "witness": "Sister Jo Lee", "checked_at": timezone.now(), **values})


def with_password(user: User) -> User:
    """The same account with the password of this page."""
    user.password = _hashed()
    user.save(update_fields=["password"])
    return user


@cache
def _hashed() -> str:
    return make_password(PASSWORD)
