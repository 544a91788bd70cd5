"""The pages on which a patient reads and answers: the list, and one page for each part of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sdm.actions.recording import Stale
from sdm.pages.access import Visit, patients
from sdm.pages.by_script import is_in_passing
from sdm.pages.edition_shown import BOTH
from sdm.pages.forms import seen_revision
from sdm.pages.patient.forms import CLEAR, AnswerForm
from sdm.pages.patient.in_passing import how_it_stands, save_in_passing
from sdm.pages.patient.keeping import at_first, keep
from sdm.pages.patient.procedure_day import procedure_day
from sdm.pages.patient.question_frame import about_question, question_page
from sdm.pages.patient.reading_steps import about_step, minutes_to_read
from sdm.pages.patient.side_by_side import in_both, question_in_both
from sdm.pages.patient.steps import address_after, steps, title_of
from sdm.rules.journey import next_to_do
from sdm.rules.moving import earlier_of
from sdm.rules.parts import OPTIONS, PEOPLE_AND_HELP, READ, WHAT_MATTERS, WHERE_I_AM, Saved, question_part, saved_in
from sdm.rules.patient_fields import fields_of, lines_of
from sdm.rules.touches import TouchedMatter, what_matters_most
from sdm.rules.transitions import NotAllowed

ASK_AND_SAVE = require_http_methods(["GET", "HEAD", "POST"])
CHANGING = "check"


@require_safe
@patients
def to_do_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything there is to do, in any order, and what comes next for whoever would rather be led."""
    conversation = visit.conversation
    things = steps(visit)
    left = next_to_do(visit.content, conversation.answers, after="")
    return render(
        request,
        "patient/list.html",
        {
            **about(visit),
            "steps": things,
            "done": sum(step.thing.done for step in things),
            "next": next((step for step in things if step.thing == left), None),
            "has_begun": bool(conversation.answers),
            "procedure_on": procedure_day(conversation),
        },
    )


@ASK_AND_SAVE
@patients
def read(request: HttpRequest, visit: Visit, number: int = 1) -> HttpResponse:
    """One step of the leaflet, word for word; on the last one can say that one has read it."""
    more = about_step(visit.content, number, in_both(visit.edition))
    if not more:
        raise Http404
    return _part(request, visit, READ, "patient/read.html", {**more, "minutes": minutes_to_read(visit.content)})


@ASK_AND_SAVE
@patients
def question(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """One of the leaflet's questions, with what the leaflet says about it."""
    more = about_question(visit.content, number)
    if not more:
        raise Http404
    has_earlier = saved_in(visit.conversation.answers, question_part(number)).earlier
    is_drawn = request.method != "POST" and visit.conversation.open_to_patient() and not is_in_passing(request)
    if is_drawn and not has_earlier:
        return HttpResponse(question_page(request, visit, number, is_changing=_is_changing(request)))
    more["question_in_both"] = question_in_both(visit.edition, number)
    return _part(request, visit, question_part(number), "patient/question.html", more)


@ASK_AND_SAVE
@patients
def what_matters(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What matters to the patient; and once they said it, what the leaflet says about what matters most."""
    more = {"most": _matters_most(visit), "after": _after(visit, WHAT_MATTERS)}
    return _part(request, visit, WHAT_MATTERS, "patient/what_matters.html", more)


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
    return _part(request, visit, OPTIONS, "patient/options.html", {"most": _matters_most(visit)})


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


def _matters_most(visit: Visit) -> tuple[TouchedMatter, ...]:
    return what_matters_most(saved_in(visit.conversation.answers, WHAT_MATTERS), visit.content)


def _part(request: HttpRequest, visit: Visit, part: str, template: str, more: dict | None = None) -> HttpResponse:
    """Show one part of the list, or save it and go on."""
    content = visit.content
    saved = saved_in(visit.conversation.answers, part)
    data = request.POST if request.method == "POST" else None
    first = at_first(visit, saved)
    form = AnswerForm(data, fields_of(part, content), first, visit.edition.language)
    if is_in_passing(request) and data is None:
        return how_it_stands(request, visit, saved)
    if is_in_passing(request):
        return save_in_passing(request, visit, saved, form, then=lambda: _next(request, visit, part))
    shown = {
        **about(visit),
        **(more or {}),
        "form": form,
        "lines": lines_of(saved, content),
        "revision": saved.revision,
        "is_changing": _is_changing(request),
        "earlier": earlier_of(saved),
        "asked_before": first is not saved and not first.is_empty,
        "kept": "&".join(("from=check",) * _is_changing(request) + (BOTH,) * visit.edition.both),
    }
    if request.method != "POST":
        return render(request, template, shown)
    if not form.is_valid():
        return render(request, template, {**shown, "revision": seen_revision(request)}, status=422)
    return _save(request, visit, saved, template, shown)


def _save(request: HttpRequest, visit: Visit, saved: Saved, template: str, shown: dict) -> HttpResponse:
    """Save what was typed and go on; where that cannot be, show it with the reason, so that nothing is lost."""
    part, form = saved.part, shown["form"]
    try:
        keep(request, visit, saved, form)
    except Stale as stale:
        return render(request, "patient/conflict.html", {**shown, **_both(visit, stale.current[part])}, status=409)
    except NotAllowed:
        typed = lines_of(Saved(part, **form.answer()), visit.content)
        return render(request, template, {**shown, "is_open": False, "not_saved": typed}, status=409)
    return redirect(_here(request) if CLEAR in request.POST else _next(request, visit, part))


def _both(visit: Visit, now: Saved) -> dict:
    """What stands in a part now, to be shown beside what was typed; saving again is saving on top of it."""
    return {
        "title": title_of(visit, now.part),
        "now": now,
        "now_lines": lines_of(now, visit.content),
        "revision": now.revision,
    }


def _next(request: HttpRequest, visit: Visit, part: str) -> str:
    """Back to the check page from where somebody came to change one thing, else to the next thing to do.

    Who said what matters most first sees what the leaflet says about it. The revision makes it another address each
    time: a browser that is told to go where it is does not ask for the page again.
    """
    if _is_changing(request):
        return reverse("patient-check")
    if part == WHAT_MATTERS and _matters_most(visit):
        revision = visit.conversation.answers[part].revision
        both = f"&{BOTH}" if visit.edition.both else ""
        return f"{reverse('patient-what-matters')}?saved={revision}{both}#my-options"
    return _after(visit, part)


def _here(request: HttpRequest) -> str:
    """The same page again, where the choice that was cleared stood."""
    return f"{request.get_full_path()}#id_{request.POST[CLEAR]}_0"


def _after(visit: Visit, part: str) -> str:
    """The next thing to do, in both languages where this page is."""
    return address_after(visit.conversation, part) + (f"?{BOTH}" if visit.edition.both else "")


def _is_changing(request: HttpRequest) -> bool:
    """Whether somebody came from the check page, to change one thing."""
    return request.GET.get("from") == CHANGING
