"""Waiting, and being hurried."""

from __future__ import annotations

import threading
import time

from cli.supervisor.patience import Patience


class TestPatience:
    def test_ends_as_soon_as_the_condition_holds(self) -> None:
        answers = iter([False, False, True])
        assert Patience().wait_for(lambda: next(answers), 5)

    def test_gives_up_at_the_end_of_its_time(self) -> None:
        assert not Patience().wait_for(lambda: False, 0.05)

    def test_a_hurry_cuts_short_the_wait_that_is_under_way_and_those_to_come(self) -> None:
        patience = Patience()
        threading.Timer(0.05, patience.hurry).start()
        began = time.monotonic()
        assert not patience.wait_for(lambda: False, 60)
        assert not patience.wait_for(lambda: False, 60)
        assert time.monotonic() - began < 5
