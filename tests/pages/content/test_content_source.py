"""What was read stands beside the words of the file, each passage lit and linked to what was made of it."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from sdm.actions import editions
from sdm.actions.editions import change_draft, start_draft
from sdm.leaflets.drafts import content_of
from sdm.leaflets.reader import read_leaflet
from sdm.leaflets.shipped import CONTENT, completed
from sdm.models import Edition
from tests.second_person import every_kind, publish

pytestmark = pytest.mark.django_db

WORDS = (CONTENT / "ipg651.txt").read_text()
READ = read_leaflet(WORDS.encode(), reference="IPG651")
PARAGRAPHS = [one for one in WORDS.replace("](#)", "](https://example.org/)").split("\n") if one]


def a_pdf() -> bytes:
    parts = [f"#text({one!r})" if one[0] != "-" else f"- #text({one[2:]!r})" for one in map(plain, PARAGRAPHS)]
    return typst.compile(("#set text(hyphenate: false)\n" + "\n\n".join(parts)).replace("'", '"').encode())


def a_word_file() -> bytes:
    document, made = docx.Document(), BytesIO()
    for one in map(plain, PARAGRAPHS):
        document.add_paragraph(one.removeprefix("- "), style="List Bullet" if one[0] == "-" else None)
    document.save(made)
    return made.getvalue()


def a_web_page() -> bytes:
    return ("<!DOCTYPE html><body>" + "".join(f"<p>{plain(one)}</p>" for one in PARAGRAPHS)).encode()


def plain(line: str) -> str:
    """A line without what the ways of writing here would stumble over."""
    return line.replace("'", "’").replace("[", "").replace("](https://example.org/)", "")


@pytest.fixture
def with_source(editor) -> Edition:
    """A draft of IPG651 as it came in."""
    return start_draft(content=content_of(READ), source_text=READ.source, by=editor)


@pytest.fixture
def page_of(desk):
    """The page of an edition with its source, as a tree."""

    def page_of(edition: Edition) -> html.HtmlElement:
        return html.fromstring(desk.get(reverse("edition-source", args=[edition.pk])).content)

    return page_of


def source_of(page) -> str:
    """The words of the source on a page, without the links and the words of ours that stand between them."""
    (source,) = page.xpath("//*[@class='sdm-source']")
    for ours in source.xpath("./span[.='Left out: ']"):
        ours.drop_tree()
    for link in source.xpath(".//*[@class='sdm-made']"):
        link.getprevious().tail = (link.getprevious().tail or "").removesuffix(" ")
        link.drop_tree()
    return source.text_content()


@pytest.mark.parametrize("made", [a_pdf, a_word_file, a_web_page])
def test_a_file_of_any_kind_comes_in_and_is_shown(made, desk, page_of):
    typed = {"words": "", "reference": "IPG651", "file": SimpleUploadedFile("leaflet.bin", made())}
    response = desk.post(reverse("leaflet-new"), typed)
    edition = Edition.objects.get()
    assert response.headers["Location"] == reverse("edition", args=[edition.pk])
    assert [one.wording.replace("’", "'") for one in edition.content.questions] == list(READ.questions)
    assert [(one.name, one.arrangement) for one in edition.content.indications] == [
        ("iliofemoral DVT", "special"),
        ("distal DVT", "research"),
    ]
    page = page_of(edition)
    assert len(page.xpath("//*[@class='sdm-source']//mark")) == 10
    assert source_of(page) == edition.source_text


def test_the_words_of_a_file_are_kept_as_text_while_its_reference_is_asked_for(desk):
    response = desk.post(reverse("leaflet-new"), {"words": "", "file": SimpleUploadedFile("a", a_word_file())})
    assert response.status_code == 422
    (box,) = html.fromstring(response.content).xpath("//textarea[@name='words']")
    desk.post(reverse("leaflet-new"), {"words": box.text, "reference": "IPG651"})
    again = read_leaflet(a_word_file(), reference="IPG651")
    assert Edition.objects.get().content == content_of(again)


def test_a_leaflet_in_welsh_becomes_a_draft_in_welsh(desk):
    words = (
        "Ail-alinio ar gyfer siglo\n\nGwybodaeth i'r cyhoedd\n\nCyhoeddwyd: 12 Mehefin 2019\n\nTaflen ddychmygol."
        "\n\nGellir defnyddio'r driniaeth hon ar gyfer siglo.\n\nCwestiynau i'w gofyn\n\n- Beth?\n- Pam?\n"
    )
    desk.post(reverse("leaflet-new"), {"words": words, "reference": "IPG9001"})
    edition = Edition.objects.get()
    assert (edition.language, [one.arrangement for one in edition.content.indications]) == ("cy", ["unknown"])


def test_the_source_stands_there_to_the_letter(page_of, with_source):
    assert source_of(page_of(with_source)) == READ.source


def test_each_lit_passage_leads_to_what_was_made_of_it_and_back(page_of, with_source):
    page = page_of(with_source)
    assert [mark.text for mark in page.xpath("//*[@class='sdm-source']//mark")] == [
        READ.title,
        "Published: 12 June 2019",
        *(one.evidence for one in READ.indications),
        *READ.questions,
        "ISBN: 978-1-4731-3431-7",
    ]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    there = page.xpath("//*[@class='sdm-source']//a[starts-with(@href, '#')]/@href")
    back = page.xpath("//a[@class='sdm-in-source']/@href")
    assert (len(there), len(back)) == (10, 10)
    assert {link[1:] for link in [*there, *back]} <= set(ids)
    assert [link.removeprefix("#read-") for link in there] == [
        link.removeprefix("#source-")
        for link in sorted(back, key=lambda link: ids.index(link[1:]))
    ]  # fmt: skip


def test_each_arrangement_is_confirmed_from_beside_its_sentence(page_of, with_source, desk):
    page = page_of(with_source)
    assert page.text_content().count("Nobody has checked this against the leaflet yet.") == 2
    links = page.xpath("//*[@class='sdm-source']//a[not(starts-with(@href, '#'))]")
    address = reverse("edition-indications", args=[with_source.pk])
    assert [(" ".join(link.text_content().split()), link.get("href")) for link in links] == [
        ("Check and confirm what NICE says about iliofemoral DVT", f"{address}#indications-0"),
        ("Check and confirm what NICE says about distal DVT", f"{address}#indications-1"),
    ]
    there = html.fromstring(desk.get(address).content).xpath("//fieldset/@id")
    assert {"indications-0", "indications-1"} <= set(there)


def test_what_is_confirmed_says_so(page_of, with_source, editor):
    first, second = with_source.content.indications
    kinds = (replace(first, confirmed=True), second)
    change_draft(edition=with_source, content=replace(with_source.content, indications=kinds), seen=1, by=editor)
    page = page_of(with_source)
    assert page.text_content().count("Checked against the leaflet by Jo Bell on ") == 1
    links = page.xpath("//*[@class='sdm-source']//a[not(starts-with(@href, '#'))]/@href")
    assert [link.rpartition("#")[2] for link in links] == ["indications-1"]


def test_what_somebody_has_changed_since_is_no_longer_lit(page_of, with_source, editor):
    changed = replace(with_source.content, title="Another title", isbn="")
    change_draft(edition=with_source, content=changed, seen=1, by=editor)
    page = page_of(with_source)
    assert len(page.xpath("//*[@class='sdm-source']//mark")) == 8
    rows = {row.getparent().get("id"): " ".join(row.text_content().split()) for row in page.xpath("//dl/div/dd")}
    assert rows["read-title"] == "Another title Not in the source"
    assert rows["read-isbn"] == "Not given yet"


def test_a_source_is_words_and_never_markup(desk, editor):
    wicked = '<script>alert("x")</script></div>{{ 1 }}'
    draft = start_draft(content=content_of(READ), source_text=f"{wicked}\n{READ.source}", by=editor)
    page = desk.get(reverse("edition-source", args=[draft.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_published_edition_without_a_source_has_no_such_page(desk, editor, administrator):
    draft = start_draft(content=completed("ipg651"), by=editor)
    address = reverse("edition-source", args=[draft.pk])
    assert f'"{address}"' not in desk.get(reverse("edition", args=[draft.pk])).content.decode()
    kinds = every_kind(draft)
    editions.publish(edition=draft, seen=1, by=administrator, checked=kinds, reason="There is no file of it.")
    assert desk.get(address).status_code == 404


def test_a_published_edition_keeps_its_source_for_ever(page_of, desk, editor, administrator):
    content = completed("ipg651")
    draft = start_draft(content=content, source_text=READ.source, by=editor)
    assert reverse("edition-source", args=[draft.pk]) in desk.get(reverse("edition", args=[draft.pk])).content.decode()
    publish(edition=draft, seen=1, by=administrator)
    page = page_of(draft)
    assert source_of(page) == READ.source
    assert page.xpath("//main//a[contains(@href, 'indications/')]") == []
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=draft.pk).update(source_text="other words")


@pytest.mark.parametrize("name", ["edition", "edition-details", "leaflets"])
def test_pages_that_do_not_show_the_source_do_not_fetch_it(name, desk, with_source):
    with CaptureQueriesContext(connection) as asked:
        desk.get(reverse(name, args=[with_source.pk] if name != "leaflets" else []))
    fetched = [one["sql"] for one in asked if '"source_text",' in one["sql"]]
    assert (len(asked) > 1, fetched) == (True, [])


def test_what_went_into_the_leaflet_is_marked_and_what_was_left_out_is_said(page_of, with_source, editor):
    page = page_of(with_source)
    used = " ".join(one.text_content() for one in page.xpath("//*[@class='sdm-source']//*[@class='sdm-used']"))
    assert "stop further clotting but do not dissolve the clot" in used
    left_out = page.xpath("//*[@class='sdm-source']/span[.='Left out: ']")
    assert any("Information for the public" in one.tail for one in left_out)
    assert "What has neither was left out" in page.text_content()
