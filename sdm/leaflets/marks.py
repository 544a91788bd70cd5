"""The marks on a leaflet that are not part of what it says: who it is for, dates, site, ISBN, reference."""

import datetime
import re
from dataclasses import dataclass

from sdm.leaflets.references import references_in, states_reference_only

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "(?:" + "|".join(f"{m[:3]}(?:{m[3:]})?" for m in _MONTHS).replace("(?:)?", "") + "|sept)"
_DATE_WORDS = (
    rf"(?:[a-z]{{3,9}}day,?\s)?\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}\.?,?\s\d{{4}}"
    rf"|{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}"
)
_DATE_LABEL = r"(?P<label>(?:first |date )?published(?: on| date)?|publication date|(?:last |date )?updated(?: on)?)"
_DATE_LINE = re.compile(rf"{_DATE_LABEL}(?:\s?:\s?(?P<any>.{{1,60}}?)|\s(?P<date>{_DATE_WORDS}))\.?", re.I)
_MARKER = re.compile(
    r"(?:information for (?:the public|patients|people|the patient|you)(?:,? (?:and|or) [a-z, ]{1,40})?"
    r"|patient information(?: leaflet)?|understanding nice guidance)\.?",
    re.I,
)
_TITLE_AND_MARKER = re.compile(r"(.{3,300}?)\s?[:|–—-]\s?(information for the public)\.?", re.I)
_ISBN = re.compile(r"ISBN(?:-1[03])?\s?:?\s?(?P<isbn>[\dX][\dX\s‐-–-]{7,25}[\dX])\.?", re.I)
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?nice\.org\.uk(?:/\S{0,200})?|(?:https?://|www\.)[\w.-]{3,200}/?", re.I)
_MARK_START = re.compile(
    r"(?:first |date |last )?(?:published|updated)|publication|information|patient|understanding|isbn|www\.|https?:"
    r"|(?:www\.)?nice|national|ref|guidance|[a-z]{2,3} ?\d|\[|\(|interventional|health|med|tech|diag|highly|clinical",
    re.I,
)
_PUBLISHER = re.compile(r"NICE|(?:NICE )?National Institute for Health and (?:Care|Clinical) Excellence", re.I)


@dataclass(frozen=True)
class Mark:
    """One mark: its kind (marker, published, updated, isbn, address, reference, publisher), value and line."""

    kind: str
    value: str
    line: str


def could_start_mark(text: str) -> bool:
    """Say whether it is worth asking `mark_of` about this line and the next few; quick."""
    return bool(_MARK_START.match(text))


def mark_of(text: str) -> Mark | None:
    """Give the mark that this whole text is, or None when it is something else."""
    if len(text) > 250:
        return None
    if _MARKER.fullmatch(text):
        return Mark("marker", text, text)
    if found := _ISBN.fullmatch(text):
        return Mark("isbn", re.sub(r"[‐-–]", "-", found["isbn"]), text)
    if _ADDRESS.fullmatch(text):
        return Mark("address", text, text)
    if _PUBLISHER.fullmatch(text):
        return Mark("publisher", text, text)
    if states_reference_only(text):
        return Mark("reference", references_in(text)[0], text)
    if found := _DATE_LINE.fullmatch(text):
        kind = "updated" if "updated" in found["label"].lower() else "published"
        return Mark(kind, found["any"] or found["date"], text)
    return None


def split_title_from_marker(text: str) -> tuple[str, Mark | None]:
    """Part “Title: Information for the public” on one line into the title and the marker."""
    if found := _TITLE_AND_MARKER.fullmatch(text):
        return found[1], Mark("marker", found[2], text)
    return text, None


def date_in(text: str) -> tuple[datetime.date | None, bool]:
    """Give the date written in the text, or None, and whether its day and month could be the other way."""
    text = text.strip().lower()
    if not re.fullmatch(_DATE_WORDS, text, re.I):
        return None, False
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    month = next((i for i, name in enumerate(_MONTHS, 1) if re.search(rf"\b{name[:3]}", text)), None)
    if month:
        year, month, day = numbers[1], month, numbers[0]
        in_doubt = False
    elif "-" in text:
        (year, month, day), in_doubt = numbers, False
    else:
        (day, month, year), in_doubt = numbers, numbers[0] <= 12 and numbers[0] != numbers[1]
    try:
        return datetime.date(year, month, day), in_doubt
    except ValueError:
        return None, False


def isbn_fault(isbn: str) -> str | None:
    """Say what is wrong with an ISBN, or None. Source: ISO 2108, the check digit of an ISBN-13."""
    digits = re.sub(r"[^\dXx]", "", isbn)
    if len(digits) != 13 or not digits.isdecimal():
        return f"The ISBN {isbn} does not have 13 digits. Check it against the printed leaflet."
    if sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10:
        return f"The ISBN {isbn} has a wrong digit in it. Check it against the printed leaflet."
    return None
