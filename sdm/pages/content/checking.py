"""The checklist as the content team sees it while they write: on a page of its own, and in short beside each page."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sdm.models import Edition
from sdm.models.judgement import checklist_of, judged_alone
from sdm.pages.access import content_team
from sdm.pages.content.draft_page import DraftPage
from sdm.pages.content.found import find_edition
from sdm.rules.checklist_items import WITHOUT_VERDICT, Check, Finding, State
from sdm.rules.edition import EditionContent
from sdm.rules.languages import is_english
from sdm.rules.passages import Scored, scored
from sdm.rules.publishing import Place, obstacles
from sdm.rules.readability import EASY, HARDEST

# Which part of the checklist stands beside a page that is not called as its part is.
PLACES = {"option": Place.OPTIONS, "matter": Place.MATTERS, "passages": Place.QUESTIONS}


@require_safe
@content_team
def checks(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Every item with why and where, and the reading age of every text with its hard sentences."""
    edition = find_edition(edition_id, request.user)
    found = checklist_of(edition)
    number = Counter(check.state for check in found)
    context = {
        "edition": edition,
        "checks": found,
        "not_met": number[State.NOT_MET],
        "not_sure": number[State.NOT_SURE],
        "not_judged": number[State.NOT_JUDGED],
        "texts": _reading_ages(edition, edition.content),
        "easy": EASY,
        "hardest": HARDEST,
    }
    return render(request, "content/checks.html", context)


@dataclass(frozen=True)
class Beside:
    """Something to look at on one page of a draft: what is said of it, and how sure that is."""

    state: State
    finding: Finding


def about_part(edition: Edition, page: DraftPage) -> dict:
    """What stands beside a page of a draft: what the checklist says of it as it is saved, and its reading ages."""
    place = PLACES.get(page.place, page.place)
    ages = _reading_ages(edition, page.content)
    return {
        "beside": [
            *_outstanding(page, place),
            *(one for check in judged_alone(edition) for one in _beside(check, place, page)),
        ],
        "texts": ages and [one for one in ages if _is_on(one, place, page)],
        "easy": EASY,
    }


def _reading_ages(edition: Edition, content: EditionContent) -> tuple[Scored, ...] | None:
    """None where it is not English: what is counted are English syllables."""
    return scored(content) if is_english(edition.language) else None


def _beside(check: Check, place: str, page: DraftPage) -> list[Beside]:
    if check.state in (State.MET, *WITHOUT_VERDICT):
        return []
    return [Beside(check.state, one) for one in check.findings if one.place == place and _is_of(one, page)]


def _outstanding(page: DraftPage, place: str) -> list[Beside]:
    """What stops publishing besides the checklist; beside the passages of one question, what is said of that one."""
    number = getattr(page, "number", 0)
    return [
        Beside(State.NOT_MET, Finding(one.place, one.sentence))
        for one in obstacles(page.content)
        if one.place == place and not one.item and one.question in ((number, 0) if number else (one.question,))
    ]


def _is_of(finding: Finding, page: DraftPage) -> bool:
    """Beside one option or matter, only what is said of it or of all."""
    option, matter = _shown(page)
    return finding.option in ("", option) and finding.matter in ("", matter)


def _is_on(text: Scored, place: str, page: DraftPage) -> bool:
    option, matter = _shown(page)
    passage = text.passage
    return passage.place == place and (passage.option, passage.matter) == (option, matter)


def _shown(page: DraftPage) -> tuple[str, str]:
    """The ids of the option and of the matter that a page shows; empty where it shows none."""
    return tuple(getattr(getattr(page, name, None), "id", "") for name in ("option", "matter"))
