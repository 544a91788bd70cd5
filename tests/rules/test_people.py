"""Who is meant where somebody wrote down a name: by the full name as it is typed anywhere, or by the address."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.people import is_meant, only_one_meant

ZIELINSKI = {"name": "Dr Tomasz Zieliński", "job_title": "Nurse specialist", "email": "tomasz@brackenford.example"}


@pytest.mark.parametrize(
    "text",
    [
        "Dr Tomasz Zieliński",
        "DR.  TOMASZ ZIELINSKI",
        "Dr Tomasz Zielin\u0301ski",
        "Dr Tomasz Zieliński, nurse specialist",
        "tomasz@brackenford.example",
        " Tomasz@Brackenford.example ",
    ],
)
def test_the_full_name_or_the_address_means_them(text):
    assert is_meant(text, **ZIELINSKI)


@pytest.mark.parametrize(
    "text", ["", " ", ",", "Tomasz", "Zieliński", "Dr Tomasz Zieliński, surgeon", "tomasz", "Nurse specialist", "@"]
)
def test_anything_less_means_nobody(text):
    assert not is_meant(text, **ZIELINSKI)


@given(st.text())
def test_a_name_without_letters_is_nobodys(text):
    assert not is_meant(text, name="–", job_title="", email="somebody@brackenford.example") or "@" in text


def test_who_shares_a_name_is_meant_by_the_address_alone():
    one, other = (SimpleNamespace(**{**ZIELINSKI, "email": f"{who}@brackenford.example"}) for who in ("t1", "t2"))
    assert only_one_meant("Dr Tomasz Zieliński", [one]) is one
    assert only_one_meant("Dr Tomasz Zieliński", [one, other]) is None
    assert only_one_meant("t2@brackenford.example", [one, other]) is other
