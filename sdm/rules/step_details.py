"""What one step of a draft changed, in short: which thing it was, and from what to what."""

from collections.abc import Iterator
from itertools import islice
from textwrap import shorten

from sdm.rules.edition import EditionContent
from sdm.rules.edition_differences import OPTIONS, Changed, edition_differences, question_pairs

# How much is told of one step, of the name of a thing, and of its words where they are new or gone.
AT_MOST = 8
LONGEST_NAME = 60
LONGEST_WORDS = 100
# Words that stay as they were, on each side of what was changed, and how many words are shown of that.
AROUND = 2
MANY_WORDS = 14
OF_AN_OPTION = ("Good point", "Bad point")


def step_details(old: EditionContent, new: EditionContent) -> tuple[str, ...]:
    """A sentence without its full stop for each thing that was changed; the last one says how many more there are."""
    found = list(_told(old, new))
    more = len(found) - AT_MOST
    return (*islice(found, AT_MOST), *((f"And {more} more",) if more > 0 else ()))


def _told(old: EditionContent, new: EditionContent) -> Iterator[str]:
    yield from map(_in_words, edition_differences(old, new))
    for before, after in question_pairs(old, new):
        if before and after and before.unanswered != after.unanswered:
            answers = "does not answer it" if after.unanswered else "may answer it"
            yield f"Question {_name(after.wording)}: now the leaflet {answers}"
    checked = {one.id: one.confirmed for one in old.indications}
    for one in new.indications:
        if one.confirmed != checked.get(one.id, False):
            yield f"{_name(one.name)}: {'ticked as checked' if one.confirmed else 'not checked any more'}"


def _in_words(one: Changed) -> str:
    if one.is_order:
        return f"{one.part}: in another order"
    label = _label(one)
    if not one.old or not one.new:
        return f"{label}: {'removed' if one.old else 'added'}, {_name(one.old or one.new, LONGEST_WORDS)}"
    before, after = _what_differs(one.old.split(), one.new.split())
    return f"{label}: from “{before}” to “{after}”"


def _label(one: Changed) -> str:
    """What was changed, by its own words where it has some."""
    about = one.about
    if one.part == OPTIONS and not about and one.old and one.new:
        about = one.new.partition("\n")[0]
    if not about:
        return one.what
    if one.what in OF_AN_OPTION:
        return f"{one.what} of {_name(about)}"
    return f"{one.what} {_name(about)}".strip()


def _name(words: str, longest: int = LONGEST_NAME) -> str:
    return f"“{shorten(words, longest, placeholder='…')}”"


def _what_differs(old: list[str], new: list[str]) -> tuple[str, str]:
    """The words of each that are not in the other, with a few on each side."""
    short = min(len(old), len(new))
    start = next((place for place in range(short) if old[place] != new[place]), short)
    end = next((place for place in range(short - start) if old[-1 - place] != new[-1 - place]), short - start)
    return _part(old, start, end), _part(new, start, end)


def _part(words: list[str], start: int, end: int) -> str:
    first, last = max(0, start - AROUND), min(len(words), len(words) - end + AROUND)
    shown = words[first : min(last, first + MANY_WORDS)]
    after = "…" if first + len(shown) < len(words) else ""
    return f"{'…' if first else ''}{' '.join(shown)}{after}"
