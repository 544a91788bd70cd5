"""What the scan of a signed form may be made of, and whether one is still to come."""

from datetime import UTC, datetime

import pytest

from sdm.rules.scans import MOST_BYTES, MOST_PAGES, Kind, ScanFile, Scanned, awaits_scan, standing, why_not_added

NOW = datetime(2026, 11, 29, tzinfo=UTC)


def scanned(**values) -> Scanned:
    given = {"id": "1", "entry": 7, "kind": "pdf", "size": 1000, "pages": 1, "added_at": NOW, "added_by": "Dr Khan"}
    return Scanned(**{**given, **values})


def test_a_consent_on_paper_awaits_its_scan_until_one_stands():
    on_paper = {"way": "on-paper", "kept_where": "The ward's folder"}
    assert awaits_scan(on_paper, ())
    assert awaits_scan(on_paper, [scanned(mistake="Somebody else's form")])
    assert not awaits_scan(on_paper, [scanned(mistake="Somebody else's form"), scanned()])


@pytest.mark.parametrize("given", [{}, {"way": "spoken"}, {"way": "on-screen"}])
def test_no_other_consent_awaits_one(given):
    assert not awaits_scan(given, ())


def test_what_was_added_by_mistake_does_not_stand():
    good, wrong = scanned(id="2"), scanned(mistake="Not readable")
    assert standing([wrong, good]) == (good,)


@pytest.mark.parametrize(
    ("files", "there", "why"),
    [
        ([], [], "Choose the scan"),
        ([ScanFile(Kind.JPEG, b"x")] * (MOST_PAGES + 1), [], "at most 10 pages"),
        ([ScanFile(Kind.JPEG, b"x")], [scanned(pages=MOST_PAGES)], "at most 10 pages"),
        ([ScanFile(Kind.PDF, b"x", MOST_PAGES + 1)], [], "at most 10 pages"),
        ([ScanFile(Kind.PDF, b"x")], [scanned(size=MOST_BYTES)], "at most 10 MB"),
        ([ScanFile(Kind.PDF, bytes(MOST_BYTES + 1))], [], "at most 10 MB"),
    ],
)
def test_nothing_and_too_much_are_not_added(files, there, why):
    assert why in why_not_added(files, there)


def test_as_much_as_there_may_be_is_added():
    assert why_not_added([ScanFile(Kind.PDF, bytes(MOST_BYTES), MOST_PAGES)]) == ""
    assert why_not_added([ScanFile(Kind.PDF, b"x")], [scanned(size=MOST_BYTES - 1, pages=MOST_PAGES - 1)]) == ""


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "PDF, 1 page, 1 kB"),
        ({"kind": "jpeg", "size": 1001}, "JPEG, 1 page, 2 kB"),
        ({"pages": 3, "size": 2_340_000}, "PDF, 3 pages, 2.3 MB"),
    ],
)
def test_a_scan_is_named_by_what_it_is(values, words):
    assert scanned(**values).in_words == words
