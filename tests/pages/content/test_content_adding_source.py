"""A draft without its source says so to everybody, and is given one as a file or as pasted words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from sdm.actions.editions import start_draft
from sdm.actions.sources import add_source
from sdm.leaflets.edition_file import written
from sdm.leaflets.shipped import completed, source_of
from sdm.models import Edition
from sdm.rules.reasons import SAY_WHY
from tests.conftest import IPG651
from tests.given import PASSWORD, with_password
from tests.second_person import ticks

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
SOURCE = source_of("ipg651")
NOT_HELD = "Held against no source"


@pytest.fixture
def draft(editor) -> Edition:
    return start_draft(content=CONTENT, by=editor)


@pytest.fixture
def second(administrator) -> Client:
    """The browser of the second person."""
    desk = Client()
    desk.force_login(with_password(administrator))
    return desk


def address(name: str, edition: Edition) -> str:
    return reverse(name, args=[edition.pk])


def words_of_page(response) -> str:
    return " ".join(html.fromstring(response.content).xpath("string(//main)").split())


def test_without_a_source_the_draft_the_checklist_and_the_second_persons_page_say_so(draft, desk, second):
    for page in (desk.get(address("edition", draft)), second.get(address("edition-publish", draft))):
        assert NOT_HELD in words_of_page(page)
        assert address("edition-source-add", draft) in page.content.decode()
    checks = desk.get(address("edition-checks", draft))
    assert "The leaflet’s words were not held against a source" in words_of_page(checks)
    assert desk.get(address("edition-source", draft)).headers["Location"] == address("edition-source-add", draft)


def test_it_is_published_with_a_reason_only_and_the_public_page_says_so(draft, second, problems):
    typed = ticks(draft) | {"revision": "1", "password": PASSWORD}
    response = second.post(address("edition-publish", draft), typed)
    assert (response.status_code, problems(response)) == (422, [("#id_reason", SAY_WHY)])
    typed["reason"] = "We read the printed leaflet."
    assert second.post(address("edition-publish", draft), typed).status_code == 302
    public = words_of_page(Client().get(address("checklist", draft)))
    assert "We read the printed leaflet." in public
    assert "The leaflet’s words were not held against a source" in public
    assert "There is none. The words were not held against" in words_of_page(second.get(address("edition", draft)))


def test_a_file_of_another_hospital_without_a_source_comes_in_and_says_so(desk):
    data = written(CONTENT, language="en", source_text="")
    response = desk.post(reverse("edition-import"), {"file": SimpleUploadedFile("a.json", data)}, follow=True)
    assert NOT_HELD in words_of_page(response)


@pytest.mark.parametrize("way", ["file", "words"])
def test_the_source_is_added_as_a_file_or_as_words(way, draft, desk, second):
    asked = html.fromstring(desk.get(address("edition-source-add", draft)).content)
    assert asked.xpath("//form[@enctype='multipart/form-data']//input[@name='revision']/@value") == ["1"]
    given = SimpleUploadedFile("ipg651.txt", IPG651.read_bytes()) if way == "file" else IPG651.read_text()
    response = desk.post(address("edition-source-add", draft), {"revision": "1", way: given}, follow=True)
    page = words_of_page(response)
    assert "The source is added. The leaflet’s words are the same." in page
    assert "Added by Jo Bell on " in page
    assert NOT_HELD not in page
    assert Edition.objects.get().source_text.split() == SOURCE.split()
    shown = words_of_page(second.get(address("edition-publish", draft)))
    assert "Its source: Added by Jo Bell on " in shown
    assert NOT_HELD not in shown
    steps = words_of_page(desk.get(address("edition-steps", draft)))
    assert f"Source added: {len(SOURCE.split())} words" in steps


def test_that_somebody_added_the_source_is_told_before_the_ticks_and_in_public(draft, desk, second):
    desk.post(address("edition-source-add", draft), {"revision": "1", "words": IPG651.read_text()})
    told = "This draft came without its source. It was added by Jo Bell on "
    for page in (desk.get(address("edition", draft)), second.get(address("edition-publish", draft))):
        assert told in words_of_page(page)
        assert CONTENT.source_url in words_of_page(page)
    shown = words_of_page(second.get(address("edition-publish", draft)))
    assert shown.index(told) < shown.index("I have read this sentence in the leaflet")
    typed = ticks(draft) | {"revision": "2", "password": PASSWORD, "reason": "We read the printed leaflet."}
    assert second.post(address("edition-publish", draft), typed).status_code == 302
    assert "Somebody added the source to a draft" in words_of_page(Client().get(address("checklist", draft)))


def test_of_a_source_that_a_draft_was_made_from_nothing_of_that_kind_is_told(editor, desk, second):
    made = start_draft(content=CONTENT, source_text=SOURCE, by=editor)
    for page in (desk.get(address("edition", made)), second.get(address("edition-publish", made))):
        assert "came without its source" not in words_of_page(page)


def test_words_that_are_not_the_sources_are_shown_at_once(draft, desk):
    other = IPG651.read_text().replace("clot-busting drugs", "clot-dissolving drugs")
    response = desk.post(address("edition-source-add", draft), {"revision": "1", "words": other}, follow=True)
    page = words_of_page(response)
    assert "Some of the leaflet’s words are not the same" in page
    assert "The words of the leaflet are not those of its source" in page


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({}, "file"),
        ({"words": "A recipe for soup. Cut the onions first."}, "words"),
        ({"file": SimpleUploadedFile("a", b"\x00\x01\x02")}, "file"),
        ({"file": SimpleUploadedFile("a", b"")}, "file"),
    ],
)
def test_what_cannot_be_the_source_says_why_beside_its_box(typed, place, draft, desk, problems):
    response = desk.post(address("edition-source-add", draft), {"revision": "1", **typed})
    assert (response.status_code, [where for where, _ in problems(response)]) == (422, [f"#id_{place}"])
    assert Edition.objects.get().source_text == ""


def test_where_somebody_changed_the_draft_the_words_are_kept_and_shown_again(draft, desk, administrator):
    add_source(edition=draft, source="Other words.", seen=1, by=administrator)
    file = SimpleUploadedFile("ipg651.txt", IPG651.read_bytes())
    response = desk.post(address("edition-source-add", draft), {"revision": "1", "file": file})
    page = html.fromstring(response.content)
    assert (response.status_code, "Somebody changed this draft" in page.text_content()) == (409, True)
    (box,) = page.xpath("//textarea[@name='words']")
    again = {"revision": page.xpath("//input[@name='revision']/@value")[0], "words": box.text}
    assert desk.post(address("edition-source-add", draft), again).status_code == 302
    assert Edition.objects.get().source_text.split() == SOURCE.split()


def test_a_source_that_a_draft_was_made_from_is_not_replaced(desk, editor):
    made = start_draft(content=CONTENT, source_text=SOURCE, by=editor)
    page = desk.get(address("edition", made)).content.decode()
    assert address("edition-source-add", made) not in page
    other = IPG651.read_text().replace("clot-busting", "clot-dissolving")
    response = desk.post(address("edition-source-add", made), {"revision": "1", "words": other})
    assert (response.status_code, "This draft was made from a file." in words_of_page(response)) == (409, True)
    assert desk.get(address("edition-source-add", made)).headers["Location"] == address("edition-source", made)
    assert Edition.objects.get().source_text == SOURCE


def test_a_published_edition_takes_no_source(edition, desk):
    response = desk.post(address("edition-source-add", edition), {"revision": "1", "words": IPG651.read_text()})
    assert response.status_code == 409
    assert desk.get(address("edition-source-add", edition)).headers["Location"] == address("edition", edition)


def test_who_ticked_what_is_public_and_stands_at_each_kind(edition, desk):
    public = words_of_page(Client().get(address("checklist", edition)))
    assert "Sam Okoro of Northfield Hospital published these pages on " in public
    for one in CONTENT.indications:
        assert f"{one.name}: {one.arrangement.title} “{one.evidence}”" in public
    page = words_of_page(desk.get(address("edition", edition)))
    assert page.count("Ticked as read in the leaflet by Sam Okoro on ") == 2


def test_of_an_edition_from_before_ticks_were_kept_nothing_is_claimed(made_up, translate):
    translation = translate(made_up, "pl")
    assert translation.kinds_read is None
    response = Client().get(address("checklist", translation))
    assert "They ticked that they read" not in words_of_page(response)
