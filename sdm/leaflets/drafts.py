"""Turns what was read from a leaflet file into the content of a draft, for people to complete."""

from django.utils.text import slugify

from sdm.leaflets.what_was_read import ReadLeaflet
from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import EditionContent, Indication, Link, Question, Section


def content_of(read: ReadLeaflet) -> EditionContent:
    """What was read, as the content of an edition: nothing is added, and no arrangement counts as confirmed."""
    return EditionContent(
        title=read.title,
        reference=read.reference or "",
        published=read.published,
        isbn=read.isbn or "",
        sections=tuple(Section(section.heading, section.body) for section in read.sections),
        links=tuple(Link(link.text, link.url or "") for link in read.links),
        questions=tuple(Question(number, wording) for number, wording in enumerate(read.questions, start=1)),
        indications=_indications(read),
        warnings=read.warnings,
    )


def _indications(read: ReadLeaflet) -> tuple[Indication, ...]:
    """Each indication with an id of its own, even where two have the same name."""
    indications, taken = [], set()
    for number, one in enumerate(read.indications, start=1):
        name = slugify(one.name)[:50] or f"indication-{number}"
        identifier = name if name not in taken else f"{name}-{number}"
        taken.add(identifier)
        indications.append(Indication(identifier, one.name, Arrangement(one.arrangement), one.evidence))
    return tuple(indications)
