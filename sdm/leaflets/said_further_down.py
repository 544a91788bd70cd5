"""What a leaflet says about use outside its opening words, and what that leaves of what was read there."""

import re
from collections.abc import Iterable
from dataclasses import replace

from sdm.leaflets.indications import sentences_of
from sdm.leaflets.welsh_indications import says_use_in_welsh
from sdm.leaflets.what_was_read import ReadIndication
from sdm.rules.arrangement_limits import denies_use, may_limit
from sdm.rules.arrangement_sentences import (
    conditions_named,
    may_matter,
    mentions_use,
    tells_how_it_is_done,
    use_in,
)
from sdm.rules.indication_names import condition_named, procedure_before, speaks_of_procedure
from sdm.rules.leaflet_links import without_links
from sdm.rules.stated_arrangements import by_itself

_LONGEST = 1000
_PEOPLE_WITH = re.compile(
    r"\b(?:nobody|no one|none|someone|anyone|those|people|patients|adults|children|men|women) (?:with|who have) ", re.I
)


def held_against(
    found: list[ReadIndication], paragraphs: Iterable[str], title: str
) -> tuple[list[ReadIndication], list[str]]:
    """Give what was found with each standard that a later sentence may limit made unknown, and name those sentences.

    A leaflet that says above "can be used" and below "should not be used for children" allows less than it seems to.
    """
    warnings = []
    for paragraph in paragraphs:
        for sentence in sentences_of(paragraph):
            plain = without_links(sentence[: _LONGEST + 1])
            if not plain.endswith("?") and _is_of_use(plain, title) and sentence not in (i.evidence for i in found):
                warnings.append(f"The leaflet says this further down. Check when the procedure is used: “{sentence}”")
                found = [_limited(one, plain, title) for one in found]
    return found, warnings


def _is_of_use(plain: str, title: str) -> bool:
    """Say whether a sentence says when the procedure can, should or must not be used."""
    if says_use_in_welsh(plain):
        return True
    if not may_matter(plain):
        return False
    if use := use_in(plain):
        return denies_use(plain) or _is_of_the_procedure(plain, use, title)
    if "research" in conditions_named(plain) and re.search(r"\bonly\b", plain, re.I):
        return True
    return denies_use(plain) or (mentions_use(plain) and speaks_of_procedure(plain, title))


def _is_of_the_procedure(plain: str, use: re.Match[str], title: str) -> bool:
    """Say whether the procedure is used, and not stockings or drugs; and for something, or not by everybody."""
    before, after = plain[: use.start()], plain[use.end() :]
    what = " ".join([use[0].split()[-1], *after.split()[:2]])
    is_its_use = procedure_before(before, title) or speaks_of_procedure(what, title) or "arrangements" in use[0].lower()
    says_more = condition_named(plain, use.end() - 1)[0] or may_limit(plain)
    return bool(is_its_use and says_more) and not tells_how_it_is_done(after)


def _limited(one: ReadIndication, plain: str, title: str) -> ReadIndication:
    if one.arrangement != "standard":
        return one
    use = use_in(plain)
    if use and by_itself(plain, use, title).value == "standard":
        return one
    name = condition_named(plain, use.end() - 1)[0] if use else None
    is_the_same = one.name.casefold() in plain.casefold() or (
        name is not None and name.casefold() in one.name.casefold()
    )
    return replace(one, arrangement="unknown") if is_the_same or _names_nothing(plain, name) else one


def _names_nothing(plain: str, name: str | None) -> bool:
    """Say whether a sentence names people at most, such as children, and so may speak of any condition."""
    return name is None and _PEOPLE_WITH.search(plain) is None
