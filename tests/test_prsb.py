"""The table of the PRSB standard: every mandatory and required element, each with a page and a test that are there."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver

HOUSE = Path(settings.BASE_DIR)
ROWS = [
    tuple(cell.strip().strip("`") for cell in line.strip("|\n ").split("|"))
    for line in (HOUSE / "docs" / "prsb.md").read_text().splitlines()
    if (line.startswith("| ") and " | M | " in line) or " | R | " in line
]
# The elements of the standard that are mandatory (M) or required (R), in its order, by what each is about.
ELEMENTS = (
    *("date and time", "location, location type, contact type, consultation method, specialty", "seen by"),
    *("responsible professional", "professionals present", "person accompanying", "use of an interpreter"),
    *("recording made, consent for it, copy", "problem", "shared decision status", "people involved in the decision"),
    *("what matters to the person", "options discussed: option", "risks communication", "benefits"),
    *("decision support tool", "decision", "planned review date or interval", "decision issues: flag and details"),
    *("information withheld: indicator, reason, legal advice sought",),
    *("information delayed: what, why, when it can be shared",),
)


def names(patterns) -> set[str]:
    found = set()
    for pattern in patterns:
        found |= names(pattern.url_patterns) if hasattr(pattern, "url_patterns") else {pattern.name}
    return found


def test_every_mandatory_and_required_element_has_its_row():
    assert len(ROWS) == len(ELEMENTS)
    assert [element for element, row in zip(ELEMENTS, ROWS, strict=True) if element not in row[0].lower()] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_has_a_field_a_page_and_a_test_that_are_there(row):
    _, _, held, page, test = row
    path, _, name = test.partition("::")
    assert held
    assert page in names(get_resolver().url_patterns)
    assert f"def {name}(" in (HOUSE / path).read_text()
