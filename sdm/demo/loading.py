"""Loads the demo: hospitals, staff, the published leaflet, and every conversation as its story tells it."""

import json
from dataclasses import replace
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from sdm.actions.conversations import start_conversation
from sdm.actions.editions import publish, start_draft, withdraw
from sdm.actions.local_parts import save_local_parts
from sdm.actions.phrases import keep_phrases
from sdm.demo.people import CONTENT, hospitals_of_the_demo, people
from sdm.demo.steps import Story, in_days, take
from sdm.leaflets.shipped import completed, source_of
from sdm.models import Edition, Hospital, User
from sdm.rules.edition import EditionContent
from sdm.rules.local_parts import from_document
from sdm.rules.people import Role
from sdm.rules.phrases import Phrase

LEAFLET = "IPG651"
# Why it is published after the day on which somebody was to look at it again.
LATE = "It is for the demo, which no patient sees. Nobody has looked at it again since its day for that passed."
# The editions of the demo as its stories name them; those that name none have the one in force.
FIRST, BEFORE, NOW = "withdrawn", "before", "now"
WITHDRAWN = "Made up for the demo: something that may matter to patients was left out. Ask about it."


def load() -> bool:
    """Load the demo, all of it or nothing; False where it is here already, and then nothing changes.

    Raises DraftExists where somebody has a draft of the leaflet that is not published yet.
    """
    if hospitals_of_the_demo():
        return False
    with transaction.atomic():
        staff = _staff(_hospitals())
        editions = _editions(list(staff.values()))
        _add_locally(editions[NOW], staff)
        _keep_phrases(editions[NOW], staff)
        # No conversation begins with an edition that was withdrawn: it is withdrawn afterwards.
        for story in stories():
            edition = editions[story.get("edition", NOW)]
            # A nurse prepares some of a consultant's appointments, and a consultant some of a nurse's.
            seen_by = staff[story.get("seen_by", story["clinician"])]
            _tell(story, edition=edition, clinician=staff[story["clinician"]], seen_by=seen_by)
        if editions[FIRST] != editions[NOW]:
            withdraw(edition=editions[FIRST], reason=WITHDRAWN, by=_administrator(list(staff.values())))
    return True


def stories() -> list[dict]:
    """The demo's conversations as they stand in their files, one each."""
    return [json.loads(path.read_text()) for path in sorted((CONTENT / "conversations").glob("*.json"))]


def _hospitals() -> dict[str, Hospital]:
    return {hospital["name"]: Hospital.objects.create(**hospital) for hospital in people()["hospitals"]}


def _staff(hospitals: dict[str, Hospital]) -> dict[str, User]:
    """Nobody here has a password: the demo's own page signs them in."""
    made = (
        User.objects.create_user(**{**person, "hospital": hospitals.get(person.get("hospital"))})
        for person in people()["staff"]
    )
    return {user.email: user for user in made}


def _editions(staff: list[User]) -> dict[str, Edition]:
    """The edition in force, or the leaflet as it ships, with two that came before it: one was withdrawn since."""
    if current := Edition.objects.current().filter(leaflet__reference=LEAFLET, language="en").first():
        return dict.fromkeys((FIRST, BEFORE, NOW), current)
    content = completed(LEAFLET.lower())
    before = replace(content, notes=content.notes[:-1])
    contents = {FIRST: replace(before, matters=content.matters[:-1]), BEFORE: before, NOW: content}
    return {name: _published(one, staff) for name, one in contents.items()}


def _published(content: EditionContent, staff: list[User]) -> Edition:
    """Drafted by an editor, and published by an administrator."""
    editor = next(user for user in staff if user.role == Role.CONTENT_EDITOR)
    draft = start_draft(content=content, source_text=source_of(LEAFLET.lower()), by=editor)
    kinds = [one.id for one in content.indications]
    reason = LATE if content.review_passed(timezone.localdate()) else ""
    return publish(edition=draft, seen=draft.revision, by=_administrator(staff), checked=kinds, reason=reason)


def _administrator(staff: list[User]) -> User:
    return next(user for user in staff if user.is_administrator)


def _keep_phrases(edition: Edition, staff: dict[str, User]) -> None:
    """What each hospital keeps for its notes, by whoever of its content team wrote it."""
    for email, phrases in json.loads((CONTENT / "phrases.json").read_text()).items():
        kept = [Phrase(**phrase) for phrase in phrases]
        keep_phrases(leaflet=edition.leaflet, phrases=kept, seen=0, by=staff[email])


def _add_locally(edition: Edition, staff: dict[str, User]) -> None:
    """What one of the hospitals adds to the leaflet; the other adds nothing."""
    for added in people()["local_parts"]:
        editor = staff[added["by"]]
        about = {"hospital": editor.hospital, "leaflet": edition.leaflet, "by": editor}
        save_local_parts(parts=from_document(added["parts"]), seen=0, **about)


def _tell(story: dict, *, edition: Edition, clinician: User, seen_by: User) -> None:
    patient, appointment = story["patient"], story["appointment"]
    conversation = start_conversation(
        name=patient["name"],
        date_of_birth=date.fromisoformat(patient["date_of_birth"]),
        nhs_number=patient["nhs_number"],
        edition=edition,
        appointment_at=_moment(appointment["in_days"], time.fromisoformat(appointment["at"])),
        symptoms_began=in_days(-story["symptoms_began_days_ago"]),
        presented_on=in_days(-story["first_came_days_ago"]) if "first_came_days_ago" in story else None,
        email=patient.get("email", ""),
        seen_by=seen_by,
        by=clinician,
    )
    for step in story["steps"]:
        take(Story(conversation, clinician), step)


def _moment(days: int, clock: time) -> datetime:
    """A time of day at the hospital, so many days from today."""
    return datetime.combine(in_days(days), clock, tzinfo=timezone.get_default_timezone())
