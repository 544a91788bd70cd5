"""What hangs on a conversation, read beside it in the same query, on SQLite and on PostgreSQL.

These are constant pieces of SQL, for the ORM and for plain SQL alike, so that a page needs one query.
"""

from collections.abc import Iterable
from functools import cache

from django.db.models import JSONField
from django.db.models.expressions import RawSQL

from sdm.rules.giving import Way
from sdm.rules.people import Role

AGENDA = ("id", "raised_by", "question_number", "place", "text", "state", "outcome", "owner", "due_on", "recorded_as")
SAID = ("what", "about", "choice", "stands", "text", "said_at", "said_by", "entry", "told")
READ = ("reader", "name", "at", "entry", "revisions")
ANSWERED = ("outcome", "answer", "answered_at", "answered_by")
COLUMNS = ("part", "text", "details", "wording", "revision", "saved_at", "saved_by")
# What an answer has besides.
OF_ANSWERS = ("understanding", "came_by", "language", "translation_id")


class Piece(RawSQL):
    """A piece of SQL that each database has in its own words; what it finds is JSON, as text."""

    def __init__(self, *, sqlite: str, postgresql: str) -> None:
        super().__init__("", (), output_field=JSONField())
        self.by_vendor = {"sqlite": sqlite, "postgresql": postgresql}

    def for_database(self, connection) -> str:
        """The piece in the words of this database, in brackets."""
        return f"({self.by_vendor[connection.vendor]})"

    def as_sql(self, compiler, connection):
        """The piece as the ORM asks for it."""
        return self.for_database(connection), ()


@cache
def latest_revisions(table: str, *more: str) -> Piece:
    """The latest revision of each part of the outer conversation in `table`, as a JSON list; None without any."""
    names = COLUMNS + more
    pairs = ", ".join(f"'{name}', {f'json({name})' if name == 'details' else name}" for name in names)
    return Piece(
        sqlite=f"SELECT json_group_array(json_object({pairs})) FROM {table} this "
        "WHERE this.conversation_id = sdm_conversation.id AND this.revision = "
        f"(SELECT max(revision) FROM {table} other "
        "WHERE other.conversation_id = this.conversation_id AND other.part = this.part)",
        postgresql="SELECT json_agg(latest)::text FROM "
        f"(SELECT DISTINCT ON (part) {', '.join(names)} FROM {table} "
        "WHERE conversation_id = sdm_conversation.id ORDER BY part, revision DESC) latest",
    )


def _one_of(row: str, *names: str, **worked_out: str) -> Piece:
    """One row as a JSON object of these columns, and of what is worked out besides; `row` begins at its FROM."""
    columns = {name: name for name in names} | worked_out
    pairs = ", ".join(f"'{name}', {column}" for name, column in columns.items())
    return Piece(
        sqlite=f"SELECT json_object({pairs}) {row}",
        postgresql=f"SELECT json_build_object({pairs})::text {row}",
    )


@cache
def head_of_record() -> Piece:
    """The last entry of the outer conversation's record, as a JSON object; None before the first."""
    last = "FROM sdm_recordentry WHERE conversation_id = sdm_conversation.id ORDER BY sequence DESC LIMIT 1"
    return _one_of(last, "sequence", "digest")


def _list_of(rows: str, names: Iterable[str], *, json: str = "") -> Piece:
    """Rows with these columns as a JSON list; the column named by `json` holds JSON itself."""
    pairs = ", ".join(f"'{name}', {f'json({name})' if name == json else name}" for name in names)
    return Piece(
        sqlite=f"SELECT json_group_array(json_object({pairs})) FROM ({rows})",
        postgresql=f"SELECT json_agg(one)::text FROM ({rows}) one",
    )


@cache
def agenda() -> Piece:
    """The outer conversation's agenda items in the order in which they were raised, as a JSON list."""
    items = f"SELECT {', '.join(AGENDA)} FROM sdm_agendaitem WHERE conversation_id = sdm_conversation.id"
    return _list_of(f"{items} ORDER BY raised_at, question_number, place, id", AGENDA)


@cache
def local_parts() -> Piece:
    """What the outer conversation's hospital adds to its leaflet, as a JSON object; None where it never did."""
    newest = (
        "SELECT document FROM sdm_localparts WHERE hospital_id = sdm_conversation.hospital_id "
        "AND leaflet_id = sdm_conversation.leaflet_id ORDER BY revision DESC LIMIT 1"
    )
    return Piece(sqlite=newest, postgresql=newest)


@cache
def seen_by() -> Piece:
    """Who is to see the outer conversation's patient, as a JSON object; `can` says whether they still may."""
    can = f"is_active AND role = '{Role.CLINICIAN.value}' AND hospital_id = sdm_conversation.hospital_id"
    return _one_of("FROM sdm_user WHERE id = sdm_conversation.seen_by_id", "name", can=can)


@cache
def last_mail() -> Piece:
    """What became of the last e-mail asked for in the outer conversation, as a JSON object; None without any."""
    last = "FROM sdm_mail WHERE conversation_id = sdm_conversation.id ORDER BY asked_at DESC, recorded_as DESC LIMIT 1"
    return _one_of(last, "kind", "state", "address")


@cache
def last_decision(*more: str) -> Piece:
    """Number, choice and moment of the last decision of the outer conversation, as a JSON object; None without any.

    `more` are columns that a page asks for besides.
    """
    last = "FROM sdm_decision WHERE conversation_id = sdm_conversation.id ORDER BY number DESC LIMIT 1"
    return _one_of(last, "number", "choice", "decided_at", *more)


@cache
def awaits_scan() -> Piece:
    """The number of the outer conversation's last decision where its signed paper has no scan (`rules.scans`); None."""
    last = "SELECT * FROM sdm_decision WHERE conversation_id = sdm_conversation.id ORDER BY number DESC LIMIT 1"
    standing = (
        "SELECT 1 FROM sdm_scan scan LEFT JOIN sdm_scanmistake mistake ON mistake.scan_id = scan.id "
        "WHERE scan.conversation_id = sdm_conversation.id AND scan.decision_number = last.number AND mistake.id IS NULL"
    )
    of_it = f"SELECT CAST(last.number AS text) FROM ({last}) last WHERE"
    without = f"= '{Way.ON_PAPER.value}' AND NOT EXISTS ({standing})"
    return Piece(
        sqlite=f"{of_it} json_extract(last.given, '$.way') {without}",
        postgresql=f"{of_it} last.given ->> 'way' {without}",
    )


@cache
def still_to_talk_about() -> Piece:
    """How many of the outer conversation's agenda items are open, as a JSON number."""
    of_this = "conversation_id = sdm_conversation.id AND state = 'open'"
    count = f"SELECT CAST(count(*) AS text) FROM sdm_agendaitem WHERE {of_this}"
    return Piece(sqlite=count, postgresql=count)


@cache
def withdrawal() -> Piece:
    """That the edition of the outer conversation was withdrawn, as a JSON object; None where it was not."""
    return _one_of("FROM sdm_withdrawal WHERE edition_id = sdm_conversation.edition_id", "at", "reason")


# Where a conversation can have any of what is asked for; elsewhere nothing more is asked than this.
DECIDED = "EXISTS (SELECT 1 FROM sdm_decision WHERE conversation_id = sdm_conversation.id)"
UNANSWERED = "sdm_conversation.unanswered_since IS NOT NULL"
SETTLED = "sdm_conversation.status = 'decided'"
TALKING = "sdm_conversation.status = 'discussing'"
PLANNED = "sdm_conversation.procedure_on IS NOT NULL"
SENT = "sdm_conversation.sent_at IS NOT NULL"
NEEDS_KNOWN = "sdm_conversation.sent_at IS NOT NULL OR sdm_conversation.known_needs IS NOT NULL"


@cache
def only_where(condition: str, piece: Piece) -> Piece:
    """A piece that is asked for only where a condition holds, and is None elsewhere."""
    case = "SELECT CASE WHEN {} THEN ({}) END"
    return Piece(**{vendor: case.format(condition, words) for vendor, words in piece.by_vendor.items()})


@cache
def confirmations() -> Piece:
    """What the patient said on the day about the outer decision, if they still agreed, in no order, as a JSON list."""
    names = ("entry", "confirmed_at", "recorded_by", "done_by", "edition", "text", "told")
    columns = "recorded_as AS entry, confirmed_at, recorded_by, done_by, edition_id AS edition, text, told"
    of_this = "conversation_id = sdm_decision.conversation_id AND decision_number = sdm_decision.number"
    return _list_of(f"SELECT {columns} FROM sdm_confirmation WHERE {of_this}", names, json="told")


@cache
def brief_readings() -> Piece:
    """Who read the outer conversation's brief and when, with the revisions they saw, in no order, as a JSON list."""
    columns = "reader_id AS reader, read_by AS name, read_at AS at, recorded_as AS entry, revisions"
    of_this = "conversation_id = sdm_conversation.id"
    return _list_of(f"SELECT {columns} FROM sdm_briefreading WHERE {of_this}", READ, json="revisions")


@cache
def scans() -> Piece:
    """What there is of the signed paper of the outer decision, without the files, as it was added, as a JSON list."""
    names = ("id", "entry", "kind", "size", "pages", "added_at", "added_by", "mistake", "mistake_at", "mistake_by")
    return _list_of(
        "SELECT scan.id, scan.recorded_as AS entry, scan.kind, scan.size, scan.pages, scan.added_at, scan.added_by, "
        "mistake.reason AS mistake, mistake.said_at AS mistake_at, mistake.said_by AS mistake_by FROM sdm_scan scan "
        "LEFT JOIN sdm_scanmistake mistake ON mistake.scan_id = scan.id "
        "WHERE scan.conversation_id = sdm_decision.conversation_id AND scan.decision_number = sdm_decision.number "
        "ORDER BY scan.recorded_as, scan.place",
        names,
    )


@cache
def follow_ups() -> Piece:
    """What is to be done after the outer decision, in the order of its days, as a JSON list."""
    names = ("kind", "text", "owner_name", "due_on", "done_on", "result")
    of_this = "conversation_id = sdm_decision.conversation_id"
    return _list_of(f"SELECT {', '.join(names)} FROM sdm_followup WHERE {of_this} ORDER BY due_on, id", names)


@cache
def afterwards() -> Piece:
    """What was said after a decision of the outer conversation, with its answers, in no order, as a JSON list."""
    columns, no = "decision_number AS about, text, said_at, said_by, recorded_as AS entry", "(1 = 0)"
    of_this = "conversation_id = sdm_conversation.id"
    said = (
        f"SELECT 'correction' AS what, {columns}, {no} AS told FROM sdm_correction WHERE {of_this} "
        f"UNION ALL SELECT wants AS what, {columns}, told FROM sdm_changeofmind WHERE {of_this}"
    )
    later = f"SELECT 1 FROM sdm_decision later WHERE later.{of_this} AND later.number > said.about"
    rows = (
        f"SELECT said.*, decision.choice, NOT EXISTS ({later}) AS stands, reply.outcome, reply.text AS answer, "
        f"reply.replied_at AS answered_at, reply.replied_by AS answered_by FROM ({said}) said "
        f"JOIN sdm_decision decision ON decision.{of_this} AND decision.number = said.about "
        f"LEFT JOIN sdm_reply reply ON reply.{of_this} AND reply.about = said.entry"
    )
    return _list_of(rows, SAID + ANSWERED)
