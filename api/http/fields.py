"""Marshmallow fields and the base schema that the resources share."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

import marshmallow as ma
from flask import url_for

from api.http.faults import UNKNOWN

SIMULATOR = "simulator"
_NINE_PLACES = Decimal("1E-9")
# PostgreSQL takes no NUL, and no other control character has business in one line of text
_ONE_LINE = re.compile(r"[^\x00-\x1f\x7f]*")


class Schema(ma.Schema):
    """Keeps the order of its fields and refuses unknown ones by name."""

    error_messages: ClassVar[dict[str, str]] = {"unknown": UNKNOWN}

    class Meta:
        """An unknown field is a mistake that its sender should learn of."""

        unknown = ma.RAISE


class OneLine(ma.fields.String):
    """Text without control characters."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not _ONE_LINE.fullmatch(text):
            raise ma.ValidationError("Must not contain control characters.")
        return text


class Timestamp(ma.fields.DateTime):
    """A time as RFC 3339 in UTC with `Z` and microseconds."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Money(ma.fields.String):
    """US dollars as a string with nine places, so that no reader rounds it through a float."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else format(Decimal(value).quantize(_NINE_PLACES), "f")


class Simulated(ma.fields.Boolean):
    """Whether the provider named by the attribute is our stand-in, whose scores say nothing about a lead."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> bool | None:
        return None if value is None else value == SIMULATOR


class Link(ma.fields.String):
    """The path of a route that takes the attribute as its only argument."""

    def __init__(self, endpoint: str, argument: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._endpoint = endpoint
        self._argument = argument

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else url_for(self._endpoint, **{self._argument: value})


class Stored(ma.fields.Nested):
    """JSON that was stored in the form of its schema: documented by it, answered as it is."""

    def _serialize(self, nested_obj: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return nested_obj


class StoredList(ma.fields.List):
    """As Stored, for a list."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value
