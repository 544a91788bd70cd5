"""Reads what a conversation holds into what the rule on standing judges: the latest decision, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from sdm.models.answers import Answer, DiscussionNote, Revision
from sdm.models.conversations import Conversation
from sdm.models.decisions import Decision
from sdm.models.leaflets import Edition, published_content
from sdm.rules import parts
from sdm.rules.edition import EditionContent
from sdm.rules.parts import Saved, question_number
from sdm.rules.patient_fields import lines_of
from sdm.rules.standing import Agreement, Basis, Difference, Standing, differences
from sdm.rules.transitions import Status

# What the parts of a discussion are about, in words; a part that is not here is known by its key.
PARTS = {
    parts.INDICATION: "Which kind of the condition it is",
    parts.WHAT_MATTERS: "What matters to the patient",
    parts.OPTIONS: "Which options were talked about",
    parts.SHARING: "Family, and where to find out more",
    parts.PEOPLE: "Who was there",
    parts.SPECIAL: "Special arrangements",
    parts.RESEARCH: "The research study",
    parts.TEAM: "The team that assessed the patient",
    parts.CONTACT: "Where and how this was talked about",
    parts.CAPACITY: "Whether the patient can make this decision",
    parts.AGE: "Who else takes part, of a patient under 18",
    parts.UNDERSTOOD: "How the patient understood without the help they asked for",
}
# The same for what the patient answers.
ANSWERS = {
    parts.READ: "Whether the patient has read the leaflet",
    parts.WHAT_MATTERS: "What matters to the patient",
    parts.OPTIONS: "What the patient thinks of the options",
    parts.PEOPLE_AND_HELP: "People and help the patient wants",
    parts.WHERE_I_AM: "Where the patient stands",
}


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
        """The same, where somebody else does the procedure than is planned."""
        if self.agreement.standing() in (Standing.NONE, Standing.WITHDRAWN):
            return ()
        given = self._given
        now = self._now
        if named := done_by or self.conversation.procedure_by:
            now = replace(now, clinician=named)
        return differences(given, now) + self.agreement.said_wrong()

    @cached_property
    def standing(self) -> Standing:
        """Where the agreement stands."""
        return self.agreement.standing(self.changed)

    @property
    def newest_edition(self) -> UUID:
        """The edition from which a conversation would start today."""
        return max(self.editions, key=self.editions.__getitem__, default=self.conversation.edition_id)

    @property
    def agreed_with(self) -> str:
        """Who does the procedure, as far as the patient knew when they last agreed."""
        if confirmation := self.agreement.confirmation:
            return confirmation.done_by
        planned = (self.decision.summary.get("procedure") or {}).get("by") if self.decision else ""
        return planned or (self.decision.recorded_by if self.decision else "")

    @cached_property
    def _given(self) -> Basis:
        """What the patient's agreement rests on, from the rows that stood then."""
        conversation, confirmation = self.conversation, self.agreement.confirmation
        entry = self.decision.recorded_as
        then = conversation.is_sent and conversation.sent_at <= self.decision.decided_at
        answers = _as_of(Answer, conversation, entry) if then else {}
        discussion = _as_of(DiscussionNote, conversation, entry)
        edition = UUID(confirmation.edition) if confirmation else conversation.edition_id
        return self._basis(edition, conversation.edition_id, self.agreed_with, answers, discussion)

    @property
    def _now(self) -> Basis:
        conversation, newest = self.conversation, self.newest_edition
        answers = conversation.answers if conversation.is_sent else {}
        return self._basis(newest, newest, self.agreed_with, answers, conversation.discussion)

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
        kind = discussion.get(parts.INDICATION, Saved("")).details.get("indication") or ""
        indication = published_content(advice).indication(kind)
        return Basis(
            edition=f"Edition {self.editions.get(edition, '')}".strip(),
            arrangement=indication.arrangement.title if indication else "",
            clinician=clinician,
            answers={_about(part, content, ANSWERS): _answered(saved, content) for part, saved in _in_order(answers)},
            facts={
                _about(part, content, PARTS): _recorded(saved, content)
                for part, saved in _in_order(discussion)
                # The patient reads what has changed: what is kept from them cannot stand there. Where it was talked
                # about is no part of what they agreed to.
                if part not in (parts.WITHHELD, parts.CONTACT)
            },
        )


def agreed(conversation: Conversation) -> Agreed:
    """Where the patient's agreement stands; `conversation` is read with `to_act_on`. Two queries."""
    decision = Decision.objects.latest_of(conversation)
    editions = Edition.objects.published().filter(
        leaflet_id=conversation.leaflet_id, language=conversation.language, translation_of=None
    )
    return Agreed(
        conversation,
        decision,
        agreement_of(conversation, decision),
        dict(editions.values_list("pk", "number")),
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


def _as_of(model: type[Revision], conversation: Conversation, entry: int) -> dict[str, Saved]:
    """What stood in each part by an entry of the record: every save is a row, so what stood once can be read again."""
    rows = model.objects.filter(conversation=conversation, recorded_as__lte=entry).order_by("part", "revision")
    return {
        row.part: Saved(
            row.part,
            text=row.text,
            understanding=getattr(row, "understanding", ""),
            details=row.details,
        )
        for row in rows
    }


def _in_order(saved: Mapping[str, Saved]) -> list[tuple[str, Saved]]:
    """The parts in an order that is always the same."""
    return sorted(saved.items())


def _about(part: str, content: EditionContent, names: Mapping[str, str]) -> str:
    number = question_number(part)
    question = content.question(number) if number else None
    if question:
        return f"{question.number}. {question.wording}"
    return names.get(part, part.replace("-", " ").capitalize())


def _answered(saved: Saved, content: EditionContent) -> str:
    return "\n".join(": ".join(filter(None, (line.label, line.about, line.words))) for line in lines_of(saved, content))


def _recorded(saved: Saved, content: EditionContent) -> str:
    """What was recorded in one part of the discussion, in words; the edition's ids become its names."""
    names = {one.id: one.name for one in (*content.indications, *content.options)}
    told = ((name.replace("_", " ").capitalize(), _said(value, names)) for name, value in sorted(saved.kept.items()))
    return "\n".join(filter(None, (saved.text, *(f"{label}: {words}" for label, words in told))))


def _said(value: Any, names: Mapping[str, str]) -> str:
    if value is True:
        return "Yes"
    if isinstance(value, Mapping):
        return ", ".join(_said(one, names) for one in value.values() if one)
    if isinstance(value, (list, tuple)):
        between = "; " if any(isinstance(one, Mapping) for one in value) else ", "
        return between.join(_said(one, names) for one in value)
    return names.get(value, str(value)) if isinstance(value, str) else str(value)
