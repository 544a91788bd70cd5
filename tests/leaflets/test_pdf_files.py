"""What is read from a PDF, and which PDFs are refused; made up here, so nothing in them is true."""

from io import BytesIO

import pikepdf
import pytest
import typst

from sdm.leaflets.file_kinds import Kind
from sdm.leaflets.opening import opened
from sdm.leaflets.pdf_file import MAX_PAGES, _shown
from sdm.leaflets.what_was_read import NotALeaflet

PAGE = (
    '#set page(width: 12cm, height: 8cm, margin: 1.5cm)\n#set text(11pt, font: "Libertinus Serif", hyphenate: false)\n'
)


def pdf_of(source: str) -> bytes:
    return typst.compile((PAGE + source).encode())


def words(data: bytes) -> str:
    return opened(Kind.PDF, data)[0]


def changed(data: bytes, change, **how) -> bytes:
    made = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(made, **how)
    return made.getvalue()


ONE = pdf_of("A paragraph that is long enough to need more than one line.\n\nAnother one.")


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("One two.\n\nThree four five six.", "One two.\n\nThree four five six."),
        ("#text(18pt)[Large]\\\nsmall words after it", "Large\n\nsmall words after it"),
        ("one line of it\\\n*Bold words*\\\nplain words again", "one line of it\n\nBold words\n\nplain words again"),
        ("- What is it?\n- Is it safe?\n\n+ One\n+ Two", "• What is it?\n• Is it safe?\n\n1. One\n2. Two"),
        ("difficult to fix, a self-service office", "difficult to fix, a self-service office"),
        ('See the #link("https://x.example/a")[site] of it all', "See the [site](https://x.example/a) of it all"),
        ('See the #link("mailto:x@y.example")[address] of it', "See the address of it"),
        (
            'The words before this, then #link("https://x.example/a")[a link that goes on in the next line] of it.',
            "The words before this, then [a link that goes on in the\nnext line](https://x.example/a) of it.",
        ),
        (
            "#set page(header: [A header, page #context counter(page).display()], footer: [A footer])\n"
            "First words of all.\n#pagebreak()\nSecond words of all.",
            "First words of all.\n\nA header,\nA footer\nPage 1 of 2\n\n"
            "Second words of all.\n\nA header,\nA footer\nPage 2 of 2",
        ),
        (
            "#set page(columns: 2)\nLeft one, left one.\n\nLeft two.\n#colbreak()\nRight one, right one.\n\nRight two.",
            "Left one, left one.\n\nLeft two.\n\nRight one, right one.\n\nRight two.",
        ),
    ],
)  # fmt: skip
def test_the_words_of_a_pdf(source: str, seen: str):
    read = words(pdf_of(source)).replace("ﬃ", "ffi").replace("ﬁ", "fi")
    assert "\n".join(line.strip() for line in read.split("\n")) == seen


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (changed(ONE, lambda pdf: None, encryption=pikepdf.Encryption(owner="a", user="b")), "This PDF is locked."),
        (pdf_of("#rect(width: 3cm)"), "This PDF has no words in it that we can read. It may be a scan,"),
        (pdf_of("#pagebreak()" * MAX_PAGES + "Some words at last."), "This PDF has more than 50 pages,"),
        (ONE[: len(ONE) // 2], "This PDF is damaged, or made in a way that we cannot read."),
        (ONE.replace(b"/Pages", b"/Stage"), "This PDF is damaged, or made in a way that we cannot read."),
    ],
    ids=["locked", "no words", "many pages", "cut off", "broken"],
)
def test_refused(data: bytes, reason: str):
    with pytest.raises(NotALeaflet) as refusal:
        words(data)
    assert refusal.value.reason.startswith(reason)


@pytest.mark.parametrize("kind", [3, 4, 6])
def test_a_lock_on_changes_alone_keeps_nobody_from_reading(kind):
    lock = pikepdf.Encryption(owner="a", user="", R=kind, aes=kind > 3, metadata=kind > 3)
    assert words(changed(ONE, lambda pdf: None, encryption=lock)) == words(ONE)


def test_a_page_without_words_is_told():
    data = pdf_of("Some words on a page.\n#pagebreak()\n#rect(width: 3cm)\n#pagebreak()\nMore words on a page.")
    assert opened(Kind.PDF, data)[1] == ["Page 2 has no words that we can read. Check if it is a picture of words."]


def test_a_link_that_is_broken_is_only_words():
    def broken(pdf):
        for note in pdf.pages[0].Annots:
            note.Rect = pikepdf.Array([1, 2])

    data = pdf_of('See the #link("https://x.example/a")[site] of it all')
    assert words(changed(data, broken)) == "See the site of it all"


def with_first(shown: bytes) -> bytes:
    """A PDF that shows something else before its own words."""

    def change(pdf):
        pdf.pages[0].contents_coalesce()
        pdf.pages[0].Contents.write(shown + pdf.pages[0].Contents.read_bytes())
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        pdf.pages[0].Resources.Font.F0 = font

    return changed(pdf_of("First words of all.\n\nSecond words of all."), change)


def test_a_footer_that_a_page_holds_first_stands_below():
    data = with_first(b"BT /F0 9 Tf 1 0 0 1 40 10 Tm (Foot of it) Tj ET\n")
    assert words(data) == "First words of all.\n\nSecond words of all.\n\nFoot of it"


def test_words_that_are_shown_twice_to_be_bold_are_read_once():
    one = b"BT /F0 9 Tf 1 0 0 1 %s 200 Tm (A title) Tj ET\n"
    assert words(with_first(one % b"40" + one % b"40.3")).startswith("A title\n\nFirst words of all.")


def test_a_hyphen_where_a_line_ends_within_words_that_are_shown_together_still_ends_it():
    shown = _shown("an anaes\xad\nthetic and\nmore", "")
    assert shown == "an anaes-\nthetic and more"
