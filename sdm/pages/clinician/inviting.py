"""How the patient gets in: a link to send and a letter to print, shown once, because only the link's hash is kept."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from sdm.actions.conversations import AlreadyInvited, invite, revoke
from sdm.models import Conversation
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.fields import RadiosField
from sdm.pages.forms import PlainForm
from sdm.pages.languages import words_in
from sdm.rules.transitions import NotAllowed, Step
from sdm.summary.mark import qr_code


class InviteForm(PlainForm):
    """The language of the letter; and how many invitations the screen showed, so that a press sent twice makes one."""

    seen = forms.IntegerField(min_value=0, max_value=32767, widget=forms.HiddenInput)
    language = RadiosField(label="Language of the letter", look="inline", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, words_in(code, name)) for code, name in settings.LANGUAGES]
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def invitation(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Where the invitation stands; a POST makes a new one and shows its link and its letter, this once."""
    if request.method != "POST":
        return _show(request, conversation)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _show(request, conversation, problem=words.LOOK_AGAIN, status=422)
    try:
        _, token = invite(conversation=conversation, seen=form.cleaned_data["seen"], by=request.user)
    except (AlreadyInvited, NotAllowed) as why:
        return _show(request, conversation, problem=str(why), status=409)
    link = f"{settings.PUBLIC_ORIGIN}{reverse('invitation', args=[token])}"
    language = form.cleaned_data.get("language") or settings.LANGUAGE_CODE
    return _show(request, conversation, link=link, letter=_letter(conversation, link, language), language=language)


def _letter(conversation: Conversation, link: str, language: str) -> SafeString:
    """The letter in the language that it is to be printed in; the page around it is English."""
    with override(language):
        return render_to_string(
            "clinician/letter.html", {"conversation": conversation, "link": link, "qr": qr_code(link)}
        )


@require_POST
@of_their_hospital
def revoke_invitation(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Stop the invitation in force."""
    revoke(conversation=conversation, by=request.user)
    messages.success(request, words.LINK_STOPPED)
    return redirect("conversation-invitation", conversation.pk)


def language_of_patient(conversation: Conversation) -> str:
    """The language in which the patient last saved something, where we have it; else English."""
    saved = (one for one in conversation.answers.values() if one.language in dict(settings.LANGUAGES))
    latest = max(saved, key=lambda one: one.saved_at, default=None)
    return latest.language if latest else settings.LANGUAGE_CODE


def _show(
    request: HttpRequest, conversation: Conversation, *, problem: str = "", status: int = 200, **shown
) -> HttpResponse:
    language = shown.get("language") or language_of_patient(conversation)
    invitations = list(conversation.invitations.order_by("-created_at", "-recorded_as"))
    context = {
        "conversation": conversation,
        "invitation": next((one for one in invitations if one.revoked_at is None), None),
        "form": InviteForm(initial={"seen": len(invitations), "language": language}),
        "may_invite": conversation.may(Step.INVITE),
        "problems": [("", problem)] if problem else [],
        **shown,
    }
    return render(request, "clinician/invitation.html", context, status=status)
