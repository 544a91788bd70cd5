"""This app's own words in the language of whoever reads them: records and frozen summaries keep them in English."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext, pgettext


def listed(words: Iterable[str]) -> str:
    """Several of our words, such as the answers that a patient chose, one after the other."""
    return pgettext("between the things of a list", ", ").join(gettext(one) for one in words)
