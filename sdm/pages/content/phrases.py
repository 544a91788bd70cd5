"""The page on which a hospital's content team keeps its phrases for one leaflet, and sees who changed them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.phrases import PhrasesChanged, keep_phrases
from sdm.models import Edition, Leaflet, PhraseList, User
from sdm.pages.access import content_team
from sdm.pages.content.rows import Boxes, RowGroup, Rows, wanted_move
from sdm.pages.fields import LineField, WordsField
from sdm.pages.forms import seen_revision
from sdm.rules.parts import WHAT_MATTERS, question_part
from sdm.rules.phrases import AT_MOST, LONGEST, LONGEST_NAME, SHORTEST, Phrase

SAVED = "The phrases are saved. They are offered in every discussion about this leaflet in your hospital."


class PhraseBoxes(Boxes):
    """One phrase: where it is offered, what its button says, and its words."""

    part = forms.ChoiceField(label="Where it is offered")
    name = LineField(label="What its button says", help_text="A few words", max_length=LONGEST_NAME)
    text = WordsField(label="The phrase", max_length=LONGEST, rows=3)

    def clean_text(self) -> str:
        """Words that nobody writes by chance."""
        text = self.cleaned_data["text"]
        if len(text) < SHORTEST:
            raise forms.ValidationError(
                f"Write {SHORTEST} characters or more: a shorter phrase stands in notes by chance"
            )
        return text


class PhrasesPage:
    """The phrases as rows of boxes; to add or move one checks nothing and saves nothing."""

    def __init__(
        self, places: list[tuple[str, str]], phrases: tuple[Phrase, ...], data: QueryDict | None = None
    ) -> None:
        add, move = (data.get("add", ""), data.get("move", "")) if data is not None else ("", "")
        boxes = type(
            "PhraseBoxes", (PhraseBoxes,), {"part": forms.ChoiceField(label="Where it is offered", choices=places)}
        )
        rows = Rows("phrases", "Phrases", "phrase", boxes, most=AT_MOST)
        initial: list[dict[str, Any]] = [vars(phrase) for phrase in phrases]
        self.group = RowGroup(rows, initial, data, add=bool(add), move=wanted_move(move))
        self.groups = [self.group]
        self.is_unsaved = bool(add or move)
        if self.is_unsaved:
            self.group.quieten()

    def phrases(self) -> list[Phrase]:
        """What the rows hold, in their order."""
        return [Phrase(row["part"], row["name"], row["text"]) for row in self.group.values]


@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def phrases(request: HttpRequest, leaflet_id: UUID) -> HttpResponse:
    """The phrases of one's own hospital for one leaflet."""
    leaflet = get_object_or_404(Leaflet, pk=leaflet_id)
    saves = list(
        PhraseList.objects.filter(hospital_id=request.user.hospital_id, leaflet=leaflet).select_related("saved_by")
    )
    now = saves[0].phrases if saves else ()
    places = _places(leaflet, now, request.user)
    shown = {"leaflet": leaflet, "saves": saves, "seen": saves[0].revision if saves else 0}
    if request.method != "POST":
        return _show(request, PhrasesPage(places, now), shown)
    page, seen = PhrasesPage(places, now, request.POST), seen_revision(request)
    if page.is_unsaved:
        return _show(request, page, shown | {"seen": seen})
    if not page.group.formset.is_valid():
        return _show(request, page, shown | {"seen": seen}, status=422)
    try:
        keep_phrases(leaflet=leaflet, phrases=page.phrases(), seen=seen, by=request.user)
    except PhrasesChanged as changed:
        return _show(request, page, shown | {"seen": changed.current.revision, "theirs": changed.current}, status=409)
    messages.success(request, SAVED)
    return redirect("phrases", leaflet.pk)


def _places(leaflet: Leaflet, kept: tuple[Phrase, ...], user: User) -> list[tuple[str, str]]:
    """The parts of the discussion that have phrases, as the newest edition asks; a part that is gone keeps its own."""
    theirs = Edition.objects.open_to(user).filter(leaflet=leaflet, translation_of=None)
    newest = theirs.order_by("-status", "-number").first()
    questions = newest.content.questions if newest else ()
    places = {question_part(one.number): f"{one.number}. {one.wording}" for one in questions}
    places[WHAT_MATTERS] = "What matters to the patient"
    return [*places.items(), *((one.part, one.part) for one in kept if one.part not in places)]


def _show(request: HttpRequest, page: PhrasesPage, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {"page": page, "problems": page.group.problems, **shown}
    return render(request, "content/phrases.html", context, status=status)
