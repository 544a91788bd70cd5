"""The leaflet's own words laid out for reading: paragraphs, lists and links, and not a word more or less."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sdm.rules.edition import EditionContent, Note, Question

LINK = re.compile(r"\[([^\[\]]{1,300})\]\(([^()\s]{0,2000})\)")
WEB_ADDRESS = re.compile(r"https?://[^\s@]+")
# As it is printed, without what ends the sentence.
PRINTED_ADDRESS = re.compile(r"((?:https?://|\bwww\.)[^\s<>()\[\]]*[^\s<>()\[\].,;:!?'\"’”])")
ITEM = "- "


@dataclass(frozen=True)
class Piece:
    """Some words; `url` is empty unless they are a link that can be followed."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, which has one row, or a list, which has one row for each item.

    `notes` say in plain words what some of its words mean; they stand after it, so the leaflet's own stay as they are.
    """

    rows: tuple[tuple[Piece, ...], ...]
    is_list: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The words alone, row by row."""
        return tuple("".join(piece.text for piece in row) for row in self.rows)


@dataclass(frozen=True)
class Part:
    """A section of the leaflet, or some of it under the same heading; or a passage, which has none."""

    heading: str
    blocks: tuple[Block, ...]

    def only(self, block: Block) -> "Part":
        """One block of it."""
        return replace(self, blocks=(block,))

    def without_heading(self) -> "Part":
        """The same words, where the heading stands already."""
        return replace(self, heading="")


def leaflet_words(content: EditionContent) -> tuple[Part, ...]:
    """The sections of an edition, ready to be shown; a draft's too.

    The words before the first heading stand under the leaflet's title.
    """
    return tuple(Part(section.heading or content.title, _blocks(section.body, content)) for section in content.sections)


def passages(question: Question, content: EditionContent) -> tuple[Part, ...]:
    """What the leaflet says about one of its questions, ready to be shown."""
    return tuple(Part("", _blocks(passage, content)) for passage in question.passages)


def _blocks(body: str, content: EditionContent) -> tuple[Block, ...]:
    urls = {link.text: link.url for link in content.links}
    return tuple(_block(text, urls) for text in body.split("\n\n") if text.strip())


def _block(text: str, urls: dict[str, str]) -> Block:
    lines = text.strip().split("\n")
    if all(line.startswith(ITEM) for line in lines):
        return Block(tuple(_pieces(line.removeprefix(ITEM), urls) for line in lines), is_list=True)
    return Block((_pieces(text, urls),))


def _pieces(text: str, urls: dict[str, str]) -> tuple[Piece, ...]:
    """Words and links in turn; a link without a web address is its words only."""
    # Splitting by a pattern with two groups gives words, a link's text, its address, words, and so on.
    parts = LINK.split(text)
    pieces = [*_printed(parts[0])]
    for link, target, words in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        pieces += [Piece(link, _web_address(urls.get(link) or target)), *_printed(words)]
    return tuple(piece for piece in pieces if piece.text)


def _printed(words: str) -> Iterator[Piece]:
    """Words, with the web addresses that are printed among them as links."""
    for place, text in enumerate(PRINTED_ADDRESS.split(words)):
        address = text if text.startswith("http") else f"https://{text}"
        yield Piece(text, _web_address(address) if place % 2 else "")


def _web_address(address: str) -> str:
    return address if WEB_ADDRESS.fullmatch(address) else ""
