"""The patient's addresses; none but the link itself holds anything that names a person."""

from django.urls import path

from sdm.pages.patient import answers, arrival, checklist, sending, summaries

urlpatterns = [
    path("i/<path:token>", arrival.invitation, name="invitation"),
    path("start", arrival.start, name="patient-start"),
    path("my", answers.to_do_list, name="patient-list"),
    path("my/read", answers.read, name="patient-read"),
    path("my/questions/<int:number>", answers.question, name="patient-question"),
    path("my/what-matters", answers.what_matters, name="patient-what-matters"),
    path("my/people-and-help", answers.people_and_help, name="patient-people-and-help"),
    path("my/where-i-am", answers.where_i_am, name="patient-where-i-am"),
    path("my/options", answers.options, name="patient-options"),
    path("my/check", sending.check, name="patient-check"),
    path("my/send", sending.send, name="patient-send"),
    path("my/sent", sending.sent, name="patient-sent"),
    path("my/summary", summaries.summary, name="patient-summary"),
    path("my/summary.pdf", summaries.summary_pdf, name="patient-summary-pdf"),
    path("checklist/<uuid:edition_id>", checklist.checklist, name="checklist"),
    path("my/close", arrival.close, name="patient-close"),
]
