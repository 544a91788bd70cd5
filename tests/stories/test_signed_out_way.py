"""Signed out while they were writing: what stands on the page stays there, and goes out once they are back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.stories.clinician_at_browser import ClinicianAtBrowser
from tests.stories.walking import sign_in

WHY = "She wants to ask her son first."


@pytest.fixture
def deciding(staff, conversation) -> ClinicianAtBrowser:
    """A decision that is written, and not recorded yet."""
    staff.goes_to("conversation-decision", conversation.pk)
    staff.chooses("Take more time to decide")
    staff.writes("Why, in the patient’s own words", WHY)
    return staff


def is_told_to_keep_the_page(staff: ClinicianAtBrowser, why: str) -> None:
    staff.page.get_by_role("button", name="Record the decision").click()
    staff.is_told(why)
    expect(staff.page.get_by_label("Why, in the patient’s own words")).to_have_value(WHY)


def test_a_decision_waits_on_the_page_until_somebody_has_signed_in_again(
    deciding, conversation, clinician, client, fresh
):
    page = deciding.page
    page.context.clear_cookies()
    is_told_to_keep_the_page(deciding, "Not sent yet. You were signed out.")
    deciding.axe(page)
    sign_in(page.context, client, clinician, deciding.origin)
    page.context.new_page().goto(f"{deciding.origin}{reverse('conversation', args=[conversation.pk])}")
    deciding.presses("Record the decision")
    deciding.reads("Summary of our decision")
    assert fresh(conversation).decisions.get().reasons == WHY


def test_nothing_goes_out_in_the_name_of_whoever_signed_in_instead(
    deciding, conversation, other_clinician, client, fresh
):
    deciding.page.context.clear_cookies()
    sign_in(deciding.page.context, client, other_clinician, deciding.origin)
    is_told_to_keep_the_page(deciding, "Not sent yet. You were signed out.")
    assert not fresh(conversation).decisions.exists()


def test_where_nobody_answers_the_page_stays_as_it_is(deciding, conversation, fresh):
    deciding.page.context.set_offline(True)
    is_told_to_keep_the_page(deciding, "Not sent yet. We cannot reach the service.")
    deciding.page.context.set_offline(False)
    deciding.presses("Record the decision")
    deciding.reads("Summary of our decision")
    assert fresh(conversation).decisions.get().reasons == WHY


def test_in_a_browser_that_cannot_ask_first_a_form_goes_out_all_the_same(staff, conversation, fresh):
    staff.page.add_init_script("delete AbortSignal.timeout")
    staff.goes_to("conversation-decision", conversation.pk)
    staff.chooses("Take more time to decide")
    staff.writes("Why, in the patient’s own words", WHY)
    staff.presses("Record the decision")
    staff.reads("Summary of our decision")
    assert fresh(conversation).decisions.get().reasons == WHY
