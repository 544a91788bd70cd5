"""The form on paper: everything that the pages ask, blank, on four sheets, with nothing on it that is not needed."""

import io
import re
import subprocess
from dataclasses import asdict, replace

import pikepdf
import pytest
from django.utils.translation import override

from sdm.letters.paper_form import Room, Table, Ticks, as_pdf, form_of
from sdm.rules.edition import EditionContent, Option, Question
from sdm.rules.journey import to_do
from sdm.rules.paper_code import ids_of
from sdm.rules.patient_fields import ASKS, fields_of
from sdm.summary.leaflet_words import BEGINS, ENDS
from tests.fictional_leaflet import fictional_leaflet

LONG_NAME = "Percival Ignatius Featherstonehaugh-Cholmondeley de Montmorency"


def text_of(pdf: bytes) -> str:
    """What can be read and copied out of a PDF, page after page."""
    read = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    return read.stdout.decode()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def languages_of(pdf: bytes) -> set[str]:
    """Every language that the words of a PDF are tagged with."""
    opened = pikepdf.open(io.BytesIO(pdf))
    tags = {str(one.Lang) for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/Lang" in one}
    drawn = b"".join(page.Contents.read_bytes() for page in opened.pages)
    return tags | {found.decode() for found in re.findall(rb"/Lang ?\(([^)]*)\)", drawn)}


def pages_of(pdf: bytes) -> int:
    return len(pikepdf.open(io.BytesIO(pdf)).pages)


def texts(value):
    """Every text that a form holds, but not the words that only name a kind, or that pictures and pages are made of."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in ("kind", "path", "qr_label", "page"):
                yield from texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from texts(one)


@pytest.mark.parametrize("large_print", [False, True])
def test_everything_that_the_pages_ask_is_on_it(unsaved, large_print):
    """Asked of the rules themselves, not of the form: what a page asks tomorrow stands on the form tomorrow."""
    paper = squeezed(text_of(as_pdf(unsaved, unsaved.content, language="en", large_print=large_print)))
    content, missing = unsaved.content, []
    for thing in to_do(content, {}):
        wanted = [thing.title, str(thing.number or "")]
        for one in fields_of(thing.part, content):
            wanted += [one.label, one.about, one.hint, *(label for _, label in one.choices)]
        missing += [words for words in wanted if squeezed(words) not in paper]
    assert missing == []


@pytest.mark.parametrize("large_print", [False, True])
def test_every_word_of_the_form_is_on_paper(unsaved, large_print):
    paper = squeezed(text_of(as_pdf(unsaved, unsaved.content, language="en", large_print=large_print)))
    assert [
        words
        for words in texts(asdict(form_of(unsaved, unsaved.content, language="en")))
        if squeezed(words) not in paper
    ] == []


def test_the_questions_come_in_the_order_and_with_the_numbers_of_the_leaflet(unsaved):
    headings = [part.heading for part in form_of(unsaved, unsaved.content, language="en").parts]
    assert [heading[:3] for heading in headings[1:6]] == ["1. ", "2. ", "3. ", "4. ", "5. "]
    assert headings == [f"{one.number}. {one.title}" if one.number else one.title for one in to_do(unsaved.content, {})]


def test_a_question_has_room_to_write_the_three_marks_and_lines_for_things_to_ask(unsaved):
    words, marks, asks = form_of(unsaved, unsaved.content, language="en").parts[1].asked
    assert (words.label, words.is_box) == ("What I think", True)
    assert marks.choices == ("I understand this", "I'm not sure", "I want to talk about it")
    assert (asks.label, asks.is_box, asks.lines) == ("Something I want to ask", False, len(ASKS))


def test_things_of_the_leaflet_are_asked_in_a_table_with_a_box_for_each_answer(unsaved):
    form = form_of(unsaved, unsaved.content, language="en")
    options, matters = form.parts[6].asked[0], form.parts[7].asked[1]
    assert [(column.label, column.is_number) for column in options.columns] == [
        ("How many people in 100 would be too many for me?", True),
        ("I'm not sure", False),
    ]
    assert (len(options.rows), options.rows[0]) == (6, "Have the clot removed with a device: Bleeding")
    assert [column.is_number for column in matters.columns] == [False] * 3
    assert matters.rows == tuple(one.text for one in unsaved.content.matters)


def test_no_option_stands_out_and_not_being_sure_comes_last(unsaved):
    leaning = form_of(unsaved, unsaved.content, language="en").parts[-1].asked[0]
    assert leaning.choices == (*(option.name for option in unsaved.content.options), "I'm not sure yet")


def test_who_helped_is_asked(unsaved):
    people = next(
        part for part in form_of(unsaved, unsaved.content, language="en").parts if part.heading.startswith("People")
    )
    assert "Who is helping me to fill this in" in [one.label for one in people.asked]


def test_the_usual_print_fits_four_sheets(unsaved):
    assert pages_of(as_pdf(unsaved, unsaved.content, language="en")) == 4


def test_it_does_so_where_names_and_addresses_are_long(unsaved):
    unsaved.patient.name = LONG_NAME
    unsaved.hospital.name = "The Queen Adelaide and St Swithin's University Teaching Hospital"
    unsaved.hospital.contact_details = (
        "01632 960 001, Monday to Friday, 9am to 5pm, or vascular.nurses@northfield.example"
    )
    unsaved.hospital.postal_address += "\nNorth Yorkshire"
    assert pages_of(as_pdf(unsaved, unsaved.content, language="en")) == 4


def test_it_does_so_in_welsh(unsaved):
    with override("cy"):
        pdf = as_pdf(unsaved, unsaved.content, language="en")
    assert pages_of(pdf) == 4
    assert str(pikepdf.open(io.BytesIO(pdf)).Root.Lang) == "cy"


def test_the_leaflets_words_are_read_aloud_in_their_own_language(unsaved):
    with override("cy"):
        welsh = as_pdf(unsaved, unsaved.content, language="en")
    assert languages_of(welsh) == {"cy", "en"}
    assert languages_of(as_pdf(unsaved, unsaved.content, language="en")) == {"en-GB"}


def test_a_table_stays_on_one_sheet(unsaved):
    """Its first row and its last stand on the page that has its headings."""
    pages = [squeezed(page) for page in text_of(as_pdf(unsaved, unsaved.content, language="en")).split("\f")]
    for table in (one for part in form_of(unsaved, unsaved.content, language="en").parts for one in part.asked):
        if isinstance(table, Table):
            words = [squeezed(one) for one in (*table.rows, *(column.label for column in table.columns))]
            assert [page for page in pages if all(word in page for word in words)]


def test_each_sheet_has_its_number_and_the_code(unsaved):
    form = form_of(unsaved, unsaved.content, language="en")
    for large_print in (False, True):
        pages = text_of(as_pdf(unsaved, unsaved.content, language="en", large_print=large_print)).split("\f")[:-1]
        assert all(form.code in page for page in pages)
        assert [f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)


def test_the_code_leads_to_the_conversation_and_says_nothing(unsaved):
    code = form_of(unsaved, unsaved.content, language="en").code
    lowest, highest = ids_of(code)
    assert lowest <= unsaved.pk <= highest
    assert re.fullmatch(r"[1-9BCDFGHJ-NP-TV-Z]{4}-[1-9BCDFGHJ-NP-TV-Z]{4}-[1-9BCDFGHJ-NP-TV-Z]", code)


def test_neither_the_nhs_number_nor_the_date_of_birth_is_printed(unsaved):
    paper = squeezed(text_of(as_pdf(unsaved, unsaved.content, language="en")))
    assert [words for words in ("9434765919", "27March1958", "1958") if words in paper] == []
    assert "Mydateofbirth" in paper


def test_it_says_where_to_send_it_by_when_and_whom_to_ask(unsaved):
    paper = squeezed(text_of(as_pdf(unsaved, unsaved.content, language="en")))
    wanted = ("1 Made-Up Road", "before your appointment on 27 November 2026, 2:30pm", "01632 960 001", "call 111")
    assert [words for words in wanted if squeezed(words) not in paper] == []


def test_without_an_address_it_asks_to_bring_it(unsaved):
    unsaved.hospital.postal_address = ""
    paper = squeezed(text_of(as_pdf(unsaved, unsaved.content, language="en")))
    assert squeezed("Bring it to your appointment on 27 November 2026, 2:30pm.") in paper
    assert "Postitto" not in paper


def test_it_is_tagged_and_says_so(unsaved):
    pdf = pikepdf.open(io.BytesIO(as_pdf(unsaved, unsaved.content, language="en")))
    assert bool(pdf.Root.MarkInfo.Marked) is True
    assert (str(pdf.Root.Lang), bool(pdf.Root.ViewerPreferences.DisplayDocTitle)) == ("en-GB", True)
    kinds = [str(one.S) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one]
    assert (kinds.count("/H1"), kinds.count("/H2")) == (
        1,
        len(form_of(unsaved, unsaved.content, language="en").parts) + 1,
    )
    assert {"/Table", "/TH", "/Figure"} <= set(kinds)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["dc:title"] == "Get ready for your appointment"


def test_large_print_has_letters_of_18_points(unsaved, tmp_path):
    path = tmp_path / "form.pdf"
    path.write_bytes(as_pdf(unsaved, unsaved.content, language="en", large_print=True))
    fonts = subprocess.run(["pdftohtml", "-xml", "-stdout", path], capture_output=True, check=True, text=True).stdout
    # pdftohtml counts in pixels, 1.5 to a point.
    assert min(int(size) for size in re.findall(r'<fontspec [^>]*size="(\d+)"', fonts)) >= 18 * 1.5 - 1


def test_the_same_form_is_the_same_file(unsaved):
    assert as_pdf(unsaved, unsaved.content, language="en") == as_pdf(unsaved, unsaved.content, language="en")


@pytest.mark.parametrize(
    "name", ["*bold* #eval(1) $x$ `code`", "<script>alert(1)</script>", "{{ settings.SECRET_KEY }}", "Ŵyn Ŷd Ελένη"]
)
def test_a_name_is_words(unsaved, name):
    unsaved.patient.name = name
    assert squeezed(name) in squeezed(text_of(as_pdf(unsaved, unsaved.content, language="en")))


@pytest.mark.parametrize("large_print", [False, True])
def test_nothing_stands_outside_the_sheet(unsaved, large_print):
    unsaved.patient.name = "x" * 200
    unsaved.hospital.contact_details = "y" * 300
    pdf = as_pdf(unsaved, unsaved.content, language="en", large_print=large_print)
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert max(float(right) for right in re.findall(r'xMax="([\d.]+)"', boxes)) < 595 - 40
    assert max(float(bottom) for bottom in re.findall(r'yMax="([\d.]+)"', boxes)) < 842 - 15


def test_a_leaflet_with_nothing_to_rate_and_one_question_makes_a_form_too(unsaved):
    unsaved.content = EditionContent(
        title="A procedure",
        questions=(Question(3, "What is it?"),),
        options=(Option("wait", "Wait", "", is_no_procedure=True),),
    )
    form = form_of(unsaved, unsaved.content, language="en")
    assert [part.heading for part in form.parts][1] == "3. What is it?"
    kinds = {type(one) for part in form.parts for one in part.asked}
    assert (kinds, Table in kinds) == ({Room, Ticks}, False)
    assert pages_of(as_pdf(unsaved, unsaved.content, language="en")) <= 4


def test_the_form_is_in_the_readers_language_but_for_the_leaflets_words(unsaved):
    with override("cy"):
        form = form_of(unsaved, unsaved.content, language="en")
    assert "Rwy'n deall hyn" in form.parts[1].asked[1].choices
    assert form.parts[1].heading == f"1. {BEGINS}What does the procedure involve?{ENDS}"
    assert form.notes == (
        "Iaith geiriau'r daflen: Saesneg. Os ydych eisiau cyfieithydd ar y pryd, gofynnwch i'ch tîm.",
        "Mae'r cyfieithiad hwn yn aros i gael ei adolygu gan gyfieithydd.",
    )
    assert form_of(unsaved, unsaved.content, language="en").notes == ()
    assert replace(form_of(unsaved, unsaved.content, language="en"), facts=()) != replace(form, facts=())


def test_the_form_is_in_the_words_of_the_translation_that_the_patient_reads(unsaved):
    content = replace(
        unsaved.content,
        title="Zabieg",
        questions=tuple(replace(one, wording="Co?") for one in unsaved.content.questions),
    )
    form = form_of(unsaved, content, language="en")
    assert [part.heading for part in form.parts[1:3]] == ["1. Co?", "2. Co?"]
    assert [fact.words for fact in form.facts if fact.label == "To talk about"] == ["Zabieg"]
    assert form.code == form_of(unsaved, unsaved.content, language="en").code


def test_words_from_right_to_left_stand_next_to_the_box_that_they_belong_to(start, made_up):
    """The name of an option would else stand at the far edge of the sheet."""
    leaflet = fictional_leaflet("ar")
    first, other = leaflet.options
    # Names of these lengths stand in columns.
    named = (replace(first, name=f"{first.name} Tea"), replace(other, name=" ".join([other.name] * 5)))
    leaflet = replace(leaflet, options=named)
    pdf = as_pdf(start(edition=made_up), leaflet, language="ar")
    read = subprocess.run(["pdftotext", "-bbox", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
    *_in_the_table, leaning = re.findall(r'xMin="([\d.]+)"[^>]*>Tea<', read.stdout.decode())
    assert float(leaning) < 100
