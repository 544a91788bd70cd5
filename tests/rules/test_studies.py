"""What was done for one study counts for no other."""

import pytest

from sdm.rules.studies import without_old_tick

LEGS = {"study_name": "LEGS", "ethics_reference": "26/1", "study_explained": True, "explained_by": "Sister Lee"}


@pytest.mark.parametrize("name", ["study_name", "ethics_reference"])
def test_another_name_or_reference_has_not_been_explained(name):
    assert "study_explained" not in without_old_tick(LEGS, LEGS | {name: "Another"})


def test_the_same_study_was_explained_and_so_is_one_that_is_ticked_anew():
    assert without_old_tick(LEGS, LEGS | {"explained_by": "Dr Khan"})["study_explained"]
    other = LEGS | {"study_name": "ARMS"}
    assert without_old_tick(without_old_tick(LEGS, other), other)["study_explained"]
    assert without_old_tick({}, LEGS) == LEGS
