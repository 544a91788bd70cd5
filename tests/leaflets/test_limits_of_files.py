"""However big or wicked a file is, it is refused before it costs much: by its size, or by the work that it makes."""

import subprocess
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest

from sdm.leaflets import file_text as file_text_module
from sdm.leaflets.file_text import MAX_FILE_BYTES, file_text
from sdm.leaflets.opened_apart import opened_apart
from sdm.leaflets.opening import CPU_SECONDS, MEMORY
from sdm.leaflets.reader import NotALeaflet, read_leaflet

TEN_MEGABYTES = 10_000_000
TOO_BIG = "The file is too big. It has 10.0 MB, and a leaflet can have at most {}."
TOO_LONG = (
    "This {} takes us too long to read, so it cannot be a leaflet as they are."
    " Copy the leaflet's words and paste them instead."
)


@pytest.mark.parametrize(
    ("start", "at_most"),
    [
        (b"words ", "1.0 MB"),
        (b"\n", "1.0 MB"),
        (b"\x00", "1.0 MB"),
        (b"\xff\xfea\x00", "1.0 MB"),
        (b"<html><p>", "5.0 MB"),
        (b"<!--", "1.0 MB"),
        (b"%PDF-1.7 ", "5.0 MB"),
        (b"PK\x03\x04", "5.0 MB"),
    ],
)
def test_ten_megabytes_of_anything_are_refused_before_anything_is_opened(monkeypatch, start: bytes, at_most: str):
    def refuse(*args):
        raise AssertionError("The file was opened.")

    monkeypatch.setattr(file_text_module, "opened_apart", refuse)
    monkeypatch.setattr(file_text_module, "decoded", refuse)
    with pytest.raises(NotALeaflet) as refusal:
        read_leaflet((start * TEN_MEGABYTES)[:TEN_MEGABYTES])
    assert refusal.value.reason == TOO_BIG.format(at_most)


def test_a_web_page_of_the_most_bytes_there_may_be_is_read(file_of):
    page = file_of("12-slow-blink")
    filled = page.replace(b"<style>", b"<style>" + b" " * (MAX_FILE_BYTES - len(page)))
    assert len(filled) == MAX_FILE_BYTES
    assert read_leaflet(filled) == read_leaflet(page)
    with pytest.raises(NotALeaflet, match=r"^The file is too big"):
        read_leaflet(filled + b" ")


def test_work_that_does_not_end_is_ended():
    attributes = " ".join(f"x{number}=1" for number in range(MAX_FILE_BYTES // 11))
    with pytest.raises(NotALeaflet) as refusal:
        file_text(f"<html><a {attributes}>".encode())
    assert refusal.value.reason == TOO_LONG.format("web page")


def test_a_word_file_of_a_hundred_thousand_paragraphs_is_ended(word_file_of):
    made, paragraph = BytesIO(), b"<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    with ZipFile(BytesIO(word_file_of("Normal| a"))) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name, data.replace(b"<w:body>", b"<w:body>" + paragraph * 85_000) if "document" in name else data
            )
    assert len(made.getvalue()) < 100_000
    with pytest.raises(NotALeaflet) as refusal:
        file_text(made.getvalue())
    assert refusal.value.reason == TOO_LONG.format("Word file")


def test_a_pdf_that_unpacks_to_a_thousand_times_its_size_is_refused(file_of):
    made = BytesIO()
    with pikepdf.open(BytesIO(file_of("18-puffed-ear"))) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(b"BT (x) Tj ET\n" * 4_000_000)
        pdf.save(made, compress_streams=True)
    assert len(made.getvalue()) < MAX_FILE_BYTES
    with pytest.raises(NotALeaflet):
        file_text(made.getvalue())


def test_the_process_that_opens_files_is_given_nothing_but_the_file(monkeypatch):
    asked = {}

    def run(command, **how):
        asked.update(how, command=command)
        return subprocess.CompletedProcess(command, 0, stdout=b'{"text": "words", "warnings": []}')

    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setattr(subprocess, "run", run)
    assert opened_apart("PDF", b"data") == ("words", [])
    assert (asked["env"], asked["input"], asked["command"][1:]) == ({}, b"data", ["-m", "sdm.leaflets.opening", "PDF"])
    assert (CPU_SECONDS, MEMORY) <= (1.0, 700 * 1024 * 1024)


def test_half_a_letter_which_no_database_keeps_is_told_as_damaged(monkeypatch):
    """PDFs say themselves which letters their signs stand for, and can say anything."""
    monkeypatch.setattr(file_text_module, "opened_apart", lambda kind, data: ("a \ud800 b", []))
    assert file_text(b"%PDF-1.7") == (
        "a \ufffd b",
        ["Some letters in the file are damaged. Check the words against the printed leaflet."],
    )


@pytest.mark.parametrize("fault", [OSError("no memory"), subprocess.TimeoutExpired("python", 20)])
def test_a_machine_that_cannot_open_a_file_now_says_so(monkeypatch, fault):
    def run(*args, **how):
        raise fault

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(NotALeaflet) as refusal:
        opened_apart("PDF", b"data")
    assert refusal.value.reason == TOO_LONG.format("PDF")
