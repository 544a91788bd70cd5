"""A leaflet's reference is one, however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.leaflet_references import tidy_reference


@pytest.mark.parametrize(
    "typed",
    [
        "IPG651",
        "ipg651",
        "Ipg 651",
        " ipg  0651 ",
        "IPG-651",
        "IPG - 651",
        "IPG–651",
        "IPG\u2011651",
        "IPG/651",
        "IPG.651",
        "ipg_651",
        "IPG 00651",
        "NICE IPG651",
        "\tIPG\u00a0651\n",
    ],
)
def test_a_reference_of_nices_is_one_however_it_was_typed(typed):
    assert tidy_reference(typed) == "IPG651"


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("", ""),
        ("  ", ""),
        ("HTG12", "HTG12"),
        ("ta0", "TA0"),
        ("Local leaflet 7/2", "Local leaflet 7/2"),
        (" our  IPG-651 ", "our IPG-651"),
        ("IPG651a", "IPG651a"),
        ("IPG651-2", "IPG651-2"),
        ("IPG65100", "IPG65100"),
        ("ipg", "ipg"),
        ("X-1", "X-1"),
        ("vascular-012", "vascular-012"),
    ],
)
def test_what_is_none_of_nices_stays_as_it_was_typed(typed, reference):
    assert tidy_reference(typed) == reference


@given(st.text(max_size=50))
def test_what_is_tidy_stays_so(typed):
    once = tidy_reference(typed)
    assert tidy_reference(once) == once
    assert once == once.strip()
