"""Draws that only look like chance."""

from __future__ import annotations

import pytest

from simulator.draw import draw, draw_integer


class TestDraw:
    def test_depends_on_purpose_and_parts_alone(self) -> None:
        assert draw("a", b"x", 1) == draw("a", b"x", 1)
        assert len({draw("a", b"x", 1), draw("b", b"x", 1), draw("a", b"y", 1), draw("a", b"x", 2)}) == 4

    def test_parts_do_not_run_into_each_other(self) -> None:
        assert draw_integer("a", "xy", "z") != draw_integer("a", "x", "yz")

    def test_is_evenly_spread(self) -> None:
        draws = [draw("even", number) for number in range(4000)]
        assert 0 <= min(draws) < 0.01
        assert 0.99 < max(draws) < 1
        assert sum(draws) / len(draws) == pytest.approx(0.5, abs=0.02)
