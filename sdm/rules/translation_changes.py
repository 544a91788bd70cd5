"""What an original says differently since a translation of it was made: part by part, each text word by word."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import EditionContent
from sdm.rules.edition_differences import Changed
from sdm.rules.translating import Part, parts_of

# The same as `sdm.rules.edition_differences.by_part` gives.
ByPart = list[tuple[str, list[Changed]]]
NOT_TRANSLATED = "The same in every language"
PROCEDURE, NO_PROCEDURE = "This is the procedure.", "This is not having the procedure."
POINTS = {"benefits": "Good point", "risks": "Bad point"}


def changed_parts(old: EditionContent, new: EditionContent) -> ByPart:
    """The parts in which a newer original says something else, and last those that it no longer has."""
    before = {part.id: part for part in parts_of(old)}
    parts = parts_of(new)
    said = {(part.kind, part.digest) for part in before.values()}
    stayed = {(part.kind, part.digest) for part in parts}
    # What only moved is told nowhere: neither as new where it is, nor as gone where it was.
    left = {name: part for name, part in before.items() if (part.kind, part.digest) not in stayed}
    found = [(part, _changes(left.pop(part.id, None), part)) for part in parts if (part.kind, part.digest) not in said]
    return [(part.title, changes) for part, changes in (*found, *((one, _changes(one, None)) for one in left.values()))]


def since_translated(
    content: EditionContent, original: EditionContent, earlier: Iterable[EditionContent], part_id: str
) -> list[Changed]:
    """What one part of the original says differently than when it was translated.

    `earlier` are the editions that came before it. Empty where nothing is different, or nobody knows what was.
    """
    part = next((one for one in parts_of(original) if one.id == part_id), None)
    digest = next((one.digest for one in content.translated if one.part == part_id), "")
    if part is None or digest in ("", part.digest):
        return []
    olds = (one for edition in earlier for one in parts_of(edition))
    before = next((one for one in olds if (one.kind, one.digest) == (part.kind, digest)), None)
    return _changes(before, part) if before else []


def _changes(before: Part | None, now: Part | None) -> list[Changed]:
    """Text by text; what is the same is left out."""
    olds, news = (_texts(one) if one else {} for one in (before, now))
    labels = {key: label for texts in (olds, news) for key, (label, _) in texts.items()}
    nothing = ("", "")
    found = [
        Changed("", label, "", olds.get(key, nothing)[1], news.get(key, nothing)[1]) for key, label in labels.items()
    ]
    return [one for one in found if one.old != one.new]


def _texts(part: Part) -> Mapping[str, tuple[str, str]]:
    """Each text by its key, with its label and its words; what nobody translates is a text of its own."""
    return {text.key: (text.label, text.words) for text in part.texts} | {"": (NOT_TRANSLATED, _facts(part))}


def _facts(part: Part) -> str:
    """What the words of a part rest on, as far as people see it."""
    if part.kind == "indication":
        return "\n".join(Arrangement(one).title for one in part.facts)
    if part.kind != "option":
        return ""
    is_procedure, is_no_procedure, *points = part.facts
    lines = [words for words, holds in ((PROCEDURE, is_procedure), (NO_PROCEDURE, is_no_procedure)) if holds]
    count: Counter[str] = Counter()
    for name, in_100 in points:
        count[name] += 1
        if in_100 is not None:
            lines.append(f"{POINTS[name]} {count[name]}: {in_100} in 100 people")
    return "\n".join(lines)
