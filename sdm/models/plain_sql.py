"""Plain SQL where the ORM would take longer to put a query together than the database takes to answer it.

Only the queries that stand before every page are written so, and the rows that every save of a patient's writes
(docs/decisions.md, 18); everything else asks the ORM.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateTimeField, Field, Model

from sdm.models.one_query import Piece

Given = Piece | Field | type[Model]


class Query:
    """Constant SQL, and what each row of it gives: whole models, single fields and pieces, as the ORM would give them.

    `{select}` in the SQL stands for all of them. Each table bears its own name there:
    `Query("SELECT {select} FROM sdm_patient WHERE sdm_patient.id = %s", patient=Patient).ask(id)` gives
    `[{"patient": <Patient>}]`. What a request says is only ever a value, never a part of the SQL.
    """

    def __init__(self, sql: str, **gives: Given) -> None:
        self.sql, self.gives = sql, gives

    def ask(self, *values: Any, **parts: Any) -> list[dict[str, Any]]:
        """What each row gives, by name; `parts` are constant parts of the SQL that differ by use."""
        # Django's own `connection` looks for itself at each word that is asked of it.
        database = connections[DEFAULT_DB_ALIAS]
        select, read, give = _prepared(self, database.vendor)
        with database.cursor() as cursor:
            cursor.execute(self.sql.format(select=select, **parts), [_as_kept(value, database) for value in values])
            rows = [list(row) for row in cursor.fetchall()]
        for row in rows:
            for place, reader in read:
                if row[place] is not None:
                    row[place] = reader(row[place])
        return [{name: giver(row) for name, giver in give} for row in rows]


def insert(row: Model) -> None:
    """Write a new row whose key the database gives, as `row.save(force_insert=True)` does where nobody awaits a signal.

    Raises IntegrityError as that does.
    """
    database = connections[DEFAULT_DB_ALIAS]
    sql, columns = _inserting(type(row))
    with database.cursor() as cursor:
        cursor.execute(sql, [column.get_db_prep_save(column.pre_save(row, True), database) for column in columns])
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _inserting(model: type[Model]) -> tuple[str, list[Field]]:
    """The statement that writes a row, and the fields whose values it takes."""
    columns = [column for column in model._meta.concrete_fields if not column.primary_key]
    names, places = ", ".join(f'"{column.column}"' for column in columns), ", ".join("%s" for _ in columns)
    key = model._meta.pk.column
    return f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places}) RETURNING {key}", columns


def field(model: type[Model], name: str) -> Field:
    """One field of a model."""
    return model._meta.get_field(name)


@cache
def _prepared(query: Query, vendor: str) -> tuple[str, list[tuple[int, Callable]], list[tuple[str, Callable]]]:
    """What a query selects, how single values are read by their place, and what is made of a row by name."""
    select, read, give = [], [], []
    for name, given in query.gives.items():
        give.append((name, _giver(given, len(select))))
        for column in _columns(given):
            read += [(len(select), reader) for reader in _readers(column)]
            select.append(_sql(column))
    return ", ".join(select), read, give


def _columns(given: Given) -> Iterable[Piece | Field]:
    return given._meta.concrete_fields if isinstance(given, type) else (given,)


def _sql(column: Piece | Field) -> str:
    if isinstance(column, Piece):
        return column.for_database(connection)
    return f"{column.model._meta.db_table}.{column.column}{'::text' if _is_read_by_us(column) else ''}"


def _is_read_by_us(column: Field) -> bool:
    """Whether it is a moment in PostgreSQL, which psycopg takes twenty times as long to read as Python itself."""
    return connection.vendor == "postgresql" and isinstance(column, DateTimeField)


def _readers(column: Piece | Field) -> list[Callable[[Any], Any]]:
    """What the ORM does to a value of this database: PostgreSQL's are mostly Python's already, SQLite's often text."""
    if isinstance(column, Piece):
        return [json.loads]
    if _is_read_by_us(column):
        return [datetime.fromisoformat]
    expression = column.get_col(column.model._meta.db_table)
    converters = connection.ops.get_db_converters(expression) + expression.get_db_converters(connection)
    return [lambda value, convert=convert: convert(value, expression, connection) for convert in converters]


def _giver(given: Given, start: int) -> Callable[[list], Any]:
    """What makes a model's instance, or a single value, of the row from this place on."""
    if not isinstance(given, type):
        return itemgetter(start)
    names = [column.attname for column in given._meta.concrete_fields]
    return lambda row: given.from_db(DEFAULT_DB_ALIAS, names, row[start : start + len(names)])


def _as_kept(value: Any, database: BaseDatabaseWrapper) -> Any:
    """A value as this database keeps it."""
    if isinstance(value, UUID):
        return value if database.features.has_native_uuid_field else value.hex
    return database.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
