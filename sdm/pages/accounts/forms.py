"""The forms for signing in and for passwords: allauth's own, in our words."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.core import context
from django import forms
from django.conf import settings
from django.http import HttpRequest

from sdm.pages.forms import Plain

HOW_TO_CHOOSE = "Use at least 12 characters. Three words that have nothing to do with each other work well."
ADDRESS_MESSAGES = {
    "required": "Enter your e-mail address",
    "invalid": "Enter an e-mail address in the right form, like name@hospital.example",
}


class SignIn(Plain, LoginForm):
    """E-mail address and password; one answer for every pair that is not right."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["login"])
        _ask_for_password(self.fields["password"], "Password", "Enter your password")


class AskForLink(Plain, ResetPasswordForm):
    """Where to send a link for choosing a password."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["email"])

    def save(self, request: HttpRequest, **kwargs) -> str:
        """Send a mail in any case: to an address without an account, one that says so."""
        if self.users:
            return super().save(request, **kwargs)
        address = self.cleaned_data["email"]
        get_adapter(request).send_mail("account/email/unknown_account", address, {"origin": settings.PUBLIC_ORIGIN})
        return address


class ChoosePassword(Plain, ResetPasswordKeyForm):
    """A new password, for somebody who followed a link."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_new_password(self.fields)


class ChangePassword(Plain, ChangePasswordForm):
    """A new password, for somebody who knows the one they have."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_password(self.fields["oldpassword"], "Password you use now", "Enter the password you use now")
        _ask_for_new_password(self.fields)

    def clean_oldpassword(self) -> str:
        """The password of whoever is signed in; whoever finds their session open cannot guess it here either."""
        typed, adapter = self.cleaned_data["oldpassword"], get_adapter()
        if not adapter.counts(context.request, self.user, is_right=self.user.check_password(typed)):
            raise adapter.validation_error("enter_current_password")
        return typed


def _ask_for_address(field: forms.Field) -> None:
    """What allauth shows inside the box would be gone once somebody types: a label stays."""
    field.label = "E-mail address"
    field.widget.attrs = {"type": "email", "autocomplete": "username", "spellcheck": "false"}
    field.error_messages |= ADDRESS_MESSAGES


def _ask_for_password(field: forms.Field, label: str, required: str, *, hint: str = "") -> None:
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.error_messages["required"] = required


def _ask_for_new_password(fields: dict[str, forms.Field]) -> None:
    _ask_for_password(fields["password1"], "New password", "Enter a new password", hint=HOW_TO_CHOOSE)
    _ask_for_password(fields["password2"], "New password again", "Enter the new password again")
