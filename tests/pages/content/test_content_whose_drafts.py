"""What a content team sees of another hospital's drafts and editions, and its own deleted drafts."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from sdm.actions.editions import delete_draft, start_draft
from sdm.leaflets.sharing import take_out
from sdm.leaflets.shipped import completed
from sdm.models import Edition, Withdrawal
from tests.given import PASSWORD, with_password

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")


@pytest.fixture
def theirs(other_team) -> Client:
    """The browser of another hospital's administrator."""
    desk = Client()
    desk.force_login(with_password(other_team["administrator"]))
    return desk


def main(response) -> html.HtmlElement:
    return html.fromstring(response.content).xpath("//main")[0]


def words(response) -> str:
    return " ".join(main(response).text_content().split())


def links(response) -> list[str]:
    return main(response).xpath(".//a/@href")


def test_the_list_says_that_another_hospital_has_a_draft_without_a_way_to_it(theirs, desk, draft):
    for client, is_ours in ((theirs, False), (desk, True)):
        page = client.get(reverse("leaflets"))
        assert (reverse("edition", args=[draft.pk]) in links(page)) == is_ours
        assert ("Northfield Hospital is working on this draft" in words(page)) == (not is_ours)


def test_the_translations_say_so_too(theirs, desk, edition, editor):
    polish = start_draft(content=CONTENT, language="pl", by=editor)
    for client, is_ours in ((theirs, False), (desk, True)):
        page = client.get(reverse("edition-translations", args=[edition.pk]))
        assert "Polish, edition 1" in words(page)
        assert (reverse("edition-translating", args=[polish.pk]) in links(page)) == is_ours


@pytest.fixture
def as_file(draft) -> BytesIO:
    """Another edition of the draft's leaflet, as a file."""
    file = BytesIO(take_out(Edition.objects.select_related("leaflet").get(pk=draft.pk)))
    file.name = "edition.json"
    return file


def test_bringing_an_edition_in_says_whose_draft_is_in_the_way(theirs, draft, as_file):
    response = theirs.post(reverse("edition-import"), {"file": as_file})
    assert (response.status_code, str(draft.pk) in response.content.decode()) == (409, False)
    assert "It belongs to Northfield Hospital. Ask them." in response.content.decode()


def test_starting_the_next_edition_says_whose_draft_is_in_the_way(theirs, edition, editor):
    draft = start_draft(content=replace(CONTENT, condition="Other"), by=editor)
    response = theirs.post(reverse("edition-new", args=[edition.pk]))
    assert (response.status_code, str(draft.pk) in response.content.decode()) == (409, False)
    assert "It belongs to Northfield Hospital. Ask them." in words(response)


def test_a_published_edition_is_open_to_everybody_and_says_whose_it_is(theirs, edition):
    page = theirs.get(reverse("edition", args=[edition.pk]))
    assert (page.status_code, "WhoseNorthfield Hospital" in words(page)) == (200, True)


def test_who_cannot_withdraw_an_edition_sees_whom_to_ask(theirs, edition):
    address = reverse("edition-withdraw", args=[edition.pk])
    page = theirs.get(address)
    assert page.status_code == 200
    assert "Northfield Hospital published this edition. Only its administrators can withdraw it." in words(page)
    assert "Sam Okoro, admin@northfield.example" in words(page)
    response = theirs.post(address, {"reason": "A number is wrong.", "password": PASSWORD})
    assert (response.status_code, Withdrawal.objects.exists()) == (409, False)
    assert "A number is wrong." in response.content.decode()


def test_a_deleted_draft_is_brought_back_from_the_list_of_its_hospital(desk, theirs, draft, administrator):
    delete_draft(edition=draft, seen=1, by=administrator)
    assert desk.get(reverse("edition", args=[draft.pk])).status_code == 404
    assert "IPG651" not in words(desk.get(reverse("leaflets")))
    page = desk.get(reverse("drafts-deleted"))
    assert "Deleted by Sam Okoro on" in words(page)
    assert "There are none." in words(theirs.get(reverse("drafts-deleted")))
    (address,) = main(page).xpath(".//form/@action")
    assert theirs.post(address).status_code == 404
    for _ in range(2):
        assert desk.post(address).headers["Location"] == reverse("edition", args=[draft.pk])
    assert "There are none." in words(desk.get(reverse("drafts-deleted")))
    assert Edition.objects.get().is_draft


def test_a_draft_does_not_come_back_beside_another(desk, draft, editor):
    delete_draft(edition=draft, seen=1, by=editor)
    now = start_draft(content=CONTENT, by=editor)
    response = desk.post(reverse("edition-bring-back", args=[draft.pk]))
    assert response.status_code == 409
    assert "The draft was not brought back This leaflet has a draft already." in words(response)
    assert reverse("edition", args=[now.pk]) in links(response)
