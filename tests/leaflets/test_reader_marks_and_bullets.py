"""The signs that a leaflet's lines bear: bullets of every kind, and marks such as dates, in English and in Welsh."""

import datetime

import pytest

from sdm.leaflets.bullets import Bullets
from sdm.leaflets.marks import date_in, mark_of, parted
from sdm.leaflets.page_furniture import lines_of, without_page_furniture
from sdm.leaflets.references import references_in
from sdm.leaflets.welsh_indications import welsh_indications_in

QUESTIONS = ("What is it?", "Is it safe?", "What else?", "Why me?", "When?")


SIGNS = (
    *(
        [sign] * 5
        for sign in ("-", "–", "—", "•", "◦", "▪", "➢", "→", "o", "*", "·", "§", "Ø", "✓", "☑\ufe0f", "\uf0b7")
    ),
    *(
        [form.format(number) for number in range(1, 6)]
        for form in ("{}.", "({})", "{})", "{}:", "Q{}.", "Cwestiwn {}:")
    ),
    *([form.format(letter) for letter in "abcde"] for form in ("{}.", "({})", "{})")),
    *([form.format(number) for number in ("i", "ii", "iii", "iv", "v")] for form in ("{}.", "({})", "{})")),
    list("①②③④⑤"),
)


@pytest.mark.parametrize("signs", SIGNS, ids=lambda signs: signs[0])
def test_bullets_of_every_kind(signs: list[str]):
    bullets = Bullets()
    lines = [f"{sign} {question}" for sign, question in zip(signs, QUESTIONS, strict=True)]
    assert tuple(bullets.item(line, None, "") for line in lines) == QUESTIONS


@pytest.mark.parametrize(
    ("line", "before"),
    [
        ("o bobl yn cael hyn", "Mae nifer"),
        ("– one after the other –", "It smooths each"),
        ("2. Second of all", None),
        ("b) The second", None),
        ("viii. The eighth", None),
        ("Note: this is one", None),
        ("vs. the other", None),
        ("1 in 20 people", None),
    ],
)
def test_lines_that_only_look_like_items(line: str, before: str | None):
    assert Bullets().item(line, before, "the next line") is None


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("Published: 12 June 2019", "published", (2019, 6, 12)),
        ("Last updated: 3 May 2021", "updated", (2021, 5, 3)),
        ("Cyhoeddwyd: 12 Mehefin 2019", "published", (2019, 6, 12)),
        ("Cyhoeddwyd ar 1af Mai 2019", "published", (2019, 5, 1)),
        ("Dyddiad cyhoeddi: 2il o Ionawr 2020", "published", (2020, 1, 2)),
        ("Diweddarwyd ddiwethaf: Dydd Mawrth 3 Tachwedd 2020", "updated", (2020, 11, 3)),
        ("Cyhoeddwyd: 28 Chwefror 2018", "published", (2018, 2, 28)),
        ("Cyhoeddwyd: 31 Mawrth 2018", "published", (2018, 3, 31)),
        ("Cyhoeddwyd: 30 Ebrill 2018", "published", (2018, 4, 30)),
        ("Cyhoeddwyd: 31 Gorffennaf 2018", "published", (2018, 7, 31)),
        ("Cyhoeddwyd: 31 Awst 2018", "published", (2018, 8, 31)),
        ("Cyhoeddwyd: 30 Medi 2018", "published", (2018, 9, 30)),
        ("Cyhoeddwyd: 31 Hydref 2018", "published", (2018, 10, 31)),
        ("Cyhoeddwyd: 31 Rhagfyr 2018", "published", (2018, 12, 31)),
    ],
)
def test_dates(text: str, kind: str, date: tuple[int, int, int]):
    mark = mark_of(text)
    assert (mark.kind, date_in(mark.value)) == (kind, (datetime.date(*date), False))


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "NICE interventional procedures guidance [IPG9313] Published date: 8 June 2016",
            ["NICE interventional procedures guidance [IPG9313]", "Published date: 8 June 2016"],
        ),
        (
            "Published: 8 June 2016 Last updated: 9 July 2017",
            ["Published: 8 June 2016", "Last updated: 9 July 2017"],
        ),
        ("Information on when it was Published: 8 June 2016", ["Information on when it was Published: 8 June 2016"]),
        ("Published: 8 June 2016", ["Published: 8 June 2016"]),
    ],
)
def test_marks_that_share_a_line_are_parted(line: str, parts: list[str]):
    assert parted(line) == parts


@pytest.mark.parametrize(
    "line",
    [
        "Page 2 of 4",
        "Tudalen 2 o 4",
        "© NICE 2019. Cedwir pob hawl. Yn amodol ar hysbysiad o hawliau. Tudalen 2 o 4",
        "© [NICE](https://www.nice.org.uk) 2019. All rights reserved.",
        "24/11/2026, 16:58 Information for the public | NICE",
        "https://www.nice.org.uk/guidance/ipg9301/ifp 2/4",
    ],
)
def test_what_belongs_to_the_printed_page(line: str):
    kept, dropped, _ = without_page_furniture(lines_of(f"Some words of it.\n\n{line}\n\nMore words of it."))
    assert [one.text for one in kept if one.text] == ["Some words of it.", "More words of it."]
    assert dropped == [line]


CHOOSE = "This sentence is in Welsh. Choose which of NICE's arrangements it means: “{}”"


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Gellir defnyddio'r driniaeth hon ar gyfer siglo cronig.", "siglo cronig"),
        ("Gellir defnyddio’r driniaeth hon i drin siglo, ond dim ond gyda threfniadau arbennig.", "siglo"),
        ("Dylid gwneud y driniaeth hon ar gyfer siglo sydyn fel rhan o astudiaeth ymchwil yn unig.", "siglo sydyn"),
        ("Ni ddylid defnyddio'r llawdriniaeth hon ar gyfer siglo dwbl.", "siglo dwbl"),
        ("Nid yw NICE yn argymell y weithdrefn hon.", "siglo cronig y penelin"),
    ],
)
def test_no_arrangement_is_read_from_a_welsh_sentence(sentence: str, name: str):
    found, warnings = welsh_indications_in([sentence], "Ail-alinio ar gyfer siglo cronig y penelin")
    assert [(one.name, one.arrangement, one.evidence) for one in found] == [(name, "unknown", sentence)]
    assert warnings == [CHOOSE.format(sentence)]


def test_other_welsh_sentences_are_told_or_passed_over():
    maybe, other = "Dylid cael trefniadau arbennig.", "Ysgwyd yn y penelin yw siglo."
    assert welsh_indications_in([f"{maybe} {other} A ellir defnyddio'r driniaeth hon?"], "X") == (
        [],
        [f"This sentence may say when the procedure is used. Check it: “{maybe}”"],
    )


@pytest.mark.parametrize("text", ["Published: May 2021", "Cyhoeddwyd: Mai 2021", "Published May 2021"])
def test_a_month_alone_is_read_as_its_first_day_and_told(text):
    assert date_in(mark_of(text).value) == (datetime.date(2021, 5, 1), True)


@pytest.mark.parametrize("text", ["IPG651", "IPG 651", "IPG-651", "IPG0651", "interventional procedure guidance 651"])
def test_a_reference_in_a_leaflet_is_one_however_it_is_written(text):
    assert references_in(f"This is NICE’s {text}.") == ["IPG651"]


@pytest.mark.parametrize("text", ["IPG651a", "IPG651-2", "AIPG651", "IPG65100", "an ipg-651 of ours"])
def test_what_only_looks_like_a_reference_is_none(text):
    assert references_in(text) == []
