"""Where the sentences of a text begin and end, so that they can be chosen, counted and shown one by one."""

import re

from sdm.rules.edition import EditionContent

ITEM = re.compile(r"- +")
# A full stop ends no sentence after these.
ABBREVIATIONS = ("e.g.", "i.e.", "etc.", "vs.", "approx.", "dr.", "mr.", "mrs.", "ms.", "prof.", "st.", "no.", "fig.")
_END = re.compile(r"[.!?…][”’\"')\]]*\s+(?=[^\W_a-z]|[“‘\"'(\[])")
_STOPPED = re.compile(r"[.!?…:;][”’\"'»)\]*_]*$")
_LAST_WORD = re.compile(r"[(\[“‘\"']*(\S+)$")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of one paragraph, each to the letter as it stands there, without the space between them."""
    found, start = [], 0
    for end in _END.finditer(text):
        # Up to the full stop and what closes with it.
        sentence = text[start : end.end()].strip()
        if not _is_abbreviation(sentence):
            found.append(sentence)
            start = end.end()
    return tuple(one for one in (*found, text[start:].strip()) if one)


def stop_after(text: str) -> str:
    """The full stop that somebody's words need where ours go on behind them; none where they end in one themselves."""
    return "" if _STOPPED.search(text.rstrip()) else "."


def quoted_last(text: str) -> str:
    """Somebody's words in quotation marks, as the end of a sentence of ours."""
    return f"“{text}”{stop_after(text)}"


def blocks(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, and each item of its lists without its hyphen, to the letter."""
    found: list[str] = []
    for paragraph in text.split("\n\n"):
        lines = paragraph.strip().split("\n")
        if all(ITEM.match(line) for line in lines):
            found += [line[ITEM.match(line).end() :] for line in lines]
        else:
            found.append(paragraph)
    return tuple(one.strip() for one in found if one.strip())


def sentences_of_leaflet(content: EditionContent) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """For each section of the leaflet its blocks, and for each block its sentences."""
    return tuple(tuple(sentences(block) for block in blocks(section.body)) for section in content.sections)


def _is_abbreviation(sentence: str) -> bool:
    word = _LAST_WORD.search(sentence)[1].casefold()
    return word in ABBREVIATIONS or re.fullmatch(r"[a-z]\.", word) is not None
