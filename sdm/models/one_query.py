"""Plain SQL where the ORM would take longer to put a query together than the database takes to answer it.

The pieces read beside a conversation, in the same query, what hangs on it. They are constant, so that PostgreSQL plans
each query once; `rows` asks, and `instance` makes of a row what the ORM would make of it. SQLite and PostgreSQL alike.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import JSONField, Model
from django.db.models.expressions import RawSQL

AnyModel = TypeVar("AnyModel", bound=Model)
COLUMNS = ("part", "text", "details", "wording", "revision", "saved_at", "saved_by")
AGENDA = ("id", "raised_by", "question_number", "text", "state", "outcome", "owner", "due_on", "recorded_as")


def rows(query: str, values: Sequence[Any]) -> list[tuple]:
    """What a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(query, [_as_kept(value) for value in values])
        return cursor.fetchall()


def columns(model: type[Model]) -> tuple[str, ...]:
    """The columns of a model's table, which are also the names of its values."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def instance(model: type[AnyModel], names: tuple[str, ...], values: Sequence[Any]) -> AnyModel:
    """An instance of a model with the values of these columns; others are read when they are asked for."""
    values = list(values)
    for place, convert in _converters(model, names, connection.vendor):
        values[place] = convert(values[place])
    return model.from_db(connection.alias, names, values)


@cache
def _converters(model: type[Model], names: tuple[str, ...], vendor: str) -> list[tuple[int, Callable]]:
    """What the ORM does to values of this database, by place; to PostgreSQL's nothing, they are Python's already."""
    table = model._meta.db_table
    columns = [(place, model._meta.get_field(name).get_col(table)) for place, name in enumerate(names)]
    return [
        (place, lambda value, convert=convert, column=column: convert(value, column, connection))
        for place, column in columns
        for convert in connection.ops.get_db_converters(column)
    ]


def _as_kept(value: Any) -> Any:
    """A value as this database keeps it; SQLite keeps ids and moments as text."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


class Piece(RawSQL):
    """A piece of SQL that each database has in its own words."""

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
        postgresql="SELECT jsonb_agg(to_jsonb(latest)) FROM "
        f"(SELECT DISTINCT ON (part) {', '.join(names)} FROM {table} "
        "WHERE conversation_id = sdm_conversation.id ORDER BY part, revision DESC) latest",
    )


@cache
def head_of_record() -> Piece:
    """The last entry of the outer conversation's record, as a JSON object; None before the first."""
    last = "FROM sdm_recordentry WHERE conversation_id = sdm_conversation.id ORDER BY sequence DESC LIMIT 1"
    return Piece(
        sqlite=f"SELECT json_object('sequence', sequence, 'digest', digest) {last}",
        postgresql=f"SELECT jsonb_build_object('sequence', sequence, 'digest', digest) {last}",
    )


@cache
def invitation_in_force() -> Piece:
    """When the outer conversation's invitation in force was made and opened, as a JSON object; None without one."""
    in_force = "FROM sdm_invitation WHERE conversation_id = sdm_conversation.id AND revoked_at IS NULL"
    return Piece(
        sqlite=f"SELECT json_object('created_at', created_at, 'opened_at', opened_at) {in_force}",
        postgresql=f"SELECT jsonb_build_object('created_at', created_at, 'opened_at', opened_at) {in_force}",
    )


@cache
def agenda() -> Piece:
    """The outer conversation's agenda items in the order in which they were raised, as a JSON list."""
    items = f"SELECT {', '.join(AGENDA)} FROM sdm_agendaitem WHERE conversation_id = sdm_conversation.id"
    pairs = ", ".join(f"'{name}', {name}" for name in AGENDA)
    return Piece(
        sqlite=f"SELECT json_group_array(json_object({pairs})) FROM ({items} ORDER BY raised_at, id)",
        postgresql=f"SELECT jsonb_agg(to_jsonb(item)) FROM ({items} ORDER BY raised_at, id) item",
    )
