"""Who may publish: an administrator of the draft's hospital who had no hand in it, nor in an account of who had."""

from itertools import product

import pytest

from sdm.rules.second_person import why_not_second

SECOND = {
    "keeps_accounts": False,
    "is_administrator": True,
    "is_of_its_hospital": True,
    "wrote_it": False,
    "is_written": True,
    "bound_to": [],
}


def test_a_second_person_may_publish():
    assert why_not_second(**SECOND) == ()


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"keeps_accounts": True}, "Whoever keeps accounts cannot publish."),
        ({"is_administrator": False}, "Only an administrator of a hospital can publish."),
        ({"is_of_its_hospital": False}, "This is the draft of another hospital."),
        ({"wrote_it": True}, "You worked on this draft. A second person must publish it."),
        ({"is_written": False}, "Nobody has worked on this draft yet. Somebody else must look through it and save it"),
        ({"bound_to": ["Jo Bell", "Al Fox"]}, "account of the other: Jo Bell and Al Fox and you. Somebody else must"),
    ],
)
def test_anything_else_keeps_them_from_it(other, why):
    (said,) = why_not_second(**SECOND | other)
    assert why in said


def test_of_every_combination_one_may_publish():
    either = (False, True)
    may = [
        values
        for values in product(either, either, either, either, either, ([], ["Jo Bell"]))
        if why_not_second(**dict(zip(SECOND, values, strict=True))) == ()
    ]
    assert may == [tuple(SECOND.values())]
