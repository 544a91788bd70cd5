"""What patients decided, and the consents they gave."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models

from sdm.models.conversations import Conversation, as_moment
from sdm.models.one_query import confirmations, follow_ups, scans
from sdm.rules.scans import Scanned, awaits_scan, is_on_paper
from sdm.rules.standing import Confirmed
from sdm.rules.transitions import Step
from sdm.rules.words import marked


class StudyConsentQuerySet(models.QuerySet):
    """Consents to a study, and which of them count."""

    def that_count(self, conversation: Conversation, study: Mapping[str, Any]) -> "StudyConsentQuerySet":
        """Those to the study that is named now, with the version of its information sheet that the patient has.

        One from before the patient said no to the procedure, or took their consent to it back, counts no more: they are
        asked for both. `conversation` is read with `afterwards`.
        """
        taken_back = max((said.entry for said in conversation.said_since if said.withdraws), default=0)
        refused = Decision.objects.filter(
            conversation=models.OuterRef("conversation"),
            choice=Decision.REFUSAL,
            recorded_as__gt=models.OuterRef("recorded_as"),
        )
        names = ("study_name", "ethics_reference", "information_sheet")
        is_it = {name: str(study.get(name) or "") for name in names}
        return self.filter(~models.Exists(refused), conversation=conversation, recorded_as__gt=taken_back, **is_it)


class StudyConsent(models.Model):
    """A patient's consent to be in a research study: a consent of its own, beside that to the procedure."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="study_consents")
    study_name = models.CharField(max_length=300)
    ethics_reference = models.CharField(max_length=100)
    information_sheet = models.CharField(max_length=100, blank=True, help_text="The version that the patient has.")
    given_as = models.CharField(max_length=400, blank=True, help_text="How the patient gave it, in words.")
    given = models.JSONField(default=dict, blank=True, help_text="How it was given and signed (rules.giving).")
    given_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=400)
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that this row is.")

    objects = StudyConsentQuerySet.as_manager()

    class Meta:
        ordering = ["given_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(study_name="") & ~models.Q(ethics_reference=""), name="study_consent_names_study"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study_name} ({self.ethics_reference})"

    def key(self) -> tuple:
        """What tells this consent from the others: the entry that it is, and nothing else."""
        return ()

    def content(self) -> dict:
        """What the record keeps of this consent."""
        return {
            "study_name": self.study_name,
            "ethics_reference": self.ethics_reference,
            "given_as": self.given_as,
            **_known(information_sheet=self.information_sheet, given=self.given),
        }


def _known(**values: Any) -> dict[str, Any]:
    """What was not known of rows saved earlier does not stand in their entries either."""
    return {name: value for name, value in values.items() if value}


class DecisionQuerySet(models.QuerySet):
    """Decisions, with what hangs on them."""

    def latest_of(self, conversation: Conversation) -> "Decision | None":
        """The latest decision of a conversation with what the patient said of it on the day; None before any."""
        return self.filter(conversation=conversation).with_later().order_by("-number").first()

    def newest(self) -> "Decision | None":
        """The newest of them without its summary, for one conversation; None where there is none."""
        return self.defer("summary").order_by("-number").first()

    def last_of_each(self) -> "DecisionQuerySet":
        """Those after which their conversation has no other."""
        later = Decision.objects.filter(
            conversation=models.OuterRef("conversation"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(later))

    def with_later(self) -> "DecisionQuerySet":
        """Each decision with what the patient said of it on the day, what is to be done, and scans of its paper."""
        return self.annotate(confirmations_now=confirmations(), follow_ups_now=follow_ups(), scans_now=scans())


class Decision(models.Model):
    """What the patient chose, in their own words, with the summary as it stood then."""

    CONSENT, REFUSAL, MORE_TIME, ANOTHER_OPINION = "consent", "refusal", "more-time", "another-opinion"
    CHOICES = [
        (CONSENT, marked("Have the procedure")),
        (REFUSAL, marked("Not have the procedure")),
        (MORE_TIME, marked("Take more time to decide")),
        (ANOTHER_OPINION, marked("Ask for another opinion")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(help_text="1 for the first decision of the conversation.")
    choice = models.CharField(max_length=20, choices=CHOICES)
    option_id = models.CharField(max_length=60, blank=True, help_text="The option chosen instead of the procedure.")
    reasons = models.TextField(max_length=4000, help_text="Why, in the patient's own words.")
    next_steps = models.TextField(max_length=4000, blank=True, help_text="What happens next.")
    review_on = models.DateField(null=True, blank=True)
    review_with = models.CharField(max_length=200, blank=True, help_text="With whom it is looked at again.")
    reservations = models.TextField(max_length=4000, blank=True, help_text="What still troubles the patient.")
    limits = models.TextField(max_length=4000, blank=True, help_text="What the patient would not want done.")
    people = models.JSONField(default=list, blank=True, help_text="Who was there, who they are, how they took part.")
    interpreter = models.CharField(max_length=200, blank=True, help_text="Their name, or the service.")
    given = models.JSONField(default=dict, blank=True, help_text="How a consent was given and signed (rules.giving).")
    shown = models.JSONField(
        default=dict,
        blank=True,
        help_text="What a consent was shown: up to which entry, and answers that nobody had read.",
    )
    decided_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=400)
    summary = models.JSONField(help_text="The summary, frozen with the decision.")
    recorded_as = models.PositiveIntegerField(help_text="The entry of the record that this row is.")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="one_decision_per_number"),
            models.CheckConstraint(
                condition=models.Q(choice__in=["consent", "refusal", "more-time", "another-opinion"]),
                name="decision_is_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.get_choice_display()

    @property
    def confirmations(self) -> tuple[Confirmed, ...]:
        """What the patient said of it on the day; needs `with_later`."""
        rows = self.confirmations_now or ()
        return tuple(sorted((_confirmed(self, dict(row)) for row in rows), key=lambda one: one.entry))

    @property
    def scans(self) -> tuple[Scanned, ...]:
        """The scans of its signed paper, as they were added, those by mistake among them; needs `with_later`."""
        return tuple(_scanned(dict(row)) for row in self.scans_now or ())

    @property
    def is_on_paper(self) -> bool:
        """Whether its consent was signed on paper."""
        return is_on_paper(self.given)

    @property
    def awaits_scan(self) -> bool:
        """Whether its consent was signed on paper, and the scan of that is not here; needs `with_later`."""
        return awaits_scan(self.given, self.scans)

    def key(self) -> tuple:
        """What tells this decision from the others of its conversation."""
        return (self.number,)

    def content(self) -> dict:
        """What the record keeps of this decision, the summary with it."""
        return {
            "number": self.number,
            "choice": self.choice,
            "option_id": self.option_id,
            "reasons": self.reasons,
            "next_steps": self.next_steps,
            "review_on": self.review_on.isoformat() if self.review_on else None,
            "summary": self.summary,
            **_known(
                review_with=self.review_with,
                reservations=self.reservations,
                limits=self.limits,
                people=self.people,
                interpreter=self.interpreter,
                given=self.given,
                shown=self.shown,
            ),
        }


def _confirmed(decision: Decision, row: dict[str, Any]) -> Confirmed:
    row |= {"confirmed_at": as_moment(row["confirmed_at"]), "edition": str(uuid.UUID(row["edition"]))}
    return Confirmed(about=decision.number, **{**row, "told": tuple(row["told"])})


def _scanned(row: dict[str, Any]) -> Scanned:
    """SQLite writes an id without hyphens; what is no mistake has nothing about one."""
    given = {name: value for name, value in row.items() if value is not None}
    moments = {name: as_moment(given[name]) for name in ("added_at", "mistake_at") if name in given}
    return Scanned(**{**given, **moments, "id": str(uuid.UUID(given["id"]))})


# The step that each choice is (`rules.transitions`).
STEPS = {
    Decision.CONSENT: Step.CONSENT,
    Decision.REFUSAL: Step.REFUSE,
    Decision.MORE_TIME: Step.TAKE_MORE_TIME,
    Decision.ANOTHER_OPINION: Step.ASK_ANOTHER_OPINION,
}
