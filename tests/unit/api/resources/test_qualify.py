"""How long a request wants to wait."""

from __future__ import annotations

import pytest
from flask import Flask

from api.resources.leads.qualify import wanted_wait


class TestWantedWait:
    @pytest.mark.parametrize(
        ("headers", "seconds"),
        [
            ([], 0),
            (["wait=5"], 5),
            (['respond-async, WAIT = "12"'], 12),
            (["respond-async", "wait=7; because=yes"], 7),
            (["wait=0"], 0),
            (["wait=31"], 30),
            (["wait=99999999999999999999"], 30),
            (["wait=" + "9" * 5000], 0),
            (["wait=-1"], 0),
            (["wait=1.5"], 0),
            (["wait"], 0),
            (["await=5"], 0),
            (["return=minimal; wait=5"], 0),
        ],
    )
    def test_is_what_prefer_says_up_to_thirty_seconds(self, headers: list[str], seconds: int) -> None:
        with Flask("test").test_request_context(headers=[("Prefer", its) for its in headers]):
            assert wanted_wait() == seconds
