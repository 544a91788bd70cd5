"""The code of a paper form leads to its conversation, and a code with a slip of the pen leads nowhere."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.paper_code import CHARACTERS, code_of, ids_of

ids = st.uuids()
SOME = UUID("0c7f5b1e-4b7c-4a8e-9d55-6a1f0f5d2a11")


@given(ids)
def test_a_code_stands_for_the_conversation_that_it_was_made_for(id_):
    lowest, highest = ids_of(code_of(id_))
    assert lowest <= id_ <= highest
    assert highest.int - lowest.int < 2**90


@pytest.mark.parametrize("id_", [UUID(int=0), UUID(int=2**128 - 1)])
def test_the_first_and_the_last_id_have_codes_too(id_):
    lowest, highest = ids_of(code_of(id_))
    assert lowest <= id_ <= highest


def test_it_is_taken_as_people_type_it():
    code = code_of(SOME)
    for typed in (code.lower(), code.replace("-", ""), code.replace("-", " "), f"  {code}\u00a0"):
        assert ids_of(typed) == ids_of(code)


@given(ids, st.integers(0, 8), st.integers(1, len(CHARACTERS) - 1))
def test_one_wrong_character_is_always_found(id_, place, change):
    code = list(code_of(id_).replace("-", ""))
    code[place] = CHARACTERS[(CHARACTERS.index(code[place]) + change) % len(CHARACTERS)]
    with pytest.raises(ValueError, match="not right"):
        ids_of("".join(code))


@given(ids, st.integers(0, 7))
def test_two_that_changed_places_are_always_found(id_, place):
    code = list(code_of(id_).replace("-", ""))
    if code[place] == code[place + 1]:
        return
    code[place], code[place + 1] = code[place + 1], code[place]
    with pytest.raises(ValueError, match="not right"):
        ids_of("".join(code))


@pytest.mark.parametrize("typed", ["", "7KQF-3M2P", "7KQF-3M2P-XX", "7KQF-3M2P-O", "٧KQF-3M2P-X", "7KQF-3M2P-\x00"])
def test_what_cannot_be_a_code_is_refused(typed):
    with pytest.raises(ValueError, match="9 letters and numbers"):
        ids_of(typed)


def test_a_code_past_the_last_id_is_refused():
    with pytest.raises(ValueError, match="not right"):
        ids_of("ZZZZZZZZ" + next(last for last in CHARACTERS if _checks("ZZZZZZZZ", last)))


def _checks(code: str, last: str) -> bool:
    total = sum(place * CHARACTERS.index(character) for place, character in enumerate(code, 1))
    return CHARACTERS[total % len(CHARACTERS)] == last


@given(ids)
def test_no_word_comes_out(id_):
    assert not set(code_of(id_)) & set("AEIOU")
