"""A patient's way through every state in which their pages can be, with our words on each page of it."""

from collections.abc import Iterator
from dataclasses import asdict, fields, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from sdm.actions.afterwards import answer_patient
from sdm.actions.agenda import close_item
from sdm.actions.answers import save_answer
from sdm.actions.conversations import reopen
from sdm.actions.decisions import consent_to_study, decide
from sdm.actions.discussion import save_discussion
from sdm.actions.editions import start_draft, withdraw
from sdm.actions.follow_up import add_follow_up
from sdm.actions.local_parts import save_local_parts
from sdm.actions.mails import mail_the_link
from sdm.actions.moving import move_to_edition
from sdm.actions.procedure import confirm, plan_procedure
from sdm.actions.scans import add_scans
from sdm.leaflets.shipped import completed
from sdm.letters.links import stop_link_of
from sdm.letters.mails import message
from sdm.letters.paper_form import form_of
from sdm.models import AgendaItem, Conversation, Edition, Mail
from sdm.models.agreement import agreed
from sdm.pages import errors
from sdm.pages.limits import PDFS_A_MINUTE
from sdm.rules import parts
from sdm.rules.afterwards import WAITING_AT_MOST
from sdm.rules.edition import Outcome
from sdm.rules.for_patient import added_name, not_offered_name, why_name
from sdm.rules.local_parts import Contact, LocalParts
from sdm.rules.materiality import about_name, material
from sdm.rules.parts import TALK, Saved, question_part
from sdm.rules.patient_fields import OWN_MATTER, OWN_MATTER_RATED, harm_key, harms_of, matter_name
from sdm.rules.scans import Kind, ScanFile
from tests.given import spoken
from tests.in_other_letters import in_other_letters, our_words, ours
from tests.second_person import publish

TOO_LONG = in_other_letters("x") * 4001
SAID = in_other_letters("We talked about this. You asked, and we answered.")

PARTS = (
    "/my/read",
    *(f"/my/questions/{number}" for number in range(1, 6)),
    "/my/options",
    "/my/what-matters",
    "/my/people-and-help",
    "/my/where-i-am",
)
TO_READ = (*(f"/my/read/{number}" for number in range(2, 5)), "/my/read/all", "/my/not-known-yet")
WRITTEN = in_other_letters("Will it hurt? My brother had a stroke.")
HARM = f"too-many-{next(harms_of(completed('ipg651')))[2]}"


class Walk:
    """A patient's way through the app: `pages` are our words on each page that they saw, piece by piece.

    `drawn` are the same pages as they came.
    """

    def __init__(self, browser: Client) -> None:
        self.browser, self.pages, self.drawn = browser, {}, {}

    def sees(self, name: str, response: HttpResponse, status: int = 200) -> HttpResponse:
        assert response.status_code == status, name
        self.drawn[name] = response.content.decode()
        self.pages[name] = our_words(self.drawn[name])
        return response

    def adds(self, other: "Walk") -> None:
        self.pages |= other.pages
        self.drawn |= other.drawn

    def opens(self, address: str, when: str = "", status: int = 200) -> HttpResponse:
        return self.sees(f"{address} {when}".strip(), self.browser.get(address), status)

    def opens_all(self, addresses, when: str) -> None:
        for address in addresses:
            self.opens(address, when)

    def sends(self, address: str, values: dict, when: str, status: int) -> HttpResponse:
        sent = {"revision": "0", **values}
        return self.sees(f"{address} {when}", self.browser.post(address, sent), status)


def the_way_in(walk: Walk, invitation) -> None:
    stranger = Walk(Client())
    stranger.opens("/")
    stranger.opens("/i/nothing", status=404)
    stranger.opens(f"/checklist/{invitation.conversation.edition_id}")
    stranger.opens("/my", "shut", status=403)
    stranger.sends("/my/questions/1", {"text": WRITTEN}, "shut", 403)
    stranger.browser.get(f"/i/{invitation.token}")
    stranger.opens("/start")
    born = {"date_of_birth_day": "1", "date_of_birth_month": "1"}
    stranger.sends("/start", {}, "empty", 422)
    stranger.sends("/start", {**born, "date_of_birth_year": "x"}, "no date", 422)
    for tries in range(4):
        stranger.sends("/start", {**born, "date_of_birth_year": "1999"}, f"wrong {tries}", 422)
    stranger.sends("/start", {**born, "date_of_birth_year": "1999"}, "locked", 403)
    stranger.sees("finished", stranger.browser.post("/my/close"))
    walk.adds(stranger)


def what_goes_wrong(walk: Walk) -> None:
    request = HttpRequest()
    for view in (errors.bad_request, errors.not_allowed, errors.not_found, errors.went_wrong):
        response = view(request)
        walk.sees(view.__name__, response, response.status_code)
    walk.opens("/nothing", status=404)
    walk.opens("/my/send", "opened by itself", 405)
    big = {"content_type": "text/plain", "CONTENT_LENGTH": "9999999"}
    walk.sees("too much", walk.browser.post("/my/what-matters", b"x", **big), 413)
    careful = Client(enforce_csrf_checks=True)
    for words in ("", WRITTEN):
        walk.sees(f"open too long {bool(words)}", careful.post("/my/questions/1", {"text": words}), 403)
    codes = {walk.browser.get("/my/paper-form.pdf").status_code for _ in range(PDFS_A_MINUTE)}
    assert codes == {200}
    walk.opens("/my/paper-form.pdf", status=429)


def while_it_is_open(walk: Walk, conversation, translate, clinician, fresh, arranged) -> None:
    walk.opens_all(("/my", *PARTS, *TO_READ, "/my/check", "/my/on-paper"), "at first")
    walk.opens("/my/summary", "too early", 404)
    walk.sends("/my/send", {}, "nothing", 422)
    for part in ("questions/1", "what-matters", "people-and-help", "where-i-am", "options"):
        walk.sends(f"/my/{part}", {"text": TOO_LONG}, "too long", 422)
    both = {HARM: "101", HARM.replace("too-many", "not-sure-how-many"): "on"}
    walk.sends("/my/options", {HARM: "101"}, "no number", 422)
    walk.sends("/my/options", {**both, HARM: "3"}, "both", 422)
    Conversation.objects.update(known_needs={"needs": ["interpreter"], "language": WRITTEN})
    walk.opens("/my/people-and-help", "asked before")
    arranged("interpreter", WRITTEN)
    matters = {matter_name(one.id): "a-lot" for one in conversation.content.matters}
    answers = {
        "/my/read": {"read": "true"},
        "/my/questions/1": {"text": WRITTEN, "understanding": TALK, "ask-1": WRITTEN},
        "/my/options": {"text": WRITTEN, HARM: "3"},
        "/my/what-matters": {"text": WRITTEN, **matters, OWN_MATTER: WRITTEN, OWN_MATTER_RATED: "a-lot"},
        "/my/people-and-help": {"people": WRITTEN, "share": "ask-me", "needs": ["interpreter", "large-print"]},
        "/my/where-i-am": {"leaning": "not-sure-yet", "sure": "a-bit-sure", "choice": "no", "text": WRITTEN},
    }
    for address, values in answers.items():
        assert walk.browser.post(address, {"revision": "0", **values}).status_code == 302
        walk.sends(address, {"text": in_other_letters("Something else")}, "changed elsewhere", 409)
    walk.opens_all(("/my", *PARTS, "/my/check", "/my/questions/1?from=check"), "filled in")
    the_hospital_adds(conversation)
    walk.opens_all(("/my", *PARTS, *TO_READ), "with local parts")
    content = conversation.content
    translate(conversation.edition, "pl", **{one.name: getattr(content, one.name) for one in fields(content)})
    walk.opens_all((*PARTS, *TO_READ), "translated")
    walk.browser.get("/my?leaflet=pl")
    walk.opens_all((f"{address}?both" for address in (*PARTS, *TO_READ)), "side by side")


def the_hospital_adds(conversation) -> None:
    result = Outcome(SAID, figure="", in_100=3, period=SAID, seen_in=SAID, source=SAID)
    parts = LocalParts(Contact(SAID, phone=SAID), results=(result,), afterwards=SAID)
    about = {"hospital": conversation.hospital, "leaflet": conversation.edition.leaflet}
    save_local_parts(parts=parts, seen=0, by=conversation.edition.created_by, **about)


def once_it_is_sent(walk: Walk, conversation, clinician, fresh) -> None:
    assert walk.browser.post("/my/send").status_code == 302
    walk.opens_all(("/my", "/my/sent", "/my/check", *PARTS), "sent")
    save_answer(
        conversation=fresh(conversation), part="question-2", text=WRITTEN, seen=0, came_by="paper", by=clinician
    )
    walk.opens("/my/check", "typed in")


def once_it_is_moved(walk: Walk, conversation, clinician, editor, administrator, fresh) -> None:
    """To a newer edition, which is withdrawn, and on to one that says what the first one said."""
    content = conversation.content
    first, *others = content.questions
    other = replace(first, wording=in_other_letters("What will they do?"))
    newer = _published(replace(content, questions=(other, *others[:-1]), contact=SAID), editor, administrator)
    save_answer(
        conversation=fresh(conversation), part="question-5", text=WRITTEN, seen=0, came_by="spoken", by=clinician
    )
    move_to_edition(conversation=fresh(conversation), edition=newer, by=clinician)
    walk.opens_all(("/my", "/my/what-is-different", *PARTS[:5], "/my/check"), "moved")
    walk.browser.cookies[settings.LEAFLET_COOKIE_NAME] = "pl"
    walk.opens_all(("/my/what-is-different", "/my/read", "/my/options"), "moved, and not in their language")
    del walk.browser.cookies[settings.LEAFLET_COOKIE_NAME]
    withdraw(edition=newer, reason=SAID, by=administrator)
    walk.opens("/my", "withdrawn")
    again = _published(content, editor, administrator)
    move_to_edition(conversation=fresh(conversation), edition=again, by=clinician)


def _published(content, editor, administrator) -> Edition:
    draft = start_draft(content=content, by=editor)
    return publish(edition=draft, seen=draft.revision, by=administrator, reason=SAID)


def once_it_is_too_late(walk: Walk, conversation, appointment_passed) -> None:
    before = conversation.appointment_at
    appointment_passed(conversation)
    walk.opens_all(("/my", *PARTS, "/my/check", "/my/on-paper"), "too late")
    for part in ("questions/3", "what-matters", "options"):
        walk.sends(f"/my/{part}", {"text": WRITTEN}, "too late", 409)
    Conversation.objects.filter(pk=conversation.pk).update(appointment_at=before)


def once_it_is_decided(walk: Walk, conversation, clinician, fresh) -> None:
    decide(conversation=fresh(conversation), choice="more-time", reasons=WRITTEN, seen=0, by=clinician)
    walk.opens_all(("/my", "/my/summary"), "more time")
    discuss(conversation, clinician, fresh)
    people = [{"name": SAID, "role": SAID, "how": "by-video"}]
    now = fresh(conversation)
    signed = {"signed_as": WRITTEN, "drawn": (((1, 2), (300, 140)), ((5, 5),))}
    decide(
        conversation=now,
        shown=now.head[0],
        choice="consent",
        reasons=WRITTEN,
        seen=1,
        next_steps=SAID,
        review_on=timezone.localdate(),
        review_with=SAID,
        reservations=WRITTEN,
        limits=WRITTEN,
        people=people,
        interpreter=SAID,
        given=spoken(way="on-screen", witness="", talked_about=what_matters_to(now), **signed),
        by=clinician,
    )
    wrong, mind = "/my/summary/something-is-wrong", "/my/changed-mind"
    walk.opens_all(("/my", *PARTS, "/my/check", "/my/summary", "/my/summary?large-print", wrong, mind), "decided")
    the_day_comes(walk, conversation, clinician, fresh)
    walk.sends(wrong, {"text": ""}, "empty", 422)
    walk.sends(wrong, {"text": TOO_LONG}, "too long", 422)
    walk.browser.post(wrong, {"text": WRITTEN})
    walk.browser.post(mind, {"wants": "talk-again", "text": WRITTEN})
    walk.opens_all(("/my", "/my/summary", wrong, mind), "waiting")
    for one, outcome in zip(fresh(conversation).said_since, ("not-accepted", "answered"), strict=True):
        answer_patient(conversation=fresh(conversation), about=one.entry, outcome=outcome, text=SAID, by=clinician)
    walk.opens_all(("/my", "/my/summary", wrong, mind), "answered")
    once_it_is_signed_on_paper(walk, conversation, clinician, fresh)
    walk.browser.post(mind, {"wants": "changed-mind", "text": ""})
    walk.opens_all(("/my", "/my/summary", mind), "changed mind")
    reopen(conversation=fresh(conversation), by=clinician)
    walk.opens_all(("/my", mind), "opened again")
    decide(conversation=fresh(conversation), choice="refusal", reasons=WRITTEN, seen=3, by=clinician)
    walk.opens_all(("/my", "/my/summary", mind), "refused")
    for number in range(WAITING_AT_MOST):
        walk.browser.post(wrong, {"text": f"{WRITTEN} {number}"})
    walk.sends(wrong, {"text": WRITTEN}, "too many", 409)


def what_matters_to(conversation) -> tuple[str, ...]:
    """All that matters to the patient, said to have been talked about."""
    return tuple(one.thing for one in material(conversation.content, conversation.answers))


def once_it_is_signed_on_paper(walk: Walk, conversation, clinician, fresh) -> None:
    reopen(conversation=fresh(conversation), by=clinician)
    now = fresh(conversation)
    given = spoken(way="on-paper", witness="", kept_where=SAID, talked_about=what_matters_to(now))
    shown = {"seen": 2, "shown": now.head[0], "notes_confirmed": True}
    decide(conversation=now, choice="consent", reasons=WRITTEN, given=given, **shown, by=clinician)
    files = [ScanFile(Kind.JPEG, b"")]
    add_scans(conversation=fresh(conversation), decision_number=3, files=files, by=clinician)
    walk.opens("/my/summary", "signed on paper")


def the_day_comes(walk: Walk, conversation, clinician, fresh) -> None:
    today = timezone.localdate()
    plan_procedure(conversation=fresh(conversation), on=today, done_by=SAID, because=SAID, by=clinician)
    to_do = {"kind": "action", "text": SAID, "owner_name": SAID, "due_on": today}
    add_follow_up(conversation=fresh(conversation), **to_do, by=clinician)
    now = fresh(conversation)
    bound = {"seen": now.head[0], "leaflet": agreed(now).leaflet}
    confirm(conversation=now, done_by=SAID, text=SAID, told=True, **bound, by=clinician)
    walk.opens_all(("/my", "/my/summary"), "on the day")


def for_this_patient(content) -> dict[str, str]:
    """A point added to the first option, another option that is not offered, and words about a harm."""
    first, *_, last = content.options
    point = added_name("bad", first, 1)
    return {point: SAID, why_name(point): SAID, not_offered_name(last): SAID, about_name(harm_key(first, 1)): SAID}


def discuss(conversation, clinician, fresh) -> None:
    """All that is asked for before consent where a procedure is for research only: the longest of summaries."""
    content = conversation.content
    notes = {question_part(one.number): {"text": SAID, "details": {"told_back": SAID}} for one in content.questions}
    notes |= {
        parts.WHAT_MATTERS: {"text": SAID, "details": {about_name(OWN_MATTER): SAID}},
        parts.OPTIONS: {"details": {"discussed": [one.id for one in content.options], **for_this_patient(content)}},
        parts.SHARING: {"details": {"family_offered": True, "told_where": True}},
        parts.INDICATION: {"details": {"indication": "distal-dvt"}},
        parts.TEAM: {
            "details": {
                "members": [{"profession": one, "name": f"{number} {SAID}"} for number, one in enumerate(content.team)],
                "assessed_on": "2026-11-19",
            }
        },
        parts.RESEARCH: {
            "details": {
                "study_name": SAID,
                "ethics_reference": "26/0123",
                "study_explained": True,
                "explained_by": SAID,
                "information_sheet": "3",
            }
        },
        parts.UNDERSTOOD: {"text": SAID},
        parts.CAPACITY: {
            "details": {
                "doubt": "yes",
                **dict.fromkeys(("support", "assessment", "assessed_by", "free_after_all"), SAID),
                "assessed_on": "2026-11-19",
                "result": "has",
            }
        },
    }
    saved = {part: Saved(part, **note) for part, note in notes.items()}
    for item in AgendaItem.objects.filter(conversation=conversation):
        close_item(conversation=fresh(conversation), item=item, state="answered", outcome=SAID, by=clinician)
    save_discussion(conversation=fresh(conversation), notes=saved, by=clinician)
    now = fresh(conversation)
    values = {"given": spoken(witness=SAID), "given_as": SAID, "shown": now.head[0], "by": clinician}
    consent_to_study(conversation=now, **values)


def what_is_sent(walk: Walk, conversation, clinician, fresh) -> None:
    for kind, _name in Mail.KINDS:
        mail = message(kind, fresh(conversation), mail_id=conversation.pk, token="abc234")
        walk.pages[f"{kind} by e-mail"] = ours(
            line for line in (mail.subject, *mail.body.splitlines()) if "://" not in line
        )
    form = asdict(form_of(fresh(conversation), conversation.content, language=conversation.language))
    walk.pages["form on paper"] = ours(_texts({name: value for name, value in form.items() if name != "qr"}))
    stranger = Walk(Client())
    mail_the_link(conversation=fresh(conversation), email="a@b.example", seen=0, by=clinician)
    path = stop_link_of(Mail.objects.get().pk).removeprefix(settings.PUBLIC_ORIGIN)
    stranger.sees("/stop", stranger.browser.get(path))
    walk.adds(stranger)
    walk.opens("/my", "to be reminded")
    walk.sees("/stop for good", stranger.browser.post(path))
    stranger.opens("/stop/nothing", status=404)
    walk.opens("/my", "not to be reminded")


def _texts(value) -> Iterator[str]:
    """Every text in a value of any shape."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
