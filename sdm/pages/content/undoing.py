"""Undoing in a draft: the two buttons, and the list of everything that was changed in it."""

import json
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from sdm.actions import editions
from sdm.actions.editions import DraftChanged, NothingToUndo
from sdm.models import DraftStep, Edition
from sdm.models.judgement import made_together
from sdm.pages.access import content_team
from sdm.pages.content.drafts import refuse_frozen
from sdm.pages.content.found import find_edition
from sdm.pages.forms import seen_revision
from sdm.rules.draft_steps import Kind, what_comes_next
from sdm.rules.edition import from_document
from sdm.rules.sentences import stop_after
from sdm.rules.step_details import step_details

DONE = {editions.undo: "Undone: {what}", editions.redo: "Done again: {what}"}
# What a step changed is worked out when the page is asked for, so not for all of a very long list.
TOLD_AT_MOST = 50
NOTHING = "There is nothing left to undo."


@dataclass(frozen=True)
class NextSteps:
    """The change that Undo takes back, and the one that Redo does again; None where there is none.

    `undoes` and `redoes` say in short what either would change in the draft; empty where nobody asked for that.
    """

    undo: DraftStep | None
    redo: DraftStep | None
    undoes: tuple[str, ...] = ()
    redoes: tuple[str, ...] = ()


def next_steps(edition: Edition, *, in_detail: bool = True) -> NextSteps | None:
    """What can be undone and done again in a draft, in at most two queries; None for a published edition."""
    if not edition.is_draft:
        return None
    steps = {step.number: step for step in _steps(edition)}
    ahead = what_comes_next((number, Kind(step.kind)) for number, step in steps.items())
    found = NextSteps(steps.get(ahead.undo), steps.get(ahead.redo))
    wanted = [number for number in (ahead.undo, ahead.redo) if number is not None]
    if not (in_detail and wanted):
        return found
    befores = dict(edition.steps.filter(number__in=wanted).values_list("number", "before"))
    now = edition.content
    undoes, redoes = (
        step_details(now, from_document(json.loads(befores[number]))) if number in befores else ()
        for number in (ahead.undo, ahead.redo)
    )
    return replace(found, undoes=undoes, redoes=redoes)


@require_safe
@content_team
def steps(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Who changed what and when, the newest first."""
    edition = find_edition(edition_id, request.user)
    context = {"edition": edition, "steps": _told(edition), "next": next_steps(edition, in_detail=False)}
    if edition.is_published:
        context["made_together"] = made_together(edition, edition.published_by)
    return render(request, "content/steps.html", context)


@require_POST
@content_team
def undo(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Take the last change back."""
    return _step(request, edition_id, editions.undo)


@require_POST
@content_team
def redo(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Do again what was undone last."""
    return _step(request, edition_id, editions.redo)


def _step(request: HttpRequest, edition_id: UUID, step) -> HttpResponse:
    edition = find_edition(edition_id, request.user)
    try:
        changed = step(edition=edition, seen=seen_revision(request), by=request.user)
    except NothingToUndo:
        messages.info(request, NOTHING)
    except DraftChanged as found:
        if not found.current.is_draft:
            return refuse_frozen(request, found.current)
        current = find_edition(edition_id, request.user)
        context = {"edition": current, "changed": True, "steps": _told(current)}
        return render(
            request, "content/steps.html", context | {"next": next_steps(current, in_detail=False)}, status=409
        )
    else:
        what = changed.steps.values_list("what", flat=True).last()
        said = (what, *step_details(edition.content, changed.content))
        messages.success(request, DONE[step].format(what=" ".join(f"{one}{stop_after(one)}" for one in said)))
    return redirect("edition", edition.pk)


def _told(edition: Edition) -> list[tuple[DraftStep, tuple[str, ...]]]:
    """Every step, the newest first, each of the newest with what it changed in short."""
    steps = list(_steps(edition).reverse())
    newest = edition.steps.order_by("-number").values_list("before", flat=True)[:TOLD_AT_MOST]
    states = [edition.content, *(from_document(json.loads(before)) for before in newest)]
    details = [step_details(before, after) for after, before in pairwise(states)]
    return list(zip_longest(steps, details, fillvalue=()))


def _steps(edition: Edition):
    return edition.steps.select_related("by").defer("before").order_by("number")
