"""The PDF: tagged, whole, the same each time, and not to be steered by anything that was typed."""

import io
import json
import re
import subprocess
import threading
from dataclasses import asdict, replace
from pathlib import Path

import pikepdf
import pytest
from django.utils.translation import override

from sdm.summary import outline
from sdm.summary.pdf import as_pdf
from sdm.summary.typesetting import typesetter_of
from tests.summary.test_outline import for_this_patient

# Debian's DejaVu has Arabic; the tests on more fonts run where it is installed.
DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
HOSTILE = [
    '#import "/etc/passwd": x',
    "*bold* _it_ $x^2$ `code` <label> @reference // comment /* more */ = heading",
    '<script>alert("x")</script> &amp; {{ template }} {% if %}',
    "#eval(sys.inputs) \\u{202e} ]}) \"' --- ... ~",
    "=SUM(A1:A9) javascript:alert(1)",
    "Ŵyn a'r Ŷd, e\u0301te\u0301, Ελληνικά, Кириллица",
]


def text_of(pdf: bytes) -> str:
    """What can be read and copied out of a PDF, page after page."""
    read = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return read.stdout.decode()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def pages_of(pdf: bytes) -> int:
    return len(pikepdf.open(io.BytesIO(pdf)).pages)


def with_answer(summary, answer):
    return replace(summary, questions=[{**summary.questions[0], "answer": answer}, *summary.questions[1:]])


def texts(value):
    """Every text that an outline holds, but not the words that only name a kind of block."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            unused = (name == "empty" and value["text"]) or (name == "none_label")
            if not unused and name not in ("kind", "path", "qr_label", "provisional_mark"):
                yield from texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from texts(one)


def test_it_is_tagged_and_says_so(consented, mark):
    pdf = pikepdf.open(io.BytesIO(as_pdf(consented, record=mark)))
    assert bool(pdf.Root.MarkInfo.Marked) is True
    assert "/StructTreeRoot" in pdf.Root
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["dc:title"] == "Summary of our decision"


def test_its_headings_and_tables_are_in_the_structure(consented, mark):
    pdf = pikepdf.open(io.BytesIO(as_pdf(consented, record=mark)))
    kinds = [str(one.S) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(outline.outline_of(consented, mark).sections)
    assert kinds.count("/H3") == 5
    assert {"/Table", "/TH", "/Figure", "/BlockQuote"} <= set(kinds)


def test_the_record_is_inside_as_data(consented, mark):
    pdf = pikepdf.open(io.BytesIO(as_pdf(consented, record=mark)))
    assert list(pdf.attachments) == ["summary.json"]
    inside = json.loads(pdf.attachments["summary.json"].get_file().read_bytes())
    assert inside == {"summary": consented.as_document(), "record": asdict(mark)}


@pytest.mark.parametrize("large_print", [False, True])
def test_everything_the_outline_says_is_on_paper(consented, mark, large_print):
    paper = squeezed(text_of(as_pdf(consented, record=mark, large_print=large_print)))
    for text in texts(asdict(outline.outline_of(consented, mark))):
        for word in text.split():
            assert word in paper


def test_each_page_names_the_patient_and_the_record(consented, mark):
    pdf = as_pdf(consented, record=mark)
    pages = text_of(pdf).split("\f")[:-1]
    assert len(pages) == pages_of(pdf)
    for number, page in enumerate(pages, start=1):
        assert "Margaret Ellis, NHS number 943 476 5919" in page
        assert f"Page {number} of {len(pages)}" in page
        assert f"Check code begins with {mark.start}" in page
    assert mark.grouped_digest in " ".join(pages[-1].split())


def test_provisional_is_on_every_page(provisional, mark):
    pages = text_of(as_pdf(provisional, record=mark)).split("\f")[:-1]
    assert "Summary so far – no decision yet" in pages[0]
    assert all("PROVISIONAL" in page for page in pages)


def test_decided_is_not_provisional(consented, mark):
    assert "provisional" not in text_of(as_pdf(consented, record=mark)).lower()


def test_how_long_it_is(consented, mark):
    assert pages_of(as_pdf(consented, record=mark)) in range(4, 7)
    assert pages_of(as_pdf(consented, record=mark, large_print=True)) in range(9, 15)


def test_large_print_has_no_small_letters(consented, mark, tmp_path):
    def smallest(pdf):
        path = tmp_path / "large.pdf"
        path.write_bytes(pdf)
        boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True, text=True).stdout
        heights = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)"', boxes)
        return min(float(bottom) - float(top) for top, bottom in heights)

    large, usual = (smallest(as_pdf(consented, record=mark, large_print=large)) for large in (True, False))
    assert large / usual == pytest.approx(16 / 9, rel=0.05)


def test_the_same_summary_is_the_same_file(consented, mark):
    once = as_pdf(consented, record=mark)
    assert as_pdf(consented, record=mark) == once
    # Another process has a typesetter of its own.
    typesetter_of.cache_clear()
    assert as_pdf(consented, record=mark) == once


@pytest.mark.parametrize(
    ("at", "dated"), [("2026-03-28T08:00:00+00:00", "D:20260328"), ("", "D:20260327")], ids=["entry", "appointment"]
)
def test_the_file_is_dated_by_the_record_not_by_today(provisional, mark, at, dated):
    pdf = pikepdf.open(io.BytesIO(as_pdf(provisional, record=replace(mark, at=at))))
    assert {name: str(value)[:10] for name, value in pdf.docinfo.items() if "Date" in name} == {
        "/CreationDate": dated,
        "/ModDate": dated,
    }


@pytest.mark.parametrize("answer", HOSTILE)
def test_markup_is_words(consented, mark, answer):
    assert squeezed(answer) in squeezed(text_of(as_pdf(with_answer(consented, answer), record=mark)))


@pytest.mark.parametrize(
    ("answer", "printed"),
    [
        ("I am \U0001f622 today", "I am [CRYING FACE] today"),
        ("السلام", "[ARABIC LETTER ALEF][ARABIC LETTER LAM]"),
        ("手術", "[CJK UNIFIED IDEOGRAPH-624B][CJK UNIFIED IDEOGRAPH-8853]"),
        ("before \u202eafter", "before [RIGHT-TO-LEFT OVERRIDE]after"),
        ("nul \x00 bell \x07 \ufffe", "nul [U+0000] bell [U+0007] [U+FFFE]"),
    ],
)
def test_what_cannot_be_printed_is_named(consented, mark, settings, answer, printed):
    settings.PDF_FONTS = ""
    assert squeezed(printed) in squeezed(text_of(as_pdf(with_answer(consented, answer), record=mark)))


@pytest.mark.parametrize("answer", ["I am \U0001f622 today", "手術が怖い", "ŵ é ελ Ж"])
def test_with_the_fonts_of_the_machine_other_scripts_are_printed_as_they_are(consented, mark, answer):
    """Debian's packages, which the set-up installs; what reads from right to left has a test of its own."""
    assert squeezed(answer) in squeezed(text_of(as_pdf(with_answer(consented, answer), record=mark)))


def test_hostile_words_everywhere(consented, mark, settings):
    settings.PDF_FONTS = ""

    def hostile(value):
        if isinstance(value, dict):
            return {name: hostile(one) for name, one in value.items()}
        if isinstance(value, list):
            return [hostile(one) for one in value]
        return "*x* #y \u202e\U0001f622 السلام $z$" if isinstance(value, str) and " " in value else value

    document = {**hostile(consented.as_document()), "appointment_at": consented.appointment_at}
    pdf = as_pdf(type(consented)(**document), record=mark)
    assert "*x* #y [RIGHT-TO-LEFT OVERRIDE][CRYING FACE]" in text_of(pdf).replace("\n", " ")


@pytest.mark.parametrize("large_print", [False, True])
def test_a_long_word_stays_on_the_page(consented, mark, large_print):
    word = "".join(chr(ord("a") + number % 26) for number in range(500))
    name = replace(consented, patient={**consented.patient, "name": word[:200]})
    pdf = as_pdf(with_answer(name, word), record=mark, large_print=large_print)
    # In large print the word goes on overleaf, with a foot and a head in between.
    assert large_print or word in squeezed(text_of(pdf))
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert max(float(right) for right in re.findall(r'xMax="([\d.]+)"', boxes)) < 595 - 50
    assert max(float(bottom) for bottom in re.findall(r'yMax="([\d.]+)"', boxes)) < 842 - 20


def test_a_long_answer_is_printed_whole(consented, mark):
    answer = " ".join(f"word{number}" for number in range(450))[:4000]
    paper = text_of(as_pdf(with_answer(consented, answer), record=mark)).split()
    assert [word for word in paper if re.fullmatch(r"word\d+", word)] == answer.split()


def test_many_empty_lines_do_not_make_many_pages(consented, mark):
    pdf = as_pdf(with_answer(consented, "start" + "\n" * 3900 + "end"), record=mark)
    assert pages_of(pdf) == pages_of(as_pdf(with_answer(consented, "start\n\nend"), record=mark))


def test_threads_take_their_turn(consented, mark):
    made = []
    threads = [threading.Thread(target=lambda: made.append(as_pdf(consented, record=mark))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [as_pdf(consented, record=mark)] * 4


def test_a_plain_statement_is_printed_without_a_likelihood(consented, mark):
    points = [
        {"text": "It does this", "figure": "", "source": ""},
        {"text": "It may", "figure": "5 in 9", "source": ""},
    ]
    option = {**consented.options[0], "benefits": points, "risks": points[:1]}
    paper = text_of(as_pdf(replace(consented, options=[option]), record=mark))
    assert (paper.count("It does this"), paper.count("How likely:")) == (2, 1)


@pytest.mark.parametrize("count", [1, 2, 4, 5])
def test_any_number_of_options(consented, mark, count):
    option = consented.options[0]
    options = [{**option, "name": f"Choice{number}"} for number in range(count)]
    paper = text_of(as_pdf(replace(consented, options=options), record=mark))
    assert [number for number in range(count) if f"Choice{number}" in paper] == list(range(count))


@pytest.mark.skipif(not DEJAVU.is_dir(), reason="fonts-dejavu-core is not installed")
def test_a_hospital_can_add_fonts(consented, mark, settings):
    settings.PDF_FONTS = str(DEJAVU)
    pdf = as_pdf(with_answer(consented, "السلام عليكم \U0001f469"), record=mark)
    opened = pikepdf.open(io.BytesIO(pdf))
    fonts = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one]
    assert any("DejaVu" in str(font.BaseFont) for font in fonts)
    assert "ARABIC" not in text_of(pdf)


@pytest.mark.skipif(not DEJAVU.is_dir(), reason="fonts-dejavu-core is not installed")
def test_a_line_of_ours_runs_our_way_though_it_begins_with_words_from_right_to_left(consented, mark, settings):
    settings.PDF_FONTS = str(DEJAVU)
    leaflet = consented.leaflet | {"language": "ar", "title": "شاي حجر القمر", "reference": "MADE-UP-1"}
    pdf = as_pdf(replace(consented, leaflet=leaflet), record=mark)
    read = subprocess.run(["pdftotext", "-bbox", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]+)<', read.stdout.decode())
    at = next(place for place in reversed(range(len(words))) if words[place][2].startswith("MADE-UP-1"))
    line = [(float(left), word) for left, top, word in words[at - 8 : at + 8] if top == words[at][1]]
    # The title stands before the reference, next to what the line is called.
    assert max(line)[1] == "2019"
    assert min(left for left, word in line if re.search(r"[\u0600-\u06ff\ufe70-\ufeff]", word)) < 250


def test_it_is_set_in_welsh(consented, mark):
    with override("cy"):
        made = as_pdf(consented, record=mark)
    pdf = pikepdf.open(io.BytesIO(made))
    pages = text_of(made).split("\f")[:-1]
    assert str(pdf.Root.Lang) == "cy"
    assert [number for number, page in enumerate(pages, 1) if f"Tudalen {number} o {len(pages)}" not in page] == []
    assert all("Margaret Ellis, Rhif GIG 943 476 5919" in page for page in pages)


def test_it_is_set_from_right_to_left(consented, mark):
    with override("ar"):
        made = as_pdf(consented, record=mark)
    assert str(pikepdf.open(io.BytesIO(made)).Root.Lang) == "ar"


def test_what_staff_typed_in_is_said_on_paper(consented, mark):
    typed_in = {
        "question-1": {"came_by": "paper", "by": "Jo Price"},
        "where-i-am": {"came_by": "spoken", "by": "Jo Price"},
    }
    paper = squeezed(text_of(as_pdf(replace(consented, typed_in=typed_in), record=mark)))
    assert [
        squeezed(words) in paper for words in ("Typed in from paper by Jo Price", "Told to Jo Price, who typed it in")
    ] == [
        True,
        True,
    ]


def test_what_holds_for_this_patient_is_on_paper(provisional, mark):
    printed = squeezed(text_of(as_pdf(for_this_patient(provisional), record=mark)))
    for words in ("You had an operation ten days ago", "You take warfarin", "A tube goes in."):
        assert squeezed(words) in printed


def test_from_right_to_left_the_nhs_number_still_reads_from_left_to_right(consented, mark):
    with override("ar"):
        pdf = as_pdf(consented, record=mark)
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    pages = read.decode().split("\f")[:-1]
    assert all("943 476 5919" in "\n".join(page.splitlines()[-5:]) for page in pages)
