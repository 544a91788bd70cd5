"""No cell of a file is taken for a formula, and none loses a letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.csv_cells import STARTS_A_FORMULA, as_cell


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ('=HYPERLINK("http://evil.example")', '\'=HYPERLINK("http://evil.example")'),
        ("+44 1632", "'+44 1632"),
        ("-3", "'-3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("  =1+1", "'  =1+1"),
        ("＝1", "'＝1"),
        ("a=b", "a=b"),
        (None, ""),
        (12, "12"),
    ],
)
def test_what_stands_in_a_cell(value, cell):
    assert as_cell(value) == cell


@given(st.text())
def test_any_text_is_whole_and_starts_no_formula(text):
    cell = as_cell(text)
    assert cell.removeprefix("'") == text or cell == text
    assert not cell.startswith(STARTS_A_FORMULA)
