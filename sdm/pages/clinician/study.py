"""The patient's consent to be in a research study: a form of its own, beside that to the procedure."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.decisions import consent_to_study
from sdm.models import Conversation
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.fields import LineField
from sdm.pages.forms import PlainForm
from sdm.rules import parts
from sdm.rules.parts import Saved
from sdm.rules.transitions import NotAllowed, Step

NAMED_AND_EXPLAINED = ("study_name", "ethics_reference", "study_explained")


class StudyConsentForm(PlainForm):
    """How the patient gave their consent to the study."""

    given_as = LineField(
        label="How did the patient give it?",
        help_text="For example: signed the study’s own consent form, with Sister Lee as witness",
        max_length=400,
        error_messages={"required": "Enter how the patient gave their consent to the study"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def study_consent(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The consent to the study that the discussion names."""
    if request.method != "POST":
        return _show(request, conversation, StudyConsentForm())
    form = StudyConsentForm(request.POST)
    if not form.is_valid():
        return _show(request, conversation, form, status=422)
    try:
        consent_to_study(conversation=conversation, given_as=form.cleaned_data["given_as"], by=request.user)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return _show(request, conversation, form, status=409)
    messages.success(request, words.STUDY_CONSENT_RECORDED)
    return redirect("conversation-decision", conversation.pk)


def _show(request: HttpRequest, conversation: Conversation, form: StudyConsentForm, status: int = 200) -> HttpResponse:
    study = conversation.discussion.get(parts.RESEARCH, Saved(parts.RESEARCH)).details
    consents = conversation.study_consents.filter(
        study_name=study.get("study_name", ""), ethics_reference=study.get("ethics_reference", "")
    )
    context = {
        "conversation": conversation,
        "form": form,
        "study": study,
        "consents": list(consents),
        "may_consent": conversation.may(Step.CONSENT_TO_STUDY) and all(map(study.get, NAMED_AND_EXPLAINED)),
    }
    return render(request, "clinician/study_consent.html", context, status=status)
