"""How a line shows that it starts an item of a list: dashes, dots, stars, other signs, numbers and letters."""

import re

_BULLET = re.compile(
    r"(?:[-–—―−*+·o§]\s+|[-–—―−*+·o]$|[-–*](?=[A-Z“\"‘'])"
    r"|[•◦▪▫●○‣⁃∙⦁⦾⦿■□◆◇◊►▶▸▹▻➢➤➔→⇒»›✓✔✗☐☑☒★☆✱✦❖①-⑳❶-❿➀-➓\uf000-\uf0ff]\ufe0f?\s*"
    r"|[Øüv]\s+(?=[A-Z“\"‘']))"  # what signs of Word's own typefaces turn into elsewhere
)
_NUMBER = re.compile(r"(?:q|question\s|cwestiwn\s)?\s?\(?(\d{1,2}|[a-z]{1,4})(?:[.):]{1,2}\s+|[.):]{1,2}$)", re.I)
# Numbers without a full stop: in front of a question that the next one follows in the same way.
_BARE_NUMBER = re.compile(r"(?:\[(?P<framed>\d{1,2})\]|(?:question )?(?P<bare>\d{1,2}))\s+(?=\w.*\?)", re.I)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


class Bullets:
    """Tells items of a list from other lines; it remembers the last number, as “2.” only follows “1.”."""

    def __init__(self) -> None:
        self._last_number = 0
        self._last_style = ""

    def item(self, text: str, before: str | None, following: str) -> str | None:
        """Give the words of the item that this line starts, or None.

        `before` is the line above it in the same paragraph or item, `following` the line below.
        """
        if found := _BULLET.match(text):
            rest = text[found.end() :]
            style = found[0].strip()
            in_a_list = style == self._last_style or following.startswith("o " if style == "o" else style)
            if style in "-–—o" and not in_a_list and _is_open(before) and rest[:1].islower():
                return None  # a dash in a sentence, or the Welsh word “o”, where a line happens to begin
            self._last_style = style
            return rest
        if found := _NUMBER.match(text):
            numbers = _numbers(found[1])
            follows = self._last_number + 1 in numbers
            if follows or (1 in numbers and not _is_open(before)):
                self._last_number = self._last_number + 1 if follows else 1
                return text[found.end() :]
        return self._with_bare_number(text, before, following)

    def _with_bare_number(self, text: str, before: str | None, following: str) -> str | None:
        """A heading can have such a number, too, but not in the middle of a list."""
        number = _bare_number(text)
        begins = number == 1 and _bare_number(following) == 2
        goes_on = before and self._last_number and number == self._last_number + 1
        if not (begins or goes_on):
            return None
        self._last_number = number
        return text[_BARE_NUMBER.match(text).end() :]


def _bare_number(text: str) -> int | None:
    found = _BARE_NUMBER.match(text)
    return int(found["framed"] or found["bare"]) if found else None


def _numbers(text: str) -> set[int]:
    """Give the numbers that a number or letter can stand for: “i” is the first in Roman ones, else the ninth."""
    if text.isdecimal():
        return {int(text)}
    found = {ord(text) - ord("a") + 1} if len(text) == 1 and text.isascii() and text.islower() else set()
    return found | {_ROMAN.index(text.lower()) + 1} if text.lower() in _ROMAN else found


def _is_open(before: str | None) -> bool:
    return bool(before) and before[-1] not in ".?!:;"
