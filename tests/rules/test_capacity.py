"""Capacity and a free choice are presumed; a doubt takes consent away until it is settled in whole."""

from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.capacity import Capacity, capacity_of, decides_freely, may_consent

WORDS = st.sampled_from(["", " ", "Words", None, 3])


@given(
    doubt=st.sampled_from(["", "yes", "no", True]),
    support=WORDS,
    assessment=WORDS,
    assessed_by=WORDS,
    assessed_on=st.sampled_from(["", "soon", "2026-11-19", 3]),
    result=st.sampled_from(["", "has", "lacks", "presumed", True]),
)
def test_consent_only_where_nobody_doubts_or_a_whole_assessment_says_so(**details):
    known = capacity_of(details)
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
def test_a_doubt_whether_the_patient_decides_freely_stands_until_words_settle_it(**details):
    has_doubt, is_settled = (details[name] == "Words" for name in ("not_free", "free_after_all"))
    assert decides_freely(details) == (is_settled or not has_doubt)
