"""A clinic's list: whatever program wrote it, its rows are read as they stand, or it says in plain words why not."""

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.clinic_list import (
    BYTES_AT_MOST,
    COLUMNS,
    ROWS_AT_MOST,
    ListedRow,
    ListProblem,
    TypedDate,
    decoded,
    empty_list,
    read_list,
    to_take_away,
    typed_date,
    typed_time,
)
from sdm.rules.csv_cells import STARTS_A_FORMULA

HEADING = (
    "Name,Date of birth,NHS number,Appointment date,Appointment time,Leaflet,Symptoms began,First came,E-mail,Seen by"
)
ROW = "Siân Ŵyn,27/03/1958,943 476 5919,14/01/2027,09:30,IPG651,,,,"


def names(text: str) -> list[str]:
    return [row.cells["name"] for row in read_list(text).rows]


@pytest.mark.parametrize(
    "data",
    [
        f"{HEADING}\n{ROW}".encode(),
        f"\ufeff{HEADING}\r\n{ROW}\r\n".encode(),
        f"{HEADING}\r\n{ROW}".encode("utf-16"),
        f"{HEADING}\r{ROW}".encode(),
        f"sep=;\r\n{HEADING}\r\n{ROW}".replace(",", ";").encode(),
        f"{HEADING}\n{ROW}".replace(",", ";").encode(),
        f"{HEADING}\n{ROW}".replace(",", "\t").encode(),
        f"{HEADING}\n\n,,,,\n{ROW}\n\n".encode(),
        f"{HEADING.upper()}\n{ROW}".encode(),
    ],
    ids=["UTF-8", "with its mark", "UTF-16", "old Mac", "sep=;", "semicolons", "tabs", "empty lines", "capitals"],
)
def test_a_list_is_read_whatever_wrote_it(data):
    (row,) = read_list(decoded(data)).rows
    assert (row.cells["name"], row.cells["nhs_number"], row.cells["email"]) == ("Siân Ŵyn", "943 476 5919", "")
    assert row.problem == ""


def test_the_code_page_of_windows_keeps_its_letters():
    assert names(decoded(f"{HEADING}\n{ROW}".replace("Siân Ŵyn", "Zoë O’Dowd").encode("cp1252"))) == ["Zoë O’Dowd"]


def test_columns_go_by_their_names_in_any_order_and_what_means_nothing_is_named():
    text = "Ward,E-mail address,DOB,NHS no.,Patient name,Appointment,Reference\nA1,,27/03/1958,1,Ann,2,3"
    found = read_list(text)
    assert found.not_read == ("Ward",)
    assert found.rows[0].cells == {
        **dict.fromkeys(COLUMNS, ""),
        **{"date_of_birth": "27/03/1958", "nhs_number": "1", "name": "Ann", "appointment_date": "2", "leaflet": "3"},
    }


@pytest.mark.parametrize("heading", ["Surname,Forename", "LAST NAME,First name", "Family name,given-name"])
def test_a_name_can_stand_in_two_columns(heading):
    rest = "Date of birth,NHS number,Appointment date,Leaflet"
    assert names(f"{heading},{rest}\nEllis,Margaret Ann,27/03/1958,9434765919,14/01/2027,IPG651") == [
        "Margaret Ann Ellis"
    ]
    for part in heading.split(","):
        with pytest.raises(ListProblem, match="A column is missing: Name"):
            read_list(f"{part},{rest}\nEllis,27/03/1958,9434765919,14/01/2027,IPG651")
    assert names(f"Name,{heading},{rest}\nMeg Ellis,Ellis,Margaret,27/03/1958,9434765919,14/01/2027,IPG651") == [
        "Meg Ellis"
    ]


def test_a_row_knows_its_line_even_after_a_cell_of_two_lines():
    text = f'{HEADING}\n"Ann\nBee",,,,,,,,,\n\n{ROW}'
    assert [row.line for row in read_list(text).rows] == [2, 5]
    assert [row.line for row in read_list(f"sep=,\n{HEADING}\n{ROW}").rows] == [3]


def test_a_comma_too_many_is_said_of_its_row():
    assert "more cells than columns" in read_list(f"{HEADING}\n{ROW},x").rows[0].problem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is nothing on the list"),
        ("\n , ,\n", "There is nothing on the list"),
        (HEADING, "There are no patients"),
        (ROW, "The first line must hold the names of the columns"),
        (f"{HEADING.replace('NHS number,', '')}\n{ROW}", "A column is missing: NHS number."),
        (f"{HEADING},DOB\n{ROW}", "There are two columns for “Date of birth”"),
        (f'{HEADING}\n{ROW}\n"Ann,,,', "Line 3 cannot be read"),
        (f"{HEADING}\n" + f"{ROW}\n" * (ROWS_AT_MOST + 1), f"There are {ROWS_AT_MOST + 1} patients on the list"),
        (f"{HEADING}\n" + "é" * (BYTES_AT_MOST // 2), "The list is too long"),
    ],
)
def test_what_is_wrong_with_all_of_it(text, said):
    with pytest.raises(ListProblem, match=said):
        read_list(text)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"\x81\x8d", b"a\x00b", b"\xff\xfea"], ids=repr
)
def test_what_is_no_csv_file_says_how_to_save_it(data):
    with pytest.raises(ListProblem, match="save it as “CSV UTF-8”"):
        decoded(data)


def test_a_file_that_is_too_big_is_refused():
    with pytest.raises(ListProblem, match="too big"):
        decoded(b"x" * (BYTES_AT_MOST + 1))


def test_as_many_as_there_may_be():
    assert len(names(f"{HEADING}\n" + f"{ROW}\n" * ROWS_AT_MOST)) == ROWS_AT_MOST


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("27/03/1958", ("27", "03", "1958", "")),
        ("7.3.1958", ("7", "3", "1958", "")),
        ("1958-03-27", ("27", "03", "1958", "")),
        ("27-Mar-1958", ("27", "3", "1958", "")),
        ("27 September 1958", ("27", "9", "1958", "")),
        ("27/03/58", ("27", "03", "58", "")),
        ("14/01/2027 09:30", ("14", "01", "2027", "09:30")),
        ("2027-01-14T09:30:00", ("14", "01", "2027", "09:30")),
        ("14/01/2027 9:30:00", ("14", "01", "2027", "9:30")),
    ],
)
def test_dates_as_spreadsheets_write_them(text, read):
    assert typed_date(text) == TypedDate(*read)


@pytest.mark.parametrize("text", ["", "21271", "27/03-1958", "27 Xyz 1958", "yesterday", "27/03/1958x", "٢٧/٠٣/١٩٥٨x"])
def test_what_is_no_date_is_none(text):
    assert typed_date(text) is None


def test_seconds_that_are_none_are_left_out_and_others_stay_to_be_mended():
    assert [typed_time(text) for text in ("09:30:00", "09:30", "09:30:15")] == ["09:30", "09:30", "09:30:15"]


cells = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\n\x00"), max_size=20).map(str.strip)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, cells)), min_size=1, max_size=5), cells)
def test_what_is_taken_away_can_be_brought_in_again_and_none_of_it_is_a_formula(rows, what):
    text = to_take_away((ListedRow(1, row), what) for row in rows)
    written = list(csv.reader(io.StringIO(text, newline="")))
    assert not any(cell.lstrip(" \u00a0").startswith(STARTS_A_FORMULA) for line in written for cell in line)
    kept = [row for row in rows if any(row.values()) or what]
    if kept:
        again = [row.cells for row in read_list(text).rows]
        assert [{key: cell.removeprefix("'") for key, cell in row.items()} for row in again] == [
            {key: cell.removeprefix("'") for key, cell in row.items()} for row in kept
        ]


@given(st.text().map(lambda text: f"{HEADING}\n{text}"))
def test_any_text_is_read_or_refused_in_words_and_nothing_else_happens(text):
    with suppress(ListProblem):
        assert read_list(text).rows


@given(st.binary())
def test_any_bytes_are_a_text_or_refused_in_words_and_nothing_else_happens(data):
    with suppress(ListProblem):
        assert "\x00" not in decoded(data)


def test_the_empty_list_has_the_headings_that_are_read():
    heading = empty_list().strip()
    assert heading == HEADING
    assert names(f"{heading}\n{ROW}") == ["Siân Ŵyn"]


def test_the_page_of_the_docs_names_every_column_as_it_is_read():
    rows = (Path(__file__).parents[2] / "docs" / "clinic-list.md").read_text().splitlines()
    told = {cells[1].strip(): cells for cells in (row.split("|") for row in rows) if len(cells) == 6}
    for column in COLUMNS.values():
        cells = told[column.heading]
        assert (cells[2].strip(), cells[3].strip() == "yes") == (column.example, column.is_needed)
        assert [words.strip().lower() for words in cells[4].split(",")] == list(column.also)
