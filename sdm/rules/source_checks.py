"""How the item of the checklist is judged that holds the leaflet's words against the file that they came from."""

from sdm.rules.checklist_items import AGAINST_SOURCE, Check, Finding, State
from sdm.rules.edition import EditionContent
from sdm.rules.publishing import Place
from sdm.rules.source_changes import changed_from_source

NOT_HELD = "The leaflet’s words were not held against a source: the file that they came from is not here."
OTHER_WORDS = "The leaflet’s words are not those of its source in {places}."
HELD = (
    "The title, each question and each paragraph stand in the source, word for word, and no sentence or question of the"
    " source was left out."
)
ADDED = (
    f"{HELD} Somebody added the source to a draft that came without one. A person has to look whether it is what was"
    " published."
)


def against_source(content: EditionContent, source: str, *, was_added: bool = False) -> Check:
    """Whether the leaflet's words are those of its source; that is not met where there is none.

    `was_added` says that somebody gave it to a draft that came without one: no rule can tell whose words these are.
    """
    if not source.strip():
        return _check(State.NOT_MET, NOT_HELD)
    if changed := len(changed_from_source(content, source)):
        return _check(State.NOT_MET, OTHER_WORDS.format(places="one place" if changed == 1 else f"{changed} places"))
    return _check(State.NOT_SURE, ADDED) if was_added else _check(State.MET, HELD)


def _check(state: State, sentence: str) -> Check:
    return Check(AGAINST_SOURCE, state, (Finding(Place.SOURCE, sentence),))
