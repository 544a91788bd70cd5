"""Turns what was read from a leaflet file into the content of a draft, for people to complete."""

import re
from collections.abc import Iterable, Mapping

from django.utils.text import slugify

from sdm.leaflets.what_was_read import ReadLeaflet
from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import EditionContent, Indication, Link, Question, Section
from sdm.rules.leaflet_references import tidy_reference

REFERENCE_LENGTH = 40
_REFERENCE = re.compile(r"\w(?:[\w ./-]*\w)?")


def checked_reference(typed: str) -> str:
    """A reference as the leaflet goes by it (`sdm.rules.leaflet_references`).

    Raises ValueError, with a sentence for people, for what cannot be a reference.
    """
    reference = tidy_reference(typed)
    if len(reference) > REFERENCE_LENGTH or (reference and not _REFERENCE.fullmatch(reference)):
        raise ValueError(
            f"A reference has letters and numbers, such as IPG651, and at most {REFERENCE_LENGTH} characters"
        )
    return reference


def content_of(read: ReadLeaflet) -> EditionContent:
    """What was read, as the content of an edition: nothing is added, and no arrangement counts as confirmed."""
    names = ids_for([one.name for one in read.indications], known={})
    return EditionContent(
        title=read.title,
        reference=read.reference or "",
        published=read.published,
        isbn=read.isbn or "",
        sections=tuple(Section(section.heading, section.body) for section in read.sections),
        links=tuple(Link(link.text, link.url or "") for link in read.links),
        questions=tuple(Question(number, wording) for number, wording in enumerate(read.questions, start=1)),
        indications=tuple(
            Indication(name, one.name, Arrangement(one.arrangement), one.evidence)
            for name, one in zip(names, read.indications, strict=True)
        ),
        warnings=read.warnings,
    )


def ids_for(names: Iterable[str], *, known: Mapping[str, str]) -> list[str]:
    """An id of its own for each name, even where two are the same; `known` names keep the ids they have."""
    found: list[str] = []
    for number, name in enumerate(names, start=1):
        wanted = known.get(name) or slugify(name)[:50].strip("-") or f"number-{number}"
        found.append(wanted if wanted not in found else f"{wanted}-{number}")
    return found
