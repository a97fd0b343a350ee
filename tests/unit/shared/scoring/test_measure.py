"""What a profile asks of the model is measured as strictly as the provider may count."""

from __future__ import annotations

import orjson
import pytest

from shared.profiles.content import ProfileContent
from shared.profiles.errors import ProfileTooLarge
from shared.scoring.measure import find_size_warnings, measure_profile
from shared.scoring.schema import answer_schema
from tests.unit.shared.scoring.test_schema import MakeProfile, Strict, largest


class TestMeasureProfile:
    def test_counts_what_a_provider_counts(self, b2b: ProfileContent) -> None:
        schema = answer_schema(b2b)
        strict, size = Strict(schema), measure_profile(b2b, answer_token_limit=2000)
        assert (size.properties, size.enum_values) == (strict.properties, strict.enum_values)
        assert size.schema_characters == len(orjson.dumps(schema))
        assert find_size_warnings(size) == []

    def test_of_the_largest_valid_profile_is_inside_every_limit(self) -> None:
        size = measure_profile(largest(), answer_token_limit=2000)
        assert size.schema_characters <= size.schema_limit
        assert size.properties <= size.property_limit
        assert size.enum_values <= size.enum_value_limit

    def test_warns_where_an_answer_would_be_cut(self, b2b: ProfileContent) -> None:
        size = measure_profile(b2b, answer_token_limit=599)
        assert [warning.code for warning in find_size_warnings(size)] == ["answer_may_be_cut"]

    def test_refuses_a_profile_over_the_limit(self, make_profile: MakeProfile) -> None:
        with pytest.raises(ProfileTooLarge):
            measure_profile(make_profile(*[1] * 200), answer_token_limit=2000)
