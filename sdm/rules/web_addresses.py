"""Web addresses as a patient would follow them, judged by their form: no address is ever asked whether it is there."""

import re
from urllib.parse import urlsplit

# Names that are kept free for examples (RFC 2606, RFC 6761), or that mean the reader's own machine.
NO_PLACE = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost|local)$", re.I)
HOST = re.compile(r"(?:[^\W_](?:[^\W_]|-){0,62}\.)+[^\W\d_](?:[^\W_]|-){1,62}")
SHORTENED = frozenset({"bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd"})


def address_problem(address: str) -> str:
    """What is wrong with a web address, as the end of a sentence; empty where nothing is.

    Looked at are its form and its scheme only.
    """
    if not address.strip(" #"):
        return "has no address"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return "has an address that cannot be read"
    if parts.scheme != "https":
        return "does not start with https://"
    if re.search(r"[\s<>\"{}|\\^`]", address) or "@" in parts.netloc or port is not None:
        return "has an address that looks wrong"
    if NO_PLACE.search(host) or not HOST.fullmatch(host) or "..." in address or "…" in address:
        return "has an address that leads nowhere"
    if host in SHORTENED:
        return "hides where it leads"
    return ""
