"""The pages on which a patient reads and answers: the list, and one page for each part of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sdm.actions.answers import save_answer
from sdm.actions.recording import Stale
from sdm.pages.access import Visit, patients
from sdm.pages.edition_shown import BOTH, language_on_screen
from sdm.pages.patient.forms import AnswerForm
from sdm.pages.patient.leaflet_words import leaflet_words
from sdm.pages.patient.question_frame import about_question, question_page
from sdm.pages.patient.side_by_side import in_both
from sdm.pages.patient.steps import address_after, address_of, steps, title_of
from sdm.rules.journey import next_to_do
from sdm.rules.parts import OPTIONS, PEOPLE_AND_HELP, READ, WHAT_MATTERS, WHERE_I_AM, Saved, question_part
from sdm.rules.patient_fields import fields_of, lines_of
from sdm.rules.transitions import NotAllowed

ASK_AND_SAVE = require_http_methods(["GET", "HEAD", "POST"])
CHANGING = "check"


@require_safe
@patients
def to_do_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything there is to do, in any order."""
    conversation = visit.conversation
    left = next_to_do(visit.content, conversation.answers, after="")
    return render(
        request,
        "patient/list.html",
        {
            **about(visit),
            "steps": steps(visit),
            "next_address": address_of(left) if left else reverse("patient-check"),
            "has_begun": bool(conversation.answers),
        },
    )


@ASK_AND_SAVE
@patients
def read(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The leaflet, word for word, and what is not known."""
    return _part(request, visit, READ, "patient/read.html", {"leaflet": leaflet_words(visit.content)})


@ASK_AND_SAVE
@patients
def question(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """One of the leaflet's questions, with what the leaflet says about it."""
    more = about_question(visit.content, number)
    if not more:
        raise Http404
    if request.method != "POST" and visit.conversation.open_to_patient():
        return HttpResponse(question_page(request, visit, number, is_changing=_is_changing(request)))
    return _part(request, visit, question_part(number), "patient/question.html", more)


@ASK_AND_SAVE
@patients
def what_matters(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What matters to the patient."""
    return _part(request, visit, WHAT_MATTERS, "patient/what_matters.html")


@ASK_AND_SAVE
@patients
def people_and_help(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Whom the patient wants with them, and the help they need."""
    return _part(request, visit, PEOPLE_AND_HELP, "patient/people_and_help.html")


@ASK_AND_SAVE
@patients
def where_i_am(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Which way the patient leans, how sure they are, and what would help."""
    return _part(request, visit, WHERE_I_AM, "patient/where_i_am.html")


@ASK_AND_SAVE
@patients
def options(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The options side by side, each shown like the others, and what the patient thinks about them."""
    return _part(request, visit, OPTIONS, "patient/options.html")


def about(visit: Visit) -> dict:
    """What every page of a patient's shows or asks about their conversation."""
    conversation = visit.conversation
    return {
        "conversation": conversation,
        "content": visit.content,
        "edition": visit.edition,
        "in_both": in_both(visit.edition),
        "is_open": conversation.open_to_patient(),
    }


def _part(request: HttpRequest, visit: Visit, part: str, template: str, more: dict | None = None) -> HttpResponse:
    """Show one part of the list, or save it and go on."""
    content = visit.content
    saved = visit.conversation.answers.get(part, Saved(part))
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, fields_of(part, content), saved, visit.edition.language)
    shown = {
        **about(visit),
        **(more or {}),
        "form": form,
        "lines": lines_of(saved, content),
        "revision": saved.revision,
        "is_changing": _is_changing(request),
    }
    if request.method != "POST":
        return render(request, template, shown)
    if not form.is_valid():
        return render(request, template, {**shown, "revision": _seen(request)}, status=422)
    return _save(request, visit, saved, template, shown)


def _save(request: HttpRequest, visit: Visit, saved: Saved, template: str, shown: dict) -> HttpResponse:
    """Save what was typed and go on; where that cannot be, show it with the reason, so that nothing is lost."""
    conversation, part, answer = visit.conversation, saved.part, shown["form"].answer()
    typed = Saved(part, **answer)
    if saved.is_empty and typed.is_empty:
        return _go_on(visit, part, shown)
    try:
        conversation.answers[part] = save_answer(
            conversation=conversation,
            part=part,
            **answer,
            seen=_seen(request),
            language=language_on_screen(request),
            translation=visit.edition.translation,
            by=visit.actor,
        )
    except Stale as stale:
        return render(request, "patient/conflict.html", {**shown, **_both(visit, stale.current[part])}, status=409)
    except NotAllowed:
        not_saved = {"is_open": False, "not_saved": lines_of(typed, visit.content)}
        return render(request, template, {**shown, **not_saved}, status=409)
    return _go_on(visit, part, shown)


def _both(visit: Visit, now: Saved) -> dict:
    """What stands in a part now, to be shown beside what was typed; saving again is saving on top of it."""
    return {
        "title": title_of(visit, now.part),
        "now": now,
        "now_lines": lines_of(now, visit.content),
        "revision": now.revision,
    }


def _go_on(visit: Visit, part: str, shown: dict) -> HttpResponse:
    """Back to the check page from where somebody came to change one thing, else to the next thing to do."""
    if shown["is_changing"]:
        return redirect("patient-check")
    return redirect(address_after(visit.conversation, part) + (f"?{BOTH}" if visit.edition.both else ""))


def _is_changing(request: HttpRequest) -> bool:
    """Whether somebody came from the check page, to change one thing."""
    return request.GET.get("from") == CHANGING


def _seen(request: HttpRequest) -> int:
    """The revision that was on the screen; what is no number is no revision that anybody saw."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
