"""Reads what a conversation holds into the plain facts that the rule on consent judges."""

from sdm.models.agenda import AgendaItem
from sdm.models.conversations import Conversation
from sdm.models.decisions import StudyConsent
from sdm.rules import parts
from sdm.rules.parts import Saved
from sdm.rules.requirements import ConsentFacts


def facts_of(conversation: Conversation) -> ConsentFacts:
    """The facts that bear on consent; `conversation` is read with answers, discussion and head.

    Two queries besides: the open agenda items and the consents to a study.
    """
    content, discussion = conversation.content, conversation.discussion
    indication = content.indication(_detail(discussion, parts.INDICATION, "indication"))
    special, study = _details(discussion, parts.SPECIAL), _details(discussion, parts.RESEARCH)
    discussed = _details(discussion, parts.OPTIONS).get("discussed", ())
    sharing = _details(discussion, parts.SHARING)
    return ConsentFacts(
        questions=tuple(question.number for question in content.questions),
        question_wordings={question.number: question.wording for question in content.questions},
        arrangement=indication.arrangement if indication else None,
        discussed=frozenset(
            question.number for question in content.questions if _text(discussion, parts.question_part(question.number))
        ),
        no_procedure_discussed=any(option.is_no_procedure and option.id in discussed for option in content.options),
        open_agenda_items=AgendaItem.objects.filter(conversation=conversation, state=AgendaItem.OPEN).count(),
        what_matters_recorded=what_matters_recorded(conversation),
        family_offered=bool(sharing.get("family_offered")),
        told_where_to_find_more=bool(sharing.get("told_where")),
        written_information_given=bool(special.get("written_information")),
        uncertainties_explained=bool(special.get("uncertainties_explained")),
        checks_planned=bool(special.get("checks")),
        governance_lead_told=bool(special.get("governance_lead") and special.get("governance_told_on")),
        registry_or_audit=bool(special.get("registry")),
        study_named=bool(study.get("study_name") and study.get("ethics_reference")),
        study_explained=bool(study.get("study_explained")),
        study_consent_given=_consented_to(conversation, study),
    )


def what_matters_recorded(conversation: Conversation) -> bool:
    """Whether the patient sent what matters to them, or the clinician recorded it as they said it."""
    sent = conversation.is_sent and _text(conversation.answers, parts.WHAT_MATTERS)
    return bool(sent or _text(conversation.discussion, parts.WHAT_MATTERS))


def _consented_to(conversation: Conversation, study: dict) -> bool:
    """A consent counts for the study that the discussion names now; for another one it does not."""
    if not (study.get("study_name") and study.get("ethics_reference")):
        return False
    return StudyConsent.objects.filter(
        conversation=conversation,
        study_name=study["study_name"],
        ethics_reference=study["ethics_reference"],
    ).exists()


def _details(saved: dict[str, Saved], part: str) -> dict:
    return saved[part].details if part in saved else {}


def _detail(saved: dict[str, Saved], part: str, name: str) -> str:
    return _details(saved, part).get(name) or ""


def _text(saved: dict[str, Saved], part: str) -> str:
    return saved[part].text.strip() if part in saved else ""
