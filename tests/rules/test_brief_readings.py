"""What has changed since somebody read it: exactly what was saved later, for each reader by themselves."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.brief_readings import ReadBrief, changed_since, first_of_each, has_news, last_by

PARTS = ("question-1", "question-2", "what-matters")
READERS = ("ann", "bee", "cy")
AT = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)
# What happens in a conversation: a part is saved again, or somebody reads all that stands.
histories = st.lists(
    st.tuples(st.just("save"), st.sampled_from(PARTS)) | st.tuples(st.just("read"), st.sampled_from(READERS)),
    max_size=30,
)


def told(history) -> tuple[list[ReadBrief], dict[str, int]]:
    """The readings and the revisions that stand after such a history."""
    readings, now = [], {}
    for entry, (what, whose) in enumerate(history, 1):
        if what == "save":
            now[whose] = now.get(whose, 0) + 1
        else:
            readings.append(ReadBrief(whose, whose.title(), AT, entry, dict(now)))
    return readings, now


@given(histories, st.sampled_from(READERS))
def test_exactly_what_was_saved_after_ones_own_last_reading_has_changed(history, reader):
    readings, now = told(history)
    last = max((place for place, step in enumerate(history) if step == ("read", reader)), default=None)
    saved_since = set() if last is None else {part for what, part in history[last:] if what == "save"}
    assert set(changed_since(last_by(readings, reader), now)) == saved_since


@given(histories, st.sampled_from(READERS))
def test_right_after_reading_nothing_has_changed(history, reader):
    readings, now = told([*history, ("read", reader)])
    assert changed_since(last_by(readings, reader), now) == ()
    assert not has_news(readings, now)


@given(histories, st.sampled_from(READERS), st.sampled_from(READERS))
def test_what_others_read_makes_no_difference(history, reader, other):
    if reader != other:
        before, now = told(history)
        after, _ = told([*history, ("read", other)])
        assert changed_since(last_by(before, reader), now) == changed_since(last_by(after, reader), now)


@given(histories, st.sampled_from(READERS), st.sampled_from(PARTS))
def test_a_save_only_ever_adds_its_own_part(history, reader, part):
    readings, before = told(history)
    _, after = told([*history, ("save", part)])
    mine = last_by(readings, reader)
    added = {part} if mine else set()
    assert set(changed_since(mine, after)) == set(changed_since(mine, before)) | added


@given(histories)
def test_there_is_news_as_long_as_nobody_has_read_the_latest(history):
    readings, now = told(history)
    unread = {part for part, revision in now.items() if all(one.revisions.get(part, 0) < revision for one in readings)}
    assert has_news(readings, now) == bool(unread)


@given(histories, st.randoms())
def test_whoever_came_first_stands_first_and_each_reader_once(history, chance):
    readings, _ = told(history)
    expected = list(dict.fromkeys(whose for what, whose in history if what == "read"))
    chance.shuffle(readings)
    found = first_of_each(readings)
    assert [one.reader for one in found] == expected
    assert all(one.entry == min(other.entry for other in readings if other.reader == one.reader) for one in found)
