"""How staff accounts behave: nobody signs up by themselves, and addresses in mail come from the configured origin."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from sdm.actions.tries import give_back, take_a_try
from sdm.models import User


class StaffAccounts(DefaultAccountAdapter):
    """allauth's accounts, for staff whom a keeper of accounts has entered."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again",
        "too_many_login_attempts": "There were too many tries. Wait 5 minutes, then try again",
        "enter_current_password": "This is not the password you use now. Try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made in the admin site."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try, for the account alone and for all workers of the server; raise ValidationError after too many.

        allauth's own count is of the network address, in the memory of this worker.
        """
        super().pre_authenticate(request, **credentials)
        self._counted = take_a_try(address=credentials["email"])
        if not self._counted:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """Not count the try, because it was right; allauth asks for it."""
        super()._rollback_login_failed_rl_usage()
        give_back(self._counted)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Whose e-mail address and password these are; a closed account gets the same answer as an unknown one."""
        user = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def counts(self, request: HttpRequest, user: User, *, is_right: bool) -> bool:
        """Whether a word that stands for somebody's password is right; a wrong one counts as a wrong password does.

        Raises ValidationError where there were too many.
        """
        self.pre_authenticate(request, email=user.email)
        if is_right:
            self._rollback_login_failed_rl_usage()
        return is_right

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from; those that do not say share one limit, beside the limit of each account."""
        try:
            return super().get_client_ip(request)
        except PermissionDenied:
            return "unknown"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address for choosing a password, under the configured origin, whatever host was asked (threat 8)."""
        uidb36, _, token = key.partition("-")
        return settings.PUBLIC_ORIGIN + reverse("account_reset_password_from_key", args=[uidb36, token])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """A changed password ends every session, this one too: sign in with the new one."""
        return reverse("account_login")

    def format_email_subject(self, subject: str) -> str:
        """The subject as written; allauth would put what the request calls the site before it."""
        return subject
