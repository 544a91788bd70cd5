"""Starting a conversation: who the patient is, which leaflet it is about, and when they come."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from sdm.actions.conversations import AlreadyOpen, AnotherName, AnotherPatient, start_conversation
from sdm.models import Conversation, Edition, Patient, User
from sdm.pages.access import clinicians
from sdm.pages.clinician import words
from sdm.pages.clinician.colleagues import Colleagues, SeenByField
from sdm.pages.clinician.first_days import BeganField, CameField, checked_beginning, checked_coming
from sdm.pages.fields import (
    AppointmentField,
    BirthDateField,
    ConfirmField,
    LineField,
    MailAddressField,
    NHSNumberField,
    RadiosField,
)
from sdm.pages.forms import PlainForm
from sdm.rules.ages import age_on, is_adult, is_too_young
from sdm.rules.needs import needs_of

# No clinic books further ahead than this; a year beyond it is a slip of the finger.
FURTHEST = timedelta(days=2 * 365)


def moment_to_come(moment: datetime) -> datetime:
    """The moment of an appointment; raises ValidationError for one that has passed or cannot be meant."""
    if moment <= timezone.now():
        raise forms.ValidationError("The appointment must be in the future")
    if moment > timezone.now() + FURTHEST:
        raise forms.ValidationError("Check the year: the appointment is more than 2 years from now")
    return moment


class NewConversationForm(PlainForm):
    """What a conversation starts from."""

    name = LineField(
        label="Patient’s full name",
        max_length=200,
        error_messages={"required": "Enter the patient’s full name"},
    )
    date_of_birth = BirthDateField()
    under_18 = ConfirmField(label="I have read this. Start the conversation all the same")
    nhs_number = NHSNumberField(help_text="It has 10 digits, like 943 476 5919")
    edition = RadiosField(
        label="Which leaflet is the conversation about?", error_messages={"required": "Choose a leaflet"}
    )
    appointment_at = AppointmentField(
        label="When is the appointment?", help_text="The day, and the time like 09:30 or 14:15"
    )
    seen_by = SeenByField()
    symptoms_began = BeganField()
    presented_on = CameField()
    email = MailAddressField(
        label="Patient’s e-mail address (optional)",
        help_text="Only if the patient agrees to get the link by e-mail. Nothing is sent yet.",
        required=False,
    )

    def __init__(self, *args, editions: list[Edition], colleagues: Colleagues, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_by"].offer(colleagues, str(by.pk))
        self.editions = {str(edition.pk): edition for edition in editions}
        self.fields["edition"].choices = [(key, _label(one)) for key, one in self.editions.items()]
        passed = {key: one.review_passed_on for key, one in self.editions.items()}
        self.fields["edition"].hints = {
            key: f"Review was due on {date_format(day, 'j F Y')}" for key, day in passed.items() if day
        }

    def clean(self) -> dict[str, Any]:
        """Somebody who is no adult on the day of the appointment is confirmed as such."""
        values = super().clean()
        confirmed, born, on = values.pop("under_18", False), values.get("date_of_birth"), values.get("appointment_at")
        if born and on and not confirmed and (warning := warning_of_age(age_on(born, timezone.localdate(on)))):
            self.add_error("under_18", warning)
        return values

    def clean_edition(self) -> Edition:
        """The edition itself."""
        return self.editions[self.cleaned_data["edition"]]

    def clean_appointment_at(self) -> datetime:
        """A moment to come, and not by a slip in a year far away."""
        return moment_to_come(self.cleaned_data["appointment_at"])

    def clean_symptoms_began(self) -> date | None:
        """A day between the patient's birth and today."""
        return checked_beginning(self.cleaned_data["symptoms_began"], self.cleaned_data.get("date_of_birth"))

    def clean_presented_on(self) -> date | None:
        """A day from the first of the symptoms, where that is known, until today."""
        born, began = self.cleaned_data.get("date_of_birth"), self.cleaned_data.get("symptoms_began")
        return checked_coming(self.cleaned_data["presented_on"], born, began)


def warning_of_age(age: int, day: str = "that day") -> str:
    """What is told to somebody who starts a conversation with a patient of so many years; empty for an adult."""
    if is_adult(age):
        return ""
    warning = f"On {day} this patient is {age} years old. This app records an adult’s own consent. "
    if is_too_young(age):
        warning += "Consent cannot be recorded here for a patient under 16: use consent form 2 on paper. "
    return f"{warning}Follow your hospital’s policy for patients under 18"


def editions_to_start() -> list[Edition]:
    """The editions that a conversation can be about, by reference.

    A conversation stands on the original; a patient reads it in any language that it has been put into.
    """
    originals = Edition.objects.current().filter(translation_of=None).with_review_day()
    return list(originals.select_related("leaflet").defer("document", "source_text").order_by("leaflet__reference"))


def _label(edition: Edition) -> str:
    """A leaflet by its reference and title, and its language where that is not English."""
    if edition.language == "en":
        return str(edition.leaflet)
    return f"{edition.leaflet} ({dict(settings.LANGUAGES).get(edition.language, edition.language)})"


@require_http_methods(["GET", "HEAD", "POST"])
@clinicians
def new(request: HttpRequest) -> HttpResponse:
    """The form for a new conversation; the invitation comes next."""
    choices = {
        "editions": editions_to_start(),
        "colleagues": Colleagues(User.objects.clinicians_of(request.user.hospital_id)),
        "by": request.user,
    }
    if request.method != "POST":
        return _show(request, NewConversationForm(**choices))
    form = NewConversationForm(request.POST, **choices)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        conversation = start_conversation(**form.cleaned_data, by=request.user)
    except AnotherPatient as why:
        form.add_error("nhs_number", str(why))
        return _show(request, form, status=422, known=_one_of(why.patient, request.user))
    except AnotherName as why:
        form.add_error("name", str(why))
        return _show(request, form, status=422, known=_one_of(why.patient, request.user))
    except AlreadyOpen as why:
        if why.conversation and _is_the_same(why.conversation, form.cleaned_data, request.user):
            return redirect("conversation-invitation", why.conversation.pk)
        form.add_error(None, str(why))
        return _show(request, form, status=409, open_one=why.conversation)
    about = str(conversation.pk)
    if conversation.patient.name != form.cleaned_data["name"]:
        messages.info(request, words.KNOWN_AS.format(name=conversation.patient.name), about)
    if needs := needs_of(None, conversation.known_needs, {}):
        messages.info(request, words.KNOWN_NEEDS.format(needs=", ".join(map(str, needs))), about)
    messages.success(request, words.STARTED, about)
    return redirect("conversation-invitation", conversation.pk)


def _is_the_same(conversation: Conversation, typed: dict[str, Any], by: User) -> bool:
    """Whether the form was sent twice: what it asks for stands already, by the same person."""
    wanted = (
        *(typed["edition"].pk, typed["appointment_at"], typed["seen_by"].pk, typed["symptoms_began"]),
        *(typed["presented_on"], typed["email"], by.pk),
    )
    stands = (
        conversation.edition_id,
        conversation.appointment_at,
        conversation.seen_by_id,
        conversation.symptoms_began,
        conversation.presented_on,
        conversation.email,
        conversation.created_by_id,
    )
    return wanted == stands


def _one_of(patient: Patient, by: User) -> Conversation | None:
    """The newest conversation of a patient of the clinician's hospital, from which their details are corrected."""
    return Conversation.objects.visible_to(by).filter(patient=patient).order_by("-created_at").first()


def _show(
    request: HttpRequest, form: NewConversationForm, status: int = 200, **more: Conversation | None
) -> HttpResponse:
    """The form; `more` is the conversation that is open already, `open_one`, or one of the patient who is `known`."""
    return render(request, "clinician/new.html", {"form": form, **more}, status=status)
