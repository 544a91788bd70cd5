"""How a leaflet's file becomes a draft: with what people added to the edition before, where its words are the same."""

from sdm.actions.editions import start_draft
from sdm.models import Edition, User
from sdm.rules.edition import EditionContent
from sdm.rules.leaflet_references import tidy_reference
from sdm.rules.taking_over import taken_over


def bring_in_leaflet(*, content: EditionContent, language: str, source_text: str, by: User | None) -> Edition:
    """A draft of what was read from a file; a new version of a leaflet takes over from its last published edition.

    A translation gives nothing: what it says goes with its original. Raises DraftExists, NotInTheTeam or ValueError as
    `start_draft` does.
    """
    about = {"language": language, "source_text": source_text, "by": by}
    reference = tidy_reference(content.reference)
    same = Edition.objects.newest().filter(leaflet__reference=reference, language=language, translation_of=None)
    if not (before := same.first()):
        return start_draft(content=content, **about)
    found = taken_over(content, before.content)
    return start_draft(content=found.content, taken_over=found.as_document(number=before.number), **about)
