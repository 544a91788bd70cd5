"""A signed-in clinician, a patient's answers, and a discussion typed into its form as a browser would send it."""

from datetime import timedelta

import pytest
from django.db import connection
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


MANY = """
INSERT INTO sdm_patient (id, hospital_id, name, date_of_birth, nhs_number)
SELECT md5('p' || n)::uuid, %(hospital)s, 'Patient ' || md5(n::text), '1950-01-01', lpad(n::text, 10, '0')
FROM generate_series(1, 20000) n;
INSERT INTO sdm_patientname (hospital_id, patient_id, word)
SELECT %(hospital)s, md5('p' || n)::uuid, md5(n::text) FROM generate_series(1, 20000) n;
INSERT INTO sdm_patientname (hospital_id, patient_id, word)
SELECT %(hospital)s, md5('p' || n)::uuid, 'pa' || lpad((n %% 50)::text, 2, '0') FROM generate_series(1, 20000) n;
INSERT INTO sdm_conversation (id, hospital_id, patient_id, edition_id, leaflet_id, status, appointment_at, created_at,
  created_by_id, recorded_as, email)
SELECT md5('c' || n)::uuid, %(hospital)s, md5('p' || n)::uuid, %(edition)s, %(leaflet)s, 'invited',
  now() + n * interval '1 minute', now(), %(clinician)s, 1, '' FROM generate_series(1, 20000) n;
"""


@pytest.fixture
def many(conversation, clinician, edition):
    """A hospital of 20,000 patients, and a database that knows it."""
    ids = {
        "hospital": clinician.hospital_id,
        "edition": edition.pk,
        "leaflet": edition.leaflet_id,
        "clinician": clinician.pk,
    }
    with connection.cursor() as cursor:
        for statement in MANY.strip().rstrip(";").split(";\n"):
            cursor.execute(statement, ids)
        cursor.execute("ANALYZE")


@pytest.fixture
def plan_of():
    """How the database goes about the last of some queries."""

    def plan_of(queries) -> str:
        on_sqlite = connection.vendor == "sqlite"
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {'QUERY PLAN ' if on_sqlite else ''}{queries[-1]['sql']}")
            return "\n".join(row[3 if on_sqlite else 0] for row in cursor.fetchall())

    return plan_of
