"""Telephone numbers of the United Kingdom within a text, as people write them."""

import re

_NUMBER = re.compile(r"(?<![\d+])(?:\+44|\(?0\d)[\d ()-]{7,16}\d(?!\d)")
# With its leading 0, a number has ten digits at least and eleven at most.
_WHOLE = re.compile(r"0\d{9,10}")


def phone_numbers(text: str) -> tuple[tuple[str, str], ...]:
    """A text in pieces, each with the number to ring where it is one ("+441632960001"), else with an empty string."""
    pieces, end = [], 0
    for match in _NUMBER.finditer(text):
        if number := _to_ring(match[0]):
            pieces += [(text[end : match.start()], ""), (match[0], number)]
            end = match.end()
    return tuple(piece for piece in (*pieces, (text[end:], "")) if piece[0])


def _to_ring(words: str) -> str:
    """The number with its country, which is the same from everywhere; empty where it cannot be one."""
    digits = re.sub(r"\D", "", words.replace("(0)", ""))
    national = f"0{digits.removeprefix('44')}" if words.startswith("+44") else digits
    return f"+44{national[1:]}" if _WHOLE.fullmatch(national) else ""
