"""What counts as words at all, and which of them are ours to translate."""

import unicodedata

# Characters that show nothing though Unicode counts them as letters, marks or symbols.
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {chr(code) for code in range(0xFE00, 0xFE10)}


def marked(text: str) -> str:
    """The same text, in English; marked so that it is gathered for translators. It is translated where it is shown."""
    return text


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen: white space, no-break and zero-width characters only."""
    return all(
        char.isspace() or char in BLANKS or unicodedata.category(char) in ("Cf", "Zs", "Zl", "Zp") for char in text
    )
