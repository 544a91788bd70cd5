"""A signed-in clinician, a patient's answers, and a discussion typed into its form as a browser would send it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.discussion import save_discussion
from sdm.models import AgendaItem
from sdm.rules import parts
from sdm.rules.parts import Saved, question_part


@pytest.fixture
def staff(client, clinician):
    """The browser of the clinician, signed in."""
    client.force_login(clinician)
    return client


@pytest.fixture
def at(conversation):
    """The address of one of the conversation's pages."""

    def at(name: str, *more) -> str:
        return reverse(name, args=[conversation.pk, *more])

    return at


@pytest.fixture
def answer(conversation, patient, fresh):
    """Saves one of the patient's answers on top of what stands."""

    def answer(part: str, **values) -> None:
        stands = fresh(conversation).answers.get(part, Saved(part))
        save_answer(conversation=fresh(conversation), part=part, seen=stands.revision, by=patient, **values)

    return answer


@pytest.fixture
def send(conversation, patient, fresh):
    """Sends what the patient saved."""
    return lambda: send_answers(conversation=fresh(conversation), by=patient)


def in_boxes(name: str, day) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


@pytest.fixture
def boxes():
    """A date as the three boxes of a field send it."""
    return in_boxes


TOLD_ON = timezone.localdate() - timedelta(days=3)
ALWAYS = {
    **{f"question-{number}-text": f"We talked about question {number}." for number in range(1, 6)},
    "what-matters-text": "Walking the dog again.",
    "options-discussed": ["procedure", "no-procedure"],
    "sharing-family_offered": "on",
    "sharing-told_where": "on",
}


@pytest.fixture
def iliofemoral():
    """What is typed where everything has happened that special arrangements ask for."""
    return {
        **ALWAYS,
        "indication-indication": "iliofemoral-dvt",
        "special-written_information": "on",
        "special-uncertainties_explained": "on",
        "special-checks": "Scan at 6 weeks",
        "special-governance_lead": "Dr Osei",
        **in_boxes("special-governance_told_on", TOLD_ON),
        "special-registry": "BSIR Venous Registry",
    }


@pytest.fixture
def distal():
    """What is typed where everything has happened that "only in research" asks for, but the consent to the study."""
    return {
        **ALWAYS,
        "indication-indication": "distal-dvt",
        "research-study_name": "LEGS study",
        "research-ethics_reference": "26/NW/0123",
        "research-study_explained": "on",
    }


@pytest.fixture
def note(conversation, clinician, fresh):
    """Saves one part of the discussion, as another clinician would meanwhile."""

    def note(part: str, text: str = "", by=clinician, **details) -> None:
        stands = fresh(conversation).discussion.get(part, Saved(part))
        save_discussion(
            conversation=fresh(conversation),
            notes={part: Saved(part, text=text, details=details, revision=stands.revision)},
            by=by,
        )

    return note


@pytest.fixture
def worry(answer, send, conversation) -> AgendaItem:
    """The item that stands on the agenda because the patient wants to talk about question 3."""
    answer(question_part(3), text="Will I bleed?", understanding=parts.TALK)
    send()
    return conversation.agenda.get()
