"""Telephone numbers within a text: what can be rung is a number, and nothing else is."""

import pytest

from sdm.rules.phone_numbers import phone_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("01632 960 001, Monday to Friday, 9am to 5pm", [("01632 960 001", "+441632960001")]),
        (
            "Ring (01632) 960001 or 0800 1111 111.",
            [("(01632) 960001", "+441632960001"), ("0800 1111 111", "+448001111111")],
        ),
        ("+44 1632 960001", [("+44 1632 960001", "+441632960001")]),
        ("+44 (0)1632 960-001", [("+44 (0)1632 960-001", "+441632960001")]),
        ("In an emergency, call 999. For help, 111", []),
        ("01-02-2026, 27 03 1958, ward 04", []),
        ("NHS number 943 476 5919", []),
        ("01632 960 001 01632 960 002", []),
        ("", []),
    ],
)
def test_what_can_be_rung_is_found_and_no_word_is_lost(text, numbers):
    pieces = phone_numbers(text)
    assert [piece for piece in pieces if piece[1]] == numbers
    assert "".join(words for words, _ in pieces) == text
