"""What the tables must say of a conversation, told from its record alone."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sdm.models.mails import Mail
from sdm.models.record import RecordEntry
from sdm.rules.transitions import Status

Key = tuple
# What an entry tells beside the row that it saved.
BESIDE = ("agenda", "status", "replies", "unanswered_since", "seen_by")
CONVERSATION = ("conversation",)
MOVED = "moved to another edition"
OPENED_AGAIN = "discussion opened again"
FIRST_DAYS_CORRECTED = "first days corrected"
DETAILS_CORRECTED = "details corrected"
# Entries that save several parts at once, and those that are one row, each with the table.
IN_PARTS = {"discussion saved": "DiscussionNote", "help arranged": "ArrangedHelp", "procedure noted": "ProcedureNote"}
ALONE = {
    "consent to study": "StudyConsent",
    "correction": "Correction",
    "change of mind": "ChangeOfMind",
    "still agrees": "Confirmation",
    "brief read": "BriefReading",
    "scan added by mistake": "ScanMistake",
}


class Unreadable(ValueError):
    """An entry whose content is not what an entry's can be; `sequence` is its place."""

    def __init__(self, sequence: int) -> None:
        super().__init__(f"Entry {sequence} cannot be read.")
        self.sequence = sequence


class Retelling:
    """The rows that a record tells, by key, each as the last entry about it left it; raises Unreadable."""

    def __init__(self, entries: Iterable[RecordEntry]) -> None:
        self.rows: dict[Key, dict[str, Any]] = {}
        self._told_by: dict[Key, int] = {}
        for entry in entries:
            try:
                self._tell(entry, json.loads(entry.content))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise Unreadable(entry.sequence) from error

    def sequence_of(self, key: Key) -> int:
        """The last entry that tells of a row, or 0 where the record knows nothing of it."""
        return self._told_by.get(key, 0)

    def _put(self, entry: RecordEntry, key: Key, values: dict[str, Any]) -> None:
        self.rows[key] = self.rows.get(key, {}) | values
        self._told_by[key] = entry.sequence

    def _tell(self, entry: RecordEntry, content: dict[str, Any]) -> None:
        row = {name: value for name, value in content.items() if name not in BESIDE}
        self._tell_of_rows(entry, row)
        self._tell_of_conversation(entry, row)
        self._tell_of_invitations(entry, row)
        self._tell_of_mails(entry, row)
        if entry.what == DETAILS_CORRECTED:
            self._put(entry, CONVERSATION, {"patient": row["patient"]})
        if entry.what == FIRST_DAYS_CORRECTED:
            self._tell_of_first_days(entry, row)
        if "status" in content:
            self._put(entry, CONVERSATION, {"status": content["status"]})
        if "seen_by" in content:
            self._put(entry, CONVERSATION, {"seen_by": content["seen_by"]["id"]})
        if "unanswered_since" in content:
            since = content["unanswered_since"]
            self._put(entry, CONVERSATION, {"unanswered_since": datetime.fromisoformat(since) if since else None})
        for reply in content.get("replies", ()):
            key = ("Reply", entry.sequence, reply["about"])
            self._put(entry, key, reply | {"who": entry.who, "at": entry.at})
        for scan in content.get("scans", ()):
            self._put(entry, ("Scan", entry.sequence, scan["place"]), scan | {"who": entry.who, "at": entry.at})
        if "follow_up" in content:
            self._put(entry, ("follow-up", content["follow_up"]), content)
        for item in content.get("agenda", ()):
            # Entries made before patients could ask several things on one question do not name a place.
            self._put(entry, ("agenda", item["item"]), {"place": 0} | item)

    def _tell_of_rows(self, entry: RecordEntry, row: dict[str, Any]) -> None:
        """The rows that are saved once and never change, each with who saved it and when."""
        row = row | {"who": entry.who, "at": entry.at}
        if entry.what == "answer saved":
            self._put(entry, ("Answer", entry.sequence, row["part"], row["revision"]), row)
        elif entry.what in IN_PARTS:
            self._put_parts(entry, IN_PARTS[entry.what], row["parts"])
        elif entry.what == "appointment changed":
            # Entries made before help was left behind on the old day say nothing of it.
            self._put_parts(entry, "ArrangedHelp", row.get("help", ()))
        elif entry.what == MOVED:
            for table in ("Answer", "DiscussionNote"):
                self._put_parts(entry, table, row[table])
        elif entry.what in ALONE:
            self._put(entry, (ALONE[entry.what], entry.sequence), row)
        elif entry.what.startswith("decision: "):
            self._put(entry, ("Decision", entry.sequence, row["number"]), row)

    def _put_parts(self, entry: RecordEntry, table: str, saved: Iterable[dict[str, Any]]) -> None:
        """Parts that one entry saved at once, each with who saved it and when."""
        for part in saved:
            key = (table, entry.sequence, part["part"], part["revision"])
            self._put(entry, key, part | {"who": entry.who, "at": entry.at})

    def _tell_of_conversation(self, entry: RecordEntry, row: dict[str, Any]) -> None:
        if entry.what == "started":
            # Entries made before there was any mail, any plan or any moving say nothing of it; nor of who is to see the
            # patient: then that was whoever started it.
            fresh = {
                "seen_by": entry.who_id,
                "status": Status.INVITED.value,
                "sent_at": None,
                "unanswered_since": None,
                "email": "",
                "reminders_stopped_at": None,
                "procedure_on": None,
                "procedure_by": "",
                "short_time_because": "",
                "moved_from": None,
                "moved_at": None,
            }
            self._put(entry, CONVERSATION, fresh | row)
        elif entry.what == "answers sent":
            self._put(entry, CONVERSATION, {"sent_at": entry.at})
        elif entry.what == "e-mail address changed":
            self._put(entry, CONVERSATION, {"email": row["email"]})
        elif entry.what == "reminders stopped":
            self._put(entry, CONVERSATION, {"reminders_stopped_at": entry.at})
        elif entry.what == MOVED:
            moved = {name: row[name] for name in ("edition", "edition_sha256", "moved_from")}
            self._put(entry, CONVERSATION, moved | {"moved_at": entry.at})
        elif entry.what == "procedure planned":
            self._put(entry, CONVERSATION, row)
        elif entry.what == "appointment changed":
            self._put(entry, CONVERSATION, {"appointment_at": row["appointment_at"]})
            for invitation in row["invitations"]:
                self._put(entry, ("invitation", invitation["invitation"]), invitation)

    def _tell_of_first_days(self, entry: RecordEntry, row: dict[str, Any]) -> None:
        """A day on which the patient first came does not stand among what is told where it is not known."""
        self._put(entry, CONVERSATION, {"symptoms_began": row["symptoms_began"], "presented_on": row["presented_on"]})
        if row["presented_on"] is None:
            del self.rows[CONVERSATION]["presented_on"]

    def _tell_of_invitations(self, entry: RecordEntry, content: dict[str, Any]) -> None:
        if entry.what in ("invited", "invitation revoked"):
            for key in [key for key, row in self.rows.items() if key[0] == "invitation" and row["revoked_at"] is None]:
                self._put(entry, key, {"revoked_at": entry.at})
        if entry.what == "invited":
            made = {name: content[name] for name in ("invitation", "token_hash", "expires_at")}
            fresh = {"revoked_at": None, "opened_at": None, "wrong_dates": 0}
            self._put(entry, ("invitation", content["invitation"]), made | fresh)
        elif entry.what == "invitation opened":
            self._put(entry, ("invitation", content["invitation"]), {"opened_at": entry.at, "wrong_dates": 0})
        elif entry.what == "wrong date of birth":
            key = ("invitation", content["invitation"])
            self._put(entry, key, {"wrong_dates": self.rows[key]["wrong_dates"] + 1})

    def _tell_of_mails(self, entry: RecordEntry, content: dict[str, Any]) -> None:
        if entry.what == "mail asked for":
            fresh = {"invitation": "", "token_hash": "", "state": Mail.WAITING, "ended_at": None, "reason": ""}
            self._put(entry, ("mail", content["mail"]), content | fresh | {"who": entry.who, "at": entry.at})
        elif entry.what == "mail on its way":
            way = {name: content[name] for name in ("invitation", "token_hash")}
            self._put(entry, ("mail", content["mail"]), way)
        elif entry.what in ("mail sent", "mail not sent"):
            outcome = {"state": content["state"], "reason": content["reason"], "ended_at": entry.at}
            self._put(entry, ("mail", content["mail"]), outcome)
