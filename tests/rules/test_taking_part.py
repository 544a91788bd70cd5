"""Who else was there: those who are written down, but for those whom everybody knows of."""

import pytest

from sdm.rules.taking_part import how_of, others_there

KNOWN = ("Margaret Ellis", "Dr Sam Okoro")


@pytest.mark.parametrize(
    ("written", "others"),
    [
        ("", ()),
        ("Mrs Ellis", ()),
        ("The patient, Sam Okoro", ()),
        ("Mrs Ellis, her daughter and Dr Okoro", ("her daughter",)),
        ("Margaret Ellis; Ann Ellis", ("Ann Ellis",)),
        ("Ewa\nSister Jo Lee, Ewa", ("Ewa", "Sister Jo Lee")),
        ("Amanda Sand", ("Amanda Sand",)),
        (", and ;", ()),
        ("Margaret Ellis, Pat Ellis, Sam Okoro. Hearing loop used.", ("Pat Ellis",)),
        ("Hearing loop used.", ()),
        ("An interpreter was not needed, Ann Ellis", ("Ann Ellis",)),
        ("Her daughter. Dr. J. Reed.", ("Her daughter", "Dr. J. Reed")),
        ("Ann St. John", ("Ann St. John",)),
        ("Ann Ellis was there", ("Ann Ellis was there",)),
        ("Sam Okoro (by phone), Ann Ellis (her daughter, by video)", ("Ann Ellis (her daughter, by video)",)),
        ("李明。王芳", ("李明。王芳",)),
    ],
)
def test_others(written, others):
    assert others_there(written, KNOWN) == others


@pytest.mark.parametrize(
    ("person", "how"),
    [
        ("Ann Ellis", "in-room"),
        ("Ann Ellis (by phone)", "by-telephone"),
        ("her son on the telephone", "by-telephone"),
        ("Ewa (video)", "by-video"),
    ],
)
def test_how_somebody_took_part_is_taken_from_what_is_written_of_them(person, how):
    assert how_of(person) == how
