"""The pages on which a hospital adds to a leaflet: saving, looking first, conflicts, history, and whose they are."""

import pytest
from django.test import Client
from django.urls import reverse

from sdm.models import LocalParts
from sdm.rules.edition import Outcome
from sdm.rules.local_parts import Contact
from sdm.rules.local_parts import LocalParts as Parts

pytestmark = pytest.mark.django_db
ROWS = {"results-TOTAL_FORMS": "1", "results-INITIAL_FORMS": "0"}


@pytest.fixture
def here(edition) -> str:
    return reverse("local-parts", args=[edition.leaflet_id])


def typed(revision: int = 0, **values: str) -> dict[str, str]:
    return {"revision": str(revision), **ROWS, **values}


def test_it_starts_from_the_list_of_leaflets(desk, here):
    assert here in desk.get(reverse("leaflets")).content.decode()
    assert desk.get(here).status_code == 200


def test_what_is_typed_is_saved_for_this_hospital(desk, here, hospital, edition, editor):
    result = {
        "results-0-text": "The clot came back.",
        "results-0-in_100": "3",
        "results-0-period": "over 1 year",
        "results-0-seen_in": "all 140 people treated here",
        "results-0-source": "our own audit of 2025",
    }
    contact = {"name": "Vein nurses", "phone": "01632 960 007", "hours": "9am to 5pm", "email": "veins@a.example"}
    response = desk.post(here, typed(afterwards="Come back after a week.", **contact, **result))
    assert (response.status_code, response.url) == (302, here)
    row = LocalParts.objects.get()
    assert (row.hospital, row.leaflet, row.by) == (hospital, edition.leaflet, editor)
    assert row.parts == Parts(
        Contact(**contact),
        (Outcome("The clot came back.", "", "our own audit of 2025", 3, "over 1 year", "all 140 people treated here"),),
        "Come back after a week.",
    )


def test_looking_first_saves_nothing_and_shows_it_as_patients_see_it(desk, here):
    page = desk.post(here, typed(afterwards="- Come back", look="yes")).content.decode()
    assert "From Northfield Hospital, not from NICE" in page
    assert "<li>Come back</li>" in page
    assert "It is not saved yet." in page
    assert LocalParts.objects.count() == 0


def test_looking_says_how_hard_it_is_to_read(desk, here):
    hard = (
        "Patients who experience deterioration of their condition after the procedure should immediately contact the "
        "responsible multidisciplinary team for additional investigation and possible hospital admission."
    )
    page = desk.post(here, typed(afterwards=hard, look="yes")).content.decode()
    assert "<strong>What happens afterwards here</strong>: reading age" in page
    assert "hard sentence" in page


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"phone": "01632 960 007"}, "Say whom patients reach there"),
        ({"hours": "9am to 5pm"}, "Say whom patients reach there"),
        ({"name": "Vein nurses"}, "Give a phone number or an e-mail address"),
        ({"name": "Vein nurses", "email": "veins"}, "Enter an e-mail address like name@example.com"),
        ({"name": "Vein nurses", "phone": "abc"}, "Enter a phone number, like 01632 960 001"),
        (
            {
                "results-0-text": "It came back",
                "results-0-in_100": "95",
                "results-0-period": "over 1 year",
                "results-0-seen_in": "3 people",
                "results-0-source": "Our audit",
            },
            "95 in 100 cannot come of the people who were counted: “3 people”",
        ),
        ({"afterwards": "It halves the risk."}, "compares without saying how many"),
        ({"afterwards": "[here](http://a.example)"}, "must have an address that starts with https://"),
        ({"afterwards": "x" * 1501}, "This must be 1,500 characters or fewer"),
        ({"results-0-text": "1 in 20 had it."}, "Say how many in 100."),
        ({"results-0-text": "Bleeding", "results-0-in_100": "3"}, "Say over what time this was seen"),
        ({"results-0-in_100": "3"}, "Write this result in plain words"),
        ({"results-0-text": "Bleeding", "results-0-in_100": "101"}, "Enter a whole number from 0 to 100"),
    ],
)
def test_what_is_wrong_is_said_beside_its_box_and_kept(desk, here, values, problem):
    response = desk.post(here, typed(**values))
    page = response.content.decode()
    assert response.status_code == 422
    assert problem in page
    assert all(value in page for value in values.values())
    assert LocalParts.objects.count() == 0


def test_markup_and_scripts_are_words(desk, here, add_locally):
    add_locally(Parts(afterwards="<script>alert(1)</script> [a](javascript:alert(1)) **bold**"))
    page = desk.get(reverse("local-parts-history", args=[LocalParts.objects.get().leaflet_id])).content.decode()
    assert ("<script>alert" in page, 'href="javascript' in page, "<strong>bold</strong>" in page) == (
        False,
        False,
        True,
    )


def test_two_editors_do_not_overwrite_each_other(desk, here, add_locally, administrator):
    add_locally(Parts(afterwards="Somebody else wrote this."))
    response = desk.post(here, typed(0, afterwards="I wrote this."))
    page = response.content.decode()
    assert response.status_code == 409
    assert all(text in page for text in ("I wrote this.", "Somebody else wrote this.", 'name="revision" value="1"'))
    assert LocalParts.objects.get().parts.afterwards == "Somebody else wrote this."
    assert desk.post(here, typed(1, afterwards="I wrote this.")).status_code == 302


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "٣"])
def test_a_form_without_a_good_revision_overwrites_nothing(desk, here, add_locally, revision):
    add_locally(Parts(afterwards="Somebody else wrote this."))
    assert desk.post(here, typed(afterwards="Mine") | {"revision": revision}).status_code == 409


def test_a_result_can_be_added_and_removed(desk, here, add_locally):
    page = desk.post(here, typed(add="results")).content.decode()
    assert 'name="results-1-text"' in page
    result = Outcome("We have done this since 2019.", figure="")
    add_locally(Parts(results=(result,)))
    values = {"results-INITIAL_FORMS": "1", "results-0-text": result.text, "results-0-DELETE": "on"}
    assert desk.post(here, typed(1) | values).status_code == 302
    assert LocalParts.objects.first().parts == Parts()


def test_the_history_says_who_and_when_and_undoes(desk, here, add_locally, edition):
    history, back = (reverse(f"local-parts-{name}", args=[edition.leaflet_id]) for name in ("history", "put-back"))
    assert "has added nothing yet" in desk.get(history).content.decode()
    add_locally(Parts(afterwards="First words."))
    add_locally(Parts(afterwards="Second words."), seen=1)
    page = desk.get(history).content.decode()
    assert all(
        words in page for words in ("First words.", "Second words.", "by Jo Bell on", "Undo: put revision 1 back")
    )
    response = desk.post(back, {"revision": "2", "put_back": "1"}, follow=True)
    assert "It is as it was in revision 1." in response.content.decode()
    assert LocalParts.objects.first().parts.afterwards == "First words."
    assert desk.post(back, {"revision": "2", "put_back": "2"}).status_code == 409
    assert [desk.post(back, {"revision": "3", "put_back": one}).status_code for one in ("", "x", "99", "-1")] == [
        404
    ] * 4
    assert (
        "It is like that already" in desk.post(back, {"revision": "3", "put_back": "3"}, follow=True).content.decode()
    )
    desk.post(back, {"revision": "3", "put_back": "0"})
    assert LocalParts.objects.first().parts == Parts()


def test_each_hospital_has_its_own(desk, here, add_locally, other_hospital, django_user_model, edition):
    add_locally(Parts(afterwards="Only here."))
    stranger = django_user_model.objects.create_user(
        "editor@southmere.example", name="Kit", role="content-editor", hospital=other_hospital
    )
    theirs = Client()
    theirs.force_login(stranger)
    for address in (here, reverse("local-parts-history", args=[edition.leaflet_id])):
        assert "Only here." not in theirs.get(address).content.decode()
    theirs.post(here, typed(afterwards="Only there."))
    assert "Only there." not in desk.get(here).content.decode()


def test_a_leaflet_that_is_not_there_has_no_page(desk, hospital):
    assert desk.get(reverse("local-parts", args=[hospital.pk])).status_code == 404
