"""How a line shows that it starts an item of a list: dashes, dots, stars and numbers."""

import re

_BULLET = re.compile(r"(?:[-–—*+·o]\s+|[-–—*+·o]$|[-–*](?=[A-Z“\"‘'])|[•◦▪●‣∙○■□➢✓\uf0b7]\s*)")
_NUMBER = re.compile(r"(?:q|question\s)?\s?\(?(\d{1,2})(?:[.):]{1,2}\s+|[.):]{1,2}$)", re.I)


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
            in_a_list = style in (self._last_style, following[:1])
            if style in "-–—" and not in_a_list and _is_open(before) and rest[:1].islower():
                return None  # a dash in a sentence, where a line happens to begin
            self._last_style = style
            return rest
        if found := _NUMBER.match(text):
            number = int(found[1])
            if number == self._last_number + 1 or (number == 1 and not _is_open(before)):
                self._last_number = number
                return text[found.end() :]
        return None


def _is_open(before: str | None) -> bool:
    return bool(before) and before[-1] not in ".?!:;"
