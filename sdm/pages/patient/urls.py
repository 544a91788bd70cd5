"""The patient's addresses; none but the link itself holds anything that names a person."""

from django.urls import path

from sdm.pages.patient import (
    afterwards,
    answers,
    arrival,
    checklist,
    moved,
    on_paper,
    reading,
    reminders,
    sending,
    summaries,
)

urlpatterns = [
    path("i/<path:token>", arrival.invitation, name="invitation"),
    path("start", arrival.start, name="patient-start"),
    path("my", answers.to_do_list, name="patient-list"),
    path("my/read", answers.read, name="patient-read"),
    path("my/read/<int:number>", answers.read, name="patient-read-step"),
    path("my/read/all", reading.read_all, name="patient-read-all"),
    path("my/not-known-yet", reading.not_known_yet, name="patient-not-known-yet"),
    path("my/questions/<int:number>", answers.question, name="patient-question"),
    path("my/what-matters", answers.what_matters, name="patient-what-matters"),
    path("my/people-and-help", answers.people_and_help, name="patient-people-and-help"),
    path("my/where-i-am", answers.where_i_am, name="patient-where-i-am"),
    path("my/options", answers.options, name="patient-options"),
    path("my/check", sending.check, name="patient-check"),
    path("my/what-is-different", moved.what_is_different, name="patient-what-is-different"),
    path("my/send", sending.send, name="patient-send"),
    path("my/sent", sending.sent, name="patient-sent"),
    path("my/on-paper", on_paper.on_paper, name="patient-on-paper"),
    path("my/paper-form.pdf", on_paper.paper_form_pdf, name="patient-paper-form-pdf"),
    path("my/summary", summaries.summary, name="patient-summary"),
    path("my/summary.pdf", summaries.summary_pdf, name="patient-summary-pdf"),
    path("checklist/<uuid:edition_id>", checklist.checklist, name="checklist"),
    path("my/summary/something-is-wrong", afterwards.something_is_wrong, name="patient-something-is-wrong"),
    path("my/changed-mind", afterwards.changed_mind, name="patient-changed-mind"),
    path("stop/<str:signed>", reminders.stop, name="reminders-stop"),
    path("my/reminders/stop", reminders.stop_mine, name="patient-reminders-stop"),
    path("my/close", arrival.close, name="patient-close"),
]
