"""What a hospital adds, where patients see it: marked as the hospital's own, on their own hospital's pages only."""

import pytest
from django.urls import reverse

from sdm.actions.conversations import invite
from sdm.actions.decisions import decide
from sdm.letters.paper_form import as_pdf, form_of
from sdm.rules.edition import Outcome
from sdm.rules.local_parts import Contact, LocalParts
from sdm.summary.build import summary_of
from sdm.summary.mark import RecordMark
from sdm.summary.outline import outline_of

pytestmark = pytest.mark.django_db
RESULT = Outcome("The clot came back.", "", "our own audit", 3, "over 1 year", "all 140 people treated here")
WHOLE = LocalParts(Contact("Vein nurses", phone="01632 960 007"), (RESULT,), "Come back after a week.")
WHERE = [("patient-options", []), ("patient-read-step", [4]), ("patient-read-all", [])]
NO_MARK = RecordMark(digest="ab" * 32, sequence=1, conversation="0c7f")
MARK = "From Northfield Hospital, not from NICE"


@pytest.mark.parametrize(("name", "args"), WHERE)
def test_it_stands_apart_and_says_whose_it_is(visitor, add_locally, name, args, django_assert_num_queries):
    add_locally(WHOLE)
    with django_assert_num_queries(1):
        page = visitor.get(reverse(name, args=args)).content.decode()
    theirs = page.split(f">{MARK}</h2>")[1].split("</section>")[0]
    assert all(
        words in theirs
        for words in (
            "The clot came back.",
            "3 in 100 people",
            "over 1 year",
            "Seen in: all 140 people treated here",
            "From: our own audit",
            "Come back after a week.",
        )
    )


@pytest.mark.parametrize(("name", "args"), [*WHERE, ("patient-question", [1]), ("patient-list", [])])
def test_a_hospital_that_adds_nothing_shows_nothing_odd(visitor, name, args):
    page = visitor.get(reverse(name, args=args)).content.decode()
    assert "not from NICE" not in page
    assert "Vascular nurses" in page


@pytest.mark.parametrize("name", ["patient-list", "patient-question", "patient-options", "patient-check"])
def test_whom_to_ask_is_the_one_for_this_leaflet(visitor, add_locally, name):
    address = reverse(name, args=[1] if name == "patient-question" else [])
    before = visitor.get(address).content.decode()
    add_locally(LocalParts(Contact("Vein nurses", phone="01632 960 007", hours="9am to 5pm")))
    page = visitor.get(address).content.decode()
    assert ("Vascular nurses" in before, "Vascular nurses" in page) == (True, False)
    ring = '<strong><a href="tel:+441632960007">01632 960 007</a>, 9am to 5pm</strong>'
    assert f"Ask the Vein nurses at Northfield Hospital:<br>{ring}" in page


def test_another_hospitals_patients_see_none_of_it(let_in, client, start, other_clinician, add_locally):
    add_locally(WHOLE)
    invitation, _ = invite(conversation=start(by=other_clinician), by=other_clinician)
    page = let_in(client, invitation).get(reverse("patient-options")).content.decode()
    assert ("Come back after a week." in page, "Vein nurses" in page) == (False, False)


def test_the_form_on_paper_says_it_too(conversation, add_locally, fresh):
    add_locally(WHOLE)
    form = form_of(fresh(conversation), conversation.content, language="en")
    facts = {fact.label: fact.words for fact in form.what_next}
    assert facts[MARK] == "Come back after a week."
    assert facts["Whom to ask"] == "Ask the Vein nurses at Northfield Hospital: 01632 960 007"
    assert as_pdf(fresh(conversation), conversation.content, language="en").startswith(b"%PDF")


def test_the_summary_says_it_in_a_section_of_its_own(conversation, add_locally, clinician, fresh):
    bare = outline_of(summary_of(fresh(conversation)), NO_MARK)
    assert MARK not in [section.heading for section in bare.sections]
    add_locally(WHOLE)
    outline = outline_of(summary_of(fresh(conversation)), NO_MARK)
    section = next(section for section in outline.sections if section.heading == MARK)
    assert [(row.label, row.text) for row in section.blocks[0].rows] == [
        (
            "What we have seen here",
            "The clot came back.\n3 in 100 people, over 1 year\n"
            "Seen in: all 140 people treated here\nFrom: our own audit",
        ),
        ("What happens afterwards here", "Come back after a week."),
    ]


def test_a_patient_reads_it_on_the_summary(visitor, conversation, add_locally, clinician, fresh):
    add_locally(WHOLE)
    decide(conversation=fresh(conversation), choice="more-time", reasons="Why", seen=0, by=clinician)
    page = visitor.get(reverse("patient-summary")).content.decode()
    assert (MARK in page, "Come back after a week." in page, "Vein nurses" in page) == (True, True, True)
