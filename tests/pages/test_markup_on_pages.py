"""Markdown of the content team's: drawn for patients and staff, plain on paper, and safe in one place only."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse

import sdm
from sdm.actions.conversations import invite
from sdm.actions.editions import start_draft
from sdm.leaflets.shipped import completed
from sdm.pages.access import SALT
from sdm.rules.edition import Note, Outcome
from tests.second_person import publish

HOUSE = Path(sdm.__file__).parent
EVIL = "<script>alert(1)</script> [a](javascript:alert(2)) [b](http://a.example) ![c](https://a.example/c.png)"
TABLE = "| Day | What happens |\n|---|---|\n| 1 | **You** go home |\n\n- walk\n- rest"


def test_html_that_was_made_from_words_counts_as_safe_in_one_place_only():
    marks = re.compile(r"\bmark_safe\(|\bSafeString\(|\bSafeText\(|\|\s*safe\b|\{%\s*autoescape")
    found = {
        str(path.relative_to(HOUSE)): marks.findall(path.read_text())
        for path in [*HOUSE.rglob("*.py"), *HOUSE.rglob("*.html")]
    }
    assert {path: marks for path, marks in found.items() if marks} == {
        "templatetags/markup.py": ["mark_safe("],
        # What crispy-forms gives for the attributes of a form; no page of ours has any.
        "templates/nhsuk/whole_uni_form.html": ["|safe"],
    }


@pytest.fixture
def marked_up(editor, administrator):
    """IPG651 with marks wherever they may stand, published."""
    content = completed("ipg651")
    first = replace(
        content.options[0],
        description=f"{TABLE}\n\n{EVIL}",
        benefits=(Outcome(f"It *helps* {EVIL}"), *content.options[0].benefits[1:]),
    )
    content = replace(
        content,
        options=(first, *content.options[1:]),
        living_with=TABLE,
        notes=(Note("DVT", f"A **clot** {EVIL}", "Us"), *content.notes[1:]),
        unknowns=(Note("How long", TABLE, "Us"), *content.unknowns[1:]),
    )
    draft = start_draft(content=content, by=editor)
    return publish(edition=draft, seen=1, by=administrator, reason="To try the marks.")


@pytest.fixture
def visitor(marked_up, start, clinician) -> Client:
    invitation, _ = invite(conversation=start(edition=marked_up), by=clinician)
    client = Client()
    client.cookies[settings.PATIENT_COOKIE_NAME] = signing.dumps(str(invitation.pk), salt=SALT)
    return client


def is_clean(page: str) -> bool:
    """Nothing that could run or lead elsewhere came from the words; what is a script is a file of ours."""
    scripts = re.findall(r"<script[^>]*>", page)
    return (
        all('src="/static/' in script for script in scripts)
        and "javascript:" not in page
        and 'href="http:' not in page
        and "<img" not in page
        and "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    )


def test_patients_see_tables_and_lists_and_nothing_else_comes_through(visitor):
    options, read = (visitor.get(reverse(f"patient-{name}")).content.decode() for name in ("options", "read-all"))
    for page in (options, read):
        assert is_clean(page)
        assert "<td>1</td>\n<td><strong>You</strong> go home</td>" in page
        assert "<li>walk</li>" in page
    assert "<p>It <em>helps</em> &lt;script&gt;" in options


def test_staff_see_the_same_and_forms_have_the_words_as_they_were_typed(client, editor, marked_up):
    client.force_login(editor)
    for name in ("edition", "edition-options", "edition-preview"):
        page = client.get(reverse(name, args=[marked_up.pk])).content.decode()
        assert is_clean(page)
        assert "<strong>You</strong> go home" in page
    draft = start_draft(content=marked_up.content, by=editor)
    form = client.get(reverse("edition-option", args=[draft.pk, "procedure"])).content.decode()
    assert "| 1 | **You** go home |" in form
    assert "<strong>You</strong>" not in form


def test_the_summary_has_the_words_without_marks(marked_up, start):
    from sdm.models import Conversation
    from sdm.summary.build import summary_of

    conversation = start(edition=marked_up)
    option = summary_of(Conversation.objects.to_act_on().get(pk=conversation.pk)).options[0]
    assert option["description"].startswith("Day, What happens\n1, You go home\n\n- walk\n- rest\n\n<script>")
    assert option["benefits"][0]["text"].startswith("It helps <script>alert(1)</script> a b")
