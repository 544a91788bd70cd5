"""Withdrawing an edition on its page, the difference before publishing, and the day on which to look at it again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from sdm.actions.editions import change_draft, start_draft
from sdm.leaflets.shipped import completed
from sdm.models import Edition, Withdrawal
from sdm.rules.confirmations import nothing_confirmed
from tests.given import PASSWORD, with_password
from tests.second_person import publish

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
SIGNED = {"password": PASSWORD}
WHY = "A number in the risks was wrong. Tell patients: it is 3 in 100."


@pytest.fixture
def desk(administrator) -> Client:
    desk = Client()
    desk.force_login(with_password(administrator))
    return desk


def address(edition: Edition, name: str = "edition-withdraw") -> str:
    return reverse(name, args=[edition.pk])


def words(response) -> str:
    return " ".join(html.fromstring(response.content).xpath("//main")[0].text_content().split())


def test_an_edition_is_withdrawn_with_a_reason_that_its_page_shows(desk, edition, start, administrator):
    start()
    assert "1 conversation that has begun with it is warned:" in words(desk.get(address(edition)))
    response = desk.post(address(edition), {"reason": WHY, **SIGNED})
    assert response.headers["Location"] == address(edition, "edition")
    page = words(desk.get(address(edition, "edition")))
    assert WHY in page
    assert "must not be used any more It was withdrawn by Sam Okoro on" in page
    assert "Withdraw this edition" not in page
    assert "Withdrawn" in words(desk.get(reverse("leaflets")))
    again = desk.post(address(edition), {"reason": "It is another reason", **SIGNED})
    assert (again.status_code, Withdrawal.objects.get().reason) == (302, WHY)
    assert WHY in words(desk.get(address(edition)))


def test_without_a_reason_it_is_not_withdrawn(desk, edition, problems):
    for nothing in ("", "  \u00a0 "):
        response = desk.post(address(edition), {"reason": nothing, **SIGNED})
        assert (response.status_code, problems(response)) == (
            422,
            [("#id_reason", "Say why it must not be used any more")],
        )
    assert not Withdrawal.objects.exists()


def test_whoever_withdraws_signs_with_their_password(desk, edition, problems):
    response = desk.post(address(edition), {"reason": WHY, "password": "wrong"})
    assert (response.status_code, problems(response)) == (
        422,
        [("#id_password", "This is not your password. Try again")],
    )
    assert (WHY in words(response), Withdrawal.objects.exists()) == (True, False)


def test_a_reason_that_is_too_long_is_kept_in_its_box(desk, edition):
    response = desk.post(address(edition), {"reason": "x" * 1001, **SIGNED})
    assert response.status_code == 422
    assert "x" * 1001 in response.content.decode()
    assert not Withdrawal.objects.exists()


def test_a_draft_is_not_withdrawn(desk, editor):
    draft = start_draft(content=CONTENT, by=editor)
    assert "nothing to withdraw" in words(desk.get(address(draft)))
    assert desk.post(address(draft), {"reason": WHY, **SIGNED}).status_code == 409


def test_the_content_team_goes_on_from_the_words_of_a_withdrawn_edition(desk, edition):
    desk.post(address(edition), {"reason": WHY, **SIGNED})
    response = desk.post(address(edition, "edition-new"))
    draft = Edition.objects.get(status="draft")
    assert (response.headers["Location"], draft.content) == (address(draft, "edition"), nothing_confirmed(CONTENT))


def test_whoever_publishes_sees_the_difference_first_word_by_word(desk, edition, editor):
    draft = start_draft(content=CONTENT, by=editor)
    assert "Nothing is different." in words(desk.get(address(draft, "edition-publish")))
    change_draft(edition=draft, content=replace(CONTENT, contact="Vein clinic"), seen=1, by=editor)
    page = html.fromstring(desk.get(address(draft, "edition-publish")).content)
    assert ["".join(one.itertext()) for one in page.xpath("//main//section//ins")] == ["Put in: Vein clinic"]


def test_the_first_edition_has_nothing_to_be_compared_with(desk, editor):
    draft = start_draft(content=CONTENT, by=editor)
    assert "What is different" not in words(desk.get(address(draft, "edition-publish")))


def test_a_review_day_that_has_passed_is_flagged_on_the_newest_edition(desk, editor, administrator):
    yesterday, flag = timezone.localdate() - timedelta(days=1), "It was to be looked at again by"
    content = replace(CONTENT, review_on=yesterday)
    first = start_draft(content=content, by=editor)
    assert flag not in words(desk.get(reverse("leaflets")))
    publish(edition=first, seen=1, by=administrator, reason="To show it.")
    assert flag in words(desk.get(reverse("leaflets")))
    assert flag in words(desk.get(address(first, "edition")))
    second = start_draft(content=replace(content, review_on=timezone.localdate()), by=editor)
    publish(edition=second, seen=1, by=administrator, reason="To show it.")
    assert flag not in words(desk.get(reverse("leaflets")))
    assert flag not in words(desk.get(address(second, "edition")))
