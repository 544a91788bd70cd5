"""What is due: mine, or all of my hospital's, in the order of its days, one page after the other."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sdm.models import FollowUp, User
from sdm.pages.access import clinicians

ON_A_PAGE = 20


@require_safe
@clinicians
def due(request: HttpRequest) -> HttpResponse:
    """Everything that is not done, what is overdue first; `all` asks for the whole hospital's."""
    is_all = "all" in request.GET
    rows = FollowUp.objects.visible_to(request.user).open().due_first().select_related("conversation__patient")
    if not is_all:
        rows = rows.filter(owner=request.user)
    if "after" in request.GET:
        day, id_ = _place(request.GET["after"])
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, id__gt=id_))
    found = list(rows[: ON_A_PAGE + 1])
    later = _query(found[ON_A_PAGE - 1], is_all) if len(found) > ON_A_PAGE else ""
    context = {
        "rows": [row_of(one) for one in found[:ON_A_PAGE]],
        "is_all": is_all,
        "later": later,
        "for_others": [] if request.GET else _for_others(request.user),
    }
    return render(request, "clinician/due.html", context)


def _for_others(user: User) -> list[dict[str, Any]]:
    """What others were to have done for this clinician's patients: they get no reminder from here. One query."""
    rows = FollowUp.objects.for_others(user, timezone.localdate()).due_first()
    return [row_of(one) for one in rows.select_related("conversation__patient")[:ON_A_PAGE]]


def row_of(one: FollowUp) -> dict[str, Any]:
    """What a list shows of one thing to do."""
    today = timezone.localdate()
    return {"one": one, "is_overdue": one.due.is_overdue(today), "is_due": one.due.is_due(today)}


def _place(text: str) -> tuple[date, UUID]:
    """The place in the list that an address names; raises BadRequest where it is none of ours."""
    day, _, id_ = text.partition("~")
    try:
        return date.fromisoformat(day), UUID(id_)
    except ValueError:
        raise BadRequest("No such place in the list.") from None


def _query(one: FollowUp, is_all: bool) -> str:
    return f"?{urlencode({**({'all': ''} if is_all else {}), 'after': f'{one.due_on.isoformat()}~{one.pk}'})}"
