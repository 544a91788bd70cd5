"""Options shown in equal detail and weight: none longer or bolder than the others.

Source: the decision-aid checklist, item 7 (IPDAS 2.1.1).
"""

import re
from dataclasses import dataclass

from sdm.rules.edition import EditionContent, Option
from sdm.rules.markup import plain_of, stressed_words

# An option may have twice as many words as the others have on average, and these few whatever they have.
TIMES, FREE_WORDS = 2.0, 20
# One told in fewer than half the words of the others looks like no real choice, however short the others are: there is
# nothing free here, since 3 words beside 13 and 11 say nothing of what an option is like.
SHARE = 0.5
POINTS = 4
# Scripts that put no space between words (Thai, Lao, Burmese, Khmer, Chinese, Japanese): so many characters are a word.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff]{1,2}")


@dataclass(frozen=True)
class StandsOut:
    """An option that stands out among the others, and by what, as a sentence for the content team."""

    option: Option
    sentence: str


def options_that_stand_out(content: EditionContent) -> tuple[StandsOut, ...]:
    """Every option that is shown in more words, more points or more bold type than the others."""
    found = []
    for option in content.options:
        others = [one for one in content.options if one is not option]
        if others:
            found += [StandsOut(option, sentence) for sentence in _how(option, others)]
    return tuple(found)


def words_of(option: Option) -> int:
    """How many words an option is shown in: what it is, and its good and bad points."""
    return sum(len(_UNSPACED.sub(" x ", plain_of(text)).split()) for text in _texts(option))


def _how(option: Option, others: list[Option]) -> list[str]:
    found = []
    words, theirs = words_of(option), sum(map(words_of, others)) / len(others)
    if words > TIMES * theirs and words > theirs + FREE_WORDS:
        found.append(f"“{option.name}” has {words} words, the others {round(theirs)} on average.")
    if words < SHARE * theirs:
        found.append(
            f"“{option.name}” has only {words} word{'' if words == 1 else 's'}, the others {round(theirs)} on average."
        )
    for name, number in (("good points", lambda one: len(one.benefits)), ("bad points", lambda one: len(one.risks))):
        if number(option) > max(map(number, others)) + POINTS:
            found.append(f"“{option.name}” has many more {name} than the others.")
    bold = sum(map(stressed_words, _texts(option)))
    if bold and not any(stressed_words(text) for one in others for text in _texts(one)):
        found.append(f"“{option.name}” has words in bold type, the others have none.")
    return found


def _texts(option: Option) -> list[str]:
    return [option.description, *(outcome.text for outcome in (*option.benefits, *option.risks))]
