"""Whether the person at the keyboard is still who signed in: asked again before somebody signs."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

# In the demo nobody has a password; this word stands for it, and is shown.
DEMO_WORD = "demo"
WRONG = "This is not your password. Try again"
HAS_NONE = "Your account has no password yet. Choose one first, by “Forgotten your password?” where you sign in"


def check_again(request: HttpRequest, password: str) -> None:
    """Raise ValidationError, in plain words, unless this is the password of whoever is signed in.

    Wrong ones count with those at signing in, so that they cannot be guessed here either.
    """
    user = request.user
    if not user.has_usable_password():
        if not settings.DEMO:
            raise ValidationError(HAS_NONE)
        if password != DEMO_WORD:
            raise ValidationError(WRONG)
        return
    if get_adapter(request).authenticate(request, email=user.email, password=password) != user:
        raise ValidationError(WRONG)
