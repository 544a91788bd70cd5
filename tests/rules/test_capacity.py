"""Capacity and a free choice are presumed; a doubt takes consent away until it is settled in whole."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.capacity import Capacity, capacity_of, decides_freely, may_consent
from sdm.rules.possible_days import KnownDays

WORDS = st.sampled_from(["", " ", ".", "Words", None, 3])
KNOWN = KnownDays(date(2026, 11, 29), born=date(1958, 3, 27), started_on=date(2026, 11, 18))


@given(
    doubt=st.sampled_from(["", "yes", "no", True]),
    support=WORDS,
    assessment=WORDS,
    assessed_by=WORDS,
    assessed_on=st.sampled_from(["", "soon", "2026-11-19", "2026-11-30", "1901-01-01", 3]),
    result=st.sampled_from(["", "has", "lacks", "presumed", True]),
)
def test_consent_only_where_nobody_doubts_or_a_whole_assessment_says_so(**details):
    known = capacity_of(details, KNOWN)
    is_whole = {details[name] for name in ("support", "assessment", "assessed_by")} == {"Words"}
    is_whole = is_whole and details["assessed_on"] == "2026-11-19"
    if details["doubt"] != "yes":
        assert known is Capacity.PRESUMED
    elif is_whole and details["result"] in ("has", "lacks"):
        assert known == details["result"]
    else:
        assert known is Capacity.IN_DOUBT
    assert may_consent(known) == (known in (Capacity.PRESUMED, Capacity.HAS))


@given(not_free=WORDS, free_after_all=WORDS)
def test_a_patient_who_says_that_they_have_no_choice_is_in_doubt_whatever_staff_think(**details):
    assert decides_freely(details, says_no_choice=True) == (details["free_after_all"] == "Words")


@given(not_free=WORDS, free_after_all=WORDS)
def test_a_doubt_whether_the_patient_decides_freely_stands_until_words_settle_it(**details):
    has_doubt, is_settled = details["not_free"] in (".", "Words"), details["free_after_all"] == "Words"
    assert decides_freely(details) == (is_settled or not has_doubt)
