"""NICE's references (IPG651 and the like): how leaflets state them, and which one a leaflet goes by."""

import re

from sdm.rules.leaflet_references import CODES, tidy_reference

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_LONG_NAMES = {
    "interventional procedure guidance": "IPG",
    "interventional procedures guidance": "IPG",
    "healthtech guidance": "HTG",
    "medtech innovation briefing": "MIB",
    "medical technologies guidance": "MTG",
    "highly specialised technologies guidance": "HST",
    "diagnostics guidance": "DG",
    "technology appraisal guidance": "TA",
    "technology appraisal": "TA",
    "clinical guideline": "CG",
    "nice guideline": "NG",
}
_LONG = "|".join(_LONG_NAMES)
# Both patterns start with plain letters, as that is what lets them run fast over a long text.
_SHORT_FORM = re.compile(rf"(?:{CODES}|ipg|htg|mib|mtg|hst|dg|ta|ng|cg|ph|qs)[\s-]?0*\d{{1,4}}(?!\w|-\w)")
_LONG_FORM = re.compile(
    r"[GgBbAa](?:uidance|uideline|riefing|ppraisal)\s(?:(?:number|no\.?)\s)?(\d{1,4})(?![\d/-])"
    rf"(?!\s(?:\d{{1,2}}\s)?(?i:{_MONTH}))"  # “guidance 12 June 2019” has no number 12
)
_REFERENCE_LINE = re.compile(
    rf"(?:(?:NICE|reference(?: number)?|ref|guidance|number|cyfeirnod|rhif)[\s:.]{{0,3}}){{0,4}}"
    rf"(?:(?:{_LONG})[\s:,–-]{{0,3}})?[\[(]?(?:(?:{CODES})[\s-]?)?(?:0*\d{{1,4}})?[\])]?\.?",
    re.I,
)
_KIND_LINE = re.compile(
    rf"(?:NICE\s)?(?:{_LONG}|canllaw(?:iau)? gweithdrefn(?:au)? ymyriadol|healthtech guidance)s?\.?", re.I
)


def references_in(text: str) -> list[str]:
    """Give the NICE references that the text states, such as IPG651, each once, in order."""
    found: list[tuple[int, str]] = []
    for match in _SHORT_FORM.finditer(text):
        before = text[max(0, match.start() - 25) : match.start()]
        in_address = before.lower().endswith("nice.org.uk/guidance/")
        if in_address or (match[0][0].isupper() and not re.search(r"[\w/-]$", before)):
            found.append((match.start(), tidy_reference(match[0])))
    for match in _LONG_FORM.finditer(text):
        name = re.split(r"\s(?:number|no\.?)?\s?\d", text[max(0, match.start() - 35) : match.end()].lower())[0]
        code = next((code for long, code in _LONG_NAMES.items() if name.endswith(long)), None)
        is_year = len(match[1]) == 4 and match[1][:2] in ("19", "20")
        if code and not is_year:
            found.append((match.start(), tidy_reference(code + match[1])))
    return list(dict.fromkeys(reference for _, reference in sorted(found)))


def without_reference(title: str) -> str:
    """Give a title without the reference in brackets that NICE's page headers put after it."""
    return re.sub(rf"\s?[\[(](?:{CODES})[\s-]?\d{{1,5}}[\])]$", "", title)


def states_reference_only(text: str) -> bool:
    """Say whether the line does nothing but state a reference."""
    return bool(_REFERENCE_LINE.fullmatch(text)) and bool(references_in(text))


def names_kind_only(text: str) -> bool:
    """Say whether the line only names a kind of NICE's guidance, as the top of its web pages does."""
    return bool(_KIND_LINE.fullmatch(text))


def choose_reference(given: str | None, stated: list[str], mentioned: list[str]) -> tuple[str | None, list[str]]:
    """Choose the leaflet's reference, and say what a person must check.

    `given` comes from the person and wins; `stated` stands in lines of its own or beside the title;
    `mentioned` stands in the leaflet's sentences, where it may well be another leaflet's.
    """
    found = list(dict.fromkeys(stated or mentioned))
    given = tidy_reference(given or "") or None
    if given:
        if found and given not in found:
            return given, [f"You gave the reference {given}, but the leaflet says {', '.join(found)}. We kept {given}."]
        return given, []
    if not found:
        return None, ["The leaflet does not state its reference, such as IPG and a number. Add it."]
    if len(found) > 1:
        return None, [f"The leaflet has more than one reference: {', '.join(found)}. Add the right one."]
    if not stated:
        return found[0], [f"The reference {found[0]} comes from a sentence. Check that it is this leaflet's own."]
    return found[0], []
