"""Whatever is typed into any field of any form: a clear answer, never a fault, and nothing typed is lost.

The forms are not listed here: they are found on the pages, so a new field is tried as soon as it stands on one.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import lxml.html
import pytest
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sdm.actions.afterwards import say_it_is_wrong, say_mind_changed
from sdm.actions.answers import save_answer, send_answers
from sdm.actions.decisions import decide
from sdm.actions.editions import start_draft, withdraw
from sdm.actions.follow_up import add_follow_up
from sdm.actions.scans import add_scans
from sdm.actions.translations import start_translation
from sdm.models import RecordEntry
from sdm.pages.access import SALT
from sdm.rules.scans import Kind, ScanFile
from tests.given import consent, on_paper
from tests.second_person import publish
from tests.signed_forms import picture

pytestmark = pytest.mark.django_db

TYPED = {
    "other scripts and emoji": "ŵ é 🙂 👩🏽‍⚕️ مرحبا 你好 שלום",
    "right-to-left override": "before \u202eevil\u202c after",
    "NUL": "a\x00b",
    "control": "a\x07b\x1b[31m",
    "spaces": "   ",
    "no-break spaces": "\u00a0\u00a0\u2003",
    "zero width": "\u200b\u200d",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template braces": "{{ settings.SECRET_KEY }} {% debug %}",
    "javascript link": "javascript:alert(document.cookie)",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "quotes": "' OR 1=1; -- \"",
    "one over the limit": "x" * 4001,
    "far over the limit": "word " * 20000,
    "number past the end": str(2**63),
    "below zero": "-1",
    "Arabic digits": "٣٢",
}
ANSWERS = {200, 302, 400, 403, 404, 409, 413, 422}


@pytest.fixture
def pages(conversation, patient, invitation, discuss_something, scan, clinician, editor, administrator, edition, fresh):
    """Every page with a form, each with a client that may open it."""
    # A newer edition is there, and this conversation's was withdrawn: both pages about that have their forms.
    newer = start_draft(content=replace(edition.content, contact="Vein team"), by=editor)
    newer = publish(edition=newer, seen=1, by=administrator)
    withdraw(edition=edition, reason="A number was wrong.", by=administrator)
    staff = {user: Client() for user in (clinician, editor, administrator)}
    for user, client in staff.items():
        client.force_login(user)
    mine = Client()
    mine.cookies[settings.PATIENT_COOKIE_NAME] = signing.dumps(str(invitation.pk), salt=SALT)
    # The checklist warns of this one, so that the page for publishing asks why.
    draft = start_draft(content=replace(edition.content, funding=""), by=editor)
    polish = start_translation(original=newer, language="pl", by=editor)
    about = {"conversation": conversation.pk}
    option = edition.content.options[0].id
    addresses = {
        mine: [
            reverse("patient-question", args=[2]),
            reverse("patient-read-step", args=[4]),
            *map(
                reverse,
                (
                    "patient-options",
                    "patient-what-matters",
                    "patient-people-and-help",
                    "patient-where-i-am",
                    "patient-check",
                    "patient-something-is-wrong",
                    "patient-changed-mind",
                ),
            ),
        ],
        staff[clinician]: [
            reverse("conversations"),
            reverse("conversations-chosen"),
            reverse("conversation-new"),
            reverse("conversation-new-many"),
            reverse("exports"),
            reverse("follow-up", args=[conversation.pk, conversation.follow_ups.get().pk]),
            *(
                reverse(name, kwargs=about)
                for name in (
                    "conversation",
                    "conversation-invitation",
                    "conversation-details",
                    "conversation-first-days",
                    "conversation-discussion",
                    "conversation-study-consent",
                    "conversation-decision",
                    "conversation-appointment",
                    "conversation-cancel",
                    "conversation-help",
                    "conversation-procedure",
                    "conversation-the-day",
                    "conversation-take-back",
                    "conversation-edition",
                    "conversation-procedure-end",
                    "follow-up-add",
                )
            ),
            *(
                reverse("conversation-answer", args=[conversation.pk, said.entry])
                for said in fresh(conversation).said_since
            ),
            *(
                reverse("conversation-arrangement", args=[conversation.pk, part])
                for part in ("team", "special", "research", "capacity", "age", "understood", "withheld", "contact")
            ),
            reverse("conversation-decision", args=[scan.conversation_id]),
            reverse("conversation-scans", args=[scan.conversation_id, 1]),
            reverse("conversation-scan-mistake", args=[scan.conversation_id, scan.pk]),
            reverse("agenda-close", args=[conversation.pk, conversation.agenda.get().pk]),
            reverse("conversation-typing-in", args=[conversation.pk, "paper"]),
            *(
                reverse("conversation-typing-in-part", args=[conversation.pk, "spoken", part])
                for part in ("read", "question-1", "options", "people-and-help")
            ),
        ],
        staff[editor]: [
            reverse("leaflet-new"),
            reverse("edition-import"),
            reverse("edition-translations", args=[newer.pk]),
            reverse("edition-translating", args=[polish.pk]),
            reverse("edition-translating-part", args=[polish.pk, "question-1"]),
            reverse("edition-translating-part", args=[polish.pk, f"option-{edition.content.options[0].id}"]),
            reverse("local-parts", args=[edition.leaflet_id]),
            reverse("local-parts-history", args=[edition.leaflet_id]),
            reverse("edition-option-new", args=[draft.pk]),
            reverse("edition-option", args=[draft.pk, option]),
            reverse("edition-matter-new", args=[draft.pk]),
            reverse("edition-matter", args=[draft.pk, edition.content.matters[0].id]),
            reverse("edition-passages", args=[draft.pk, 2]),
            *(
                reverse(f"edition-{place}", args=[draft.pk])
                for place in (
                    "details",
                    "sections",
                    "questions",
                    "indications",
                    "options",
                    "matters",
                    "notes",
                    "warnings",
                    "delete",
                    "source-add",
                )
            ),
        ],
        staff[administrator]: [
            reverse("edition-publish", args=[draft.pk]),
            reverse("edition-withdraw", args=[newer.pk]),
        ],
        Client(): [reverse("account_login"), reverse("account_reset_password")],
    }
    return [(client, url) for client, urls in addresses.items() for url in urls]


@pytest.fixture
def discuss_something(conversation, patient, clinician, fresh):
    """Answers that were sent and a decision, with something to talk about and to answer, so that no form is empty."""
    save_answer(
        conversation=fresh(conversation), part="question-1", text="Why?", understanding="talk", seen=0, by=patient
    )
    save_answer(
        conversation=fresh(conversation), part="people-and-help", details={"needs": ["interpreter"]}, seen=0, by=patient
    )
    send_answers(conversation=fresh(conversation), by=patient)
    decide(conversation=fresh(conversation), choice="more-time", reasons="To think", seen=0, by=clinician)
    values = {"kind": "check", "text": "Scan", "owner": clinician, "due_on": timezone.localdate()}
    add_follow_up(conversation=fresh(conversation), by=clinician, **values)
    say_it_is_wrong(conversation=fresh(conversation), text="It was my left leg.", by=patient)
    say_mind_changed(conversation=fresh(conversation), wants="talk-again", by=patient)


@pytest.fixture
def scan(start, clinician, fresh):
    """The scan of a consent that another patient signed on paper."""
    signed = consent(start(), given=on_paper(), by=clinician)
    files = [ScanFile(Kind.JPEG, picture())]
    return add_scans(conversation=fresh(signed), decision_number=1, files=files, by=clinician)[0]


def forms_of(client, url):
    """The forms of a page that are sent back to us, each with its address, method, values, fields and hidden ones."""
    response = client.get(url, follow=True)
    assert response.status_code in (200, 409), (url, response.status_code)
    page = lxml.html.fromstring(response.content.decode(), base_url=response.request["PATH_INFO"])
    for form in page.forms:
        here = form.get("action") or response.request["PATH_INFO"]
        if "sign-out" in here or "close" in here:
            continue
        values = dict(form.form_values())
        # A browser sends what an empty answer holds, which is nothing; lxml makes it "on".
        chosen = form.xpath(".//input[@type='radio'][@checked]")
        values |= {one.get("name"): one.get("value", "on") for one in chosen}
        fields = [
            field.get("name")
            for field in form.xpath(".//textarea|.//input|.//select")
            if field.get("name") and field.get("name") != "csrfmiddlewaretoken" and field.get("type") != "file"
        ]
        hidden = form.xpath(".//input[@type='hidden'][@name != 'csrfmiddlewaretoken']/@name")
        yield here, (form.get("method") or "get").lower(), values, sorted(set(fields)), sorted(set(hidden))


def alike(fields) -> list[list[str]]:
    """The fields by what they are for: those that differ in the number of their row alone stand together."""
    rows = defaultdict(list)
    for name in fields:
        rows[re.sub(r"\d+", "", name)].append(name)
    return list(rows.values())


def send(client, method, url, values):
    """Send a form and take back whatever it changed, so that the next one finds the same page."""
    with transaction.atomic():
        response = getattr(client, method)(url, values)
        transaction.set_rollback(True)
    return response


TEXT_INPUTS = ("", "text", "email", "search", "tel", "url", "number")


def shown_again(response) -> dict[str, list[str]]:
    """What stands in the fields that one can type in, on the page that came back."""
    stands = defaultdict(list)
    for field in lxml.html.fromstring(response.content.decode()).xpath("//textarea[@name]|//input[@name]"):
        if field.tag == "textarea":
            # A line break that stands right after <textarea> is not part of its text.
            stands[field.get("name")].append((field.text or "").removeprefix("\n"))
        elif field.get("type", "") in TEXT_INPUTS:
            stands[field.get("name")].append(field.get("value") or "")
    return stands


BOXES = ("_day", "_month", "_year", "_time")


def what_was_refused(response) -> set[str]:
    """The names of the fields that the list of problems points at; of a day that has three boxes, all three."""
    page = lxml.html.fromstring(response.content.decode())
    refused = set()
    for link in page.xpath("//*[contains(@class, 'nhsuk-error-summary')]//a[starts-with(@href, '#')]"):
        there = page.get_element_by_id(link.get("href")[1:], None)
        if there is not None:
            refused |= {*there.xpath("descendant-or-self::*/@name")}
    boxes = {name.removesuffix(box) for name in refused for box in BOXES if name.endswith(box)}
    return refused | {f"{name}{box}" for name in boxes for box in BOXES}


def tries(client, method, action, values, names, typed):
    """Type the same into some fields of a form, send it, and look at the answer."""
    response = send(client, method, action, {**values, **dict.fromkeys(names, typed)})
    assert response.status_code in ANSWERS, (action, names, response.status_code)
    again = shown_again(response) if response.status_code == 422 else {}
    for name in names if has_words(typed) else ():
        assert not again.get(name) or {typed, typed.strip()} & set(again[name]), (action, name)
    return response


KINDS = list(TYPED)
ALONE_IN_EVERY_TEST = "number past the end"  # the others are drills


@pytest.mark.parametrize("kinds", [KINDS[:4], KINDS[4:8], KINDS[8:12], KINDS[12:]], ids=" | ".join)
def test_all_fields_of_every_form_together(pages, kinds):
    """Then again without those that were refused, and so on: what takes the words hands them to the database.

    What a page says of itself, such as its revision, is sent alone: the first of it that is wrong ends the request.
    """
    taken = dict.fromkeys(kinds, 0)
    for client, url in pages:
        for action, method, values, fields, hidden in forms_of(client, url):
            for kind in kinds:
                for names in alike(hidden):
                    tries(client, method, action, values, names, TYPED[kind])
                taken[kind] += is_taken_at_last(client, method, action, values, {*fields} - {*hidden}, TYPED[kind])
    assert sum(taken.values()) > 40


def is_taken_at_last(client, method, action, values, names, typed) -> bool:
    """Whether a form takes the words in those of its fields that do not refuse them."""
    while names:
        response = tries(client, method, action, values, names, typed)
        if response.status_code != 422:
            return response.status_code in {200, 302}
        refused = what_was_refused(response)
        names = names - refused if names & refused else set()
    return False


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=[] if kind == ALONE_IN_EVERY_TEST else [pytest.mark.drill]) for kind in KINDS]
)
def test_every_field_of_every_form(pages, kind):
    """One after the other; the same field of several rows is sent in all of them at once."""
    typed, tried = TYPED[kind], 0
    for client, url in pages:
        for action, method, values, fields, _hidden in forms_of(client, url):
            for names in alike(fields):
                tries(client, method, action, values, names, typed)
                tried += len(names)
    assert tried > 500


def has_words(text: str) -> bool:
    """Whether there is something to lose that a page can show: HTML has no NUL, and of spaces nobody misses one."""
    kinds = {unicodedata.category(character) for character in text}
    return kinds.isdisjoint({"Cc", "Cs"}) and not kinds <= {"Cf", "Zs"}


def test_every_field_left_out(pages):
    for client, url in pages:
        for action, method, *_more in forms_of(client, url):
            assert send(client, method, action, {}).status_code in ANSWERS


def test_every_field_sent_as_a_file(pages):
    for client, url in pages:
        for action, method, values, fields, _hidden in forms_of(client, url):
            if method == "post":
                files = {name: SimpleUploadedFile("x.txt", b"\xff\xfe\x00") for name in fields}
                assert send(client, method, action, {**values, **files}).status_code in ANSWERS


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"text=" + b"x" * 10_000_000, FORM),
        (b"&".join(b"f%d=1" % number for number in range(1001)), FORM),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"anything", "multipart/form-data"),
        (b"--x\r\nbroken", f"multipart/form-data; boundary={'x' * 300}"),
    ],
    ids=["10 MB of text", "1,001 fields", "broken multipart", "no boundary", "long boundary"],
)
def test_a_body_that_is_too_much_or_broken_is_refused_and_nothing_changes(pages, body, content_type):
    before = RecordEntry.objects.count()
    for client, url in pages:
        client.handler.enforce_csrf_checks = True
        assert client.post(url, body, content_type=content_type).status_code in {400, 403, 405, 413}, url
    assert RecordEntry.objects.count() == before


def test_invalid_utf8_is_no_fault_and_is_not_stored_as_something_else(pages):
    for client, url in pages:
        response = client.post(url, b"text=caf\xe9&name=caf\xe9&revision=0", content_type=FORM)
        assert response.status_code in ANSWERS | {405}


def test_a_forged_host_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_without_the_token_a_form_is_refused_in_plain_words_and_the_words_are_shown(invitation):
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.PATIENT_COOKIE_NAME] = signing.dumps(str(invitation.pk), salt=SALT)
    words = "I am worried about my heart tablets."
    response = client.post(reverse("patient-question", args=[1]), {"text": words, "revision": 0})
    assert response.status_code == 403
    assert words in response.content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(client, clinician, elsewhere):
    clinician.set_password("correct horse battery staple")
    clinician.save()
    response = client.post(
        reverse("account_login"),
        {"login": clinician.email, "password": "correct horse battery staple", "next": elsewhere},
    )
    assert (response.status_code, response.url) == (302, reverse("home"))


def test_an_appointment_in_the_past_and_a_birth_in_the_future(client, clinician, edition):
    client.force_login(clinician)
    past, future = timezone.localtime() - timedelta(days=1), timezone.localtime() + timedelta(days=400)
    typed = {
        "name": "Margaret Ellis",
        "nhs_number": "943 476 5919",
        "edition": str(edition.pk),
        **{f"date_of_birth_{part}": str(getattr(future, part)) for part in ("day", "month", "year")},
        **{f"appointment_at_{part}": str(getattr(past, part)) for part in ("day", "month", "year")},
        "appointment_at_time": "10:00",
    }
    page = client.post(reverse("conversation-new"), typed).content.decode()
    assert ("Date of birth must be in the past" in page, "Margaret Ellis" in page) == (True, True)
