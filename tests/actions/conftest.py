"""Discussions and decisions that go as far as a test needs."""

import pytest

from sdm.actions.conversations import invite
from sdm.actions.decisions import consent_to_study, decide
from sdm.actions.discussion import save_discussion
from sdm.rules import parts, people
from sdm.rules.parts import Saved, question_part
from tests.given import spoken

SAID = {question_part(number): {"text": f"We talked about question {number}."} for number in range(1, 6)}
ALWAYS = SAID | {
    parts.WHAT_MATTERS: {"text": "Walking the dog again."},
    parts.OPTIONS: {"details": {"discussed": ["procedure", "no-procedure"]}},
    parts.SHARING: {"details": {"family_offered": True, "told_where": True}},
    parts.TEAM: {
        "details": {
            "members": [
                {"profession": "Vascular surgeon", "name": "Dr Amira Khan"},
                {"profession": "Interventional radiologist", "name": "Dr Ravi Shah"},
                {"profession": "Haematologist", "name": "Dr Ann Cole"},
            ],
            "assessed_on": "2026-11-19",
        }
    },
}
ILIOFEMORAL = ALWAYS | {
    parts.INDICATION: {"details": {"indication": "iliofemoral-dvt"}},
    parts.SPECIAL: {
        "details": {
            "written_information": True,
            "uncertainties_explained": True,
            "checks": [{"what": "Scan", "when": "At 6 weeks", "whom": "Vein clinic"}],
            "governance_lead": "Dr Osei",
            "governance_told_on": "2026-11-20",
            "registry": "BSIR Venous Registry",
        }
    },
}
DISTAL = ALWAYS | {
    parts.INDICATION: {"details": {"indication": "distal-dvt"}},
    parts.RESEARCH: {
        "details": {
            "study_name": "LEGS study",
            "ethics_reference": "26/NW/0123",
            "study_explained": True,
            "information_sheet": "3.1",
        }
    },
}


@pytest.fixture
def discuss(clinician, fresh):
    """Saves parts of a discussion on top of what stands; gives the conversation back as it stands."""

    def discuss(conversation, notes: dict[str, dict]):
        conversation = fresh(conversation)
        stands = conversation.discussion
        save_discussion(
            conversation=conversation,
            notes={
                part: Saved(part, revision=stands.get(part, Saved(part)).revision, **note)
                for part, note in notes.items()
            },
            by=clinician,
        )
        return fresh(conversation)

    return discuss


@pytest.fixture
def iliofemoral(conversation, discuss):
    """A conversation in which all that special arrangements ask for has happened."""
    return discuss(conversation, ILIOFEMORAL)


@pytest.fixture
def distal_without_study_consent(conversation, discuss):
    """A conversation in which all that "only in research" asks for has happened, but the consent to the study."""
    return discuss(conversation, DISTAL)


@pytest.fixture
def distal(distal_without_study_consent, clinician, fresh):
    """A conversation in which all that "only in research" asks for has happened."""
    now = distal_without_study_consent
    consent_to_study(conversation=now, given=spoken(), shown=now.head[0], by=clinician)
    return fresh(distal_without_study_consent)


@pytest.fixture
def decided(conversation, clinician, fresh):
    """A conversation after whose decision there can be something to do."""
    decide(conversation=fresh(conversation), choice="refusal", reasons="Not now.", seen=0, by=clinician)
    return conversation


@pytest.fixture
def invite_again(clinician):
    """Another patient's conversation each time that hypothesis begins anew, with its patient."""
    numbers = iter(valid_numbers())

    def invite_again(start):
        conversation = start(nhs_number=next(numbers))
        invitation, _ = invite(conversation=conversation, by=clinician)
        return conversation, people.Actor(people.Kind.PATIENT, str(invitation.pk), "Margaret Ellis")

    return invite_again


def valid_numbers():
    """NHS numbers whose last digit checks the others."""
    for number in range(400_000_000, 400_001_000):
        digits = f"{number:09}"
        check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            yield f"{digits}{0 if check == 11 else check}"
