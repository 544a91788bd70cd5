"""An edition as others will see it: the patient's own pages on a phone, a desk or paper, and two of the clinician's.

They are the real pages, drawn for a conversation that exists in memory only. Nothing that is sent from them is read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from inspect import unwrap
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sdm.models import Conversation, Edition, LocalParts, Patient, User
from sdm.pages.access import Visit, content_team
from sdm.pages.clinician import arrangement_forms, arranging, brief
from sdm.pages.clinician.whole_discussion import WholeDiscussion
from sdm.pages.content.found import find_edition
from sdm.pages.edition_shown import EditionShown
from sdm.pages.patient.steps import NAMES, address_after
from sdm.rules.edition import EditionContent
from sdm.rules.parts import READ, Saved, question_part
from sdm.rules.transitions import Status

LOOKS = {"phone": "On a phone", "desk": "On a desk", "paper": "On paper"}
PATIENT_URLS = "sdm.pages.patient.urls"
# The patient's pages that can be looked at, besides the parts of their list.
SHOWN = {
    *("patient-list", "patient-question", "patient-check", "patient-sent", *NAMES.values()),
    *("patient-read-step", "patient-read-all", "patient-not-known-yet"),
    *("patient-on-paper", "patient-paper-form-pdf"),
}
PARTS = {name: part for part, name in NAMES.items()} | {"patient-read-step": READ}
STYLES = ("nhsuk/nhsuk.css", "sdm/sdm.css")
# Saves while somebody writes; here there is nothing to save.
AUTOSAVE = "sdm/autosave.js"


@dataclass(frozen=True)
class DraftShown(EditionShown):
    """The words of an edition that may be a draft, as a patient's page shows them."""

    draft: EditionContent = field(default_factory=lambda: EditionContent(title=""))

    @property
    def content(self) -> EditionContent:
        """What the edition holds."""
        return self.draft

    @property
    def own_content(self) -> EditionContent:
        """The same: there is no translation beside it."""
        return self.draft


@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def patient(request: HttpRequest, edition_id: UUID, look: str, page: str) -> HttpResponse:
    """One of the patient's pages in one look; what is sent from it leads on to the next page, as it would."""
    edition = find_edition(edition_id, request.user)
    name, view, given = _found(page)
    if look not in LOOKS or name not in SHOWN:
        raise Http404
    conversation = _conversation(edition, request.user)
    shown = partial(_address, edition, look)
    if request.method == "POST":
        return redirect(shown(_after(conversation, name, given)))
    if name == "patient-sent":
        conversation.sent_at = timezone.now()
    visit = Visit(uuid4(), conversation, _edition_shown(edition))
    # The view without the guard that asks for an invitation.
    response = unwrap(view)(request, visit, **given)
    if not response.headers["Content-Type"].startswith("text/html"):
        return response
    return _drawn(response.content.decode(), edition, look, lambda found: f'="{shown(found[1])}"', page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@content_team
def clinician(request: HttpRequest, edition_id: UUID, page: str) -> HttpResponse:
    """The brief, the discussion, or what is asked for besides, of a patient who sent nothing but empty answers."""
    edition = find_edition(edition_id, request.user)
    conversation = _conversation(edition, request.user)
    conversation.sent_at = timezone.now()
    if request.method == "POST":
        return redirect("edition-preview-clinician", edition.pk, page)
    if page == "brief":
        response = brief.show(request, conversation)
    elif page == "discussion":
        context = {"conversation": conversation, "whole": WholeDiscussion(conversation, []), "may_record": True}
        response = render(request, "clinician/discussion.html", context)
    elif page in arrangement_forms.FORMS:
        form = arrangement_forms.FORMS[page](conversation.content, Saved(page))
        response = arranging.show(request, conversation, form)
    else:
        raise Http404
    return _drawn(response.content.decode(), edition, "clinician", partial(_clinicians_address, edition), page=page)


def _conversation(edition: Edition, user: User) -> Conversation:
    """A conversation that is nobody's and is never saved: one week before the appointment, with nothing written yet."""
    now = timezone.now()
    conversation = Conversation(
        hospital=user.hospital,
        patient=Patient(name="A patient", date_of_birth=date(1960, 1, 1), nhs_number="9990000018"),
        leaflet=edition.leaflet,
        # Only a published edition has a public checklist to lead to.
        edition=None if edition.is_draft else edition,
        status=Status.SENT.value,
        created_at=now,
        appointment_at=now + timedelta(days=7),
        symptoms_began=timezone.localdate() - timedelta(days=3),
        sent_at=None,
    )
    conversation.content, conversation.items = edition.content, []
    conversation.invited_at, conversation.opened_at, conversation.last_mail = now, None, None
    conversation.wrong_dates = 0
    # What a query would have found.
    for rows in ("answers_now", "discussion_now", "help_now", "afterwards_now", "head_now"):
        setattr(conversation, rows, None)
    conversation.local_now = LocalParts.objects.now(user.hospital, edition.leaflet)
    return conversation


def _edition_shown(edition: Edition) -> DraftShown:
    language = edition.language
    return DraftShown(edition.pk, language, edition.pk, (language,), "en-gb", draft=edition.content)


def _found(page: str) -> tuple[str, Callable, dict]:
    """The patient's page that an address names."""
    try:
        match = resolve(f"/{page}", PATIENT_URLS)
    except Resolver404:
        raise Http404 from None
    return match.url_name, match.func, match.kwargs


def _after(conversation: Conversation, name: str, given: dict) -> str:
    """Where the real page would lead, had something been written there."""
    if name == "patient-check":
        return reverse("patient-sent")
    part = question_part(given["number"]) if name == "patient-question" else PARTS.get(name)
    try:
        return address_after(conversation, part) if part else reverse("patient-list")
    except StopIteration:
        raise Http404 from None


def _address(edition: Edition, look: str, address: str) -> str:
    """The preview of a page, for the address of the real one."""
    path, mark, rest = re.fullmatch(r"/([^?#]*)([?#]?)(.*)", address, re.S).groups()
    return reverse("edition-preview-patient", args=[edition.pk, look, path]) + mark + rest


def _clinicians_address(edition: Edition, found: re.Match) -> str:
    names = ("discussion", *arrangement_forms.FORMS)
    page = next((name for name in names if f"/{name}/" in found[1]), "brief")
    fragment = found[1].partition("#")[2]
    return f'="{reverse("edition-preview-clinician", args=[edition.pk, page])}{f"#{fragment}" if fragment else ""}"'


def _drawn(html: str, edition: Edition, look: str, address: Callable[[re.Match], str], *, page: str) -> HttpResponse:
    """A real page with its links kept within the preview, in the style of a look, and the bar above it."""
    html = re.sub(r'="(/(?:my|start|conversations)(?:[/?#][^"]*)?)"', address, html)
    html = html.replace(f'<script type="module" src="{static(AUTOSAVE)}"></script>', "")
    style = f'<link rel="stylesheet" href="{static("sdm/preview.css")}">'
    if look in ("phone", "paper"):
        for name in STYLES:
            html = html.replace(static(name), static(f"preview/{look}/{name.rpartition('/')[2]}"))
    html = html.replace("</head>", f"{style}</head>", 1)
    html = html.replace('<body class="', f'<body class="sdm-seen-on-{look} ', 1)
    bar = render_to_string(
        "content/preview_bar.html",
        {"edition": edition, "edited": edition.content, "look": look, "looks": LOOKS, "page": page},
    )
    return HttpResponse(html.replace("<header", f"{bar}<header", 1))
