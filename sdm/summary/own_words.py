"""This app's own words in the language of whoever reads them: records and frozen summaries keep them in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from sdm.rules.edition import NOT_KNOWN
from sdm.rules.languages import is_same, name_in
from sdm.rules.words import marked

# Who typed in an answer that the patient did not type themselves, by how it reached them.
TYPED_IN = {
    "paper": marked("Typed in from paper by %(name)s"),
    "spoken": marked("Told to %(name)s, who typed it in"),
}


def awaits_review() -> str:
    """That no translator has checked the language that is read; empty in English.

    Whoever has checked it empties this one translation in its file: then gettext gives the English back.
    """
    english = "This translation is waiting to be checked by a translator."
    # Translators: It stands at the foot of each page. Leave it empty once all of the language has been checked.
    note = pgettext("until the language is checked", "This translation is waiting to be checked by a translator.")
    return "" if note == english else note


def in_another_language(language: str) -> str:
    """That the leaflet's words are in a language that is not the reader's, and what then; empty where they are."""
    if is_same(language, get_language()):
        return ""
    name = name_in(language, get_language())
    return gettext("The words of the leaflet are in %(language)s. If you want an interpreter, ask your team.") % {
        "language": name
    }


def listed(words: Iterable[str]) -> str:
    """Several of our words, such as the answers that a patient chose, one after the other."""
    return pgettext("between the things of a list", ", ").join(gettext(one) for one in words)


def typed_in(came_by: str, name: str) -> str:
    """How an answer reached us and who typed it in; empty where the patient typed it themselves."""
    return gettext(TYPED_IN[came_by]) % {"name": name} if came_by else ""


def how_likely(outcome: Mapping[str, Any], leaflets: Callable[[str], str]) -> str:
    """How likely an outcome is, as `Outcome.how_likely` has it in English; `outcome` are its values.

    The number and its time are taken apart again, because only the first part is ours to translate; `leaflets` marks
    what is not.
    """
    if outcome.get("in_100") is None:
        figure = outcome["figure"]
        return gettext(NOT_KNOWN) if figure == NOT_KNOWN else leaflets(figure)
    people = gettext("%(number)s in 100 people") % {"number": outcome["in_100"]}
    return f"{people}, {leaflets(outcome['period'])}" if outcome.get("period") else people
