"""Gathers a conversation into its summary: what both sides keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sdm.models import AgendaItem, Conversation, Decision, StudyConsent
from sdm.models.facts import facts_of, known_days
from sdm.rules import parts
from sdm.rules.capacity import Capacity, capacity_of
from sdm.rules.edition import Outcome
from sdm.rules.for_patient import for_patient
from sdm.rules.markup import plain_of
from sdm.rules.materiality import about_name
from sdm.rules.nhs_number import spaced
from sdm.rules.parts import UNDERSTANDING, Saved, saved_in
from sdm.rules.patient_fields import ASKS, OWN_MATTER, harm_key, lines_of
from sdm.rules.phrases import is_as_kept
from sdm.rules.possible_days import KnownDays
from sdm.rules.requirements import asked_for
from sdm.rules.words import marked
from sdm.summary.later import plan_of
from sdm.summary.leaflet_words import leaflets


@dataclass(frozen=True)
class Summary:
    """A conversation as both sides keep it; dates and moments are ISO texts, moments in UTC, words of ours are English.

    `decision` is None while nothing is decided: such a summary is provisional and says so.
    """

    hospital: dict[str, str]
    patient: dict[str, str]
    leaflet: dict[str, Any]
    appointment_at: str
    symptoms_began: str | None
    indication: dict[str, str] | None
    questions: list[dict[str, Any]]
    what_matters: dict[str, Any]
    people: dict[str, Any]
    where_i_am: list[dict[str, Any]]
    options: list[dict[str, Any]]
    agenda: list[dict[str, Any]]
    arranged: list[dict[str, str]]
    study: dict[str, Any] | None
    requirements: list[dict[str, Any]] = field(default_factory=list)
    decision: dict[str, Any] | None = None
    about_options: list[dict[str, Any]] = field(default_factory=list)
    # By part, what staff typed in for the patient: how it reached them, and who they were.
    typed_in: dict[str, dict[str, str]] = field(default_factory=dict)
    # The plan for the procedure as it was known then: the day, who does it, and why there is less time to think.
    procedure: dict[str, Any] | None = None
    # What the hospital added to the leaflet then: what was seen there, and what happens afterwards.
    local: dict[str, Any] | None = None
    # Where there was a doubt whether the patient could decide: what was done, and what came of it.
    capacity: dict[str, Any] | None = None
    # The form of this document: a summary that was frozen in an older form has to be readable for ever.
    version: int = 1

    def as_document(self) -> dict[str, Any]:
        """The summary as JSON values; `Summary(**document)` gives it back."""
        return asdict(self)

    @property
    def is_provisional(self) -> bool:
        """Whether no decision has been recorded yet."""
        return self.decision is None

    @property
    def leaflet_language(self) -> str:
        """The language of the leaflet; summaries that were frozen early do not say it, and were of English ones."""
        return self.leaflet.get("language", "en")

    def leaflets(self, words: str) -> str:
        """Words of the leaflet, marked where whoever reads the summary reads another language."""
        return leaflets(words, self.leaflet_language)


def summary_of(conversation: Conversation, *, decision: Decision | None = None) -> Summary:
    """The summary of a conversation as it stands, with `decision` where one is being recorded.

    `conversation` is read with `to_act_on`. Answers that the patient has not sent are left out.
    """
    answers = conversation.answers if conversation.is_sent else {}
    said = conversation.discussion
    return Summary(
        hospital=_hospital(conversation),
        patient=_patient(conversation),
        leaflet=_leaflet(conversation),
        appointment_at=_moment(conversation.appointment_at),
        symptoms_began=conversation.symptoms_began.isoformat() if conversation.symptoms_began else None,
        indication=_indication(conversation, said),
        questions=_questions(conversation, answers, said),
        what_matters=_what_matters(conversation, answers, said),
        people={
            "asked_for": _lines(conversation, answers, parts.PEOPLE_AND_HELP),
            **saved_in(said, parts.PEOPLE).details,
        },
        where_i_am=_lines(conversation, answers, parts.WHERE_I_AM),
        about_options=_lines(conversation, answers, parts.OPTIONS),
        typed_in={
            part: {"came_by": saved.came_by, "by": saved.saved_by} for part, saved in answers.items() if saved.came_by
        },
        procedure=plan_of(conversation),
        options=_options(conversation, said),
        agenda=_agenda(conversation),
        arranged=_arranged(said),
        study=_study(conversation, said),
        requirements=[
            {"id": one.id, "label": one.label, "done": one.done, "source": one.source, "met": met}
            for one, met in asked_for(facts_of(conversation))
        ],
        decision=_decision(conversation, decision) if decision else None,
        capacity=_capacity(saved_in(said, parts.CAPACITY).details, known_days(conversation)),
        local=_local(conversation),
    )


def _hospital(conversation: Conversation) -> dict[str, str]:
    return {
        "name": conversation.hospital.name,
        "contact_name": conversation.contact_name,
        "contact_details": conversation.contact_details,
    }


def _patient(conversation: Conversation) -> dict[str, str]:
    patient = conversation.patient
    return {
        "name": patient.name,
        "date_of_birth": patient.date_of_birth.isoformat(),
        "nhs_number": spaced(patient.nhs_number),
    }


def _leaflet(conversation: Conversation) -> dict[str, Any]:
    content = conversation.content
    return {
        "reference": content.reference,
        "title": content.title,
        "published": content.published.isoformat() if content.published else None,
        "source": content.source_name,
        "edition": str(conversation.edition_id),
        "language": conversation.language,
    }


def _indication(conversation: Conversation, said: dict[str, Saved]) -> dict[str, str] | None:
    """The kind of the condition that was recorded, with what NICE says of it."""
    kind = saved_in(said, parts.INDICATION).details.get("indication") or ""
    if not (indication := conversation.content.indication(kind)):
        return None
    return {
        "name": indication.name,
        "arrangement": indication.arrangement.value,
        "arrangement_title": indication.arrangement.title,
        "meaning": indication.arrangement.meaning,
        "evidence": indication.evidence,
    }


def _what_matters(conversation: Conversation, answers: dict[str, Saved], said: dict[str, Saved]) -> dict[str, Any]:
    return {
        "patient": saved_in(answers, parts.WHAT_MATTERS).text,
        "said": saved_in(said, parts.WHAT_MATTERS).text,
        "rated": _rated(conversation, answers),
        "standard": is_as_kept(said.get(parts.WHAT_MATTERS)),
        "said_about": _said_about(conversation, answers, said),
    }


def _capacity(details: Mapping[str, Any], known: KnownDays) -> dict[str, Any] | None:
    """What the patient reads of an assessment; nothing where capacity was presumed."""
    if (capacity := capacity_of(details, known)) is Capacity.PRESUMED:
        return None
    kept = {name: details.get(name) or "" for name in ("support", "assessment", "assessed_by", "assessed_on")}
    return {**kept, "result": capacity.value}


def _questions(conversation: Conversation, answers: dict[str, Saved], said: dict[str, Saved]) -> list[dict]:
    rows = []
    for question in conversation.content.questions:
        part = parts.question_part(question.number)
        answer = saved_in(answers, part)
        rows.append(
            {
                "number": question.number,
                "wording": question.wording,
                "answer": answer.text,
                "understanding": UNDERSTANDING.get(answer.understanding, ""),
                "asks": [answer.details[name] for name in ASKS if answer.details.get(name)],
                "said": saved_in(said, part).text,
                "standard": is_as_kept(said.get(part)),
                "told_back": saved_in(said, part).details.get("told_back") or "",
            }
        )
    return rows


def _lines(conversation: Conversation, answers: dict[str, Saved], part: str) -> list[dict[str, Any]]:
    """What the patient answered on one page, each with the label it had there."""
    return [asdict(line) for line in lines_of(saved_in(answers, part), conversation.content)]


def _rated(conversation: Conversation, answers: dict[str, Saved]) -> list[dict[str, str]]:
    """What the patient rated, and anything of their own beside it, without the words that stand by themselves."""
    saved = saved_in(answers, parts.WHAT_MATTERS)
    return _lines(conversation, {parts.WHAT_MATTERS: replace(saved, text="")}, parts.WHAT_MATTERS)


def _said_about(conversation: Conversation, answers: dict[str, Saved], said: dict[str, Saved]) -> list[dict[str, str]]:
    """What was said about each single thing that may matter, by the words in which it was asked or written."""
    details = saved_in(said, parts.WHAT_MATTERS).details
    own = saved_in(answers, parts.WHAT_MATTERS).details.get(OWN_MATTER) or ""
    things = [*((one.id, one.text) for one in conversation.content.matters), (OWN_MATTER, own)]
    found = ((thing, details.get(about_name(one)) or "") for one, thing in things)
    return [{"about": thing, "words": words} for thing, words in found if words]


def _options(conversation: Conversation, said: dict[str, Saved]) -> list[dict]:
    details = saved_in(said, parts.OPTIONS).details
    return [
        {
            "id": one.option.id,
            "name": one.option.name,
            "description": plain_of(one.option.description),
            "benefits": _outcomes(one.option.benefits),
            "risks": [
                outcome | {"said": details.get(about_name(harm_key(one.option, place))) or ""}
                for place, outcome in enumerate(_outcomes(one.option.risks), start=1)
            ],
            "discussed": one.discussed,
            "added_benefits": [asdict(point) for point in one.good],
            "added_risks": [asdict(point) for point in one.bad],
            "not_offered_because": one.not_offered_because,
        }
        for one in for_patient(details, conversation.content)
    ]


def _outcomes(outcomes: Iterable[Outcome]) -> list[dict]:
    """What is good or bad about an option, each with its figure in words as it was shown."""
    return [asdict(outcome) | {"text": plain_of(outcome.text), "figure": outcome.how_likely} for outcome in outcomes]


def _local(conversation: Conversation) -> dict[str, Any] | None:
    local = conversation.local
    if not local.says_something:
        return None
    return {"results": _outcomes(local.results), "afterwards": plain_of(local.afterwards)}


def _agenda(conversation: Conversation) -> list[dict]:
    return [
        {
            "text": item.text,
            "raised_by": item.get_raised_by_display(),
            "state": item.get_state_display(),
            "outcome": item.outcome,
            "owner": item.owner,
            "due_on": item.due_on.isoformat() if item.due_on else None,
        }
        for item in AgendaItem.objects.filter(conversation=conversation)
    ]


# What was arranged, as (part, field, label): texts and dates that the patient keeps.
ARRANGED = (
    (parts.SPECIAL, "checks", marked("Regular checks")),
    (parts.TEAM, "members", marked("The team that assessed you")),
    (parts.TEAM, "assessed_on", marked("When they assessed you")),
    (parts.SPECIAL, "registry", marked("Where it is recorded how you get on (registry or audit)")),
    (parts.SPECIAL, "governance_lead", marked("Who in the hospital was told (clinical governance lead)")),
    (parts.SPECIAL, "governance_told_on", marked("When they were told")),
    (parts.CONTACT, "location", marked("Where we talked")),
    (parts.CONTACT, "responsible", marked("Who is responsible for your care")),
    (parts.SHARING, "family", marked("Family and others")),
    (parts.SHARING, "where", marked("Where to find out more")),
)


def _arranged(said: dict[str, Saved]) -> list[dict[str, str]]:
    rows = ((label, _in_lines(saved_in(said, part).details.get(name))) for part, name, label in ARRANGED)
    return [{"label": label, "text": text} for label, text in rows if text]


def _in_lines(value: Any) -> str:
    """Words as they stand; rows of words a line each."""
    if isinstance(value, list):
        return "\n".join(", ".join(filter(None, row.values())) for row in value)
    return value or ""


def _study(conversation: Conversation, said: dict[str, Saved]) -> dict[str, Any] | None:
    study = saved_in(said, parts.RESEARCH).details
    if not study.get("study_name"):
        return None
    consent = StudyConsent.objects.that_count(conversation, study).order_by("-given_at").first()
    return {
        "name": study["study_name"],
        "ethics_reference": study.get("ethics_reference", ""),
        "information_sheet": study.get("information_sheet", ""),
        "explained_by": study.get("explained_by", ""),
        "consented_at": _moment(consent.given_at) if consent else None,
        "given_as": consent.given_as if consent else "",
        "given": consent.given if consent else {},
        "recorded_by": consent.recorded_by if consent else "",
    }


def _decision(conversation: Conversation, decision: Decision) -> dict[str, Any]:
    option = conversation.content.option(decision.option_id)
    return {
        "number": decision.number,
        "choice": decision.choice,
        "label": decision.get_choice_display(),
        "option": option.name if option else "",
        "reasons": decision.reasons,
        "next_steps": decision.next_steps,
        "review_on": decision.review_on.isoformat() if decision.review_on else None,
        "review_with": decision.review_with,
        "reservations": decision.reservations,
        "limits": decision.limits,
        "people": decision.people,
        "interpreter": decision.interpreter,
        "given": decision.given,
        "decided_at": _moment(decision.decided_at),
        "recorded_by": decision.recorded_by,
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
