"""Recording what the patient decided; consent only where nothing is outstanding."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from sdm.actions.afterwards import answers_by_doing, keep_replies, replies
from sdm.actions.follow_up import end_reviews, follow_review
from sdm.actions.recording import append, clinician, keep_changes, recorded
from sdm.models import Conversation, Decision, StudyConsent, User
from sdm.models.agreement import editions_of, is_asked_anew
from sdm.models.bearing import Change, changes_after, study_changes_after
from sdm.models.decisions import STEPS
from sdm.models.facts import facts_of
from sdm.rules.afterwards import DECIDED_AGAIN
from sdm.rules.arrangements import Arrangement
from sdm.rules.brief_readings import unread
from sdm.rules.giving import Given, why_not_given
from sdm.rules.materiality import material, unspoken
from sdm.rules.parts import RESEARCH
from sdm.rules.requirements import Requirement, outstanding, patients_own
from sdm.rules.transitions import NotAllowed, Status, Step, after
from sdm.rules.words import has_a_word
from sdm.summary.build import summary_of

TALK_ABOUT_IT = (
    "Something matters to the patient and nobody has written about it. Talk about it, or ask whether they want to, and "
    "say so."
)


class ConsentNotYet(NotAllowed):
    """Consent that cannot be recorded yet; `outstanding` is what must happen first."""

    def __init__(self, missing: tuple[Requirement, ...]) -> None:
        super().__init__("Consent cannot be recorded yet. Some things must happen first.")
        self.outstanding = missing


class ConsentMoved(NotAllowed):
    """Consent to what is not any more as the page showed it; `changes` are what came since."""

    def __init__(self, changes: tuple[Change, ...]) -> None:
        super().__init__(
            "Something that bears on the consent was recorded after you opened this page. Look at what has changed, "
            "and talk about it. Then you can record the consent."
        )
        self.changes = changes


class NotesNotConfirmed(NotAllowed):
    """A consent after a change of mind, on notes that nobody has gone through again."""

    def __init__(self) -> None:
        super().__init__(
            "The patient changed their mind, or wanted to talk again, after these notes were made. Go through them "
            "with the patient, and say that they still hold."
        )


class NotGiven(NotAllowed):
    """A consent of which nobody says how it was given, or that is not signed."""


@recorded
def consent_to_study(
    *, conversation: Conversation, given: Given | None = None, given_as: str = "", shown: int = 0, by: User
) -> StudyConsent:
    """Record the patient's consent to be in the study that the discussion names: a consent of its own.

    Source: IPG651, "before you agree (consent) to have the procedure and to be in the study".
    `given` says how it was given and signed, `given_as` more about it in words. `shown` is the last entry that the
    screen knew of: the consent is to the study as it stood there. The same consent again is the same consent. Raises
    NotAllowed where no study is named and explained, or the patient cannot consent here to anything; ConsentMoved
    where anything about the study has changed since; NotGiven where it was not given or not signed.
    """
    after(Step.CONSENT_TO_STUDY, Status(conversation.status))
    facts = facts_of(conversation)
    if facts.arrangement is not Arrangement.RESEARCH:
        raise NotAllowed("No research study is asked for here.")
    if not (facts.study_named and facts.study_explained):
        raise NotAllowed(
            "First name the study with its ethics reference, explain it, and write down the version of its information "
            "sheet."
        )
    if in_the_way := [one for one, met in patients_own(facts) if not met]:
        raise NotAllowed(in_the_way[0].label)
    if changes := study_changes_after(conversation, _known_entry(conversation, shown)):
        raise ConsentMoved(changes)
    if facts.study_consent_given:
        return StudyConsent.objects.that_count(conversation, _study(conversation)).latest("given_at")
    if why := _why_not_given(conversation, given, by):
        raise NotGiven(why)
    study = _study(conversation)
    consent = StudyConsent(
        conversation=conversation,
        study_name=study["study_name"],
        ethics_reference=study["ethics_reference"],
        information_sheet=study.get("information_sheet", ""),
        given=given.as_document(),
        given_as=given_as,
        recorded_by=by.as_actor().name,
    )
    entry = append(conversation, by=clinician(by, conversation), what="consent to study", content=consent.content())
    consent.given_at, consent.recorded_as = entry.at, entry.sequence
    consent.save(force_insert=True)
    return consent


def _study(conversation: Conversation) -> Mapping[str, Any]:
    """The study that the discussion names."""
    return conversation.discussion[RESEARCH].details


@recorded
def decide(
    *,
    conversation: Conversation,
    choice: str,
    reasons: str,
    option_id: str = "",
    next_steps: str = "",
    review_on: date | None = None,
    review_with: str = "",
    reservations: str = "",
    limits: str = "",
    people: Sequence[Mapping[str, str]] = (),
    interpreter: str = "",
    given: Given | None = None,
    seen: int,
    heard: int = 0,
    shown: int = 0,
    newest_told: UUID | None = None,
    notes_confirmed: bool = False,
    by: User,
) -> Decision:
    """Record what the patient decided, and freeze the summary with it.

    One with a day to look at it again stands among what is to be done (`follow_review`), until there is another.
    Consent needs a discussion with nothing outstanding, and `given`: how it was given, and that both signed. Refusal,
    more time and another opinion are open from everywhere but a cancelled conversation. `people` are who was there,
    each with `name`, `role` and `how` they took part. `seen` is how many decisions the screen showed: the same
    decision sent twice is one. `heard` is the last entry in which the screen said that the patient has changed their
    mind: the decision answers what they said up to there, and nothing that they have said since. `shown` is the last
    entry that the screen knew of: a consent is to what stood there, and waits where anything that bears on it has come
    since; nothing else does. `newest_told` is the newer edition of the leaflet that the screen told of: known before
    the consent, it is no change after it. `notes_confirmed` is that the notes were gone through again with the patient,
    which a consent after a change of mind needs. Raises ConsentNotYet, ConsentMoved, NotesNotConfirmed, NotGiven or
    NotAllowed.
    """
    decisions = list(conversation.decisions.all())
    values = {
        "choice": choice,
        "option_id": option_id,
        "reasons": _reasons_for(choice, reasons),
        "next_steps": next_steps,
        "review_on": review_on,
        "review_with": review_with,
        "reservations": reservations,
        "limits": limits,
        "people": [dict(one) for one in people],
        "interpreter": interpreter,
    }
    if len(decisions) != seen:
        if decisions and all(getattr(decisions[-1], name) == value for name, value in values.items()):
            return decisions[-1]
        raise NotAllowed("A decision was recorded after you opened this page. Look at it first.")
    if choice == Decision.CONSENT:
        values |= _consent(conversation, decisions, given, shown=shown, notes_confirmed=notes_confirmed, by=by)
        values["shown"] |= _newer_edition(conversation, newest_told)
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
    keep_changes(conversation, entry, status=status.value)
    keep_replies(conversation, answers, entry)
    end_reviews(conversation=conversation, decisions=decisions, by=by)
    if review_on:
        follow_review(conversation=conversation, decision=decision, by=by)
    return decision


def _reasons_for(choice: str, reasons: str) -> str:
    """The reasons for a choice; raises NotAllowed where there is no such choice, or it needs reasons and has none."""
    if choice not in dict(Decision.CHOICES):
        raise NotAllowed("Choose what the patient decided.")
    # A dot is no reason; and nobody has to say why they refuse.
    reasons = reasons if has_a_word(reasons) else ""
    if not reasons and choice != Decision.REFUSAL:
        raise NotAllowed("Write down why, in the patient's own words.")
    return reasons


def _consent(
    conversation: Conversation,
    decisions: Sequence[Decision],
    given: Given | None,
    *,
    shown: int,
    notes_confirmed: bool,
    by: User,
) -> dict[str, Any]:
    """What a decision keeps of a consent besides: how it was given, and what it was shown. Raises as `decide` does."""
    _is_to_what_was_shown(conversation, shown)
    is_anew = is_asked_anew(conversation, decisions)
    if is_anew and not notes_confirmed:
        raise NotesNotConfirmed
    after(Step.CONSENT, Status(conversation.status))
    if why := _why_not_given(conversation, given, by):
        raise NotGiven(why)
    if _not_talked_about(conversation, given):
        raise NotGiven(TALK_ABOUT_IT)
    return {"given": given.as_document(), "shown": _what_was_shown(conversation, shown, is_anew)}


def _newer_edition(conversation: Conversation, told: UUID | None) -> dict[str, str]:
    """The newer edition that the patient was told of, if it is one of their leaflet."""
    if told is None or told == conversation.edition_id:
        return {}
    return {"edition": str(told)} if editions_of(conversation).filter(pk=told).exists() else {}


def _why_not_given(conversation: Conversation, given: Given | None, by: User) -> str:
    return why_not_given(given, timezone.now(), not_witnesses=(by.name, conversation.patient.name))


def _is_to_what_was_shown(conversation: Conversation, shown: int) -> None:
    """Nothing is outstanding, and nothing that bears on a consent came after the screen was drawn."""
    if missing := outstanding(facts_of(conversation)):
        raise ConsentNotYet(missing)
    if changes := changes_after(conversation, _known_entry(conversation, shown)):
        raise ConsentMoved(changes)


def _known_entry(conversation: Conversation, shown: int) -> int:
    """The entry that a screen knew of, or 0: no screen has shown what is still to come."""
    return shown if shown <= conversation.head[0] else 0


def _not_talked_about(conversation: Conversation, given: Given) -> bool:
    """Whether something matters to the patient, nobody wrote a word about it, and nobody says that it was talked about.

    Nothing on the agenda is open any more where a consent can be given.
    """
    sent = conversation.answers if conversation.is_sent else {}
    things = unspoken(material(conversation.content, sent), conversation.discussion)
    return any(one.thing not in given.talked_about for one in things)


def _what_was_shown(conversation: Conversation, shown: int, is_anew: bool) -> dict[str, Any]:
    """Up to which entry the screen went, with the revision of each answer there that nobody had marked as read.

    And that the notes were gone through again, where that was asked for.
    """
    read = [one.as_read() for one in conversation.brief_readings.filter(recorded_as__lte=shown)]
    now = conversation.revisions if conversation.is_sent else {}
    answers = {part: now[part] for part in unread(read, now)}
    besides = {"answers": answers, "notes_confirmed": is_anew}
    return {"entry": shown, **{name: value for name, value in besides.items() if value}}
