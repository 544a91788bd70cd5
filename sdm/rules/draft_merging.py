"""Two changes of one draft put together: what only one of them changed stands as that one left it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sdm.rules.edition import EditionContent, from_document
from sdm.rules.edition_differences import pairs

# The lists whose rows are put together one by one, each with what a row goes by; every other list is one box.
ROWS = {
    "sections": "heading",
    "links": "text",
    "questions": "wording",
    "indications": "id",
    "options": "id",
    "matters": "id",
    "notes": "term",
    "unknowns": "term",
    "benefits": "text",
    "risks": "text",
    "touches": "option",
    "warnings": "",
}
# By these a row is the same for ever; one that goes by other words is found at its place where those have changed.
FOR_EVER = ("id", "option", "")
# What NICE says of a kind is checked as a whole, so it is never made of two people's halves.
WHOLE = "one of indications"
# The two parts of an option that are one box.
KIND = ("is_procedure", "is_no_procedure")
GONE = object()

Both = tuple[Any, Any]
# A row's place in the list that both were made from, or that it came since.
Place = int | str


@dataclass(frozen=True)
class Merged:
    """Both changes in one. Where both changed the same box, each of the two holds what that person left there."""

    mine: EditionContent
    theirs: EditionContent

    @property
    def is_settled(self) -> bool:
        """Whether no box was changed by both, each in another way."""
        return self.mine == self.theirs


def merged(base: EditionContent, mine: EditionContent, theirs: EditionContent) -> Merged:
    """Two contents that were both made from `base`; questions are numbered in their new order.

    Where the other changed the leaflet's words, nobody has checked what NICE says against these: my tick is left out.
    """
    if base.sections != theirs.sections:
        mine = _with_no_new_tick(base, mine)
    return Merged(*map(_content, _value("", *map(_parts, (base, mine, theirs)))))


def merged_texts(
    base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Texts by their keys, each by itself: with mine first and with theirs first; the same where nothing clashes."""
    both = {key: _value("", base.get(key, ""), words, theirs.get(key, "")) for key, words in mine.items()}
    return tuple({key: two[which] for key, two in both.items()} for which in (0, 1))


def _with_no_new_tick(base: EditionContent, mine: EditionContent) -> EditionContent:
    stood = {one.id for one in base.indications if one.confirmed}
    kept = (replace(one, confirmed=one.confirmed and one.id in stood) for one in mine.indications)
    return replace(mine, indications=tuple(kept))


def _parts(content: EditionContent) -> dict[str, Any]:
    """The content box by box: a question's number is its place, and what kind of option one is stands in one box."""
    document = {"translated": (), **content.as_document()}
    document["questions"] = [{**one, "number": 0} for one in document["questions"]]
    document["options"] = [{**one, KIND: [one[name] for name in KIND]} for one in document["options"]]
    return document


def _content(parts: Mapping[str, Any]) -> EditionContent:
    questions = [{**one, "number": number} for number, one in enumerate(parts["questions"], start=1)]
    options = [{**one, **dict(zip(KIND, one[KIND], strict=True))} for one in parts["options"]]
    for one in options:
        del one[KIND]
    return from_document({**parts, "questions": questions, "options": options})


def _value(name: str, base: Any, mine: Any, theirs: Any) -> Both:
    """What stands with my words first, and with theirs first; the same twice where nothing clashes."""
    if mine in (base, theirs):
        return theirs, theirs
    if theirs == base:
        return mine, mine
    if name in ROWS:
        return _rows(name, base, mine, theirs)
    if name != WHOLE and all(isinstance(one, dict) for one in (base, mine, theirs)):
        both = {each: _value(each, base[each], mine[each], theirs[each]) for each in base if each not in KIND}
        # The one box says which kind it is.
        both |= {each: (base[each], base[each]) for each in KIND if each in base}
        return tuple({each: values[which] for each, values in both.items()} for which in (0, 1))
    return mine, theirs


def _rows(name: str, base: Sequence, mine: Sequence, theirs: Sequence) -> Both:
    """The rows of both: those that came since, too, and none that one took out and the other left as it was."""
    ours, others = _by_place(name, base, mine, "mine"), _by_place(name, base, theirs, "theirs")
    came = [row for place, row in others.items() if place not in range(len(base))]
    # What both added in the same words is there once.
    ours = {place: row for place, row in ours.items() if place in range(len(base)) or row not in came}
    of_row = f"one of {name}"
    found = {
        place: _value(of_row, row, ours.get(place, GONE), others.get(place, GONE)) for place, row in enumerate(base)
    }
    taken = {row["id"] for row in (*base, *came)} if ROWS[name] == "id" else ()
    found |= {place: (row, row) for place, row in others.items() if place not in found}
    for place, row in ours.items():
        if place not in found:
            row = _with_own_id(row, taken) if taken else row
            found[place] = row, row
    orders = _orders(list(ours), list(others))
    return tuple(
        [found[place][which] for place in order if found[place][which] is not GONE]
        for which, order in enumerate(orders)
    )


def _by_place(name: str, base: Sequence, rows: Sequence, whose: str) -> dict[Place, Any]:
    """The rows in their order, each by its place in `base`; one that came since by whose it is and where it stands."""
    key = ROWS[name]

    def same(one: tuple[int, Any]) -> Any:
        return one[1][key] if key else one[1]

    def there(one: tuple[int, Any]) -> Any:
        return same(one) if key in FOR_EVER else one[0]

    matched = pairs(list(enumerate(base)), list(enumerate(rows)), same, there)
    return {was[0] if was else f"{whose} {now[0]}": now[1] for was, now in matched if now}


def _with_own_id(row: Mapping[str, Any], taken: set[str]) -> dict[str, Any]:
    """What one person added, where the other added something else that goes by the same id."""
    free, number = row["id"], 1
    while free in taken:
        number += 1
        free = f"{row['id']}-{number}"
    return {**row, "id": free}


def _orders(mine: list[Place], theirs: list[Place]) -> tuple[list[Place], list[Place]]:
    """All rows in the order that one of the two gave them; two orders where both moved rows, each in another way."""
    stayed = [place for place in mine if place in theirs], [place for place in theirs if place in mine]
    moved = [order != sorted(order) for order in stayed]
    if all(moved) and stayed[0] != stayed[1]:
        return _woven(mine, theirs), _woven(theirs, mine)
    order = _woven(mine, theirs) if moved[0] else _woven(theirs, mine)
    return order, order


def _woven(order: list[Place], other: list[Place]) -> list[Place]:
    """One order, and what only the other has after what stands before it there."""
    found = list(order)
    for at, place in enumerate(other):
        if place not in found:
            found.insert(found.index(other[at - 1]) + 1 if at else 0, place)
    return found
