"""Which of NICE's four arrangements one sentence of a leaflet states, or that a person must decide."""

import re
from functools import lru_cache

# What each category means and asks for is NICE's (interventional procedures programme manual, PMG28, and
# the leaflets' own plain words for it): see docs on IPG651, recommendations 1.1 to 1.4.
_ADVERBS = r"(?:(?:also|only|still|now|then|therefore|usually|both|be)\s+){0,4}"
_DONE = r"(?:used|done|offered|considered|performed|carried out|given|recommended|available)\b"
MODAL = r"(?:can|could|may|might|should|must|will)"
NOT = r"(?:\s?not|n['’]t|\s+never|\s+no longer)"
_PASSIVE = rf"(?:\b{MODAL}\s+{_ADVERBS}be\s+{_ADVERBS}{_DONE})"
_ACTIVE = (
    rf"(?:\b{MODAL}\s+{_ADVERBS}"
    r"(?:(?:use|do|offer|have|consider|perform)\s+(?:this|the)|(?:use|offer|consider)\s+it)\b)"
)
_STATED = (
    r"(?:\b(?:is|are)\s+(?:also\s+|only\s+){0,2}(?:recommended|suitable)\b"
    r"|\brecommends?\s+(?:this|the|using|that)\b)"
)
_FORBIDDEN = (
    rf"(?:\b(?:{MODAL}|ca|wo){NOT}\s+{_ADVERBS}(?:be\s+)?{_ADVERBS}(?:{_DONE}|(?:use|do|offer|have)\s+(?:this|the)\b)"
    r"|\b(?:is|are)(?:\s+not|n['’]t)\s+(?:being\s+)?(?:recommended|suitable)\b|\b(?:do|does)(?:\s+not|n['’]t)\s+recommend\b"
    r"|\bnot recommended\b|\bdo not (?:use|offer|do|perform|carry out)\b"
    r"|\b(?:is|are)(?:\s+not|n['’]t)\s+safe enough\b[^,;.]{0,40}\bto be (?:used|done|offered)(?=\s(?:for|in|to)\b)"
    r"|\bdoes(?:\s+not|n['’]t) work well enough\b[^,;.]{0,40}\bto be (?:used|done|offered)(?=\s(?:for|in|to)\b))"
)
_SAFE = (
    r"(?:\b(?:is|are|it['’]s)\s+(?:both\s+)?safe enough\b(?:\s+and\s+(?:it\s+)?works well enough\b)?"
    r"|\bworks well enough and (?:it\s+)?is safe enough\b)"
)
_ARRANGED = r"(?:\b(?:special|standard)\s+arrangements\b)"

_USE = re.compile("|".join((_FORBIDDEN, _PASSIVE, _ACTIVE, _STATED, _SAFE, _ARRANGED)), re.I)
_FORBIDS = re.compile(_FORBIDDEN, re.I)
_SPECIAL = re.compile(
    r"\b(?:(?:regular|extra|careful|close|special)\s+(?:follow[- ]up\s+|health\s+)?"
    r"(?:check(?:s|-ups?|ups?)?|monitoring|follow[- ]up)"
    r"|special arrangements|(?:carefully|closely|regularly) (?:monitored|checked|followed up|watched)"
    r"|(?:monitored|checked|watched) (?:carefully|closely|regularly))\b",
    re.I,
)
_RESEARCH = re.compile(
    r"\b(?:in|within|part of|context of|outside|for|through)\s+(?:an?\s+|the\s+|some\s+|ongoing\s+){0,2}"
    r"(?:(?:clinical|formal|medical|scientific|research|approved|proper)\s+){0,3}(?:research|trials?|stud(?:y|ies))\b"
    r"|\bonly in research\b|\bresearch only\b|\b(?:research|clinical) (?:study|studies|trials?)\b",
    re.I,
)
_STANDARD = re.compile(r"\bstandard arrangements\b", re.I)
_UNSURE = re.compile(
    r"\b(?:not|never|unless|except|if|only|until|provided|as long as|so long as|when|without|research|trials?|study"
    r"|studies|checks?|check-ups?|checked|monitor\w*|special|uncertain\w*|unsure|unclear|limited|little|less|more|before|whether|rarely|might|could|nobody|few"
    r"|hardly|care|caution\w*|carefully|subject to|exceptional\w*|(?:rare|some|few|certain|selected|chosen) cases"
    r"|emergenc\w+|last resort|conditions? that|strict|pending|assuming|following|requiring"
    r"|given (?!for\b|to\b|as\b|in\b)|together with|safeguards?|steps|chosen|selected|specialist|centres?"
    r"|anyone|twice|once|wants?|used to|dangers?"
    r"|at home|licen[cs]e\w*|supervis\w+)\b|n['’]t\b",
    re.I,
)
_WELL_ENOUGH = r"(?:is safe enough and (?:it )?works well enough|works well enough and (?:it )?is safe enough)"
_NOTHING_ELSE = re.compile(
    r"(?:[\s,.]|to be (?:used|offered|done|considered)|for use|as an option|(?:in|by|on) the NHS|in hospitals?"
    r"|procedure|operation|technique|treatment|therapy|surgery|implant|device|test"
    r"|\((?-i:[A-Z][A-Za-z]{0,3}[A-Z0-9]{1,6}s?|[A-Z]{2,8})\)|\(type \w{1,4}\)"
    r"|\(also (?:called|known as) [\w -]{1,60}\)"
    r"|with (?:the )?(?:usual|standard|normal) arrangements"
    r"(?: for(?:,? (?:and )?(?:clinical governance|consent|audit))+)?"
    rf"|(?:because|as|since) (?:it|this procedure) {_WELL_ENOUGH})*",
    re.I,
)
_HOW_DONE = re.compile(
    r"\s(?:under|using|with)\s(?:an?\s)?(?:(?:general|local|spinal|light|or|and)\s){0,4}(?:anaesthe(?:tic|sia)|sedation)"
    r"(?:\sor\s(?:an?\s)?(?:(?:general|local|spinal|light)\s)?(?:anaesthe(?:tic|sia)|sedation))?\.?",
    re.I,
)
_MENTIONS_USE = re.compile(
    r"\bbe (?:used|offered|done)\b|\b(?:safe|well) enough\b|\brecommend|\b(?:is|are) (?:\w+ ){0,2}option for\b", re.I
)
_LIMITS = re.compile(
    r"\b(?:if|when|unless|except|until|without|outside|other than|alone|on its own|routinely|usually|normally|generally"
    r"|first|everyone|everybody|(?<!at )all|by (?!itself)|more than|again|before|after|instead)\b",
    re.I,
)
_NOT_FOR = re.compile(r"\bnot (?:for|in|to be)\b|\bbut not\b", re.I)
# How a sentence that allows the procedure may begin before it names it, and allow it no less and no more.
_OPENING = re.compile(
    r"(?:(?:NICE|we|this guidance) (?:ha(?:s|ve) )?(?:sa(?:id|ys?)|decided|agreed|advises?|thinks?|recommend(?:s|ed))"
    r"(?: that)?|there (?:is|isn['’]t) (?:(?:not|only|enough|good|little|less|limited) ){1,3}evidence [^.;]{1,150}, so"
    r"|this means(?: that)?|so|therefore|also|and|now|overall|both|NICE|(?:the )?doctors?|surgeons?|specialists?"
    r"|hospitals?|(?:in )?the NHS|you|(?:for|in) [^,;.]{1,150},|[\s,:])*",
    re.I,
)
_BEHIND_IT = re.compile(
    r"(?:\s\w+)?\s(?:(?:is|are|was|were)(?:\s+not|\s+no longer|n['’]t)|cannot|can['’]t|(?:is|are) (?:un|im)\w+)\b", re.I
)
# A condition that a sentence only tells of, or that does not hold for all: “instead of regular checks”.
_ONLY_MENTIONED = re.compile(
    r"\b(?:unless|except|instead of|rather than|no longer|used to|until|once|fewer|withdrawn|has changed)\b"
    r"|\b(?:have|has|had) (?:not helped|failed|shown)\b|\bchecks show\b|\bas shown\b"
    r"|\bavoid(?:ed)?\b|\bnot an option\b|\bbanned\b|\bgo home\b|\bcannot take part\b|\bworked\b"
    r"|\bbut\b(?! only\b)[^.;]*(?:\b(?:not|never)\b|n['’]t\b)",
    re.I,
)
_STUDIES = re.compile(r"\b(?:research|trials?|study|studies)\b", re.I)
_NOT_ONLY = re.compile(r"\b(?:not|n['’]t)\s+(?:be\s+)?(?:(?:used|done|offered|given|recommended)\s+)?only\b", re.I)
_SAFE_ALONE = re.compile(r"\bsafe enough\b", re.I)
_NEGATED = re.compile(r"\b(?:not|no|never|without|outside|less|fewer)\b|n['’]t\b", re.I)
_SIGN_WORDS = (
    "used|done|offer|consider|perform|carried|given|available|recommend|suitable|use th|do th|have th|not use"
    "| enough|option for|arrangements|research|trial|study|studies|check|monitor|watched|follow"
    "|avoid|have it|get it|have one|nobody|no one|no-one|none|cannot|can't|can’t|banned|says no|said no|against"
    "|an option|not allowed|for use|not for"
    "|not apply|n't apply|n’t apply|withdrawn|has changed"
)
_SIGNS = tuple(_SIGN_WORDS.split("|"))


def may_matter(sentence: str) -> bool:
    """Say quickly whether a sentence can state an arrangement at all; most cannot."""
    lower = sentence.lower()
    return any(sign in lower for sign in _SIGNS)


@lru_cache(maxsize=1024)
def use_in(sentence: str) -> re.Match[str] | None:
    """Give where the sentence says that something can, should or must not be used; None where it does not."""
    return _USE.search(sentence)


@lru_cache(maxsize=1024)
def conditions_named(sentence: str) -> frozenset[str]:
    """Give the arrangements (special, research) whose conditions the sentence speaks of."""
    named = {"special"} if _SPECIAL.search(sentence) else set()
    return frozenset(named | ({"research"} if _RESEARCH.search(sentence) else set()))


@lru_cache(maxsize=1024)
def arrangement_of(sentence: str) -> str:
    """Give standard, special, research, do-not-use or unknown for a sentence that says when to use a procedure.

    Unknown stands for: more than one category is named, or a condition that none of them covers. A wrong
    category would let a patient consent to what NICE says needs more, so every doubt ends here.
    """
    named = set(conditions_named(sentence))
    if _FORBIDS.search(sentence):
        named.add("do-not-use")
    if _STANDARD.search(sentence):
        named.add("standard")
    if len(named) > 1 or sentence.endswith(":"):
        return "unknown"
    if named == {"do-not-use"}:
        positive = re.sub(_FORBIDS, " ", sentence)
        doubtful = _LIMITS.search(sentence) or _NOT_ONLY.search(sentence) or re.search(_PASSIVE, positive, re.I)
        return "unknown" if doubtful else "do-not-use"
    if named in ({"special"}, {"research"}):
        mixed = named == {"special"} and _STUDIES.search(sentence)
        doubtful = _NOT_FOR.search(sentence) or _ONLY_MENTIONED.search(sentence) or _is_negated(sentence)
        return "unknown" if mixed or doubtful else named.pop()
    half_said = _SAFE_ALONE.search(sentence) and not re.search(_WELL_ENOUGH, sentence, re.I)
    return "unknown" if half_said or _UNSURE.search(sentence) else "standard"


def says_nothing_else(rest: str) -> bool:
    """Say whether the rest of a sentence, besides the use and the condition, leaves standard arrangements sure.

    Standard is the category that asks for least, so only known words may stand beside it.
    """
    return bool(_NOTHING_ELSE.fullmatch(rest))


def opens_plainly(before: str) -> bool:
    """Say whether what a sentence says before it names the procedure leaves sure what it allows.

    "There is no evidence that" and "Some doctors think that" turn round what follows.
    """
    return bool(_OPENING.fullmatch(before))


def tells_how_it_is_done(rest: str) -> bool:
    """Say whether the rest of a sentence, after the use, only says under what anaesthetic: it is no arrangement."""
    return bool(_HOW_DONE.fullmatch(rest))


def mentions_use(sentence: str) -> bool:
    """Say whether a sentence has words for a use in it, though it does not state one in a way we know."""
    return bool(_MENTIONS_USE.search(sentence))


def _is_negated(sentence: str) -> bool:
    """Say whether a condition is named only to say that it is not one, as in “without regular checks”."""
    for found in (_SPECIAL.search(sentence), _RESEARCH.search(sentence)):
        if found and (
            _NEGATED.search(sentence[max(0, found.start() - 60) : found.end()].rsplit(",", 1)[-1])
            or _BEHIND_IT.match(sentence[found.end() :])
        ):
            return True
    return False
