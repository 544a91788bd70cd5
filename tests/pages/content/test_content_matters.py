"""What may matter, how soon, who paid and when to look again: completed in a draft like everything else."""

from dataclasses import replace

import pytest
from django.urls import reverse

from sdm.actions.editions import change_draft
from sdm.leaflets.shipped import completed
from sdm.models import Edition
from sdm.rules.edition import Matter, TimeWindow, Touch

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
LEAFLET_SAYS = "The aim is to reduce symptoms"


@pytest.mark.parametrize("matter", CONTENT.matters, ids=lambda one: one.id)
def test_a_page_sent_back_as_it_is_changes_nothing(matter, desk, draft, form_of):
    page = reverse("edition-matter", args=[draft.pk, matter.id])
    assert desk.post(page, form_of(desk.get(page))).url == reverse("edition-matters", args=[draft.pk])
    assert Edition.objects.get(pk=draft.pk).revision == 1


def test_what_may_matter_is_added_changed_and_removed(desk, draft, form_of, content_of):
    new = reverse("edition-matter-new", args=[draft.pk])
    typed = form_of(desk.get(new)) | {
        "text": "Getting home soon",
        "words-procedure": LEAFLET_SAYS,
        "words-no-procedure": "You stay at home.",
        "source-no-procedure": "Our own team",
    }
    assert desk.post(new, typed).status_code == 302
    added = content_of(draft).matters[-1]
    # Words of the leaflet say so of themselves.
    assert added == Matter(
        "getting-home-soon",
        "Getting home soon",
        (Touch("procedure", LEAFLET_SAYS, "The leaflet"), Touch("no-procedure", "You stay at home.", "Our own team")),
    )
    page = reverse("edition-matter", args=[draft.pk, "getting-home-soon"])
    desk.post(page, form_of(desk.get(page)) | {"text": "Home", "words-procedure": ""})
    assert content_of(draft).matters[-1] == replace(added, text="Home", touches=added.touches[1:])
    assert desk.post(page, form_of(desk.get(page)) | {"text": "", "remove": "on"}).status_code == 302
    assert content_of(draft).matters == CONTENT.matters
    assert desk.get(page).status_code == 404


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"text": " "}, ("#id_text", "Write what may matter")),
        (
            {"words-procedure": "It is quick.", "source-procedure": ""},
            ("#id_source-procedure", "The leaflet does not say this, word for word. Say where it comes from"),
        ),
        (
            {"words-procedure": "x" * 1001},
            ("#id_words-procedure", "This must be 1,000 characters or fewer. You have written 1,001"),
        ),
    ],
)
def test_what_is_wrong_is_named_beside_its_box(typed, problem, desk, draft, form_of, content_of, problems):
    page = reverse("edition-matter", args=[draft.pk, "fewer-symptoms"])
    response = desk.post(page, form_of(desk.get(page)) | typed)
    assert (response.status_code, problems(response)) == (422, [problem])
    assert content_of(draft).matters == CONTENT.matters


def test_an_option_that_goes_takes_along_what_was_said_of_it(desk, draft, form_of, content_of):
    page = reverse("edition-option", args=[draft.pk, "clot-busting-drugs"])
    desk.post(page, form_of(desk.get(page)) | {"remove": "on"})
    left = content_of(draft)
    assert len(left.options) == 2
    assert {touch.option for matter in left.matters for touch in matter.touches} == {"procedure", "no-procedure"}


@pytest.mark.parametrize("name", ["option", "matter"])
def test_something_new_that_is_called_new_does_not_hide_behind_the_page_for_new_ones(name, desk, draft, form_of):
    page = reverse(f"edition-{name}-new", args=[draft.pk])
    typed = {"name": "New", "text": "New", "description": "It is new.", "kind": "another"}
    desk.post(page, form_of(desk.get(page)) | typed)
    things = getattr(Edition.objects.get(pk=draft.pk).content, f"{name}s")
    assert things[-1].id != "new"
    assert desk.get(reverse(f"edition-{name}", args=[draft.pk, things[-1].id])).status_code == 200


def test_how_soon_whom_to_ask_who_paid_and_when_to_look_again_are_saved(desk, draft, address, form_of, content_of):
    typed = form_of(desk.get(address(draft, "details"))) | {
        "window_days": "7",
        "window_words": "Within a week.",
        "window_source": "Us",
        "contact": "Ask us.",
        "funding": "Nobody",
        "review_on_day": "1",
        "review_on_month": "2",
        "review_on_year": "2999",
    }
    assert desk.post(address(draft, "details"), typed).status_code == 302
    saved = content_of(draft)
    assert saved.time_window == TimeWindow(7, "Within a week.", "Us")
    assert (saved.contact, saved.funding, saved.review_on.isoformat()) == ("Ask us.", "Nobody", "2999-02-01")
    typed = form_of(desk.get(address(draft, "details"))) | dict.fromkeys(
        ("window_days", "window_words", "window_source"), ""
    )
    desk.post(address(draft, "details"), typed)
    assert content_of(draft).time_window is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"window_days": ""}, [("#id_window_days", "Enter the number of days")]),
        (
            {"window_words": "", "window_source": " "},
            [
                ("#id_window_words", "Say in plain words how soon"),
                ("#id_window_source", "Say where that comes from"),
            ],
        ),
        ({"window_days": "soon"}, [("#id_window_days", "Enter a whole number from 0 to 3650, like 5")]),
        ({"review_on_year": "2020"}, [("#id_review_on_day", "The date must be in the future")]),
        (
            {"living_with": "See [this](http://a.example) and [that](javascript:x)."},
            [
                ("#id_living_with", "The link “this” must have an address that starts with https://"),
                ("#id_living_with", "The link “that” must have an address that starts with https://"),
            ],
        ),
    ],
)
def test_what_is_wrong_with_the_details_is_named(typed, found, desk, draft, address, form_of, content_of, problems):
    response = desk.post(address(draft, "details"), form_of(desk.get(address(draft, "details"))) | typed)
    assert (response.status_code, problems(response)) == (422, found)
    assert content_of(draft) == draft.content


def test_a_day_to_look_again_that_has_passed_stops_nobody_from_saving_the_rest(
    desk, draft, editor, address, form_of, content_of
):
    past = replace(draft.content, review_on=CONTENT.published)
    change_draft(edition=draft, content=past, seen=1, by=editor)
    typed = form_of(desk.get(address(draft, "details"))) | {"registry": "Another"}
    assert desk.post(address(draft, "details"), typed).status_code == 302
    assert content_of(draft) == replace(past, registry="Another")
