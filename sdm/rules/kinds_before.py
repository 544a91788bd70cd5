"""What became of each kind of the condition since the edition before, in plain words: for whoever publishes."""

from dataclasses import dataclass

from sdm.rules.edition import EditionContent, Indication


@dataclass(frozen=True)
class Became:
    """One thing about a kind that is not as it was; words for people."""

    what: str
    was: str
    now: str


@dataclass(frozen=True)
class KindSince:
    """A kind of the condition with what is different about it; `is_new` where the edition before had none such."""

    kind: Indication
    is_new: bool
    became: tuple[Became, ...]


def kinds_since(before: EditionContent | None, content: EditionContent) -> tuple[KindSince, ...]:
    """Each kind with what changed since the edition before; without one, nothing is new and nothing changed."""
    if before is None:
        return tuple(KindSince(one, False, ()) for one in content.indications)
    twins = _twins(before, content)
    return tuple(KindSince(one, one.id not in twins, _became(twins.get(one.id), one)) for one in content.indications)


def kinds_gone(before: EditionContent | None, content: EditionContent) -> tuple[Indication, ...]:
    """The kinds of the edition before that are not there any more."""
    kept = list(_twins(before, content).values()) if before else []
    return tuple(one for one in before.indications if one not in kept) if before else ()


def _twins(before: EditionContent, content: EditionContent) -> dict[str, Indication]:
    """What each kind was, by its id now: the one with its id, else with its name, else with its sentence."""
    left, found = list(before.indications), {}
    for name in ("id", "name", "evidence"):
        for one in content.indications:
            twin = next((old for old in left if getattr(old, name) == getattr(one, name)), None)
            if one.id not in found and twin:
                found[one.id] = twin
                left.remove(twin)
    return found


def _became(was: Indication | None, now: Indication) -> tuple[Became, ...]:
    if was is None:
        return ()
    pairs = (
        ("What NICE says", was.arrangement.title, now.arrangement.title),
        ("The name", was.name, now.name),
        ("The sentence", was.evidence, now.evidence),
    )
    return tuple(Became(*one) for one in pairs if one[1] != one[2])
