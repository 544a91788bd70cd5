"""What the fields take, what they keep, and what they say about the rest."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sdm.pages.fields import (
    HIDDEN,
    AppointmentField,
    BirthDateField,
    CheckboxesField,
    DateBoxesField,
    LineField,
    NHSNumberField,
    RadiosField,
    WordsField,
    hidden_character_problem,
    is_blank,
)

HELP = [("interpreter", "An interpreter"), ("print", "Large print"), ("none", "None of these")]


def problems(field, value) -> list[str]:
    try:
        field.clean(value)
    except ValidationError as refused:
        return refused.messages
    return []


def wrong_boxes(field, value) -> list[tuple]:
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    return [error.params["boxes"] for error in refused.value.error_list]


def boxes(day="", month="", year="", **more) -> dict[str, str]:
    return {"day": day, "month": month, "year": year, **more}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  my leg \r\n\r\n  hurts\t\n", "my leg \n\n  hurts"),
        ("old\rMac", "old\nMac"),
        ("\u00a0between no-breaks\u2003", "between no-breaks"),
        ("👩‍👩‍👧 \u202eabc\u202c e\u0301 é", "👩‍👩‍👧 \u202eabc\u202c e\u0301 é"),
        ("<b>&amp;", "<b>&amp;"),
        ("non\u2028breaking\u00adwords", "non\u2028breaking\u00adwords"),
        ("", ""),
    ],
)
def test_words_are_kept_as_typed_but_for_the_white_space_around_them(typed, kept):
    assert WordsField(required=False).clean(typed) == kept


@pytest.mark.parametrize(
    "typed", [" \n\t", "\u00a0", "\u200b", "\ufeff\u2060", "\u2800", "\u202e\u200f", "\u3164", "\r"]
)
def test_words_that_nobody_can_see_are_no_words(typed):
    assert WordsField(required=False).clean(typed) == ""
    assert problems(WordsField(error_messages={"required": "Write it"}), typed) == ["Write it"]


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f", "\ud800"])
def test_a_character_that_no_keyboard_types_is_refused_with_its_place(char):
    said = "There is a hidden character after “and my knee” that we cannot save. Delete it, or type that part again"
    assert problems(WordsField(), f"my leg\nand my knee {char}hurts") == [said]


def test_a_hidden_character_at_the_start_is_said_to_be_there():
    assert hidden_character_problem("\x00x").startswith("There is a hidden character at the start that")


@given(st.text())
def test_words_are_kept_or_refused_and_never_changed_inside(typed):
    field = WordsField(required=False, max_length=None)
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    if is_blank(text):
        assert field.clean(typed) == ""
    elif HIDDEN.search(text):
        assert len(problems(field, typed)) == 1
    else:
        assert field.clean(typed) == text
        assert field.clean(text.replace("\n", "\r\n")) == text


def test_length_is_measured_after_line_ends_are_made_one_character():
    assert WordsField(max_length=5).clean("ab\r\ncd") == "ab\ncd"
    said = "This must be 5 characters or fewer. You have written 6"
    assert problems(WordsField(max_length=5), "ab\r\ncde") == [said]
    assert WordsField().max_length == 4000


def test_no_browser_cuts_words_off():
    assert "maxlength" not in WordsField().widget.attrs
    assert "maxlength" not in LineField().widget.attrs


@pytest.mark.parametrize("typed", ["a\nb", "a\tb", "a\u2028b", "a\x00b"])
def test_a_line_has_neither_line_ends_nor_hidden_characters(typed):
    assert len(problems(LineField(), typed)) == 1


def test_a_line_pasted_with_its_line_end_is_taken_without_it():
    assert LineField().clean(" Margaret Ellis\r\n") == "Margaret Ellis"


@pytest.mark.parametrize("typed", ["943 476 5919", "943-476-5919", "9434765919", "\u00a0943\u00a0476\u00a05919 "])
def test_an_nhs_number_is_its_ten_digits(typed):
    assert NHSNumberField().clean(typed) == "9434765919"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter an NHS number with 10 digits, like 943 476 5919"),
        ("943 476 591", "Enter an NHS number with 10 digits, like 943 476 5919"),
        ("943 476 5918", "This NHS number is not right. Check each digit and enter it again"),
    ],
)
def test_a_wrong_nhs_number_is_explained(typed, said):
    assert problems(NHSNumberField(), typed) == [said]


def test_a_date_stands_in_three_boxes():
    assert DateBoxesField().clean(boxes(" 27 ", "03", "1958")) == date(1958, 3, 27)
    assert DateBoxesField(required=False).clean(boxes(" ", "", "\t")) is None
    assert problems(DateBoxesField(error_messages={"required": "Enter the day"}), boxes()) == ["Enter the day"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (boxes("27", "", ""), ("month", "year")),
        (boxes("27", "3", "58"), ("year",)),
        (boxes("27", "13", "1958"), ("month",)),
        (boxes("31", "2", "1958"), ("day",)),
        (boxes("x", "3", "195o"), ("day", "year")),
        (boxes("٣", "3", "1958"), ("day",)),
    ],
)
def test_a_wrong_date_names_its_boxes(typed, wrong):
    assert wrong_boxes(DateBoxesField(), typed) == [wrong]


def test_a_date_of_birth_is_not_in_the_future():
    today = timezone.localdate()
    field = BirthDateField()
    tomorrow = today + timedelta(days=1)
    typed = boxes(str(tomorrow.day), str(tomorrow.month), str(tomorrow.year))
    assert problems(field, typed) == ["Date of birth must be in the past"]
    assert field.clean(boxes("27", "3", "1958")) == date(1958, 3, 27)
    assert problems(field, boxes()) == ["Enter a date of birth"]


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        (("23", "11", "2026"), "9:30", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        (("1", "7", "2026"), "09.30", datetime(2026, 7, 1, 8, 30, tzinfo=UTC)),
        (("1", "7", "2026"), "00:00", datetime(2026, 6, 30, 23, 0, tzinfo=UTC)),
        # 01:30 comes twice that night: the first is still summer time.
        (("25", "10", "2026"), "01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (("29", "3", "2026"), "02:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
    ],
)
def test_an_appointment_is_a_moment_by_the_clock_of_the_hospital(day, clock, utc):
    moment = AppointmentField().clean(boxes(*day, time=clock))
    assert moment.astimezone(UTC) == utc
    assert str(moment.tzinfo) == "Europe/London"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (boxes("29", "3", "2026", time="01:30"), [("time",)]),
        (boxes("23", "11", "2026", time=""), [("time",)]),
        (boxes("23", "11", "2026", time="24:00"), [("time",)]),
        (boxes("23", "11", "2026", time="half nine"), [("time",)]),
        (boxes("31", "11", "2026", time="9"), [("day",), ("time",)]),
        (boxes(time="09:30"), [("day", "month", "year")]),
    ],
)
def test_a_wrong_appointment_names_its_boxes(typed, wrong):
    assert wrong_boxes(AppointmentField(), typed) == wrong


def test_an_hour_that_the_clocks_skip_is_explained():
    assert problems(AppointmentField(), boxes("29", "3", "2026", time="01:00")) == [
        "The clocks go forward that night, so there is no such time. Check the time"
    ]


def test_a_moment_is_shown_by_the_clock_of_the_hospital():
    shown = AppointmentField().widget.format_value(datetime(2026, 7, 1, 8, 30, tzinfo=UTC))
    assert shown == {"day": "1", "month": "7", "year": "2026", "time": "09:30"}


def test_none_of_these_stands_alone():
    field = CheckboxesField(choices=HELP, alone="none")
    assert field.clean(["none"]) == ["none"]
    assert field.clean(["interpreter", "print"]) == ["interpreter", "print"]
    assert problems(field, ["print", "none"]) == ["Choose “None of these” only if you choose nothing else"]
    assert problems(field, []) == ["Choose at least one answer"]


def test_an_answer_that_was_not_offered_is_refused_in_plain_words():
    assert problems(RadiosField(choices=HELP), "\x00") == ["Choose one of the answers on this page"]
    assert problems(CheckboxesField(choices=HELP), ["nothing"]) == ["Choose from the answers on this page"]
