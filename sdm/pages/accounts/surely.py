"""Whether the person at the keyboard is still who signed in: asked again before somebody signs."""

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from sdm.pages.forms import PlainForm

# In the demo nobody has a password; this word stands for it, and is shown.
DEMO_WORD = "demo"
WRONG = "This is not your password. Try again"
HAS_NONE = "Your account has no password yet. Choose one first, by “Forgotten your password?” where you sign in"


class SignedForm(PlainForm):
    """What somebody signs with their password; `checked_at` says when it was found to be theirs.

    It is asked only where all else is right, so a form that overrides `clean` finds its own faults first.
    """

    password = forms.CharField(
        label="You sign: your password",
        help_text="We ask again, so that nobody signs for you",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password to sign"},
    )

    checked_at: datetime | None = None

    def __init__(self, request: HttpRequest, data: Any = None, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.request = request
        if settings.DEMO and not request.user.has_usable_password():
            self.fields["password"].help_text = f"In this demo it is: {DEMO_WORD}"

    def clean(self) -> dict[str, Any]:
        """Ask whether it is theirs."""
        values = super().clean()
        if not self.errors:
            try:
                check_again(self.request, values["password"])
                self.checked_at = timezone.now()
            except ValidationError as problem:
                self.add_error("password", problem)
        return values


def check_again(request: HttpRequest, password: str) -> None:
    """Raise ValidationError, in plain words, unless this is the password of whoever is signed in.

    Wrong ones count with those at signing in, so that they cannot be guessed here either.
    """
    user = request.user
    if not user.has_usable_password():
        if not settings.DEMO:
            raise ValidationError(HAS_NONE)
        if not get_adapter(request).counts(request, user, is_right=password == DEMO_WORD):
            raise ValidationError(WRONG)
        return
    if get_adapter(request).authenticate(request, email=user.email, password=password) != user:
        raise ValidationError(WRONG)
