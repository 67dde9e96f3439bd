"""What all tables share: names for constraints, random ids, moments in UTC."""

import datetime
import secrets
from typing import Any, ClassVar, dataclass_transform

from sqlalchemy import DateTime, Dialect, MetaData, String
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass, MappedColumn, mapped_column
from sqlalchemy.types import JSON, TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime.datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime.datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(datetime.UTC)

    def process_result_value(
        self,
        value: datetime.datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)


class NotText(ValueError):
    """No column keeps this: it holds a NUL, or half a character. So nothing that goes by this name is there either."""


class Words(TypeDecorator[str]):
    """A text. What one database would take and another would not, none takes."""

    impl = String
    cache_ok = True

    def process_bind_param(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> str | None:
        if value is not None and ("\0" in value or not (value.isascii() or _is_whole(value))):
            raise NotText(ascii(value[:100]))
        return value


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@dataclass_transform(kw_only_default=True, field_specifiers=(MappedColumn, mapped_column))
class Table(MappedAsDataclass, DeclarativeBase, kw_only=True, repr=False, eq=False):
    """Base of all tables. A row is itself, not its values; and printed it tells nothing of them.

    Annotations here are no strings: the mapper needs each at the start, and would have to parse it first.
    """

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime.datetime: Moment,
        dict[str, Any]: JSON,
        list[str]: JSON,
        str: Words,
    }


def new_id() -> str:
    """128 random bits: an id that cannot be guessed and says nothing of how many there are."""
    return secrets.token_hex(16)
