"""Taking an edition out and bringing one in, on the content team's pages; and the schema, which anybody may read."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sdm.actions.editions import start_draft
from sdm.leaflets.edition_file import MAX_BYTES, SCHEMA, written
from sdm.leaflets.sharing import take_out
from sdm.models import Edition, Leaflet
from sdm.rules.chain import canonical, digest_of
from tests.counted_leaflet import counted_leaflet

pytestmark = pytest.mark.django_db

FILE = written(counted_leaflet(), language="en", source_text="")


def sends(desk: Client, data: bytes, name: str = "edition.json"):
    return desk.post(reverse("edition-import"), {"file": SimpleUploadedFile(name, data)})


def test_an_edition_is_taken_out_as_a_file(desk, edition):
    assert (
        reverse("edition-file", args=[edition.pk]) in desk.get(reverse("edition", args=[edition.pk])).content.decode()
    )
    response = desk.get(reverse("edition-file", args=[edition.pk]))
    assert (response.content, response.headers["Content-Type"]) == (take_out(edition), "application/json")
    assert response.headers["Content-Disposition"] == 'attachment; filename="IPG651-en-1.json"'


def test_a_draft_can_be_taken_out_too(desk, draft):
    assert json.loads(desk.get(reverse("edition-file", args=[draft.pk])).content)["content"]["reference"] == "IPG651"


def test_a_file_becomes_a_draft_and_twice_is_once(desk, editor):
    assert reverse("edition-import") in desk.get(reverse("leaflets")).content.decode()
    response = sends(desk, FILE)
    draft = Edition.objects.get()
    assert (response.headers["Location"], draft.created_by) == (reverse("edition", args=[draft.pk]), editor)
    again = sends(desk, FILE)
    assert again.headers["Location"] == response.headers["Location"]
    page = desk.get(again.headers["Location"]).content.decode()
    assert "This edition is here already, word for word. Nothing was changed." in page
    assert Edition.objects.count() == 1


def test_an_edition_goes_out_under_the_reference_of_its_leaflet_and_is_known_again(desk, edition):
    # As one that was published before references were written one way.
    Leaflet.objects.update(reference="IPG9651")
    file = desk.get(reverse("edition-file", args=[edition.pk])).content
    assert json.loads(file)["content"]["reference"] == "IPG9651"
    assert sends(desk, file).headers["Location"] == reverse("edition", args=[edition.pk])
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "The file is not JSON"),
        (b"<script>alert(1)</script>", "The file is not JSON"),
        (b"{}", "The file lacks"),
        (b'{"<script>alert(1)</script>": 1}', "which is not known"),
        (FILE.replace(b'"in_100": 3', b'"in_100": 300'), "in_100"),
        (b" " * (MAX_BYTES + 1), "The file is too big"),
    ],
)
def test_what_is_no_edition_is_refused_beside_the_box(desk, data, why):
    response = sends(desk, data)
    page = response.content.decode()
    assert (response.status_code, why in page, "<script>alert" in page) == (422, True, False)
    assert not Edition.objects.exists()


def test_without_a_file_nothing_happens(desk, problems):
    response = desk.post(reverse("edition-import"))
    assert (response.status_code, problems(response)) == (422, [("#id_file", "Choose the file")])


def test_another_draft_is_named_and_stays(desk, editor):
    draft = start_draft(content=counted_leaflet(), source_text="Ours", by=editor)
    response = sends(desk, FILE)
    assert (response.status_code, reverse("edition", args=[draft.pk]) in response.content.decode()) == (409, True)
    assert Edition.objects.get().source_text == "Ours"


def test_anybody_may_read_the_schema(client):
    response = client.get(reverse("edition-schema"))
    assert (response.status_code, json.loads(response.content)) == (200, json.loads(SCHEMA.read_text()))


def test_a_translation_is_taken_out_and_comes_in_beside_its_original(desk, made_up, translate):
    welsh = translate(made_up, "cy")
    address = reverse("edition-file", args=[welsh.pk])
    assert address in desk.get(reverse("edition", args=[welsh.pk])).content.decode()
    response = desk.get(address)
    assert response.headers["Content-Disposition"] == 'attachment; filename="MADE-UP-1-cy-1.json"'
    assert sends(desk, response.content).headers["Location"] == reverse("edition", args=[welsh.pk])


def test_a_translation_without_its_original_is_refused_beside_the_box(desk, made_up, translate, problems):
    data = take_out(translate(made_up, "cy")).replace(made_up.sha256.encode(), b"0" * 64)
    held = json.loads(data)
    held.pop("sha256")
    response = sends(desk, json.dumps(held | {"sha256": digest_of(canonical(held))}).encode())
    said = [words for _, words in problems(response)]
    assert (response.status_code, len(said)) == (422, 2)
    assert said[0].startswith(f"This is a translation of “{made_up.content.title}” (MADE-UP-1 of 5 January 2026")
