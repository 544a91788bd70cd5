"""The leaflets that ship with the app, completed: the file as it is read, and what people added to it."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from sdm.leaflets.drafts import content_of
from sdm.leaflets.reader import read_leaflet
from sdm.leaflets.what_was_read import ReadLeaflet
from sdm.rules.edition import EditionContent, from_document

CONTENT = Path(__file__).parent / "content"


@cache
def completed(name: str) -> EditionContent:
    """A shipped leaflet ready to be published: the words of `NAME.txt`, completed with what is in `NAME.json`.

    The additions never change the leaflet's words; `passages` are by question number, `unanswered` are the questions
    that the leaflet does not answer, `confirmed` are the indications whose arrangement a person has checked against it.
    Read once for good, as what ships does not change while the app runs.
    """
    additions = json.loads((CONTENT / f"{name}.json").read_text())
    passages, confirmed = additions.pop("passages"), additions.pop("confirmed")
    unanswered = additions.pop("unanswered")
    read = _read(name, additions["reference"])
    content = from_document({**content_of(read).as_document(), **additions})
    return replace(
        content,
        questions=tuple(
            replace(
                question,
                passages=tuple(passages[str(question.number)]),
                unanswered=question.number in unanswered,
            )
            for question in content.questions
        ),
        indications=tuple(replace(one, confirmed=one.id in confirmed) for one in content.indications),
        warnings=(),
    )


def source_of(name: str) -> str:
    """The text of `NAME.txt`, against which the words of its editions are held."""
    return _read(name).source


def _read(name: str, reference: str | None = None) -> ReadLeaflet:
    return read_leaflet((CONTENT / f"{name}.txt").read_bytes(), reference=reference)
