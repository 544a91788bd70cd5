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
from tests.given import with_password


@pytest.fixture
def staff(client, clinician):
    """The browser of the clinician, signed in."""
    client.force_login(with_password(clinician))
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
    "team-member0": "Dr Amira Khan",
    "team-member1": "Dr Ravi Shah",
    "team-member2": "Dr Ann Cole",
    **in_boxes("team-assessed_on", TOLD_ON),
}
ARRANGEMENTS = ("team", "special", "research")


@pytest.fixture
def iliofemoral():
    """What is typed where everything has happened that special arrangements ask for."""
    return {
        **ALWAYS,
        "indication-indication": "iliofemoral-dvt",
        "special-written_information": "on",
        "special-uncertainties_explained": "on",
        "special-check1_what": "Scan",
        "special-check1_when": "6 weeks after",
        "special-check1_whom": "Vein clinic",
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
        "research-explained_by": "Sister Jo Lee",
        "research-information_sheet": "3.1",
    }


@pytest.fixture
def record(staff, at):
    """Saves a discussion and what is arranged besides, each through its own form."""

    def record(data: dict) -> None:
        pages = {part: at("conversation-arrangement", part) for part in ARRANGEMENTS}
        typed = {part: {key: data[key] for key in data if key.startswith(f"{part}-")} for part in pages}
        said = {key: value for key, value in data.items() if not any(key in these for these in typed.values())}
        assert staff.post(at("conversation-discussion"), said).status_code == 302
        saved = [staff.post(pages[part], typed[part]).status_code for part in pages if typed[part]]
        assert set(saved) <= {302}

    return record


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
  created_by_id, seen_by_id, recorded_as, email)
SELECT md5('c' || n)::uuid, %(hospital)s, md5('p' || n)::uuid, %(edition)s, %(leaflet)s, 'invited',
  now() + n * interval '1 minute', now(), %(clinician)s, %(clinician)s, 1, '' FROM generate_series(1, 20000) n;
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
