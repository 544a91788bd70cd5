"""How the patient gets in: a link and a letter, shown once, because only the link's hash is kept; or an e-mail.

An e-mail's link is a key of its own to the same invitation, so the letter goes on working.
"""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from sdm.actions.conversations import AlreadyInvited, invite, revoke
from sdm.actions.mails import AlreadyMailed, change_email, mail_the_link
from sdm.letters.language import language_for
from sdm.letters.links import link_of
from sdm.models import Conversation
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.fields import MailAddressField, RadiosField
from sdm.pages.forms import PlainForm
from sdm.pages.languages import words_in
from sdm.rules.transitions import NotAllowed, Step
from sdm.summary.mark import qr_code


class LetterForm(PlainForm):
    """The language of a letter, where there is a choice."""

    language = RadiosField(label="Language of the letter", look="inline", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, words_in(code, name)) for code, name in settings.LANGUAGES]
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]


class InviteForm(LetterForm):
    """Besides, how many invitations the screen showed, so that a press sent twice makes one."""

    seen = forms.IntegerField(min_value=0, max_value=32767, widget=forms.HiddenInput)


class MailForm(PlainForm):
    """The patient's e-mail address; and how many e-mails the screen showed, so that a press sent twice sends one.

    The address is asked for only where something is to be sent to it.
    """

    mails = forms.IntegerField(min_value=0, max_value=32767, widget=forms.HiddenInput)
    email = MailAddressField(
        label="Patient’s e-mail address",
        help_text="Only if the patient agrees to get the link by e-mail",
        required=False,
    )


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
    link = link_of(token)
    language = form.cleaned_data.get("language") or settings.LANGUAGE_CODE
    return _show(request, conversation, link=link, letter=letter_of(conversation, link, language), language=language)


def letter_of(conversation: Conversation, link: str, language: str, number: int | None = None) -> SafeString:
    """The letter in the language that it is to be printed in; the page around it is English.

    `number` tells the letters of one page apart.
    """
    context = {"conversation": conversation, "link": link, "qr": qr_code(link), "number": number or ""}
    with override(language):
        return render_to_string("clinician/letter.html", context)


@require_POST
@of_their_hospital
def revoke_invitation(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Stop the invitation in force."""
    revoke(conversation=conversation, by=request.user)
    messages.success(request, words.LINK_STOPPED)
    return redirect("conversation-invitation", conversation.pk)


@require_POST
@of_their_hospital
def mail(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Keep the patient's e-mail address; with `send`, have the link sent to it."""
    form = MailForm(request.POST)
    form.fields["email"].required = "send" in request.POST
    if not form.is_valid():
        return _show(request, conversation, mail_form=form, status=422)
    email, seen = form.cleaned_data["email"], form.cleaned_data["mails"]
    try:
        if "send" in request.POST:
            mail_the_link(conversation=conversation, email=email, seen=seen, by=request.user)
        else:
            change_email(conversation=conversation, email=email, by=request.user)
    except (AlreadyMailed, NotAllowed) as why:
        return _show(request, conversation, problem=str(why), status=409)
    messages.success(request, words.MAIL_ASKED_FOR if "send" in request.POST else words.ADDRESS_KEPT)
    return redirect("conversation-invitation", conversation.pk)


def _show(
    request: HttpRequest,
    conversation: Conversation,
    *,
    problem: str = "",
    mail_form: MailForm | None = None,
    status: int = 200,
    **shown,
) -> HttpResponse:
    language = shown.get("language") or language_for(conversation)
    invitations = list(conversation.invitations.order_by("-created_at", "-recorded_as"))
    mails = list(conversation.mails.all())
    context = {
        "conversation": conversation,
        "invitation": next((one for one in invitations if one.revoked_at is None), None),
        "form": InviteForm(initial={"seen": len(invitations), "language": language}),
        "may_invite": conversation.may(Step.INVITE),
        "mails": mails,
        "mail_form": mail_form or MailForm(initial={"mails": len(mails), "email": conversation.email}),
        "problems": [("", problem)] if problem else (mail_form.problems if mail_form else []),
        **shown,
    }
    return render(request, "clinician/invitation.html", context, status=status)
