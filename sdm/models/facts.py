"""Reads what a conversation holds into the plain facts that the rule on consent judges.

A fact counts only in the very form in which the discussion page saves it: words that say something, a tick that is
true, a day that can be. Whatever else stands there counts as not done.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.utils import timezone

from sdm.models.agenda import AgendaItem
from sdm.models.conversations import Conversation
from sdm.models.decisions import Decision, StudyConsent
from sdm.models.follow_up import ProcedureNote
from sdm.rules import parts
from sdm.rules.ages import age_on
from sdm.rules.capacity import capacity_of, decides_freely
from sdm.rules.edition import EditionContent
from sdm.rules.for_patient import why_procedure_not_offered
from sdm.rules.free_choice import has_no_choice
from sdm.rules.needs import Need
from sdm.rules.parts import Saved, saved_in
from sdm.rules.phrases import is_as_kept
from sdm.rules.planned import are_planned, has_assessed
from sdm.rules.possible_days import KnownDays, can_be
from sdm.rules.requirements import ConsentFacts
from sdm.rules.time_to_think import TimeToThink
from sdm.rules.words import has_a_word, names_something, names_when

Details = Mapping[str, Any]


def facts_of(conversation: Conversation) -> ConsentFacts:
    """The facts that bear on consent; `conversation` is read with `to_act_on`.

    Two queries besides: the open agenda items with the procedure's end, and the consents to a study.
    """
    content, discussion = conversation.content, conversation.discussion
    indication = content.indication(str(saved_in(discussion, parts.INDICATION).details.get("indication") or ""))
    special, study = saved_in(discussion, parts.SPECIAL).details, saved_in(discussion, parts.RESEARCH).details
    sharing, team = saved_in(discussion, parts.SHARING).details, saved_in(discussion, parts.TEAM).details
    known = known_days(conversation)
    capacity = capacity_of(saved_in(discussion, parts.CAPACITY).details, known)
    return ConsentFacts(
        questions=tuple(question.number for question in content.questions),
        question_wordings={question.number: question.wording for question in content.questions},
        arrangement=indication.arrangement if indication else None,
        discussed=frozenset(
            question.number
            for question in content.questions
            if _has_text(discussion, parts.question_part(question.number))
        ),
        standard_wording=frozenset(part for part, saved in discussion.items() if is_as_kept(saved)),
        no_procedure_discussed=_no_procedure_discussed(content, saved_in(discussion, parts.OPTIONS).details),
        waiting_changes_of_mind=sum(said.waits and said.is_change_of_mind for said in conversation.said_since),
        **_counted(conversation),
        what_matters_recorded=what_matters_recorded(conversation),
        family_offered=_ticked(sharing, "family_offered"),
        told_where_to_find_more=_ticked(sharing, "told_where"),
        written_information_given=_ticked(special, "written_information"),
        uncertainties_explained=_ticked(special, "uncertainties_explained"),
        checks_planned=are_planned(special.get("checks")),
        governance_lead_told=names_something(special.get("governance_lead"))
        and can_be(special.get("governance_told_on"), known),
        registry_or_audit=names_something(special.get("registry")),
        not_offered_because=why_procedure_not_offered(saved_in(discussion, parts.OPTIONS).details, content),
        age=age_of(conversation),
        who_else=saved_in(discussion, parts.AGE).text,
        capacity=capacity,
        decides_freely=decides_freely(
            saved_in(discussion, parts.CAPACITY).details,
            says_no_choice=conversation.is_sent and has_no_choice(conversation.answers),
        ),
        team=content.team,
        team_source=content.team_source,
        team_assessed=has_assessed(content.team, team.get("members"), are_different=_ticked(team, "different_people"))
        and can_be(team.get("assessed_on"), known),
        help_open=0 if _has_text(discussion, parts.UNDERSTOOD) else len(help_to_arrange(conversation)),
        study_named=_names_study(study),
        study_explained=_explains_study(study),
        study_consent_given=_names_study(study) and StudyConsent.objects.that_count(conversation, study).exists(),
        time_to_think_settled=_time_to_think_settled(conversation),
        withdrawal_settled=not conversation.withdrawn_because or told_of_withdrawal(conversation) != "",
    )


def _counted(conversation: Conversation) -> dict[str, Any]:
    """How many things are still to be talked about, and what became of the procedure. One query."""
    note = ProcedureNote.objects.filter(conversation=OuterRef("pk")).order_by("-revision")
    still_open = Count("agenda", filter=Q(agenda__state=AgendaItem.OPEN))
    end = Subquery(note.values(value=KT("details__happened"))[:1])
    this = Conversation.objects.filter(pk=conversation.pk)
    # That of a preview is in memory alone.
    nothing = {"open_agenda_items": 0, "procedure_end": ""}
    found = next(iter(this.values(open_agenda_items=still_open, procedure_end=end)), nothing)
    return {**found, "procedure_end": found["procedure_end"] or ""}


def what_matters_recorded(conversation: Conversation) -> bool:
    """Whether the patient sent what matters to them, or the clinician recorded it as they said it."""
    sent = conversation.is_sent and _has_text(conversation.answers, parts.WHAT_MATTERS)
    return bool(sent or _has_text(conversation.discussion, parts.WHAT_MATTERS))


def told_of_withdrawal(conversation: Conversation) -> str:
    """What the patient was told of the withdrawal of the very edition on which they stand; empty where nothing was."""
    told = saved_in(conversation.discussion, parts.WITHDRAWN)
    is_this = told.details.get("edition") == str(conversation.edition_id)
    return told.text if is_this and has_a_word(told.text) else ""


def known_days(conversation: Conversation, decided_on: Iterable[date] = ()) -> KnownDays:
    """The days that others cannot come before; `decided_on` are those on which the patient chose the procedure."""
    today, began = timezone.localdate(), conversation.symptoms_began
    return KnownDays(
        today=today,
        born=conversation.patient.date_of_birth,
        started_on=timezone.localdate(conversation.created_at),
        symptoms_began=began if began and began <= today else None,
        decided_on=min(decided_on, default=None),
    )


def age_of(conversation: Conversation) -> int:
    """The patient's age in whole years today, the day of a decision that is recorded now."""
    return age_on(conversation.patient.date_of_birth, timezone.localdate())


def help_to_arrange(conversation: Conversation) -> tuple[Need, ...]:
    """The help that the patient asked for and for which nothing is arranged."""
    return tuple(need for need in conversation.needs if need.is_to_arrange)


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
    return names_something(study.get("study_name")) and names_when(study.get("ethics_reference"))


def _explains_study(study: Details) -> bool:
    """Whether the study was explained, and it is known which version of its information sheet the patient has."""
    return _ticked(study, "study_explained") and names_when(study.get("information_sheet"))


def _has_text(saved: Mapping[str, Saved], part: str) -> bool:
    """Whether somebody wrote words there; a hospital's phrases alone were not said to, or by, this patient."""
    return has_a_word(saved_in(saved, part).text) and not is_as_kept(saved.get(part))


def _ticked(details: Details, name: str) -> bool:
    return details.get(name) is True
