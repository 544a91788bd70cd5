"""Who else was there: those who are written down, but for those whom everybody knows of."""

import pytest

from sdm.rules.taking_part import others_there

KNOWN = ("Margaret Ellis", "Dr Sam Okoro")


@pytest.mark.parametrize(
    ("written", "others"),
    [
        ("", ()),
        ("Mrs Ellis", ()),
        ("The patient, Sam Okoro", ()),
        ("Mrs Ellis, her daughter and Dr Okoro", ("her daughter",)),
        ("Margaret Ellis; Ann Ellis", ("Ann Ellis",)),
        ("Ewa\nSister Jo Lee, Ewa", ("Ewa", "Sister Jo Lee")),
        ("Amanda Sand", ("Amanda Sand",)),
        (", and ;", ()),
    ],
)
def test_others(written, others):
    assert others_there(written, KNOWN) == others
