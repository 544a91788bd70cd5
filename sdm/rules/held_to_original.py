"""What of a translation can be held against its original in any language: its numbers, links, lengths and bold type.

A rule reads digits and addresses in every language, and words of English alone. So each of these only warns.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sdm.rules.edition import THE_LEAFLET, EditionContent
from sdm.rules.figure_patterns import rates
from sdm.rules.leaflet_links import LINK, without_links
from sdm.rules.markup import stressed_words
from sdm.rules.sentences import blocks
from sdm.rules.translating import Kind, Part, Text, beside

# A translation that has not even this part of the original's length, one in so many, may lack something; one that has
# so many times its length may say more.
FAR = 3
# In texts shorter than this nobody can tell by the length.
LONG_ENOUGH = 60
# From here on one character says about as much as several letters: Chinese, Japanese, Korean.
FULL_WIDTH = "\u2e80"
# How many addresses or numbers are named before it is enough.
NAMED_AT_MOST = 5
_ADDRESS = re.compile(r"https?://\S+")
# "1,000", "1.000" and "1 000" are one number, and so are "2.5" and "2,5": which sign stands there goes by the language.
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f’']\d{3})+(?!\d)|\d+(?:[.,:·\u066b\u066c]\d+)*")


@dataclass(frozen=True)
class Unlike:
    """A text of a part that is not like the original's, with a sentence for the content team."""

    part: Part
    sentence: str


def numbers_in(text: str) -> Counter[str]:
    """The numbers that stand in a text in digits of any script, without what separates their digits."""
    plain = _ADDRESS.sub(" ", without_links(text))
    return Counter("".join(str(int(one)) for one in found[0] if one.isdecimal()) for found in _NUMBER.finditer(plain))


def unlike_numbers(content: EditionContent, original: EditionContent) -> tuple[Unlike, ...]:
    """Every text that has other numbers than the original's, or whose original says in words how many of how many."""
    return _unlike(content, original, _how_many)


def unlike_links(content: EditionContent, original: EditionContent) -> tuple[Unlike, ...]:
    """Every text whose links lead elsewhere than the original's."""
    return _unlike(content, original, lambda text, said: _lacks_or_adds(_addresses(text.words), _addresses(said)))


def unlike_detail(content: EditionContent, original: EditionContent) -> tuple[Unlike, ...]:
    """Every text that is far shorter or longer, has other paragraphs and points, or is bold where the other is not.

    What says the very same words may not be translated at all.
    """
    return _unlike(content, original, _how_told)


def _unlike(
    content: EditionContent, original: EditionContent, judge: Callable[[Text, str], Iterator[str]]
) -> tuple[Unlike, ...]:
    """What is not translated yet is not judged."""
    return tuple(
        Unlike(one.part, f"{one.part.title}. {text.label}: {found}.")
        for one in beside(content, original)
        for text, said in one.texts
        if said.strip()
        for found in judge(text, said)
    )


def _how_many(text: Text, said: str) -> Iterator[str]:
    yield from _lacks_or_adds(numbers_in(text.words), numbers_in(said))
    for words in dict.fromkeys(match[0].strip() for match, _ in rates(text.words) if not numbers_in(match[0])):
        yield f"the original says “{words}” in words, which we cannot find in another language. A person has to look"


def _lacks_or_adds(there: Counter[str], said: Counter[str]) -> Iterator[str]:
    if lacks := there - said:
        yield f"the original has {_named(lacks)}, the translation has not"
    if adds := said - there:
        yield f"the translation has {_named(adds)}, the original has not"


def _named(found: Counter[str]) -> str:
    names = list(found.elements())
    more = f" and {len(names) - NAMED_AT_MOST} more" if len(names) > NAMED_AT_MOST else ""
    return f"{', '.join(names[:NAMED_AT_MOST])}{more}"


def _addresses(text: str) -> Counter[str]:
    """Where the links of a text lead; an address among the words is no link, but people follow it, too."""
    linked = Counter(address for _, address in LINK.findall(text))
    return linked + Counter(one.rstrip(".,;:!?)") for one in _ADDRESS.findall(without_links(text)))


def _how_told(text: Text, said: str) -> Iterator[str]:
    there, here = _length(text.words), _length(said)
    is_long = text.kind in (Kind.WORDS, Kind.PASSAGES) or there >= LONG_ENOUGH
    if is_long and FAR * here < there:
        yield "far shorter than the original, so something may be left out"
    if there >= LONG_ENOUGH and here > FAR * there:
        yield "far longer than the original, so something may be added"
    has, says = len(blocks(text.words)), len(blocks(said))
    if text.kind is not Kind.LINE and has != says:
        yield f"paragraphs and points: {has} in the original, {says} in the translation"
    if said == text.words and (there >= LONG_ENOUGH or said == THE_LEAFLET) and not text.may_stay:
        yield "the same words as in the original, so it may not be translated"
    if text.kind is Kind.MARKDOWN and bool(stressed_words(text.words)) != bool(stressed_words(said)):
        yield f"only the {'original' if stressed_words(text.words) else 'translation'} has bold type"


def _length(text: str) -> int:
    """In letters."""
    return sum(FAR if char >= FULL_WIDTH else 1 for char in without_links(text).strip())
