"""Pages by keyset: an opaque cursor says where the last page ended."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import marshmallow as ma
import orjson

from api.http.faults import ParameterFault
from api.http.fields import AnswerSchema, always
from shared.errors import Invalid

Row = TypeVar("Row")
Part = Callable[[object], Any]

CURSOR_MAX = 400


class InvalidCursor(Invalid):
    """The cursor was not made by this list in this order."""

    code = "invalid_cursor"


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, and the cursor of the next page if there is one."""

    data: Sequence[Row]
    next_cursor: str | None

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.next_cursor is not None


class Cursor:
    """Writes and reads the cursors of one list; `kind` names list and order, so that none serves for another."""

    def __init__(self, kind: str, *parts: Part) -> None:
        self._kind = kind
        self._parts = parts

    def write(self, *values: Any) -> str:
        """The cursor after a row with these keys; None stays None."""
        texts = [None if value is None else _text(value) for value in values]
        return base64.urlsafe_b64encode(orjson.dumps([self._kind, *texts])).rstrip(b"=").decode()

    def read(self, cursor: str) -> tuple[Any, ...]:
        """The keys of a cursor of ours; raises InvalidCursor."""
        try:
            kind, *texts = orjson.loads(
                base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            )
            if kind != self._kind:
                raise _refusal()
            return tuple(part(text) for part, text in zip(self._parts, texts, strict=True))
        except (binascii.Error, ValueError, TypeError):
            raise _refusal() from None

    def page(self, rows: Sequence[Row], limit: int, keys: Callable[[Row], tuple[Any, ...]]) -> Page[Row]:
        """A page of at most `limit` rows out of one more than that, which tells whether another follows."""
        shown = rows[:limit]
        return Page(shown, self.write(*keys(shown[-1])) if len(rows) > limit else None)


def moment(part: object) -> datetime:
    """A time with its zone, told in UTC: PostgreSQL knows no offset of 16 hours and more; raises ValueError."""
    value = datetime.fromisoformat(_string(part))
    if value.tzinfo is None:
        raise ValueError
    try:
        return value.astimezone(UTC)
    except OverflowError:
        # before year 1 or after 9999
        raise ValueError from None


def whole_number(part: object) -> int:
    """A number that fits PostgreSQL's integer, not negative; raises ValueError."""
    value = int(_string(part))
    if not 0 <= value < 2**31:
        raise ValueError
    return value


def identifier(part: object) -> uuid.UUID:
    """An id; raises ValueError."""
    return uuid.UUID(_string(part))


def optional(read: Part) -> Part:
    """A part that may also be None."""
    return lambda part: None if part is None else read(part)


def page_query(*, limit: int, most: int) -> dict[str, ma.fields.Field[Any]]:
    """The two parameters of a list: `limit` (this by default, at most `most`) and `cursor`."""
    return {
        "limit": ma.fields.Integer(
            load_default=limit,
            validate=ma.validate.Range(1, most),
            metadata={"description": f"Rows a page, 1 to {most}."},
        ),
        "cursor": ma.fields.String(
            load_default=None,
            validate=ma.validate.Length(1, CURSOR_MAX),
            metadata={"description": "`next_cursor` of the page before; leave it out for the first page."},
        ),
    }


class PageSchema(AnswerSchema):
    """The envelope of a list."""

    object = always("list")
    has_more = ma.fields.Boolean(metadata={"description": "Whether another page follows."})
    next_cursor = ma.fields.String(allow_none=True, metadata={"description": "Where the next page begins."})


def _string(part: object) -> str:
    if not isinstance(part, str):
        raise ValueError
    return part


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _refusal() -> InvalidCursor:
    fault = ParameterFault("invalid_cursor", "Use `next_cursor` of the page before, unchanged.", parameter="cursor")
    return InvalidCursor("The cursor does not belong to this list in this order.", faults=[fault])
