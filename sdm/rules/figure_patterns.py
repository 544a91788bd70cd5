"""How numbers are written that say how many people have something, and what only looks like such a number.

In a pattern " " is any white space, and " ?" such or none.
"""

import re
from collections.abc import Iterator

PEOPLE = (
    r"(?:people|persons?|patients?|wom[ae]n|m[ae]n|adults?|child(?:ren)?|babies|users?|cases?|deaths?|events?|births?"
    r"|operations?|procedures?)"
)
_ONE_TO_TEN = "one|two|three|four|five|six|seven|eight|nine|ten"
_TEENS = "eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = rf"(?:(?:{_TENS})(?:[\s-](?:{_ONE_TO_TEN}))?|{_ONE_TO_TEN}|{_TEENS})"
_AND = rf"(?: and {_SMALL}(?! (?:in|out|of|per)\b))?"
_LARGE = rf"(?:(?:an?|{_SMALL}) )?(?:hundred|thousand|million|dozen)(?: thousand)?{_AND}"
_DIGITS = r"(?:\d{1,3}(?:[\s,]\d{3}){1,4}(?!\d)|\d(?:[\d,]{0,15}\d)?)"
_DECIMAL = rf"{_DIGITS}(?:\.\d{{1,9}})?"
_NUMBER = rf"(?:{_DECIMAL}|{_LARGE}|{_SMALL}|none|a few|half(?: a)?)"
_COUNT = rf"(?:{_NUMBER}(?: ?(?:-|–|to|or) ?{_NUMBER})?)"
_WHOLE = rf"(?:\d{{1,9}}k|{_DIGITS}|{_LARGE}|(?!one\b){_SMALL})"
_ABOUT = r"(?:(?:every|each|about|around|over|nearly|almost|some|more than|fewer than|less than|up to|the|all) ){0,2}"
# What makes "3 in 5" a time, a measure or a place, and no rate.
_UNITS = (
    r"(?:second|minute|min|hour|hr|day|night|week|month|year|decade|ml|mg|mcg|microgram|gram|g|kg|cm|mm|litre|inche?|unit"
    r"|tablet|capsule|dose|drop|puff|part|step|stage|place|size|visit|session|appointment|hospital|centre|language)s?\b"
)
_NO_RATE = rf"(?:\b|(?<=k))(?!(?: ?(?:-|–|to|or) ?{_NUMBER})?[\s-]{{0,2}}{_UNITS})(?!,?\d)(?!\.\d)"
_LABEL = r"(?:page|section|paragraph|chapter|part|step|question|option|table|figure|box|edition|version|number|no\.)"
_PERCENT_SIGN = r"(?: ?%| ?per ?cent\b| ?p\.c\.| ?pc\b)"
_STRENGTH = (
    r"(?:saline|sodium|glucose|dextrose|li[dg]n?ocaine|bupivacaine|hydrocortisone|chlorhexidine|iodine|alcohol|oxygen"
    r"|solution|strength|cream|ointment|gel|lotion|drops)\b"
)
PERCENT = (
    rf"(?:{_DECIMAL}(?: ?(?:-|–|to|or) ?{_DECIMAL})?{_PERCENT_SIGN}"
    rf"|\b(?:(?:{_SMALL} (?:to|or) )?{_SMALL}|half an?|an?|(?:an? |one )?hundred) per ?cent\b)"
)
_PART = (
    r"(?:half|(?:one|an?)[\s-](?:half|third|quarter|fifth|sixth|tenth)|two[\s-](?:thirds|fifths)"
    r"|three[\s-](?:quarters|fifths)|four[\s-]fifths)"
)
_MORE_OR_LESS = (
    r"(?:less|fewer|more|lower|higher|greater|better|worse|smaller|bigger|reduction|increased?|reduced|decreased?|drop"
    r"|rise|fall)\b"
)
_CHANGES = r"(?:reduc|increas|decreas|lower|cut|drop|rais|fall|ris)(?:e|es|ed|s|ing)?"
_RISK = r"(?:risk|chance|odds|likelihood|number|rate)s?\b"
_TIMES = rf"(?:twice|thrice|half|double|(?:(?:{_ONE_TO_TEN})(?: and a half)?|{_DECIMAL}) times|{_DECIMAL} ?[x×])"
_AMOUNT = r"(?:dos(?:e|es|age)|tablets?|drugs?|medicines?|weight|salt|alcohol|smoking)\b"


def _compiled(pattern: str, flags: re.RegexFlag = re.I) -> re.Pattern[str]:
    return re.compile(pattern.replace(" ?", r"\s*").replace(" ", r"\s+"), flags)


RELATIVE = _compiled(
    rf"(?<![\w.]){PERCENT} {_MORE_OR_LESS}"
    rf"|\b(?:reduction|increase|decrease|rise|fall|drop) of (?:about |around |up to )?{PERCENT}"
    rf"|\b{_CHANGES} (?:(?!{_AMOUNT})[\w’'-]+ ){{0,5}}?(?:by (?:about |around |up to )?(?:{PERCENT}|{_PART}\b"
    r"|third|quarter)|in half\b)"
    rf"|(?<![\w.]){_TIMES} (?:as (?:likely|many|much|common|often|high|great|frequent)\b"
    rf"|(?:the|that|your|their|its) (?:\w+ )?{_RISK}|{_MORE_OR_LESS}(?: (?:likely|common|often)\b)?)"
    rf"|\b(?:halv|doubl|tripl|trebl)(?:e|es|ed|ing) (?:the|your|their|its) (?:\w+ )?{_RISK}"
    rf"|\b{_RISK} (?:(?:is|are|was|were) )?(?:halve|double|triple|treble)[sd]?\b"
    rf"|(?<![\w.])(?:{_DECIMAL}[\s-]?|(?:{_ONE_TO_TEN})-?)fold\b"
    r"|\b(?:relative risk|risk ratio|odds ratio|hazard ratio|number needed to (?:treat|harm))s?\b"
    r"|\b(?-i:RR|HR|OR) ?(?:=|of|:)? ?\d+\.\d+|\b(?-i:NNT|NNH) ?(?:=|of|:)? ?\d+"
)
_PERCENTAGE = _compiled(rf"(?<![\w.]){PERCENT}(?! {_STRENGTH})")
_RATE = _compiled(
    rf"(?<![\w.-]){_COUNT}(?: {PEOPLE})?[\s-](?:in|out[\s-]of|per|for every|of every|of each)[\s-]{_ABOUT}"
    rf"(?P<whole>{_WHOLE}){_NO_RATE}"
    rf"|(?<![\w.-]){_COUNT} of {_ABOUT}(?P<of>{_WHOLE}) {PEOPLE}\b"
    rf"|\b(?:(?:for|out of|of|in|among) (?:every|each)|out of) (?P<every>{_WHOLE}) {PEOPLE}\b"
    rf"|(?-i:\bOf) (?P<first>{_WHOLE}) {PEOPLE}(?: \w+){{0,3}}, {_COUNT}\b{_NO_RATE}"
)
_HALF_OF_PEOPLE = _compiled(
    rf"\b(?:{_PART} of (?:all )?|half (?:of )?(?:all )?)(?:(?:of )?(?:the|these|those) )?{PEOPLE}\b"
)
_RATIO = _compiled(
    r"(?<![\w/:.,-])(?P<part>\d(?:[\d,]{0,15}\d)?(?:\.\d{1,9})?)(?P<sign>[:/]|\s[:/]\s)(?P<whole>\d(?:[\d,]{0,15}\d)?)(?![\w/:]|[.,-]\d)"
)
_IN_100 = _compiled(r"100|(?:a |one )?hundred")
_LABELLED = _compiled(rf"\b{_LABEL} $")
_SCORED = _compiled(r"\b(?:scor(?:e|ed|es|ing)|scale|rated?|marks?)\b[^.;]*$")
_TEN = _compiled(r"10|ten")
# What stands beside a ratio where it is how many people, and where it is something else: a time, a dose, a reference.
_OF_PEOPLE_AFTER = _compiled(rf" (?:{PEOPLE}|{_RISK}|of (?:all |the )?{PEOPLE})\b")
_OF_PEOPLE_BEFORE = _compiled(
    rf"\b(?:(?:{_RISK})(?: \w+){{0,4}}? (?:is|was|are|were|be|of|about|around)"
    r"|(?:seen|found|happens?|happened|occurs?|occurred|reported) (?:only )?(?:in|to)|affects?|affected) $"
)
_ELSE_AFTER = _compiled(
    rf" ?(?:[ap]\.? ?m\b|h\b|hrs?\b|mins?\b|o.clock|mm ?hg\b|{_UNITS}|{_STRENGTH}"
    r"|dilution|adrenaline|scale|diet|(?:of )?nurs)"
)
_ELSE_BEFORE = _compiled(
    r"\b(?:adrenaline|epinephrine|co-\w+|strengths?|concentration|diluted|bp|pressure|dose|mg|vision|glasses|map"
    rf"|ref(?:erence)?|rec|extension|room|ward|{_LABEL})\W*(?:(?:of|is|was|at|about|in|to)\W+)?$"
)
_OF_AN_AMOUNT = _compiled(rf"\b{_AMOUNT}(?: \w+){{0,2}} by (?:about )?$")
_AROUND = 60
LARGEST_DAY = 31


def rates(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Every number that says how many of how many, in no order; and whether that is in 100."""
    for match in _RATE.finditer(text):
        before = text[max(0, match.start() - _AROUND) : match.start()]
        if _LABELLED.search(before):
            continue
        whole = match["whole"] or match["of"] or match["every"] or match["first"]
        if match["whole"] and _TEN.fullmatch(whole) and _is_score(match, text):
            continue
        yield match, bool(_IN_100.fullmatch(whole))
    for match in _HALF_OF_PEOPLE.finditer(text):
        yield match, False
    for match in _RATIO.finditer(text):
        if _is_of_people(match, text):
            yield match, False


def percentages(text: str) -> Iterator[re.Match[str]]:
    """Every percentage of a text, but no strength of a drug and none of a dose."""
    for match in _PERCENTAGE.finditer(text):
        if not _OF_AN_AMOUNT.search(text[max(0, match.start() - _AROUND) : match.start()]):
            yield match


def _is_score(match: re.Match[str], text: str) -> bool:
    """Whether "3 out of 10" is what somebody gives their pain."""
    before = text[max(0, match.start() - _AROUND) : match.start()]
    return bool(_SCORED.search(before)) and not _OF_PEOPLE_AFTER.match(text[match.end() :])


def _is_of_people(match: re.Match[str], text: str) -> bool:
    """Whether a ratio such as 10/200 or 1:20 says how many people; by itself it may be a time, a day or a dose."""
    before, after = text[max(0, match.start() - _AROUND) : match.start()], text[match.end() : match.end() + _AROUND]
    if _ELSE_AFTER.match(after) or _ELSE_BEFORE.search(before):
        return False
    part, whole = (float(match[name].replace(",", "")) for name in ("part", "whole"))
    if _OF_PEOPLE_AFTER.match(after) or _OF_PEOPLE_BEFORE.search(before):
        return True
    if part >= whole or (match["whole"].startswith("0") or _is_day_or_year(part, whole)):
        return False
    is_time = match["sign"] == ":" and len(match["whole"]) == 2 and whole < 60
    if text.strip() == match[0]:  # in a box for a number
        return not is_time or part == 1
    return not is_time and whole > LARGEST_DAY if match["sign"] != " : " else whole >= 10


def _is_day_or_year(part: float, whole: float) -> bool:
    """Whether "3/2024" or "2019/2020" is a month or two years."""
    return 1900 <= whole < 2100 and (part <= 12 or 1900 <= part < 2100)
