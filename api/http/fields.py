"""Marshmallow fields and the base schema that the resources share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import marshmallow as ma
from flask import url_for

from api.http.faults import UNKNOWN
from shared.settings import SIMULATOR

_NINE_PLACES = Decimal("1E-9")
# PostgreSQL takes no NUL and no half of a character, and no other control character has business in one line of text
_ONE_LINE = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]*")
# as documented: in a JSON document that can be read there are no halves, and not every reader of patterns knows them
_ONE_LINE_PATTERN = r"^[^\x00-\x1f\x7f]*$"
# white space, and what has no width
_AROUND = re.compile(r"^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+\Z")
# printable to Python, but blank to the eye: fillers of Hangul, the empty Braille pattern
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")


class Schema(ma.Schema):
    """Keeps the order of its fields and refuses unknown ones by name."""

    error_messages = {"unknown": UNKNOWN}  # noqa: RUF012 - marshmallow reads it from the class

    class Meta:
        """An unknown field is a mistake that its sender should learn of."""

        unknown = ma.RAISE


class AnswerSchema(Schema):
    """Goes out only: all of its fields are always there, and later versions may add some."""

    class Meta:
        """Says nothing of further fields in the document."""

        unknown = ma.EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: ma.fields.Field[Any]) -> None:
        """Document the field as present, and let several fields show one attribute."""
        field_obj.dump_only = True
        field_obj.required = True


def always(value: str) -> ma.fields.Constant[str]:
    """A field that never says anything else."""
    return ma.fields.Constant(value, metadata={"type": "string", "enum": [value]})


class Moment(ma.fields.AwareDateTime):
    """A time of RFC 3339 with its offset, taken in UTC; PostgreSQL knows no offset of 16 hours and more."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        moment = super()._deserialize(value, attr, data, **kwargs)
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            raise ma.ValidationError("Must be a moment of the years 1 to 9999 in UTC.") from None


class Whole(ma.fields.Integer):
    """A whole number in JSON, which knows one kind of number: 3.0 is 3; a text is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strict=True, **kwargs)

    def _validated(self, value: Any) -> Any:
        return super()._validated(int(value) if isinstance(value, float) and value.is_integer() else value)


class Switch(ma.fields.Boolean):
    """On or off in JSON, with one spelling each: 0 and "false" are neither."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(truthy={True}, falsy={False}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        # Python holds 0 equal to False
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class OneLine(ma.fields.String):
    """Text without control characters."""

    def __init__(self, *, metadata: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(metadata={"pattern": _ONE_LINE_PATTERN, **(metadata or {})}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not _ONE_LINE.fullmatch(text):
            raise ma.ValidationError("Must not contain control characters.")
        return text


class Label(OneLine):
    """A name for people: without what cannot be seen at its ends, and something must be left."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = _AROUND.sub("", super()._deserialize(value, attr, data, **kwargs))
        if not any(map(_is_seen, text)):
            raise ma.ValidationError("Must have at least one character that can be seen.")
        return text


def _is_seen(character: str) -> bool:
    return character.isprintable() and not character.isspace() and character not in _BLANK


class Pairs(ma.fields.Dict):
    """An object of texts, whose faults are told at the key that they belong to."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        except ma.ValidationError as error:
            if not isinstance(error.messages, dict):
                raise
            # as it comes, a fault of "k" stands under "k/key" or "k/value", which is no place in the body
            by_key = {key: [text for part in parts.values() for text in part] for key, parts in error.messages.items()}
            raise ma.ValidationError(by_key) from None


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

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"description": "The stand-in provider judged: the score means nothing."}, **kwargs)

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

    def _serialize(self, nested_obj: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        return nested_obj


class StoredList(ma.fields.List[Any]):
    """As Stored, for a list."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value
