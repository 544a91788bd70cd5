"""The page on which a hospital keeps its phrases: add, change, order and remove; nobody's work is lost."""

import lxml.html
import pytest
from django.urls import reverse

from sdm.actions.phrases import keep_phrases
from sdm.models import PhraseList
from sdm.models.phrases import phrases_of
from sdm.rules.phrases import Phrase

pytestmark = pytest.mark.django_db

BLEEDING = Phrase("question-3", "Bleeding", "Bleeding is one of the problems. NICE gives no number.")
TUBE = Phrase("question-1", "The tube", "A tube goes into a vein through the skin.")


@pytest.fixture
def address(edition):
    return reverse("phrases", args=[edition.leaflet_id])


@pytest.fixture
def team(client, editor):
    client.force_login(editor)
    return client


def rows(*phrases: Phrase, revision: int = 0, initial: int | None = None, **more) -> dict[str, str]:
    """The page's form as a browser sends it."""
    data = {
        "revision": str(revision),
        "phrases-TOTAL_FORMS": str(len(phrases)),
        "phrases-INITIAL_FORMS": str(len(phrases) if initial is None else initial),
    }
    for place, phrase in enumerate(phrases):
        data |= {f"phrases-{place}-{name}": value for name, value in vars(phrase).items()}
    return data | more


def kept(edition, editor) -> tuple[Phrase, ...]:
    return phrases_of(editor.hospital_id, edition.leaflet_id)


def test_phrases_are_added_changed_ordered_and_removed(team, address, edition, editor):
    assert team.post(address, rows(TUBE, initial=0))["Location"] == address
    assert kept(edition, editor) == (TUBE,)
    team.post(address, rows(TUBE, BLEEDING, revision=1, initial=1))
    moved = team.post(address, rows(TUBE, BLEEDING, revision=2, move="phrases-1-up"))
    assert (moved.status_code, kept(edition, editor)) == (200, (TUBE, BLEEDING))
    form = next(one for one in lxml.html.fromstring(moved.content.decode()).forms if "revision" in one.fields)
    names = [form.fields[f"phrases-{place}-name"] for place in range(2)]
    assert names == ["Bleeding", "The tube"]
    team.post(address, rows(BLEEDING, TUBE, revision=2))
    assert kept(edition, editor) == (BLEEDING, TUBE)
    team.post(address, rows(BLEEDING, TUBE, revision=3, **{"phrases-0-DELETE": "on"}))
    assert kept(edition, editor) == (TUBE,)


def test_another_row_is_added_without_a_word_about_what_is_missing(team, address):
    response = team.post(address, rows(Phrase("question-1", "", ""), add="phrases"))
    page = response.content.decode()
    assert (response.status_code, "phrases-1-text" in page, "Error:" in page) == (200, True, False)


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [
        (Phrase("question-1", "", TUBE.text), "Phrase 1: Fill in this box"),
        (Phrase("question-1", "The tube", ""), "Phrase 1: Write something in this box"),
        (
            Phrase("question-1", "The tube", "Yes"),
            "Phrase 1: Write 20 characters or more: a shorter phrase stands in notes by chance",
        ),
        (Phrase("question-9", "The tube", TUBE.text), "Phrase 1: Choose one of the answers on this page"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(team, address, edition, editor, phrase, problem):
    response = team.post(address, rows(phrase))
    assert (response.status_code, [words for _, words in response.context["problems"]]) == (422, [problem])
    assert (phrase.text or phrase.name) in response.content.decode()
    assert kept(edition, editor) == ()


def test_a_colleagues_phrases_are_shown_beside_mine_and_one_press_saves_mine_on_top(
    team, address, edition, editor, administrator
):
    keep_phrases(leaflet=edition.leaflet, phrases=[BLEEDING], seen=0, by=administrator)
    response = team.post(address, rows(TUBE, initial=0))
    page = response.content.decode()
    assert (response.status_code, BLEEDING.text in page, TUBE.text in page) == (409, True, True)
    assert kept(edition, editor) == (BLEEDING,)
    assert team.post(address, rows(TUBE, revision=1)).status_code == 302
    assert kept(edition, editor) == (TUBE,)


def test_everybody_sees_who_changed_them(team, address, edition, editor, administrator):
    keep_phrases(leaflet=edition.leaflet, phrases=[BLEEDING], seen=0, by=administrator)
    keep_phrases(leaflet=edition.leaflet, phrases=[TUBE], seen=1, by=editor)
    page = lxml.html.fromstring(team.get(address).content.decode())
    versions = [" ".join(one.text_content().split()) for one in page.xpath("//details/summary")]
    assert [one.partition(" on ")[0] for one in versions] == ["Version 2, by Jo Bell", "Version 1, by Sam Okoro"]


def test_the_list_of_leaflets_leads_there(team, address):
    assert address in team.get(reverse("leaflets")).content.decode()


def test_another_hospitals_phrases_are_not_seen(team, address, edition, administrator, other_hospital):
    administrator.hospital = other_hospital
    administrator.save()
    keep_phrases(leaflet=edition.leaflet, phrases=[BLEEDING], seen=0, by=administrator)
    assert BLEEDING.text not in team.get(address).content.decode()
    assert PhraseList.objects.get().hospital == other_hospital


def test_it_costs_the_same_however_many_there_are(team, address, edition, editor, django_assert_num_queries):
    keep_phrases(leaflet=edition.leaflet, phrases=[BLEEDING], seen=0, by=editor)
    team.get(address)
    with django_assert_num_queries(5):
        team.get(address)
    many = [Phrase("question-1", f"Number {number}", f"{TUBE.text} {number}") for number in range(12)]
    keep_phrases(leaflet=edition.leaflet, phrases=many, seen=1, by=editor)
    with django_assert_num_queries(5):
        team.get(address)
