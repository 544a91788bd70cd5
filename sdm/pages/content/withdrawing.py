"""Withdrawing a published edition: from then on it must not be used, and everybody who has it is told."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.editions import CannotWithdraw, withdraw
from sdm.models import Conversation, Edition, User
from sdm.models.leaflets import LONGEST_REASON
from sdm.pages.access import administrators
from sdm.pages.accounts.surely import SignedForm
from sdm.pages.content.found import find_edition
from sdm.pages.fields import WordsField
from sdm.rules.reasons import SAY_WHY_WITHDRAWN, says_why
from sdm.rules.transitions import Status

WITHDRAWN = "The edition is withdrawn. No conversation begins with it any more."
OVER = (Status.DECIDED.value, Status.CANCELLED.value)


class WithdrawForm(SignedForm):
    """Why an edition must not be used any more, signed by who says so."""

    reason = WordsField(
        label="Why it must not be used any more",
        help_text="Clinicians read this. Say what is wrong, and what to tell patients.",
        max_length=LONGEST_REASON,
        rows=4,
        error_messages={"required": "Say why it must not be used any more"},
    )
    field_order = ("reason", "password")

    def clean_reason(self) -> str:
        """Words that say something: clinicians and patients rest on them."""
        reason = self.cleaned_data["reason"]
        if not says_why(reason):
            raise ValidationError(SAY_WHY_WITHDRAWN)
        return reason


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def withdraw_edition(request: HttpRequest, edition_id: UUID) -> HttpResponse:
    """Ask why, and withdraw; pressing the button twice is pressing it once."""
    edition = find_edition(edition_id, request.user)
    if request.method != "POST":
        return _show(request, edition, WithdrawForm(request))
    if _is_of_another_hospital(edition, request.user):
        return _show(request, edition, WithdrawForm(request), status=409)
    form = WithdrawForm(request, request.POST)
    if not form.is_valid():
        return _show(request, edition, form, status=422)
    try:
        withdraw(edition=edition, reason=form.cleaned_data["reason"], by=request.user)
    except CannotWithdraw as why:
        form.add_error(None, str(why))
        return _show(request, edition, form, status=409)
    messages.success(request, WITHDRAWN)
    return redirect("edition", edition.pk)


def _show(request: HttpRequest, edition: Edition, form: WithdrawForm, status: int = 200) -> HttpResponse:
    begun = Conversation.objects.filter(edition=edition).exclude(status__in=OVER).count()
    context = {"edition": edition, "form": form, "begun": begun, "whom_to_ask": _whom_to_ask(request, edition)}
    context["kept"] = [text for text in (request.POST.get("reason", ""),) if text.strip()]
    return render(request, "content/withdraw.html", context, status=status)


def _whom_to_ask(request: HttpRequest, edition: Edition) -> list[User] | None:
    """Those who can withdraw what another hospital published; None where that is for the reader."""
    if not _is_of_another_hospital(edition, request.user):
        return None
    return [one for one in User.objects.filter(hospital_id=edition.hospital_id, is_active=True) if one.is_administrator]


def _is_of_another_hospital(edition: Edition, user: User) -> bool:
    return edition.hospital_id not in (None, user.hospital_id)
