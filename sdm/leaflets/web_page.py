"""A web page's words as lines of plain text: paragraphs apart, lists with bullets, links with their addresses."""

import codecs
import re
from contextlib import suppress
from urllib.parse import urljoin

from lxml import html
from lxml.html import HtmlElement

from sdm.leaflets.code_pages import decoded
from sdm.leaflets.links import written
from sdm.leaflets.marks import mark_of
from sdm.leaflets.what_was_read import NotALeaflet

_APART = re.compile(
    r"address|article|aside|blockquote|body|caption|center|d[dlt]|details|div|fieldset|figcaption|figure|footer|form"
    r"|h[1-6]|header|hr|legend|li|main|nav|ol|p|pre|section|summary|t(?:able|body|d|foot|h|head|r)|ul"
)
_LEFT_OUT = re.compile(
    r"script|style|head|title|template|noscript|nav|aside|footer|svg|math|iframe|object|embed|audio|video|canvas|dialog"
    r"|button|select|option|datalist|textarea|input|img|map|del"
)
_ROLE_LEFT_OUT = re.compile(r"navigation|banner|contentinfo|complementary|search|dialog|alert", re.I)
_HIDDEN = re.compile(r"\b(?:display\s?:\s?none|visibility\s?:\s?hidden)\b", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset ?= ?[\"']?([\w-]{1,40})", re.I)
_CODE_PAGE = re.compile(r"utf-?8|(?:windows|cp)-?125\d|iso-?8859-\d\d?|macintosh", re.I)
_MORE_THAN_A_LINE = ".//br|.//div|.//ul|.//ol|.//table|.//pre|.//h1|.//h2|.//h3|.//h4"
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}>")
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{1,6}\)(https?://[^\s<>\"]{1,2000}) -->")


def words_of(data: bytes) -> tuple[str, list[str]]:
    """Give the words of a page as it was saved, without menus, the site's header and footer, and what is hidden.

    Nothing that the page names is fetched. Raises NotALeaflet for a page that has no words.
    """
    markup, warnings = _markup(data)
    page = _parsed(markup)
    start = _main_part(page)
    text = _Reading(_address_of(page, markup), own_heading=_own_heading(page, start)).text_of(start)
    if not text:
        raise NotALeaflet(
            "This web page has no words of its own. Open it in a browser, copy the leaflet's words and paste them."
        )
    return text, warnings


def words_of_markup(markup: str) -> str:
    """Give the words of markup that is no page of its own, but was made of another kind of file."""
    return _Reading("").text_of(_parsed(markup))


def _markup(data: bytes) -> tuple[str, list[str]]:
    """Give the page as letters; what it says of its own code page counts, except against a byte-order mark."""
    declared = _CHARSET.search(data[:8000])
    name = declared[1].decode("ascii") if declared else ""
    has_mark = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not has_mark and _CODE_PAGE.fullmatch(name):
        # Browsers, too, read the web's Latin-1 as Windows-1252.
        latin = name.lower().replace("-", "") == "iso88591"
        with suppress(LookupError):
            return data.decode("cp1252" if latin else name, errors="replace"), []
    return decoded(data)


def _parsed(markup: str) -> HtmlElement:
    """Give the page as a tree. Raises NotALeaflet where the parser gave up, as words would be missing."""
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    page = html.document_fromstring(_XML_DECLARATION.sub("", markup) or "<p>", parser=parser)
    if any("excessive depth" in error.message.lower() for error in parser.error_log):
        raise NotALeaflet("This web page has too many parts within parts. Copy the leaflet's words and paste them.")
    return page


def _main_part(page: HtmlElement) -> HtmlElement:
    for place in ("//main|//*[@role='main']", "//article", "//body"):
        found = page.xpath(place)
        if len(found) == 1:
            return found[0]
    return page


def _own_heading(page: HtmlElement, start: HtmlElement) -> HtmlElement | None:
    """Give the one heading that the page's title names: what stands above it is the site's."""
    title = " ".join((page.findtext(".//title") or "").split()).casefold()
    named = [one for one in start.iter("h1") if _plain(one) and _plain(one).casefold() in title]
    return named[0] if len(named) == 1 and mark_of(_plain(named[0])) is None else None


def _address_of(page: HtmlElement, markup: str) -> str:
    """Give the address that the page's own links go from, or "" where it does not say it."""
    for place in ("//base/@href", "//link[@rel='canonical']/@href"):
        found = [address for address in page.xpath(place) if address.startswith(("http:", "https:"))]
        if found:
            return found[0]
    saved_from = _SAVED_FROM.search(markup[:4000])
    return saved_from[1] if saved_from else ""


def _plain(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _is_left_out(element: HtmlElement) -> bool:
    if _LEFT_OUT.fullmatch(element.tag) or _ROLE_LEFT_OUT.fullmatch(element.get("role", "").strip()):
        return True
    if element.tag == "header" and element.find(".//h1") is None:
        return True
    is_hidden = "hidden" in element.attrib or element.get("aria-hidden", "").lower() == "true"
    return is_hidden or bool(_HIDDEN.search(element.get("style", "")))


def _cells_of_a_line(row: HtmlElement) -> list[HtmlElement]:
    """Give the cells of a row that can stand on one line; none where the table only lays out the page."""
    cells = [cell for cell in row if cell.tag in ("td", "th") and _plain(cell)]
    is_line = len(cells) > 1 and not any(len(cell.xpath(".//p")) > 1 or cell.xpath(_MORE_THAN_A_LINE) for cell in cells)
    return cells if is_line else []


class _Reading:
    """Goes through the tree in the order of its words; the parser lets no tree be deeper than 256."""

    def __init__(self, address: str, *, own_heading: HtmlElement | None = None) -> None:
        self._address = address
        self._own_heading = own_heading
        self._words: list[str] = []  # of the paragraph that is being read
        self._lines: list[str] = []
        self._lists: list[int | None] = []  # the number of the last item of each list we are in; None for bullets
        self._bullet = ""
        self._items = 0  # how many items we are in
        self._as_it_stands = 0  # how many <pre> we are in
        self._was_item = False

    def text_of(self, element: HtmlElement) -> str:
        """Give the words of an element, with a blank line between paragraphs."""
        self._read(element)
        self._end_paragraph()
        return "\n".join(self._lines).strip("\n")

    def _read(self, element: HtmlElement) -> None:
        if not isinstance(element.tag, str) or element.tag == "br":
            self._words.append("\n" if element.tag == "br" else "")
            return
        apart = bool(_APART.fullmatch(element.tag))
        if apart:
            self._end_paragraph()
        if _is_left_out(element):
            return
        if element is self._own_heading:
            self._lines.clear()
        if element.tag == "tr" and (cells := _cells_of_a_line(element)):
            self._say(" | ".join(_Reading(self._address).text_of(cell) for cell in cells))
            self._end_paragraph()
            return
        self._enter(element.tag)
        start = len(self._words)
        self._say(element.text)
        for child in element:
            self._read(child)
            self._say(child.tail)
        if element.tag == "a" and element.get("href") is not None:
            self._words[start:] = [self._link("".join(self._words[start:]), element.get("href").strip())]
        if apart:
            self._end_paragraph()
        self._leave(element.tag)

    def _enter(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._items += 1
            self._bullet = self._next_bullet()
        elif tag == "pre":
            self._as_it_stands += 1

    def _leave(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self._lists.pop()
            self._was_item = self._was_item and bool(self._lists)
        elif tag == "li":
            self._items -= 1
            self._bullet = ""
        elif tag == "pre":
            self._as_it_stands -= 1

    def _next_bullet(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "

    def _say(self, text: str | None) -> None:
        if text:
            self._words.append(text if self._as_it_stands else re.sub(r"[ \t\r\n\f]+", " ", text))

    def _link(self, text: str, target: str) -> str:
        """Give a link as it is written in plain text; one to a place on the page itself is only words."""
        if target.startswith("#") and target != "#":
            return text
        if target not in ("", "#"):
            with suppress(ValueError):  # an address that is none stays as it is, and a warning shows it
                target = urljoin(self._address, target)
        return written(text, target)

    def _end_paragraph(self) -> None:
        lines = [" ".join(line.split(" ")).strip() for line in "".join(self._words).split("\n")]
        lines = [line for line in lines if line]
        self._words = []
        if not lines:
            return
        # A page's date, reference and the like are often items of a list; they are marks all the same.
        is_item = self._items and not mark_of(lines[0])
        if is_item:
            lines = [(self._bullet or "  ") + lines[0], *(f"  {line}" for line in lines[1:])]
        if not (is_item and self._was_item):
            self._lines.append("")
        self._was_item = bool(is_item)
        self._bullet = ""
        self._lines += lines
