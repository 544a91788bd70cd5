"""What the database itself asks of an edition: it begins as a draft, and becomes published by a second person only.

The rules say more (`sdm.rules.publishing`); this is what a database can say, whoever writes to it. A draft changes by
steps only, one for each revision, so that nobody is left out of those who worked on it. Whoever keeps accounts
publishes nothing, and nobody what was written with an account that they ever made or changed.
"""

# What has to be there: a guard that reads a table which a later migration makes is put up by that one.
READS = {
    "sdm_edition",
    "sdm_edition_worked_on_by",
    "sdm_draftstep",
    "sdm_user",
    "django_admin_log",
    "django_content_type",
}

BEGINS = "an edition begins as a draft"
CHANGES = "a draft changes by steps"
SECOND = "a second person publishes an edition"
APPROVER = "an edition is published by an administrator of a hospital who keeps no accounts"
ACCOUNTS = "who publishes an edition and who wrote it never made or changed the account of the other"
UNSAFE = "an edition is published with questions, confirmed arrangements and the option of no procedure"
SEAL = "an edition is sealed with the digest of its document"
STEP = "sdm_draftstep is append-only"

_IS_NEW = "NOT EXISTS (SELECT 1 FROM sdm_edition kept WHERE kept.id = NEW.id)"
_WITHOUT_STEP = (
    "NEW.document <> OLD.document AND NEW.revision <> OLD.revision + 1 OR NEW.revision < OLD.revision "
    "OR NEW.created_by_id IS DISTINCT FROM OLD.created_by_id"
)
_IS_PUBLISHED = "NEW.status = 'published' AND OLD.status <> 'published'"
# Everybody who ever worked on it, by whatever says so; and each step that made a revision is still there.
_BY_ONE = """
    NEW.published_by_id IS NULL OR NEW.document <> OLD.document
    OR NEW.published_by_id = NEW.created_by_id OR NEW.published_by_id = NEW.changed_by_id
    OR NEW.published_by_id = OLD.changed_by_id
    OR EXISTS (SELECT 1 FROM sdm_draftstep step WHERE step.edition_id = NEW.id AND step.by_id = NEW.published_by_id)
    OR EXISTS (SELECT 1 FROM sdm_edition_worked_on_by who
               WHERE who.edition_id = NEW.id AND who.user_id = NEW.published_by_id)
    OR NOT EXISTS (SELECT 1 FROM sdm_edition_worked_on_by who WHERE who.edition_id = NEW.id)
    OR (SELECT COUNT(*) FROM sdm_draftstep step WHERE step.edition_id = NEW.id) <> NEW.revision - 1
"""
_BY_NO_APPROVER = """
    NOT EXISTS (SELECT 1 FROM sdm_user who WHERE who.id = NEW.published_by_id AND who.role = 'administrator'
                AND NOT who.is_staff AND who.hospital_id IS NOT NULL)
"""
_BOUND = """
    EXISTS (SELECT 1 FROM django_admin_log log
            JOIN django_content_type kind
                ON kind.id = log.content_type_id AND kind.app_label = 'sdm' AND kind.model = 'user'
            JOIN sdm_edition_worked_on_by who ON who.edition_id = NEW.id AND who.user_id <> NEW.published_by_id
            WHERE log.user_id = NEW.published_by_id AND {whose} = who.user_id{as_text}
            OR log.user_id = who.user_id AND {whose} = NEW.published_by_id{as_text})
"""
# The admin site writes ids with dashes; SQLite keeps them without.
_SQLITE_BOUND = _BOUND.format(whose="REPLACE(log.object_id, '-', '')", as_text="")
_POSTGRESQL_BOUND = _BOUND.format(whose="log.object_id", as_text="::text")
_SQLITE_UNSAFE = """
    NOT EXISTS (SELECT 1 FROM json_each(NEW.document, '$.questions'))
    OR NOT EXISTS (SELECT 1 FROM json_each(NEW.document, '$.indications'))
    OR EXISTS (SELECT 1 FROM json_each(NEW.document, '$.indications') one
               WHERE NOT COALESCE(json_extract(one.value, '$.confirmed'), 0)
               OR json_extract(one.value, '$.arrangement') = 'unknown')
    OR NOT EXISTS (SELECT 1 FROM json_each(NEW.document, '$.options') one
                   WHERE json_extract(one.value, '$.is_no_procedure'))
"""
_POSTGRESQL_UNSAFE = """
    jsonb_array_length(held -> 'questions') = 0 OR jsonb_array_length(held -> 'indications') = 0
    OR held @? '$.indications[*] ? (!(@.confirmed == true) || @.arrangement == "unknown")'
    OR NOT held @? '$.options[*] ? (@.is_no_procedure == true)'
"""


def sqlite() -> list[str]:
    """The triggers for SQLite; SHA256 is Django's own function, so nothing but the app publishes there."""
    changing = _WITHOUT_STEP.replace("IS DISTINCT FROM", "IS NOT")
    refusals = [(changing, CHANGES), (f"{_IS_PUBLISHED} AND OLD.status <> 'draft'", BEGINS)]
    refusals += [(f"{_IS_PUBLISHED} AND ({_BY_ONE})", SECOND), (f"{_IS_PUBLISHED} AND {_BY_NO_APPROVER}", APPROVER)]
    refusals += [(f"{_IS_PUBLISHED} AND {_SQLITE_BOUND}", ACCOUNTS)]
    refusals += [(f"{_IS_PUBLISHED} AND ({_SQLITE_UNSAFE})", UNSAFE)]
    refusals += [(f"{_IS_PUBLISHED} AND NEW.sha256 <> SHA256(NEW.document)", SEAL)]
    body = " ".join(f"SELECT RAISE(ABORT, '{why}') WHERE {when};" for when, why in refusals)
    return [
        f"CREATE TRIGGER sdm_edition_begins BEFORE INSERT ON sdm_edition WHEN NEW.status <> 'draft' AND {_IS_NEW} "
        f"BEGIN SELECT RAISE(ABORT, '{BEGINS}'); END",
        f"CREATE TRIGGER sdm_edition_is_published BEFORE UPDATE ON sdm_edition WHEN OLD.status <> 'published' "
        f"BEGIN {body} END",
        f"CREATE TRIGGER sdm_draftstep_stays BEFORE UPDATE ON sdm_draftstep BEGIN SELECT RAISE(ABORT, '{STEP}'); END",
    ]


def postgresql() -> list[str]:
    """The triggers for PostgreSQL, with the function that they call."""
    refuse = "RAISE EXCEPTION '{}' USING ERRCODE = 'integrity_constraint_violation'"
    refusals = [("OLD.status <> 'draft'", BEGINS), (_BY_ONE, SECOND), (_BY_NO_APPROVER, APPROVER)]
    refusals += [(_POSTGRESQL_BOUND, ACCOUNTS), (_POSTGRESQL_UNSAFE, UNSAFE)]
    refusals += [("NEW.sha256 <> encode(sha256(convert_to(NEW.document, 'UTF8')), 'hex')", SEAL)]
    publishing = " ".join(f"IF {when} THEN {refuse.format(why)}; END IF;" for when, why in refusals)
    body = (
        f"IF TG_OP = 'INSERT' THEN IF NEW.status <> 'draft' AND {_IS_NEW} THEN {refuse.format(BEGINS)}; END IF; "
        f"RETURN NEW; END IF; IF OLD.status = 'published' THEN RETURN NEW; END IF; "
        f"IF {_WITHOUT_STEP} THEN {refuse.format(CHANGES)}; END IF; "
        f"IF {_IS_PUBLISHED} THEN held := NEW.document::jsonb; {publishing} END IF; RETURN NEW;"
    )
    return [
        "CREATE OR REPLACE FUNCTION sdm_ask_of_edition() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ DECLARE held jsonb; BEGIN {body} END $$",
        "CREATE TRIGGER sdm_edition_asks BEFORE INSERT OR UPDATE ON sdm_edition "
        "FOR EACH ROW EXECUTE FUNCTION sdm_ask_of_edition()",
        "CREATE TRIGGER sdm_draftstep_stays BEFORE UPDATE ON sdm_draftstep FOR EACH ROW EXECUTE FUNCTION sdm_refuse()",
    ]


def names(vendor: str) -> list[tuple[str, str]]:
    """The tables and names of the triggers above."""
    if vendor == "postgresql":
        return [("sdm_edition", "sdm_edition_asks"), ("sdm_draftstep", "sdm_draftstep_stays")]
    on_edition = ("sdm_edition_begins", "sdm_edition_is_published")
    return [*(("sdm_edition", name) for name in on_edition), ("sdm_draftstep", "sdm_draftstep_stays")]
