"""Moving things up and down with buttons: nothing typed is lost, the focus stays, and the page says what happened."""

from dataclasses import replace

import pytest
from django.urls import reverse
from lxml import html

from sdm.actions.editions import change_draft
from sdm.leaflets.shipped import completed
from sdm.models import Edition

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
LISTS = {
    "sections": ("sections", "sections-0-heading"),
    "questions": ("questions", "questions-0-wording"),
    "indications": ("indications", "indications-0-name"),
    "notes": ("notes", "notes-0-term"),
    "option/procedure": ("risks", "risks-0-text"),
}


def moved(response) -> tuple[str, list[tuple[str, str]]]:
    """What the page says has moved, and the buttons that have the focus, with what describes them."""
    page = html.fromstring(response.content.decode())
    said = page.xpath("//p[@id='moved']")
    focused = [(one.get("value"), one.get("aria-describedby")) for one in page.xpath("//*[@autofocus]")]
    return " ".join(said[0].text_content().split()) if said else "", focused


@pytest.mark.parametrize(("name", "boxes"), LISTS.items())
def test_a_row_goes_down_with_everything_typed_in_it_and_back_up(
    name, boxes, desk, draft, address, form_of, content_of
):
    rows, box = boxes
    other = box.replace("-0-", "-1-")
    typed = form_of(desk.get(address(draft, name))) | {box: ["Typed and not saved"]}
    first, second = typed[box], typed[other]
    down = desk.post(address(draft, name), typed | {"move": f"{rows}-0-down"})
    shown = form_of(down)
    assert (down.status_code, shown[other], shown[box]) == (200, first, second)
    assert {one: values for one, values in shown.items() if one not in (box, other)}.keys() == {
        one for one in typed if one not in (box, other)
    }
    up = form_of(desk.post(address(draft, name), shown | {"move": f"{rows}-1-up"}))
    assert up == typed
    # Nothing is saved before somebody saves it.
    assert content_of(draft) == draft.content
    assert desk.post(address(draft, name), shown).status_code == 302
    assert content_of(draft) != draft.content


def test_the_page_says_what_moved_and_the_same_button_is_at_hand(desk, draft, address, form_of):
    page = address(draft, "questions")
    typed = form_of(desk.get(page))
    last = len(CONTENT.questions) - 1
    for press, said, focus in (
        ("questions-3-up", "Question 4 is now question 3.", "questions-2-up"),
        ("questions-1-down", "Question 2 is now question 3.", "questions-2-down"),
        # At an end of the list that button is not there any more, so the other has the focus.
        ("questions-1-up", "Question 2 is now question 1.", "questions-0-down"),
        (f"questions-{last - 1}-down", f"Question {last} is now question {last + 1}.", f"questions-{last}-up"),
    ):
        response = desk.post(page, typed | {"move": press})
        assert moved(response) == (f"{said} Press “Save” to keep this order.", [(focus, "moved")])
        assert b"data-unsaved" in response.content
    assert moved(desk.get(page)) == ("", [])
    assert b"data-unsaved" not in desk.get(page).content


def test_a_row_that_was_added_and_one_to_be_removed_can_be_moved_too(desk, draft, address, form_of, content_of):
    page = address(draft, "questions")
    added = form_of(desk.post(page, form_of(desk.get(page)) | {"add": "questions"})) | {
        "questions-5-wording": "The new one?",
        "questions-4-DELETE": "on",
    }
    shown = form_of(desk.post(page, added | {"move": "questions-5-up"}))
    assert (shown["questions-4-wording"], shown["questions-5-DELETE"]) == (["The new one?"], ["on"])
    assert desk.post(page, shown).status_code == 302
    assert [one.wording for one in content_of(draft).questions] == [
        *[one.wording for one in CONTENT.questions[:4]],
        "The new one?",
    ]


@pytest.mark.parametrize(
    "press",
    ["questions-0-up", "questions-4-down", "questions-99-up", "links-0-down", "nothing", "questions-1-left", ""],
)
def test_a_move_that_cannot_be_changes_nothing(press, desk, draft, address, form_of, content_of):
    typed = form_of(desk.get(address(draft, "questions")))
    response = desk.post(address(draft, "questions"), typed | {"move": press})
    assert response.status_code == (200 if press else 302)
    if press:
        assert (form_of(response), moved(response)) == (typed, ("", []))
    assert content_of(draft).questions == CONTENT.questions


@pytest.mark.parametrize("name", ["options", "matters"])
def test_options_and_what_may_matter_are_moved_and_saved_at_once(name, desk, draft, content_of):
    page = reverse(f"edition-{name}", args=[draft.pk])
    before = getattr(CONTENT, name)
    response = desk.post(page, {"revision": "1", "move": f"{name}-0-down"})
    assert getattr(content_of(draft), name) == (before[1], before[0], *before[2:])
    thing = "Option" if name == "options" else "Thing"
    said, focused = moved(desk.get(response.url))
    assert said == f"{thing} 1 is now {thing.lower()} 2. It is saved."
    assert focused == [(f"{name}-1-down", "moved")]
    assert "Undo" in desk.get(response.url).content.decode()


@pytest.mark.parametrize("name", ["options", "matters"])
def test_a_list_that_somebody_else_moved_in_another_way_meanwhile_is_not_moved(
    name, desk, draft, administrator, content_of
):
    theirs = getattr(CONTENT, name)[::-1]
    change_draft(edition=draft, content=replace(draft.content, **{name: theirs}), seen=1, by=administrator)
    page = reverse(f"edition-{name}", args=[draft.pk])
    response = desk.post(page, {"revision": "1", "move": f"{name}-0-down"})
    assert response.status_code == 409
    assert "Somebody changed this draft after you opened it" in response.content.decode()
    assert getattr(content_of(draft), name) == theirs
    for nothing in ("", f"{name}-0-up", f"{name}-9-down", "questions-0-down", "x"):
        assert desk.post(page, {"revision": "2", "move": nothing}).url == page
    assert Edition.objects.get(pk=draft.pk).revision == 2


@pytest.mark.parametrize("name", ["options", "matters"])
def test_a_published_list_is_not_moved(name, desk, edition, content_of):
    page = reverse(f"edition-{name}", args=[edition.pk])
    assert b"Move down" not in desk.get(page).content
    assert desk.post(page, {"revision": "1", "move": f"{name}-0-down"}).status_code == 409
    assert content_of(edition) == CONTENT
