"""How the item of the checklist is judged that holds the leaflet's words against the file that they came from."""

from sdm.rules.checklist_items import Check, Finding, Item, State
from sdm.rules.edition import EditionContent
from sdm.rules.publishing import Place
from sdm.rules.source_changes import changed_from_source

NOT_HELD = "The leaflet’s words were not held against a source: the file that they came from is not here."
OTHER_WORDS = "The leaflet’s words are not those of its source in {places}."
OF_A_TRANSLATION = "No rule can hold a translation against its original. People have to read both."
HELD = "Each paragraph stands in the source, word for word, and no sentence of the source was left out."


def against_source(item: Item, content: EditionContent, source: str) -> Check:
    """Whether the words are those of the source; without one that is not met, and for a translation not sure."""
    if source.strip():
        changed = len(changed_from_source(content, source))
        state, said = (State.NOT_MET, OTHER_WORDS.format(places=_places(changed))) if changed else (State.MET, HELD)
    elif content.translated:
        state, said = State.NOT_SURE, OF_A_TRANSLATION
    else:
        state, said = State.NOT_MET, NOT_HELD
    return Check(item, state, (Finding(Place.SOURCE, said),))


def _places(number: int) -> str:
    return "one place" if number == 1 else f"{number} places"
