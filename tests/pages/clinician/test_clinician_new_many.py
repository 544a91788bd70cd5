"""Inviting many from a list: every fault is shown before anything is written, and then all is done or nothing."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sdm.actions.conversations import cancel, open_invitation
from sdm.actions.local_parts import save_local_parts
from sdm.demo.clinic_list import example
from sdm.models import Conversation, Invitation, Mail, Patient, RecordEntry, User
from sdm.models.invitations import hash_of
from sdm.models.verify import fault_of
from sdm.rules.clinic_list import BYTES_AT_MOST, ROWS_AT_MOST, TO_MEND, read_list
from sdm.rules.local_parts import Contact, LocalParts
from sdm.rules.nhs_number import clean
from sdm.rules.people import Role

pytestmark = pytest.mark.django_db

ADDRESS = "/conversations/new/many/"
HEADING = (
    "Name,Date of birth,NHS number,Appointment date,Appointment time,Leaflet,Symptoms began,First came,E-mail,Seen by"
)
DAY = timezone.localdate() + timedelta(days=14)


def row(name="Margaret Ellis", born="27/03/1958", number="943 476 5919", **cells) -> str:
    values = {
        "day": f"{DAY:%d/%m/%Y}",
        "time": "09:30",
        "leaflet": "IPG651",
        "began": "",
        "came": "",
        "email": "",
        "seen_by": "",
        **cells,
    }
    return ",".join((name, born, number, *values.values()))


TWO = (
    row(),
    row("Gareth Pugh", "1971-02-09", "9876543210", email="gareth@example.org", began="01/11/2026", came="02/11/2026"),
)
MENDED_LATER = row("Ann", "30/02/1980", "9990000018")


def test_who_is_to_see_a_patient_is_said_where_the_list_does_not_say_it(check, clinician):
    page = check(row(), row(number="9876543210", seen_by=clinician.name)).content.decode()
    assert page.count("you, because the list names nobody") == 1
    assert f"Seen by: <bdi>{clinician.name}</bdi>" in page


def listed(*rows: str) -> str:
    return "\n".join((HEADING, *rows))


@pytest.fixture
def check(staff, edition):
    """Sends a list to be checked, as the first page does."""
    return lambda *rows, **more: staff.post(ADDRESS, {"text": listed(*rows), **more})


@pytest.fixture
def press(staff):
    """Presses a button of the page that shows the faults, as a browser would send it."""

    def press(checked, do: str, **more):
        form = checked.context["form"]
        return staff.post(ADDRESS, {"text": form["text"].value(), "seen": form["seen"].value(), "do": do, **more})

    return press


def faults(response) -> list[list[tuple[str, list[str]]]]:
    """What is wrong with each row: the name of each cell with faults, and the faults."""
    return [
        [("", one.as_a_whole)] * bool(one.as_a_whole)
        + [(name, said) for name, _, said in one.about_patient + one.about_appointment if said]
        for one in response.context["rows"]
    ]


def written() -> list[int]:
    return [model.objects.count() for model in (Patient, Conversation, Invitation, RecordEntry)]


def links(response) -> list[str]:
    return re.findall(r"<code[^>]*>\S*/i/([a-z2-7]+)</code>", response.content.decode())


def test_nothing_is_written_before_somebody_invites(check):
    response = check(*TWO)
    assert (response.status_code, faults(response), written()) == (200, [[], []], [0, 0, 0, 0])
    page = response.content.decode()
    assert "Nothing is wrong with the list." in page
    assert "Invite these 2 patients" in page


def test_all_are_invited_at_once_each_with_a_record_and_a_letter(check, press, clinician):
    response = press(check(*TWO), "invite")
    assert response.status_code == 200
    one, two = Conversation.objects.select_related("patient").order_by("patient__name")
    assert (one.symptoms_began, one.presented_on) == (date(2026, 11, 1), date(2026, 11, 2))
    assert (one.patient.name, one.patient.date_of_birth, one.patient.nhs_number, one.email) == (
        "Gareth Pugh",
        date(1971, 2, 9),
        "9876543210",
        "gareth@example.org",
    )
    assert timezone.localtime(two.appointment_at).strftime("%d/%m/%Y %H:%M") == f"{DAY:%d/%m/%Y} 09:30"
    for conversation in (one, two):
        assert list(conversation.record.values_list("what", "who_id")) == [
            ("started", str(clinician.pk)),
            ("invited", str(clinician.pk)),
        ]
        assert fault_of(conversation) is None
    assert {hash_of(token) for token in links(response)} == set(Invitation.objects.values_list("token_hash", flat=True))
    page = response.content.decode()
    assert "2 patients are invited" in page
    assert [page.count(f"Dear <bdi>{name}</bdi>") for name in ("Margaret Ellis", "Gareth Pugh")] == [1, 1]
    assert len(set(re.findall(r'id="(letter-heading\d)"', page))) == 2
    assert Mail.objects.count() == 0


def test_a_file_is_read_as_a_pasted_list_is(staff, edition):
    data = listed(row("Zoë O’Dowd")).replace(",", ";").encode("cp1252")
    response = staff.post(ADDRESS, {"file": SimpleUploadedFile("list.csv", data), "text": ""})
    assert faults(response) == [[]]
    assert "Zoë O’Dowd" in response.content.decode()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": ""}, ("Name", ["Enter the patient’s full name"])),
        ({"name": "=1+1"}, ("Name", ["This begins like a formula. Take the first sign away"])),
        ({"name": "'@SUM(A1)"}, ("Name", ["This begins like a formula. Take the first sign away"])),
        ({"born": ""}, ("Date of birth", ["Enter a date of birth"])),
        ({"born": "21271"}, ("Date of birth", ["Write the date like 27/03/1958"])),
        ({"born": "27/03/58"}, ("Date of birth", ["Year must have 4 numbers, like 1958"])),
        ({"born": "03/27/1958"}, ("Date of birth", ["Month must be a number from 1 to 12"])),
        (
            {"born": "30/02/1958"},
            ("Date of birth", ["There is no such day in that month. Check the day and the month"]),
        ),
        ({"born": f"{DAY:%d/%m/%Y}"}, ("Date of birth", ["Date of birth must be in the past"])),
        (
            {"number": "9434765918"},
            ("NHS number", ["This NHS number is not right. Check each digit and enter it again"]),
        ),
        ({"number": "9.43E+09"}, ("NHS number", ["Enter an NHS number with 10 digits, like 943 476 5919"])),
        ({"time": ""}, ("Appointment", ["Enter the time of the appointment, like 09:30"])),
        ({"time": "9"}, ("Appointment", ["Enter a time from 00:00 to 23:59, like 09:30 or 14:15"])),
        ({"day": ""}, ("Appointment", ["Enter the date of the appointment"])),
        ({"day": "next week"}, ("Appointment", ["Write the date like 27/03/1958"])),
        ({"day": "14/01/2020"}, ("Appointment", ["The appointment must be in the future"])),
        (
            {"day": "14/01/2099"},
            ("Appointment", ["Check the year: the appointment is more than 2 years from now"]),
        ),
        ({"leaflet": ""}, ("Leaflet", ["Write the reference of a leaflet"])),
        ({"leaflet": "IPG1"}, ("Leaflet", ["No leaflet of this name is published. Published: IPG651"])),
        (
            {"began": f"{DAY:%d/%m/%Y}"},
            ("Symptoms began", ["The day the symptoms began must be today or in the past"]),
        ),
        ({"began": "a week ago"}, ("Symptoms began", ["Write the date like 27/03/1958"])),
        ({"email": "margaret"}, ("E-mail", ["Enter an e-mail address like name@example.com"])),
    ],
)
def test_what_is_wrong_with_a_cell_stands_beside_it(check, changed, expected):
    response = check(row(**changed))
    assert (response.status_code, faults(response)) == (200, [[expected]])
    page = response.content.decode()
    assert expected[1][0] in page
    assert "Nobody on the list can be invited yet." in page


def test_a_cell_of_a_formula_is_never_more_than_words_on_the_page(check):
    page = check(row(name='<script>alert("x")</script>', email="=cmd|' /C calc'!A0")).content.decode()
    assert "<script>alert(" not in page


def test_a_reference_can_be_written_in_small_letters_and_the_time_beside_the_date(check):
    assert faults(check(row(leaflet="ipg651", day=f"{DAY.isoformat()} 14:15:00", time=""))) == [[]]


def test_the_same_patient_twice_on_the_list(check):
    second = row("M Ellis", time="11:00")
    assert faults(check(row(), second)) == [
        [],
        [("NHS number", ["The same patient and leaflet stand in line 2"])],
    ]
    assert faults(check(row(), row(born="28/03/1958"))) == [
        [],
        [("NHS number", ["Line 2 has the same NHS number with another date of birth"])],
    ]


def test_the_same_list_again_invites_nobody_twice(check, press):
    press(check(*TWO), "invite")
    before = written()
    again = check(*TWO)
    open_words = "This patient already has an open conversation about this procedure."
    assert faults(again) == [[("", [open_words])], [("", [open_words])]]
    page = again.content.decode()
    for conversation in Conversation.objects.all():
        assert f'href="{reverse("conversation", args=[conversation.pk])}"' in page
    response = press(again, "invite")
    assert (response.status_code, written()) == (409, before)
    assert "Nobody on this list can be invited yet." in response.content.decode()


def test_the_same_press_twice_invites_once(check, press):
    checked = check(*TWO)
    press(checked, "invite")
    before = written()
    response = press(checked, "invite")
    assert (response.status_code, written()) == (409, before)


def test_a_patient_whose_conversation_is_over_can_be_invited_again(check, press, clinician, fresh):
    press(check(row()), "invite")
    cancel(conversation=fresh(Conversation.objects.get()), by=clinician)
    response = check(row("Maggie Ellis"))
    assert faults(response) == [[]]
    assert "known here under another spelling of the name: Margaret Ellis" in response.content.decode()


def test_a_row_with_quite_another_name_for_a_known_number_is_faulty(check, press, clinician, fresh):
    press(check(row()), "invite")
    cancel(conversation=fresh(Conversation.objects.get()), by=clinician)
    (((where, said),),) = faults(check(row("Tariq Aziz")))
    assert (where, "is known here as Margaret Ellis" in said[0]) == ("Name", True)


def test_letters_name_whom_the_hospital_names_for_this_leaflet(check, press, hospital, edition, editor):
    contact = Contact("Vein nurses", "01632 960 142")
    save_local_parts(parts=LocalParts(contact=contact), seen=0, hospital=hospital, leaflet=edition.leaflet, by=editor)
    page = press(check(*TWO), "invite").content.decode()
    assert (page.count("01632 960 142"), page.count(hospital.contact_details)) == (2, 0)


def test_a_number_that_is_another_patients(check, press, start, clinician, fresh):
    start(nhs_number="9434765919")
    words = "A patient with this NHS number is known here with another date of birth. Check both and enter them again"
    assert faults(check(row(born="01/01/1960"))) == [[("NHS number", [words])]]


def test_another_hospitals_patients_are_none_of_this_ones(client, check, press, other_clinician):
    press(check(*TWO), "invite")
    client.force_login(other_clinician)
    response = client.post(ADDRESS, {"text": listed(*TWO)})
    assert faults(response) == [[], []]


def test_only_the_good_rows_are_invited_where_somebody_says_so_and_the_others_can_be_taken_away(check, press, staff):
    checked = check(*TWO, MENDED_LATER)
    assert "Invite only the 2 patients without faults" in checked.content.decode()
    response = press(checked, "invite")
    assert Conversation.objects.count() == 2
    page = response.content.decode()
    assert "Not invited" in page
    assert "There is no such day in that month." in page
    taken = staff.post(ADDRESS, {"text": response.context["to_mend"], "do": "take-away"})
    assert taken["Content-Disposition"] == 'attachment; filename="to-mend.csv"'
    assert "no-store" in taken["Cache-Control"]
    lines = list(csv.DictReader(io.StringIO(taken.content.decode("utf-8-sig"), newline="")))
    assert {line["Name"]: line[TO_MEND] for line in lines} == {
        "Ann": "Date of birth: There is no such day in that month. Check the day and the month",
    }


def test_what_is_taken_away_holds_no_formula_and_can_be_brought_in_again(check, press):
    taken = press(check(row(name="=1+1")), "take-away").content.decode("utf-8-sig")
    assert "'=1+1" in taken
    mended = taken.replace("'=1+1", "Ann Bee")
    assert [one.cells["name"] for one in read_list(mended).rows] == ["Ann Bee"]


def test_a_list_that_was_changed_after_it_was_checked_is_looked_at_again(check, staff):
    checked = check(row())
    seen = checked.context["form"]["seen"].value()
    response = staff.post(ADDRESS, {"text": listed(row("Somebody Else")), "seen": seen, "do": "invite"})
    assert (response.status_code, written()) == (409, [0, 0, 0, 0])
    assert "something has changed since the list was checked" in response.content.decode()
    assert "Somebody Else" in response.content.decode()


def test_somebody_elses_invitation_meanwhile_stops_the_whole_list(check, press, start):
    checked = check(*TWO)
    start(nhs_number="9876543210", date_of_birth=date(1971, 2, 9))
    response = press(checked, "invite")
    assert (response.status_code, Conversation.objects.count()) == (409, 1)


def test_where_one_cannot_be_invited_in_the_end_nobody_is(check, press, monkeypatch):
    """Two press at the same moment: what the page looked at no longer stands when it writes."""
    from sdm.pages.clinician import inviting_many

    checked_page = check(*TWO)
    really = inviting_many.start_and_invite

    def somebody_was_faster(*, patients, **values):
        really(patients=patients[1:], **values)
        return really(patients=patients, **values)

    monkeypatch.setattr(inviting_many, "start_and_invite", somebody_was_faster)
    response = press(checked_page, "invite")
    assert (response.status_code, Conversation.objects.count(), Patient.objects.count()) == (409, 1, 1)


def test_the_links_go_by_e_mail_too_where_somebody_says_so(check, press):
    response = press(check(*TWO), "invite", with_mail="on")
    assert list(Mail.objects.values_list("address", flat=True)) == ["gareth@example.org"]
    assert "The link goes to 1 of them by e-mail, too." in response.content.decode()


def test_letters_that_were_lost_are_made_anew_for_whoever_has_not_opened_theirs(check, press):
    press(check(*TWO), "invite")
    opened = Invitation.objects.get(conversation__patient__name="Gareth Pugh")
    open_invitation(invitation=opened, date_of_birth=date(1971, 2, 9))
    again = check(*TWO, MENDED_LATER)
    assert "Make 1 new letter<" in again.content.decode()
    response = press(again, "letters")
    (token,) = links(response)
    assert Invitation.objects.for_token(token).get().conversation.patient.name == "Margaret Ellis"
    assert Invitation.objects.filter(revoked_at=None).count() == 2
    assert Invitation.objects.get(pk=opened.pk).revoked_at is None


def test_no_letter_where_nobody_has_one(check, press):
    assert press(check(*TWO), "letters").status_code == 409


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "Choose a file or paste the list"),
        ({"text": "Ann,1958"}, "The first line must hold the names of the columns, as in the empty list"),
        ({"text": "a\x07"}, "There is a hidden character after “a” that we cannot save."),
        ({"file": b"", "text": ""}, "There is nothing on the list"),
        ({"file": b"PK\x03\x04", "text": ""}, "This file is not a CSV file."),
        ({"file": b"x" * (BYTES_AT_MOST + 1), "text": ""}, "The file is too big."),
        ({"file": b"Name", "text": "Name"}, "Choose a file or paste the list, not both"),
        ({"text": "x", "do": "invite"}, "The first line must hold the names of the columns, as in the empty list"),
    ],
)
def test_a_list_that_cannot_be_read_says_why_and_is_not_lost(staff, sent, said):
    if "file" in sent:
        sent = {**sent, "file": SimpleUploadedFile("list.csv", sent["file"])}
    response = staff.post(ADDRESS, sent)
    page = response.content.decode()
    assert (response.status_code, said in page) == (422, True)
    assert "<title>Error: " in page
    assert sent["text"].replace("\x07", "") in page.replace("\x07", "")


def test_columns_that_are_not_read_are_named(staff, edition):
    response = staff.post(ADDRESS, {"text": f"{HEADING},Ward\n{row()},A1"})
    assert "We do not read this column: Ward." in response.content.decode()


def test_the_empty_list_opens_in_a_spreadsheet_and_has_every_column(staff):
    response = staff.get(f"{ADDRESS}empty.csv")
    assert response.content.decode() == f"\ufeff{HEADING}\r\n"
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def seen_by() -> list[str]:
    return sorted(Conversation.objects.values_list("seen_by__name", flat=True))


def test_a_list_names_who_sees_each_patient_and_else_it_is_whoever_brings_it_in(check, press, colleague):
    third = row("Ann", "30/03/1980", "9990000018", seen_by="RAVI@northfield.example")
    press(check(row(), row("Gareth Pugh", "1971-02-09", "9876543210", seen_by="ravi shah"), third), "invite")
    assert seen_by() == ["Dr Amira Khan", "Ravi Shah", "Ravi Shah"]
    assert [fault_of(one) for one in Conversation.objects.all()] == [None] * 3


@pytest.mark.parametrize(
    "typed", ["Ravi", "Dr Tom Reed", "clinician@southmere.example", "Jo Bell", "Sam Okoro", "x" * 999]
)
def test_who_is_no_clinician_here_is_a_fault_of_that_row_alone(
    check, press, typed, colleague, other_clinician, editor, administrator
):
    response = check(row(seen_by=typed), row("Gareth Pugh", "1971-02-09", "9876543210", seen_by="Ravi Shah"))
    assert faults(response) == [[("Seen by", ["No clinician of your hospital has this name or e-mail address"])], []]
    press(response, "invite")
    assert seen_by() == ["Ravi Shah"]


def test_two_of_the_same_name_are_told_apart_by_the_address(check, colleague, hospital):
    User.objects.create_user("r@northfield.example", name="Ravi Shah", role=Role.CLINICIAN.value, hospital=hospital)
    response = check(row(seen_by="Ravi Shah"), row("Gareth", "1971-02-09", "9876543210", seen_by=colleague.email))
    assert faults(response) == [
        [("Seen by", ["More than one clinician has this name. Write the e-mail address"])],
        [],
    ]


def test_an_account_that_is_closed_before_somebody_invites_stops_all_of_it(check, press, colleague):
    response = check(row(), row("Gareth", "1971-02-09", "9876543210", seen_by="Ravi Shah"))
    colleague.is_active = False
    colleague.save()
    assert (press(response, "invite").status_code, written()) == (409, [0, 0, 0, 0])


def test_a_formula_in_the_place_of_a_name_is_refused(check):
    assert faults(check(row(seen_by="=cmd()")))[0][0][0] == "Seen by"


def test_names_of_colleagues_cost_one_query_however_many_there_are(check, colleague):
    two = row(seen_by="Ravi Shah"), row("Gareth", "1971-02-09", "9876543210", seen_by="Ravi Shah")
    for rows in (two[:1], two):
        with CaptureQueriesContext(connection) as queries:
            check(*rows)
        assert len(queries) == 4


def test_checking_a_long_list_asks_no_more_than_a_short_one(check, press):
    press(check(*TWO), "invite")
    with CaptureQueriesContext(connection) as at_two:
        check(*TWO)
    with CaptureQueriesContext(connection) as at_many:
        check(*TWO, *(row(number=number) for number in ("9990000018", "9990000026", "9990000034")))
    assert len(at_two) == len(at_many) == 4


def test_the_way_there(staff, edition):
    assert f'href="{ADDRESS}"' in staff.get("/conversations/new/").content.decode()


def test_the_example_is_the_demos_alone_and_has_good_rows_and_others(staff, edition):
    assert "Vaughan-Test" not in staff.get(f"{ADDRESS}?example").content.decode()
    response = staff.post(ADDRESS, {"text": example()})
    assert [one.is_good for one in response.context["rows"]] == [True, True, True, False, False]


def test_as_many_as_a_list_may_have_are_invited_at_once(check, press):
    numbers = [number for number in map(str, range(9990000000, 9990002000)) if is_nhs_number(number)][:ROWS_AT_MOST]
    response = press(check(*(row(f"Patient {number}", number=number) for number in numbers)), "invite")
    assert (response.status_code, len(links(response)), Conversation.objects.count()) == (200, 100, 100)


def is_nhs_number(digits: str) -> bool:
    try:
        return clean(digits) == digits
    except ValueError:
        return False
