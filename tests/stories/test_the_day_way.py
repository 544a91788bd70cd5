"""From the consent to the day and after, on a small screen: planned, asked again, taken back, and what is to do."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate as today
from playwright.sync_api import expect

from sdm.models import Confirmation, Conversation
from tests.given import consent
from tests.stories.walking import follows, presses, sign_in, tab_to


@pytest.fixture
def consented(conversation, clinician, fresh):
    """A consent of today, for which everything has happened that is asked for."""
    return consent(conversation, by=clinician)


@pytest.fixture
def staff(browser, live_server, client, clinician):
    """A page of the clinician's own browser, signed in, on a screen as narrow as a telephone's."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 320, "height": 640})
    sign_in(context, client, clinician, live_server.url)
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def look(staff, axe, fits):
    def look() -> None:
        axe(staff)
        fits(staff)

    return look


def fill_day(page, legend: str, day) -> None:
    group = page.get_by_role("group", name=legend, exact=True)
    for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(box, exact=True).fill(str(value))


def test_planned_asked_again_and_taken_back(staff, consented, at_browser, look):
    staff.goto(reverse("conversation", args=[consented.pk]))
    follows(staff, "After the decision")
    look()
    follows(staff, "Plan the procedure")
    look()
    fill_day(staff, "On which day is the procedure?", today())
    presses(staff, "Save the plan")
    expect(staff.get_by_role("link", name="There is less time to think than this hospital wants.")).to_be_visible()
    look()
    staff.get_by_label("Why there is less time to think").fill("The leg is in danger.")
    presses(staff, "Save the plan")
    look()

    follows(staff, "On the day: ask whether the patient still agrees")
    expect(staff.get_by_text("Nothing that is recorded here.")).to_be_visible()
    look()
    staff.get_by_label("Who does the procedure today?").fill("Dr Tom Reed")
    staff.get_by_label("They still agree").check()
    presses(staff, "Record what the patient says")
    expect(staff.get_by_text("Somebody else does the procedure")).to_be_visible()
    look()
    staff.get_by_label("The patient was told what has changed, and was asked again").check()
    presses(staff, "Record what the patient says")
    expect(staff.get_by_text("and still did on")).to_be_visible()
    assert Confirmation.objects.get().done_by == "Dr Tom Reed"
    look()

    # The telephone rings: a link, and one press.
    follows(staff, "Write down a change of mind")
    look()
    presses(staff, "Write it down")
    expect(staff.get_by_text("Do not act on the consent that is recorded.")).to_be_visible()
    look()
    staff.goto(reverse("conversation-the-day", args=[consented.pk]))
    expect(staff.get_by_label("They still agree")).to_have_count(0)
    look()
    at_browser.gets_in()
    at_browser.goes_to("/my/summary")
    expect(at_browser.page.get_by_text("This does not count any more.").first).to_be_visible()


def test_what_is_to_be_done_the_end_and_the_figures(staff, consented, look):
    staff.goto(reverse("follow-up-add", args=[consented.pk]))
    look()
    staff.get_by_label("A check of how the patient gets on").check()
    staff.get_by_label("What is to be done").fill("Scan at 6 weeks")
    staff.get_by_label("Who does it").select_option(label="Dr Amira Khan, Consultant vascular surgeon")
    fill_day(staff, "By when", today() + timedelta(days=42))
    presses(staff, "Put it on the list")
    look()
    staff.goto(reverse("due"))
    look()
    follows(staff, "Scan at 6 weeks")
    look()
    presses(staff, "It was done")
    expect(staff.get_by_text("Done on")).to_be_visible()
    follows(staff, "Record what became of it")
    look()
    staff.get_by_label("It was done").check()
    fill_day(staff, "On which day (if it was done)", today())
    staff.get_by_label("None", exact=True).check()
    presses(staff, "Save")
    look()

    Conversation.objects.update(appointment_at=timezone.now(), procedure_on=today())
    staff.goto(reverse("figures"))
    for width in (780, 1000, 320):
        staff.set_viewport_size({"width": width, "height": 640})
        look()
    staff.goto(reverse("exports"))
    look()
    staff.get_by_label("For the registry", exact=True).check()
    with staff.expect_download() as download:
        staff.get_by_role("button", name="Download the file (CSV)").click()
    assert download.value.suggested_filename == "registry.csv"


def test_a_consent_is_taken_back_with_the_keyboard_alone(staff, consented, fresh):
    staff.goto(reverse("conversation-take-back", args=[consented.pk]))
    wanted = staff.get_by_role("button", name="Write it down")
    tab_to(staff, wanted)
    with staff.expect_navigation():
        staff.keyboard.press("Enter")
    assert [said.withdraws for said in fresh(consented).said_since] == [True]
