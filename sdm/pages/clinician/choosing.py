"""Lists to choose: my clinics, a colleague's or the hospital's, by what needs attention, status and days.

The most urgent comes first.

A page of what needs attention looks through so many appointments and no more: it costs the same however many there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sdm.models import Conversation, User
from sdm.models.editions_now import edition_now
from sdm.models.leaflets import published_content
from sdm.models.page_queries import AFTER, COMING, OF_STATUS, PAST, SEEN_BY, LookedAt, looked_at
from sdm.pages.access import clinicians
from sdm.pages.clinician.attention import LOUD, QUIET, Flag, Row, row_of
from sdm.pages.clinician.colleagues import Colleagues
from sdm.pages.clinician.timeline import ON_A_PAGE, Place, place_of
from sdm.pages.fields import DateBoxesField
from sdm.pages.forms import PlainForm
from sdm.rules.attention import WORDS, Attention, Facts, attention_to, last_day, most_urgent
from sdm.rules.brief_readings import has_news
from sdm.rules.free_choice import has_no_choice
from sdm.rules.time_to_think import TimeToThink
from sdm.rules.transitions import Status
from sdm.summary.moments import day

MINE, HOSPITAL, ANY = "mine", "hospital", "any"
LOOKED_THROUGH = 100
FIRST = {"whose": HOSPITAL, "needs": ANY}
# What of the days that the leaflet names needs attention.
OF_THE_DAYS = {
    Attention.TOO_LATE: "The appointment is after {last}, {number}",
    Attention.LAST_DAY: "{last} is {number}",
    Attention.DAYS_OVER: "{last} was {number}",
}


class ChooseForm(PlainForm):
    """Which conversations; nothing in it says anything of a patient, so it may stand in an address."""

    whose = forms.ChoiceField(label="Whose clinics", required=False)
    needs = forms.ChoiceField(
        label="What needs attention",
        choices=[("", "Show all"), (ANY, "Anything"), *((one.value, words) for one, words in WORDS.items())],
        required=False,
    )
    status = forms.ChoiceField(label="Status", choices=[("", "Any"), *Conversation.STATUSES], required=False)
    since = DateBoxesField(label="Appointments from", help_text="Leave it empty for today", required=False)
    until = DateBoxesField(label="Appointments up to", required=False)

    def __init__(self, data: Any, *, colleagues: Colleagues, user: User) -> None:
        super().__init__(data)
        others = [(key, name) for key, name in colleagues.choices if key != str(user.pk)]
        self.fields["whose"].choices = [(HOSPITAL, "My hospital’s"), (MINE, "My clinics"), *others]

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        values = super().clean()
        since, until = values.get("since"), values.get("until")
        if until and until < (since or timezone.localdate()):
            self.add_error("until", "The last day must not be before the first")
        return values


@require_safe
@clinicians
def chosen(request: HttpRequest) -> HttpResponse:
    """The form and what it chooses; without anything chosen, what needs attention from today on."""
    asked = request.GET.copy()
    after = place_of(asked.pop("after")[-1]) if "after" in asked else None
    # Their hospital is read with them: what it wants is asked for further down.
    colleagues = Colleagues(User.objects.clinicians_of(request.user.hospital_id).select_related("hospital"))
    request.user.hospital = colleagues.by_id[str(request.user.pk)].hospital
    form = ChooseForm(asked or FIRST, colleagues=colleagues, user=request.user)
    if not form.is_valid():
        return render(request, "clinician/choosing.html", {"form": form}, status=422)
    values = form.cleaned_data
    limit = LOOKED_THROUGH if values["needs"] else ON_A_PAGE
    found = looked_at(request.user, _conditions(values, request.user, after), limit=limit + 1)
    looked, is_last = found[:limit], len(found) <= limit
    for name, first in FIRST.items():
        asked.setdefault(name, first if not request.GET else "")
    if not is_last:
        asked["after"] = str(Place(looked[-1].appointment_at, looked[-1].id))
    context = {
        "form": form,
        "rows": _rows(looked, values["needs"], request.user),
        "needs": values["needs"],
        "looked_through": len(looked),
        "until": looked[-1].appointment_at if looked and not is_last else None,
        "later": "" if is_last else f"?{asked.urlencode()}",
        "is_later": after is not None,
    }
    return render(request, "clinician/choosing.html", context)


def _conditions(values: Mapping[str, Any], user: User, after: Place | None) -> dict[str, Sequence[Any]]:
    """What must hold of a conversation, each condition with its values."""
    which: dict[str, Sequence[Any]] = {}
    if after:
        which[AFTER] = (after.appointment_at, after.id)
    else:
        which[COMING] = (_begins(values["since"] or timezone.localdate()),)
    if values["until"]:
        which[PAST] = (_begins(values["until"] + timedelta(days=1)),)
    if values["status"]:
        which[OF_STATUS] = (values["status"],)
    if values["whose"] not in ("", HOSPITAL):
        which[SEEN_BY] = (user.pk if values["whose"] == MINE else UUID(values["whose"]),)
    return which


def _begins(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))


def _rows(looked: Sequence[LookedAt], needs: str, user: User) -> list[Row]:
    """What is shown: all in their order; or what needs attention alone, the most urgent first."""
    today, wanted = timezone.localdate(), user.hospital.days_to_think
    with_needs = [(one, attention_to(_facts(one, today, wanted), today)) for one in looked]
    if needs:
        with_needs = [(one, found) for one, found in with_needs if found and needs in (ANY, *found)]
        with_needs.sort(key=lambda pair: (most_urgent(pair[1]), pair[0].appointment_at))
    return [_row(one, found, today) for one, found in with_needs]


def _facts(one: LookedAt, today: date, wanted: int) -> Facts:
    decided_at = one.decided_at if one.status == Status.DECIDED else None
    decided_on = timezone.localdate(decided_at) if decided_at else today
    on = None if one.decided_otherwise else one.procedure_on
    now = edition_now(one.edition_id)
    return Facts(
        status=Status(one.status),
        appointment_on=one.appointment_on,
        is_sent=one.is_sent,
        has_news=has_news(one.readings, one.revisions),
        has_worries=one.worries > 0,
        has_no_choice=has_no_choice(one.answers),
        has_help_to_arrange=any(need.is_to_arrange for need in one.needs),
        waits_for_answer=one.unanswered_since is not None,
        awaits_scan=one.scan_awaited_for is not None,
        is_seen_by_nobody=not one.seen_by_now["can"],
        is_locked=one.is_locked,
        withdrawn_at=now.withdrawn_at if now else None,
        decided_at=decided_at,
        window_last_on=_last_day(one),
        time=TimeToThink(on, decided_on, wanted, one.short_time_because) if on else None,
    )


def _last_day(one: LookedAt) -> date | None:
    window = published_content(one.edition_id).time_window
    return last_day(window.days, one.presented_on, one.symptoms_began) if window else None


def _row(one: LookedAt, found: Sequence[Attention], today: date) -> Row:
    """The row of the list, and before its flags those that only this page knows of."""
    row = row_of(one)
    more = [Flag(words, LOUD) for what in found if (words := _more_words(what, one, today))]
    flags = more + row["flags"]
    return Row(
        **{
            **row,
            "appointment": f"{row['appointment']}, with {one.seen_by_now['name']}",
            "flags": flags,
            "note": flags[0].words if len(flags) == 1 and flags[0].tone == QUIET else "",
        }
    )


def _last_day_in_words(one: LookedAt) -> dict[str, str]:
    since = "the patient first came" if one.presented_on else "the symptoms began"
    days = published_content(one.edition_id).time_window.days
    return {"last": day(_last_day(one).isoformat()), "number": f"day {days} since {since}"}


def _more_words(what: Attention, one: LookedAt, today: date) -> str:
    """What needs attention, in words; empty where the list itself says it already."""
    if what in (Attention.NO_CHOICE, Attention.SCAN):
        return WORDS[what]
    # Before a decision the list itself says so.
    if what == Attention.WITHDRAWN and one.status == Status.DECIDED:
        return "The leaflet was withdrawn after the patient agreed: tell them, and ask again"
    if what == Attention.TIME:
        return f"Procedure planned for {day(one.procedure_on.isoformat())}: {WORDS[what].lower()}"
    if what in OF_THE_DAYS:
        return OF_THE_DAYS[what].format(**_last_day_in_words(one))
    if what == Attention.NOBODY:
        return f"{one.seen_by_now['name']} cannot see patients here any more: hand this on"
    if what == Attention.NO_ANSWERS:
        days = (one.appointment_on - today).days
        return f"No answers, and the appointment is {('today', 'tomorrow', 'in 2 days')[days]}"
    if what == Attention.UNREAD:
        return "Changed since it was read" if one.readings else "Nobody has read the answers"
    return ""
