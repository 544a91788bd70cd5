"""A translation beside its original, part by part: what is said already, what is not, and what the original changed.

A translation has the original's parts, numbers and ids, and words of its own. Each part that is translated keeps the
digest of the original's part, as it stood then: where that differs from what the original says now, it is flagged. What
NICE says of a kind counts once somebody here has saved it: whoever did so at another hospital does not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Set
from copy import deepcopy
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sdm.rules.chain import canonical, digest_of
from sdm.rules.edition import NOT_KNOWN, THE_LEAFLET, EditionContent, Translated, from_document

OTHER_PARTS = "The translation and its original do not have the same parts. Take over the original’s parts."

# Texts that are often a name, which stays as it is in every language.
NAMES = ("source", "source_name", "registry")

Path = tuple[str | int, ...]
Words = Mapping[str, Mapping[str, str]]


class Kind(StrEnum):
    """What a text is, and so in what box it is typed."""

    LINE = "line"
    WORDS = "words"
    MARKDOWN = "markdown"
    # Passages of the leaflet, with a blank line between two of them.
    PASSAGES = "passages"


class State(StrEnum):
    """Where a part of a translation stands."""

    TO_DO = "to-do"
    CHANGED = "changed"
    UNCHECKED = "unchecked"
    DONE = "done"

    @property
    def title(self) -> str:
        """As people read it."""
        return {
            "to-do": "To translate",
            "changed": "The original changed",
            "unchecked": "To check",
            "done": "Translated",
        }[self.value]


@dataclass(frozen=True)
class Text:
    """One text of a part: `key` names it within the part, `path` says where it stands in the edition's document."""

    key: str
    label: str
    words: str
    kind: Kind
    path: Path

    @property
    def may_stay(self) -> bool:
        """Whether it may be the same in another language: a source is often a name, but for the leaflet itself."""
        return self.path[-1] in NAMES and self.words != THE_LEAFLET


@dataclass(frozen=True)
class Part:
    """A part of an edition that is translated in one go; `facts` are what its words rest on and nobody translates."""

    id: str
    title: str
    texts: tuple[Text, ...]
    facts: tuple[Any, ...] = ()

    @property
    def digest(self) -> str:
        """What is the same as long as the part says the same, wherever it stands."""
        return digest_of(canonical([[[text.key, text.words] for text in self.texts], list(self.facts)]))

    @property
    def kind(self) -> str:
        """What sort of part it is, such as "section"."""
        return self.id.partition("-")[0]


@dataclass(frozen=True)
class PartBeside:
    """A part of the original with what the translation says of it; `said` holds the words by the text's key."""

    part: Part
    said: Mapping[str, str]
    state: State

    @property
    def texts(self) -> tuple[tuple[Text, str], ...]:
        """Each text that has words in the original, with its translation."""
        return tuple((text, self.said.get(text.key, "")) for text in self.part.texts if _is_to_translate(text))


def parts_of(content: EditionContent) -> tuple[Part, ...]:
    """Everything in an edition that is said in words, in the order in which it is translated; empty texts too."""
    document = content.as_document()
    return tuple(_parts(document))


def beside(content: EditionContent, original: EditionContent) -> tuple[PartBeside, ...]:
    """The original's parts, each with what the translation says and where that stands."""
    words, done, checked = _words_of(content), _done(content), _checked(content)
    found = (PartBeside(part, words.get(part.id, {}), State.TO_DO) for part in parts_of(original))
    return tuple(replace(one, state=_state(one, done, checked)) for one in found if one.texts)


def names_said(content: EditionContent, original: EditionContent) -> dict[str, str]:
    """How the translation says each source and other name of the original, where it says one already."""
    words = _words_of(content)
    pairs = (
        (text.words, words.get(part.id, {}).get(text.key, ""))
        for part in parts_of(original)
        for text in part.texts
        if text.path[-1] in NAMES
    )
    return {name: said for name, said in pairs if name.strip() and said.strip() and said != THE_LEAFLET}


def with_part(
    content: EditionContent, original: EditionContent, part_id: str, words: Mapping[str, str]
) -> EditionContent:
    """The translation with one part said in these words; it counts as translated once none of its words is missing.

    Raises KeyError where the original has no such part.
    """
    part = next((one for one in parts_of(original) if one.id == part_id), None)
    if part is None:
        raise KeyError(part_id)
    done = {name: digest for name, digest in _done(content).items() if name != part_id}
    checked = _checked(content) - {part_id}
    if all(words.get(text.key, "").strip() for text in part.texts if _is_to_translate(text)):
        done[part_id] = part.digest
        checked |= {part_id}
    return _kept(content, _said(original, {**_words_of(content), part_id: words}, done, checked))


def following(content: EditionContent, original: EditionContent) -> EditionContent:
    """The translation with the parts of an original, which may be a newer one than it was made from.

    A part that says what an earlier one said has its translation, wherever either stands. One that has changed keeps
    the words that stood there and is flagged; a new one has none.
    """
    words, done, checked = _words_of(content), _done(content), _checked(content)
    old_kinds = {one.id: one.kind for one in parts_of(content)}
    parts = parts_of(original)
    same: dict[str, str] = {}
    for part in parts:
        twins = [one for one, digest in done.items() if digest == part.digest and old_kinds.get(one) == part.kind]
        if twins:
            same[part.id] = part.id if part.id in twins else twins[0]
    taken = set(same.values())
    source = same | {part.id: part.id for part in parts if part.id not in same and part.id not in taken}
    new_words = {new: words[old] for new, old in source.items() if old in words}
    new_done = {new: done[old] for new, old in source.items() if old in done}
    new_checked = {new for new, old in source.items() if old in checked}
    return _kept(content, _said(original, new_words, new_done, new_checked))


def what_stops_translation(content: EditionContent, original: EditionContent) -> tuple[str, ...]:
    """What keeps a translation from being published beside its original, in sentences; empty where nothing does."""
    says = {
        State.TO_DO: "Translate “{title}”.",
        State.CHANGED: "“{title}” changed in the original. Look at its translation again.",
        State.UNCHECKED: "Hold “{title}” against the original, then save it.",
    }
    found = [says[one.state].format(title=one.part.title) for one in beside(content, original) if one.state in says]
    if not has_same_parts(content, original):
        found.append(OTHER_PARTS)
    return tuple(found)


def has_same_parts(content: EditionContent, original: EditionContent) -> bool:
    """Whether a translation differs from its original in words alone: same options, numbers and arrangements."""
    said = _said(original, _words_of(content), _done(content), _checked(content))
    return _kept(content, said) == replace(content, warnings=())


def _said(original: EditionContent, words: Words, done: Mapping[str, str], checked: Set[str]) -> EditionContent:
    """The original with these words in place of its own, and none where there are none.

    `checked` are the parts on what NICE says of a kind that somebody here has held against the original.
    """
    document = deepcopy(json.loads(canonical(original.as_document())))
    for part in parts_of(original):
        said = words.get(part.id, {})
        for text in part.texts:
            if _is_to_translate(text):
                _put(document, text, said.get(text.key, ""))
    for one in document["indications"]:
        # What NICE says was checked against the original; that the translation says the same is checked with its words.
        one["confirmed"] = one["confirmed"] and f"indication-{one['id']}" in checked & done.keys()
    built = from_document(document)
    return replace(built, warnings=(), translated=tuple(Translated(*one) for one in sorted(done.items())))


def _kept(content: EditionContent, built: EditionContent) -> EditionContent:
    """What a translation has for itself: its day of publication, ISBN and review stay as they were."""
    return replace(
        built,
        published=content.published or built.published,
        isbn=content.isbn or built.isbn,
        review_on=content.review_on or built.review_on,
    )


def _words_of(content: EditionContent) -> dict[str, dict[str, str]]:
    return {part.id: {text.key: text.words for text in part.texts} for part in parts_of(content)}


def _done(content: EditionContent) -> dict[str, str]:
    return {one.part: one.digest for one in content.translated}


def _checked(content: EditionContent) -> Set[str]:
    """The parts on what NICE says that somebody of this installation has held against the original."""
    return {f"indication-{one.id}" for one in content.indications if one.confirmed}


def _state(one: PartBeside, done: Mapping[str, str], checked: Set[str]) -> State:
    if one.part.id not in done or not all(said.strip() for _, said in one.texts):
        return State.TO_DO
    if done[one.part.id] != one.part.digest:
        return State.CHANGED
    return State.UNCHECKED if one.part.kind == "indication" and one.part.id not in checked else State.DONE


def _is_to_translate(text: Text) -> bool:
    """Empty words stay empty, and "Not known" is said in the reader's language by the pages themselves."""
    return bool(text.words.strip()) and text.words != NOT_KNOWN


def _put(document: dict[str, Any], text: Text, words: str) -> None:
    *way, last = text.path
    place: Any = document
    for step in way:
        place = place[step]
    passages = [one.strip() for one in words.split("\n\n") if one.strip()]
    place[last] = passages if text.kind is Kind.PASSAGES else words


def _parts(document: dict[str, Any]) -> Iterator[Part]:
    yield Part("details", "Title and details", tuple(_details(document)))
    for place, one in enumerate(document["sections"]):
        at = ("sections", place)
        texts = (_text(one, "heading", "Heading", at), _text(one, "body", "Words", at, Kind.WORDS))
        yield Part(f"section-{place + 1}", f"Section: {one['heading'] or document['title']}", texts)
    links = (
        Text(f"{place}.text", f"Words of link {place + 1}", one["text"], Kind.LINE, ("links", place, "text"))
        for place, one in enumerate(document["links"])
    )
    yield Part("links", "Links", tuple(links))
    for place, one in enumerate(document["questions"]):
        at = ("questions", place)
        passages = Text(
            "passages", "Passages of the leaflet", "\n\n".join(one["passages"]), Kind.PASSAGES, (*at, "passages")
        )
        texts = (_text(one, "wording", "Question", at), passages)
        yield Part(f"question-{one['number']}", f"Question {one['number']}", texts)
    for place, one in enumerate(document["indications"]):
        at = ("indications", place)
        texts = (_text(one, "name", "Name", at), _text(one, "evidence", "What the leaflet says", at, Kind.WORDS))
        yield Part(f"indication-{one['id']}", f"What NICE says: {one['name']}", texts, (one["arrangement"],))
    names = {one["id"]: one["name"] for one in document["options"]}
    for place, one in enumerate(document["options"]):
        yield _option(one, ("options", place))
    for place, one in enumerate(document["matters"]):
        at = ("matters", place)
        texts = [_text(one, "text", "What may matter", at)]
        for number, touch in enumerate(one["touches"]):
            name, path = names.get(touch["option"], touch["option"]), (*at, "touches", number)
            texts += _several(touch, {"words": f"What it means: {name}", "source": f"Source: {name}"}, path)
        touched = tuple(touch["option"] for touch in one["touches"])
        yield Part(f"matter-{one['id']}", f"What may matter: {one['text']}", tuple(texts), touched)
    for name, kind, title in (("notes", "note", "Plain words"), ("unknowns", "unknown", "What is not known")):
        for place, one in enumerate(document[name]):
            texts = _several(one, {"term": "Word", "meaning": "In plain words", "source": "Source"}, (name, place))
            yield Part(f"{kind}-{place + 1}", f"{title}: {one['term']}", tuple(texts))


def _details(document: dict[str, Any]) -> Iterator[Text]:
    labels = {
        "title": "Title",
        "condition": "Health condition",
        "living_with": "What living with the result is like",
        "registry": "Registry",
        "contact": "Whom to ask",
        "funding": "Who paid for it",
        "source_name": "Source",
    }
    yield from _several(document, labels, ())
    if window := document["time_window"]:
        labels = {"words": "How soon it is best done", "source": "Source of how soon"}
        yield from _several(window, labels, ("time_window",))


def _option(one: dict[str, Any], at: Path) -> Part:
    texts = _several(one, {"name": "Name of the option", "description": "What it is"}, at)
    facts: list[Any] = [one["is_procedure"], one["is_no_procedure"]]
    labels = {
        "text": "In plain words",
        "figure": "Why there is no number",
        "period": "Over what time",
        "seen_in": "Who it was seen in",
        "how_sure": "How sure that is",
        "source": "Source",
    }
    for name, point in (("benefits", "Good point"), ("risks", "Bad point")):
        for place, outcome in enumerate(one[name]):
            named = {key: f"{point} {place + 1}: {label}" for key, label in labels.items()}
            texts += _several(outcome, named, (*at, name, place))
            facts.append([name, outcome["in_100"]])
    return Part(f"option-{one['id']}", f"Option: {one['name']}", tuple(texts), tuple(facts))


MARKED = {"living_with", "description", "meaning", "text"}


def _several(values: Mapping[str, Any], labels: Mapping[str, str], at: Path) -> list[Text]:
    """Texts of one thing; those that may hold Markdown go by their name (`MARKED`)."""
    return [
        _text(values, name, label, at, Kind.MARKDOWN if name in MARKED else Kind.LINE) for name, label in labels.items()
    ]


def _text(values: Mapping[str, Any], name: str, label: str, at: Path, kind: Kind = Kind.LINE) -> Text:
    path = (*at, name)
    # What stands before it is the part's own place in its list, which is not in the key: parts may move.
    key = ".".join(str(step) for step in path[2:] or path[-1:])
    return Text(key, label, values[name], kind, path)
