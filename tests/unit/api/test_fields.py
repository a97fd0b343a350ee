"""How values leave: times, money, links."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import marshmallow as ma
import pytest

from api.http.fields import (
    AnswerSchema,
    Label,
    Money,
    OneLine,
    Schema,
    Simulated,
    Stored,
    StoredList,
    Switch,
    Timestamp,
    Whole,
)


class PartSchema(Schema):
    """A part that was stored."""

    key = ma.fields.String()


class ThingSchema(AnswerSchema):
    """One of each."""

    at = Timestamp()
    cost = Money()
    simulated = Simulated(attribute="provider")
    provider = ma.fields.String()
    part = Stored(PartSchema)
    parts = StoredList(ma.fields.Nested(PartSchema))


def dumped(**values: Any) -> dict[str, Any]:
    """What the schema makes of these values."""
    answer: dict[str, Any] = ThingSchema().dump(values)
    return answer


class TestTimestamp:
    @pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-7))])
    def test_is_utc_with_z(self, zone: timezone) -> None:
        at = datetime(2026, 11, 24, 8, 8, 20, 40, tzinfo=UTC).astimezone(zone)
        assert dumped(at=at) == {"at": "2026-11-24T08:08:20.000040Z"}

    def test_may_be_absent(self) -> None:
        assert dumped(at=None) == {"at": None}


class TestWhole:
    def test_is_a_number_without_a_fraction_however_it_is_written(self) -> None:
        assert [Whole().deserialize(value) for value in (3, 3.0, -0.0)] == [3, 3, 0]

    @pytest.mark.parametrize("value", [3.5, "3", True, None, float("nan"), float("inf")])
    def test_is_nothing_else(self, value: object) -> None:
        with pytest.raises(ma.ValidationError):
            Whole().deserialize(value)


class TestSwitch:
    def test_is_on_or_off(self) -> None:
        assert [Switch().deserialize(value) for value in (True, False)] == [True, False]

    @pytest.mark.parametrize("value", [0, 1, 0.0, "true", "false", None, [], {}])
    def test_has_one_spelling_each(self, value: object) -> None:
        with pytest.raises(ma.ValidationError):
            Switch().deserialize(value)


class TestMoney:
    @pytest.mark.parametrize(
        ("value", "text"),
        [(Decimal(0), "0.000000000"), (Decimal("1E-9"), "0.000000001"), (Decimal("2.12"), "2.120000000")],
    )
    def test_is_text_with_nine_places(self, value: Decimal, text: str) -> None:
        assert dumped(cost=value) == {"cost": text}

    def test_keeps_what_a_float_would_lose(self) -> None:
        assert dumped(cost=Decimal("123456789.123456789")) == {"cost": "123456789.123456789"}


class TestSimulated:
    @pytest.mark.parametrize(("provider", "simulated"), [("simulator", True), ("cerebras", False), (None, None)])
    def test_follows_the_provider(self, provider: str | None, simulated: bool | None) -> None:
        assert dumped(provider=provider) == {"provider": provider, "simulated": simulated}


class TestStored:
    def test_leaves_as_it_was_stored(self) -> None:
        values: dict[str, Any] = {"part": {"key": "a", "later": 1}, "parts": [{"key": "b"}]}
        assert dumped(**values) == values


class TestOneLine:
    @pytest.mark.parametrize("text", ["a\x00", "a\nb", "\x1b[31m", "\x7f", "half \ud83d"])
    def test_refuses_control_characters(self, text: str) -> None:
        with pytest.raises(ma.ValidationError, match="control characters"):
            OneLine().deserialize(text)

    def test_takes_any_other_text(self) -> None:
        assert OneLine().deserialize("Messe Köln, 日本") == "Messe Köln, 日本"


class TestLabel:
    @pytest.mark.parametrize("text", ["", "  ", "\u3000", "\u200b\u2060\ufeff", "\u3164\u00ad", "\u2800"])
    def test_refuses_what_nobody_can_see(self, text: str) -> None:
        with pytest.raises(ma.ValidationError, match="at least one character that can be seen"):
            Label().deserialize(text)

    @pytest.mark.parametrize("typed", [" Fair \u3000", "\ufeffFair\u200b", "Fair"])
    def test_drops_what_cannot_be_seen_at_its_ends(self, typed: str) -> None:
        assert Label().deserialize(typed) == "Fair"

    def test_is_measured_as_it_is_kept(self) -> None:
        assert Label(validate=ma.validate.Length(1, 4)).deserialize("  Fair  ") == "Fair"

    @pytest.mark.parametrize("typed", ["Hall 4, 日本", "👩\u200d💻", "🏴\U000e0067\U000e007f", "✅", "-"])
    def test_takes_any_other_text(self, typed: str) -> None:
        assert Label().deserialize(typed) == typed
