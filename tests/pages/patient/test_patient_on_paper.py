"""Doing it on paper instead: the patient gets the form from their pages."""

import html
import re

import pytest

from sdm.pages.limits import PDFS_A_MINUTE

pytestmark = pytest.mark.django_db


def test_the_list_leads_to_the_form(visitor):
    assert 'href="/my/on-paper"' in visitor.get("/my").content.decode()
    page = visitor.get("/my/on-paper").content.decode()
    files = re.findall(r'href="(/my/paper-form[^"]+)"', page)
    assert files == ["/my/paper-form.pdf", "/my/paper-form.pdf?large-print"]
    usual, large = (visitor.get(html.unescape(address)) for address in files)
    for response, how in ((usual, ""), (large, "-in-large-print")):
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
        assert response["Content-Disposition"] == f'attachment; filename="form-for-my-appointment{how}.pdf"'
        assert response["Cache-Control"] == "no-store"
        assert response.content.startswith(b"%PDF-")
    assert usual.content != large.content


def test_asking_for_it_changes_nothing_and_costs_one_query(visitor, conversation, django_assert_num_queries):
    before = conversation.record.count()
    with django_assert_num_queries(1):
        visitor.get("/my/on-paper")
    with django_assert_num_queries(1):
        visitor.get("/my/paper-form.pdf")
    assert conversation.record.count() == before


def test_once_it_is_too_late_the_page_says_so_and_offers_none(visitor, conversation, appointment_passed):
    appointment_passed(conversation)
    page = visitor.get("/my/on-paper").content.decode()
    assert "The time of your appointment has come." in page
    assert "paper-form" not in page
    assert "/my/on-paper" not in visitor.get("/my").content.decode()


def test_forms_are_limited_like_every_other_file(visitor):
    assert {visitor.get("/my/paper-form.pdf").status_code for _ in range(PDFS_A_MINUTE)} == {200}
    assert visitor.get("/my/paper-form.pdf").status_code == 429
