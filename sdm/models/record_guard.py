"""What makes the database itself refuse changes: triggers on the record and on published editions."""

APPEND_ONLY = ("sdm_recordentry", "sdm_answer", "sdm_discussionnote", "sdm_studyconsent", "sdm_decision")
# Drafts may change and go; a published edition may do neither.
GUARDS = [(table, "") for table in APPEND_ONLY] + [("sdm_edition", "OLD.status = 'published'")]


def install(connection) -> None:
    """Make the database refuse to change or delete what is recorded or published (SQLite and PostgreSQL)."""
    statements = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    _run(connection, statements)


def remove(connection) -> None:
    """Take the guards away: for tests that empty the database, and for the reverse of a migration."""
    names = [(table, f"{table}_{kind}") for table, _ in GUARDS for kind in ("update", "delete")]
    if connection.vendor == "postgresql":
        names += [(table, f"{table}_truncate") for table, _ in GUARDS]
        _run(connection, [f"DROP TRIGGER IF EXISTS {name} ON {table}" for table, name in names])
        _run(connection, ["DROP FUNCTION IF EXISTS sdm_refuse()"])
    else:
        _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for _, name in names])


def _run(connection, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_{kind} BEFORE {kind.upper()} ON {table} {f'WHEN {when}' if when else ''} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table, when in GUARDS
        for kind in ("update", "delete")
    ]


def _postgresql() -> list[str]:
    refuse = (
        "CREATE OR REPLACE FUNCTION sdm_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$"
    )
    rows = [
        f"CREATE TRIGGER {table}_{kind} BEFORE {kind.upper()} ON {table} FOR EACH ROW "
        f"{f'WHEN ({when})' if when else ''} EXECUTE FUNCTION sdm_refuse()"
        for table, when in GUARDS
        for kind in ("update", "delete")
    ]
    whole = [
        f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION sdm_refuse()"
        for table, _ in GUARDS
    ]
    return [refuse, *rows, *whole]
