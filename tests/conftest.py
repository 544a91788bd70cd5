"""What every test may ask for: people, a published leaflet, conversations; and the database as it is in service."""

import gc
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management.commands import flush
from django.core.signals import setting_changed
from django.db import connection
from django.http import HttpResponse
from django.template.base import Template
from django.test import Client
from django.test.utils import instrumented_test_render
from django.utils import timezone
from hypothesis import settings as HypothesisSettings
from whitenoise.middleware import WhiteNoiseMiddleware

import sdm
from sdm.actions.conversations import invite, start_conversation
from sdm.actions.editions import PUBLISHED_FIELDS, start_draft
from sdm.actions.help import arrange_help
from sdm.actions.local_parts import save_local_parts
from sdm.leaflets.shipped import completed
from sdm.models import Conversation, Edition, Hospital, Invitation, Leaflet, User, record_guard
from sdm.models.editions_now import forget_editions, look_again
from sdm.models.leaflets import forget_translations, published, translations_of
from sdm.pages.access import set_patient_cookie
from sdm.rules.local_parts import LocalParts
from sdm.rules.parts import Saved
from sdm.rules.people import Actor, Kind, Role
from tests.counted_leaflet import counted_leaflet
from tests.fictional_leaflet import fictional_leaflet
from tests.second_person import publish

IPG651 = Path(sdm.__file__).parent / "leaflets" / "content" / "ipg651.txt"
NHS_NUMBERS = ("9434765919", "9876543210", "4857773456", "4505577104", "3333333333")


def pytest_addoption(parser):
    parser.addoption("--on", choices=("sqlite", "postgresql"), help="the database without which no test is to run")


def pytest_configure(config):
    """Pages are asked for over plain http here, and what is to be done is done at once, however slow the machine."""
    if config.getoption("--on") not in (None, connection.vendor):
        raise pytest.UsageError(f"The database is {connection.vendor}, so the settings are not those of this run.")
    settings.SECURE_SSL_REDIRECT = False
    HypothesisSettings.register_profile("however slow", deadline=None)
    HypothesisSettings.load_profile("however slow")
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    # The actions may have been imported already, by another conftest.
    setting_changed.send(sender=None, setting="TASKS", value=settings.TASKS, enter=True)
    # These tests outlive the day on which somebody is to look at the leaflet that ships again: somebody has, by then.
    ships = completed("ipg651")
    if ships.review_passed(timezone.localdate()):
        object.__setattr__(ships, "review_on", timezone.localdate() + timedelta(days=365))
    # As in service, but a password is not made to cost whoever guesses it anything.
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


def pytest_collection_finish():
    """All that was imported stays, so nobody need look again and again whether it is still used."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_collection_modifyitems(config, items):
    """What asks for no database, or for a look only, says the same beside any: other ones than SQLite run the rest."""
    if connection.vendor == "sqlite":
        return
    asks = {"db", "transactional_db", "live_server"}
    alone = [
        one
        for one in items
        if one.get_closest_marker("look") or not (one.get_closest_marker("django_db") or asks & set(one.fixturenames))
    ]
    config.hook.pytest_deselected(items=alone)
    left_out = set(alone)
    items[:] = [one for one in items if one not in left_out]


@pytest.fixture
def forget_all():
    """A published edition is kept in memory for good; another test's database holds other editions."""

    def forget_all() -> None:
        published.cache_clear()
        forget_translations()
        forget_editions()

    return forget_all


@pytest.fixture(autouse=True)
def _nothing_remembered(forget_all):
    forget_all()


@pytest.fixture(scope="session", autouse=True)
def _told_of_whole_pages(django_test_environment):
    """`response.context` is that of pages only: to copy that of each of their pieces, too, is a sixth of the time."""

    def render(template, context):
        if context.template is template:
            return instrumented_test_render(template, context)
        return template.nodelist.render(context)

    Template._render = render


@pytest.fixture(scope="session", autouse=True)
def _static_files_looked_for_once():
    """Every client starts the middleware anew, which looks through a thousand files: longer than a page takes."""
    look, found = WhiteNoiseMiddleware.update_files_dictionary, {}

    def look_once(self, root, prefix):
        if (root, prefix) not in found:
            look(self, root, prefix)
            found[root, prefix] = dict(self.files)
        self.files.update(found[root, prefix])

    WhiteNoiseMiddleware.update_files_dictionary = look_once
    yield
    WhiteNoiseMiddleware.update_files_dictionary = look


@pytest.fixture(scope="session", autouse=True)
def _empty_between_tests():
    """Let the tests that commit empty the database afterwards, which it refuses to everybody else."""
    refuse = flush.Command.handle

    def handle(self, **options):
        record_guard.remove(connection)
        # Whichever connection it is here: a story's is another than the one that this fixture sees.
        connection.ops.sql_flush = _of_filled_tables
        try:
            return refuse(self, **options)
        finally:
            record_guard.install(connection)

    flush.Command.handle = handle
    yield
    flush.Command.handle = refuse


def _of_filled_tables(style, tables, **_options) -> list[str]:
    """What takes a test's few rows away: PostgreSQL makes the files of every table anew that it truncates."""
    tests_own = set(tables) - {"django_content_type", "auth_permission"}
    filled = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tests_own)
    with connection.cursor() as cursor:
        cursor.execute(filled)
        return [f"DELETE FROM {table}" for (table,) in cursor.fetchall()]


@pytest.fixture
def hospital(db) -> Hospital:
    return Hospital.objects.create(
        name="Northfield Hospital",
        contact_name="Vascular nurses",
        contact_details="01632 960 001, Monday to Friday, 9am to 5pm",
    )


@pytest.fixture
def other_hospital(db) -> Hospital:
    return Hospital.objects.create(
        name="Southmere Hospital", contact_name="Vein clinic", contact_details="01632 960 002"
    )


@pytest.fixture
def clinician(hospital) -> User:
    return User.objects.create_user(
        "clinician@northfield.example",
        name="Dr Amira Khan",
        job_title="Consultant vascular surgeon",
        role=Role.CLINICIAN.value,
        hospital=hospital,
    )


@pytest.fixture
def colleague(hospital) -> User:
    """Another clinician of the same hospital."""
    return User.objects.create_user(
        "ravi@northfield.example",
        name="Ravi Shah",
        job_title="Registrar",
        role=Role.CLINICIAN.value,
        hospital=hospital,
    )


@pytest.fixture
def other_clinician(other_hospital) -> User:
    return User.objects.create_user(
        "clinician@southmere.example", name="Dr Tom Reed", role=Role.CLINICIAN.value, hospital=other_hospital
    )


@pytest.fixture
def editor(hospital) -> User:
    return User.objects.create_user(
        "editor@northfield.example", name="Jo Bell", role=Role.CONTENT_EDITOR.value, hospital=hospital
    )


@pytest.fixture
def administrator(hospital) -> User:
    return User.objects.create_user(
        "admin@northfield.example", name="Sam Okoro", role=Role.ADMINISTRATOR.value, hospital=hospital
    )


@pytest.fixture
def other_team(other_hospital) -> dict[str, User]:
    """The editor and the administrator of another hospital."""
    roles = (Role.CONTENT_EDITOR, Role.ADMINISTRATOR)
    return {
        name: User.objects.create_user(f"{name}@southmere.example", name=who, role=role.value, hospital=other_hospital)
        for (name, who), role in zip({"editor": "Al Fox", "administrator": "Bea Shaw"}.items(), roles, strict=True)
    }


AS_PUBLISHED = ("sha256", "publish_reason", "checklist", "kinds_read")


@pytest.fixture(scope="session")
def as_the_app_published_it() -> dict[str, Any]:
    """What a row holds of IPG651, once the app has published it, that is the same each time."""
    return {}


@pytest.fixture
def edition(editor, administrator, as_the_app_published_it) -> Edition:
    """IPG651 as it ships, published: the first time by the app, and then as the rows that the app made of it."""
    if not as_the_app_published_it or Leaflet.objects.filter(reference="IPG651").exists():
        draft = start_draft(content=completed("ipg651"), by=editor)
        made = publish(edition=draft, seen=draft.revision, by=administrator)
        same = ("document", "source_text", *AS_PUBLISHED)
        as_the_app_published_it.update({name: getattr(made, name) for name in same}, title=made.leaflet.title)
        return made
    now, row = timezone.now(), as_the_app_published_it
    made = Edition(
        leaflet=Leaflet.objects.create(reference="IPG651", title=row["title"]),
        number=1,
        document=row["document"],
        source_text=row["source_text"],
        hospital=editor.hospital,
        created_at=now,
        created_by=editor,
        changed_at=now,
        changed_by=editor,
    )
    made.save(force_insert=True)
    made.worked_on_by.add(editor)
    made.status, made.published_at, made.published_by = Edition.PUBLISHED, now, administrator
    for name in AS_PUBLISHED:
        setattr(made, name, row[name])
    made.save(update_fields=PUBLISHED_FIELDS)
    forget_translations()
    look_again()
    return made


@pytest.fixture
def fictional(editor, administrator) -> Edition:
    """A fictional leaflet with figures, published."""
    draft = start_draft(content=counted_leaflet(), by=editor)
    return publish(edition=draft, seen=draft.revision, by=administrator, reason="It is fictional.")


@pytest.fixture
def made_up(editor, administrator) -> Edition:
    """A little leaflet about nothing that exists, published in English; for an `edition` that has translations."""
    draft = start_draft(content=fictional_leaflet(), by=editor)
    return publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")


@pytest.fixture
def translate(editor, administrator):
    """Publishes a translation of the made-up leaflet, as the content team does; each call a newer one."""

    def translate(edition: Edition, language: str, **changes) -> Edition:
        now = timezone.now()
        there = edition.leaflet.editions.filter(language=language).count()
        translation = Edition(
            leaflet=edition.leaflet,
            language=language,
            number=there + 1,
            translation_of=edition,
            created_at=now,
            created_by=editor,
            changed_at=now,
            changed_by=editor,
        )
        translation.content = replace(fictional_leaflet(language), **changes)
        translation.save(force_insert=True)
        translation.worked_on_by.add(editor)
        translation.status, translation.sha256 = Edition.PUBLISHED, translation.seal()
        translation.published_at, translation.published_by = now, administrator
        translation.save()
        forget_translations()
        return translation

    return translate


@pytest.fixture
def add_locally(hospital, edition, editor):
    """Has the hospital add to the leaflet; each call is the next revision."""

    def add_locally(parts: LocalParts, *, seen: int = 0):
        return save_local_parts(hospital=hospital, leaflet=edition.leaflet, parts=parts, seen=seen, by=editor)

    return add_locally


@pytest.fixture
def start(edition, clinician):
    """Starts a conversation; each call takes the next patient unless told otherwise."""
    numbers = iter(NHS_NUMBERS)

    def start(**values) -> Conversation:
        chosen = {
            "name": "Margaret Ellis",
            "date_of_birth": date(1958, 3, 27),
            "nhs_number": values.get("nhs_number") or next(numbers),
            "edition": edition,
            "appointment_at": timezone.now() + timedelta(days=5),
            "symptoms_began": date(2026, 11, 16),
            "by": clinician,
            **values,
        }
        return start_conversation(**chosen)

    return start


@pytest.fixture
def conversation(start) -> Conversation:
    return start()


@pytest.fixture
def fresh():
    """A conversation as it stands in the database, ready to act on."""

    def fresh(conversation: Conversation) -> Conversation:
        return Conversation.objects.to_act_on().get(pk=conversation.pk)

    return fresh


@pytest.fixture
def invitation(conversation, clinician) -> Invitation:
    """An invitation whose token is at `.token`."""
    invitation, token = invite(conversation=conversation, by=clinician)
    invitation.token = token
    return invitation


@pytest.fixture
def patient(invitation, conversation) -> Actor:
    """The conversation's patient as the record names them."""
    return Actor(Kind.PATIENT, str(invitation.pk), conversation.patient.name)


@pytest.fixture
def arranged(conversation, clinician, fresh):
    """Writes down what was arranged for one need of the conversation's patient."""

    def arranged(need: str, text: str, seen: int = 0) -> None:
        arrange_help(
            conversation=fresh(conversation), notes={need: Saved(need, text=text, revision=seen)}, by=clinician
        )

    return arranged


@pytest.fixture
def moment() -> datetime:
    return datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def let_in():
    """Lets a browser in to an invitation, as the right date of birth does."""

    def let_in(client: Client, invitation) -> Client:
        response = HttpResponse()
        set_patient_cookie(response, invitation.pk)
        client.cookies.update(response.cookies)
        # A published edition and its translations are read once for all patients; that is not part of a page.
        edition_id = invitation.conversation.edition_id
        for one in (edition_id, *translations_of(edition_id).values()):
            published(one)
        return client

    return let_in


@pytest.fixture
def visitor(client, invitation, let_in) -> Client:
    """The browser of the patient of `conversation`, who is in."""
    return let_in(client, invitation)


@pytest.fixture
def appointment_passed():
    """Makes it too late to change anything."""

    def appointment_passed(conversation: Conversation) -> None:
        earlier = timezone.now() - timedelta(minutes=1)
        Conversation.objects.filter(pk=conversation.pk).update(appointment_at=earlier)

    return appointment_passed
