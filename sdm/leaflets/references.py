"""NICE's references (IPG651 and the like): how leaflets state them, and which one a leaflet goes by."""

import re

_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_CODES = "IPG|HTG|HTE|MIB|MTG|HST|DG|TA|NG|CG|PH|QS"
_LONG_NAMES = {
    "interventional procedures? guidance": "IPG",
    "healthtech guidance": "HTG",
    "medtech innovation briefing": "MIB",
    "medical technologies guidance": "MTG",
    "highly specialised technologies guidance": "HST",
    "diagnostics guidance": "DG",
    "technology appraisal(?: guidance)?": "TA",
    "clinical guideline": "CG",
    "nice guideline": "NG",
}
_LONG = "|".join(_LONG_NAMES)
_NO_DATE = rf"(?!\d|\s(?i:{_MONTH}))(?!(?<=\b(?:19|20)\d\d))"  # “guidance 12 June 2019” has no number 12
_REFERENCE = re.compile(
    rf"(?<![\w-])(?:(?P<code>{_CODES})\s?(?P<number>\d{{1,4}})(?![\w]|-\w)"
    rf"|(?:(?i:{_LONG}))\s(?:(?i:number|no\.?)\s)?(?P<long>\d{{1,4}})\b{_NO_DATE})"
    rf"|nice\.org\.uk/guidance/(?P<url>(?i:{_CODES})\d{{1,4}})\b"
)
_REFERENCE_LINE = re.compile(
    rf"(?:(?:NICE|reference(?: number)?|ref|guidance|number)[\s:.]{{0,3}}){{0,4}}"
    rf"(?:(?:{_LONG})[\s:,–-]{{0,3}})?[\[(]?(?:(?:{_CODES})\s?)?(?:\d{{1,4}})?[\])]?\.?",
    re.I,
)


def references_in(text: str) -> list[str]:
    """Give the NICE references that the text states, such as IPG651, each once, in order."""
    found = {}
    for match in _REFERENCE.finditer(text):
        if match["long"]:
            name = " ".join(match[0].lower().split())
            code = next(short for long, short in _LONG_NAMES.items() if re.match(long, name))
            found[code + match["long"]] = None
        else:
            found[(match["url"] or match["code"] + match["number"]).upper()] = None
    return list(found)


def without_reference(title: str) -> str:
    """Give a title without the reference in brackets that NICE's page headers put after it."""
    return re.sub(rf"\s?[\[(](?:{_CODES})\s?\d{{1,4}}[\])]$", "", title)


def states_reference_only(text: str) -> bool:
    """Say whether the line does nothing but state a reference."""
    return bool(_REFERENCE_LINE.fullmatch(text)) and bool(references_in(text))


def choose_reference(given: str | None, stated: list[str], mentioned: list[str]) -> tuple[str | None, list[str]]:
    """Choose the leaflet's reference, and say what a person must check.

    `given` comes from the person and wins; `stated` stands in lines of its own or beside the title;
    `mentioned` stands in the leaflet's sentences, where it may well be another leaflet's.
    """
    found = list(dict.fromkeys(stated or mentioned))
    given = (given or "").strip() or None
    if given:
        if found and given.upper().replace(" ", "") not in found:
            return given, [f"You gave the reference {given}, but the leaflet says {', '.join(found)}. We kept {given}."]
        return given, []
    if not found:
        return None, ["The leaflet does not state its reference, such as IPG and a number. Add it."]
    if len(found) > 1:
        return None, [f"The leaflet has more than one reference: {', '.join(found)}. Add the right one."]
    if not stated:
        return found[0], [f"The reference {found[0]} comes from a sentence. Check that it is this leaflet's own."]
    return found[0], []
