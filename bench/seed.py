"""Fills a PostgreSQL with a hospital of 100,000 conversations, by SQL: actions would take an hour for it."""

from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from sdm.actions.answers import save_answer, send_answers
from sdm.actions.conversations import invite, start_conversation
from sdm.actions.discussion import save_discussion
from sdm.actions.editions import publish, start_draft
from sdm.leaflets.shipped import completed, source_of
from sdm.models import Conversation, Edition, Hospital, User
from sdm.rules.parts import Saved
from sdm.rules.people import Actor, Kind, Role

CONVERSATIONS = 100_000

MANY = """
INSERT INTO sdm_patient (id, hospital_id, name, date_of_birth, nhs_number)
SELECT md5('patient' || n)::uuid, %(hospital)s, 'Patient ' || n, '1950-01-01', lpad(n::text, 10, '0')
FROM generate_series(1, %(many)s) n;
INSERT INTO sdm_conversation
  (id, hospital_id, patient_id, edition_id, leaflet_id, status, appointment_at, created_at, created_by_id,
   seen_by_id, email, recorded_as)
SELECT md5('conversation' || n)::uuid, %(hospital)s, md5('patient' || n)::uuid, %(edition)s, %(leaflet)s, 'invited',
  now() + n * interval '7 minutes', now(), %(clinician)s, %(clinician)s, '', 1
FROM generate_series(1, %(many)s) n;
INSERT INTO sdm_invitation
  (id, conversation_id, token_hash, created_at, created_by_id, expires_at, wrong_dates, recorded_as)
SELECT md5('invitation' || n)::uuid, md5('conversation' || n)::uuid, md5('token' || n), now(), %(clinician)s,
  now() + interval '900 days', 0, 1
FROM generate_series(1, %(many)s) n;
INSERT INTO sdm_recordentry
  (conversation_id, sequence, at, who, who_id, what, content, content_digest, previous_digest, digest)
SELECT md5('conversation' || n)::uuid, 1, now(), 'Seed', '', 'started', '{}', repeat('0', 64), repeat('0', 64),
  md5('digest' || n) || md5('digest' || n)
FROM generate_series(1, %(many)s) n;
CREATE TABLE bench_row (id bigserial PRIMARY KEY, words text NOT NULL);
INSERT INTO bench_row (words) SELECT 'Words of row ' || n FROM generate_series(1, %(many)s) n;
ANALYZE;
"""


def seed() -> tuple[User, Conversation]:
    """Fill the database; gives a clinician, and one conversation whose answers and discussion are all there."""
    hospital = Hospital.objects.create(name="Bench Hospital", contact_name="Team", contact_details="01632 960 000")
    clinician, editor, administrator = (
        User.objects.create_user(f"{role}@bench.example", name=role, role=role.value, hospital=hospital)
        for role in (Role.CLINICIAN, Role.CONTENT_EDITOR, Role.ADMINISTRATOR)
    )
    content = completed("ipg651")
    draft = start_draft(content=content, source_text=source_of("ipg651"), by=editor)
    kinds = [one.id for one in content.indications]
    edition = publish(edition=draft, seen=draft.revision, by=administrator, checked=kinds)
    whole = _whole_conversation(edition, clinician)
    ids = {
        "hospital": hospital.pk,
        "edition": edition.pk,
        "leaflet": edition.leaflet_id,
        "clinician": clinician.pk,
        "many": CONVERSATIONS,
    }
    with connection.cursor() as cursor:
        for statement in MANY.split(";\n"):
            if statement.strip():
                cursor.execute(statement, ids)
    return clinician, whole


def _whole_conversation(edition: Edition, clinician: User) -> Conversation:
    conversation = start_conversation(
        name="Margaret Ellis",
        date_of_birth=date(1958, 3, 27),
        nhs_number="9434765919",
        edition=edition,
        appointment_at=timezone.now() + timedelta(minutes=1),
        symptoms_began=None,
        by=clinician,
    )
    invitation, _ = invite(conversation=conversation, by=clinician)
    patient = Actor(Kind.PATIENT, str(invitation.pk), "Margaret Ellis")
    for number in range(1, 6):
        mark = ("talk", "not-sure", "understand")[number % 3]
        save_answer(
            conversation=_fresh(conversation),
            part=f"question-{number}",
            text="I would like to know more about this. " * 5,
            understanding=mark,
            seen=0,
            by=patient,
        )
    send_answers(conversation=_fresh(conversation), by=patient)
    notes = {
        f"question-{number}": Saved(f"question-{number}", text="We talked it over. " * 8) for number in range(1, 6)
    }
    save_discussion(conversation=_fresh(conversation), notes=notes, by=clinician)
    return _fresh(conversation)


def _fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.to_act_on().get(pk=conversation.pk)
