"""Words that do not belong in a text for patients who decide: those that recommend, and those that nobody explains.

Source: the decision-aid checklist, items 18 and 19.
"""

import re
from collections.abc import Iterable

_RECOMMENDS = re.compile(
    r"\b(?:we|nice|doctors|experts|i) (?:strongly |would |always )?(?:recommend|advise|suggest|urge|prefer)(?:s|ed)?\b"
    r"|\b(?:is|are|was) (?:strongly |highly )?(?:recommended|advised|preferred)\b"
    r"|\byou (?:should|must|ought to|need to|had better) (?:really |definitely )?"
    r"(?:have|choose|take|accept|agree|consent|opt|go for|pick|avoid|refuse)\b"
    r"|\b(?:the|your|our) (?:best|better|safest|safer|right|wrong|worst|preferred|ideal|only real|only sensible)"
    r" (?:option|choice|treatment|way|thing)\b"
    r"|\b(?:is|are) (?:much |far |clearly )?(?:the best|safer|worth it|your best|better (?:off|with|without))\b"
    # "Most people are better after a week" says how they are.
    r"|(?<!people )(?<!patients )(?<!men )(?<!adults )(?<!children )\b(?:is|are) (?:much |far |clearly )?better\b"
    r"|\b(?:gold standard|state of the art|cutting edge|breakthrough|miracle|best choice|no reason not to)\b",
    re.I,
)
_ABBREVIATION = re.compile(r"(?<![\w-])[A-Z]{2,5}s?(?![\w-])")
# What everybody knows, or what is a name.
KNOWN = frozenset({"NHS", "NICE", "UK", "GP", "GPS", "ISBN", "US", "EU", "OK", "A4", "IPG", "BSL", "PDF"})
_MEDICAL = re.compile(
    r"\b[a-z]{2,}(?:osis|oses|itis|ectomy|ectomies|otomy|ostomy|plasty|scopy|scopic|graphy|gram|aemia|emia|pathy|lysis"
    r"|lytics?|coagulants?|coagulation|embolism|emboli|embolus|stenosis|oedema|trophy|aemic|ischaemi[ac]|ulceration"
    r"|cutaneous|vascular|venous|arterial|femoral|iliac|renal|hepatic|cardiac|pulmonary|cerebral|plasia|oma|omas)\b",
    re.I,
)
_IN_BRACKETS = re.compile(r"(?<=\w )\((\w+)\)")
EVERYDAY = frozenset({"diagram", "program", "aroma", "diploma"})


def recommending_words(text: str) -> tuple[str, ...]:
    """The words of a text that recommend an option, or speak against one, as they stand there."""
    return tuple(dict.fromkeys(match[0] for match in _RECOMMENDS.finditer(text)))


def unexplained_terms(texts: Iterable[str], explained: Iterable[str]) -> tuple[str, ...]:
    """Words that look medical and that no note explains; `explained` are the notes' terms and what they say.

    A guess by their form: a person has to look whether each needs a note.
    """
    texts = tuple(texts)
    # "It goes through the skin (percutaneous)" says what the word means.
    in_place = {term.casefold() for text in texts for term in _IN_BRACKETS.findall(text)}
    known = " ".join(explained).casefold()
    found: dict[str, str] = {}
    for text in texts:
        for term in _terms(text):
            found.setdefault(term.casefold(), term)
    return tuple(term for folded, term in found.items() if folded not in known and folded not in in_place)


def _terms(text: str) -> list[str]:
    abbreviations = [word for word in _ABBREVIATION.findall(text) if word.upper() not in KNOWN]
    medical = [match[0] for match in _MEDICAL.finditer(text) if match[0].casefold() not in EVERYDAY]
    return [*abbreviations, *medical]
