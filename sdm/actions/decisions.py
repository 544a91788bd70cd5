"""Recording what the patient decided; consent only where nothing is outstanding."""

from datetime import date

from django.utils import timezone

from sdm.actions.afterwards import answers_by_doing, keep_replies, replies
from sdm.actions.recording import append, clinician, recorded
from sdm.models import Conversation, Decision, StudyConsent, User
from sdm.models.facts import facts_of
from sdm.rules.afterwards import DECIDED_AGAIN
from sdm.rules.arrangements import Arrangement
from sdm.rules.parts import RESEARCH
from sdm.rules.requirements import Requirement, outstanding
from sdm.rules.transitions import NotAllowed, Status, Step, after
from sdm.rules.words import is_blank
from sdm.summary.build import summary_of

STEPS = {
    Decision.CONSENT: Step.CONSENT,
    Decision.REFUSAL: Step.REFUSE,
    Decision.MORE_TIME: Step.TAKE_MORE_TIME,
}


class ConsentNotYet(NotAllowed):
    """Consent that cannot be recorded yet; `outstanding` is what must happen first."""

    def __init__(self, missing: tuple[Requirement, ...]) -> None:
        super().__init__("Consent cannot be recorded yet. Some things must happen first.")
        self.outstanding = missing


@recorded
def consent_to_study(*, conversation: Conversation, given_as: str, by: User) -> StudyConsent:
    """Record the patient's consent to be in the study that the discussion names: a consent of its own.

    Source: IPG651, "before you agree (consent) to have the procedure and to be in the study".
    The same consent again is the same consent. Raises NotAllowed where no study is named and explained.
    """
    after(Step.CONSENT_TO_STUDY, Status(conversation.status))
    facts = facts_of(conversation)
    if facts.arrangement is not Arrangement.RESEARCH:
        raise NotAllowed("No research study is asked for here.")
    if not (facts.study_named and facts.study_explained):
        raise NotAllowed("Name the study with its ethics reference, and explain it, first.")
    if facts.study_consent_given:
        return conversation.study_consents.latest("given_at")
    study = conversation.discussion[RESEARCH].details
    consent = StudyConsent(
        conversation=conversation,
        study_name=study["study_name"],
        ethics_reference=study["ethics_reference"],
        given_as=given_as,
        recorded_by=by.as_actor().name,
    )
    entry = append(conversation, by=clinician(by, conversation), what="consent to study", content=consent.content())
    consent.given_at, consent.recorded_as = entry.at, entry.sequence
    consent.save(force_insert=True)
    return consent


@recorded
def decide(
    *,
    conversation: Conversation,
    choice: str,
    reasons: str,
    option_id: str = "",
    next_steps: str = "",
    review_on: date | None = None,
    seen: int,
    heard: int = 0,
    by: User,
) -> Decision:
    """Record what the patient decided, and freeze the summary with it.

    Consent needs a discussion with nothing outstanding; refusal and more time are open from everywhere but a
    cancelled conversation. `seen` is how many decisions the screen showed: the same decision sent twice is one.
    `heard` is the last entry in which the screen said that the patient has changed their mind: the decision answers
    what they said up to there, and nothing that they have said since. Raises ConsentNotYet or NotAllowed.
    """
    if choice not in dict(Decision.CHOICES):
        raise NotAllowed("Choose what the patient decided.")
    if is_blank(reasons):
        raise NotAllowed("Write down why, in the patient's own words.")
    decisions = list(conversation.decisions.all())
    values = {
        "choice": choice,
        "option_id": option_id,
        "reasons": reasons,
        "next_steps": next_steps,
        "review_on": review_on,
    }
    if len(decisions) != seen:
        if decisions and all(getattr(decisions[-1], name) == value for name, value in values.items()):
            return decisions[-1]
        raise NotAllowed("A decision was recorded after you opened this page. Look at it first.")
    if choice == Decision.CONSENT and (missing := outstanding(facts_of(conversation))):
        raise ConsentNotYet(missing)
    status = after(STEPS[choice], Status(conversation.status))
    decision = Decision(
        conversation=conversation,
        number=len(decisions) + 1,
        decided_at=timezone.now(),
        recorded_by=by.as_actor().name,
        **values,
    )
    decision.summary = summary_of(conversation, decision=decision).as_document()
    answers = answers_by_doing(conversation, DECIDED_AGAIN, up_to=heard)
    content = decision.content() | {"status": status.value} | replies(conversation, answers)
    by_whom = clinician(by, conversation)
    entry = append(conversation, by=by_whom, what=f"decision: {choice}", content=content, at=decision.decided_at)
    decision.recorded_as = entry.sequence
    decision.save(force_insert=True)
    conversation.status, conversation.recorded_as = status.value, entry.sequence
    conversation.save(update_fields=["status", "recorded_as"])
    keep_replies(conversation, answers, entry)
    return decision
