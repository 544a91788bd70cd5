"""The checklist of a published edition: anybody may see how it was checked, and what was not met."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sdm.models import Edition
from sdm.models.judgement import checklist_of
from sdm.pages.access import read_patient_cookie
from sdm.rules.checklist import as_rows
from sdm.rules.checklist_items import ALL_ITEMS, STATES, WITHOUT_VERDICT, State


@dataclass(frozen=True)
class Line:
    """One item as it was judged: in the reader's language, but for why, which is the content team's."""

    number: int
    state: State
    state_title: str
    words: str
    source: str
    why: str


@dataclass(frozen=True)
class Ticked:
    """A kind of the condition of which whoever published the edition said that they read the leaflet's sentence."""

    name: str
    arrangement: str
    evidence: str


@require_safe
@login_not_required
def checklist(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """The checklist as it was kept when the edition was published; a draft has none yet."""
    try:
        edition = Edition.objects.published().select_related("leaflet", "hospital", "published_by").get(pk=edition_id)
    except Edition.DoesNotExist:
        raise Http404 from None
    # An edition that was published before checklists were kept is judged as we judge today.
    rows = edition.checklist if edition.checklist is not None else as_rows(checklist_of(edition))
    lines = [_line(row) for row in rows]
    context = {
        "edition": edition,
        "content": edition.content,
        "lines": lines,
        "ticked": _ticked(edition),
        "judged": sum(line.state not in WITHOUT_VERDICT for line in lines),
        "met": sum(line.state is State.MET for line in lines),
        "is_patients": read_patient_cookie(request) is not None,
    }
    return render(request, "patient/checklist.html", context)


def _line(row: dict) -> Line:
    item, state = ALL_ITEMS[row["item"]], State(row["state"])
    return Line(item.number, state, gettext(STATES[state]), gettext(item.words), item.source, row["why"])


def _ticked(edition: Edition) -> list[Ticked]:
    """What whoever published it ticked; nothing where that was not kept yet."""
    return [
        Ticked(one.name, gettext(one.arrangement.title), one.evidence)
        for one in edition.content.indications
        if one.id in (edition.kinds_read or ())
    ]
