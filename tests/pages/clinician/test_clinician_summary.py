"""The summary: provisional before a decision, frozen with it afterwards, on screen and as a file without a name."""

import io

import pikepdf
import pytest

from sdm.actions.conversations import reopen
from sdm.actions.decisions import decide
from sdm.models import RecordEntry
from sdm.summary.build import Summary, summary_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(conversation, clinician, fresh):
    return decide(conversation=fresh(conversation), choice="refusal", reasons="I am afraid.", seen=0, by=clinician)


def digest(conversation, sequence: int) -> str:
    return RecordEntry.objects.get(conversation=conversation, sequence=sequence).digest


def test_before_a_decision_it_is_provisional_and_says_so(staff, at, conversation, note, fresh):
    note("question-1", text="Said so far")
    response = staff.get(at("conversation-summary"))
    assert response.context["summary"] == summary_of(fresh(conversation))
    assert response.context["mark"].digest == fresh(conversation).head[1]
    page = response.content.decode()
    assert ("No decision yet" in page, "Said so far" in page) == (True, True)


def test_after_a_decision_it_is_what_was_frozen_with_it(staff, at, conversation, decided):
    response = staff.get(at("conversation-summary"))
    assert response.context["summary"] == Summary(**decided.summary)
    mark = response.context["mark"]
    assert (mark.sequence, mark.digest) == (decided.recorded_as, digest(conversation, decided.recorded_as))
    assert "I am afraid." in response.content.decode()


def test_it_says_what_happened_before_and_orders_nothing(staff, at, conversation, note):
    note("question-1", text="Said")
    page = staff.get(at("conversation-summary")).content.decode()
    assert "What matters to the patient was recorded." in page
    assert "Record what matters to the patient." not in page


def test_a_refusal_is_spared_the_list_but_keeps_it(staff, at, decided):
    page = staff.get(at("conversation-summary")).content.decode()
    assert "What had to happen before consent" not in page
    assert {one["done"] for one in decided.summary["requirements"]} >= {"What matters to the patient was recorded."}


def test_what_is_said_after_the_decision_is_not_in_it(staff, at, conversation, decided, note, clinician, fresh):
    reopen(conversation=fresh(conversation), by=clinician)
    note("question-1", text="Said later")
    page = staff.get(at("conversation-summary")).content.decode()
    assert "Said later" not in page
    assert "The discussion was opened again after this decision." in page


def test_the_latest_decision_counts(staff, at, conversation, decided, clinician, fresh):
    later = decide(conversation=fresh(conversation), choice="more-time", reasons="To think", seen=1, by=clinician)
    assert staff.get(at("conversation-summary")).context["summary"] == Summary(**later.summary)


def test_the_file_has_no_name_of_a_person_and_is_a_pdf(staff, at, decided):
    response = staff.get(at("conversation-summary-pdf"))
    assert (response["Content-Type"], response["Content-Disposition"], response["Cache-Control"]) == (
        "application/pdf",
        'attachment; filename="summary-of-our-decision.pdf"',
        "no-store",
    )
    assert len(pikepdf.open(io.BytesIO(response.content)).pages) >= 1


def test_the_provisional_file_is_a_pdf_too(staff, at):
    assert staff.get(at("conversation-summary-pdf")).content.startswith(b"%PDF")


def test_large_print(staff, at, decided):
    usual = staff.get(at("conversation-summary-pdf")).content
    large = staff.get(f"{at('conversation-summary-pdf')}?large-print").content
    pages = [len(pikepdf.open(io.BytesIO(pdf)).pages) for pdf in (usual, large)]
    assert pages[1] > pages[0]
    assert '<body class="sdm-large-print">' in staff.get(f"{at('conversation-summary')}?large-print").content.decode()
