"""The spread of latencies."""

from __future__ import annotations

import pytest

from simulator.latency import Latency


class TestLatency:
    def test_median_and_99th_percentile_are_what_was_asked_for(self) -> None:
        latency = Latency(400, 2000)
        assert latency.seconds(0.5) == pytest.approx(0.4)
        assert latency.seconds(0.99) == pytest.approx(2.0)

    def test_more_of_the_draw_is_never_faster(self) -> None:
        times = [Latency(50, 60).seconds(at / 100) for at in range(101)]
        assert times == sorted(times)
        assert 0.03 < times[0] < times[-1] < 0.1

    @pytest.mark.parametrize("p99", [0, 50, 20])
    def test_without_a_tail_all_are_equal(self, p99: float) -> None:
        assert {Latency(50, p99).seconds(share) for share in (0.0, 0.3, 0.999)} == {0.05}

    def test_a_median_of_zero_waits_for_nothing(self) -> None:
        assert not Latency(0, 100).waits
        assert Latency(0, 100).seconds(0.9) == 0
