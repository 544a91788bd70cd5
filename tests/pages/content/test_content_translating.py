"""The pages on which a leaflet is put into another language: part by part, flagged where the original changed."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from sdm.actions.editions import start_draft, withdraw
from sdm.actions.translations import start_translation
from sdm.models import Edition
from sdm.models.judgement import why_not_publish
from sdm.rules.edition import THE_LEAFLET, Matter, Touch
from sdm.rules.translating import State, beside, parts_of
from tests.fictional_leaflet import fictional_leaflet, translated_leaflet
from tests.given import PASSWORD, with_password
from tests.second_person import publish, ticks

pytestmark = pytest.mark.django_db


def address(edition, page="translating", *more) -> str:
    return reverse(f"edition-{page}", args=[edition.pk, *more])


def part_of(edition, part_id: str) -> str:
    return address(edition, "translating-part", part_id)


def in_polish(part_id: str) -> dict[str, str]:
    parts = parts_of(fictional_leaflet("pl"))
    return {f"says-{text.key}": text.words for part in parts if part.id == part_id for text in part.texts}


@pytest.fixture
def polish(made_up, editor) -> Edition:
    """A translation that was only begun."""
    return start_translation(original=made_up, language="pl", by=editor)


@pytest.fixture
def published_polish(made_up, editor, administrator) -> Edition:
    """A translation of everything, published by a second person."""
    draft = start_draft(content=translated_leaflet("pl"), language="pl", by=editor)
    Edition.objects.filter(pk=draft.pk).update(translation_of=made_up)
    draft.refresh_from_db()
    return publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")


@pytest.fixture
def newer(made_up, editor, administrator) -> Edition:
    """A newer original, in which the first question is asked differently."""
    first, *others = made_up.content.questions
    content = replace(made_up.content, questions=(replace(first, wording="Asked differently?"), *others))
    draft = start_draft(content=content, by=editor)
    return publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")


def test_it_starts_at_the_original_by_choosing_a_language(desk, made_up):
    assert address(made_up, "translations") in desk.get(reverse("edition", args=[made_up.pk])).content.decode()
    page = desk.get(address(made_up, "translations")).content.decode()
    assert ('value="pl">Polish' in page, 'value="en">' in page) == (True, False)
    response = desk.post(address(made_up, "translations"), {"language": "pl"})
    draft = Edition.objects.get(language="pl")
    assert (response.status_code, response.url, draft.translation_of) == (302, address(draft), made_up)
    assert desk.post(address(made_up, "translations"), {"language": "pl"}).status_code == 409


@pytest.mark.parametrize("language", ["", "en", "klingon", "<b>"])
def test_a_language_that_is_not_offered_is_refused_beside_the_box(desk, made_up, language):
    response = desk.post(address(made_up, "translations"), {"language": language})
    assert response.status_code == 422
    assert not Edition.objects.exclude(language="en").exists()


def test_every_part_says_where_it_stands(desk, polish, made_up):
    page = desk.get(address(polish)).content.decode()
    parts = beside(polish.content, made_up.content)
    assert f"0 of {len(parts)} parts are translated" in page
    assert all(part_of(polish, one.part.id) in page for one in parts)


def test_the_original_stands_beside_each_box(desk, polish, made_up):
    for one in beside(polish.content, made_up.content):
        page = desk.get(part_of(polish, one.part.id)).content.decode()
        for text, _ in one.texts:
            assert f'name="says-{text.key}"' in page
            assert f"Original: {text.label}" in page
        assert 'lang="pl"' in page


def test_a_source_stands_there_as_it_was_said_before_and_the_leaflet_is_never_left_in_english(
    desk, made_up, editor, administrator
):
    first = made_up.content.options[0]
    matters = tuple(
        Matter(name, f"To {name}", (Touch(first.id, made_up.content.title, source),))
        for name, source in (("rest", THE_LEAFLET), ("sleep", THE_LEAFLET), ("walk", "A. Name"))
    )
    draft = start_draft(content=replace(made_up.content, matters=matters), by=editor)
    original = publish(edition=draft, seen=1, by=administrator, reason="It is made up.")
    polish = start_translation(original=original, language="pl", by=editor)

    def box(name: str) -> str:
        page = html.fromstring(desk.get(part_of(polish, f"matter-{name}")).content)
        return page.xpath("//*[starts-with(@name, 'says-') and contains(@name, 'source')]/@value")

    assert (box("rest"), box("walk")) == ([], ["A. Name"])
    said = {"says-text": "Odpoczynek", "says-touches.0.words": "Herbata", "says-touches.0.source": "Ulotka"}
    assert desk.post(part_of(polish, "matter-rest"), {"revision": "1", **said}).status_code == 302
    assert (box("sleep"), box("walk")) == (["Ulotka"], ["A. Name"])


def test_part_by_part_to_the_end(desk, polish, made_up):
    url, seen = part_of(polish, "details"), 0
    while "translating" in url and not url.endswith("/translating/"):
        part_id = url.rstrip("/").rpartition("/")[2]
        revision = Edition.objects.get(pk=polish.pk).revision
        response = desk.post(url, {"revision": revision, "next": "yes", **in_polish(part_id)})
        assert response.status_code == 302, part_id
        url, seen = response.url, seen + 1
    polish.refresh_from_db()
    parts = beside(polish.content, made_up.content)
    assert {one.state for one in parts} == {State.DONE}
    assert seen == len(parts)


def test_the_draft_says_what_is_left_to_translate_and_nothing_else(desk, polish, made_up, administrator):
    page = desk.get(reverse("edition", args=[polish.pk])).content.decode()
    for one in beside(polish.content, made_up.content):
        assert f'<a href="{part_of(polish, one.part.id)}">Translate “' in page
    assert not any(
        words in page for words in ("Check and confirm", "“”", "Checklist for a decision aid", "NICE says about .")
    )
    assert all(reason.startswith(("Translate “", "Only an")) for reason in why_not_publish(polish, administrator))


@pytest.mark.parametrize(
    "page",
    [
        ("options",),
        ("option", "tea"),
        ("option-new",),
        ("matters",),
        ("matter-new",),
        ("notes",),
        ("sections",),
        ("questions",),
    ],
)
def test_a_translation_has_the_parts_of_its_original_and_no_page_for_others(desk, polish, page):
    response = desk.get(address(polish, *page))
    assert (response.status_code, response.url) == (302, address(polish))


@pytest.mark.parametrize("page", [("details",), ("warnings",), ("passages", 1)])
def test_what_a_translation_has_for_itself_has_a_page(desk, polish, page):
    assert desk.get(address(polish, *page)).status_code == 200


def test_the_passages_of_a_question_can_be_chosen_among_the_sentences_of_the_translation(desk, polish):
    assert address(polish, "passages", 1) in desk.get(part_of(polish, "question-1")).content.decode()


def test_what_nice_says_cannot_be_changed_in_a_translation(desk, polish):
    for response in (desk.get(address(polish, "indications")), desk.post(address(polish, "indications"), {})):
        assert (response.status_code, response.url) == (302, address(polish))


def test_what_is_not_like_the_original_is_named_on_the_draft_and_beside_the_original(desk, polish):
    values = {"revision": polish.revision, "says-heading": "Co?", "says-body": "Nic za 20 lat."}
    assert desk.post(part_of(polish, "section-2"), values).status_code == 302
    for url in (reverse("edition", args=[polish.pk]), address(polish), part_of(polish, "section-2")):
        page = desk.get(url).content.decode()
        assert "Words: far shorter than the original" in page
        assert "Words: the translation has 20, the original has not" in page
    assert "far shorter" not in desk.get(part_of(polish, "section-1")).content.decode()


def test_a_translation_is_not_judged_by_english_words(desk, polish):
    words = in_polish("option-tea") | {
        "says-description": "It is rare. " + "Percutaneous interventions necessitate. " * 9
    }
    assert desk.post(part_of(polish, "option-tea"), {"revision": polish.revision, **words}).status_code == 302
    checks = desk.get(address(polish, "checks")).content.decode()
    beside_details = desk.get(address(polish, "details")).content.decode()
    for page in (checks, beside_details):
        assert "Not judged: this is not English" in page
        assert not any(words in page for words in ("“rare” means", "reading age of", "hard sentence", "need a note"))
    assert "It is easy to read" in checks


def test_whoever_publishes_over_what_is_not_like_the_original_says_why_and_that_is_kept(
    desk, polish, made_up, administrator
):
    for one in beside(polish.content, made_up.content):
        revision = Edition.objects.get(pk=polish.pk).revision
        words = in_polish(one.part.id) | ({"says-body": "Nic."} if one.part.id == "section-1" else {})
        assert desk.post(part_of(polish, one.part.id), {"revision": revision, **words}).status_code == 302
    boss = Client()
    boss.force_login(with_password(administrator))
    page = boss.get(address(polish, "publish")).content.decode()
    assert "Words: far shorter than the original, so something may be left out." in page
    assert "We cannot judge these, because this is not English" in page
    assert "The original says:</p>\n<blockquote" in page
    assert made_up.content.indications[0].evidence in page
    assert "patients whose conversation stands on edition 1 can read it" in page
    revision = Edition.objects.get(pk=polish.pk).revision
    sent = {"revision": revision, "password": PASSWORD, **ticks(polish)}
    assert boss.post(address(polish, "publish"), sent).status_code == 422
    assert boss.post(address(polish, "publish"), sent | {"reason": "Polish says it in one word."}).status_code == 302
    polish.refresh_from_db()
    assert polish.publish_reason == "Polish says it in one word."
    assert {row["item"]: row["state"] for row in polish.checklist}[26] == "not-met"
    public = Client().get(reverse("checklist", args=[polish.pk])).content.decode()
    assert "far shorter than the original" in public
    assert public.count("Not judged</strong>") == 6


def test_a_translation_of_an_older_original_is_published_with_a_reason_only(
    desk, polish, made_up, newer, administrator
):
    for one in beside(polish.content, made_up.content):
        revision = Edition.objects.get(pk=polish.pk).revision
        desk.post(part_of(polish, one.part.id), {"revision": revision, **in_polish(one.part.id)})
    boss = Client()
    boss.force_login(with_password(administrator))
    assert "The original has a newer edition: edition 2." in boss.get(address(polish, "publish")).content.decode()
    sent = {"revision": Edition.objects.get(pk=polish.pk).revision, "password": PASSWORD, **ticks(polish)}
    response = boss.post(address(polish, "publish"), sent)
    assert (response.status_code, "id_reason" in response.content.decode()) == (422, True)


def test_a_part_half_done_is_kept_and_says_so(desk, polish):
    values = {"revision": polish.revision, "says-wording": "Co?", "says-passages": ""}
    page = desk.post(part_of(polish, "question-1"), values, follow=True).content.decode()
    assert "Some of its words are still missing." in page
    assert 'value="Co?"' in desk.get(part_of(polish, "question-1")).content.decode()


def test_a_passage_that_the_translated_leaflet_does_not_have_is_refused_and_kept(desk, polish):
    values = {"revision": polish.revision, "says-wording": "Co?", "says-passages": "Not there."}
    response = desk.post(part_of(polish, "question-1"), values)
    page = response.content.decode()
    assert response.status_code == 422
    assert ("The translated leaflet does not say this, word for word" in page, "Not there." in page) == (True, True)


def test_a_line_break_in_what_is_one_line_is_a_space(desk, made_up, editor, administrator):
    long = replace(made_up.content, title="A title that does not fit into a box of one line on any page of ours")
    draft = start_draft(content=long, by=editor)
    original = publish(edition=draft, seen=draft.revision, by=administrator, reason="It is made up.")
    polish = start_translation(original=original, language="pl", by=editor)
    boxes = html.fromstring(desk.get(part_of(polish, "details")).content).xpath("//textarea/@name")
    assert {"says-title", "says-living_with"} == set(boxes)
    values = {"revision": polish.revision, "says-title": "Tytuł\r\nktóry jest długi "}
    assert desk.post(part_of(polish, "details"), values).status_code == 302
    assert Edition.objects.get(pk=polish.pk).content.title == "Tytuł który jest długi"


def test_two_translators_see_both_texts(desk, polish):
    first = {"revision": polish.revision, "says-wording": "Somebody wrote this?", "says-passages": ""}
    assert desk.post(part_of(polish, "question-1"), first).status_code == 302
    response = desk.post(part_of(polish, "question-1"), {**first, "says-wording": "I wrote this?"})
    page = response.content.decode()
    assert response.status_code == 409
    assert all(words in page for words in ("I wrote this?", "Somebody wrote this?", "Stands now"))


def test_two_translators_of_two_parts_or_two_boxes_are_not_in_each_others_way(desk, polish, made_up):
    seen = {"revision": polish.revision, "original": polish.translation_of_id}
    assert desk.post(part_of(polish, "section-1"), {**seen, "says-body": "Dwa."}).status_code == 302
    assert desk.post(part_of(polish, "section-2"), {**seen, "says-heading": "Co?"}).status_code == 302
    assert desk.post(part_of(polish, "section-2"), {**seen, "says-body": "Nic."}).status_code == 302
    polish.refresh_from_db()
    said = {one.part.id: one.said for one in beside(polish.content, made_up.content)}
    assert said["section-1"]["body"] == "Dwa."
    assert said["section-2"] == {"heading": "Co?", "body": "Nic."}
    response = desk.post(part_of(polish, "section-2"), {**seen, "says-heading": "Inne?", "says-body": ""})
    assert response.status_code == 409
    assert [(one.label, one.one, one.other) for one in response.context["conflict"]] == [("Heading", "Inne?", "Co?")]
    assert response.context["form"]["says-body"].value() == "Nic."


def test_what_was_translated_beside_another_original_is_compared_first(desk, polish):
    first = {"revision": polish.revision, "says-wording": "Co?", "says-passages": ""}
    assert desk.post(part_of(polish, "section-2"), {"revision": polish.revision, "says-body": "X."}).status_code == 302
    assert desk.post(part_of(polish, "question-1"), {**first, "original": "another"}).status_code == 409


def test_what_is_published_is_not_changed_here(desk, published_polish):
    before = published_polish.document
    response = desk.post(part_of(published_polish, "question-1"), {"revision": 1, "says-wording": "Other words?"})
    published_polish.refresh_from_db()
    assert (response.status_code, published_polish.document) == (409, before)
    assert "Other words?" in response.content.decode()


def test_a_newer_original_is_flagged_with_what_changed_wherever_the_translation_is_listed(
    desk, published_polish, newer, made_up
):
    page = desk.get(address(published_polish)).content.decode()
    assert "The original has a newer edition" in page
    assert "<li>Question 1</li>" in page
    assert "Asked differently?<" in page
    own = reverse("edition", args=[published_polish.pk])
    for place in (address(newer, "translations"), own, reverse("leaflets")):
        assert "Older original" in desk.get(place).content.decode()
    desk.post(address(newer, "translations"), {"language": "pl"})
    second = Edition.objects.get(language="pl", status=Edition.DRAFT)
    flagged = [one.part.id for one in beside(second.content, newer.content) if one.state is not State.DONE]
    assert flagged == ["question-1"]
    page = desk.get(part_of(second, "question-1")).content.decode()
    assert "The original changed" in page
    changes = html.fromstring(page)
    assert "Taken out: What is done?" in [one.text_content() for one in changes.xpath("//del")]
    assert "Put in: Asked differently?" in [one.text_content() for one in changes.xpath("//ins")]
    assert "Na czym to polega?" in page


def test_without_a_newer_original_nothing_is_flagged(desk, published_polish, made_up):
    for place in (address(published_polish), address(made_up, "translations"), reverse("leaflets")):
        page = desk.get(place).content.decode()
        assert ("newer edition" in page, "Older original" in page) == (False, False)


def test_a_draft_follows_the_newer_original(desk, polish, newer):
    response = desk.post(address(polish, "follow"), {"revision": polish.revision})
    polish.refresh_from_db()
    assert (response.status_code, polish.translation_of) == (302, newer)
    assert desk.post(address(polish, "follow"), {"revision": "0"}).status_code == 409


def test_a_welsh_leaflet_that_was_brought_in_is_tied_to_its_original(desk, made_up, editor):
    draft = start_draft(content=replace(fictional_leaflet("cy"), options=()), language="cy", by=editor)
    page = desk.get(reverse("edition", args=[draft.pk])).content.decode()
    assert "Tie this to its original" in page
    assert "is not tied to an original" in desk.get(address(draft)).content.decode()
    assert desk.post(address(draft, "follow"), {"revision": draft.revision}).status_code == 302
    draft.refresh_from_db()
    assert draft.translation_of == made_up
    assert [one.heading for one in draft.content.sections] == [one.heading for one in fictional_leaflet("cy").sections]


def test_a_new_edition_of_a_translation_begins_at_its_original(desk, published_polish):
    response = desk.post(reverse("edition-new", args=[published_polish.pk]))
    assert (response.status_code, response.url) == (302, address(published_polish))


def test_an_original_is_no_translation_and_a_translation_no_original(desk, made_up, polish):
    assert desk.get(address(made_up)).status_code == 404
    assert desk.post(address(made_up, "follow"), {"revision": "1"}).status_code == 404
    assert desk.get(part_of(made_up, "question-1")).status_code == 404
    assert desk.get(address(polish, "translations")).status_code == 404
    assert desk.get(part_of(polish, "option-none")).status_code == 404


def test_the_list_of_parts_asks_as_often_for_many_as_for_few(desk, polish, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        desk.get(address(polish))


def test_a_withdrawn_original_is_said_wherever_its_translation_is_listed(
    desk, made_up, published_polish, administrator
):
    for place in (address(published_polish), address(made_up, "translations"), f"/leaflets/{published_polish.pk}/"):
        assert "Original withdrawn" not in desk.get(place).content.decode()
    withdraw(edition=made_up, reason="It is wrong.", by=administrator)
    for place in (address(published_polish), address(made_up, "translations"), f"/leaflets/{published_polish.pk}/"):
        assert "Original withdrawn" in desk.get(place).content.decode()
    response = desk.post(address(made_up, "translations"), {"language": "cy"})
    assert response.status_code == 409
    assert "This edition was withdrawn." in response.content.decode()
