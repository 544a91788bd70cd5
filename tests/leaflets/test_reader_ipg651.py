"""The leaflet that ships, IPG651, read field by field, however its file is saved."""

import datetime
import hashlib
from pathlib import Path

import pytest

from sdm.leaflets.reader import ReadIndication, ReadLeaflet, ReadLink, ReadSection, read_leaflet

DATA = (Path(__file__).parents[2] / "sdm" / "leaflets" / "content" / "ipg651.txt").read_bytes()
PARAGRAPHS = DATA.decode().split("\n\n")
QUESTIONS = (
    "What does the procedure involve?",
    "What are the possible benefits? How likely am I to get them?",
    "What are the risks or side effects? How likely are they?",
    "What happens if the procedure doesn't work or something goes wrong?",
    "What happens if I don't want the procedure? Are there other treatments available?",
)
LINK_WARNINGS = tuple(
    f"The link “{text}” has no address in the file. Add its web address."
    for text in ("NHS website", "interventional procedures guidance", "making decisions about your care")
)
IPG651 = ReadLeaflet(
    reference="IPG651",
    title="Percutaneous mechanical thrombectomy for acute deep vein thrombosis of the leg",
    published=datetime.date(2019, 6, 12),
    isbn="978-1-4731-3431-7",
    sections=(
        ReadSection("", "\n\n".join(PARAGRAPHS[4:9])),
        ReadSection("Is this procedure right for me?", PARAGRAPHS[10]),
        ReadSection("Some questions to think about", "\n".join(f"- {question}" for question in QUESTIONS)),
    ),
    questions=QUESTIONS,
    indications=(
        ReadIndication(
            "iliofemoral DVT",
            "special",
            "This procedure can be used for an iliofemoral DVT, but only when patients are having regular checks"
            " to see how well it is working or if it has caused problems.",
        ),
        ReadIndication(
            "distal DVT",
            "research",
            "This procedure can also be used for a distal DVT, but only if it is done as part of a research study.",
        ),
    ),
    links=(
        ReadLink("NHS website", None),
        ReadLink("interventional procedures guidance", None),
        ReadLink("making decisions about your care", None),
    ),
    warnings=LINK_WARNINGS,
)


def test_the_file_is_the_one_that_was_received():
    assert hashlib.sha256(DATA).hexdigest() == "f164ff04f43f2649c2006df7157efa134f4f8968dfdcfdc10637c93ad414414e"


def test_every_field():
    assert read_leaflet(DATA, reference="IPG651") == IPG651


def test_without_a_reference_a_warning_asks_for_it():
    read = read_leaflet(DATA)
    assert read.reference is None
    assert read.warnings == (
        "The leaflet does not state its reference, such as IPG and a number. Add it.",
        *LINK_WARNINGS,
    )


def test_as_json():
    assert IPG651.as_json() == {
        "reference": "IPG651",
        "title": IPG651.title,
        "published": "2019-06-12",
        "isbn": "978-1-4731-3431-7",
        "sections": [{"heading": section.heading, "body": section.body} for section in IPG651.sections],
        "questions": list(QUESTIONS),
        "indications": [
            {"name": "iliofemoral DVT", "arrangement": "special", "evidence": IPG651.indications[0].evidence},
            {"name": "distal DVT", "arrangement": "research", "evidence": IPG651.indications[1].evidence},
        ],
        "links": ["NHS website", "interventional procedures guidance", "making decisions about your care"],
        "warnings": list(LINK_WARNINGS),
    }


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + DATA,
        DATA.replace(b"\n", b"\r\n"),
        DATA.replace(b"\n", b"\r"),
        DATA.replace(b"\n", b"\n\n"),
        DATA.replace(b"\n\n", b"\n"),
        DATA + b"\n\n\n",
        b"\n\n" + DATA + b"\x1a",
        DATA.replace(b"A deep vein", b"A  deep\xc2\xa0vein"),
    ],
    ids=["bom", "crlf", "cr", "blank lines doubled", "no blank lines", "ends", "dos", "spaces"],
)
def test_the_same_leaflet_saved_otherwise(data: bytes):
    assert read_leaflet(data, reference="IPG651") == IPG651


def test_an_older_windows_file_is_read_with_a_warning():
    read = read_leaflet(DATA.replace(b"'", b"\x92"), reference="IPG651")
    assert read.questions == tuple(question.replace("'", "’") for question in QUESTIONS)
    assert read.warnings == (
        "The file is not saved as UTF-8. We read it as an older Windows file (Windows-1252)."
        " Check that quotation marks, dashes and accents look right.",
        *LINK_WARNINGS,
    )


@pytest.mark.parametrize(
    ("line", "given", "reference", "warnings"),
    [
        ("IPG651", None, "IPG651", ()),
        ("Interventional procedures guidance 651", None, "IPG651", ()),
        ("NICE interventional procedures guidance [IPG651]", None, "IPG651", ()),
        ("HealthTech guidance HTG 12", None, "HTG12", ()),
        ("www.nice.org.uk/guidance/ipg651", None, "IPG651", ()),
        ("IPG651", " ipg651 ", "IPG651", ()),
        (
            "MIB12",
            "IPG651",
            "IPG651",
            ("You gave the reference IPG651, but the leaflet says MIB12. We kept IPG651.",),
        ),
        (
            "See also the leaflet IPG12.",
            None,
            "IPG12",
            ("The reference IPG12 comes from a sentence. Check that it is this leaflet's own.",),
        ),
        (
            "XIPG651 and IPG651A are no references, nor is interventional procedures guidance 12 June 2019.",
            None,
            None,
            ("The leaflet does not state its reference, such as IPG and a number. Add it.",),
        ),
    ],
)
def test_reference(line: str, given: str | None, reference: str | None, warnings: tuple[str, ...]):
    data = DATA.replace(b"www.nice.org.uk\n", b"www.nice.org.uk\n\n" + line.encode() + b"\n")
    read = read_leaflet(data, reference=given)
    assert (read.reference, read.warnings) == (reference, (*warnings, *LINK_WARNINGS))


@pytest.mark.parametrize(
    ("target", "url", "warnings"),
    [
        ("https://www.nhs.uk/", "https://www.nhs.uk/", ()),
        (
            "http://www.nhs.uk/",
            "http://www.nhs.uk/",
            ("The link “NHS website” uses http, which is not secure. Check if the address works with https.",),
        ),
        ("", None, (LINK_WARNINGS[0],)),
        (
            "javascript:alert",
            None,
            ("The link “NHS website” does not have a full web address (“javascript:alert”). Add its web address.",),
        ),
    ],
)
def test_link(target: str, url: str | None, warnings: tuple[str, ...]):
    data = DATA.replace(b"[NHS website](#)", f"[NHS website]({target})".encode())
    read = read_leaflet(data, reference="IPG651")
    assert read.links == (ReadLink("NHS website", url), *IPG651.links[1:])
    assert read.warnings == (*warnings, *LINK_WARNINGS[1:])
    assert read.as_json()["links"][0] == (f"NHS website {url}" if url else "NHS website")


@pytest.mark.parametrize(
    ("old", "new", "field", "value", "warning"),
    [
        (
            "3431-7",
            "3431-8",
            "isbn",
            "978-1-4731-3431-8",
            "The ISBN 978-1-4731-3431-8 has a wrong digit in it. Check it against the printed leaflet.",
        ),
        (
            "ISBN: 978-1-4731-3431-7",
            "",
            "isbn",
            None,
            "The leaflet has no ISBN. Add it if the printed leaflet has one.",
        ),
        (
            "Published: 12 June 2019",
            "",
            "published",
            None,
            "The leaflet has no date. Add the date when it was published.",
        ),
        (
            "12 June 2019",
            "31 June 2019",
            "published",
            None,
            "We could not read the date in “Published: 31 June 2019”. Add it.",
        ),
        (
            "12 June 2019",
            "12/06/2019",
            "published",
            datetime.date(2019, 6, 12),
            "We read the day before the month in “Published: 12/06/2019”. Check the date.",
        ),
        (
            "Information for the public",
            "",
            "title",
            IPG651.title,
            "The line “Information for the public” is missing. Check that this is a leaflet for patients.",
        ),
    ],
)
def test_a_leaflet_with_one_mark_missing_or_wrong(old: str, new: str, field: str, value, warning: str):
    read = read_leaflet(DATA.replace(old.encode(), new.encode()), reference="IPG651")
    assert (getattr(read, field), read.warnings) == (value, (warning, *LINK_WARNINGS))
    assert (read.sections, read.questions, read.indications) == (
        IPG651.sections,
        QUESTIONS,
        IPG651.indications,
    )
