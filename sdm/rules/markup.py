"""Markdown in what a content team writes: the little that a text for patients needs, as clean HTML or as plain text.

Two libraries stand one behind the other: markdown-it-py, which knows no HTML here and only the marks named below, and
nh3, which lets nothing through but a few tags and https links, whatever the first one makes.
"""

from collections.abc import Iterable
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

MARKS = ("emphasis", "escape", "link", "list", "newline", "table")
TAGS = {"a", "br", "em", "li", "ol", "p", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SAFE = "https://"


@lru_cache(maxsize=2048)
def html_of(text: str) -> str:
    """Clean HTML: paragraphs, lists, tables, stress and https links; every other tag or link is words only."""
    return nh3.clean(
        _MARKDOWN.render(text), tags=TAGS, attributes=ATTRIBUTES, url_schemes={"https"}, url_relative="deny"
    )


@lru_cache(maxsize=2048)
def line_html_of(text: str) -> str:
    """The same for a text that stands in a line of its own: a single paragraph is not made one."""
    html = html_of(text).strip()
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if html == f"<p>{inner}</p>" and "<p>" not in inner else html


@lru_cache(maxsize=2048)
def plain_of(text: str) -> str:
    """The words without the marks, for paper, labels and counting; a list keeps its hyphens, a link its address."""
    found: list[str] = []
    for token in _MARKDOWN.parse(text):
        if token.type == "inline":
            found.append(_plain_inline(token.children or ()))
        elif token.type == "list_item_open":
            found.append(f"{token.info}. " if token.info else "- ")
        elif token.type in ("td_close", "th_close"):
            found.append(", ")
        elif token.type == "tr_close":
            found[-1] = "\n"
        elif token.type in ("paragraph_close", "bullet_list_close", "ordered_list_close", "table_close"):
            found.append("\n" if token.hidden or token.level else "\n\n")
    return _spaced("".join(found))


def one_line_of(text: str) -> str:
    """The words without the marks on one line, for a label."""
    return " ".join(plain_of(text).split())


def links_of(text: str) -> tuple[tuple[str, str], ...]:
    """The links that somebody wrote, safe or not, as (words, address)."""
    found = []
    for token in _AS_WRITTEN.parse(text):
        children = list(token.children or ())
        for place, child in enumerate(children):
            if child.type == "link_open":
                end = next(at for at in range(place, len(children)) if children[at].type == "link_close")
                found.append((_plain_inline(children[place + 1 : end]), str(child.attrGet("href"))))
    return tuple(found)


def stressed_words(text: str) -> int:
    """How many words are printed bold."""
    count = depth = 0
    for token in _MARKDOWN.parse(text):
        for child in token.children or ():
            depth += child.nesting if child.type.startswith("strong_") else 0
            count += len(child.content.split()) if depth and child.type == "text" else 0
    return count


def _plain_inline(children: Iterable[Token]) -> str:
    words, address = "", ""
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            words += "\n"
        elif child.type == "link_open":
            address = str(child.attrGet("href"))
        elif child.type == "link_close":
            words, address = f"{words} ({address})", ""
        else:
            words += child.content
    return words


def _spaced(text: str) -> str:
    lines = [line.rstrip() for line in text.split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip()


def _only_safe_links(state: StateCore) -> None:
    """A link that is not https becomes its words."""
    for token in state.tokens:
        kept, is_safe = [], True
        for child in token.children or ():
            if child.type == "link_open":
                is_safe = str(child.attrGet("href")).startswith(SAFE)
            if is_safe or child.type not in ("link_open", "link_close"):
                kept.append(child)
        if token.children is not None:
            token.children = kept


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": True}).enable(MARKS)
    # Which links are safe is judged here and by nh3, so that the words of one that is not stay words.
    parser.validateLink = lambda url: True
    return parser


_AS_WRITTEN, _MARKDOWN = _parser(), _parser()
_MARKDOWN.core.ruler.push("only_safe_links", _only_safe_links)
