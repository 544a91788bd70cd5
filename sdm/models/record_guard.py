"""What makes the database itself refuse changes: triggers on the record and on published editions."""

from sdm.models import publishing_guard

# Each guarded table with its keys besides the id, and when a row of it is frozen: a draft may change and go.
GUARDED = {
    "sdm_recordentry": ("conversation_id", "sequence"),
    "sdm_answer": ("conversation_id", "part", "revision"),
    "sdm_discussionnote": ("conversation_id", "part", "revision"),
    "sdm_studyconsent": (),
    "sdm_decision": ("conversation_id", "number"),
    "sdm_arrangedhelp": ("conversation_id", "part", "revision"),
    "sdm_correction": ("conversation_id", "recorded_as"),
    "sdm_changeofmind": ("conversation_id", "recorded_as"),
    "sdm_reply": ("conversation_id", "about"),
    "sdm_procedurenote": ("conversation_id", "part", "revision"),
    "sdm_confirmation": ("conversation_id", "recorded_as"),
    "sdm_briefreading": ("conversation_id", "recorded_as"),
    "sdm_phraselist": ("hospital_id", "leaflet_id", "revision"),
    "sdm_edition": ("leaflet_id", "language", "number"),
    "sdm_withdrawal": ("edition_id",),
    # Who made or changed which account: two people publish, and this tells whether they are two.
    "django_admin_log": (),
    "sdm_scan": ("conversation_id", "recorded_as", "place"),
    "sdm_scanmistake": ("scan_id",),
}
FROZEN = {"sdm_edition": "{row}.status = 'published'"}


def _frozen(table: str, row: str) -> str:
    return FROZEN.get(table, "1 = 1").format(row=row)


def install(connection) -> None:
    """Make the database refuse to change or delete what is recorded or published (SQLite and PostgreSQL).

    Every migration that alters a guarded table, or makes one, ends with this: SQLite makes a table anew to alter it,
    and loses its triggers. Tables that later migrations make are left to them; guards that stand are renewed.
    """
    remove(connection)
    tables, on_postgresql = _tables(connection), connection.vendor == "postgresql"
    _run(connection, _postgresql(tables) if on_postgresql else _sqlite(tables))
    if _can_guard_publishing(connection):
        _run(connection, publishing_guard.postgresql() if on_postgresql else publishing_guard.sqlite())


def remove(connection) -> None:
    """Take the guards away: for tests that empty the database, and for the reverse of a migration."""
    tables = _tables(connection)
    names = [(table, f"{table}_{kind}") for table in tables for kind in ("update", "delete")]
    if _can_guard_publishing(connection):
        names += publishing_guard.names(connection.vendor)
    if connection.vendor == "postgresql":
        names += [(table, f"{table}_truncate") for table in tables]
        _run(connection, [f"DROP TRIGGER IF EXISTS {name} ON {table}" for table, name in names])
        _run(connection, [f"DROP FUNCTION IF EXISTS {name}()" for name in ("sdm_refuse", "sdm_ask_of_edition")])
    else:
        names += [(table, f"{table}_replace") for table in tables]
        _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for _, name in names])


def _tables(connection) -> list[str]:
    """The guarded tables that are there by now."""
    there = connection.introspection.table_names()
    return [table for table in GUARDED if table in there]


def _can_guard_publishing(connection) -> bool:
    return set(connection.introspection.table_names()) >= publishing_guard.READS


def _run(connection, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite(tables: list[str]) -> list[str]:
    change = [
        f"CREATE TRIGGER {table}_{kind} BEFORE {kind.upper()} ON {table} WHEN {_frozen(table, 'OLD')} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in tables
        for kind in ("update", "delete")
    ]
    # INSERT OR REPLACE takes the old row away without a word to the triggers on deletion.
    replace = [
        f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} WHEN EXISTS "
        f"(SELECT 1 FROM {table} kept WHERE ({_same_row(keys)}) AND {_frozen(table, 'kept')}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table, keys in ((table, GUARDED[table]) for table in tables)
    ]
    return change + replace


def _same_row(keys: tuple[str, ...]) -> str:
    same_keys = " AND ".join(f"kept.{key} = NEW.{key}" for key in keys)
    return f"kept.id = NEW.id OR ({same_keys})" if keys else "kept.id = NEW.id"


def _postgresql(tables: list[str]) -> list[str]:
    refuse = (
        "CREATE OR REPLACE FUNCTION sdm_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$"
    )
    rows = [
        f"CREATE TRIGGER {table}_{kind} BEFORE {kind.upper()} ON {table} FOR EACH ROW "
        f"WHEN ({_frozen(table, 'OLD')}) EXECUTE FUNCTION sdm_refuse()"
        for table in tables
        for kind in ("update", "delete")
    ]
    whole = [
        f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION sdm_refuse()" for table in tables
    ]
    return [refuse, *rows, *whole]
