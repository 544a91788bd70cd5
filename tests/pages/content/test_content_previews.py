"""Previews: the very pages that patients and clinicians get, in each look, with no way out and nothing saved."""

import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse
from lxml import html

from sdm.actions.editions import change_draft
from sdm.leaflets.shipped import completed
from sdm.management.commands.prepare_look import as_seen
from sdm.models import Answer, Conversation, Patient, RecordEntry
from sdm.pages.access import SALT
from sdm.rules.local_parts import LocalParts

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
PAGES = (
    *("my/read", "my/read/2", "my/read/all", "my/not-known-yet", "my/on-paper"),
    *(f"my/questions/{number}" for number in range(1, 6)),
    "my/options",
    "my/what-matters",
    "my/people-and-help",
    "my/where-i-am",
)


def preview(edition, look: str, page: str) -> str:
    return reverse("edition-preview-patient", args=[edition.pk, look, page])


def main_of(response, start: str) -> str:
    """What stands in the middle of a page, without what differs each time: tokens, revisions and where links begin."""
    main = html.tostring(html.fromstring(response.content.decode()).get_element_by_id("maincontent")).decode()
    main = re.sub(r"<aside.*?</aside>", "", main, flags=re.S)
    main = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main)
    main = re.sub(r"<script.*?</script>", "", main, flags=re.S)
    main = re.sub(r'name="(screen|whose)" value="[^"]*"', "", main)
    return main.replace(f'="{start}', '="/')


@pytest.mark.parametrize("which", PAGES)
def test_the_preview_of_a_published_edition_is_the_page_that_its_patients_get(which, edition, editor, invitation):
    desk, patient = Client(), Client()
    desk.force_login(editor)
    patient.cookies[settings.PATIENT_COOKIE_NAME] = signing.dumps(str(invitation.pk), salt=SALT)
    real = main_of(patient.get(f"/{which}"), "/")
    assert len(real) > 500
    assert main_of(desk.get(preview(edition, "desk", which)), preview(edition, "desk", "my").removesuffix("my")) == real


@pytest.mark.parametrize("look", ["phone", "desk", "paper"])
@pytest.mark.parametrize("which", ["my", "my/check", "my/sent", *PAGES])
def test_every_page_of_a_draft_can_be_looked_at_and_no_link_leads_out(which, look, desk, draft):
    response = desk.get(preview(draft, look, which))
    shown = html.fromstring(response.content.decode())
    assert response.status_code == 200
    assert [bar.get("aria-label") for bar in shown.find_class("sdm-preview")] == ["Preview"]
    addresses = {one.get("href") or one.get("action") for one in shown.xpath("//main//a[@href]|//form[@action]")}
    inside = f"/leaflets/{draft.pk}/"
    assert {one for one in addresses if one.startswith("/") and not one.startswith(inside)} == set()
    styles = [link.get("href") for link in shown.xpath("//link[@rel='stylesheet']")]
    other = [style for style in styles if "/preview/" in style]
    assert len(other) == (0 if look == "desk" else 2)
    assert all(f"/preview/{look}/" in style for style in other)
    assert f"sdm-seen-on-{look}" in shown.body.get("class")


def test_a_change_of_the_draft_is_seen_at_once(desk, draft, editor):
    page = preview(draft, "phone", "my/questions/1")
    for words in ("First words?", "Other words?"):
        questions = (replace(CONTENT.questions[0], wording=words), *CONTENT.questions[1:])
        draft = change_draft(
            edition=draft, content=replace(CONTENT, questions=questions), seen=draft.revision, by=editor
        )
        assert words in desk.get(page).content.decode()


def test_what_is_sent_leads_on_as_it_would_and_nothing_of_it_is_read_or_saved(desk, draft):
    leads_to = {
        "my/read": "my/questions/1",
        "my/questions/5": "my/options",
        "my/options": "my/what-matters",
        "my/where-i-am": "my/check",
        "my/check": "my/sent",
        "my": "my",
    }
    for page, after in leads_to.items():
        response = desk.post(preview(draft, "desk", page), {"text": "My own words", "revision": "0"})
        assert (response.status_code, response.url) == (302, preview(draft, "desk", after))
    for page in ("brief", "discussion"):
        address = reverse("edition-preview-clinician", args=[draft.pk, page])
        assert desk.post(address, {"text": "My own words"}).url == address
    for table in (Answer, Conversation, Patient, RecordEntry):
        assert not table.objects.exists()


@pytest.mark.parametrize(
    ("look", "which"),
    [("watch", "my"), ("phone", "my/close"), ("phone", "my/questions/9"), ("phone", "i/token"), ("phone", "nothing")],
)
def test_what_is_no_preview_is_not_there(look, which, desk, draft):
    assert desk.get(preview(draft, look, which)).status_code == 404
    assert desk.post(preview(draft, look, which)).status_code == 404


def test_the_clinician_sees_what_the_edition_brings_to_brief_and_discussion(desk, draft):
    brief, discussion, team, special = (
        desk.get(reverse("edition-preview-clinician", args=[draft.pk, page])).content.decode()
        for page in ("brief", "discussion", "team", "special")
    )
    assert CONTENT.time_window.words in brief
    for words in (CONTENT.questions[2].wording, CONTENT.options[1].name, "Special arrangements"):
        assert words in discussion
    assert reverse("edition-preview-clinician", args=[draft.pk, "special"]) in discussion
    assert (CONTENT.registry in special, all(one in team for one in CONTENT.team)) == (True, True)
    links = html.fromstring(brief).xpath("//main//a/@href")
    assert {link for link in links if link.startswith("/conversations")} == set()
    assert desk.get(reverse("edition-preview-clinician", args=[draft.pk, "letter"])).status_code == 404


@pytest.mark.parametrize(
    ("css", "phone", "paper"),
    [
        ("@media (min-width:40.0625em){a{}}", "@media (max-width:0){a{}}", "@media (min-width:0){a{}}"),
        ("@media (max-width:40.0525em){a{}}", "@media (min-width:0){a{}}", "@media (max-width:0){a{}}"),
        ("@media (min-width:20em){a{}}", "@media (min-width:0){a{}}", "@media (min-width:0){a{}}"),
        ("@media (min-width: 1024px){a{}}", "@media (max-width:0){a{}}", "@media (max-width:0){a{}}"),
        ("@media print{a{}}", "@media print{a{}}", "@media all{a{}}"),
        (
            "@media print and (min-width:40.0625em){a{}}",
            "@media print and (max-width:0){a{}}",
            "@media all and (min-width:0){a{}}",
        ),
        ("@media only screen{a{}}", "@media only screen{a{}}", "@media not all{a{}}"),
        ("@media screen and (min-width:20em){a{}}", "@media screen and (min-width:0){a{}}", "@media not all{a{}}"),
        ("a{min-width:20em}", "a{min-width:20em}", "a{min-width:20em}"),
    ],
)
def test_a_style_answers_for_itself_what_it_would_ask_of_the_window(css, phone, paper):
    assert (as_seen(css, "phone"), as_seen(css, "paper")) == (phone, paper)


@pytest.mark.parametrize("page", ["my/options", "my/read/all"])
def test_it_has_what_the_readers_own_hospital_adds(desk, edition, add_locally, page):
    url = reverse("edition-preview-patient", args=[edition.pk, "desk", page])
    assert "not from NICE" not in desk.get(url).content.decode()
    add_locally(LocalParts(afterwards="Come back after a week."))
    assert "Come back after a week." in desk.get(url).content.decode()
