"""Where the words of a draft's leaflet are not those of its source, the file that it was made from."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from sdm.rules.edition import EditionContent
from sdm.rules.edition_differences import DETAILS, QUESTIONS, WORDS, Changed
from sdm.rules.sentences import blocks
from sdm.rules.source_text import SourceText, Span
from sdm.rules.stated_arrangements import whole_sentences
from sdm.rules.words import folded, marked

NOT_AS_THERE = marked("Not as the source has it")
LEFT_OUT = marked("Left out of the source")
# Words that are left out count where they are a sentence: not a page's foot, a date or a heading.
_SENTENCE = re.compile(r"(?:\S+\s+){4,}\S+[.!?][”’\"')\]]*")


@lru_cache(maxsize=32)
def changed_from_source(content: EditionContent, source: str) -> tuple[Changed, ...]:
    """The title, questions and paragraphs of the leaflet that its source has not, and what of the source was left out.

    That is each sentence, and each question that stands in a list of questions and is not asked. Beside each text
    stands what comes closest to it in the source. None without a source.
    """
    if not source.strip():
        return ()
    found = [
        Changed(part, NOT_AS_THERE, heading, _closest(text, source), text)
        for part, heading, text in _texts(content)
        if not text_of(source).places_of(text)
    ]
    found += [Changed(QUESTIONS, LEFT_OUT, "", one, "") for one in _not_asked(content)]
    told = {one.old for one in found}
    left_out = (one for one in _left_out(content, source) if not any(one in old for old in told))
    return (*found, *(Changed(WORDS, LEFT_OUT, "", one, "") for one in left_out))


def what_stops_by_source(content: EditionContent, source: str) -> tuple[str, ...]:
    """A sentence for each kind whose sentence is not in the source, word for word; none without a source."""
    if not source.strip():
        return ()
    return tuple(
        f"The sentence about {one.name} is not in the source, word for word."
        for one in content.indications
        if one.evidence
        and not all(text_of(source).places_of(words) for words in (one.evidence, *whole_sentences(one, content)))
    )


def is_its_source(content: EditionContent, source: str) -> bool:
    """Whether any paragraph of the leaflet stands in these words; where it has none, nobody can tell that none does."""
    found = [bool(text_of(source).places_of(block)) for _, block in _blocks(content)]
    return any(found) or not found


def used_spans(content: EditionContent, source: str) -> list[Span]:
    """Where in the source the headings and words of the leaflet stand, all of their places, in order."""
    texts = [content.title, *(one.wording for one in content.questions), *(block for _, block in _blocks(content))]
    places = (place for text in texts if text for place in text_of(source).places_of(text))
    return sorted(span for place in places for span in place)


@lru_cache(maxsize=8)
def text_of(source: str) -> SourceText:
    """The words of a source, taken apart once."""
    return SourceText(source)


def _texts(content: EditionContent) -> Iterator[tuple[str, str, str]]:
    """Every text that is the leaflet's own: the part that it is in, the heading above it, and its words."""
    if content.title:
        yield DETAILS, "", content.title
    for one in content.questions:
        if one.wording:
            yield QUESTIONS, "", one.wording
    for heading, block in _blocks(content):
        yield WORDS, heading, block


def _not_asked(content: EditionContent) -> Iterator[str]:
    """What the leaflet asks in a list of questions, and patients would not be asked."""
    asked = {folded(one.wording) for one in content.questions}
    for section in content.sections:
        items = [one for one in blocks(section.body) if one.endswith("?")]
        if any(folded(one) in asked for one in items):
            yield from (one for one in items if folded(one) not in asked)


def _blocks(content: EditionContent) -> Iterator[tuple[str, str]]:
    for section in content.sections:
        for block in (section.heading, *blocks(section.body)):
            if block:
                yield section.heading, block


def _left_out(content: EditionContent, source: str) -> Iterable[str]:
    ends = [(0, 0), *used_spans(content, source), (len(source), len(source))]
    reached = 0
    for (_, end), (start, _) in pairwise(ends):
        reached = max(reached, end)
        for paragraph in re.split(r"\n\s*\n", source[reached:start]) if start > reached else ():
            words = " ".join(paragraph.split())
            if _SENTENCE.fullmatch(words):
                yield words


def _closest(block: str, source: str) -> str:
    """The paragraph of the source that shares most of its words; nothing where none shares half of them."""
    words = block.split()
    best, most = "", 0.5
    for paragraph in re.split(r"\n\s*\n", source):
        there = paragraph.split()
        matcher = SequenceMatcher(None, words, there, autojunk=False)
        if matcher.real_quick_ratio() > most and matcher.quick_ratio() > most and matcher.ratio() > most:
            best, most = " ".join(there), matcher.ratio()
    return best
