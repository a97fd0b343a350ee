"""The example leads are what examples/README.md says they are."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from shared.leads.identity import normalise_company
from shared.leads.read_csv import read_csv
from shared.leads.read_table import LeadTable
from shared.leads.validate import CheckedRows, check_rows, json_rows

EXAMPLES = Path(__file__).parents[4] / "examples"
README = (EXAMPLES / "README.md").read_text(encoding="utf-8")
COLUMN_FIELDS = {"Job Title": "contact_title", "Notes": "notes"}


def table(heading: str) -> list[list[str]]:
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\|(.*)\|$", section, re.MULTILINE)[2:]
    return [[cell.strip().strip("`") for cell in row.split("|")] for row in rows]


@pytest.fixture(scope="module")
def file() -> LeadTable:
    return read_csv((EXAMPLES / "leads.csv").read_bytes())


@pytest.fixture(scope="module")
def checked(file: LeadTable) -> CheckedRows:
    return check_rows(file.rows)


@pytest.fixture(scope="module")
def by_line(file: LeadTable, checked: CheckedRows) -> dict[int, dict[str, Any]]:
    lines = {row.index: row.row for row in file.rows}
    return {lines[row.index] or 0: {**row.input, "identity": row.identity} for row in checked.good}


class TestFile:
    def test_is_250_rows_in_the_words_of_a_crm(self, file: LeadTable) -> None:
        assert (len(file.rows), file.encoding, file.delimiter) == (250, "utf-8", ",")
        assert [column.header for column in file.columns if column.field == "additional_data"] == [
            "Lead Source",
            "Booth",
        ]
        assert len({column.field for column in file.columns}) == 11

    def test_bad_rows_are_those_of_the_table(self, checked: CheckedRows) -> None:
        told = [(int(line), column, code) for line, column, code, _ in table("Rows that are refused")]
        assert [(its.row, its.column or "", its.code) for its in checked.bad] == told
        assert (len(checked.bad_rows), len(checked.good)) == (5, 245)

    def test_leads_that_instruct_say_the_words_of_the_table(self, by_line: dict[int, dict[str, Any]]) -> None:
        told = table("Leads that instruct the model")
        assert len(told) == 6
        for line, column, words in told:
            assert words in by_line[int(line)][COLUMN_FIELDS[column]]

    def test_leads_that_belong_together(self, by_line: dict[int, dict[str, Any]]) -> None:
        groups: dict[str, list[int]] = {}
        for line, lead in by_line.items():
            groups.setdefault(lead["identity"], []).append(line)
        told = {tuple(map(int, lines.split(","))): what for lines, what in table("Leads that belong together")}
        twice = {tuple(lines) for lines in groups.values() if len(lines) > 1}
        assert twice == {lines for lines, what in told.items() if what.startswith("the same person")}
        for lines in told:
            spellings = {by_line[line]["company_name"] for line in lines}
            assert len(spellings) == 2
            assert len({normalise_company(name) for name in spellings}) == 1


class TestContent:
    def test_counts_of_what_is_missing(self, by_line: dict[int, dict[str, Any]]) -> None:
        leads = by_line.values()
        missing = [sum(field not in lead for lead in leads) for field in ("notes", "contact_email", "company_size")]
        assert missing == [6, 7, 9]
        assert "6 leads have no note at all, 7 no e-mail address, 9 no company size" in README

    def test_notes_are_all_different_and_one_is_long(self, by_line: dict[int, dict[str, Any]]) -> None:
        notes = {line: lead["notes"] for line, lead in by_line.items() if "notes" in lead}
        assert len(set(notes.values())) == len(notes)
        longest = max(notes, key=lambda line: len(notes[line]))
        assert f"Line {longest} has a note of {len(notes[longest]):,} characters" in README
        assert sum("\n" in note for note in notes.values()) >= 20
        assert notes[250].startswith("=")

    def test_names_in_other_scripts(self, by_line: dict[int, dict[str, Any]]) -> None:
        names = [lead.get("contact_name", "") for lead in by_line.values()]
        foreign = [name for name in names if any(c.isalpha() and "LATIN" not in unicodedata.name(c) for c in name)]
        assert f"{len(foreign)} contacts have names in other scripts" in README

    def test_nobody_is_real(self, by_line: dict[int, dict[str, Any]]) -> None:
        domain = re.compile(r"(\.|^)(example|example\.(com|org|net))$")
        fiction = re.compile(
            r"\+44 1632 960\d{3}|\+1 202 555 01\d\d|\+49 (30 23125|40 66969|69 90009|221 4710|89 99998) \d{3}"
            r"|\+33 (1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98) \d\d \d\d"
        )
        for lead in by_line.values():
            hosts = [lead["contact_email"].rpartition("@")[2].lower()] if "contact_email" in lead else []
            hosts += re.findall(r"^(?:https?://)?([^/]+)", lead.get("company_website", ""))
            assert all(domain.search(host) for host in hosts), hosts
            assert "contact_phone" not in lead or fiction.fullmatch(lead["contact_phone"]), lead["contact_phone"]


class TestJson:
    def test_is_the_first_five_leads_of_the_file(self, checked: CheckedRows) -> None:
        body = json.loads((EXAMPLES / "leads.json").read_text(encoding="utf-8"))
        assert list(body) == ["leads"]
        assert body["leads"] == [row.input for row in checked.good[:5]]
        again = check_rows(json_rows(body["leads"]))
        assert [row.input for row in again.good] == body["leads"]
        assert again.bad == []
