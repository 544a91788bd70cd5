"""How staff accounts behave: nobody signs up by themselves, and addresses in mail come from the configured origin."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class StaffAccounts(DefaultAccountAdapter):
    """allauth's accounts, for staff that an administrator has entered."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are made in the admin site."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The reset address under the configured origin, whatever host the request named (threat 8)."""
        from django.urls import reverse

        return settings.PUBLIC_ORIGIN + reverse("account_reset_password_from_key", args=[key.partition("-")[0], key.partition("-")[2]])
