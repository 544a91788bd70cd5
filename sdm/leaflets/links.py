"""The links in a leaflet's words, written [text](address), and whether their addresses can be used."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from sdm.leaflets.what_was_read import ReadLink
from sdm.rules.leaflet_links import LINK, lacks_address

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)


def links_in(texts: Iterable[str]) -> tuple[list[ReadLink], list[str]]:
    """Give the links in their order in the texts, and a warning for each that a person must look at."""
    links, warnings = [], []
    for text in texts:
        for found in LINK.finditer(text):
            link, warning = _link(found[1].strip(), found[2])
            links.append(link)
            warnings.extend([warning] if warning else [])
    return links, warnings


def written(text: str, target: str) -> str:
    """Give a link of another kind of file as it is written in plain text; its words only where they say it all.

    That is where it leads to no site, where the words are an address, or where they could not be told from its marks.
    """
    words, target = " ".join(text.split()), "".join(target.split())
    leads_nowhere = _SCHEME.match(target) and not target.lower().startswith(("http:", "https:"))
    is_address = words.lower().startswith(("http:", "https:"))
    cannot_be_told = not words or len(words) > 300 or len(target) > 2000 or re.search(r"[\[\]]", words)
    if leads_nowhere or is_address or cannot_be_told:
        return text
    target = target.replace("(", "%28").replace(")", "%29")
    before, after = (text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :])
    return f"{before}[{words}]({target}){after}"


@lru_cache(maxsize=256)
def _link(text: str, target: str) -> tuple[ReadLink, str | None]:
    if target in ("", "#"):
        return ReadLink(text, None), lacks_address(text)
    if not _is_web_address(target):
        return ReadLink(text, None), (
            f"The link “{text}” does not have a full web address (“{target[:200]}”). Add its web address."
        )
    if target.lower().startswith("http:"):
        return ReadLink(text, target), (
            f"The link “{text}” uses http, which is not secure. Check if the address works with https."
        )
    return ReadLink(text, target), None


def _is_web_address(target: str) -> bool:
    try:
        parts = urlsplit(target)
        # A name before "@" can make one site look like another, and no leaflet needs it.
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
