"""Words that mean something only together, and what they say to the criteria of the default profile."""

from __future__ import annotations

import pytest

from shared.profiles.load_preset import load_preset
from shared.scoring.prompt import system_prompt
from simulator.judge.marks import kind_of, levels_of
from simulator.judge.match import reader_of
from simulator.judge.profile import Criterion, read_profile
from simulator.judge.verdict import Said, judge_lead


@pytest.fixture(scope="module")
def b2b() -> str:
    """The system message of the default profile."""
    return system_prompt(load_preset("b2b"))


def _said(b2b: str, key: str, **lead: str) -> Said:
    return judge_lead(reader_of(b2b), lead).criteria[key]


class TestLevels:
    @pytest.mark.parametrize(
        ("key", "notes", "level"),
        [
            ("current_tools", "Current WMS is from 2009 and support ends 30 June.", "4"),
            ("current_tools", "Current WMS is end of life (vendor wrote to us, June 2027).", "4"),
            ("current_tools", "Rental software contract ends 30 September.", "4"),
            ("current_tools", "Happy with our accounts package for now.", "0"),
            ("current_tools", "We run SAP at both plants.", "1"),
            ("current_tools", "Drug registers are on paper.", "3"),
            ("timing", "Wants to decide by March.", "3"),
            ("timing", "Lease on the biggest yard ends in August.", "4"),
            ("timing", "No rush.", "1"),
            ("timing", "Project is on hold.", "0"),
            ("timing", 'No date yet, "some time next year".', "2"),
            ("need", "Revenue lost he puts at £30k a month.", "4"),
            ("need", "Stock counts wrong every month.", "3"),
            ("need", "Just looking for a brochure.", "1"),
            ("budget", "Budget of 60k EUR is approved by the board.", "4"),
            ("budget", "She can approve up to 20 lakhs.", "3"),
            ("budget", "There is no budget this year.", "0"),
        ],
    )
    def test_are_those_of_the_anchor_that_says_it(self, b2b: str, key: str, notes: str, level: str) -> None:
        said = _said(b2b, key, notes=notes)
        assert (said.verdict, said.field) == (level, "notes")
        assert len(said.quote.split()) > 1

    @pytest.mark.parametrize(
        ("key", "notes"),
        [
            ("timing", "Stock counts wrong every month."),
            ("timing", "Open for a quick chat Tuesday?"),
            ("timing", "Wants a demo before Christmas."),
            ("current_tools", "Wrong prints, each replaced by air."),
            ("budget", "Cut lengths are the issue."),
            ("budget", "Nothing approved."),
            ("budget", "No word about money."),
            ("need", "There is no problem."),
        ],
    )
    def test_a_word_that_an_anchor_happens_to_have_says_nothing(self, b2b: str, key: str, notes: str) -> None:
        assert _said(b2b, key, notes=notes).verdict == "unknown"

    @pytest.mark.parametrize("field", ["company_name", "company_website", "industry", "additional_data.Lead Source"])
    @pytest.mark.parametrize("key", ["current_tools", "need"])
    def test_names_and_columns_are_no_evidence(self, b2b: str, field: str, key: str) -> None:
        assert _said(b2b, key, **{field: "Quillon Paper, spreadsheets and stock errors"}).verdict == "unknown"

    def test_a_column_of_notes_is(self, b2b: str) -> None:
        assert _said(b2b, "current_tools", **{"additional_data.Comments": "All of it is on paper."}).verdict == "3"


class TestCompanyFit:
    def test_several_sites_are_proved_by_the_words_that_name_them(self, b2b: str) -> None:
        said = _said(b2b, "company_fit", company_size="300", notes="Runs three warehouses around the port.")
        assert (said.verdict, said.quote) == ("4", "Runs three warehouses around the port.")
        assert said.reason == "Several sites: “Runs three warehouses around the port”; company size: “300”."

    @pytest.mark.parametrize("notes", ["One warehouse in Reno.", "We sell to about 300 shops.", "Nice people."])
    def test_a_size_alone_is_not_several_sites(self, b2b: str, notes: str) -> None:
        said = _said(b2b, "company_fit", company_size="300", industry="Wholesale", notes=notes)
        assert (said.verdict, said.quote) == ("3", "300")
        assert said.reason == "Company size: “300”; industry: “Wholesale”."

    def test_a_field_away_from_goods_is_heard(self, b2b: str) -> None:
        assert _said(b2b, "company_fit", company_size="380", industry="Hospital").verdict == "2"
        assert _said(b2b, "company_fit", company_size="9", industry="Marketing agency").verdict == "0"


class TestKinds:
    def test_every_criterion_but_authority_is_of_a_kind(self, b2b: str) -> None:
        without = [one.key for one in read_profile(b2b).criteria if kind_of(one) is None]
        assert without == ["authority"]

    def test_a_meaning_that_no_anchor_has_is_left_out(self) -> None:
        criterion = Criterion("t", "Timing", "When?", ("Never", "", "", "A named month", "Red"), ())
        kind = kind_of(criterion)
        assert kind is not None
        assert {meaning.name: level for meaning, level in levels_of(kind, criterion).items()} == {"month": 3}
