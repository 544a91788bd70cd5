"""The admin site keeps hospitals and accounts, for those who keep accounts; records cannot be touched in it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from sdm.admin import site
from sdm.models import Hospital, StaffSession, User
from sdm.rules.people import Role

pytestmark = pytest.mark.django_db
USERS, HOSPITALS = "/admin/sdm/user/", "/admin/sdm/hospital/"


@pytest.fixture
def keeper(db) -> User:
    """Keeps accounts; not a superuser, because nothing here needs one."""
    return User.objects.create_user(
        "keeper@accounts.example", name="Kim Keeper", role=Role.ADMINISTRATOR.value, is_staff=True
    )


@pytest.fixture
def inside(client, keeper):
    client.force_login(keeper)
    return client


def account(hospital: Hospital, **more) -> dict:
    return {
        "name": "Dr Noor Aziz",
        "job_title": "Vascular registrar",
        "email": "Noor.Aziz@Northfield.example",
        "role": "clinician",
        "hospital": hospital.pk,
        "is_active": "on",
        **more,
    }


def test_it_holds_hospitals_and_accounts_and_nothing_else(inside):
    assert {model.__name__ for model in site._registry} == {"Hospital", "User", "LogEntry"}
    page = inside.get("/admin/").content.decode()
    assert set(re.findall(r'href="(/admin/[^"]+/[^"]+/)"', page)) >= {USERS, HOSPITALS}
    for model in ("group", "emailaddress", "conversation", "recordentry", "answer", "edition", "decision", "patient"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:sdm_{model}_changelist")


@pytest.mark.parametrize("who", ["clinician", "editor", "administrator"])
@pytest.mark.parametrize("place", ["/admin/", USERS, HOSPITALS, f"{USERS}add/"])
def test_staff_who_do_not_keep_accounts_are_refused(client, request, who, place):
    client.force_login(request.getfixturevalue(who))
    assert client.get(place, follow=True).status_code == 403


def test_there_is_one_way_in(client, keeper):
    assert client.get(USERS, follow=True).redirect_chain[-1] == (f"/accounts/sign-in/?next={USERS}", 302)
    keeper.set_password("lantern otter gravel")
    keeper.save()
    client.post("/admin/login/", {"username": keeper.email, "password": "lantern otter gravel"})
    assert "_auth_user_id" not in client.session


def test_there_is_one_way_out_and_one_place_for_passwords(inside):
    assert inside.get("/admin/password_change/").url == reverse("account_change_password")
    assert inside.get("/admin/logout/").status_code == 405
    response = inside.post("/admin/logout/")
    assert (response.url, "Clear-Site-Data" in response.headers) == (reverse("signed-out"), True)
    assert inside.get("/admin/").status_code == 302


def test_a_new_account_has_no_password_and_its_owner_is_sent_a_link(inside, hospital, mailoutbox):
    response = inside.post(f"{USERS}add/", account(hospital), follow=True)
    assert "We sent noor.aziz@northfield.example a link for choosing a password." in response.content.decode()
    made = User.objects.get(name="Dr Noor Aziz")
    assert (made.email, made.role, made.hospital, made.is_active) == (
        "noor.aziz@northfield.example",
        "clinician",
        hospital,
        True,
    )
    assert (made.is_staff, made.is_superuser, made.has_usable_password()) == (False, False, False)
    assert [(mail.to, "/accounts/password/choose/" in mail.body) for mail in mailoutbox] == [([made.email], True)]


def test_what_the_form_does_not_ask_for_cannot_be_set(inside, hospital):
    wanted = {"is_superuser": "on", "password": "x", "last_login_0": "2026-01-01", "id": "1", "groups": "1"}
    inside.post(f"{USERS}add/", account(hospital, **wanted))
    made = User.objects.get(name="Dr Noor Aziz")
    assert (made.is_superuser, made.has_usable_password(), made.last_login) == (False, False, None)


def test_an_address_that_somebody_has_is_refused_whatever_its_letters(inside, hospital, clinician):
    response = inside.post(f"{USERS}add/", account(hospital, email=clinician.email.upper()))
    assert response.context["adminform"].form.errors == {
        "email": ["There is an account with this e-mail address already."]
    }


def test_a_clinician_without_a_hospital_is_refused(inside, hospital):
    response = inside.post(f"{USERS}add/", {**account(hospital), "hospital": ""})
    assert response.context["adminform"].form.errors == {"__all__": ["A clinician must belong to a hospital."]}


def test_an_account_can_be_closed_and_its_session_ends(inside, hospital, clinician):
    theirs = Client()
    theirs.force_login(clinician)
    values = account(hospital, name=clinician.name, email=clinician.email)
    del values["is_active"]
    inside.post(f"{USERS}{clinician.pk}/change/", values)
    clinician.refresh_from_db()
    assert clinician.is_active is False
    assert theirs.get("/conversations/").status_code == 302


def test_an_account_that_is_opened_again_opens_no_old_session_and_no_old_password(
    inside, hospital, clinician, mailoutbox
):
    clinician.set_password("lantern otter gravel")
    clinician.save()
    theirs = Client()
    theirs.force_login(clinician)
    values = account(hospital, name=clinician.name, email=clinician.email)
    inside.post(f"{USERS}{clinician.pk}/change/", {name: values[name] for name in values if name != "is_active"})
    inside.post(f"{USERS}{clinician.pk}/change/", values)
    clinician.refresh_from_db()
    assert (clinician.is_active, clinician.has_usable_password()) == (True, False)
    assert theirs.get("/conversations/").status_code == 302
    assert [mail.to for mail in mailoutbox] == [[clinician.email]]


def test_no_account_is_found_by_its_password(inside, clinician):
    lookups = ("password", "password__regex", "password__startswith", "password__isnull", "hospital__staff__password")
    assert [inside.get(f"{USERS}?{lookup}=%21").status_code for lookup in lookups] == [400] * len(lookups)
    assert inside.get(f"{HOSPITALS}?staff__password__startswith=%21").status_code == 400
    assert inside.get(f"{USERS}?role__exact=clinician").status_code == 200


@pytest.mark.parametrize("place", ["/admin/r/1/1/", "/admin/r/x/y/"])
def test_nothing_is_shown_elsewhere(inside, place):
    assert inside.get(place).status_code == 404


def test_an_address_that_is_no_longer_theirs_lets_nobody_in(inside, client, hospital, clinician, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    old, password = clinician.email, "lantern otter gravel"
    clinician.set_password(password)
    clinician.save()
    EmailAddress.objects.create(user=clinician, email=old, verified=True, primary=True)
    inside.post(f"{USERS}{clinician.pk}/change/", account(hospital, email="new@northfield.example"))
    inside.logout()
    answers = [
        client.post(reverse("account_login"), {"login": email, "password": password}).status_code
        for email in (old, "new@northfield.example")
    ]
    assert answers == [422, 302]


def test_saving_an_account_leaves_its_password_as_it_was(inside, hospital, clinician):
    clinician.set_password("lantern otter gravel")
    clinician.save()
    inside.post(f"{USERS}{clinician.pk}/change/", account(hospital, email=clinician.email))
    clinician.refresh_from_db()
    assert (clinician.name, clinician.check_password("lantern otter gravel")) == ("Dr Noor Aziz", True)


def test_where_no_mail_can_be_sent_the_account_is_made_and_that_is_said(inside, hospital, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = inside.post(f"{USERS}add/", account(hospital), follow=True)
    assert "The link could not be sent to noor.aziz@northfield.example." in response.content.decode()
    assert User.objects.filter(name="Dr Noor Aziz").exists()


def test_links_go_to_open_accounts_only(inside, clinician, editor, mailoutbox):
    User.objects.filter(pk=editor.pk).update(is_active=False)
    chosen = {"action": "send_link", "_selected_action": [clinician.pk, editor.pk]}
    inside.post(USERS, chosen)
    assert [mail.to for mail in mailoutbox] == [[clinician.email]]


def test_accounts_and_hospitals_are_found_by_name(inside, clinician, editor, other_hospital):
    assert [row.pk for row in inside.get(f"{USERS}?q=amira").context["cl"].result_list] == [clinician.pk]
    assert [row.pk for row in inside.get(f"{HOSPITALS}?q=south").context["cl"].result_list] == [other_hospital.pk]


def test_nothing_can_be_deleted(inside, hospital, clinician):
    assert inside.post(f"{USERS}{clinician.pk}/delete/", {"post": "yes"}).status_code == 403
    assert inside.post(f"{HOSPITALS}{hospital.pk}/delete/", {"post": "yes"}).status_code == 403
    inside.post(USERS, {"action": "delete_selected", "_selected_action": [clinician.pk], "post": "yes"})
    assert User.objects.filter(pk=clinician.pk).exists()


def test_nobody_sets_a_password_for_somebody_else(inside, clinician):
    assert inside.get(f"{USERS}{clinician.pk}/password/", follow=True).redirect_chain[-1][0] == "/admin/"


def test_the_list_asks_as_often_for_four_accounts_as_for_one(inside, hospital):
    asked = []
    for number in range(4):
        with CaptureQueriesContext(connection) as queries:
            inside.get(USERS)
        asked.append(len(queries))
        User.objects.create_user(f"{number}@northfield.example", name="One More", role="clinician", hospital=hospital)
    assert len(set(asked)) == 1


def test_each_change_is_written_down_with_what_it_was_before(inside, hospital, other_hospital, clinician, keeper):
    values = account(other_hospital, email=clinician.email, name=clinician.name, role="content-editor")
    inside.post(f"{USERS}{clinician.pk}/change/", values)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (keeper, str(clinician.pk))
    said = entry.get_change_message()
    assert "role (“Clinician”, now “Content editor”)" in said
    assert "hospital (“Northfield Hospital”, now “Southmere Hospital”)" in said
    for place in ("/admin/admin/logentry/", f"{USERS}{clinician.pk}/history/"):
        page = inside.get(place).content.decode()
        assert ("Kim Keeper" in page, "now “Content editor”" in page) == (True, True)


def test_saving_without_a_change_writes_down_that_nothing_changed(inside, hospital):
    page = {"name": hospital.name, "contact_name": hospital.contact_name, "contact_details": hospital.contact_details}
    formset = {"staff-TOTAL_FORMS": "0", "staff-INITIAL_FORMS": "0"}
    inside.post(f"{HOSPITALS}{hospital.pk}/change/", {**page, "days_to_think": "1", **formset})
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["No fields changed."]


def test_a_new_account_and_a_link_are_written_down(inside, hospital, keeper):
    inside.post(f"{USERS}add/", account(hospital))
    made = User.objects.get(name="Dr Noor Aziz")
    inside.post(USERS, {"action": "send_link", "_selected_action": [made.pk]})
    said = [entry.get_change_message() for entry in LogEntry.objects.order_by("action_time", "pk")]
    assert said == ["Added.", "Sent a link for choosing a password."]


def test_who_left_is_out_at_once_with_everybody_chosen_but_oneself(inside, keeper, clinician, editor):
    theirs = Client()
    theirs.force_login(clinician)
    chosen = [clinician.pk, editor.pk, keeper.pk]
    inside.post(USERS, {"action": "close_accounts", "_selected_action": chosen})
    assert set(User.objects.filter(is_active=False)) == {clinician, editor}
    assert theirs.get("/conversations/").status_code == 302
    assert not StaffSession.objects.filter(user=clinician).exists()
    assert inside.get(USERS).status_code == 200
    said = {(entry.object_id, entry.get_change_message()) for entry in LogEntry.objects.all()}
    assert said == {(str(one.pk), "Closed the account.") for one in (clinician, editor)}


def test_nobody_opens_a_hospitals_patients_to_themselves(inside, keeper, hospital):
    values = account(hospital, name="Kim Keeper", email=keeper.email)
    assert inside.post(f"{USERS}{keeper.pk}/change/", values).status_code == 302
    keeper.refresh_from_db()
    assert (keeper.role, keeper.hospital, keeper.is_active, keeper.is_staff) == ("administrator", None, True, True)


def test_another_keeper_can_change_a_keepers_role(inside, hospital):
    other = User.objects.create_user("o@a.example", name="O", role="administrator", is_staff=True)
    inside.post(f"{USERS}{other.pk}/change/", account(hospital, name="O", email=other.email))
    other.refresh_from_db()
    assert (other.role, other.hospital, other.is_staff) == ("clinician", hospital, False)


def test_a_hospital_shows_who_belongs_to_it_and_when_they_signed_in_last(inside, hospital, clinician, editor):
    Client().force_login(clinician)
    page = inside.get(f"{HOSPITALS}{hospital.pk}/change/").content.decode()
    assert all(words in page for words in ("Dr Amira Khan", "Jo Bell", f"{USERS}{clinician.pk}/change/"))
    clinician.refresh_from_db()
    assert clinician.last_login is not None
    assert "staff-0-name" not in page


def test_accounts_are_found_by_hospital_and_job_title(inside, clinician, editor):
    for words in ("northfield", "vascular surgeon"):
        assert clinician in inside.get(f"{USERS}?q={words}").context["cl"].result_list
    never = inside.get(f"{USERS}?last_login__isempty=1").context["cl"].result_list
    assert editor in never
