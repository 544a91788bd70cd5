"""How the items on a translation are judged: by its original, in any language."""

from collections.abc import Callable, Iterator

from sdm.rules.checklist_items import OF_TRANSLATIONS, Check, Finding, State
from sdm.rules.edition import EditionContent
from sdm.rules.held_to_original import Unlike, unlike_detail, unlike_links, unlike_numbers
from sdm.rules.publishing import Place
from sdm.rules.translating import OTHER_PARTS, beside, has_same_parts

# The page of a draft on which each kind of part is shown.
PLACES = {
    "details": Place.DETAILS,
    "section": Place.SECTIONS,
    "links": Place.SECTIONS,
    "question": Place.QUESTIONS,
    "indication": Place.INDICATIONS,
    "option": Place.OPTIONS,
    "matter": Place.MATTERS,
    "note": Place.NOTES,
    "unknown": Place.NOTES,
}
NOTHING_YET = "Nothing is translated yet."
Against = Callable[[EditionContent, EditionContent], tuple[Unlike, ...]]


def judge_translation(content: EditionContent, original: EditionContent) -> Iterator[Check]:
    """The items that a translation has besides the others, in order."""
    parts, *others = OF_TRANSLATIONS
    is_same = has_same_parts(content, original)
    sentence = "They are the original’s." if is_same else OTHER_PARTS
    yield Check(parts, State.MET if is_same else State.NOT_MET, (Finding(Place.OPTIONS, sentence),))
    says_something = any(said.strip() for one in beside(content, original) for _, said in one.texts)
    for item, (against, met) in zip(others, AGAINST, strict=True):
        found = tuple(map(_finding, against(content, original)))
        if found:
            yield Check(item, State.NOT_MET, found)
        elif says_something:
            yield Check(item, State.MET, (Finding(Place.SECTIONS, met),))
        else:
            yield Check(item, State.NOTHING_YET, (Finding(Place.SECTIONS, NOTHING_YET),))


def unlike_original(content: EditionContent, original: EditionContent) -> tuple[Finding, ...]:
    """What is said in another way than in the original, each with its part: for a person to look at."""
    return tuple(one for check in judge_translation(content, original) for one in check.findings if one.part)


AGAINST: tuple[tuple[Against, str], ...] = (
    (unlike_numbers, "Each text that is translated has the numbers of the original, in digits. We cannot read words."),
    (unlike_links, "The links in each text that is translated are the original’s. No link was tried."),
    (
        unlike_detail,
        "No text that is translated is far shorter or longer, has other paragraphs or points, or is the only one in "
        "bold type, and none that is long has the very words of the original. A person has to read whether it says "
        "the same.",
    ),
)


def _finding(one: Unlike) -> Finding:
    kind, _, name = one.part.id.partition("-")
    return Finding(
        PLACES[kind],
        one.sentence,
        option=name if kind == "option" else "",
        matter=name if kind == "matter" else "",
        part=one.part.id,
    )
