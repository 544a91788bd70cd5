"""Passages of the leaflet chosen by ticking its sentences: what they are after some were ticked and others were not."""

from collections.abc import Iterable
from dataclasses import dataclass

from sdm.rules.edition import EditionContent
from sdm.rules.publishing import stands_in_leaflet
from sdm.rules.sentences import blocks, sentences


@dataclass(frozen=True)
class Span:
    """Sentences of one block that follow each other: the block's number, and the first and last of them."""

    block: int
    first: int
    last: int


@dataclass(frozen=True)
class Block:
    """A paragraph or an item of a list, and its sentences."""

    text: str
    sentences: tuple[str, ...]

    def passage(self, first: int, last: int) -> str:
        """The words from one sentence to another, to the letter."""
        start = 0
        for sentence in self.sentences[:first]:
            start = self.text.index(sentence, start) + len(sentence)
        begin = self.text.index(self.sentences[first], start)
        end = begin
        for sentence in self.sentences[first : last + 1]:
            end = self.text.index(sentence, end) + len(sentence)
        return self.text[begin:end]


def passages_after_ticking(
    content: EditionContent, chosen: Iterable[str], ticked: Iterable[str], kept: Iterable[str] = ()
) -> tuple[str, ...]:
    """The passages behind a question, once sentences were ticked: those that were chosen keep their order.

    One that lost a sentence is what is left of it; sentences that are new make it longer where they stand beside it,
    and else come at the end. `kept` are those to keep of the chosen passages that are no whole sentences.
    """
    there, wanted, kept = _blocks(content), set(ticked), set(kept)
    found: list[Span | str] = []
    for passage in dict.fromkeys(chosen):
        span = _span(there, passage)
        if span is None:
            found += [passage] if passage in kept and stands_in_leaflet(passage, content) else []
        else:
            found += _runs(there, span, wanted)
    covered = {(span.block, at) for span in found if isinstance(span, Span) for at in range(span.first, span.last + 1)}
    for number, block in enumerate(there):
        whole = Span(number, 0, len(block.sentences) - 1)
        new = {at for at, text in enumerate(block.sentences) if text in wanted and (number, at) not in covered}
        for run in _runs_of(whole, new):
            _put(found, run)
    return tuple(one if isinstance(one, str) else there[one.block].passage(one.first, one.last) for one in found)


def sentences_in(content: EditionContent, passage: str) -> tuple[str, ...]:
    """The sentences that a passage is made of; none where it is no whole sentences."""
    there = _blocks(content)
    span = _span(there, passage)
    return there[span.block].sentences[span.first : span.last + 1] if span else ()


def _blocks(content: EditionContent) -> list[Block]:
    return [Block(text, sentences(text)) for section in content.sections for text in blocks(section.body)]


def _span(there: list[Block], passage: str) -> Span | None:
    for number, block in enumerate(there):
        if passage not in block.text:
            continue
        for first, sentence in enumerate(block.sentences):
            if passage.startswith(sentence):
                for last in range(first, len(block.sentences)):
                    if block.passage(first, last) == passage:
                        return Span(number, first, last)
    return None


def _runs(there: list[Block], span: Span, wanted: set[str]) -> list[Span]:
    texts = there[span.block].sentences
    return _runs_of(span, {at for at in range(span.first, span.last + 1) if texts[at] in wanted})


def _runs_of(span: Span, places: set[int]) -> list[Span]:
    """The places that follow each other, as spans."""
    runs: list[Span] = []
    for at in range(span.first, span.last + 1):
        if at in places:
            if runs and runs[-1].last == at - 1:
                runs[-1] = Span(span.block, runs[-1].first, at)
            else:
                runs.append(Span(span.block, at, at))
    return runs


def _put(found: list[Span | str], run: Span) -> None:
    """Beside the passage that it follows or goes before in the leaflet, else at the end."""
    for place, one in enumerate(found):
        if isinstance(one, Span) and one.block == run.block:
            if one.last == run.first - 1:
                found[place] = Span(one.block, one.first, run.last)
                return
            if one.first == run.last + 1:
                found[place] = Span(one.block, run.first, one.last)
                return
    found.append(run)
