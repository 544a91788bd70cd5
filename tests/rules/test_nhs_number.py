"""NHS numbers are taken as people type them, and refused where the check digit says no."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.nhs_number import clean, spaced


@pytest.mark.parametrize("typed", ["9434765919", "943 476 5919", " 943-476-5919 ", "943\u00a0476\u00a05919"])
def test_ten_digits_with_their_check_digit_are_taken(typed):
    assert clean(typed) == "9434765919"


@pytest.mark.parametrize("typed", ["", "943476591", "94347659190", "943476591X", "٩٤٣٤٧٦٥٩١٩", "9434765919\x00"])
def test_anything_but_ten_digits_is_refused(typed):
    with pytest.raises(ValueError, match="10 digits"):
        clean(typed)


@given(st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place, change):
    digits = [int(digit) for digit in "9434765919"]
    digits[place] = (digits[place] + change) % 10
    with pytest.raises(ValueError, match="not right"):
        clean("".join(map(str, digits)))


@pytest.mark.parametrize("last", range(10))
def test_where_the_sum_leaves_ten_no_last_digit_is_right(last):
    with pytest.raises(ValueError, match="not right"):
        clean(f"600000009{last}")


def test_people_read_it_in_three_groups():
    assert spaced("9434765919") == "943 476 5919"
