"""Which condition, and which procedure, a sentence about an arrangement speaks of."""

import re
from functools import lru_cache

_PEOPLE = r"(?:people|patients|adults|children|men|women|someone|anyone|those)"
_LEAD = re.compile(rf"\b(?:for|to treat|(?:in|to)(?= {_PEOPLE} (?:with|who have)\b))\s", re.I)
_ARTICLES = re.compile(rf"(?:(?:an?|the|some|any|treating|treatment of|{_PEOPLE} (?:with|who have|having))\s)+", re.I)
_STOP = re.compile(
    r"[,;:(]|\s[–—-]\s|[.!?]+$|[.!?]\s|\s(?:but|only|if|when|as long as|so long as|provided|unless|until|except"
    r"|because|since|while|although|where|whose|as part of|as an? |within|outside|without|under|during|after"
    r"|in (?:an? |the )?(?:\w+ )?(?:research|clinical|trials?|stud(?:y|ies)|NHS|hospitals?|centres?|clinics?|units?)\b"
    r"|by (?:an? |the )?(?:\w+ )?(?:surgeons?|doctors?|nurses?|specialists?|staff|teams?)\b"
    r"|with (?:regular|special|extra|care|careful|close|standard|normal|local|the usual|usual)|instead of|rather than"
    r"|(?:together )?with (?:\w+ )?(?:care|caution|safeguards?|checks?|steps|supervision)|subject to|on condition"
    r"|in (?:an? )?(?:exceptional|rare|emergenc|carefully|specially|selected|chosen)\w*"
    r"|in (?:some|few|certain) cases"
    r"|pending|assuming|requiring|following|twice|at (?:home|special\w*|\w+ centres?)|and NICE"
    r"|alone|on its own|at the moment|as an? first|as the first|routinely|using"
    # “for a wobble that has lasted” goes on
    r"|(?<!\bthat )(?<!\bwhich )(?<!\bwho )(?:is|are|can|could|may|might|should|must|will|has|have))\b",
    re.I,
)
_NO_CONDITION = re.compile(
    r"(?:use|doctors?|the nhs|nhs|now|example|instance|this|that|these|those|it|them|him|her|us|you|your|everyone"
    r"|anyone|most|some|all|less than|more than|fewer than|about|over|under|many|several"
    rf"|{_PEOPLE}|research|up to|at least|a long|a short|\d+|consent|clinical governance|audit|safety)\b",
    re.I,
)
_ANOTHER = re.compile(
    r"(?:\A|(?:[;,]|\b(?:and|but)\b)\s)(?:(?:and|but|also|only|in research|in an? [\w ]{1,30}|with [\w ]{1,40})\s){0,3}"
    rf"(?:for|in(?= {_PEOPLE} with\b))\s(?=(?:an?|the|{_PEOPLE} with)\s)",
    re.I,
)
_KINDS = r"(?:procedure|operation|technique|treatment|therapy|surgery|implant|device|test)"
_THE_PROCEDURE = re.compile(rf"\b(?:this|the)(?: type of| kind of)? {_KINDS}\b", re.I)
_SUBJECT = re.compile(
    rf"\b(?P<subject>it|this|(?:this|the)(?: type of| kind of)? {_KINDS})"
    r"(?: \([^()]{1,80}\))?(?: (?:for|in) [^,;]{1,100})?,?(?: (?:therefore|also|now|still))?\s*$",
    re.I,
)


@lru_cache(maxsize=1024)
def condition_named(sentence: str, start: int) -> tuple[str | None, int]:
    """Give the condition that follows “for” from `start` on, without its article, and its place; else None."""
    for lead in _LEAD.finditer(sentence, start):
        name = _name_at(sentence, lead.end())
        if name:
            return name, lead.start()
    opening = re.match(r"(?:for|in)\s", sentence, re.I)
    if opening and "," in sentence[:150]:
        return _name_at(sentence, opening.end()), 0
    return None, 0


def besides_condition(sentence: str, start: int, name: str, place: int) -> str:
    """Give what the sentence says from `start` on besides the condition's name, which was found at `place`."""
    if place < start - 1:
        return sentence[start:]
    return sentence[start:place] + sentence[sentence.index(name, place) + len(name) :]


def _name_at(sentence: str, place: int) -> str | None:
    article = _ARTICLES.match(sentence, place)
    rest = sentence[article.end() if article else place :][:200]
    stop = _STOP.search(rest)
    name = (rest[: stop.start()] if stop else rest).strip(" .")
    return None if not name or (_NO_CONDITION.match(name) and not article) else name


def condition_in_title(title: str) -> str:
    """Give the condition a title names after its first “for”; the whole title where it names none."""
    _, found, condition = title.partition(" for ")
    article = _ARTICLES.match(condition)
    return condition[article.end() if article else 0 :] if found else title


@lru_cache(maxsize=1024)
def procedure_before(text: str, title: str) -> str | None:
    """Give the word for the leaflet's procedure in which the text ends (the verb follows it), or None."""
    if found := _SUBJECT.search(text[-250:]):
        return found["subject"].lower()
    name = title.partition(" for ")[0].lower()
    last_word = name.rsplit(" ", 1)[-1]
    end = text.rstrip(" ,").lower()
    if end.endswith(name) or (len(last_word) > 5 and end.endswith(last_word)):
        return last_word
    return None


def besides_procedure(before: str, title: str) -> str:
    """Give what stands before the word for the procedure in which a text ends; the whole of it where there is none."""
    if found := _SUBJECT.search(before[-250:]):
        return before[: len(before) - len(before[-250:]) + found.start()]
    words, of_title = before.rstrip(" ,").split(), {"a", "an", "the", *title.partition(" for ")[0].lower().split()}
    while words and words[-1].lower() in of_title:
        words.pop()
    return " ".join(words)


def names_another(sentence: str, name: str) -> bool:
    """Say whether a sentence speaks of another condition as well, as in “for a wobble, and for a shake in research”."""
    return any(
        other and other.casefold() not in name.casefold()
        for lead in _ANOTHER.finditer(sentence)
        for other in (_name_at(sentence, lead.end()),)
    )


def speaks_of_procedure(sentence: str, title: str) -> bool:
    """Say whether the sentence has the leaflet's procedure in it, by its name or as “this procedure”."""
    return bool(_THE_PROCEDURE.search(sentence)) or title.partition(" for ")[0].lower() in sentence.lower()
