"""The scan of a signed form: with the decision or later, shown to its hospital alone, and never in the way."""

import subprocess

import pytest
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sdm.actions.conversations import cancel, reopen
from sdm.actions.decisions import decide
from sdm.actions.scans import add_scans
from sdm.models import Decision, Scan, ScanMistake
from sdm.pages.access import SALT
from sdm.rules.scans import Kind, ScanFile
from sdm.summary.moments import moment
from tests.given import ON_PAPER, SPOKEN, consent, on_paper
from tests.signed_forms import pdf, picture

pytestmark = pytest.mark.django_db

NOT_HERE = "The scan of the signed form is not here yet."
AGAIN = "Choose the scan again. Your browser does not keep it"


def chosen(data: bytes, name: str = "scan.jpg", says: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, says)


@pytest.fixture
def record_decision(record, staff, at, iliofemoral, conversation, fresh):
    """Everything has happened that must; presses "Record the decision" with a signature on paper."""
    record(iliofemoral)

    def record_decision(*files, **values):
        bound = {"seen": "0", "shown": str(fresh(conversation).head[0])}
        typed = {**bound, "choice": "consent", "reasons": "To walk my dog.", "option_id": "", **ON_PAPER, **values}
        return staff.post(at("conversation-decision"), {**typed, "scans": list(files)}, follow=True)

    return record_decision


@pytest.fixture
def signed(conversation, clinician):
    return consent(conversation, given=on_paper(), by=clinician)


@pytest.fixture
def add(signed, staff, at):
    return lambda *files: staff.post(at("conversation-scans", 1), {"scans": list(files)}, follow=True)


@pytest.fixture
def scan(signed, clinician, fresh):
    files = [ScanFile(Kind.JPEG, picture())]
    return add_scans(conversation=fresh(signed), decision_number=1, files=files, by=clinician)[0]


def problem(response, form: str = "form") -> str:
    return " ".join(response.context[form].errors.get("scans", []))


def test_the_scan_comes_in_with_the_decision(record_decision, staff, at):
    page = record_decision(chosen(picture()), chosen(pdf(2), "x.pdf", "application/pdf"))
    assert page.redirect_chain[-1][0] == at("conversation-summary")
    assert list(Scan.objects.values_list("kind", "pages", "decision_number")) == [("jpeg", 1, 1), ("pdf", 2, 1)]
    decision = staff.get(at("conversation-decision")).content.decode()
    assert (NOT_HERE in decision, "Scan 2 of the signed form (PDF, 2 pages, 1 kB)" in decision) == (False, True)


def test_the_decision_is_whole_without_it_and_says_that_it_is_not_here(record_decision, staff, at):
    record_decision()
    assert (Decision.objects.get().choice, Scan.objects.count()) == ("consent", 0)
    for name in ("conversation-decision", "conversation-after"):
        page = staff.get(at(name)).content.decode()
        assert (NOT_HERE in page, f'<a href="{at("conversation-scans", 1)}">Add the scan' in page) == (True, True)


def test_a_refused_scan_loses_nothing_typed_and_has_to_be_chosen_again(record_decision):
    page = record_decision(chosen(b"GIF89a"), limits="No blood")
    assert (page.status_code, problem(page, "giving")) == (422, f"This is no PDF, JPEG or PNG file. {AGAIN}")
    html = page.content.decode()
    assert ("To walk my dog." in html, "No blood" in html, "The ward&#x27;s folder" in html) == (True, True, True)
    assert '<a href="#id_scans">' in html
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"kept_where": ""}, {"reasons": ""}])
def test_a_good_scan_has_to_be_chosen_again_where_something_else_is_wrong(record_decision, wrong):
    page = record_decision(chosen(picture()), **wrong)
    assert (page.status_code, problem(page, "giving"), Scan.objects.count()) == (422, AGAIN, 0)
    assert AGAIN in page.content.decode()


def test_a_good_scan_has_to_be_chosen_again_where_somebody_else_was_faster(
    record_decision, conversation, clinician, fresh
):
    decide(conversation=fresh(conversation), choice="more-time", reasons="To think", seen=0, by=clinician)
    page = record_decision(chosen(picture()))
    assert (page.status_code, problem(page, "giving"), Scan.objects.count()) == (409, AGAIN, 0)


def test_a_scan_belongs_to_paper(record_decision):
    page = record_decision(chosen(picture()), **SPOKEN)
    assert (page.status_code, "only for a form that was signed on paper" in problem(page, "giving")) == (422, True)


def test_the_same_decision_sent_twice_has_one_scan(record_decision):
    for _ in range(2):
        record_decision(chosen(picture()))
    assert (Decision.objects.count(), Scan.objects.count()) == (1, 1)


def test_it_is_added_later_from_the_page_of_the_decision(add, staff, at):
    page = add(chosen(picture()))
    assert (page.redirect_chain[-1][0], NOT_HERE in page.content.decode()) == (at("conversation-decision"), False)
    assert "The scan of the signed form is added." in page.content.decode()
    assert "Add more to the scan of the signed form" in page.content.decode()


def test_its_kind_is_what_is_in_it_whatever_its_name_and_the_browser_say(add, staff, at):
    add(chosen(pdf(), "page.html", "text/html"))
    scan = Scan.objects.get()
    response = staff.get(at("conversation-scan", scan.pk))
    assert (scan.kind, response.headers["Content-Type"]) == ("pdf", "application/pdf")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ([], "Choose the scan of the signed form"),
        ([(b"", "empty.pdf")], f"This file is empty. {AGAIN}"),
        ([(b"<svg onload=alert(1)>", "x.png")], f"This is no PDF, JPEG or PNG file. {AGAIN}"),
        ([(pdf(11), "x.pdf")], "more than 10 pages"),
        ([(picture(), "1.jpg")] * 11, "This is too much."),
        ([(pdf(6), "a.pdf"), (pdf(5, shown=201), "b.pdf")], "at most 10 pages"),
        ([(b"%PDF-" + bytes(10_000_000), "x.pdf")], "This is too much."),
        ([(picture(), "1.jpg"), (b"x", "my 100% letter.doc")], "“my 100% letter.doc”: This is no PDF"),
    ],
)
def test_what_cannot_be_a_scan_is_refused_beside_the_field(add, files, why):
    page = add(*(chosen(data, name) for data, name in files))
    assert (page.status_code, why in problem(page), Scan.objects.count()) == (422, True, 0)
    assert '<a href="#id_scans">' in page.content.decode()


def test_what_is_too_much_with_what_is_there_is_refused_beside_the_field(add):
    add(chosen(pdf(10)))
    page = add(chosen(picture()))
    assert (page.status_code, "at most 10 pages" in problem(page), AGAIN in problem(page)) == (409, True, True)


def test_a_name_of_a_file_is_shown_as_text(add):
    page = add(chosen(picture()), chosen(b"x", "<img src=x onerror=alert(1)>.png")).content.decode()
    assert ("&lt;img src=x" in page, "<img src=x" in page) == (True, False)


@pytest.mark.parametrize(
    ("kind", "data", "shown"),
    [
        (Kind.JPEG, picture(), 'inline; filename="signed-form-{}-1.jpg"'),
        (Kind.PNG, picture("PNG"), 'inline; filename="signed-form-{}-1.png"'),
        (Kind.PDF, pdf(), 'attachment; filename="signed-form-{}-1.pdf"'),
    ],
)
def test_a_scan_is_served_so_that_nothing_in_it_runs_and_nobody_keeps_it(
    signed, clinician, fresh, staff, at, kind, data, shown
):
    (scan,) = add_scans(conversation=fresh(signed), decision_number=1, files=[ScanFile(kind, data)], by=clinician)
    response = staff.get(at("conversation-scan", scan.pk))
    assert response.content == data
    expected = {
        "Content-Type": {"pdf": "application/pdf"}.get(kind, f"image/{kind}"),
        "Content-Disposition": shown.format(scan.recorded_as),
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Content-Length": str(len(data)),
    }
    assert {name: response.headers[name] for name in expected} == expected
    assert response.headers["Cache-Control"] == "no-store"


def test_who_added_it_and_when_stands_beside_it(scan, staff, at):
    page = staff.get(at("conversation-decision")).content.decode()
    assert f'<a href="{at("conversation-scan", scan.pk)}">Scan 1 of the signed form (JPEG, 1 page, 1 kB)</a>' in page
    assert "by Dr Amira Khan, Consultant vascular surgeon." in page


def test_a_scan_by_mistake_says_so_and_is_awaited_again(scan, staff, at):
    page = staff.post(at("conversation-scan-mistake", scan.pk), {"reason": "It is <another> form"}, follow=True)
    html = page.content.decode()
    assert page.redirect_chain[-1][0] == at("conversation-scans", 1)
    assert ("<strong>Added by mistake</strong>" in html, "It is &lt;another&gt; form" in html) == (True, True)
    assert (NOT_HERE in html, at("conversation-scan-mistake", scan.pk) in html) == (True, False)
    assert staff.get(at("conversation-scan", scan.pk)).status_code == 200


def test_both_read_in_the_summary_when_it_was_added_and_by_whom_and_only_staff_can_open_it(
    scan, staff, at, invitation, clinician, fresh
):
    patient = Client()
    patient.cookies[settings.PATIENT_COOKIE_NAME] = signing.dumps(str(invitation.pk), salt=SALT)
    line = f"Added on {moment(scan.added_at.isoformat())} by {clinician.as_actor().name}"
    for client, page, pdf_page in (
        (staff, at("conversation-summary"), at("conversation-summary-pdf")),
        (patient, reverse("patient-summary"), reverse("patient-summary-pdf")),
    ):
        page, file = client.get(page).content.decode(), client.get(pdf_page).content
        assert ("The scan of the signed paper" in page, line in page, "/scans/" in page) == (True, True, False)
        read = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=file, capture_output=True, check=True)
        assert line in " ".join(read.stdout.decode().split())
    assert patient.get(at("conversation-scan", scan.pk)).status_code == 302


def test_a_scan_by_mistake_is_in_no_summary(scan, staff, at):
    staff.post(at("conversation-scan-mistake", scan.pk), {"reason": "Another form"})
    page = staff.get(at("conversation-summary")).content.decode()
    assert ("The scan of the signed paper" in page, "The ward&#x27;s folder" in page) == (False, True)


def test_a_mistake_without_a_reason_is_asked_for_it(scan, staff, at):
    for reason in (" ", ".", "x"):
        page = staff.post(at("conversation-scan-mistake", scan.pk), {"reason": reason})
        assert (page.status_code, ScanMistake.objects.count()) == (422, 0)
        assert page.context["form"].problems[0][0] == "#id_reason"


def test_who_comes_second_reads_what_the_first_said(scan, staff, at):
    address = at("conversation-scan-mistake", scan.pk)
    staff.post(address, {"reason": "First reason"})
    page = staff.get(address).content.decode()
    assert ("First reason" in page, "<form" in page.partition("<main")[2].partition("</main>")[0]) == (True, False)
    staff.post(address, {"reason": "Second reason"})
    assert ScanMistake.objects.get().reason == "First reason"


def test_paper_is_added_while_it_is_talked_about_again_and_not_once_it_is_cancelled(
    add, signed, staff, at, clinician, fresh
):
    reopen(conversation=fresh(signed), by=clinician)
    assert NOT_HERE in staff.get(at("conversation-decision")).content.decode()
    add(chosen(picture()))
    cancel(conversation=fresh(signed), by=clinician)
    page = staff.get(at("conversation-scans", 1)).content.decode()
    assert ("This conversation was cancelled." in page, 'type="file"' in page) == (True, False)
    late = add(chosen(pdf()))
    assert (late.status_code, Scan.objects.count()) == (409, 1)


def test_no_page_reads_the_files_and_each_costs_the_same_however_many_there_are(
    signed, clinician, fresh, staff, at, django_assert_max_num_queries, django_assert_num_queries
):
    def queries(name, *more):
        with django_assert_max_num_queries(20) as found:
            assert staff.get(at(name, *more)).status_code == 200
        assert [query for query in found.captured_queries if '"sdm_scan"."data"' in query["sql"]] == []
        return len(found)

    pages = [("conversation-decision",), ("conversation-after",), ("conversation-scans", 1)]
    before = [queries(*page) for page in pages]
    for number in range(5):
        files = [ScanFile(Kind.JPEG, f"file {number}".encode())]
        add_scans(conversation=fresh(signed), decision_number=1, files=files, by=clinician)
    assert [queries(*page) for page in pages] == before
