"""A clinic's list as a CSV file: which columns it has, its rows as cells, and what is wrong with it, in plain words."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sdm.rules.csv_cells import as_cell

# A clinic is some dozens of patients; letters for more would be a page that no browser likes to print.
ROWS_AT_MOST = 100
BYTES_AT_MOST = 100_000
TO_MEND = "What to mend"


class Column(NamedTuple):
    """A column: its heading in the file that we give out, an example, and the other headings that mean the same."""

    heading: str
    example: str
    is_needed: bool = True
    also: tuple[str, ...] = ()
    hint: str = ""


NAME, BORN, NUMBER, DAY, TIME, LEAFLET, BEGAN, CAME, EMAIL, SEEN_BY = (
    *("name", "date_of_birth", "nhs_number", "appointment_date", "appointment_time", "leaflet", "symptoms_began"),
    *("first_came", "email", "seen_by"),
)
COLUMNS = {
    NAME: Column(
        "Name",
        "Margaret Ellis",
        also=("patient", "patient name", "full name"),
        hint="Or two columns: First name and Surname",
    ),
    BORN: Column("Date of birth", "27/03/1958", also=("dob", "born", "birth date")),
    NUMBER: Column("NHS number", "943 476 5919", also=("nhs no", "nhs")),
    DAY: Column(
        "Appointment date",
        "14/01/2027",
        also=("appointment", "clinic date", "date"),
        hint="The time can stand in it, too: 14/01/2027 09:30",
    ),
    TIME: Column(
        "Appointment time",
        "09:30",
        is_needed=False,
        also=("clinic time", "time"),
        hint="Only where the time does not stand beside the date",
    ),
    LEAFLET: Column(
        "Leaflet", "IPG651", also=("leaflet reference", "reference"), hint="The reference of a published leaflet"
    ),
    BEGAN: Column(
        "Symptoms began",
        "02/01/2027",
        is_needed=False,
        also=("when symptoms began", "symptoms", "symptom onset"),
        hint="Leave it empty if it is not known",
    ),
    CAME: Column(
        "First came",
        "04/01/2027",
        is_needed=False,
        also=("first came with symptoms", "presented", "presentation", "date of presentation"),
        hint="The day the patient first came with the symptoms. Leave it empty if it is not known",
    ),
    EMAIL: Column(
        "E-mail",
        "name@example.com",
        is_needed=False,
        also=("e-mail address", "email address"),
        hint="Only for a patient who agrees to get the link by e-mail",
    ),
    SEEN_BY: Column(
        "Seen by",
        "Dr Amira Khan",
        is_needed=False,
        also=("who will see the patient", "clinician", "consultant"),
        hint="The full name or the e-mail address of a clinician. Leave it empty if it is you",
    ),
}
MEANT = {
    re.sub(r"[^a-z0-9]", "", words.casefold()): key
    for key, column in COLUMNS.items()
    for words in (column.heading, *column.also)
}
# A name may stand in two columns, as many hospitals' systems write it; in this order it is one.
FIRST_NAME, SURNAME = "first_name", "surname"
IN_PARTS = {FIRST_NAME: "First name", SURNAME: "Surname"}
MEANT |= dict.fromkeys(("firstname", "firstnames", "forename", "forenames", "givenname"), FIRST_NAME)
MEANT |= dict.fromkeys(("surname", "lastname", "familyname"), SURNAME)
NOT_A_LIST = "This file is not a CSV file. Open it in the spreadsheet and save it as “CSV UTF-8”"
# Excel's own files: a new one is a ZIP file, an old one begins with these bytes.
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATE = re.compile(
    r"""(?: (?P<day>\d{1,2}) (?P<mark>[/.\- ]) (?P<month>\d{1,2}|[A-Za-z]{3,9}) (?P=mark) (?P<year>\d{1,4})
          | (?P<iso_year>\d{4}) - (?P<iso_month>\d{1,2}) - (?P<iso_day>\d{1,2}) )
        (?: (?:[ ]+|T) (?P<time>\d.*) )?""",
    re.VERBOSE,
)


class ListProblem(ValueError):
    """A list that cannot be read at all, with a sentence for people that says what to do."""


@dataclass(frozen=True)
class ListedRow:
    """One row: the line of the list on which it begins, its cells by column, and what is wrong with it as a whole."""

    line: int
    cells: dict[str, str]
    problem: str = ""


@dataclass(frozen=True)
class ClinicList:
    """A list as it was read; `not_read` are the headings of columns that mean nothing to us."""

    rows: tuple[ListedRow, ...]
    not_read: tuple[str, ...] = ()


class TypedDate(NamedTuple):
    """A date as three boxes would hold it, and the time of day that stood behind it; nothing of it is checked yet."""

    day: str
    month: str
    year: str
    time: str


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8 with or without a mark, UTF-16 with one, else the code page of Windows.

    Raises ListProblem for what is too big or no text.
    """
    if len(data) > BYTES_AT_MOST:
        raise ListProblem(f"The file is too big. It can have {BYTES_AT_MOST // 1000} kB at most. Make two lists of it")
    if data.startswith(WORKBOOKS):
        raise ListProblem(NOT_A_LIST)
    for encoding in ("utf-16",) if data.startswith(UTF_16) else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ListProblem(NOT_A_LIST)


def read_list(text: str) -> ClinicList:
    """The rows of a list with commas, semicolons or tabs between its cells; lines with nothing in them are left out.

    Raises ListProblem where there is no heading, a column is missing or there twice, a quotation mark is not closed,
    or there are no rows or too many.
    """
    if len(text.encode("utf-8", "replace")) > BYTES_AT_MOST:
        raise ListProblem("The list is too long. Make two lists of it")
    lines = list(_lines(text))
    if not lines:
        raise ListProblem("There is nothing on the list")
    (_, heading), *rows = lines
    keys, not_read = _columns(heading)
    if not rows:
        raise ListProblem("There are no patients below the line with the names of the columns")
    if len(rows) > ROWS_AT_MOST:
        raise ListProblem(f"There are {len(rows)} patients on the list. {ROWS_AT_MOST} is the most. Make two lists")
    return ClinicList(tuple(_row(line, keys, cells) for line, cells in rows), not_read)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that holds anything, with its number; with `sep=;` on the first one Excel names what stands between."""
    text = text.lstrip("\ufeff")
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r"\"?sep=(.)\"?", first.strip("\r"), re.IGNORECASE)
    heading = rest.partition("\n")[0] if named else first
    between = named[1] if named else max(",;\t", key=heading.count)
    reader = csv.reader(io.StringIO(rest if named else text, newline=""), delimiter=between, strict=True)
    begins = shift = 1 if named else 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins + 1, cells
            begins = reader.line_num + shift
    except csv.Error:
        raise ListProblem(
            f"Line {begins + 1} cannot be read. Look for a quotation mark that is not closed, or that stands alone"
        ) from None


def _columns(heading: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Which column each cell belongs to ("" where it means nothing to us), and the headings that mean nothing."""
    keys = [MEANT.get(re.sub(r"[^a-z0-9]", "", words.casefold()), "") for words in heading]
    for key, name in {**{key: one.heading for key, one in COLUMNS.items()}, **IN_PARTS}.items():
        if keys.count(key) > 1:
            raise ListProblem(f"There are two columns for “{name}”. Keep one")
    there = {*keys, NAME} if set(IN_PARTS) <= set(keys) else set(keys)
    missing = [column.heading for key, column in COLUMNS.items() if column.is_needed and key not in there]
    if len(missing) == sum(column.is_needed for column in COLUMNS.values()):
        raise ListProblem("The first line must hold the names of the columns, as in the empty list")
    if missing:
        raise ListProblem(f"A column is missing: {', '.join(missing)}. The first line must name the columns")
    words = (words.strip() for words, key in zip(heading, keys, strict=True) if not key)
    return keys, tuple(word for word in words if word and word != TO_MEND)


def _row(line: int, keys: list[str], cells: list[str]) -> ListedRow:
    by_column = {key: cell.strip() for key, cell in zip(keys, cells, strict=False) if key}
    whole = " ".join(filter(None, (by_column.pop(part, "") for part in IN_PARTS)))
    by_column[NAME] = by_column.get(NAME) or whole
    spilled = any(cell.strip() for cell in cells[len(keys) :])
    problem = "There are more cells than columns. Is there a comma in a cell that has no quotation marks?"
    return ListedRow(line, {**dict.fromkeys(COLUMNS, ""), **by_column}, problem if spilled else "")


def typed_date(text: str) -> TypedDate | None:
    """A date as spreadsheets write it (27/03/1958, 27-Mar-1958, 1958-03-27); None for anything else.

    Whether there is such a day is for the boxes to say.
    """
    found = DATE.fullmatch(text)
    if not found:
        return None
    day, month, year = (found[name] or found[f"iso_{name}"] for name in ("day", "month", "year"))
    if month.isalpha():
        if month[:3].lower() not in MONTHS:
            return None
        month = str(MONTHS.index(month[:3].lower()) + 1)
    return TypedDate(day, month, year, typed_time(found["time"] or ""))


def typed_time(text: str) -> str:
    """A time of day without the seconds that spreadsheets add."""
    return re.sub(r"^(\d{1,2}:\d{2}):00(?:\.0+)?$", r"\1", text)


def to_take_away(rows: Iterable[tuple[ListedRow, str]]) -> str:
    """Rows with what is wrong with each, as a list that can be mended and brought in again; no cell is a formula."""
    headings = [*(column.heading for column in COLUMNS.values()), TO_MEND]
    return _written(headings, *([*(row.cells[key] for key in COLUMNS), what] for row, what in rows))


def empty_list() -> str:
    """A list with its headings and nothing else."""
    return _written([column.heading for column in COLUMNS.values()])


def _written(*rows: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([as_cell(cell) for cell in row] for row in rows)
    return out.getvalue()
