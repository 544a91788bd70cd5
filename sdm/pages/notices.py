"""What somebody is told once after they did something: about a patient, only on that patient's pages."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest

# Of another patient, so many notices wait for a page of theirs; older ones are dropped.
WAITING_AT_MOST = 5


class OfTheirConversation(SessionStorage):
    """Keeps each notice with the conversation that it is about: two tabs show two patients, and share a session.

    Some say what help a patient needs, so they are kept here and not in a cookie, where Django would keep them.
    """

    def add(self, level: int, message: str, extra_tags: str = "") -> None:
        """Add a notice about the conversation of the address, or the one whose id is `extra_tags`."""
        super().add(level, message, extra_tags or _conversation_of(self.request))

    def __iter__(self) -> Iterator[Message]:
        """The notices for this page; those about another conversation wait for a page of its own."""
        everything = list(super().__iter__())
        here = ("", _conversation_of(self.request))
        waiting = [one for one in everything if (one.extra_tags or "") not in here]
        self._queued_messages = waiting[-WAITING_AT_MOST:]
        self._loaded_data = [one for one in everything if (one.extra_tags or "") in here]
        # While nothing is told and nothing dropped, all waits as it is: a session is not saved for that.
        self.used = len(self._queued_messages) < len(everything)
        return iter(self._loaded_data)


def _conversation_of(request: HttpRequest) -> str:
    """The id of the conversation that an address names; empty for other pages."""
    match = request.resolver_match
    return str(match.kwargs.get("conversation", "")) if match else ""
