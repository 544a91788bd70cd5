"""Keeps what passes through private: nothing of a person's page is stored by browsers, and no token is logged."""

import logging
import re
from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

INVITATIONS = "/i/"
# An invitation's token, what stops reminders, and the key of a link for choosing a password.
TOKEN_IN_PATH = re.compile(r"(/(?:i|stop|password/choose/[^/\s]+)/)[^/\s\"'?]+")


class PrivateByDefault:
    """Middleware, before all other: every answer is `no-store` unless its view says otherwise (ASVS 14.3.2).

    Redirects and refusals of other middleware are answers too. From an invitation's address no browser says where it
    comes from, whoever answers there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        if request.path_info.startswith(INVITATIONS):
            response.headers["Referrer-Policy"] = "no-referrer"
        return response


class OnePolicy(CSPMiddleware):
    """django-csp's middleware with the policy written out once: no page has another, because none needs a nonce."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.policy = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Every answer bears the policy, or a stricter one of its own.

        Django's own pages about a fault, while the app is being worked on, bear none.
        """
        is_djangos = settings.DEBUG and response.status_code in ((500,) if settings.DEMO else (404, 500))
        if not is_djangos:
            response.headers.setdefault(HEADER, self.policy)
        return response


def forget_what_was_seen(response: HttpResponse) -> None:
    """Have the browser that gets an answer forget the pages and cookies it has of ours (ASVS 14.3.1)."""
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'


class WithoutTokens(logging.Filter):
    """Takes what opens anything out of log lines (threat 4: tokens leaking by log)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every line, with its tokens struck out."""
        message = record.getMessage()
        if TOKEN_IN_PATH.search(message):
            record.msg, record.args = TOKEN_IN_PATH.sub(r"\1[token]", message), ()
        return True
