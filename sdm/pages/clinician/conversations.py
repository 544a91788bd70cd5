"""The list of a hospital's conversations: coming appointments first, each with what needs attention."""

import re
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sdm.models import Conversation, Patient, User
from sdm.pages.access import clinicians
from sdm.pages.clinician import timeline
from sdm.pages.clinician.attention import row_of
from sdm.pages.clinician.timeline import Page
from sdm.pages.fields import LineField, NHSNumberField
from sdm.pages.forms import PlainForm, drawn_empty
from sdm.rules import paper_code
from sdm.rules.clinic_list import typed_date
from sdm.rules.dates import DateProblem, date_from_boxes
from sdm.rules.name_words import typed_words
from sdm.rules.near_days import nearest_day

# What is typed as the code of a paper form, and not as an NHS number: it has letters, or hyphens where a code has them.
A_LETTER, A_NUMERAL = re.compile(r"[^\W\d_]"), re.compile(r"\d")
LETTERS_AT_LEAST, WORDS_AT_MOST, LONGEST_NAME = 2, 4, 200
# No appointment here is older than so many days: a day before that is a date of birth.
OLDEST = timedelta(days=10 * 365)
# Under which the session keeps the name that was looked for last.
NAME = "name-looked-for"
A_CODE = re.compile(r"\s*\d{4}-\d{4}-\d\s*")


class Sought(NamedTuple):
    """What somebody looks for: a number, the lowest and the highest id of a code, the words of a name, or a day.

    A code without a numeral may be a name as well: then it has both.
    """

    number: str = ""
    day: date | None = None
    ids: tuple[UUID, UUID] | None = None
    words: tuple[str, ...] = ()


class FindField(NHSNumberField):
    """An NHS number, the code on a form that came on paper, the beginning of any words of a name, or a day."""

    default_error_messages = {"required": "Enter a name, an NHS number, a code or a day"}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A keyboard with letters, too."""
        attrs = super().widget_attrs(widget)
        return {name: value for name, value in attrs.items() if name not in ("inputmode", "class")}

    def to_python(self, value: Any) -> Sought | str:
        """What it is; raises ValidationError for what is none of them."""
        text = str(value or "")
        if day := _day_in(text):
            return Sought(day=day)
        if not (A_CODE.fullmatch(text) or A_LETTER.search(text)):
            if ids := _ids_in_numerals(text):
                return Sought(ids=ids)
            if text.strip() and not A_NUMERAL.search(text):
                raise ValidationError(self.error_messages["required"], code="invalid")
            number = super().to_python(value)
            return Sought(number) if number else number
        line = LineField.to_python(self, value)
        if len(line) > LONGEST_NAME:
            raise ValidationError(f"Enter {LONGEST_NAME} characters or fewer", code="invalid")
        words = tuple(dict.fromkeys(typed_words(line)))[:WORDS_AT_MOST] if not A_NUMERAL.search(line) else ()
        try:
            return Sought(ids=paper_code.ids_of(line), words=words)
        except ValueError as problem:
            if not words:
                raise ValidationError(str(problem), code="invalid") from None
        if max(map(len, words)) < LETTERS_AT_LEAST:
            raise ValidationError("Enter 2 letters of the name or more", code="invalid")
        return Sought(words=words)


def _ids_in_numerals(text: str) -> tuple[UUID, UUID] | None:
    """What a code stands for that happens to have numerals only: an NHS number has one more, so it is never one."""
    try:
        return paper_code.ids_of(text)
    except ValueError:
        return None


def _day_in(text: str) -> date | None:
    """The day that was typed, however hurried; None where it is none."""
    typed, today = typed_date(text.strip()), timezone.localdate()
    try:
        day = nearest_day(text, today)
        if typed and not day:
            day = date_from_boxes(typed.day, typed.month, typed.year)
    except DateProblem as problem:
        raise ValidationError(problem.message % problem.params, code="invalid") from None
    if day and day < today - OLDEST:
        raise ValidationError("Enter the day of an appointment. A date of birth finds nobody", code="invalid")
    return day


class FindForm(PlainForm):
    """Finds patients; it is posted, so that no number and no name stands in an address."""

    find = FindField(
        label="Find a patient by name or NHS number",
        help_text="Or by the code on a form that came on paper, or the day of the appointment, like 14/1/2027",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@clinicians
def conversations(request: HttpRequest) -> HttpResponse:
    """Coming appointments, or those around the place that the address names, or one patient's."""
    if request.method == "POST":
        return _find(request)
    if "named" in request.GET:
        return _named(request)
    page = _page(request.user, request.GET)
    context = {
        "empty_form": drawn_empty(FindForm),
        "page": page,
        "rows": [row_of(one) for one in page.conversations],
        "caption": _caption(request.GET, page),
        "from_day": _from_day(request.GET),
        "waiting": [row_of(one) for one in page.waiting[: timeline.ON_A_PAGE]],
        "more_wait": len(page.waiting) > timeline.ON_A_PAGE,
    }
    return render(request, "clinician/conversations.html", context)


def _caption(address: QueryDict, page: Page) -> str:
    if "patient" in address:
        return "This patient’s appointments"
    if page.is_past:
        return "Past appointments"
    if day := _from_day(address):
        return f"Appointments from {day} on"
    return "Appointments" if {"after", "before"} & set(address) else "Coming appointments"


def _from_day(address: QueryDict) -> str:
    """The day that was looked for, in words; empty for any other place in the list."""
    day = timeline.day_of(timeline.place_of(address["after"])) if "after" in address else None
    return f"{day.day} {day:%B %Y}" if day else ""


def _find(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.POST)
    if not form.is_valid():
        return render(request, "clinician/conversations.html", {"form": form}, status=422)
    sought = form.cleaned_data["find"]
    if sought.day:
        return redirect(f"{reverse('conversations')}?{urlencode({'after': timeline.start_of(sought.day)})}")
    if sought.ids and (found := _of_code(request.user, sought.ids)):
        return redirect("conversation", found)
    if sought.words:
        # It is kept in the session, so that the address of the page that shows who was found does not hold it.
        request.session[NAME] = " ".join(sought.words)
        return redirect(f"{reverse('conversations')}?named")
    if sought.ids:
        return render(request, "clinician/conversations.html", {"form": form, "nobody_with": "code"})
    patient = Patient.objects.filter(hospital_id=request.user.hospital_id, nhs_number=sought.number).only("pk").first()
    if patient is None:
        return render(request, "clinician/conversations.html", {"form": form, "nobody_with": "NHS number"})
    return redirect(f"{reverse('conversations')}?patient={patient.pk}")


def _of_code(user: User, ids: tuple[UUID, UUID]) -> UUID | None:
    """The conversation that a form came from; where a code stands for two, which hardly can be, neither."""
    found = Conversation.objects.visible_to(user).filter(pk__range=ids).values_list("pk", flat=True)[:2]
    return found[0] if len(found) == 1 else None


def _named(request: HttpRequest) -> HttpResponse:
    """The patients whose name was looked for last."""
    name = request.session.get(NAME, "")
    if not name:
        return redirect("conversations")
    after = _patient(request.GET["after"]) if "after" in request.GET else None
    found, more = timeline.by_name(request.user, name.split(), after)
    context = {
        "form": FindForm(initial={"find": name}),
        "rows": [row_of(one) for one in found],
        "caption": "Patients who were found",
        "more": more,
        "nobody_with": "" if found else "name",
    }
    return render(request, "clinician/conversations.html", context)


def _page(user: User, address: QueryDict) -> Page:
    if "after" in address:
        return timeline.after(user, timeline.place_of(address["after"]))
    if "before" in address:
        return timeline.before(user, timeline.place_of(address["before"]))
    if "patient" in address:
        return timeline.of_patient(user, _patient(address["patient"]))
    return timeline.from_today(user)


def _patient(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest("No such patient.") from None
