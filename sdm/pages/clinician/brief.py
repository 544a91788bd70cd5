"""The brief: on one screen what the clinician needs before the appointment, worries first; and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sdm.actions.agenda import raise_item
from sdm.models import Conversation, Mail
from sdm.models.invitations import is_locked
from sdm.pages.clinician import words
from sdm.pages.clinician.agenda import AddItemForm, is_open
from sdm.pages.clinician.attention import (
    STATUSES,
    TAG_COLOURS,
    Voice,
    has_started,
    lines_sent,
    sent_on_questions_gone,
    typed_in_for,
    worries_first,
)
from sdm.pages.clinician.before import before
from sdm.pages.clinician.decided import decided
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.marking_read import read_by
from sdm.pages.clinician.options import limits_sent, thoughts_sent
from sdm.pages.forms import drawn_empty
from sdm.rules import parts
from sdm.rules.attention import last_day
from sdm.rules.free_choice import is_something_withheld
from sdm.rules.nhs_number import spaced
from sdm.rules.parts import NOT_SURE, TALK, question_part
from sdm.rules.patient_fields import HOW_MUCH, Line
from sdm.rules.transitions import NotAllowed, Step
from sdm.summary.moments import day, moment

# How much something matters, as the page reads it, the most first.
RATINGS = [label for _, label in HOW_MUCH]


@require_safe
@of_their_hospital
def brief(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The brief of one conversation."""
    return show(request, conversation)


@require_POST
@of_their_hospital
def add_item(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Put something on the list of things to talk about."""
    form = AddItemForm(request.POST, open_items=sum(map(is_open, conversation.items)))
    if not form.is_valid():
        return show(request, conversation, form, status=422)
    try:
        raise_item(conversation=conversation, by=request.user, **form.cleaned_data)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return show(request, conversation, form, kept=[form.cleaned_data["text"]], status=409)
    messages.success(request, words.ITEM_ADDED)
    return redirect("conversation", conversation.pk)


def show(
    request: HttpRequest,
    conversation: Conversation,
    form: AddItemForm | None = None,
    *,
    problems: list[tuple[str, str]] | None = None,
    kept: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The brief; with `form` as it was sent where something in it is to be mended, and `kept` words not saved."""
    changed = before(conversation)
    matters = lines_sent(conversation, parts.WHAT_MATTERS)
    questions = [_question(voice, changed) for voice in worries_first(conversation)]
    thoughts, limits = thoughts_sent(conversation), limits_sent(conversation).values()
    context = {
        "conversation": conversation,
        **_heading(conversation),
        "questions": _in_sight_and_folded(questions, has_more=bool(thoughts or limits)),
        "before_matters": changed.get(parts.WHAT_MATTERS),
        "before_where": changed.get(parts.WHERE_I_AM),
        "before_people": changed.get(parts.PEOPLE_AND_HELP),
        "no_longer_asked": sent_on_questions_gone(conversation),
        "what_matters": [line for line in matters if line.words not in RATINGS],
        "rated": _rated(matters),
        "what_matters_typed_in": typed_in_for(conversation, parts.WHAT_MATTERS),
        "thoughts": thoughts,
        "limits": limits,
        "where": lines_sent(conversation, parts.WHERE_I_AM),
        "where_typed_in": typed_in_for(conversation, parts.WHERE_I_AM),
        "people": lines_sent(conversation, parts.PEOPLE_AND_HELP),
        "people_typed_in": typed_in_for(conversation, parts.PEOPLE_AND_HELP),
        "withheld": is_something_withheld(conversation.on_free_choice),
        "concerns": conversation.concerns,
        "has_news_of_edition": conversation.has_news_of_edition,
        "is_withdrawn": bool(conversation.withdrawn_because),
        "said_since": conversation.said_since,
        "changed_after_sending": conversation.changed_after_sending,
        "needs": conversation.needs,
        "has_started": has_started(conversation),
        **_days(conversation),
        **_way_in(conversation),
        "read": read_by(conversation, request.user),
        "items": conversation.items,
        "open_items": [one for one in conversation.items if is_open(one)],
        "closed_items": [one for one in conversation.items if not is_open(one)],
        "form": form,
        "empty_form": drawn_empty(AddItemForm),
        "may_record": conversation.may(Step.RECORD_DISCUSSION),
        "may_invite": conversation.may(Step.INVITE),
        "may_type_in": conversation.may(Step.SAVE_ANSWER),
        "may_cancel": conversation.may(Step.CANCEL),
        "may_correct_days": conversation.may(Step.CORRECT_FIRST_DAYS),
        "may_arrange": conversation.may(Step.ARRANGE_HELP),
        "problems": problems or (form.problems if form else []),
        "kept": kept or [],
    }
    return render(request, "clinician/brief.html", context, status=status)


# What the page says of a conversation is given in plain values: a template takes ten times as long to get at each.
def _heading(conversation: Conversation) -> dict[str, Any]:
    """Whose brief it is, when and by whom they are seen, and how far the conversation has come."""
    patient, content, status = conversation.patient, conversation.content, conversation.status
    return {
        "name": patient.name,
        "born": day(patient.date_of_birth.isoformat()),
        "nhs_number": spaced(patient.nhs_number),
        "appointment": _when(conversation.appointment_at),
        "seen_by": conversation.seen_by_now,
        "leaflet": f"{content.reference}: {content.title}",
        "status": status,
        "decided_otherwise": conversation.decided_otherwise,
        "decided": decided(conversation),
        "status_words": STATUSES[status],
        "colour": TAG_COLOURS[status],
    }


def _way_in(conversation: Conversation) -> dict[str, Any]:
    """What became of the patient's link: each moment in words, empty where there was none."""
    mail = conversation.last_mail
    return {
        "invited": _when(conversation.invited_at),
        "opened": _when(conversation.opened_at),
        "locked": is_locked(conversation.wrong_dates),
        "sent": _when(conversation.sent_at),
        "failed_mail": mail if mail and mail["state"] == Mail.FAILED else None,
    }


def _when(at: datetime | None) -> str:
    return moment(at.isoformat()) if at else ""


def _question(voice: Voice, changed: Mapping[str, Sequence[Line]]) -> dict[str, Any]:
    """A question with what stood there before; `has_more` where the patient did more than mark it and write words."""
    before = changed.get(question_part(voice["number"]))
    return {**voice, "before": before, "has_more": bool(before or voice["asks"] or voice["earlier"])}


def _in_sight_and_folded(
    questions: Sequence[Mapping[str, Any]], *, has_more: bool
) -> list[tuple[bool, list[Mapping[str, Any]]]]:
    """The questions in sight, and those folded away where there are any, or anything that is folded away with them."""
    in_sight = [one for one in questions if _is_in_sight(one)]
    folded = [one for one in questions if not _is_in_sight(one)]
    return [(False, in_sight), (True, folded)] if folded or has_more else [(False, in_sight)]


def _is_in_sight(voice: Mapping[str, Any]) -> bool:
    """What a patient wrote or marked as a worry is never folded away; a mark alone that all is clear is."""
    is_worry = voice["understanding"] in (TALK, NOT_SURE)
    return bool(is_worry or voice["text"] or voice["has_more"])


def _days(conversation: Conversation) -> dict[str, Any]:
    """How many days ago the symptoms began and the patient first came, and what that means as the leaflet counts.

    No `symptoms` where neither is known.
    """
    began, came = conversation.symptoms_began, conversation.presented_on
    today = timezone.localdate() if began or came else None
    since_began, since_came = _days_since(began, today), _days_since(came, today)
    sentences = []
    if since_began is not None:
        ago = f"{_count(since_began)} since symptoms began" if since_began else "They began today"
        sentences.append(f"{ago}, {day(began.isoformat())}.")
    if since_came is not None:
        ago = f"{_count(since_came)} since the patient first came" if since_came else "The patient first came today"
        sentences.append(f"{ago}, {day(came.isoformat())}.")
    return {"symptoms": sentences, "window": _window(conversation, since_came, today) if sentences else None}


def _count(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}"


def _window(conversation: Conversation, since_came: int | None, today: date) -> dict[str, str] | None:
    """The days that the leaflet names, in its own words, and whether today or the appointment is after them."""
    window = conversation.content.time_window
    if not window:
        return None
    last_on = last_day(window.days, conversation.presented_on, conversation.symptoms_began)
    late_by, warning = (conversation.appointment_on - last_on).days, ""
    if today > last_on:
        warning = f"That is more than {window.days} days."
    elif late_by > 0:
        warning = f"The appointment is on day {window.days + late_by}."
    return {
        "before": "When the patient first came is not recorded. " if since_came is None else "",
        "warning": warning,
        "words": window.words,
        "source": window.source,
    }


def _days_since(day: date | None, today: date | None) -> int | None:
    """None where the day is not known, or said to be still to come."""
    days = (today - day).days if day else -1
    return days if days >= 0 else None


def _rated(matters: Sequence[Line]) -> list[tuple[str, list[str]]]:
    """What matters a lot, then what matters a bit, then what does not: each with the things it was said of."""
    found = ((rating, [line.about or line.label for line in matters if line.words == rating]) for rating in RATINGS)
    return [(rating, things) for rating, things in found if things]
