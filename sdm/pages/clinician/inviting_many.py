"""Inviting many patients from a clinic's list: what is wrong with each row is shown before anything is written.

Nothing is kept between the two: the page that shows the faults holds the list itself, and it is judged anew each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from sdm.actions.conversations import AlreadyOpen, AnotherName, AnotherPatient
from sdm.actions.inviting_many import invite_again, start_and_invite
from sdm.demo.clinic_list import example
from sdm.letters.links import link_of
from sdm.models import Conversation
from sdm.models.local_parts import LocalParts
from sdm.pages.access import clinicians
from sdm.pages.clinician import words
from sdm.pages.clinician.clinic_list import CheckedRow, checked
from sdm.pages.clinician.inviting import LetterForm, letter_of
from sdm.pages.fields import WordsField
from sdm.pages.forms import PlainForm
from sdm.rules.clinic_list import (
    BYTES_AT_MOST,
    COLUMNS,
    ROWS_AT_MOST,
    ClinicList,
    ListProblem,
    decoded,
    empty_list,
    read_list,
    to_take_away,
)
from sdm.rules.transitions import NotAllowed


class TextForm(PlainForm):
    """A list as text; once valid, `read` is what was read of it."""

    text = WordsField(
        label="Or paste the list",
        help_text="With the names of the columns in the first line",
        max_length=None,
        rows=8,
        required=False,
    )
    read: ClinicList | None = None

    def clean(self) -> dict[str, Any]:
        """Read the list; what is wrong with all of it stands beside it."""
        cleaned = super().clean()
        if "text" in cleaned:
            self.read_as("text", cleaned["text"])
        return cleaned

    def read_as(self, name: str, text: str) -> None:
        """Read a text that came by this field."""
        try:
            self.read = read_list(text)
        except ListProblem as problem:
            self.add_error(name, str(problem))


class ListForm(TextForm):
    """A list as a file or as text; its text is what the file holds."""

    file = forms.FileField(
        label="Choose a CSV file",
        help_text=f"At most {ROWS_AT_MOST} patients",
        required=False,
        allow_empty_file=True,
        max_length=None,
    )
    field_order = ("file", "text")

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        try:
            # One byte too many is enough to say that it is too big.
            return decoded(file.read(BYTES_AT_MOST + 1)).strip() if file else ""
        except ListProblem as problem:
            raise forms.ValidationError(str(problem)) from None

    def clean(self) -> dict[str, Any]:
        """The one or the other."""
        file, text = self.cleaned_data.get("file"), self.cleaned_data.get("text")
        if self.errors:
            return self.cleaned_data
        if self.files.get("file") is None and not text:
            self.add_error("file", "Choose a file or paste the list")
        elif self.files.get("file") is not None and text:
            self.add_error("file", "Choose a file or paste the list, not both")
        elif text:
            return super().clean()
        else:
            self.cleaned_data["text"] = file
            self.read_as("file", file)
        return self.cleaned_data


class CheckedForm(LetterForm, TextForm):
    """The list on the page that shows its faults; `seen` says which list, and which of its rows were good."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    with_mail = forms.BooleanField(
        label="Send the link by e-mail, too, to each patient with an address", required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = "The list", ""


@require_safe
@clinicians
def empty(request: HttpRequest) -> HttpResponse:
    """The list with its headings and nothing else, to be filled in."""
    return _file(empty_list(), name="clinic-list.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@clinicians
def many(request: HttpRequest) -> HttpResponse:
    """The form; a POST shows what is wrong with each row, and from there does what the button says."""
    if request.method != "POST":
        shows_example = settings.DEMO and "example" in request.GET
        return _ask(request, ListForm(initial={"text": example()} if shows_example else None))
    step = STEPS.get(request.POST.get("do", ""))
    form = CheckedForm(request.POST) if step else ListForm(request.POST, request.FILES)
    if not form.is_valid() or form.read is None:
        return _ask(request, form, status=422)
    rows = checked(form.read.rows, request.user)
    return step(request, form, rows) if step else _show(request, form, rows)


def _check(request: HttpRequest, form: CheckedForm, rows: list[CheckedRow]) -> HttpResponse:
    return _show(request, form, rows)


def _take_away(request: HttpRequest, form: CheckedForm, rows: list[CheckedRow]) -> HttpResponse:
    """The rows with faults, as a file to mend."""
    return _file(to_take_away((one.row, one.what_to_mend) for one in rows if not one.is_good), name="to-mend.csv")


def _invite(request: HttpRequest, form: CheckedForm, rows: list[CheckedRow]) -> HttpResponse:
    """Invite everybody whose row is good: those whom the page showed as good, and nobody else."""
    good = [one.patient for one in rows if one.is_good]
    if not good:
        return _show(request, form, rows, problem=words.NOBODY_TO_INVITE, status=409)
    if form.cleaned_data["seen"] != _seen(form, rows):
        return _show(request, form, rows, problem=words.LIST_CHANGED, status=409)
    try:
        invited = start_and_invite(patients=good, with_mail=form.cleaned_data["with_mail"], by=request.user)
    except (AlreadyOpen, AnotherName, AnotherPatient, NotAllowed):
        rows = checked(form.read.rows, request.user)
        return _show(request, form, rows, problem=words.LIST_CHANGED, status=409)
    return _letters(request, form, invited, left_out=[one for one in rows if not one.is_good])


def _new_letters(request: HttpRequest, form: CheckedForm, rows: list[CheckedRow]) -> HttpResponse:
    """New links and letters for those who were invited already and have not opened theirs."""
    try:
        invited = invite_again(conversations=[one.open_one for one in rows if one.can_have_letter], by=request.user)
    except NotAllowed:
        invited = []
    if not invited:
        return _show(request, form, rows, problem=words.NO_LETTER_TO_MAKE, status=409)
    return _letters(request, form, invited, left_out=[])


STEPS: dict[str, Callable[[HttpRequest, CheckedForm, list[CheckedRow]], HttpResponse]] = {
    "check": _check,
    "take-away": _take_away,
    "invite": _invite,
    "letters": _new_letters,
}


def _seen(form: TextForm, rows: Iterable[CheckedRow]) -> str:
    """What the page showed: the list, and which of its rows were good."""
    good = ",".join(str(one.row.line) for one in rows if one.is_good)
    return hashlib.sha256(f"{good}\n{form.cleaned_data['text']}".encode()).hexdigest()


def _ask(request: HttpRequest, form: TextForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "columns": COLUMNS.values(), "at_most": ROWS_AT_MOST}
    return render(request, "clinician/new_many.html", context, status=status)


def _show(
    request: HttpRequest, form: TextForm, rows: list[CheckedRow], *, problem: str = "", status: int = 200
) -> HttpResponse:
    good = sum(one.is_good for one in rows)
    data = form.cleaned_data
    stands = {"text": data["text"], "seen": _seen(form, rows), "with_mail": data.get("with_mail")}
    language = data.get("language") or settings.LANGUAGE_CODE
    context = {
        "form": CheckedForm(initial={**stands, "language": language}),
        "rows": rows,
        "good": good,
        "faulty": len(rows) - good,
        "addresses": sum(one.is_good and bool(one.patient["email"]) for one in rows),
        "letters": sum(one.can_have_letter for one in rows),
        "not_read": form.read.not_read,
        "problems": [("", problem)] if problem else [],
    }
    return render(request, "clinician/new_many_check.html", context, status=status)


def _letters(
    request: HttpRequest,
    form: CheckedForm,
    invited: list[tuple[Conversation, str]],
    *,
    left_out: list[CheckedRow],
) -> HttpResponse:
    """Every letter on one page, this once: only the hash of a link is kept."""
    language = form.cleaned_data.get("language") or settings.LANGUAGE_CODE
    hospital = request.user.hospital
    ours: dict[int, dict[str, Any] | None] = {}
    for conversation, _ in invited:
        conversation.hospital, leaflet = hospital, conversation.leaflet_id
        if leaflet not in ours:
            ours[leaflet] = LocalParts.objects.now(hospital, leaflet)
        conversation.local_now = ours[leaflet]
    context = {
        "letters": [
            letter_of(conversation, link_of(token), language, number)
            for number, (conversation, token) in enumerate(invited, start=1)
        ],
        "language": language,
        "left_out": left_out,
        "to_mend": to_take_away((one.row, one.what_to_mend) for one in left_out),
        "mailed": sum(bool(one.email) for one, _ in invited) if form.cleaned_data["with_mail"] else 0,
    }
    return render(request, "clinician/new_many_letters.html", context)


def _file(text: str, *, name: str) -> HttpResponse:
    """A file that spreadsheets open with its letters right."""
    return HttpResponse(
        f"\ufeff{text}",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
