"""The decision: what is outstanding first, then what the patient chose, in their own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sdm.actions.decisions import decide
from sdm.actions.mails import tell_of_summary
from sdm.actions.scans import add_scans
from sdm.models import Conversation, Decision
from sdm.models.agreement import agreement_of, has_other_advice, is_asked_anew
from sdm.models.bearing import changes_after, unread_answers
from sdm.models.facts import facts_of, time_to_think
from sdm.models.page_queries import visible_to
from sdm.pages.clinician import words
from sdm.pages.clinician.arranging import FORMS
from sdm.pages.clinician.box_rows import BoxRows
from sdm.pages.clinician.gate import of_their_hospital
from sdm.pages.clinician.material import unspoken_of
from sdm.pages.clinician.parked import parked_of
from sdm.pages.clinician.scans_form import DecisionGivingForm
from sdm.pages.fields import DateBoxesField, LineField, RadiosField, WordsField, is_to_come
from sdm.pages.forms import PlainForm
from sdm.rules import parts
from sdm.rules.capacity import another_form
from sdm.rules.edition import Option
from sdm.rules.for_patient import instead_of_procedure
from sdm.rules.parts import saved_in
from sdm.rules.requirements import Requirement, outstanding
from sdm.rules.scans import ScanFile
from sdm.rules.standing import NOT_IN_FORCE
from sdm.rules.taking_part import HOW, MOST_PEOPLE, WHAT, how_of, others_there
from sdm.rules.transitions import NotAllowed, Step
from sdm.rules.words import has_a_word

# What a press is bound to, as the page showed it: so many decisions, what the patient said since, the record, and a
# newer edition of the leaflet.
BOUND_TO = ("seen", "heard", "shown", "newest_told")
# Where what is outstanding is done, if not in a part of the discussion that is named like it.
PAGES = {
    "study-consent": ("conversation-study-consent", ""),
    "procedure": ("conversation-procedure", ""),
    "procedure-end": ("conversation-procedure-end", ""),
    "withdrawn": ("conversation-edition", ""),
    "said": ("conversation", "#said"),
    "answers": ("conversation", ""),
    "edition": ("conversation-edition", ""),
    "first-days": ("conversation-first-days", ""),
}


WRITE_WHY = (
    "Write why, in the patient’s own words",
    "Write why, in the patient’s own words. Or tick that they did not want to say",
)
PEOPLE = BoxRows(
    name="person",
    legend="Person",
    boxes=lambda: {
        "name": LineField(label="Name", required=False),
        "role": LineField(label="Who they are", help_text="For example: daughter, specialist nurse", required=False),
        "what": RadiosField(
            label="What they are to the patient", look="small inline", choices=list(WHAT.items()), required=False
        ),
        "how": RadiosField(label="How they took part", look="small inline", choices=list(HOW.items()), required=False),
    },
    needed={"name": "Write who this is"},
    most=MOST_PEOPLE,
    begun=("name", "role"),
)


class DecisionForm(PlainForm):
    """What the patient decided. Consent is among the answers only where it is offered."""

    seen = forms.IntegerField(min_value=0, max_value=32767, widget=forms.HiddenInput)
    heard = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)
    shown = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)
    newest_told = forms.UUIDField(required=False, widget=forms.HiddenInput)
    choice = RadiosField(
        label="What did the patient decide?",
        choices=Decision.CHOICES,
        reveals={Decision.REFUSAL: ("no_reason",)},
        error_messages={"required": "Choose what the patient decided"},
    )
    no_reason = forms.BooleanField(label="They did not want to say why", required=False)
    option_id = RadiosField(
        label="If not the procedure: what they choose instead (optional)", look="small", required=False
    )
    reasons = WordsField(
        label="Why, in the patient’s own words",
        rows=4,
        required=False,
    )
    reservations = WordsField(
        label="What still troubles the patient (optional)",
        help_text="Reservations, in their own words",
        rows=2,
        required=False,
    )
    limits = WordsField(label="What the patient would not want done (optional)", rows=2, required=False)
    next_steps = WordsField(label="What happens next (optional)", rows=3, required=False)
    review_on = DateBoxesField(
        label="When will you look at this again together? (optional)", required=False, validators=[is_to_come()]
    )
    review_with = LineField(label="With whom? (optional)", required=False)
    interpreter = LineField(
        label="Interpreter (optional)", help_text="Their name, or the service", max_length=200, required=False
    )

    notes_confirmed = forms.BooleanField(
        label="I have gone through the notes with the patient again, and they still hold",
        help_text="The patient changed their mind, or wanted to talk again, after these notes were made.",
        required=False,
    )

    def __init__(
        self,
        instead: Sequence[Option],
        data: Any = None,
        *,
        offer_consent: bool,
        is_anew: bool,
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial | PEOPLE.initial(initial.get("people", ())))
        self.fields.update(PEOPLE.fields())
        # Consent that comes all the same is refused by the action, which says what is outstanding.
        if not offer_consent:
            self.fields["choice"].widget.choices = [
                (value, label) for value, label in Decision.CHOICES if value != Decision.CONSENT
            ]
        if not (offer_consent and is_anew):
            del self.fields["notes_confirmed"]
        self.fields["option_id"].choices = [
            *((option.id, option.name) for option in instead),
            ("", "Not chosen yet"),
        ]

    @property
    def first(self) -> list[BoundField]:
        """What every decision says."""
        return [self[name] for name in (*BOUND_TO, "choice", "option_id", "reasons")]

    @property
    def more(self) -> list[BoundField]:
        """What a decision may say besides."""
        return [self[name] for name in ("reservations", "limits", "next_steps", "review_on", "review_with")]

    @property
    def consent(self) -> list[BoundField]:
        """What is asked besides for a consent after a change of mind."""
        return [self[name] for name in ("notes_confirmed",) if name in self.fields]

    @property
    def people(self) -> list[tuple[str, list[BoundField], bool]]:
        """Who was there, a row for each."""
        return PEOPLE.drawn(self)

    @property
    def names(self) -> list[str]:
        """Everybody who would be recorded as having been there, as the rows stand."""
        return [str(name) for _, (box, *_), _ in self.people if (name := box.value())]

    @property
    def has_wrong_people(self) -> bool:
        """Whether something has to be mended in the rows of those who were there."""
        return any(box.errors for _, boxes, _ in self.people for box in (*boxes, self["interpreter"]))

    def clean_heard(self) -> int:
        """The last entry in which the page said that the patient has changed their mind; 0 where it did not."""
        return self.cleaned_data["heard"] or 0

    def clean_shown(self) -> int:
        """The last entry of the record that the page knew of; 0 where it names none."""
        return self.cleaned_data["shown"] or 0

    def clean(self) -> dict[str, Any]:
        """What is chosen instead belongs to a refusal only; whoever consents anew has gone through the notes again."""
        values = super().clean()
        values["people"] = PEOPLE.read(self)
        refuses = values.get("choice") == Decision.REFUSAL
        # A dot is no reason, and no reason is needed to refuse.
        says_enough = values.get("reasons") if refuses else has_a_word(values.get("reasons"))
        refuses_so = values.pop("no_reason", False) and refuses
        if not says_enough and not refuses_so and "reasons" not in self.errors:
            self.add_error("reasons", WRITE_WHY[refuses])
        if values.get("option_id") and values.get("choice") not in (Decision.REFUSAL, None, ""):
            self.add_error(
                "option_id", "This is only for a patient who does not have the procedure. Choose one of the two"
            )
        if values.get("choice") == Decision.CONSENT and values.get("notes_confirmed") is False:
            self.add_error(
                "notes_confirmed", "Go through the notes with the patient again, and tick that they still hold"
            )
        return values


@require_http_methods(["GET", "HEAD", "POST"])
@of_their_hospital
def decision(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """What is outstanding, and the form; a POST records the decision."""
    data = request.POST if request.method == "POST" else None
    shown = _drawn(request, conversation, data)
    form, offer_consent = shown["form"], shown["offer_consent"]
    # Nobody else signs anything: a refusal is never held up by a form for consent.
    consents = data is not None and data.get("choice") == Decision.CONSENT
    unspoken = [one.thing for one in unspoken_of(conversation, conversation.items)]
    giving = DecisionGivingForm(
        request, data if consents else None, patient=conversation.patient.name, unspoken=unspoken
    )
    shown["giving"] = giving
    if data is None:
        return _show(request, conversation, shown)
    # Consent that cannot be given yet is refused by the action, which says why, before anybody signs.
    signs = consents and offer_consent
    if not all([form.is_valid(), not signs or giving.is_valid()]):
        if signs:
            giving.ask_for_scan_again()
        shown["problems"] = form.problems + (giving.problems if signs else [])
        return _show(request, conversation, shown, status=422)
    try:
        given = giving.given() if signs else None
        recorded = decide(conversation=conversation, given=given, by=request.user, **form.cleaned_data)
    except NotAllowed as why:
        if signs:
            giving.ask_for_scan_again()
        return _refused(request, conversation, shown, why)
    if signs:
        _add_scan(request, conversation, recorded, giving.cleaned_data["scans"])
    told = tell_of_summary(conversation=conversation, by=request.user)
    messages.success(request, words.DECISION_RECORDED_AND_TOLD if told else words.DECISION_RECORDED)
    return redirect("conversation-summary", conversation.pk)


def _drawn(request: HttpRequest, conversation: Conversation, data: Any) -> dict[str, Any]:
    """What the page is about as the conversation stands, with the form."""
    facts = facts_of(conversation)
    missing = outstanding(facts)
    decisions = list(conversation.decisions.with_later().defer("summary"))
    offer_consent = not missing and conversation.may(Step.CONSENT)
    options = saved_in(conversation.discussion, parts.OPTIONS).details
    form = DecisionForm(
        instead_of_procedure(options, conversation.content),
        data,
        offer_consent=offer_consent,
        is_anew=is_asked_anew(conversation, decisions),
        initial=_initial(request, conversation, len(decisions)),
    )
    return {
        "form": form,
        "missing": missing,
        "another_form": another_form(facts.age, facts.capacity),
        "decisions": decisions,
        "offer_consent": offer_consent,
        "problems": [],
    }


def _refused(request: HttpRequest, conversation: Conversation, before: dict[str, Any], why: NotAllowed) -> HttpResponse:
    """The page as everything stands now, with what was typed; pressing again is on top of what it shows then.

    Whoever wanted to record a consent is told all that bears on it and has changed since their page was drawn.
    """
    now = visible_to(request.user, conversation.pk)
    stands = _initial(request, now, now.decisions.count())
    data = request.POST.copy()
    for name in BOUND_TO:
        data[name] = stands[name]
    shown = _drawn(request, now, data)
    shown["form"].add_error(None, str(why))
    sent = before["form"].cleaned_data
    if sent["choice"] == Decision.CONSENT:
        before["giving"].ask_to_sign_again()
        shown["changes"] = [(one, place_of(one.place, now)) for one in changes_after(now, sent["shown"])]
    return _show(request, now, shown | {"giving": before["giving"]}, status=409)


def _add_scan(request: HttpRequest, conversation: Conversation, decision: Decision, files: Sequence[ScanFile]) -> None:
    """Add the scan that came with a decision; the decision stands whatever becomes of it."""
    try:
        if files:
            add_scans(conversation=conversation, decision_number=decision.number, files=files, by=request.user)
    except NotAllowed as why:
        messages.warning(request, words.SCAN_NOT_ADDED.format(why=why))


def _initial(request: HttpRequest, conversation: Conversation, decisions: int) -> dict[str, Any]:
    """What stands in the form at first: who is surely there, and who was in the discussion, its interpreter too."""
    people = saved_in(conversation.discussion, parts.PEOPLE).details
    others = others_there(people.get("present", ""), (conversation.patient.name, request.user.name))
    return {
        "seen": decisions,
        "heard": max((said.entry for said in conversation.said_since), default=0),
        "shown": conversation.head[0],
        "newest_told": _newer_edition(conversation),
        "interpreter": people.get("interpreter", ""),
        "people": [
            {"name": conversation.patient.name, "role": "", "what": "patient", "how": "in-room"},
            {"name": request.user.name, "role": request.user.job_title, "what": "professional", "how": "in-room"},
            *({"name": name, "role": "", "what": "", "how": how_of(name)} for name in others),
        ][:MOST_PEOPLE],
    }


def _newer_edition(conversation: Conversation) -> UUID | None:
    """The newer edition of the leaflet that the page tells of; None where there is none."""
    now = conversation.edition_now
    return now.newest if now and now.is_older else None


def _show(request: HttpRequest, conversation: Conversation, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    missing: tuple[Requirement, ...] = shown["missing"]
    newer = _newer_edition(conversation) if shown["offer_consent"] else None
    latest: Decision | None = shown["decisions"][-1] if shown["decisions"] else None
    context = {
        **shown,
        "conversation": conversation,
        "outstanding": [(one, place_of(one.part, conversation)) for one in missing],
        "latest": latest,
        "not_in_force": NOT_IN_FORCE.get(agreement_of(conversation, latest).standing(), ""),
        "unread": unread_answers(conversation) if conversation.may(Step.CONSENT) else (),
        "was_read": bool(conversation.readings),
        "unspoken": unspoken_of(conversation, conversation.items),
        "parked": parked_of(conversation) if conversation.may(Step.REFUSE) else (),
        "time": time_to_think(conversation, None),
        "on_paper": [one for one in shown["decisions"] if one.is_on_paper],
        "may_add": conversation.may(Step.ADD_SCAN),
        "other_advice": newer is not None and has_other_advice(conversation, newer),
        "may_decide": conversation.may(Step.REFUSE),
        "may_reopen": conversation.may(Step.REOPEN),
    }
    return render(request, "clinician/decision.html", context, status=status)


def place_of(part: str, conversation: Conversation) -> str:
    """The address where what is outstanding is done: a page of its own, or a place on the page of the discussion."""
    if part in FORMS:
        return reverse("conversation-arrangement", args=[conversation.pk, part])
    name, place = PAGES.get(part, ("conversation-discussion", f"#{part}"))
    return reverse(name, args=[conversation.pk]) + place
