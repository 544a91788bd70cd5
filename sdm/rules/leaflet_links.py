"""How a link stands in the words of a leaflet, [text](address), and the words as a person sees them."""

import re

LINK = re.compile(
    r"\[([^\[\]]{1,300})\]"
    r"\(\s?((?:[^()\s]|\([^()\s]{0,300}\)){0,2000})(?:\s\"[^\"()]{0,300}\")?\s?\)"
)


def without_links(text: str) -> str:
    """Give the text as a person sees it, with each link as its words only."""
    return LINK.sub(r"\1", text) if "](" in text else text


def lacks_address(words: str) -> str:
    """What people are told of a link for which the file gives no address."""
    return f"The link “{words}” has no address in the file. Add its web address."
