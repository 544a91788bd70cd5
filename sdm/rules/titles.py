"""Whether two titles can be those of one leaflet, by their plain words."""

import re

# They stand in any title and tell no leaflet from another.
LITTLE_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"),
)


def is_another_title(one: str, other: str) -> bool:
    """Whether fewer than half of the words of both titles are in both; a title without words is no other one."""
    words, others = plain_words(one), plain_words(other)
    return bool(words and others) and 2 * len(words & others) < len(words | others)


def is_same_title(one: str, other: str) -> bool:
    """Whether both have the same words, however they are written."""
    return bool(plain_words(one)) and plain_words(one) == plain_words(other)


def plain_words(title: str) -> frozenset[str]:
    """The words of a title in small letters, without the little ones."""
    return frozenset(re.findall(r"[^\W_]+", title.casefold())) - LITTLE_WORDS
