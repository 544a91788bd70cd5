"""The indications of a leaflet in Welsh: the sentences that say when to use the procedure, for people to decide on.

Which arrangement such a sentence means we do not read: a wrong one would let a patient consent to what NICE says
needs more. So each is "unknown", and a person who knows Welsh chooses.
"""

import re
from collections.abc import Iterable

from sdm.leaflets.indications import sentences_of
from sdm.leaflets.what_was_read import ReadIndication
from sdm.rules.leaflet_links import without_links

# "Gellir defnyddio'r driniaeth hon ar gyfer …": may be used for …; "dylid", should; "ni ddylid", should not.
_MAY = r"(?:g?ellir|gallai|gall|gellid|dylid|ddylid|dylai|ddylai|caniateir|rhaid|mae NICE yn|nid yw NICE yn)"
_USE = r"(?:d?defnyddio|g?cynnig|gynnig|g?wneud|cynnal|gynnal|rhoi|hystyried|ystyried|argymell|hargymell)"
_PROCEDURE = r"(?:(?:ll|l)?awdriniaeth|[td]h?riniaeth|g?weithdrefn|dechneg|techneg|ddyfais)"
_SAYS_USE = re.compile(rf"\b{_MAY}\b.{{0,60}}\b{_USE}\b|\b(?:argymhellir|defnyddir)\b", re.I)
_SPEAKS_OF_PROCEDURE = re.compile(rf"\b{_PROCEDURE}\b|\bei (?:defnyddio|ddefnyddio|gwneud|wneud|hargymell)\b", re.I)
_MAY_MATTER = re.compile(r"\b(?:d?defnyddio|h?argymell|trefniadau|ymchwil|archwiliadau|ddigon diogel|monitro)\b", re.I)
_CONDITION = re.compile(
    r"\b(?:ar gyfer|i drin|er mwyn trin)\s+(.{2,120}?)"
    r"(?=[,;:.!?(]|\s(?:ond|os|pan|oni bai|fel rhan|mewn|yn|gyda|heb|drwy|dan|oherwydd)\b|$)",
    re.I,
)


def welsh_indications_in(paragraphs: Iterable[str], title: str) -> tuple[list[ReadIndication], list[str]]:
    """Give the indications that the paragraphs name, in order, all of them unknown, and a warning for each."""
    found: list[ReadIndication] = []
    warnings: list[str] = []
    for sentence in (one for paragraph in paragraphs for one in sentences_of(paragraph)):
        plain = without_links(sentence[:1000])
        if plain.endswith("?"):
            continue
        if says_use_in_welsh(plain):
            found.append(ReadIndication(_condition_in(plain) or _condition_in(title) or title, "unknown", sentence))
            warnings.append(f"This sentence is in Welsh. Choose which of NICE's arrangements it means: “{sentence}”")
        elif _MAY_MATTER.search(plain):
            warnings.append(f"This sentence may say when the procedure is used. Check it: “{sentence}”")
    return found, warnings


def says_use_in_welsh(plain: str) -> bool:
    """Say whether a sentence says in Welsh that the procedure can, should or must not be used."""
    return bool(_SAYS_USE.search(plain) and _SPEAKS_OF_PROCEDURE.search(plain))


def _condition_in(text: str) -> str:
    found = _CONDITION.search(text)
    return found[1].strip() if found else ""
