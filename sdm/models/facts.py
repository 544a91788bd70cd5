"""Reads what a conversation holds into the plain facts that the rule on consent judges.

A fact counts only in the very form in which the discussion page saves it: words that can be seen, a tick that is true,
a date that is one. Whatever else stands there counts as not done.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from sdm.models.agenda import AgendaItem
from sdm.models.conversations import Conversation
from sdm.models.decisions import Decision, StudyConsent
from sdm.rules import parts
from sdm.rules.capacity import capacity_of, decides_freely, may_consent
from sdm.rules.dates import is_day
from sdm.rules.edition import EditionContent
from sdm.rules.for_patient import why_procedure_not_offered
from sdm.rules.parts import Saved
from sdm.rules.planned import are_planned, has_assessed
from sdm.rules.requirements import ConsentFacts
from sdm.rules.time_to_think import TimeToThink
from sdm.rules.words import is_blank

Details = Mapping[str, Any]


def facts_of(conversation: Conversation) -> ConsentFacts:
    """The facts that bear on consent; `conversation` is read with `to_act_on`.

    Two queries besides: the open agenda items and the consents to a study.
    """
    content, discussion = conversation.content, conversation.discussion
    indication = content.indication(str(_details(discussion, parts.INDICATION).get("indication") or ""))
    special, study = _details(discussion, parts.SPECIAL), _details(discussion, parts.RESEARCH)
    sharing, team = _details(discussion, parts.SHARING), _details(discussion, parts.TEAM)
    return ConsentFacts(
        questions=tuple(question.number for question in content.questions),
        question_wordings={question.number: question.wording for question in content.questions},
        arrangement=indication.arrangement if indication else None,
        discussed=frozenset(
            question.number
            for question in content.questions
            if _has_text(discussion, parts.question_part(question.number))
        ),
        no_procedure_discussed=_no_procedure_discussed(content, _details(discussion, parts.OPTIONS)),
        waiting_changes_of_mind=sum(said.waits and said.is_change_of_mind for said in conversation.said_since),
        open_agenda_items=AgendaItem.objects.filter(conversation=conversation, state=AgendaItem.OPEN).count(),
        what_matters_recorded=what_matters_recorded(conversation),
        family_offered=_ticked(sharing, "family_offered"),
        told_where_to_find_more=_ticked(sharing, "told_where"),
        written_information_given=_ticked(special, "written_information"),
        uncertainties_explained=_ticked(special, "uncertainties_explained"),
        checks_planned=are_planned(special.get("checks")),
        governance_lead_told=_has_words(special, "governance_lead") and is_day(special.get("governance_told_on")),
        registry_or_audit=_has_words(special, "registry"),
        not_offered_because=why_procedure_not_offered(_details(discussion, parts.OPTIONS), content),
        may_decide=may_consent(capacity_of(_details(discussion, parts.CAPACITY))),
        decides_freely=decides_freely(_details(discussion, parts.CAPACITY)),
        team=content.team,
        team_source=content.team_source,
        team_assessed=has_assessed(content.team, team.get("members")) and is_day(team.get("assessed_on")),
        study_named=_names_study(study),
        study_explained=_ticked(study, "study_explained"),
        study_consent_given=_names_study(study) and _consented_to(conversation, study),
        time_to_think_settled=_time_to_think_settled(conversation),
        withdrawal_settled=not conversation.withdrawn_because or told_of_withdrawal(conversation) != "",
    )


def what_matters_recorded(conversation: Conversation) -> bool:
    """Whether the patient sent what matters to them, or the clinician recorded it as they said it."""
    sent = conversation.is_sent and _has_text(conversation.answers, parts.WHAT_MATTERS)
    return bool(sent or _has_text(conversation.discussion, parts.WHAT_MATTERS))


def told_of_withdrawal(conversation: Conversation) -> str:
    """What the patient was told of the withdrawal of the very edition on which they stand; empty where nothing was."""
    told = conversation.discussion.get(parts.WITHDRAWN, Saved(parts.WITHDRAWN))
    is_this = told.details.get("edition") == str(conversation.edition_id)
    return told.text if is_this and not is_blank(told.text) else ""


def _no_procedure_discussed(content: EditionContent, options: Details) -> bool:
    discussed = options.get("discussed")
    return isinstance(discussed, list) and any(
        option.is_no_procedure and option.id in discussed for option in content.options
    )


def _time_to_think_settled(conversation: Conversation) -> bool:
    """Whether there is as much time to think as the hospital wants, or words on why there is less."""
    time = time_to_think(conversation, None)
    return time is None or not time.lacks_reason


def time_to_think(conversation: Conversation, decision: Decision | None, on: date | None = None) -> TimeToThink | None:
    """The days between a decision, or today before any, and the procedure on a day; None where no day is known.

    Without `on` it is the day that is planned.
    """
    on = on or conversation.procedure_on
    decided_on = timezone.localdate(decision.decided_at if decision else None)
    wanted = conversation.hospital.days_to_think
    return TimeToThink(on, decided_on, wanted, conversation.short_time_because) if on else None


def _names_study(study: Details) -> bool:
    return _has_words(study, "study_name") and _has_words(study, "ethics_reference")


def _consented_to(conversation: Conversation, study: Details) -> bool:
    """A consent counts for the study that the discussion names now; for another one it does not.

    Nor does one that was given before the patient took their consent to the procedure back: they are asked for both.
    """
    withdrawn = max((said.entry for said in conversation.said_since if said.withdraws), default=0)
    return StudyConsent.objects.filter(
        conversation=conversation,
        study_name=study["study_name"],
        ethics_reference=study["ethics_reference"],
        recorded_as__gt=withdrawn,
    ).exists()


def _details(saved: Mapping[str, Saved], part: str) -> Details:
    return saved[part].details if part in saved else {}


def _has_text(saved: Mapping[str, Saved], part: str) -> bool:
    return part in saved and not is_blank(saved[part].text)


def _has_words(details: Details, name: str) -> bool:
    words = details.get(name)
    return isinstance(words, str) and not is_blank(words)


def _ticked(details: Details, name: str) -> bool:
    return details.get(name) is True
