"""Reads what a conversation holds into what the rule on standing judges: the latest decision, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from sdm.models.answers import Answer, DiscussionNote
from sdm.models.conversations import Conversation
from sdm.models.decisions import Decision
from sdm.models.in_words import NOT_AGREED_TO, about_answer, about_note, answered, as_of, recorded
from sdm.models.leaflets import Edition, published_content
from sdm.rules import parts
from sdm.rules.afterwards import asks_anew
from sdm.rules.ages import age_on, was_noticed
from sdm.rules.parts import Saved, saved_in
from sdm.rules.standing import Agreement, Basis, Difference, Standing, differences
from sdm.rules.transitions import Status


@dataclass(frozen=True)
class Agreed:
    """The latest decision of a conversation, whether it is a consent in force, and what has changed since.

    `decision` is None before any. `editions` are the numbers of the leaflet's published editions by id.
    """

    conversation: Conversation
    decision: Decision | None
    agreement: Agreement
    editions: Mapping[UUID, int]

    @cached_property
    def changed(self) -> tuple[Difference, ...]:
        """Everything that is not as it was when the patient last agreed; nothing where no consent was given.

        Two queries: for what they had answered, and for what had been recorded by then.
        """
        return self.changed_with()

    def changed_with(self, done_by: str = "") -> tuple[Difference, ...]:
        """The same, where somebody else does the procedure than is known so far."""
        if self.agreement.standing() in (Standing.NONE, Standing.WITHDRAWN):
            return ()
        now = replace(self._now, clinician=done_by or self.done_by)
        return differences(self._given, now) + self.agreement.said_wrong()

    @cached_property
    def standing(self) -> Standing:
        """Where the agreement stands."""
        return self.agreement.standing(self.changed)

    @property
    def newest_edition(self) -> UUID:
        """The edition from which a conversation would start today."""
        return max(self.editions, key=self.editions.__getitem__, default=self.conversation.edition_id)

    @property
    def leaflet(self) -> str:
        """How the leaflet stands, which no record tells: its newest edition, and whether theirs was withdrawn."""
        return f"{self.newest_edition} {self.conversation.withdrawn_at or ''}".strip()

    @property
    def agreed_with(self) -> str:
        """Who does the procedure, as far as the patient knew when they last agreed."""
        if confirmation := self.agreement.confirmation:
            return confirmation.done_by
        planned = (self.decision.summary.get("procedure") or {}).get("by") if self.decision else ""
        return planned or (self.decision.recorded_by if self.decision else "")

    @property
    def done_by(self) -> str:
        """Who does the procedure as far as is known: whom the patient agreed to last, unless the plan changed since."""
        planned = self.conversation.procedure_by if self.agreement.is_planned_since else ""
        return planned or self.agreed_with

    @cached_property
    def _given(self) -> Basis:
        """What the patient's agreement rests on, from the rows that stood then."""
        conversation, confirmation = self.conversation, self.agreement.confirmation
        entry = self.decision.recorded_as
        then = conversation.is_sent and conversation.sent_at <= self.decision.decided_at
        answers = as_of(Answer, conversation, entry) if then else {}
        discussion = as_of(DiscussionNote, conversation, entry)
        basis = self._basis(self._told_of, conversation.edition_id, self.agreed_with, answers, discussion)
        agreed_at = confirmation.confirmed_at if confirmation else self.decision.decided_at
        # One that was withdrawn earlier they were told of before they agreed.
        was_withdrawn = conversation.withdrawn_at is not None and conversation.withdrawn_at <= agreed_at
        return replace(basis, withdrawn=conversation.withdrawn_because if was_withdrawn else "")

    @property
    def _told_of(self) -> UUID:
        """The newest edition that the patient was told of when they last agreed: theirs, if of no newer one."""
        if confirmation := self.agreement.confirmation:
            return UUID(confirmation.edition)
        told = self.decision.shown.get("edition")
        return UUID(told) if told else self.conversation.edition_id

    @property
    def _now(self) -> Basis:
        conversation, newest = self.conversation, self.newest_edition
        answers = conversation.answers if conversation.is_sent else {}
        basis = self._basis(newest, newest, self.agreed_with, answers, conversation.discussion)
        return replace(basis, withdrawn=conversation.withdrawn_because, facts={**basis.facts, **self._of_their_age})

    @property
    def _of_their_age(self) -> dict[str, str]:
        """That the patient was under 18 when they decided, where a corrected date of birth shows it only now."""
        conversation = self.conversation
        age = age_on(conversation.patient.date_of_birth, timezone.localdate(self.decision.decided_at))
        who_else = saved_in(conversation.discussion, parts.AGE).text
        return {} if was_noticed(age, who_else) else {"The patient’s age": f"{age} on the day of the decision"}

    def _basis(
        self,
        edition: UUID,
        advice: UUID,
        clinician: str,
        answers: Mapping[str, Saved],
        discussion: Mapping[str, Saved],
    ) -> Basis:
        """`advice` is the edition whose arrangement for this patient's kind of the condition counts."""
        content = self.conversation.content
        return Basis(
            edition=f"Edition {self.editions.get(edition, '')}".strip(),
            arrangement=advice_in(advice, discussion),
            clinician=clinician,
            answers={about_answer(part, content): answered(saved, content) for part, saved in sorted(answers.items())},
            facts={
                about_note(part, content): recorded(saved, content)
                for part, saved in sorted(discussion.items())
                if part not in NOT_AGREED_TO
            },
        )


def agreed(conversation: Conversation) -> Agreed:
    """Where the patient's agreement stands; `conversation` is read with `to_act_on`. Two queries."""
    decision = Decision.objects.latest_of(conversation)
    editions = editions_of(conversation).values_list("pk", "number")
    return Agreed(conversation, decision, agreement_of(conversation, decision), dict(editions))


def advice_in(edition: UUID, discussion: Mapping[str, Saved]) -> str:
    """NICE's category in an edition for the kind of the condition that was recorded; empty where it has none."""
    kind = saved_in(discussion, parts.INDICATION).details.get("indication") or ""
    indication = published_content(edition).indication(kind)
    return indication.arrangement.title if indication else ""


def has_other_advice(conversation: Conversation, newest: UUID) -> bool:
    """Whether NICE's category for this patient is another in a newer edition: a consent would not stand for long."""
    discussion = conversation.discussion
    return advice_in(newest, discussion) != advice_in(conversation.edition_id, discussion)


def editions_of(conversation: Conversation) -> QuerySet[Edition]:
    """The published editions of the conversation's leaflet in its own language, without translations."""
    return Edition.objects.published().filter(
        leaflet_id=conversation.leaflet_id, language=conversation.language, translation_of=None
    )


def agreement_of(conversation: Conversation, decision: Decision | None) -> Agreement:
    """The plain values that say whether the latest decision, read with its confirmations, is a consent in force."""
    return Agreement(
        status=Status(conversation.status),
        number=decision.number if decision else 0,
        choice=decision.choice if decision else "",
        said=conversation.said_since,
        confirmations=decision.confirmations if decision else (),
        planned_as=conversation.planned_as or 0,
    )


def is_asked_anew(conversation: Conversation, decisions: Iterable[Decision]) -> bool:
    """Whether a consent now comes after a change of mind, so that the notes are gone through again."""
    return asks_anew(conversation.said_since, (one.number for one in decisions if one.choice == Decision.CONSENT))
