"""What a person may have to explain before an edition is published, though nothing is wrong with its words alone."""

from datetime import date

from sdm.rules.edition import EditionContent
from sdm.rules.sentences import quoted_last
from sdm.rules.titles import is_another_title


def doubts(
    content: EditionContent, *, title: str, withdrawn_because: str = "", newer_original: int | None = None, today: date
) -> tuple[str, ...]:
    """Sentences for the content team; empty where there is no doubt.

    `title` is that of the edition that it would take the place of, empty where it takes none's, and `withdrawn_because`
    says why that one was withdrawn, where it was: the next begins with its words, and with what was wrong in them.
    `newer_original` is the number of the edition that took the place of what this one is a translation of.
    """
    found = []
    if is_another_title(title, content.title):
        found.append(another_title(content.reference, title, content.title))
    if withdrawn_because:
        found.append(f"The edition before was withdrawn: {quoted_last(withdrawn_because)} Say what was mended.")
    if newer_original:
        found.append(
            f"The original has a newer edition: edition {newer_original}. This translation says what an older one says."
        )
    if day := content.review_passed(today):
        found.append(f"It was to be looked at again by {day.day} {day:%B %Y}. That day has passed.")
    return tuple(found)


def another_title(reference: str, known: str, title: str) -> str:
    """That a reference is another leaflet's."""
    return f"Reference {reference} belongs to {quoted_last(known)} Your leaflet is called {quoted_last(title)}"
