"""What the leaflet's sentence about a kind of the condition says by itself, held against what people chose for it.

Source: NICE's four categories. A wrong one would let a patient consent to what NICE says needs more.
"""

import re
from dataclasses import dataclass

from sdm.rules.arrangement_limits import may_limit, may_limit_from_afar
from sdm.rules.arrangement_sentences import arrangement_of, opens_plainly, says_nothing_else, use_in
from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import EditionContent, Indication
from sdm.rules.indication_names import (
    besides_condition,
    besides_procedure,
    condition_in_title,
    condition_named,
    names_another,
)
from sdm.rules.leaflet_links import without_links
from sdm.rules.sentences import blocks, sentences
from sdm.rules.words import folded

LONGEST = 1000


@dataclass(frozen=True)
class _Stands:
    """Where the words about a kind stand: the whole sentences that they are in, and what follows under that heading.

    `after` are the sentences behind them in their paragraph, `below` those of the paragraphs that come next.
    """

    whole: str
    after: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


def stated_arrangement(one: Indication, content: EditionContent) -> Arrangement:
    """Which arrangement the sentence about a kind states, read whole as it stands in the leaflet; UNKNOWN in doubt.

    A part of a sentence is read with the rest of it, so that "but only in research" cannot be left out.
    """
    stated = {_stated(place, content.title) for place in _places(one.evidence, content)} - {Arrangement.UNKNOWN}
    return stated.pop() if len(stated) == 1 else Arrangement.UNKNOWN


def contradicted_by(one: Indication, content: EditionContent) -> Arrangement | None:
    """The arrangement that the sentence states where another was chosen; None where they agree or nobody can tell.

    Words that stand in several sentences, such as a name, agree with none of them: any that states another counts.
    """
    if one.arrangement is Arrangement.UNKNOWN:
        return None
    stated = {_stated(place, content.title) for place in _places(one.evidence, content)}
    return next((other for other in Arrangement if other in stated - {Arrangement.UNKNOWN, one.arrangement}), None)


def whole_sentences(one: Indication, content: EditionContent) -> tuple[str, ...]:
    """The sentences of the leaflet in which the words about a kind stand; those words where they stand nowhere."""
    return tuple(place.whole for place in _places(one.evidence, content))


def names_its_kind(one: Indication, content: EditionContent) -> bool:
    """Whether the name of a kind stands in the sentence about it."""
    return any(folded(one.name) in folded(without_links(place.whole)) for place in _places(one.evidence, content))


def _stated(place: _Stands, title: str) -> Arrangement:
    plain = without_links(place.whole)
    use = use_in(plain)
    if use is None or len(plain) > LONGEST:
        return Arrangement.UNKNOWN
    stated = by_itself(plain, use, title)
    return Arrangement.UNKNOWN if stated is Arrangement.STANDARD and _is_limited(place) else stated


def _is_limited(place: _Stands) -> bool:
    """Whether what follows standard arrangements may limit them, up to where another kind is spoken of."""
    following = [(sentence, may_limit) for sentence in place.after]
    following += [(sentence, may_limit_from_afar) for sentence in place.below]
    for sentence, limits in following:
        plain = without_links(sentence)
        if use_in(plain):
            return False
        if not plain.endswith("?") and limits(plain):
            return True
    return False


def by_itself(plain: str, use: re.Match[str], title: str) -> Arrangement:
    """What a sentence without links states that names a `use`; UNKNOWN where it may limit it, or means two kinds."""
    stated = Arrangement(arrangement_of(plain))
    name, at = condition_named(plain, use.end() - 1)
    if names_another(plain, name or condition_in_title(title)):
        return Arrangement.UNKNOWN
    before = besides_procedure(plain[: use.start()], title)
    if stated in (Arrangement.SPECIAL, Arrangement.RESEARCH) and not opens_plainly(before):
        return Arrangement.UNKNOWN
    if stated is Arrangement.STANDARD:
        rest = besides_condition(plain, use.end(), name, at) if name else plain[use.end() :]
        if not (opens_plainly(before) and says_nothing_else(rest)):
            return Arrangement.UNKNOWN
    return stated


def _places(evidence: str, content: EditionContent) -> list[_Stands]:
    """Everywhere in the leaflet; the words alone where they stand nowhere."""
    found = []
    for section in content.sections:
        parts = blocks(section.body) if evidence else ()
        for number, block in enumerate(parts):
            for words in re.finditer(re.escape(evidence), block):
                whole, after = _whole(block, *words.span())
                below = tuple(one for part in parts[number + 1 :] for one in sentences(part))
                found.append(_Stands(whole, after, below))
    return found or [_Stands(evidence)]


def _whole(block: str, begin: int, end: int) -> tuple[str, tuple[str, ...]]:
    place, touched, after = 0, [], []
    for sentence in sentences(block):
        start = block.index(sentence, place)
        place = start + len(sentence)
        if start < end and place > begin:
            touched.append(sentence)
        elif start >= end:
            after.append(sentence)
    return " ".join(touched), tuple(after)
