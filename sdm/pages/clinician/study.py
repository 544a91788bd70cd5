"""The patient's consent to be in a research study: a form of its own, beside that to the procedure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sdm.actions.decisions import consent_to_study
from sdm.models import Conversation, StudyConsent
from sdm.models.bearing import study_changes_after
from sdm.models.facts import facts_of
from sdm.models.page_queries import visible_to
from sdm.pages.clinician import words
from sdm.pages.clinician.deciding import place_of
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.giving_form import GivingForm
from sdm.pages.fields import LineField
from sdm.rules import parts
from sdm.rules.arrangements import Arrangement
from sdm.rules.parts import saved_in
from sdm.rules.requirements import patients_own
from sdm.rules.transitions import NotAllowed, Step

NAMED_AND_EXPLAINED = ("study_name", "ethics_reference", "study_explained", "information_sheet")


class StudyConsentForm(GivingForm):
    """How the patient gave their consent to the study; `shown` is the entry up to which the page knew the record."""

    shown = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)
    given_as = LineField(
        label="Anything to add (optional)",
        help_text="For example: on the study’s own consent form",
        max_length=400,
        required=False,
    )
    field_order = ("shown", *GivingForm.field_order[:-1], "given_as", "password")

    def clean_shown(self) -> int:
        """The last entry of the record that the page knew of; 0 where it names none."""
        return self.cleaned_data["shown"] or 0


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def study_consent(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The consent to the study that the discussion names."""
    if request.method != "POST":
        return _show(request, conversation, _form(request, conversation))
    form = _form(request, conversation, request.POST)
    if not form.is_valid():
        return _show(request, conversation, form, status=422)
    typed = {name: form.cleaned_data[name] for name in ("given_as", "shown")}
    try:
        consent_to_study(conversation=conversation, given=form.given(), by=request.user, **typed)
    except NotAllowed as why:
        form.add_error(None, str(why))
        return _refused(request, conversation, form)
    messages.success(request, words.STUDY_CONSENT_RECORDED)
    return redirect("conversation-decision", conversation.pk)


def _form(request: HttpRequest, conversation: Conversation, data: Any = None) -> StudyConsentForm:
    initial = {"shown": conversation.head[0]}
    return StudyConsentForm(request, data, patient=conversation.patient.name, initial=initial)


def _refused(request: HttpRequest, conversation: Conversation, form: StudyConsentForm) -> HttpResponse:
    """The study as it stands now, with what has changed of it and what was typed; pressing again is on top of that."""
    now = visible_to(request.user, conversation.pk)
    form.data = form.data.copy()
    form.data["shown"] = str(now.head[0])
    form.ask_to_sign_again()
    changes = study_changes_after(now, form.cleaned_data["shown"])
    return _show(request, now, form, status=409, changes=[(one, place_of(one.place, now)) for one in changes])


def _show(
    request: HttpRequest, conversation: Conversation, form: StudyConsentForm, status: int = 200, **more: Any
) -> HttpResponse:
    study = saved_in(conversation.discussion, parts.RESEARCH).details
    consents = list(conversation.study_consents.all())
    counting = set(StudyConsent.objects.that_count(conversation, study).values_list("pk", flat=True))
    facts = facts_of(conversation)
    in_the_way = [one for one, met in patients_own(facts) if not met]
    is_asked_for = facts.arrangement is Arrangement.RESEARCH
    is_named = all(map(study.get, NAMED_AND_EXPLAINED))
    context = {
        "conversation": conversation,
        "form": form,
        "study": study,
        "consents": [one for one in consents if one.pk in counting],
        "no_longer": [one for one in consents if one.pk not in counting],
        "outstanding": [(one, place_of(one.part, conversation)) for one in in_the_way],
        "is_asked_for": is_asked_for,
        "is_named": is_named,
        "may_consent": conversation.may(Step.CONSENT_TO_STUDY) and is_asked_for and is_named and not in_the_way,
        **more,
    }
    return render(request, "clinician/study_consent.html", context, status=status)
