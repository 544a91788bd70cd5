"""The patient's consent to be in a research study: a form of its own, beside that to the procedure."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.decisions import consent_to_study
from sdm.models import Conversation
from sdm.pages.clinician import words
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.giving_form import GivingForm
from sdm.pages.fields import LineField
from sdm.rules import parts
from sdm.rules.parts import Saved
from sdm.rules.transitions import NotAllowed, Step

NAMED_AND_EXPLAINED = ("study_name", "ethics_reference", "study_explained", "information_sheet")


class StudyConsentForm(GivingForm):
    """How the patient gave their consent to the study."""

    given_as = LineField(
        label="Anything to add (optional)",
        help_text="For example: on the study’s own consent form",
        max_length=400,
        required=False,
    )
    field_order = (*GivingForm.field_order[:-1], "given_as", "password")


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def study_consent(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The consent to the study that the discussion names."""
    if request.method != "POST":
        return _show(request, conversation, StudyConsentForm(request, patient=conversation.patient.name))
    form = StudyConsentForm(request, request.POST, patient=conversation.patient.name)
    if not form.is_valid():
        return _show(request, conversation, form, status=422)
    try:
        given_as = form.cleaned_data["given_as"]
        consent_to_study(conversation=conversation, given=form.given(), given_as=given_as, by=request.user)
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
