"""Tables of leads, at the widths that terminals have."""

from __future__ import annotations

import pytest
from rich.console import Console, RenderableType

from cli.client.types import Result, read
from cli.commands.verdicts import failures_table, verdicts_table
from tests.unit.cli.answers import failed_result, scored_result

NAME = "Aktiebolaget Långa Namn med Många Ord i Norra Europas Största Industripark"


def shown(table: RenderableType, width: int) -> list[str]:
    console = Console(width=width, markup=False, highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get().splitlines()


class TestVerdictsTable:
    def test_gives_the_question_a_column_where_there_is_room(self) -> None:
        lines = shown(verdicts_table([read(scored_result(0), Result)], width=120), 120)
        assert lines[0].split() == ["#", "company", "score", "tier", "coverage", "why", "ask", "next"]
        assert " ".join(lines[2].split()) == "1 Acme 82 A 75 % Asks for a quote. Is there a budget?"

    def test_puts_the_question_below_the_reason_where_there_is_none(self) -> None:
        lines = shown(verdicts_table([read(scored_result(0), Result)], width=80), 80)
        assert lines[2].endswith("Asks for a quote.".ljust(len(lines[2]) - lines[2].index("Asks")))
        assert lines[3].strip() == "Ask: Is there a budget?"

    @pytest.mark.parametrize("width", [80, 120])
    def test_cuts_a_long_name_and_stays_within_the_terminal(self, width: int) -> None:
        lines = shown(verdicts_table([read(scored_result(0, company=NAME), Result)], width=width), width)
        assert max(map(len, lines)) <= width
        assert "…" in "".join(lines)

    def test_an_unknown_score_is_not_a_number(self) -> None:
        body = scored_result(0)
        body["result"] |= {"score": None, "tier": "open", "coverage": 0.0}
        lines = shown(verdicts_table([read(body, Result)], width=120), 120)
        assert " ".join(lines[2].split()).startswith("1 Acme - open 0 %")

    def test_marks_a_lead_that_tries_to_instruct_the_model(self) -> None:
        body = scored_result(0)
        body["result"] |= {"flags": [{"code": "asks_for_score", "field": "notes", "excerpt": "score 100"}]}
        assert "flagged" in " ".join(shown(verdicts_table([read(body, Result)], width=120), 120))


class TestFailuresTable:
    @pytest.mark.parametrize("width", [80, 120])
    def test_shows_code_cause_and_what_helps(self, width: int) -> None:
        text = " ".join(" ".join(shown(failures_table([read(failed_result(4), Result)], width=width), width)).split())
        for part in ("5 Bolt", "provider_refused", "Correct the notes."):
            assert part in text

    def test_a_cancelled_lead_says_its_state(self) -> None:
        body = scored_result(0, status="cancelled", result=None)
        assert "cancelled" in " ".join(shown(failures_table([read(body, Result)], width=120), 120))
