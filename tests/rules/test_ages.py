"""How old somebody is on a day, and what that means for a consent here."""

from datetime import date

import pytest

from sdm.rules.ages import age_on, is_adult, is_too_young, was_noticed
from sdm.rules.capacity import FORM_1, FORM_2, FORM_4, Capacity, form_for


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 11, 29), date(2026, 11, 28), 17),
        (date(2008, 11, 29), date(2026, 11, 29), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 11, 29), date(2026, 11, 29), 0),
    ],
)
def test_somebody_is_older_on_their_birthday(born, day, age):
    assert age_on(born, day) == age


def test_who_is_too_young_and_who_is_an_adult():
    assert [(is_too_young(age), is_adult(age)) for age in (15, 16, 17, 18)] == [
        (True, False),
        (False, False),
        (False, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("age", "capacity", "form"),
    [
        (70, Capacity.PRESUMED, FORM_1),
        (70, Capacity.HAS, FORM_1),
        (70, Capacity.IN_DOUBT, ""),
        (70, Capacity.LACKS, FORM_4),
        (15, Capacity.LACKS, FORM_2),
        (16, Capacity.PRESUMED, ""),
        (17, Capacity.LACKS, ""),
    ],
)
def test_which_form_applies(age, capacity, form):
    assert form_for(age, capacity) == form


@pytest.mark.parametrize(
    ("age", "who_else", "noticed"),
    [
        (18, "", True),
        (17, "", False),
        (17, " . ", False),
        (17, "Her mother, who agrees", True),
        (15, "Her mother", False),
    ],
)
def test_who_consents_under_18_was_noticed_only_where_somebody_wrote_who_else_takes_part(age, who_else, noticed):
    assert was_noticed(age, who_else) is noticed
