"""After the decision: the list of what is due, the procedure's end, the files for others, and the figures."""

import csv
import html
import io
import re
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate as today

from sdm.actions.afterwards import answer_patient, write_down_change_of_mind
from sdm.actions.agenda import close_item, raise_item
from sdm.actions.conversations import reopen
from sdm.actions.decisions import decide
from sdm.actions.follow_up import add_follow_up, note_procedure
from sdm.actions.reminding_staff import remind_staff
from sdm.models import Conversation, Decision, Export, FollowUp, User, record_guard
from sdm.rules.follow_up import PROCEDURE
from sdm.rules.parts import Saved
from sdm.rules.people import Role
from tests.given import spoken

pytestmark = pytest.mark.django_db


def words_of(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def consented(record, iliofemoral, conversation, clinician, fresh):
    record(iliofemoral)
    now = fresh(conversation)
    shown = now.head[0]
    decide(conversation=now, choice="consent", reasons="Why", given=spoken(), seen=0, shown=shown, by=clinician)
    return conversation


def consent_again(conversation, clinician, fresh) -> None:
    """The patient takes their consent back, is talked with and answered, and consents after all."""
    write_down_change_of_mind(conversation=fresh(conversation), wants="changed-mind", by=clinician)
    reopen(conversation=fresh(conversation), by=clinician)
    (said,) = fresh(conversation).said_since
    answer_patient(conversation=fresh(conversation), about=said.entry, outcome="answered", text="Talked", by=clinician)
    now = fresh(conversation)
    bound = {"seen": 1, "shown": now.head[0], "notes_confirmed": True}
    decide(conversation=now, choice="consent", reasons="After all", given=spoken(), by=clinician, **bound)


@pytest.fixture
def add(conversation, clinician, fresh):
    def add(text="Scan the leg", *, in_days=7, **values):
        values = {"kind": "check", "owner": clinician, "due_on": today() + timedelta(days=in_days), **values}
        return add_follow_up(conversation=fresh(conversation), text=text, by=clinician, **values)

    return add


@pytest.fixture
def colleague(hospital) -> User:
    role = Role.CLINICIAN.value
    return User.objects.create_user("nurse@northfield.example", name="Sister Lee", role=role, hospital=hospital)


# What is to be done


def test_it_is_added_with_an_owner_and_a_day_and_said_to_be_done(staff, at, consented, boxes, colleague):
    typed = {"kind": "action", "text": "Ring the GP", "owner": str(colleague.pk)}
    refused = staff.post(at("follow-up-add"), typed)
    assert (refused.status_code, "Ring the GP" in refused.content.decode()) == (422, True)
    page = staff.post(at("follow-up-add"), {**typed, **boxes("due_on", today())}, follow=True)
    assert "Ring the GP Something to do. Sister Lee , by" in words_of(page)
    row = FollowUp.objects.get()
    done = {"seen": row.recorded_as, **boxes("done_on", today()), "result": "He knows."}
    page = staff.post(at("follow-up", row.pk), done, follow=True)
    assert "He knows." in words_of(page)
    row.refresh_from_db()
    assert staff.post(at("follow-up", row.pk), {"undo": "1", "seen": row.recorded_as}).status_code == 302
    row.refresh_from_db()
    assert row.done_on is None


def test_somebody_else_is_named(staff, at, consented, boxes):
    typed = {"kind": "action", "text": "Take the tablets", **boxes("due_on", today())}
    assert "Choose who does it, or write their name" in words_of(staff.post(at("follow-up-add"), typed))
    staff.post(at("follow-up-add"), {**typed, "owner_name": "The patient"})
    assert FollowUp.objects.get().owner_name == "The patient"


def test_somebody_else_who_is_written_as_a_colleague_is_called_has_it_on_their_list(
    staff, at, consented, boxes, colleague, client
):
    typed = {"kind": "action", "text": "Ring the GP", "owner_name": "sister LEE", **boxes("due_on", today())}
    for _ in range(2):
        staff.post(at("follow-up-add"), typed)
    row = FollowUp.objects.get()
    assert (row.owner, row.owner_name) == (colleague, colleague.as_actor().name)
    client.force_login(colleague)
    assert "Ring the GP" in words_of(client.get(reverse("due")))


def test_what_is_due_leads_to_the_patients_brief(staff, at, consented, add):
    add()
    page = staff.get(reverse("due")).content.decode()
    assert f'<a href="{at("conversation")}"><bdi>' in page


def test_what_somebody_changed_meanwhile_is_looked_at_first(staff, at, consented, add, boxes):
    row = add()
    response = staff.post(at("follow-up", row.pk), {"seen": 1, **boxes("done_on", today()), "result": "My words"})
    assert (response.status_code, "My words" in response.content.decode()) == (409, True)


@pytest.mark.parametrize("seen", ["", "-1", "9" * 5000, "٣", "x"])
def test_what_nobody_saw_is_not_undone(staff, at, consented, add, boxes, seen):
    row = add()
    staff.post(at("follow-up", row.pk), {"seen": row.recorded_as, **boxes("done_on", today())})
    assert staff.post(at("follow-up", row.pk), {"undo": "1", "seen": seen}).status_code == 409
    row.refresh_from_db()
    assert row.done_on == today()


def test_my_list_has_mine_and_the_other_all_and_overdue_is_flagged(
    staff, at, consented, add, colleague, other_clinician, client
):
    add("Mine, late")
    add("Hers", owner=colleague)
    FollowUp.objects.filter(text="Mine, late").update(due_on=today() - timedelta(days=1))
    mine, everybodys = words_of(staff.get(reverse("due"))), words_of(staff.get(reverse("due") + "?all"))
    assert ("Overdue" in mine, "Mine, late" in mine, "Hers" in mine, "Hers" in everybodys) == (True, True, False, True)
    client.force_login(other_clinician)
    assert "Nothing is to be done." in words_of(client.get(reverse("due") + "?all"))


def test_what_has_come_due_by_somebody_without_an_account_is_on_the_list_of_whoever_sees_the_patient(
    staff, add, consented, colleague, client
):
    add("Scan there", owner=None, owner_name="Vein clinic", in_days=0)
    add("Not yet", owner=None, owner_name="Vein clinic", in_days=1)
    mine = words_of(staff.get(reverse("due")))
    assert "Due for my patients, by people who get no reminder from here" in mine
    assert ("Scan there" in mine, "Not yet" in mine) == (True, False)
    client.force_login(colleague)
    assert "Scan there" not in words_of(client.get(reverse("due")))


def test_the_list_goes_on_page_by_page_and_asks_the_database_the_same(staff, consented, add, django_assert_num_queries):
    for number in range(23):
        add(f"Thing {number:02}", in_days=number // 2)
    with django_assert_num_queries(3):
        first = staff.get(reverse("due"))
    rest = staff.get(reverse("due") + first.context["later"])
    texts = [row["one"].text for response in (first, rest) for row in response.context["rows"]]
    assert sorted(texts) == [f"Thing {number:02}" for number in range(23)]
    assert len(first.context["rows"]) == 20
    assert staff.get(reverse("due") + "?after=nonsense").status_code == 400


def test_the_page_after_the_decision_asks_the_database_the_same(staff, at, consented, add, django_assert_num_queries):
    for number in range(3):
        staff.get(at("conversation-after"))  # what was to be told once is told
        with django_assert_num_queries(6):
            staff.get(at("conversation-after"))
        add(f"Thing {number}")


def test_the_patient_reads_what_is_to_be_done(staff, at, consented, add):
    add("Scan the leg")
    summary = words_of(staff.get(at("conversation-summary")))
    assert "What is to be done Scan the leg" in summary


# What became of the procedure


def test_what_became_of_it_is_recorded(staff, at, consented, boxes):
    address = at("conversation-procedure-end")
    typed = {"procedure-revision": 0, "procedure-happened": "done", "procedure-complications": "some"}
    refused = staff.post(address, typed)
    assert refused.status_code == 422
    assert "Enter the day on which it was done" in words_of(refused)
    assert "Write which complications there were" in words_of(refused)
    typed |= {**boxes("procedure-done_on", today()), "procedure-complications_were": "A bruise"}
    page = words_of(staff.post(address, typed, follow=True))
    assert ("It was done" in page, "A bruise" in page) == (True, True)


def test_of_two_who_record_it_the_second_sees_both(staff, at, consented, clinician, fresh, boxes):
    theirs = Saved(PROCEDURE, text="Their words", details={"happened": "not-done"})
    note_procedure(conversation=fresh(consented), note=theirs, by=clinician)
    typed = {"procedure-revision": 0, "procedure-happened": "not-done", "procedure-text": "My words"}
    response = staff.post(at("conversation-procedure-end"), typed)
    assert response.status_code == 409
    assert ("Their words" in words_of(response), "My words" in response.content.decode()) == (True, True)


# The files


def taken(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def take(staff, boxes):
    def take(kind: str):
        days = {**boxes("since", today() - timedelta(days=30)), **boxes("until", today())}
        return staff.post(reverse("exports"), {"kind": kind, **days})

    return take


@pytest.fixture
def done(consented, clinician, fresh):
    details = {"happened": "done", "done_on": today().isoformat(), "complications": "some"}
    details["complications_were"] = "=cmd()"
    saved = Saved(PROCEDURE, text="+Walks well", details=details)
    note_procedure(conversation=fresh(consented), note=saved, by=clinician)


def test_the_registry_knows_who_and_no_more_than_it_needs(take, done, add, conversation):
    add("Scan", in_days=0)
    FollowUp.objects.update(due_on=today() - timedelta(days=1))
    response = take("registry")
    assert response["Content-Disposition"] == 'attachment; filename="registry.csv"'
    heading, row = taken(response)
    told = dict(zip(heading, row, strict=True))
    assert told["NHS number"] == "943 476 5919"
    assert (told["Done on"], told["Complications"], told["Which complications"]) == (
        today().isoformat(),
        "Some",
        "'=cmd()",
    )
    assert (told["Outcome"], told["Checks due"], told["Checks done"], told["Checks overdue"]) == (
        "'+Walks well",
        "1",
        "0",
        "1",
    )
    assert not {"Margaret Ellis", "1958-03-27"} & set(row)


def test_an_audit_is_told_of_nobody(take, done, conversation):
    heading, row = taken(take("audit"))
    told = dict(zip(heading, row, strict=True))
    assert (told["Month of the decision"], told["Days to the procedure"]) == (f"{today():%Y-%m}", "0")
    everything = " ".join(row)
    secret = ("Margaret", "943 476 5919", "9434765919", today().isoformat(), "Walks well", "cmd", str(conversation.pk))
    assert [one for one in secret if one in everything] == []


def test_who_had_no_procedure_is_in_the_audit_only_and_a_consent_that_was_taken_back_says_so(
    take, consented, clinician, fresh
):
    write_down_change_of_mind(conversation=fresh(consented), wants="changed-mind", by=clinician)
    assert len(taken(take("registry"))) == 1
    heading, row = taken(take("audit"))
    assert dict(zip(heading, row, strict=True))["Consent taken back"] == "Yes"


def test_nobody_is_told_of_another_hospitals_or_of_those_who_did_not_agree(
    take, client, other_clinician, conversation, clinician, fresh, done, boxes
):
    client.force_login(other_clinician)
    assert len(taken(take("audit"))) == 1
    client.force_login(clinician)
    assert len(taken(take("audit"))) == 2
    decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=1, by=clinician)
    assert len(taken(take("audit"))) == 1


def test_the_registry_is_told_of_everybody_who_had_the_procedure_whatever_was_decided_since(
    take, done, conversation, clinician, fresh
):
    decide(conversation=fresh(conversation), choice="refusal", reasons="Not again", seen=1, by=clinician)
    heading, row = taken(take("registry"))
    assert dict(zip(heading, row, strict=True))["Consent taken back"] == "No"


@pytest.mark.parametrize("is_decided", [True, False])
def test_the_registry_is_told_of_a_procedure_without_a_consent(
    take, add, record, iliofemoral, conversation, clinician, fresh, is_decided
):
    record(iliofemoral)
    if is_decided:
        decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=0, by=clinician)
    assert len(taken(take("registry"))) == 1
    note = Saved(PROCEDURE, details={"happened": "done", "done_on": today().isoformat(), "no_consent": True})
    note_procedure(conversation=fresh(conversation), note=note, by=clinician)
    add()
    heading, row = taken(take("registry"))
    told = dict(zip(heading, row, strict=True))
    assert (told["Consent taken back"], told["Arrangement"]) == ("There was no consent", "Special arrangements")
    assert (told["Kind of the condition"], told["Checks due"]) == ("iliofemoral DVT", "1")
    assert told["Decision"] == (today().isoformat() if is_decided else "")
    assert len(taken(take("audit"))) == 1


def test_who_took_a_file_is_written_down_and_looking_takes_none(take, staff, clinician):
    staff.get(reverse("exports"))
    assert not Export.objects.exists()
    taken(take("figures"))
    kept = Export.objects.get()
    assert (kept.kind, kept.made_by, kept.until) == ("figures", clinician, today())
    assert "Dr Amira Khan. Figures by month" in words_of(staff.get(reverse("exports")))


def test_a_consent_that_was_taken_back_and_the_one_after_it_are_both_told(
    take, clinician, consented, conversation, fresh
):
    consent_again(conversation, clinician, fresh)
    details = {"happened": "done", "done_on": today().isoformat()}
    note_procedure(conversation=fresh(conversation), note=Saved(PROCEDURE, details=details), by=clinician)
    for kind in ("registry", "audit"):
        heading, row = taken(take(kind))
        told = dict(zip(heading, row, strict=True))
        assert (told["Consent taken back"], told["An earlier consent taken back"]) == ("No", "Yes")


def test_days_that_are_the_wrong_way_round_or_too_many(staff, boxes):
    wrong = ((today(), today() - timedelta(days=1)), (today() - timedelta(days=1000), today()), (today(), date.max))
    for first, last in wrong:
        typed = {"kind": "audit", **boxes("since", first), **boxes("until", last)}
        assert staff.post(reverse("exports"), typed).status_code == 422
    assert not Export.objects.exists()


def test_a_file_asks_the_database_the_same_however_many_there_are(
    take, done, clinician, fresh, start, django_assert_num_queries, conversation
):
    taken(take("audit"))
    with django_assert_num_queries(3):
        assert len(taken(take("audit"))) == 2
    decision = Decision.objects.get()
    for _ in range(3):
        other = start(name="Other")
        values = {"number": 1, "choice": "consent", "reasons": "Why", "recorded_by": "x", "recorded_as": 2}
        Decision.objects.create(conversation=other, summary=decision.summary, decided_at=timezone.now(), **values)
    with django_assert_num_queries(3):
        assert len(taken(take("audit"))) == 5


# Checks that were planned, and what was parked


@pytest.fixture
def planned(note):
    """Two checks that were planned in the discussion, and one of which nobody said with whom."""
    scan = {"what": "Scan", "when": "6 weeks after", "whom": "Vein clinic"}
    visit = {"what": "Visit", "when": "in a year", "whom": "dr sam OKORO"}
    note("special", checks=[scan, visit, {"what": "Call", "when": "", "whom": ""}])


def test_planned_checks_are_put_on_the_list_with_a_day_by_one_press(staff, at, planned, boxes, clinician):
    clinician.name = "Dr Sam Okoro"
    clinician.save()
    page = staff.get(at("follow-up-add")).content.decode()
    assert [words in page for words in ("Scan, 6 weeks after", "Visit, in a year", "Call")] == [True, True, False]
    days = {
        **boxes("planned-day1", today() + timedelta(days=42)),
        **boxes("planned-day2", today() + timedelta(days=365)),
    }
    assert staff.post(at("follow-up-add"), {"planned": "1", **days})["Location"] == at("conversation-after")
    rows = FollowUp.objects.values_list("kind", "text", "owner", "owner_name", "due_on")
    assert list(rows) == [
        ("check", "Scan, 6 weeks after", None, "Vein clinic", today() + timedelta(days=42)),
        ("check", "Visit, in a year", clinician.pk, clinician.as_actor().name, today() + timedelta(days=365)),
    ]
    assert "Scan, 6 weeks after" not in staff.get(at("follow-up-add")).content.decode()


def test_a_planned_check_without_a_day_waits(staff, at, planned, boxes):
    response = staff.post(at("follow-up-add"), {"planned": "1"})
    problem = ("#id_planned-day1_day", "Enter a day for at least one check")
    assert (response.status_code, response.context["problems"]) == (422, [problem])
    typed = {"planned": "1", "planned-day1_day": "31", **boxes("planned-day2", today())}
    response = staff.post(at("follow-up-add"), typed)
    assert (response.status_code, 'value="31"' in response.content.decode()) == (422, True)
    assert not FollowUp.objects.exists()
    staff.post(at("follow-up-add"), {"planned": "1", **boxes("planned-day2", today())})
    assert [one.text for one in FollowUp.objects.all()] == ["Visit, in a year"]


def test_what_was_parked_is_on_the_list_of_what_is_due_and_after_the_decision(
    staff, at, conversation, clinician, fresh, mailoutbox
):
    item = raise_item(conversation=fresh(conversation), text="Blood thinners at home", by=clinician)
    parked = {"state": "parked", "owner": clinician.name, "due_on": today()}
    close_item(conversation=fresh(conversation), item=item, by=clinician, **parked)
    for address in (reverse("due"), f"{reverse('due')}?all", at("conversation-after")):
        assert "Blood thinners at home" in staff.get(address).content.decode()
    assert remind_staff() == 1


# Figures


@pytest.fixture
def held(conversation, patient, answer, send, clinician, fresh):
    """An appointment of this month, with answers before it, one thing parked and a decision."""
    answer("question-1", text="Why?")
    send()
    item = raise_item(conversation=fresh(conversation), text="Later", by=clinician)
    due_on = today() + timedelta(days=9)
    close_item(conversation=fresh(conversation), item=item, state="parked", owner="Ann", due_on=due_on, by=clinician)
    decide(conversation=fresh(conversation), choice="refusal", reasons="No", seen=0, by=clinician)
    Conversation.objects.update(appointment_at=timezone.now(), sent_at=timezone.now() - timedelta(days=2))
    return conversation


def test_the_figures_of_a_month(staff, held, start):
    earlier = start(name="Second")
    Conversation.objects.filter(pk=earlier.pk).update(appointment_at=timezone.now())
    response = staff.get(reverse("figures"))
    row = dict(response.context["rows"][0])
    assert (row["Appointments"], row["Answers before"], row["Left open"]) == ("2", "1 (50 in 100)", "1")
    assert (row["Not have it"], row["Have it"]) == ("1", "0")
    assert len(response.context["rows"]) == 12


def test_a_patient_counts_once_with_what_stands_at_the_end_of_the_month(
    staff, consented, conversation, clinician, fresh
):
    def figures() -> list[str]:
        row = dict(staff.get(reverse("figures")).context["rows"][0])
        return [row[name] for name in ("Have it", "Not have it", "More time")]

    assert figures() == ["1", "0", "0"]
    consent_again(conversation, clinician, fresh)
    assert (Decision.objects.count(), figures()) == (2, ["1", "0", "0"])
    reopen(conversation=fresh(conversation), by=clinician)
    assert figures() == ["0", "0", "0"]
    decide(conversation=fresh(conversation), choice="more-time", reasons="Why", seen=2, by=clinician)
    assert figures() == ["0", "0", "1"]
    assert "what stands at the end of the month" in words_of(staff.get(reverse("figures")))


def test_a_consent_that_was_taken_back_later_counts_in_its_own_month(staff, consented, conversation, clinician, fresh):
    before = timezone.localtime().replace(day=1) - timedelta(days=3)
    write_down_change_of_mind(conversation=fresh(conversation), wants="changed-mind", by=clinician)
    rows = [dict(one)["Have it"] for one in staff.get(reverse("figures")).context["rows"][:2]]
    assert rows == ["0", "0"]
    record_guard.remove(connection)
    Decision.objects.update(decided_at=before)
    record_guard.install(connection)
    rows = [dict(one)["Have it"] for one in staff.get(reverse("figures")).context["rows"][:2]]
    assert rows == ["0", "1"]


def test_a_consent_that_was_taken_back_led_to_no_procedure(staff, consented, conversation, clinician, fresh):
    Conversation.objects.update(procedure_on=today())
    write_down_change_of_mind(conversation=fresh(conversation), wants="not-offered", text="Too thin.", by=clinician)
    assert dict(staff.get(reverse("figures")).context["rows"][0])["Days to procedure"] == "–"


def test_days_from_decision_to_procedure_are_counted_once_the_day_has_come(staff, consented):
    Conversation.objects.update(procedure_on=today())
    day = datetime.combine(today() - timedelta(days=3), time(9), tzinfo=timezone.get_default_timezone())
    decided = Decision.objects.get()
    assert dict(staff.get(reverse("figures")).context["rows"][0])["Days to procedure"] == "0 (of 1)"
    Conversation.objects.update(procedure_on=today() + timedelta(days=1))
    assert dict(staff.get(reverse("figures")).context["rows"][0])["Days to procedure"] == "–"
    assert decided.decided_at > day


@pytest.fixture
def ended(consented, clinician, fresh):
    """Notes what became of a procedure that was planned for today."""
    Conversation.objects.update(procedure_on=today())

    def ended(**details) -> None:
        note_procedure(conversation=fresh(consented), note=Saved(PROCEDURE, details=details), by=clinician)

    return ended


def test_a_procedure_that_was_not_done_was_on_no_day(staff, at, ended, boxes, take):
    ended(happened="not-done")
    heading, row = taken(take("audit"))
    assert dict(zip(heading, row, strict=True))["Days to the procedure"] == ""
    assert dict(staff.get(reverse("figures")).context["rows"][0])["Days to procedure"] == "–"
    typed = {"procedure-happened": "not-done", "procedure-revision": "1", **boxes("procedure-done_on", today())}
    response = staff.post(at("conversation-procedure-end"), typed)
    problem = "If it was not done, leave the day empty"
    assert (response.status_code, [words for _, words in response.context["form"].problems]) == (422, [problem])


def test_a_procedure_counts_by_the_day_on_which_it_was_done_whatever_was_planned(staff, ended, hospital):
    ended(happened="done", done_on=today().isoformat())
    for planned in (None, today() + timedelta(days=3), today() - timedelta(days=400)):
        Conversation.objects.update(procedure_on=planned)
        assert dict(staff.get(reverse("figures")).context["rows"][0])["Days to procedure"] == "0 (of 1)"


def test_the_plots_say_the_same_as_the_table_and_bring_no_style_of_their_own(staff, held):
    page = staff.get(reverse("figures")).content.decode()
    plots = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(plots) == 7
    assert len(plots) == 3 + len(Decision.CHOICES)
    assert all("<title" in plot and "style" not in plot for plot in plots)
    assert "Decisions: not have the procedure." in page


def test_the_figures_are_a_few_queries_and_of_my_hospital_only(
    staff, client, held, other_clinician, django_assert_num_queries
):
    with django_assert_num_queries(5):
        staff.get(reverse("figures"))
    client.force_login(other_clinician)
    assert dict(client.get(reverse("figures")).context["rows"][0])["Appointments"] == "0"


def test_small_numbers_do_not_leave_the_hospital(take, held):
    heading, *rows = taken(take("figures"))
    told = dict(zip(heading, rows[-1], strict=True))
    assert (told["Appointments"], told["Have the procedure"]) == ("fewer than 5", "0")
    assert told["Answers sent before, in 100"] == ""


@pytest.mark.parametrize(("choice", "says"), [("more-time", False), ("another-opinion", False), ("refusal", True)])
def test_only_what_somebody_opened_again_is_said_to_be_open_again(
    staff, at, conversation, clinician, fresh, choice, says
):
    decide(conversation=fresh(conversation), choice=choice, reasons="Why", seen=0, by=clinician)
    opened = "The discussion was opened again after this decision."
    assert opened not in words_of(staff.get(at("conversation-summary")))
    if fresh(conversation).status == "decided":
        reopen(conversation=fresh(conversation), by=clinician)
    assert (opened in words_of(staff.get(at("conversation-summary")))) is says


@pytest.mark.parametrize("choice", ["more-time", "another-opinion", "refusal"])
def test_a_plan_is_not_offered_to_a_patient_who_decided_otherwise(
    staff, at, conversation, clinician, fresh, note, choice
):
    note("question-1", text="Said")
    plan = f'href="{at("conversation-procedure")}"'
    assert plan in staff.get(at("conversation")).content.decode()
    decide(conversation=fresh(conversation), choice=choice, reasons="Why", seen=0, by=clinician)
    if fresh(conversation).status == "decided":
        reopen(conversation=fresh(conversation), by=clinician)
    for name in ("conversation", "conversation-after"):
        assert plan not in staff.get(at(name)).content.decode()
