"""Two people publish: nobody who keeps accounts is one of them, and neither had the other's account in hand."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from sdm.actions.editions import (
    CannotPublish,
    CannotWithdraw,
    NotInTheTeam,
    change_draft,
    redo,
    start_draft,
    undo,
    withdraw,
)
from sdm.leaflets.shipped import completed
from sdm.models import Edition, User, Withdrawal
from sdm.models.judgement import why_not_publish
from sdm.rules.people import Role
from tests.second_person import publish

pytestmark = pytest.mark.django_db

CONTENT = completed("ipg651")
KEEPS = "Whoever keeps accounts cannot publish."


@pytest.fixture(params=["no hospital", "a hospital", "superuser"])
def keeper(request, hospital) -> User:
    """An administrator who keeps accounts."""
    if request.param == "superuser":
        return User.objects.create_superuser("sam@accounts.example", name="Sam Whitlock")
    its = hospital if request.param == "a hospital" else None
    role = Role.ADMINISTRATOR.value
    return User.objects.create_user("sam@accounts.example", name="Sam Whitlock", role=role, hospital=its, is_staff=True)


@pytest.fixture
def draft(editor) -> Edition:
    return start_draft(content=CONTENT, by=editor)


def stands(edition: Edition) -> Edition:
    return Edition.objects.select_related("leaflet").get(pk=edition.pk)


def in_the_admin_site(by: User, path: str, **values) -> None:
    desk = Client()
    desk.force_login(by)
    assert desk.post(path, values).status_code == 302


def account(user: User, **changes) -> dict[str, str]:
    hospital = str(user.hospital_id or "")
    kept = {"name": user.name, "email": user.email, "role": user.role, "hospital": hospital, "is_active": "on"}
    return {**kept, **changes}


def refused(draft: Edition, *, by: User) -> tuple[str, ...]:
    with pytest.raises(CannotPublish) as refusal:
        publish(edition=draft, seen=stands(draft).revision, by=by, reason="Because.")
    assert why_not_publish(stands(draft), by) == refusal.value.reasons
    assert stands(draft).is_draft
    return refusal.value.reasons


def test_whoever_keeps_accounts_publishes_nothing_and_withdraws_nothing(keeper, draft, edition_of_another):
    assert refused(draft, by=keeper) == (KEEPS,)
    with pytest.raises(CannotWithdraw):
        withdraw(edition=edition_of_another, reason="A figure was wrong.", by=keeper)
    assert not Withdrawal.objects.exists()


@pytest.fixture
def edition_of_another(made_up) -> Edition:
    return made_up


def test_whoever_keeps_accounts_writes_nothing(keeper, editor, draft):
    other = replace(CONTENT, condition="Other")
    change_draft(edition=draft, content=other, seen=1, by=editor)
    for write in (
        lambda: start_draft(content=replace(CONTENT, reference="IPG1"), by=keeper),
        lambda: change_draft(edition=draft, content=CONTENT, seen=2, by=keeper),
        lambda: undo(edition=draft, seen=2, by=keeper),
        lambda: redo(edition=undo(edition=draft, seen=2, by=editor), seen=3, by=keeper),
    ):
        with pytest.raises(NotInTheTeam):
            write()
    assert (stands(draft).revision, Edition.objects.count()) == (3, 1)


def test_an_administrator_without_a_hospital_is_in_no_content_team(draft):
    role = Role.ADMINISTRATOR.value
    nowhere = User.objects.create_user("no@where.example", name="Al Free", role=role)
    assert refused(draft, by=nowhere) == ("Only an administrator of a hospital can publish.",)


def test_an_account_made_by_the_approver_does_not_count_as_the_second_person(keeper, administrator, hospital):
    puppet = {"name": "Pat Puppet", "email": "pat@x.example", "role": Role.CONTENT_EDITOR.value}
    values = {**puppet, "hospital": str(hospital.pk), "is_active": "on"}
    in_the_admin_site(keeper, reverse("admin:sdm_user_add"), **values)
    draft = start_draft(content=CONTENT, by=User.objects.get(email="pat@x.example"))
    # Somebody else lets the keeper into the content team afterwards.
    User.objects.filter(pk=keeper.pk).update(is_staff=False, hospital=hospital)
    (why,) = refused(draft, by=User.objects.get(pk=keeper.pk))
    assert why.startswith("One of you made or changed the account of the other: Pat Puppet and you.")
    assert publish(edition=draft, seen=1, by=administrator).status == "published"


def test_neither_does_one_whose_account_the_approver_changed_nor_the_other_way_round(keeper, editor, administrator):
    for changed in (editor, administrator):
        path = reverse("admin:sdm_user_change", args=[changed.pk])
        in_the_admin_site(keeper, path, **account(changed, job_title="Changed"))
    User.objects.filter(pk=keeper.pk).update(is_staff=False, hospital=editor.hospital)
    was_keeper = User.objects.get(pk=keeper.pk)
    by_the_other = start_draft(content=CONTENT, by=editor)
    assert "Jo Bell and you" in refused(by_the_other, by=was_keeper)[0]
    by_them = start_draft(content=replace(CONTENT, reference="IPG1"), by=was_keeper)
    assert "Sam Whitlock and you" in refused(by_them, by=administrator)[0]


def test_a_change_of_ones_own_account_or_of_a_hospital_binds_nobody(keeper, editor, administrator, draft):
    in_the_admin_site(keeper, reverse("admin:sdm_user_change", args=[editor.pk]), **account(editor, job_title="A"))
    assert publish(edition=draft, seen=1, by=administrator).status == "published"


def test_the_content_pages_are_not_there_for_whoever_keeps_accounts(keeper, draft):
    desk = Client()
    desk.force_login(keeper)
    assert desk.get(reverse("home")).headers["Location"] == reverse("admin:index")
    for name in ("edition", "edition-publish", "edition-details", "edition-delete", "edition-withdraw"):
        address = reverse(name, args=[draft.pk])
        assert {desk.get(address).status_code, desk.post(address, {"revision": "1"}).status_code} <= {404, 405}
    assert {desk.get(reverse(name)).status_code for name in ("leaflets", "leaflet-new", "edition-import")} == {404}
    assert stands(draft).is_draft
