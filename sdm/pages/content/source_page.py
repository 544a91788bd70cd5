"""The page that shows what was read from a file beside the file's own words, for people to check."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from sdm.leaflets.lit_passages import Passage, lit_pieces, passages_of
from sdm.pages.access import content_team
from sdm.pages.content.confirmed_by import who_checked
from sdm.pages.content.found import find_edition
from sdm.rules.edition import EditionContent, Indication


@dataclass(frozen=True)
class ReadPart:
    """One thing that was read: its passage, if it is found in the source, and what was made of it."""

    passage: Passage
    is_found: bool
    text: str
    indication: Indication | None = None
    row: int = 0  # of the page on which indications are confirmed, from 0


@require_safe
@content_team
def source(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """What the edition holds beside the words of the file that it was made from, each passage lit where it stands."""
    edition = find_edition(edition_id, request.user)
    if not edition.has_source:
        if edition.is_draft:
            return redirect("edition-source-add", edition.pk)
        raise Http404
    content = edition.content
    pieces = lit_pieces(edition.source_text, content)
    parts = _parts(content, found={passage for piece in pieces for passage in piece.begins})
    by_passage = {part.passage: part for part in parts}
    context = {
        "edition": edition,
        "checked": who_checked(edition),
        "warnings": content.warnings,
        # Each piece with what was made of the passages that end with it.
        "pieces": [(piece, [by_passage[passage] for passage in piece.ends]) for piece in pieces],
        "details": [part for part in parts if part.passage.key in ("title", "published", "reference", "isbn")],
        "kinds": [part for part in parts if part.indication],
        "questions": [part for part in parts if part.passage.key.startswith("question-")],
    }
    return render(request, "content/source.html", context)


def _parts(content: EditionContent, *, found: set[Passage]) -> list[ReadPart]:
    texts = {
        "title": content.title,
        "published": date_format(content.published, "j F Y") if content.published else "",
        "reference": content.reference,
        "isbn": content.isbn,
    }
    indications = {f"indication-{place}": (place - 1, one) for place, one in enumerate(content.indications, start=1)}
    parts = []
    for passage in passages_of(content):
        row, indication = indications.get(passage.key, (0, None))
        text = texts.get(passage.key, passage.words)
        parts.append(ReadPart(passage, passage in found, text, indication, row))
    return parts
