"""The arithmetic of an estimate."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.jobs.forecast import Pace, TimeRange, plain_tokens, time_range
from shared.scoring.measure import typical_completion

PACE = Pace(median_seconds=1.0, high_seconds=2.0, slots=10, processes=1, rate=None)


class TestTimeRange:
    def test_shares_the_calls_among_the_slots(self) -> None:
        assert time_range(1000, ahead=0, pace=PACE) == TimeRange(100, 200)

    def test_waits_for_what_is_open_at_worst(self) -> None:
        assert time_range(1000, ahead=500, pace=PACE) == TimeRange(100, 300)

    def test_takes_the_rate_that_is_seen_where_it_is_slower(self) -> None:
        assert time_range(1000, ahead=0, pace=replace(PACE, rate=2.0)).high_seconds == 500
        assert time_range(1000, ahead=0, pace=replace(PACE, rate=50.0)).high_seconds == 200

    def test_is_never_under_the_time_of_one_call(self) -> None:
        assert time_range(1, ahead=0, pace=PACE) == TimeRange(1, 2)

    def test_does_not_promise_more_than_a_process_saves(self) -> None:
        instant = Pace(median_seconds=0.0, high_seconds=0.0, slots=100, processes=2, rate=None)
        assert time_range(8000, ahead=0, pace=instant) == TimeRange(10, 10)

    def test_takes_a_moment_where_nothing_is_judged(self) -> None:
        assert time_range(0, ahead=9000, pace=PACE) == TimeRange(0, 1)


class TestTokens:
    @pytest.mark.parametrize(
        ("texts", "tokens"), [([], 0), (["abcd"], 1), (["abcde"], 2), (["ab", "cd"], 1), (["日本"], 2)]
    )
    def test_are_a_quarter_of_the_bytes(self, texts: list[str], tokens: int) -> None:
        assert plain_tokens(texts) == tokens

    def test_of_an_answer_grow_with_its_form(self) -> None:
        assert typical_completion(6, 3) > typical_completion(6, 0) > typical_completion(1, 0) > 0
