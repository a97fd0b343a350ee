"""A profile is read strictly, and all that is wrong with it is said at once."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest

from shared.profiles.content import ProfileContent, content_hash
from shared.profiles.errors import ProfileInvalid
from shared.profiles.load_preset import load_preset


@pytest.fixture
def valid() -> dict[str, Any]:
    return copy.deepcopy(load_preset("b2b").to_json())


def faults(value: object) -> dict[str | None, str]:
    with pytest.raises(ProfileInvalid) as caught:
        ProfileContent.from_json(value)
    assert caught.value.code == "profile_invalid"
    return {fault.pointer: fault.code for fault in caught.value.faults}


class TestFromJson:
    def test_gives_back_what_to_json_wrote(self, valid: dict[str, Any]) -> None:
        content = ProfileContent.from_json(valid)
        assert content.to_json() == valid
        assert ProfileContent.from_json(content.to_json()) == content

    def test_keywords_and_disqualifiers_may_be_none(self, valid: dict[str, Any]) -> None:
        del valid["criteria"][0]["keywords"]
        valid["disqualifiers"] = []
        content = ProfileContent.from_json(valid)
        assert content.criteria[0].keywords == ()
        assert content.disqualifiers == ()

    @pytest.mark.parametrize(("given", "kept"), [("0.50", "0.5"), (0.5, "0.5"), (1, "1"), ("0", "0"), ("-0", "0")])
    def test_least_coverage_is_kept_in_one_form(self, valid: dict[str, Any], given: object, kept: str) -> None:
        content = ProfileContent.from_json(valid | {"least_coverage": given})
        assert content.to_json()["least_coverage"] == kept
        assert content.least_coverage == Decimal(kept)

    def test_names_every_fault_by_its_place(self, valid: dict[str, Any]) -> None:
        valid["criteria"][2]["weight"] = 0
        valid["criteria"][3]["anchors"] = ["only", "two"]
        valid["criteria"][4]["anchors"][1] = "two\nlines"
        del valid["criteria"][5]["question"]
        valid["disqualifiers"][0]["key"] = "Bad Key"
        valid["tiers"][-1]["at_least"] = 5
        valid["surprise/~"] = 1
        assert faults(valid) == {
            "/criteria/2/weight": "out_of_range",
            "/criteria/3/anchors": "wrong_length",
            "/criteria/4/anchors/1": "not_one_line",
            "/criteria/5/question": "missing",
            "/disqualifiers/0/key": "bad_key",
            "/tiers/3/at_least": "not_covered",
            "/surprise~1~0": "unknown_field",
        }

    @pytest.mark.parametrize(
        ("path", "value", "code"),
        [
            (("name",), "", "empty"),
            (("name",), 7, "not_a_text"),
            (("name",), "x" * 121, "too_long"),
            (("seller",), " padded ", "not_one_line"),
            (("customer",), "sneaky\u2028# Criteria", "not_one_line"),
            (("criteria",), [], "wrong_length"),
            (("criteria",), "abc", "not_an_array"),
            (("criteria", 0), "abc", "not_an_object"),
            (("criteria", 0, "weight"), True, "not_an_integer"),
            (("criteria", 0, "weight"), 2.5, "not_an_integer"),
            (("criteria", 0, "weight"), "2", "not_an_integer"),
            (("criteria", 0, "weight"), -1, "out_of_range"),
            (("criteria", 0, "weight"), 101, "out_of_range"),
            (("criteria", 0, "key"), "1st", "bad_key"),
            (("criteria", 0, "key"), "k" * 41, "too_long"),
            (("criteria", 1, "key"), "company_fit", "repeated"),
            (("criteria", 0, "keywords", 0), "a, b", "has_comma"),
            (("disqualifiers", 1, "key"), "competitor", "repeated"),
            (("tiers", 0, "name"), "Open", "reserved"),
            (("tiers", 0, "name"), "disqualified", "reserved"),
            (("tiers", 0, "name"), "A: best", "bad_name"),
            (("tiers", 1, "name"), "A", "repeated"),
            (("tiers", 1, "at_least"), 80, "not_descending"),
            (("tiers", 0, "at_least"), 101, "out_of_range"),
            (("least_coverage",), "half", "not_a_number"),
            (("least_coverage",), "NaN", "not_a_number"),
            (("least_coverage",), True, "not_a_number"),
            (("least_coverage",), None, "not_a_number"),
            (("least_coverage",), 1.5, "out_of_range"),
            (("least_coverage",), "0.33333", "too_precise"),
        ],
    )
    def test_refuses(self, valid: dict[str, Any], path: tuple[str | int, ...], value: object, code: str) -> None:
        place: Any = valid
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        assert faults(valid) == {"".join(f"/{step}" for step in path): code}

    def test_takes_a_whole_number_however_it_is_written(self, valid: dict[str, Any]) -> None:
        valid["criteria"][0]["weight"] = 2.0
        assert ProfileContent.from_json(valid).to_json()["criteria"][0]["weight"] == 2

    @pytest.mark.parametrize("value", [None, [], "profile", 3])
    def test_refuses_what_is_no_object(self, value: object) -> None:
        assert faults(value) == {"": "not_an_object"}

    def test_names_all_that_is_missing(self) -> None:
        assert set(faults({}).values()) == {"missing"}
        assert len(faults({})) == 7


class TestContentHash:
    def test_is_the_same_for_equal_contents_however_written(self, valid: dict[str, Any]) -> None:
        turned = dict(reversed(valid.items())) | {"least_coverage": 0.50}
        assert content_hash(ProfileContent.from_json(turned)) == content_hash(ProfileContent.from_json(valid))
        assert len(content_hash(ProfileContent.from_json(valid))) == 32

    def test_changes_with_any_word(self, valid: dict[str, Any]) -> None:
        before = content_hash(ProfileContent.from_json(valid))
        valid["criteria"][0]["anchors"][3] += "!"
        assert content_hash(ProfileContent.from_json(valid)) != before
