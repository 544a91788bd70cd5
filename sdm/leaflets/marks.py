"""The marks on a leaflet that are not part of what it says: who it is for, dates, site, ISBN, reference."""

import datetime
import re
from dataclasses import dataclass
from itertools import pairwise

from sdm.leaflets.references import names_kind_only, references_in, states_reference_only
from sdm.rules.dates import MONTHS
from sdm.rules.leaflet_links import without_links

_MONTHS_IN_WELSH = (
    "ionawr",
    "chwefror",
    "mawrth",
    "ebrill",
    "mai",
    "mehefin",
    "gorffennaf",
    "awst",
    "medi",
    "hydref",
    "tachwedd",
    "rhagfyr",
)
_MONTH = "(?:" + "|".join(f"{m[:3]}(?:{m[3:]})?" for m in MONTHS + _MONTHS_IN_WELSH).replace("(?:)?", "") + "|sept)"
_WEEKDAY = r"(?:[a-z]{3,9}day,?\s|dydd\s[a-z]{3,6},?\s)"
_NTH = r"(?:st|nd|rd|th|af|ail|il|ydd|ed|fed|eg|ain)"
_DATE_WORDS = (
    rf"{_WEEKDAY}?\d{{1,2}}{_NTH}?\s(?:of?\s)?{_MONTH}\.?,?\s\d{{4}}"
    rf"|{_MONTH}\.?\s\d{{1,2}}{_NTH}?,?\s\d{{4}}|{_MONTH}\.?,?\s\d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{4}"
)
_DATE_LABEL = (
    r"(?P<label>(?:first |date )?published(?: on| date)?|publication date|(?:last |date )?updated(?: on)?"
    r"|cyhoeddwyd(?: gyntaf| ar)?|dyddiad cyhoeddi|(?:dyddiad )?diweddar(?:wyd|u)(?: ddiwethaf| ar)?)"
)
_LABEL_WITHIN = re.compile(rf"\s{_DATE_LABEL}\s?:", re.I)
_DATE_LINE = re.compile(rf"{_DATE_LABEL}(?:\s?:\s?(?P<any>.{{1,60}}?)|\s(?P<date>{_DATE_WORDS}))\.?", re.I)
_MARKER = re.compile(
    r"(?:information for (?:the public|patients|people|the patient|you)(?:,? (?:and|or) [a-z, ]{1,40})?"
    r"|patient information(?: leaflet)?|understanding nice guidance"
    r"|gwybodaeth i(?:['’]r cyhoedd|['’]r claf| gleifion))\.?",
    re.I,
)
_TITLE_AND_MARKER = re.compile(
    r"(.{3,300}?)(?:\s?[:|–—-]\s?|(?<=[\])])\s)(information for the public|gwybodaeth i['’]r cyhoedd)\.?", re.I
)
_WELSH = re.compile(r"\b(?:gwybodaeth i|cyhoeddwyd|dyddiad cyhoeddi|diweddarwyd)\b", re.I)
_ISBN = re.compile(r"ISBN(?:-1[03])?\s?:?\s?(?P<isbn>[\dX][\dX\s‐-–-]{7,25}[\dX])\.?", re.I)
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?nice\.org\.uk(?:/\S{0,200})?|(?:https?://|www\.)[\w.-]{3,200}/?", re.I)
_MARK_START = re.compile(
    r"(?:first |date |last )?(?:published|updated)|publication|information|patient|understanding|isbn|www\.|https?:"
    r"|(?:www\.)?nice|national|ref|guidance|[a-z]{2,3} ?\d|\[|\(|interventional|health|med|tech|diag|highly|clinical"
    r"|cyhoeddwyd|dyddiad|diweddar|gwybodaeth|cyfeirnod|rhif|canllaw",
    re.I,
)
_PUBLISHER = re.compile(r"NICE|(?:NICE )?National Institute for Health and (?:Care|Clinical) Excellence", re.I)


@dataclass(frozen=True)
class Mark:
    """One mark: its kind (marker, published, updated, isbn, address, reference, publisher), value and line."""

    kind: str
    value: str
    line: str

    @property
    def is_welsh(self) -> bool:
        """Whether the mark is written in Welsh."""
        return bool(_WELSH.search(self.line))


def could_start_mark(text: str) -> bool:
    """Say whether it is worth asking `mark_of` about this line and the next few; quick."""
    return bool(_MARK_START.match(text))


def mark_of(text: str) -> Mark | None:
    """Give the mark that this whole text is, or None when it is something else."""
    if len(text) > 250:
        return None
    text = without_links(text)
    if _MARKER.fullmatch(text):
        return Mark("marker", text, text)
    if found := _ISBN.fullmatch(text):
        return Mark("isbn", re.sub(r"[‐-–]", "-", found["isbn"]), text)
    if _ADDRESS.fullmatch(text):
        return Mark("address", text, text)
    if _PUBLISHER.fullmatch(text) or names_kind_only(text):
        return Mark("publisher", text, text)
    if states_reference_only(text):
        return Mark("reference", references_in(text)[0], text)
    if found := _DATE_LINE.fullmatch(text):
        kind = "updated" if re.search("updated|diweddar", found["label"], re.I) else "published"
        return Mark(kind, found["any"] or found["date"], text)
    return None


def parted(text: str) -> list[str]:
    """Give the marks that stand on one line, such as a reference and two dates, each by itself; else the line."""
    if len(text) > 250 or not could_start_mark(text):
        return [text]
    cuts = [0, *(found.start() for found in _LABEL_WITHIN.finditer(text)), len(text)]
    parts = [text[start:end].strip() for start, end in pairwise(cuts)]
    return parts if all(mark_of(part) for part in parts) else [text]


def split_title_from_marker(text: str) -> tuple[str, Mark | None]:
    """Part “Title: Information for the public” on one line into the title and the marker."""
    if found := _TITLE_AND_MARKER.fullmatch(text):
        return found[1], Mark("marker", found[2], text)
    return text, None


def date_in(text: str) -> tuple[datetime.date | None, bool]:
    """Give the date written in the text, or None, and whether its day is in doubt.

    It is where day and month could be the other way, or where only a month is given, of which the first is taken.
    """
    text = text.strip().lower()
    if not re.fullmatch(_DATE_WORDS, text, re.I):
        return None, False
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    month = _month_in(re.sub(f"^{_WEEKDAY}", "", text))  # in Welsh, Tuesday and March are the same word
    if month:
        day, year = (1, *numbers)[-2:]
        in_doubt = len(numbers) == 1
    elif "-" in text:
        (year, month, day), in_doubt = numbers, False
    else:
        (day, month, year), in_doubt = numbers, numbers[0] <= 12 and numbers[0] != numbers[1]
    try:
        return datetime.date(year, month, day), in_doubt
    except ValueError:
        return None, False


def _month_in(text: str) -> int | None:
    for months in (MONTHS, _MONTHS_IN_WELSH):
        for number, name in enumerate(months, start=1):
            if re.search(rf"\b{name[:3]}", text):
                return number
    return None


def isbn_fault(isbn: str) -> str | None:
    """Say what is wrong with an ISBN, or None. Source: ISO 2108, the check digit of an ISBN-13."""
    digits = re.sub(r"[^\dXx]", "", isbn)
    if len(digits) != 13 or not digits.isdecimal():
        return f"The ISBN {isbn} does not have 13 digits. Check it against the printed leaflet."
    if sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10:
        return f"The ISBN {isbn} has a wrong digit in it. Check it against the printed leaflet."
    return None
