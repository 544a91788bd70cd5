"""How the patient gets in: a link to send and a letter to print, shown once, because only the link's hash is kept."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from sdm.actions.conversations import AlreadyInvited, invite, revoke
from sdm.models import Conversation
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.forms import PlainForm
from sdm.rules.transitions import NotAllowed, Step
from sdm.summary.mark import qr_code


class InviteForm(PlainForm):
    """How many invitations the screen showed, so that the same press sent twice makes one."""

    seen = forms.IntegerField(min_value=0, max_value=32767, widget=forms.HiddenInput)


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
    return _show(request, conversation, link=link, qr=qr_code(link))


@require_POST
@of_their_hospital
def revoke_invitation(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Stop the invitation in force."""
    revoke(conversation=conversation, by=request.user)
    messages.success(request, words.LINK_STOPPED)
    return redirect("conversation-invitation", conversation.pk)


def _show(
    request: HttpRequest, conversation: Conversation, *, problem: str = "", status: int = 200, **shown
) -> HttpResponse:
    invitations = list(conversation.invitations.order_by("-created_at", "-recorded_as"))
    context = {
        "conversation": conversation,
        "invitation": next((one for one in invitations if one.revoked_at is None), None),
        "form": InviteForm(initial={"seen": len(invitations)}),
        "may_invite": conversation.may(Step.INVITE),
        "problems": [("", problem)] if problem else [],
        **shown,
    }
    return render(request, "clinician/invitation.html", context, status=status)
