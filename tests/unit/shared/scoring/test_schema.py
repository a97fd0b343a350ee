"""The schema stays inside what strict mode accepts (facts of the provider, section A8)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from shared.profiles.content import MOST_CRITERIA, MOST_DISQUALIFIERS, Criterion, Disqualifier, ProfileContent
from shared.profiles.errors import ProfileTooLarge
from shared.profiles.reader import LONGEST_KEY
from shared.scoring.schema import LONGEST_SCHEMA, answer_schema

MakeProfile = Callable[..., ProfileContent]
ALLOWED = {"type", "properties", "required", "additionalProperties", "enum", "$ref", "$defs"}


class Strict:
    """Walks a schema with its references followed, as a provider would, and counts what is limited."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema, self.properties, self.enum_values, self.depth = schema, 0, 0, 0
        self.walk(schema, 1)

    def walk(self, node: dict[str, Any], depth: int) -> None:
        assert set(node) <= ALLOWED
        self.depth = max(self.depth, depth)
        if "$ref" in node:
            assert set(node) == {"$ref"}
            name = node["$ref"].removeprefix("#/$defs/")
            self.walk(self.schema["$defs"][name], depth)
        elif node["type"] == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])
            self.properties += len(node["properties"])
            for member in node["properties"].values():
                self.walk(member, depth + 1)
        else:
            assert node["type"] == "string"
            self.enum_values += len(node.get("enum", ()))


def largest() -> ProfileContent:
    """As large as a valid profile can be."""
    anchors = ("a", "b", "c", "d", "e")
    return ProfileContent(
        name="Largest",
        seller="s",
        customer="c",
        criteria=tuple(
            Criterion(f"c{n:02}".ljust(LONGEST_KEY, "x"), "Label", 1, "Question?", anchors)
            for n in range(MOST_CRITERIA)
        ),
        disqualifiers=tuple(
            Disqualifier(f"d{n:02}".ljust(LONGEST_KEY, "x"), "Label", "Question?") for n in range(MOST_DISQUALIFIERS)
        ),
        tiers=(),
        least_coverage=0,  # type: ignore[arg-type]
    )


class TestAnswerSchema:
    def test_is_within_the_limits_for_one_criterion(self, make_profile: MakeProfile) -> None:
        self.check(answer_schema(make_profile(1)))

    def test_is_within_the_limits_for_the_default_profile(self, b2b: ProfileContent) -> None:
        self.check(answer_schema(b2b))

    def test_is_within_the_limits_for_the_largest_valid_profile(self) -> None:
        self.check(answer_schema(largest()))

    @staticmethod
    def check(schema: dict[str, Any]) -> None:
        strict = Strict(schema)
        assert schema["type"] == "object"
        assert len(json.dumps(schema)) <= LONGEST_SCHEMA
        assert strict.depth <= 10
        assert strict.properties <= 500
        assert strict.enum_values <= 500

    def test_asks_in_the_agreed_order(self, b2b: ProfileContent) -> None:
        schema = answer_schema(b2b)
        assert list(schema["properties"]) == ["criteria", "disqualifiers", "instructions_in_lead"]
        assert list(schema["properties"]["criteria"]["properties"]) == [one.key for one in b2b.criteria]
        assert list(schema["$defs"]["criterion"]["properties"]) == ["field", "quote", "reason", "level"]
        assert list(schema["$defs"]["disqualifier"]["properties"]) == ["field", "quote", "applies"]
        assert schema["$defs"]["criterion"]["properties"]["level"]["enum"] == ["0", "1", "2", "3", "4", "unknown"]

    def test_has_no_empty_object_where_nothing_disqualifies(self, make_profile: MakeProfile) -> None:
        schema = answer_schema(make_profile(1))
        assert list(schema["properties"]) == ["criteria", "instructions_in_lead"]
        assert list(schema["$defs"]) == ["criterion"]

    def test_refuses_a_profile_that_does_not_fit(self, make_profile: MakeProfile) -> None:
        with pytest.raises(ProfileTooLarge, match="at most 5000"):
            answer_schema(make_profile(*[1] * 200))
