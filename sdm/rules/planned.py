"""What is planned and arranged in rows: the regular checks, and who of a team assessed the patient."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from sdm.rules.name_words import may_be_shortened, person_in
from sdm.rules.words import is_blank, names_something, names_when

# What each regular check says (the leaflet: "only when patients are having regular checks").
CHECK = ("what", "when", "whom")


def checks_of(saved: Any) -> list[dict[str, str]]:
    """The checks that are saved, each with what, when and with whom; those saved as plain words have only what.

    Whatever is not one is left out.
    """
    if isinstance(saved, str):
        return [{"what": saved, "when": "", "whom": ""}] if not is_blank(saved) else []
    rows = saved if isinstance(saved, list) else ()
    return [{key: words_of(row, key) for key in CHECK} for row in rows if isinstance(row, Mapping)]


def are_planned(saved: Any) -> bool:
    """Whether there is a check, and each says what, when and with whom; plain words, as once were saved, say all."""
    if isinstance(saved, str):
        return names_something(saved)
    rows = checks_of(saved)
    return bool(rows) and all(map(_is_planned, rows))


def _is_planned(check: Mapping[str, str]) -> bool:
    return names_when(check["when"]) and all(names_something(check[key]) for key in CHECK if key != "when")


def members_of(saved: Any) -> dict[str, str]:
    """Who took part for each profession."""
    rows = saved if isinstance(saved, list) else ()
    members = {words_of(row, "profession"): words_of(row, "name") for row in rows if isinstance(row, Mapping)}
    return {profession: name for profession, name in members.items() if profession and name}


def has_assessed(team: Iterable[str], saved: Any, *, are_different: bool = False) -> bool:
    """Whether somebody took part for each profession of a team, and nobody for two of them (IPG651 3.8).

    `are_different` is that somebody said of names that can be one person's that they are not.
    """
    members = members_of(saved)
    is_somebody = all(names_something(members.get(profession)) for profession in team)
    return is_somebody and not twice_named(members) and (are_different or alike(members) is None)


def twice_named(members: Mapping[str, str]) -> tuple[str, ...]:
    """The professions for which somebody is named who is named for an earlier one already, however it is written."""
    seen: set[frozenset[str]] = set()
    twice = []
    for profession, name in members.items():
        person = person_in(name)
        if person and person in seen:
            twice.append(profession)
        seen.add(person)
    return tuple(twice)


def alike(members: Mapping[str, str]) -> tuple[str, str] | None:
    """The first two names, not written the same, that can be one person's, such as "A Khan" and "Amira Khan"."""
    pairs = combinations((name for name in members.values() if person_in(name)), 2)
    return next((pair for pair in pairs if may_be_shortened(*pair)), None)


def words_of(row: Mapping[str, Any], key: str) -> str:
    """The words under a key of a row; empty where there are none that can be seen."""
    words = row.get(key)
    return words if isinstance(words, str) and not is_blank(words) else ""
