"""The wait before another try."""

from __future__ import annotations

import pytest

from shared.llm.backoff import BASE_SECONDS, CAP_SECONDS, backoff_seconds

NEARLY_ONE = 1 - 2**-53


class TestBackoffSeconds:
    @pytest.mark.parametrize(
        ("attempt", "most"), [(1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0), (5, 8.0), (6, 16.0), (7, 30.0), (10**9, 30.0)]
    )
    def test_is_anything_up_to_a_doubling_bound(self, attempt: int, most: float) -> None:
        assert backoff_seconds(attempt, retry_after=None, random=lambda: 0.0) == 0.0
        assert backoff_seconds(attempt, retry_after=None, random=lambda: 0.5) == most / 2
        assert backoff_seconds(attempt, retry_after=None, random=lambda: NEARLY_ONE) <= most <= CAP_SECONDS

    def test_never_comes_back_before_the_provider_said(self) -> None:
        assert backoff_seconds(1, retry_after=61.0, random=lambda: 0.0) == 61.0
        assert 61.0 < backoff_seconds(1, retry_after=61.0, random=lambda: NEARLY_ONE) <= 61.0 + BASE_SECONDS
        assert backoff_seconds(1, retry_after=-3.0, random=lambda: 0.0) == 0.0

    def test_counts_from_one(self) -> None:
        with pytest.raises(ValueError, match="from 1"):
            backoff_seconds(0, retry_after=None, random=lambda: 0.0)
