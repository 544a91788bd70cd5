"""This app's own words in the language of whoever reads them: records and frozen summaries keep them in English."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext, pgettext

from sdm.rules.words import marked

# Who typed in an answer that the patient did not type themselves, by how it reached them.
TYPED_IN = {
    "paper": marked("Typed in from paper by %(name)s"),
    "spoken": marked("Told to %(name)s, who typed it in"),
}


def listed(words: Iterable[str]) -> str:
    """Several of our words, such as the answers that a patient chose, one after the other."""
    return pgettext("between the things of a list", ", ").join(gettext(one) for one in words)


def typed_in(came_by: str, name: str) -> str:
    """How an answer reached us and who typed it in; empty where the patient typed it themselves."""
    return gettext(TYPED_IN[came_by]) % {"name": name} if came_by else ""
