"""Two new accounts by one keeper cannot be told from one person's: that is seen when they publish, and ever after."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sdm.actions.editions import start_draft
from sdm.leaflets.shipped import completed
from sdm.models import Edition, User
from sdm.models.accounts_changed import MadeByOne, made_by_one
from sdm.models.judgement import made_together
from sdm.rules.people import Role
from tests.second_person import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(hospital):
    """Has somebody who keeps accounts make one in the admin site."""

    def make(keeper: User, name: str, role: Role) -> User:
        desk = Client()
        desk.force_login(keeper)
        email = f"{name.lower()}@northfield.example"
        values = {"name": name, "email": email, "role": role.value, "hospital": str(hospital.pk), "is_active": "on"}
        assert desk.post(reverse("admin:sdm_user_add"), values).status_code == 302
        return User.objects.get(email=email)

    return make


@pytest.fixture
def keeper() -> User:
    return User.objects.create_superuser("keeper@accounts.example", name="Kim Keeper")


@pytest.fixture
def writer(make, keeper) -> User:
    return make(keeper, "Wren", Role.CONTENT_EDITOR)


@pytest.fixture
def publisher(make, keeper) -> User:
    return make(keeper, "Pat", Role.ADMINISTRATOR)


@pytest.fixture
def draft(writer) -> Edition:
    return start_draft(content=completed("ipg651"), by=writer)


def page(user: User, name: str, edition: Edition) -> str:
    desk = Client()
    desk.force_login(user)
    return " ".join(desk.get(reverse(name, args=[edition.pk])).content.decode().split())


def test_it_is_said_before_they_publish_and_in_the_editions_history(draft, publisher, writer):
    assert made_together(draft, publisher) == (MadeByOne("Kim Keeper", ("Wren",)),)
    assert "Kim Keeper made your account, and Wren’s, in the last 30 days." in page(publisher, "edition-publish", draft)
    published = publish(edition=draft, seen=1, by=publisher)
    assert "Kim Keeper made the accounts of Pat and of Wren, who wrote this" in page(writer, "edition-steps", published)


def test_it_is_not_said_where_somebody_else_made_one_of_them_or_nobody_here_did(draft, make, administrator):
    other = User.objects.create_superuser("other@accounts.example", name="Al Other")
    second = make(other, "Sal", Role.ADMINISTRATOR)
    for person in (second, administrator):
        assert made_together(draft, person) == ()
        assert "in the last 30 days" not in page(person, "edition-publish", draft)


def test_it_is_not_said_of_accounts_from_longer_ago(draft, publisher, writer):
    assert LogEntry.objects.count() == 2
    assert made_by_one(publisher, [writer.pk], before=timezone.now() + timedelta(days=29))
    assert made_by_one(publisher, [writer.pk], before=timezone.now() + timedelta(days=31)) == ()
    assert made_by_one(publisher, [writer.pk], before=timezone.now() - timedelta(days=1)) == ()


def test_who_wrote_alone_is_not_told_of_their_own_account(publisher):
    assert made_by_one(publisher, [publisher.pk], before=timezone.now()) == ()
