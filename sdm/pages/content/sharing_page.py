"""Giving an edition to another hospital as a file, bringing one in, and the schema that says what such a file holds."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from sdm.actions.editions import DraftExists
from sdm.leaflets.edition_file import MAX_BYTES, SCHEMA, NotAnEdition, read
from sdm.leaflets.sharing import bring_in, take_out
from sdm.models import Edition
from sdm.pages.access import content_team
from sdm.pages.content.title_asked import ask_about_title
from sdm.pages.forms import PlainForm
from sdm.pages.limits import says_too_big

BROUGHT_IN = "It is a draft here. Confirm what NICE says, then a second person publishes it."
TOO_BIG = "The file is too big. An edition can have at most 3 MB"
HERE_ALREADY = "This edition is here already, word for word. Nothing was changed."


class EditionFileForm(PlainForm):
    """The file of an edition."""

    file = forms.FileField(
        label="Choose the file",
        help_text="A file that ends in .json, of at most 3 MB, as another hospital took it out",
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": "Choose the file"},
    )

    def clean_file(self) -> Any:
        """A file that is far too big is not even read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(TOO_BIG)
        return file


@require_safe
@content_team
def edition_file(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """The whole edition as one file; that of a translation names its original."""
    there = Edition.objects.open_to(request.user).select_related("leaflet", "translation_of")
    try:
        edition = there.get(pk=edition_id)
    except Edition.DoesNotExist:
        raise Http404 from None
    name = "".join(one if one.isascii() and one.isalnum() else "-" for one in edition.leaflet.reference)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{edition.language}-{edition.number}.json"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(take_out(edition), content_type="application/json", headers=headers)


@content_team
def _too_big(request: HttpRequest, *, was_read: bool) -> HttpResponse:
    """The form again, of which nothing was read."""
    return _show(request, EditionFileForm({}).only_wrong({"file": TOO_BIG}), status=413)


@says_too_big(_too_big)
@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def import_edition(request: HttpRequest) -> HttpResponse:
    """Bring an edition in; it becomes a draft, and what is here already is not made again."""
    if request.method != "POST":
        return _show(request, EditionFileForm())
    form = EditionFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=422)
    data = form.cleaned_data["file"].read()
    try:
        if _asks_about_title(form, data):
            return _show(request, form, status=422)
        edition, is_new = bring_in(data, by=request.user)
    except NotAnEdition as refusal:
        for reason in refusal.reasons:
            form.add_error("file", reason.removesuffix("."))
        return _show(request, form, status=422)
    except DraftExists as exists:
        form.add_error(None, str(exists))
        return _show(request, form, draft=exists.draft, status=409)
    if is_new:
        messages.success(request, BROUGHT_IN)
    else:
        messages.info(request, HERE_ALREADY)
    return redirect("edition", edition.pk)


def _asks_about_title(form: EditionFileForm, data: bytes) -> bool:
    """Whether it is asked first what the edition is; a browser forgets the file then. Raises NotAnEdition.

    A translation says so itself, by naming its original.
    """
    file = read(data)
    if file.original:
        return False
    asks = ask_about_title(form, reference=file.content.reference, language=file.language, title=file.content.title)
    if asks:
        form.add_error("file", "If it is, tick the box below and choose the file again")
    return asks


def _show(
    request: HttpRequest, form: EditionFileForm, *, draft: Edition | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "content/import_edition.html", {"form": form, "draft": draft}, status=status)


@require_safe
@login_not_required
def schema(request: HttpRequest) -> HttpResponse:
    """What a file of an edition holds, for whoever makes or reads one."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")
