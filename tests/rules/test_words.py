"""Words that count for something have a word in them; a letter, a dot or "never" is none."""

import pytest

from sdm.rules.planned import are_planned, has_assessed
from sdm.rules.words import has_a_word, names_something, names_when


@pytest.mark.parametrize(
    "text", ["", " ", ".", "x", "x y", "–", "1", "a1b", "❤", "\u200b", "é", "e\u0301", None, 3, True]
)
def test_what_has_no_word_in_it_says_nothing(text):
    assert not has_a_word(text)
    assert not names_something(text)


@pytest.mark.parametrize("text", ["No", "Dr X", "O’Dowd", "ŵyn", "李明", "痛", "आप", "محمد", "I. Ng", "1 in 2"])
def test_any_word_of_two_letters_counts_in_any_script(text):
    assert has_a_word(text)


@pytest.mark.parametrize("text", ["never", "None", "NOBODY.", " no  one ", "Not known", "nothing!"])
def test_that_there_is_none_names_nothing(text):
    assert has_a_word(text)
    assert not names_something(text)
    assert not names_when(text)


@pytest.mark.parametrize("text", ["xxx", "XXXX", "zzz.", "yyy yyy", "aaaa", "asdf", "qwerty", "asdf asdf"])
def test_keys_that_were_only_held_or_run_along_name_nothing(text):
    assert not names_something(text)
    assert not names_when(text)


@pytest.mark.parametrize("text", ["Ng", "Aa", "Dr X", "MRI", "NHS", "Were", "xxx Khan", "Ward III", "Llŷr", "李李李"])
def test_short_names_and_letters_for_words_name_something(text):
    assert names_something(text)


def test_a_day_or_a_number_says_when():
    assert [names_when(text) for text in ("12/3", "6 weeks", "26/0123", ".", "x", "never")] == [True] * 3 + [False] * 3


CHECK = {"what": "Scan", "when": "At 6 weeks", "whom": "Vein clinic"}


@pytest.mark.parametrize("box", CHECK)
@pytest.mark.parametrize("words", ["", ".", "x", "never"])
def test_a_check_is_planned_by_words_in_each_box(box, words):
    assert are_planned([CHECK])
    assert not are_planned([CHECK, CHECK | {box: words}])


def test_a_check_can_be_planned_for_a_day():
    assert are_planned([CHECK | {"when": "12/3"}])


TEAM = ("Vascular surgeon", "Interventional radiologist", "Haematologist")


def assessed_by(*names: str, **said: bool) -> bool:
    members = [{"profession": one, "name": name} for one, name in zip(TEAM, names, strict=True)]
    return has_assessed(TEAM, members, **said)


@pytest.mark.parametrize(
    ("names", "counts"),
    [
        (("Dr Khan", "Dr Shah", "Dr Cole"), True),
        (("Dr Khan", "Dr Khan", "Dr Cole"), False),
        (("Dr Khan", "Dr Shah", "dr.  KHAN"), False),
        (("Dr Khan", "Dr Shah", "Khan Dr"), False),
        (("Dr Amira Khan", "Amira Khan", "Dr Cole"), False),
        (("Miss A. Khan", "Dr Shah", "Prof A Khan"), False),
        (("Mr. J. Reed", "Dr Shah", "Reed, J"), False),
        (("Khan, Amira", "Khan, Ravi", "Dr Cole"), True),
        (("Dr Amira Khan", "Dr Ravi Khan", "Dr Cole"), True),
        (("Dr Khan", "Dr Shah", "x"), False),
        (("李明", "王芳", "张伟"), True),
    ],
)
def test_three_professions_are_three_people(names, counts):
    assert assessed_by(*names) == counts


@pytest.mark.parametrize("short", ["A Khan", "Dr Khan", "khan a.", "Ms A. B. Khan"])
def test_a_name_in_short_is_another_person_only_where_somebody_says_so(short):
    for names in ((short, "Amira Khan", "Dr Cole"), ("Amira Khan", "Dr Cole", short)):
        assert not assessed_by(*names)
        assert assessed_by(*names, are_different=True)
    assert assessed_by(short, "Ravi Khanna", "Dr Cole")


def test_nobody_can_say_that_one_name_is_two_people():
    assert not assessed_by("Dr Khan", "Dr Khan", "Dr Cole", are_different=True)
