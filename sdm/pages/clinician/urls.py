"""Addresses of the clinician's pages, below /conversations/."""

from django.urls import path

from sdm.pages.clinician import (
    answering,
    appointment,
    brief,
    closing,
    conversations,
    deciding,
    discussion,
    ending,
    helping,
    in_translation,
    inviting,
    on_paper,
    starting,
    study,
    summaries,
    typing_in,
)

urlpatterns = [
    path("", conversations.conversations, name="conversations"),
    path("new/", starting.new, name="conversation-new"),
    path("<uuid:conversation>/", brief.brief, name="conversation"),
    path("<uuid:conversation>/invitation/", inviting.invitation, name="conversation-invitation"),
    path("<uuid:conversation>/invitation/revoke/", inviting.revoke_invitation, name="conversation-revoke"),
    path("<uuid:conversation>/invitation/mail/", inviting.mail, name="conversation-mail"),
    path("<uuid:conversation>/paper-form.pdf", on_paper.paper_form_pdf, name="conversation-paper-form-pdf"),
    path("<uuid:conversation>/typing-in/<str:came_by>/", typing_in.parts, name="conversation-typing-in"),
    path("<uuid:conversation>/typing-in/<str:came_by>/send/", typing_in.send, name="conversation-typing-in-send"),
    path("<uuid:conversation>/typing-in/<str:came_by>/<str:part>/", typing_in.part, name="conversation-typing-in-part"),
    path("<uuid:conversation>/discussion/", discussion.discussion, name="conversation-discussion"),
    path("<uuid:conversation>/leaflet/", in_translation.in_translation, name="conversation-leaflet"),
    path("<uuid:conversation>/agenda/", brief.add_item, name="agenda-add"),
    path("<uuid:conversation>/agenda/<uuid:item>/", closing.close, name="agenda-close"),
    path("<uuid:conversation>/study-consent/", study.study_consent, name="conversation-study-consent"),
    path("<uuid:conversation>/decision/", deciding.decision, name="conversation-decision"),
    path("<uuid:conversation>/reopen/", ending.reopen, name="conversation-reopen"),
    path("<uuid:conversation>/appointment/", appointment.appointment, name="conversation-appointment"),
    path("<uuid:conversation>/cancel/", ending.cancel, name="conversation-cancel"),
    path("<uuid:conversation>/help/", helping.help_for_patient, name="conversation-help"),
    path("<uuid:conversation>/said/<int:entry>/", answering.answer, name="conversation-answer"),
    path("<uuid:conversation>/summary/", summaries.summary, name="conversation-summary"),
    path("<uuid:conversation>/summary.pdf", summaries.summary_pdf, name="conversation-summary-pdf"),
]
