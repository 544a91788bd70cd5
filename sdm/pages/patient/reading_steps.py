"""The leaflet in short steps: a page each, whole paragraphs in their order, none left out and none twice."""

from collections.abc import Iterator

from sdm.pages.patient.leaflet_words import Block, Part, leaflet_words
from sdm.pages.patient.notes_in_place import with_notes
from sdm.pages.patient.side_by_side import InBoth, PartInBoth
from sdm.rules.edition import EditionContent

# About 120 words are a page on a phone; a few more are better than a step of one sentence.
MOST_WORDS = 125
# Somebody who reads slowly, and looks at the notes.
WORDS_A_MINUTE = 100

AnyPart = Part | PartInBoth
Step = tuple[AnyPart, ...]


def reading_steps(content: EditionContent, both: InBoth | None = None) -> tuple[Step, ...]:
    """The steps of an edition, or of two beside each other; a paragraph that is longer than a step has one for itself.

    A section that goes on in the next step has its heading there again, but for the title of the whole leaflet.
    """
    steps: list[list[AnyPart]] = []
    room = 0
    for parts in _kept_together(both.words if both else leaflet_words(content)):
        words = sum(map(_words, parts))
        if not steps or words > room:
            steps.append([])
            room = MOST_WORDS
        steps[-1] += parts
        room -= words
    begun: set[str] = set()
    return tuple(tuple(_headed(step, content.title, begun)) for step in steps)


def about_step(content: EditionContent, number: int, both: InBoth | None = None) -> dict:
    """One step with its place among the others, and the notes in it; empty where there is no such step."""
    steps = reading_steps(content, both)
    if not 1 <= number <= len(steps):
        return {}
    leaflet = with_notes(steps[number - 1], content.notes)
    return {
        "leaflet": leaflet,
        "notes": [note for part in leaflet for block in _blocks(part) for note in block.notes],
        "step": number,
        "count": len(steps),
        "before": number - 1,
        "after": number + 1 if number < len(steps) else 0,
    }


def minutes_to_read(content: EditionContent) -> int:
    """About how long the whole leaflet takes."""
    words = sum(map(_words, leaflet_words(content)))
    return max(1, -(-words // WORDS_A_MINUTE))


def _blocks(part: AnyPart) -> Iterator[Block]:
    """What is read of each row: of two languages the first, where it has these words."""
    for row in part.blocks:
        yield row if isinstance(row, Block) else row[0] or row[1]


def _words(part: AnyPart) -> int:
    return sum(len(line.split()) for block in _blocks(part) for line in block.lines)


def _kept_together(parts: tuple[AnyPart, ...]) -> Iterator[list[AnyPart]]:
    """What no step may cut: a paragraph, with the list that it leads up to, and with a heading that has no words."""
    ahead: list[AnyPart] = []
    for part in parts:
        if not part.blocks:
            ahead.append(part)
        for row, block in zip(part.blocks, _blocks(part), strict=True):
            ahead.append(part.only(row))
            if not _leads_on(block) or row is part.blocks[-1]:
                yield ahead
                ahead = []
    if ahead:
        yield ahead


def _leads_on(block: Block) -> bool:
    return not block.is_list and block.lines[-1].rstrip().endswith(":")


def _headed(step: list[AnyPart], title: str, begun: set[str]) -> Iterator[AnyPart]:
    """The same words, each heading once."""
    now = ""
    for part in step:
        is_said = part.heading == now or (part.heading == title and title in begun)
        now = part.heading
        begun.add(now)
        yield part.without_heading() if is_said else part
