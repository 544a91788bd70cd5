"""Every address for everybody: who may open it, and that everybody else finds nothing there."""

import itertools
import re
from collections.abc import Iterator
from copy import deepcopy
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from sdm.actions.afterwards import say_it_is_wrong
from sdm.actions.agenda import raise_item
from sdm.actions.answers import save_answer, send_answers
from sdm.actions.decisions import decide
from sdm.actions.editions import start_draft
from sdm.actions.follow_up import add_follow_up
from sdm.actions.mails import mail_the_link
from sdm.actions.scans import add_scans
from sdm.actions.translations import start_translation
from sdm.letters.links import STOP
from sdm.models import User
from sdm.pages.access import SALT
from sdm.rules.people import Role
from sdm.rules.scans import Kind, ScanFile
from tests.given import consent, on_paper

pytestmark = pytest.mark.django_db

PUBLIC = "everybody"
PATIENT = {"patient"}
SIGNED_IN = {
    "clinician",
    "other clinician",
    "editor",
    "administrator",
    "other editor",
    "other administrator",
    "superuser",
}
# Clinicians of any hospital have a list and may start conversations of their own.
CLINICIANS = {"clinician", "other clinician"}
THIS_HOSPITAL = {"clinician"}
# Of a hospital, and never one who keeps accounts, as the superuser does.
CONTENT_TEAM = {"editor", "administrator", "other editor", "other administrator"}
# A draft is its own hospital's.
ITS_TEAM = {"editor", "administrator"}
ITS_ADMINISTRATORS = {"administrator"}

# An address that is not in this table fails the test: who may open it has to be said.
WHO = {
    "home": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "signed-out": PUBLIC,
    "signed-in": SIGNED_IN,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_change_password": SIGNED_IN,
    "invitation": PUBLIC,
    "patient-start": PUBLIC,
    "checklist": PUBLIC,
    "edition-schema": PUBLIC,
    "reminders-stop": PUBLIC,
    "patient-close": PUBLIC,
    **dict.fromkeys(
        (
            "patient-list",
            "patient-read",
            "patient-read-step",
            "patient-read-all",
            "patient-not-known-yet",
            "patient-question",
            "patient-what-matters",
            "patient-people-and-help",
            "patient-where-i-am",
            "patient-options",
            "patient-check",
            "patient-send",
            "patient-sent",
            "patient-on-paper",
            "patient-paper-form-pdf",
            "patient-reminders-stop",
            "patient-summary",
            "patient-summary-pdf",
            "patient-something-is-wrong",
            "patient-changed-mind",
            "patient-what-is-different",
        ),
        PATIENT,
    ),
    "edition-publish": ITS_ADMINISTRATORS,
    "edition-withdraw": ITS_ADMINISTRATORS,
    **dict.fromkeys(("local-parts", "local-parts-history", "local-parts-put-back", "phrases"), CONTENT_TEAM),
    **dict.fromkeys(
        ("leaflets", "leaflet-new", "edition-import", "edition-translations", "drafts-deleted"),
        CONTENT_TEAM,
    ),
    "conversations": CLINICIANS,
    "conversations-chosen": CLINICIANS,
    "conversation-new": CLINICIANS,
    "conversation-new-many": CLINICIANS,
    "conversation-new-many-empty": CLINICIANS,
    "due": CLINICIANS,
    "figures": CLINICIANS,
    "exports": CLINICIANS,
    **dict.fromkeys(
        (
            "conversation",
            "conversation-invitation",
            "conversation-revoke",
            "conversation-mail",
            "conversation-details",
            "conversation-first-days",
            "conversation-paper-form-pdf",
            "conversation-typing-in",
            "conversation-typing-in-send",
            "conversation-typing-in-part",
            "conversation-read",
            "conversation-discussion",
            "conversation-leaflet",
            "conversation-edition",
            "agenda-add",
            "agenda-close",
            "conversation-study-consent",
            "conversation-arrangement",
            "conversation-decision",
            "conversation-after",
            "conversation-procedure",
            "conversation-the-day",
            "conversation-take-back",
            "conversation-procedure-end",
            "follow-up-add",
            "follow-up",
            "conversation-scans",
            "conversation-scan",
            "conversation-scan-mistake",
            "conversation-reopen",
            "conversation-appointment",
            "conversation-cancel",
            "conversation-help",
            "conversation-answer",
            "conversation-summary",
            "conversation-summary-pdf",
        ),
        THIS_HOSPITAL,
    ),
    **dict.fromkeys(
        (
            "edition",
            "edition-source",
            "edition-source-add",
            "edition-file",
            "edition-changes",
            "edition-preview",
            "edition-preview-patient",
            "edition-preview-clinician",
            "edition-checks",
            "edition-steps",
            "edition-undo",
            "edition-redo",
            "edition-passages",
            "edition-matters",
            "edition-matter-new",
            "edition-matter",
            "edition-warnings",
            "edition-new",
            "edition-delete",
            "edition-details",
            "edition-sections",
            "edition-questions",
            "edition-indications",
            "edition-options",
            "edition-option-new",
            "edition-option",
            "edition-notes",
            "edition-translating",
            "edition-translating-part",
            "edition-follow",
            "edition-bring-back",
        ),
        ITS_TEAM,
    ),
}
OF_A_PUBLISHED_EDITION = {"checklist", "edition-translations"}
OF_A_TRANSLATION = {"edition-translating", "edition-follow"}
# No translation, no other edition, no reset link asked for, no password to change, no link opened: nothing to see even
# for those who may look.
NOTHING_THERE_YET = {
    "conversation-leaflet",
    "patient-what-is-different",
    "account_change_password",
    "account_reset_password_from_key",
    "patient-start",
}


def names(patterns=None) -> set[str]:
    found = set()
    for pattern in patterns or get_resolver().url_patterns:
        if getattr(pattern, "namespace", None) == "admin":
            continue
        found |= names(pattern.url_patterns) if hasattr(pattern, "url_patterns") else {pattern.name}
    return found


def test_every_address_says_who_may_open_it():
    assert names() == set(WHO)


@pytest.fixture
def item(conversation, patient, clinician, fresh):
    save_answer(
        conversation=fresh(conversation),
        part="question-1",
        text="Secret words",
        understanding="talk",
        seen=0,
        by=patient,
    )
    send_answers(conversation=fresh(conversation), by=patient)
    return raise_item(conversation=fresh(conversation), text="Secret item", by=clinician)


@pytest.fixture
def entry(conversation, item, patient, clinician, fresh):
    """The entry of the record in which the patient says that the summary of a decision is wrong."""
    decide(conversation=fresh(conversation), choice="more-time", reasons="Secret reason", seen=0, by=clinician)
    say_it_is_wrong(conversation=fresh(conversation), text="Secret correction", by=patient)
    return fresh(conversation).said_since[0].entry


@pytest.fixture
def follow_up(conversation, entry, clinician, fresh):
    """Something to do after the decision."""
    values = {"kind": "action", "text": "Secret thing to do", "owner": clinician, "due_on": timezone.localdate()}
    return add_follow_up(conversation=fresh(conversation), by=clinician, **values)


@pytest.fixture
def scan(start, clinician, fresh):
    """The scan of a consent that another patient signed on paper."""
    signed = consent(start(), given=on_paper(), by=clinician)
    files = [ScanFile(Kind.JPEG, b"Secret picture")]
    return add_scans(conversation=fresh(signed), decision_number=1, files=files, by=clinician)[0]


@pytest.fixture
def people(hospital, clinician, other_clinician, editor, administrator, other_team, invitation):
    """A client for each kind of person; the editor's and the administrator's hospital is the patient's own."""
    superuser = User.objects.create_superuser("root@example.org", name="Root")
    clients = {name: Client() for name in ("nobody", "patient", *SIGNED_IN)}
    users = {
        "clinician": clinician,
        "other clinician": other_clinician,
        "editor": editor,
        "administrator": administrator,
        "other editor": other_team["editor"],
        "other administrator": other_team["administrator"],
        "superuser": superuser,
    }
    assert {user.role for user in users.values()} == {role.value for role in Role}
    for name, user in users.items():
        clients[name].force_login(user)
    clients["patient"].cookies[settings.PATIENT_COOKIE_NAME] = signing.dumps(str(invitation.pk), salt=SALT)
    return clients


@pytest.fixture
def address(conversation, item, entry, follow_up, scan, invitation, edition, editor, clinician, fresh):
    """The address of a name, about this conversation and about a draft."""
    mail = mail_the_link(conversation=fresh(conversation), email="margaret@example.org", seen=0, by=clinician)
    content = edition.content
    polish = start_translation(original=edition, language="pl", by=editor)
    draft = start_draft(content=content, source_text="Secret source", by=editor)

    about = dict.fromkeys(OF_A_PUBLISHED_EDITION, edition) | dict.fromkeys(OF_A_TRANSLATION, polish)

    def address(name: str) -> str:
        for args in (
            {},
            {"conversation": conversation.pk},
            {"conversation": conversation.pk, "item": item.pk},
            {"conversation": conversation.pk, "entry": entry},
            {"conversation": conversation.pk, "follow_up": follow_up.pk},
            {"conversation": scan.conversation_id, "number": 1},
            {"conversation": scan.conversation_id, "scan": scan.pk},
            {"conversation": conversation.pk, "came_by": "paper"},
            {"conversation": conversation.pk, "part": "special"},
            {"conversation": conversation.pk, "came_by": "paper", "part": "question-1"},
            {"edition_id": about.get(name, draft).pk},
            {"leaflet_id": edition.leaflet_id},
            {"edition_id": polish.pk, "part_id": "question-1"},
            {"edition_id": draft.pk, "number": 1},
            {"edition_id": draft.pk, "look": "phone", "page": "my/questions/1"},
            {"edition_id": draft.pk, "page": "discussion"},
            {"edition_id": draft.pk, "matter_id": content.matters[0].id},
            {"edition_id": draft.pk, "option_id": content.options[0].id},
            {"number": 1},
            {"token": invitation.token},
            {"signed": STOP.sign(mail.pk.hex)},
            {"uidb36": "1", "key": "set-password"},
        ):
            try:
                return reverse(name, kwargs=args)
            except NoReverseMatch:
                continue
        raise AssertionError(f"no address for {name}")

    return address


@pytest.fixture
def each_alone(people, forget_all):
    """Goes from one to the next, each as if it was the only one: nothing that was done at one is left for the next."""

    def each_alone(several) -> Iterator:
        cookies = {person: deepcopy(client.cookies) for person, client in people.items()}
        for one in several:
            for person, client in people.items():
                client.cookies = deepcopy(cookies[person])
            with transaction.atomic():
                yield one
                transaction.set_rollback(True)
            forget_all()

    return each_alone


def may(person: str, name: str) -> bool:
    return WHO[name] == PUBLIC or person in WHO[name]


def is_shut(response, name: str, person: str, method: str) -> bool:
    """Nothing there, or asked to sign in, or a patient's page without an invitation."""
    if response.status_code == 405:
        return True
    if name.startswith("patient-"):
        return response.status_code == 403
    if person not in ("nobody", "patient"):
        return response.status_code == 404
    if method == "post":
        return response.status_code == 403 and b"You were signed out</h1>" in response.content
    return response.status_code == 302 and response.url.startswith(reverse("account_login"))


METHODS = ("head", "get", "post", "put", "delete")
SECRETS = (b"Margaret", b"margaret@example.org", b"Secret", b"943 476 5919", b"9434765919")


def test_everybody_else_finds_nothing_there(people, address, each_alone):
    open_to, asked = [], set()
    for name in each_alone(sorted(name for name, who in WHO.items() if who != PUBLIC)):
        url = address(name)
        for person, method in itertools.product(sorted(people.keys() - WHO[name]), METHODS):
            response = getattr(people[person], method)(url)
            asked.add(name)
            if not is_shut(response, name, person, method) or any(secret in response.content for secret in SECRETS):
                open_to.append((name, person, method, response.status_code))
    assert open_to == []
    assert asked == {name for name, who in WHO.items() if who != PUBLIC}


def test_those_who_may_find_it_and_no_method_breaks_it(people, address, each_alone):
    wrong, asked = [], set()
    for name in each_alone(sorted(WHO)):
        url = address(name)
        for person, method in itertools.product((one for one in sorted(people) if may(one, name)), METHODS):
            status = getattr(people[person], method)(url).status_code
            asked.add(name)
            hidden = status in (403, 404) and name not in NOTHING_THERE_YET and method == "get"
            if status >= 500 or hidden:
                wrong.append((name, person, method, status))
    assert wrong == []
    assert asked == set(WHO)


def test_an_item_of_another_conversation_or_an_unknown_id_is_not_there(people, address, each_alone):
    found, clinician = [], people["clinician"]
    for name in each_alone(sorted(name for name, who in WHO.items() if who == THIS_HOSPITAL)):
        url = re.sub("(?<=/conversations/)[0-9a-f-]{36}", str(uuid4()), address(name))
        statuses = {clinician.get(url).status_code, clinician.post(url).status_code}
        if not statuses <= {404, 405}:
            found.append((name, statuses))
    assert found == []


def test_an_agenda_item_under_another_conversation_is_not_there(people, address, conversation, item, start):
    other = start(name="Second Person")
    url = address("agenda-close").replace(str(conversation.pk), str(other.pk))
    assert people["clinician"].post(url, {"state": "withdrawn"}).status_code == 404
    item.refresh_from_db()
    assert item.state == "open"


@pytest.mark.parametrize("name", ["conversation-scan", "conversation-scan-mistake"])
def test_a_scan_under_another_conversation_is_not_there(people, address, conversation, scan, name):
    url = address(name).replace(str(scan.conversation_id), str(conversation.pk))
    response = people["clinician"].get(url)
    assert (response.status_code, b"Secret" in response.content) == (404, False)


def test_a_decision_that_nobody_signed_on_paper_has_no_page_for_scans(people, scan):
    for number in (0, 2, 99999, 2**63):
        url = reverse("conversation-scans", args=[scan.conversation_id, number])
        assert people["clinician"].get(url).status_code == 404, number


@pytest.mark.parametrize("entry_of", ["another", "nothing"])
def test_what_was_not_said_in_this_conversation_is_not_there(people, address, conversation, entry, start, entry_of):
    url = address("conversation-answer")
    if entry_of == "another":
        url = url.replace(str(conversation.pk), str(start(name="Second Person").pk))
    else:
        url = url.replace(f"/{entry}/", "/1/")
    answer = {"outcome": "accepted", "text": "Words"}
    assert [people["clinician"].get(url).status_code, people["clinician"].post(url, answer).status_code] == [404, 404]


def test_ids_that_are_none_are_not_there(people, address):
    found = []
    for name, wrong in itertools.product(
        ("conversation", "edition", "patient-question"),
        ("0", "-1", str(2**63), "text", "%2f..", "..%2fnew", "' OR 1=1"),
    ):
        client = people["patient"] if name == "patient-question" else people["clinician"]
        url = address(name).rstrip("/").rpartition("/")[0] + f"/{wrong}"
        statuses = {client.get(path).status_code for path in (url, url + "/")}
        if not {404} <= statuses <= {404, 301}:
            found.append((name, wrong, statuses))
    assert found == []


def test_the_admin_site_is_for_those_who_keep_accounts(people):
    for person in ("nobody", "patient", "clinician", "editor", "administrator"):
        response = people[person].get("/admin/sdm/user/")
        assert b"northfield.example" not in response.content, person
        assert response.status_code in (302, 403, 404), person


def test_those_who_keep_accounts_find_no_record_there(people):
    page = people["superuser"].get("/admin/").content.decode()
    assert ("sdm/user" in page, "sdm/hospital" in page) == (True, True)
    assert [
        name for name in ("conversation", "answer", "recordentry", "decision", "edition") if f"sdm/{name}" in page
    ] == []


def test_a_signed_in_page_may_not_be_kept_by_the_browser(people, address):
    for name in ("conversations", "conversation", "conversation-summary"):
        assert people["clinician"].get(address(name)).headers["Cache-Control"] == "no-store"
    for name in ("patient-list", "patient-question", "patient-check"):
        assert people["patient"].get(address(name)).headers["Cache-Control"] == "no-store"


def test_an_address_that_only_a_button_leads_to_says_so_and_shows_a_way_back(people, address):
    met = []
    for name, (person, client) in itertools.product(sorted(WHO), people.items()):
        response = client.get(address(name))
        if response.status_code == 405:
            met.append(name)
            page = response.content.decode()
            assert ("Nothing was changed</h1>" in page, response["Allow"]) == (True, "POST"), (name, person)
            (way_back,) = re.findall(r'<a href="([^"]+)">(?:Go to my list|Go to the first page)</a>', page)
            assert client.get(way_back).status_code in (200, 302, 403), (name, person)
    assert {"patient-send", "patient-close", "patient-reminders-stop", "account_logout"} <= set(met)
