"""A whole edition as one JSON file, as one hospital gives it to another: written, and read or refused with reasons.

What the file holds says `schemas/edition-1.json`, which anybody may read. That a person has confirmed an arrangement is
not in it: each hospital confirms for itself. A translation names its original, which does not come with it.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from sdm.leaflets.drafts import checked_reference
from sdm.rules.chain import canonical, digest_of
from sdm.rules.edition import DAYS, EditionContent, from_document

FORMAT, VERSION = "sdm-edition", 1
SCHEMA = Path(__file__).parent / "schemas" / f"edition-{VERSION}.json"
# The words of a file and of the edition made from it, written as JSON.
MAX_BYTES = 3_000_000
# More reasons than these help nobody.
REASONS_AT_MOST = 10
# What has a page of its own cannot be called as the page on which a new one is made.
TAKEN = "new"
# Half a letter, and NUL: neither can be kept.
_NO_WORDS = re.compile(r"[\x00\ud800-\udfff]")
NOT_OURS = "The file is not {}. Choose a file that was taken out of this app, or of one like it."


class NotAnEdition(ValueError):
    """A file that cannot be brought in; `reasons` are sentences for people."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Original:
    """What a translation is a translation of: `sha256` finds it, the rest says to people which it is.

    `published` is the day of its leaflet as it stands in JSON, 2019-06-12, or None.
    """

    language: str
    title: str
    published: str | None
    sha256: str


@dataclass(frozen=True)
class EditionFile:
    """What a file holds: an edition of which nothing is confirmed, its language, and the words it was read from."""

    content: EditionContent
    language: str
    source_text: str
    original: Original | None = None


def written(content: EditionContent, *, language: str, source_text: str, original: Original | None = None) -> bytes:
    """An edition as a file; the same edition gives the same bytes wherever it is."""
    document = content.as_document()
    for one in document["indications"]:
        del one["confirmed"]
    held = {
        "format": FORMAT,
        "version": VERSION,
        "language": language,
        "content": document,
        "source_text": source_text,
    }
    if original:
        held["translation_of"] = asdict(original)
    held["sha256"] = digest_of(canonical(held))
    return (json.dumps(held, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def read(data: bytes) -> EditionFile:
    """What a file holds; raises NotAnEdition for what is none, whatever it is."""
    held = _json(data)
    if errors := list(islice(_validator().iter_errors(held), REASONS_AT_MOST)):
        raise NotAnEdition(*dict.fromkeys(_in_words(error) for error in errors))
    named = held.get("translation_of")
    if reasons := list(islice(_reasons(held["content"], named or {}), REASONS_AT_MOST)):
        raise NotAnEdition(*reasons)
    seal = held.pop("sha256")
    if digest_of(canonical(held)) != seal:
        raise NotAnEdition("The file was changed after it was taken out: its fingerprint is not that of its words.")
    content = from_document(held["content"])
    content = replace(content, reference=checked_reference(content.reference))
    return EditionFile(content, held["language"], held["source_text"], Original(**named) if named else None)


def _json(data: bytes) -> Any:
    """JSON with words that people can see, whole numbers, and each name once."""
    if len(data) > MAX_BYTES:
        raise NotAnEdition(f"The file is too big. An edition can have at most {MAX_BYTES // 1_000_000} MB.")
    try:
        text = data.decode("utf-8-sig")
        held = json.loads(text, parse_float=_refuse, parse_constant=_refuse, object_pairs_hook=_each_once)
    except UnicodeDecodeError:
        raise NotAnEdition(NOT_OURS.format("text")) from None
    except RecursionError:
        raise NotAnEdition("The file is nested too deep to be an edition.") from None
    except NotAnEdition:
        raise
    except ValueError:
        raise NotAnEdition(NOT_OURS.format("JSON")) from None
    if any(_NO_WORDS.search(one) for one in _texts(held)):
        raise NotAnEdition("The file holds characters that are no words.")
    return held


def _refuse(number: str) -> None:
    raise NotAnEdition(f"The file holds {number[:20]}, which is no whole number.")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) < len(pairs):
        name = next(name for name, many in Counter(name for name, _ in pairs).items() if many > 1)
        raise NotAnEdition(f"The file gives “{name[:40]}” twice.")
    return held


def _texts(value: Any) -> Iterator[str]:
    """Every text in JSON values, names among them; without calling itself, so that nothing is too deep."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            left += one


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


KINDS = {
    "string": "words",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object with names",
    "null": "null",
}


def _of_kind(kinds: str | list[str]) -> str:
    return " or ".join(KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"“{name[:40]}”" for name in islice(names, 3))


# What each rule of the schema means to people: the end of a sentence that begins with where it is broken.
MEANINGS: dict[str, Callable[[ValidationError], str]] = {
    "type": lambda error: f"has to be {_of_kind(error.validator_value)}",
    "required": lambda error: f"lacks {_named(name for name in error.validator_value if name not in error.instance)}",
    "additionalProperties": lambda error: (
        f"holds {_named(name for name in error.instance if name not in error.schema['properties'])}, which is not known"
    ),
    "minLength": lambda error: "is empty",
    "minItems": lambda error: "is empty",
    "maxLength": lambda error: f"is too long: it can have at most {error.validator_value} characters",
    "maxItems": lambda error: f"has too many: there can be at most {error.validator_value}",
    "pattern": lambda error: "is not written as it has to be",
    "const": lambda error: f"has to be {error.validator_value}",
    "enum": lambda error: f"has to be one of {_named(error.validator_value[:5])}",
    "minimum": lambda error: f"has to be {error.validator_value} or more",
    "maximum": lambda error: f"has to be {error.validator_value} or less",
}


def _in_words(error: ValidationError) -> str:
    """Where the schema is broken, and how: "In content, options, number 2: “name” is too long …"."""
    *path, last = ["", *error.absolute_path]
    where = ", ".join(f"number {one + 1}" if isinstance(one, int) else str(one) for one in path[1:] if one != "")
    what = f"number {last + 1}" if isinstance(last, int) else f"“{last}”" if last else "the file"
    meaning = MEANINGS[error.validator](error)
    return f"In {where}: {what} {meaning}." if where else f"{what[0].upper()}{what[1:]} {meaning}."


def _reasons(content: dict[str, Any], original: dict[str, Any]) -> Iterator[str]:
    """What no schema can say."""
    try:
        checked_reference(content["reference"])
    except ValueError as problem:
        yield f"{problem}."
    days = [("content", name, content[name]) for name in DAYS]
    for where, name, day in (*days, ("translation_of", "published", original.get("published"))):
        try:
            date.fromisoformat(day or "2000-01-01")
        except ValueError:
            yield f"In {where}: “{name}” is no day."
    if [one["number"] for one in content["questions"]] != list(range(1, len(content["questions"]) + 1)):
        yield "In content: “questions” have to be numbered 1, 2, 3 and so on."
    for name in ("indications", "options", "matters"):
        ids = [one["id"] for one in content[name]]
        if len(set(ids)) < len(ids):
            yield f"In content: two of “{name}” have the same id."
        if TAKEN in ids:
            yield f"In content: no id of “{name}” can be “{TAKEN}”."
