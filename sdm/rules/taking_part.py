"""Who was there when a decision was made, and how each took part."""

from sdm.rules.words import marked

HOW = {
    "in-room": marked("In the room"),
    "by-video": marked("By video"),
    "by-telephone": marked("By telephone"),
    "in-writing": marked("In writing"),
}
# What somebody is to the patient.
WHAT = {
    "patient": marked("The patient"),
    "family": marked("Family or friend"),
    "carer": marked("Carer"),
    "professional": marked("Professional"),
    "interpreter": marked("Interpreter"),
}
MOST_PEOPLE = 6
