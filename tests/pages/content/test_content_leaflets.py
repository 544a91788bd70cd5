"""The list of leaflets, bringing one in, and looking at an edition."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

import sdm
from sdm.actions.editions import change_draft, start_draft
from sdm.leaflets.drafts import content_of
from sdm.leaflets.reader import read_leaflet
from sdm.leaflets.shipped import completed
from sdm.models import Edition, Leaflet
from tests.second_person import publish

pytestmark = pytest.mark.django_db

WORDS = (Path(sdm.__file__).parent / "leaflets" / "content" / "ipg651.txt").read_text()
READ = content_of(read_leaflet(WORDS.encode(), reference="IPG651"))
CONTENT = completed("ipg651")
NO_REFERENCE = "The leaflet does not say its reference. Enter it, such as IPG651"


def a_file(words: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("leaflet.txt", words if isinstance(words, bytes) else words.encode())


def bring_in(desk, **typed):
    return desk.post(reverse("leaflet-new"), {"words": "", "reference": "", **typed})


def problems(response) -> list[str]:
    return [problem for _, problem in response.context["form"].problems]


def words_of(response, path: str) -> list[str]:
    """The words of each element of a page, with white space as it is seen."""
    return [" ".join(one.text_content().split()) for one in html.fromstring(response.content).xpath(path)]


@pytest.mark.parametrize("way", ["file", "words"])
def test_a_leaflet_comes_in_as_a_draft(way, desk, editor):
    response = bring_in(desk, reference="ipg-0651", **{way: a_file(WORDS) if way == "file" else WORDS})
    edition = Edition.objects.get()
    assert response.headers["Location"] == reverse("edition", args=[edition.pk])
    assert (edition.content, edition.created_by, edition.source_text.strip()) == (READ, editor, WORDS)
    page = desk.get(response.headers["Location"]).content.decode()
    assert all(warning in page for warning in READ.warnings)


def test_the_page_says_how_big_each_kind_of_file_may_be(desk):
    page = desk.get(reverse("leaflet-new")).content.decode()
    assert "a saved web page of at most 5 MB, or a text file of at most 1 MB" in page


def test_a_file_that_is_far_too_big_is_refused_beside_the_field_and_what_was_typed_is_kept(desk):
    response = bring_in(desk, reference="IPG651", file=a_file(b"x" * 11_000_000))
    assert response.status_code == 422
    assert "It has 11.0 MB" in problems(response)[0]
    assert response.context["form"]["reference"].value() == "IPG651"


@pytest.mark.parametrize("way", ["file", "words"])
def test_without_a_reference_the_words_are_kept_and_the_box_is_named(way, desk):
    response = bring_in(desk, **{way: a_file(WORDS) if way == "file" else WORDS})
    assert (response.status_code, problems(response)) == (422, [NO_REFERENCE])
    assert words_of(response, "//title") == ["Error: Bring in a leaflet – sdm"]
    kept = html.fromstring(response.content).xpath("//textarea[@name='words']")[0].text.removeprefix("\n")
    assert kept.strip() == WORDS.strip()
    assert not Leaflet.objects.exists()
    assert bring_in(desk, words=kept, reference="IPG651").status_code == 302
    assert Edition.objects.get().content == READ


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "The file is empty."),
        (
            b"words " * 240_000,
            "The file is too big. It has 1.4 MB, and a leaflet can have at most 1.0 MB.",
        ),
        (
            b"%PDF-1.7 " * 900_000,
            "The file is too big. It has 8.1 MB, and a leaflet can have at most 5.0 MB. "
            "Save only the leaflet’s words as a text file",
        ),
        (
            b"\x89PNG\x00",
            "This is not plain text: it has codes in it that only programs use. "
            "Save the leaflet's words as a plain text file (UTF-8), and bring that in.",
        ),
        (
            b"Pancakes\n\n- Eggs\n- Flour\n\nMix all. Bake it.\n",
            "We found no list of questions to think about, so there is nothing for a patient to answer.",
        ),
    ],
    ids=["empty", "1.4 MB", "5.04 MB", "binary", "recipe"],
)
def test_a_file_that_is_no_leaflet_is_refused_beside_its_box(data, problem, desk):
    response = bring_in(desk, file=a_file(data), reference="Typed before")
    assert (response.status_code, problems(response)) == (422, [problem])
    assert response.context["form"].problems[0][0] == "#id_file"
    assert b'value="Typed before"' in response.content
    assert not Leaflet.objects.exists()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({}, "Choose a file or paste the words of the leaflet"),
        ({"words": " \u00a0\n"}, "Choose a file or paste the words of the leaflet"),
        ({"words": "Soup\n\nMix all."}, "We found no list of questions to think about, so there is nothing for a"),
        ({"words": "a\x00b"}, "There is a hidden character after “a” that we cannot save. Delete it, or type"),
        ({"words": WORDS, "reference": "<b>"}, "A reference has letters and numbers, such as IPG651, and at most 40"),
    ],
)
def test_words_that_cannot_be_read_are_kept_with_the_reason(typed, problem, desk):
    response = bring_in(desk, **typed)
    assert (response.status_code, [one[: len(problem)] for one in problems(response)]) == (422, [problem])
    assert not Leaflet.objects.exists()


def test_a_file_and_words_are_one_too_many(desk):
    response = bring_in(desk, file=a_file(WORDS), words=WORDS, reference="IPG651")
    assert (response.status_code, problems(response)) == (422, ["Choose a file or paste the words, not both"])


def test_a_leaflet_that_has_a_draft_shows_the_way_to_it(desk, editor):
    draft = start_draft(content=READ, by=editor)
    response = bring_in(desk, file=a_file(WORDS), reference="IPG651")
    assert (response.status_code, problems(response)) == (
        409,
        ["This leaflet has a draft already. Publish or delete that one first."],
    )
    assert reverse("edition", args=[draft.pk]) in response.content.decode()
    assert Edition.objects.count() == 1


def test_the_list_shows_each_edition_and_who_changed_it(desk, editor, edition):
    draft = start_draft(content=replace(CONTENT, condition="New"), by=editor)
    response = desk.get(reverse("leaflets"))
    assert words_of(response, "//main//h2") == [f"IPG651 {CONTENT.title}"]
    links = html.fromstring(response.content).xpath("//main//li/a/@href")
    assert links == [reverse("edition", args=[one.pk]) for one in (draft, edition)]
    said = words_of(response, "//main//li")
    assert said[0].startswith("Edition 2 of IPG651 Draft Changed by Jo Bell on ")
    assert said[1].startswith("Edition 1 of IPG651 In use Published by Sam Okoro on ")


def test_older_editions_are_folded_and_counted(desk, editor, administrator, edition):
    for number in (2, 3):
        draft = start_draft(content=replace(CONTENT, condition=f"New {number}"), by=editor)
        publish(edition=draft, seen=1, by=administrator)
    draft = start_draft(content=CONTENT, by=editor)
    page = html.fromstring(desk.get(reverse("leaflets")).content)
    folded = page.xpath("//main//details")[0]
    assert folded.xpath("./summary")[0].text_content() == "Older editions: 2 of IPG651"
    numbers = [one.text_content() for one in page.xpath("//main//li/a")]
    assert numbers == [f"Edition {number} of IPG651" for number in (4, 3, 2, 1)]
    assert [one.text_content() for one in folded.xpath(".//li/a")] == numbers[2:]


def test_what_was_worked_on_last_comes_first_and_the_same_title_stands_together(desk, editor):
    drafts = {}
    for reference, title in (("A", "Veins"), ("B", "Bones"), ("C", "veins"), ("D", "Nerves")):
        drafts[reference] = start_draft(content=replace(CONTENT, reference=reference, title=title), by=editor)
    captions = "//main//h2/span"
    assert words_of(desk.get(reverse("leaflets")), captions) == ["D", "C", "A", "B"]
    change_draft(edition=drafts["B"], content=replace(drafts["B"].content, condition="New"), seen=1, by=editor)
    assert words_of(desk.get(reverse("leaflets")), captions) == ["B", "D", "C", "A"]


def test_the_list_asks_the_database_the_same_however_long_it_is(desk, editor, django_assert_num_queries):
    for number in range(3):
        start_draft(content=replace(CONTENT, reference=f"IPG{number}"), by=editor)
        # The session, the person, the leaflets, their editions.
        with django_assert_num_queries(3):
            desk.get(reverse("leaflets"))


def test_an_edition_asks_the_database_little(desk, edition, django_assert_num_queries):
    # The session and the person, the edition with its people, the edition before it, who checked what NICE says.
    with django_assert_num_queries(4):
        desk.get(reverse("edition", args=[edition.pk]))


def test_a_leaflet_whose_only_draft_was_deleted_is_not_listed(desk, editor):
    draft = start_draft(content=CONTENT, by=editor)
    desk.post(reverse("edition-delete", args=[draft.pk]), {"revision": "1"})
    assert words_of(desk.get(reverse("leaflets")), "//main//h2") == ["Done"]
    assert words_of(desk.get(reverse("leaflets")), "//main//h2") == []


def test_a_draft_says_what_stops_it_and_where_to_mend_it(desk, editor):
    draft = start_draft(content=READ, by=editor)
    page = html.fromstring(desk.get(reverse("edition", args=[draft.pk])).content)
    links = page.xpath("//h2[.='Before it can be published']/following-sibling::ul[1]//a")
    assert [(link.text_content(), link.get("href").rsplit("/", 2)[1]) for link in links] == [
        ("Name the health condition.", "details"),
        ("Say what living with the result is like, or that it is not known.", "details"),
        *[(f"Choose the passage of the leaflet for question {number}.", str(number)) for number in range(1, 6)],
        ("Check and confirm what NICE says about iliofemoral DVT.", "indications"),
        ("Check and confirm what NICE says about distal DVT.", "indications"),
        ("Say which option is the procedure.", "options"),
        ("Add the option of not having the procedure.", "options"),
    ]
    assert {desk.get(link.get("href")).status_code for link in links} == {200}


def test_an_edition_shows_each_arrangement_with_the_very_sentence(desk, edition):
    response = desk.get(reverse("edition", args=[edition.pk]))
    assert words_of(response, "//blockquote") == [one.evidence for one in CONTENT.indications]
    assert words_of(response, "//main//h3")[:2] == [
        "iliofemoral DVT: Special arrangements",
        "distal DVT: Only in research",
    ]
    assert words_of(response, "//code") == [edition.sha256]


def test_the_preview_has_every_word_that_patients_see_and_nothing_to_send(desk, editor):
    draft = start_draft(content=CONTENT, by=editor)
    before = Edition.objects.get(pk=draft.pk).document
    response = desk.get(reverse("edition-preview", args=[draft.pk]))
    seen = " ".join(words_of(response, "//main"))
    plain = [
        *(question.wording for question in CONTENT.questions),
        *(passage for question in CONTENT.questions for passage in question.passages),
        *(option.name for option in CONTENT.options),
        *(point.text for option in CONTENT.options for point in (*option.benefits, *option.risks)),
        *(note.meaning for note in (*CONTENT.notes, *CONTENT.unknowns)),
        CONTENT.living_with,
    ]
    assert [words for words in plain if words not in seen] == []
    # The one form is the one that signs out.
    assert [form.action for form in html.fromstring(response.content).forms] == [reverse("account_logout")]
    assert desk.post(reverse("edition-preview", args=[draft.pk])).status_code == 405
    assert Edition.objects.get(pk=draft.pk).document == before


def test_what_patients_see_is_words_and_never_markup(desk, editor):
    wicked = '<script>alert("x")</script>{{ 1 }}'
    content = replace(CONTENT, living_with=wicked, title=wicked, condition=wicked)
    draft = start_draft(content=replace(content, warnings=(wicked,)), by=editor)
    for name in ("edition", "edition-preview", "edition-details", "edition-warnings"):
        page = desk.get(reverse(name, args=[draft.pk])).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


OPTION = CONTENT.options[0]


def test_what_is_different_from_the_edition_before_is_shown(desk, editor, edition, administrator):
    draft = start_draft(content=CONTENT, by=editor)
    assert "Nothing is different." in desk.get(reverse("edition-changes", args=[draft.pk])).content.decode()
    about = OPTION.description + "\nThis is the procedure." * OPTION.is_procedure
    content = replace(
        CONTENT,
        condition="A clot",
        questions=CONTENT.questions[:4],
        options=(replace(OPTION, name="Have it"), *CONTENT.options[1:]),
    )
    change_draft(edition=draft, content=content, seen=1, by=editor)
    page = desk.get(reverse("edition-changes", args=[draft.pk]))
    assert [(part, [(one.what, one.old, one.new) for one in found]) for part, found in page.context["parts"]] == [
        (
            "The questions",
            [
                ("Question", CONTENT.questions[4].wording, ""),
                ("What the leaflet says to it", "\n\n".join(CONTENT.questions[4].passages), ""),
            ],
        ),
        ("The options", [("Option", OPTION.name + "\n" + about, "Have it\n" + about)]),
        ("About the leaflet", [("Health condition", CONTENT.condition, "A clot")]),
    ]
    # Each word that went or came says so to those who do not see the line through or under it.
    assert '<del><span class="nhsuk-u-visually-hidden">Taken out: </span>' in page.content.decode()
    assert '<ins><span class="nhsuk-u-visually-hidden">Put in: </span>' in page.content.decode()
    publish(edition=draft, seen=2, by=administrator, reason="It asks something else.")
    assert desk.get(reverse("edition-changes", args=[draft.pk])).status_code == 200
    assert desk.get(reverse("edition-changes", args=[edition.pk])).status_code == 404
