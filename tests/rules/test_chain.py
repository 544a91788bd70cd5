"""Every edit, deletion, swap, insertion or cut of a record is found, and the first bad entry is named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.chain import BEFORE_THE_FIRST, Fault, Link, canonical, digest_of, entry_digest, first_fault

START = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def chain(length: int) -> list[Link]:
    links, previous = [], BEFORE_THE_FIRST
    for sequence in range(1, length + 1):
        content = canonical({"text": f"words {sequence}"})
        values = {
            "conversation": "one",
            "sequence": sequence,
            "at": START + timedelta(minutes=sequence),
            "who": "Dr Khan",
            "who_id": "7",
            "what": "answer saved",
            "content_digest": digest_of(content),
            "previous_digest": previous,
        }
        previous = entry_digest(**values)
        links.append(Link(**values, content=content, digest=previous))
    return links


def test_a_whole_chain_has_no_fault():
    assert first_fault(chain(6), at_least=6) is None


def test_no_entries_where_some_must_be_is_a_cut():
    assert first_fault([], at_least=3) == Fault(1, "the entry is missing: the record was cut short")


@pytest.mark.parametrize(
    "field", ["at", "who", "who_id", "what", "content", "content_digest", "previous_digest", "digest"]
)
@given(st.integers(0, 5))
def test_an_edit_of_any_field_is_found_where_it_is(field, place):
    links = chain(6)
    value = START if field == "at" else "something else"
    links[place] = replace(links[place], **{field: value})
    assert first_fault(links).sequence == place + 1


@given(st.integers(0, 5))
def test_an_edit_whose_own_digests_were_made_again_is_found_at_the_next_entry(place):
    links = chain(7)
    changed = replace(links[place], content=canonical({"text": "forged"}))
    changed = replace(changed, content_digest=digest_of(changed.content))
    digest = entry_digest(
        **{name: getattr(changed, name) for name in vars(changed) if name not in ("content", "digest")}
    )
    links[place] = replace(changed, digest=digest)
    assert first_fault(links) == Fault(place + 2, "the entry is not bound to the one before it")


@given(st.integers(0, 5))
def test_a_deletion_is_found(place):
    links = chain(6)
    del links[place]
    assert first_fault(links, at_least=6).sequence == place + 1


@given(st.integers(0, 4))
def test_a_swap_is_found(place):
    links = chain(6)
    links[place], links[place + 1] = links[place + 1], links[place]
    assert first_fault(links).sequence == place + 1


@given(st.integers(0, 5))
def test_an_insertion_is_found(place):
    links = chain(6)
    links.insert(place, replace(links[place], content=canonical({"text": "put in"})))
    assert first_fault(links).sequence == place + 1


def test_an_entry_of_another_conversation_is_found():
    links = chain(3)
    links[1] = replace(links[1], conversation="another")
    assert first_fault(links).sequence == 2


@given(st.integers(1, 6))
def test_a_cut_is_found_where_other_rows_bear_witness(kept):
    expected = None if kept == 6 else Fault(kept + 1, "the entry is missing: the record was cut short")
    assert first_fault(chain(6)[:kept], at_least=6) == expected


def test_the_same_moment_named_in_two_time_zones_has_one_digest():
    """The hour that happens twice in October: what is bound is the moment, not how a clock showed it."""
    from zoneinfo import ZoneInfo

    one = chain(1)[0]
    assert first_fault([replace(one, at=one.at.astimezone(ZoneInfo("Europe/London")))]) is None
