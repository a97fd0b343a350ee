"""When a disqualifier applies."""

from __future__ import annotations

import pytest

from simulator.judge.match import reader_of
from simulator.judge.verdict import judge_lead


class TestDisqualifiers:
    @pytest.mark.parametrize(
        ("key", "notes"),
        [
            ("rival", "Turns out they sell their own warehouse software."),
            ("rival", "We develop stock software ourselves."),
            ("off_list", "Please remove us from your list."),
            ("off_list", "Do not contact me again."),
            ("not_buying", "This is a job application, see my CV."),
            ("not_buying", "Needs it for a student project at the university."),
        ],
    )
    def test_applies_with_the_words_that_say_so(self, system_message: str, key: str, notes: str) -> None:
        said = judge_lead(reader_of(system_message), {"notes": notes}).disqualifiers[key]
        assert (said.verdict, said.field, said.quote) == ("yes", "notes", notes)

    @pytest.mark.parametrize(
        "notes",
        [
            "They bought a competitor in spring.",
            "We sell toys from one warehouse.",
            "Looking for warehouse software that replaces our stock list.",
        ],
    )
    def test_neighbouring_words_are_not_enough(self, system_message: str, notes: str) -> None:
        verdict = judge_lead(reader_of(system_message), {"notes": notes})
        assert {said.verdict for said in verdict.disqualifiers.values()} == {"unknown"}
        assert not any(said.quote for said in verdict.disqualifiers.values())

    def test_the_opposite_is_a_no_with_a_quote(self, system_message: str) -> None:
        said = judge_lead(reader_of(system_message), {"notes": "Please contact me on Monday."}).disqualifiers[
            "off_list"
        ]
        assert (said.verdict, said.quote) == ("no", "Please contact me on Monday.")
