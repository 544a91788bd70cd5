"""A leaflet under the reference of another one is asked about before anything is written, and explained to publish."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from sdm.actions.editions import ReasonNeeded, start_draft
from sdm.leaflets.edition_file import written
from sdm.leaflets.shipped import completed
from sdm.models import Edition
from tests.conftest import IPG651
from tests.given import PASSWORD, with_password
from tests.second_person import publish, ticks

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
OTHER = "Removing gallstones with a camera"
SAID = f"Reference IPG651 belongs to “{CONTENT.title}”. Your leaflet is called “{OTHER}”"
TICK = "new-edition-of-IPG651"


def another_leaflet() -> str:
    """Words that read like the leaflet, under another title."""
    words = IPG651.read_text()
    assert CONTENT.title in words
    return words.replace(CONTENT.title, OTHER)


def words(response) -> str:
    return " ".join(html.fromstring(response.content).xpath("//main")[0].text_content().split())


def test_another_leaflet_under_a_known_reference_is_asked_about_first(desk, edition, problems):
    typed = {"words": another_leaflet(), "reference": "IPG651"}
    response = desk.post(reverse("leaflet-new"), typed)
    assert (response.status_code, problems(response)) == (422, [(f"#id_{TICK}", SAID)])
    assert (OTHER in response.content.decode(), Edition.objects.count()) == (True, 1)
    mended = desk.post(reverse("leaflet-new"), typed | {"reference": "IPG652"})
    assert mended.status_code == 302
    assert Edition.objects.get(status="draft").leaflet.reference == "IPG652"


def test_ticked_it_is_a_new_edition_under_a_new_title(desk, edition):
    typed = {"words": another_leaflet(), "reference": "IPG651", TICK: "on"}
    assert desk.post(reverse("leaflet-new"), typed).status_code == 302
    draft = Edition.objects.get(status="draft")
    assert (draft.leaflet, draft.number) == (edition.leaflet, 2)
    # It stays to be looked at, and whoever publishes it says why.
    assert SAID in words(desk.get(reverse("edition", args=[draft.pk])))


def test_a_tick_for_one_reference_does_not_count_for_another(desk, edition, problems):
    typed = {"words": another_leaflet(), "reference": "IPG651", "new-edition-of-IPG650": "on"}
    assert problems(desk.post(reverse("leaflet-new"), typed)) == [(f"#id_{TICK}", SAID)]


def test_the_same_leaflet_is_not_asked_about(desk, edition):
    typed = {"words": IPG651.read_text(), "reference": "IPG651"}
    assert desk.post(reverse("leaflet-new"), typed).status_code == 302


@pytest.fixture
def as_file(edition) -> BytesIO:
    """An edition of another leaflet with the reference IPG651, as another hospital would give it."""
    return BytesIO(written(replace(CONTENT, title=OTHER), language="en", source_text=""))


def test_another_leaflet_as_an_edition_from_another_hospital_is_asked_about_first(desk, as_file, problems):
    data, before = as_file.getvalue(), Edition.objects.count()

    def file() -> BytesIO:
        one = BytesIO(data)
        one.name = "edition.json"
        return one

    response = desk.post(reverse("edition-import"), {"file": file()})
    assert (response.status_code, Edition.objects.count()) == (422, before)
    assert problems(response)[1] == (f"#id_{TICK}", SAID)
    assert desk.post(reverse("edition-import"), {"file": file(), TICK: "on"}).status_code == 302
    assert Edition.objects.count() == before + 1


def test_publishing_under_another_title_asks_why(edition, editor, administrator, problems):
    draft = start_draft(content=replace(CONTENT, title=OTHER), by=editor)
    with pytest.raises(ReasonNeeded):
        publish(edition=draft, seen=1, by=administrator)
    boss = Client()
    boss.force_login(with_password(administrator))
    address = reverse("edition-publish", args=[draft.pk])
    assert SAID in words(boss.get(address))
    typed = ticks(draft) | {"revision": "1", "password": PASSWORD}
    response = boss.post(address, typed)
    assert (response.status_code, [place for place, _ in problems(response)]) == (422, ["#id_reason"])
    assert boss.post(address, typed | {"reason": "NICE changed the title of it."}).status_code == 302


def test_publishing_what_was_to_be_looked_at_again_by_now_asks_why(editor, administrator):
    draft = start_draft(content=replace(CONTENT, review_on=date(2020, 1, 2)), by=editor)
    boss = Client()
    boss.force_login(administrator)
    assert "It was to be looked at again by 2 January 2020. That day has passed." in words(
        boss.get(reverse("edition-publish", args=[draft.pk]))
    )
    with pytest.raises(ReasonNeeded):
        publish(edition=draft, seen=1, by=administrator)
    publish(edition=draft, seen=1, by=administrator, reason="We looked at it and nothing changed.")


def test_a_title_that_another_reference_has_is_warned_about(desk, edition, editor, administrator):
    draft = start_draft(content=replace(CONTENT, reference="IPG652"), by=editor)
    page = words(desk.get(reverse("edition", args=[draft.pk])))
    assert "IPG651 has the same title. Check that it is not the same leaflet." in page
    publish(edition=draft, seen=1, by=administrator)


def test_the_list_says_what_is_in_use_what_was_replaced_and_which_one_new_conversations_stand_on(
    desk, edition, editor, administrator
):
    newer = start_draft(content=replace(CONTENT, condition="New"), by=editor)
    publish(edition=newer, seen=1, by=administrator)
    first, second = [
        " ".join(one.text_content().split())
        for one in html.fromstring(desk.get(reverse("leaflets")).content).xpath("//main//li")
    ]
    assert first.startswith("Edition 2 of IPG651 In use Published by Sam Okoro on ")
    assert first.endswith("New conversations stand on this edition")
    assert second.startswith("Edition 1 of IPG651 Replaced Published by Sam Okoro on ")
    assert ("Replaced on " in second, "New conversations" in second) == (True, False)
