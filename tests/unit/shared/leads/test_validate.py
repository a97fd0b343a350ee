"""Rows become leads, or faults that say where."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import Fault, SalesAgentError
from shared.leads.errors import LeadValidationError
from shared.leads.validate import MAX_FIELDS_IN_A_LEAD, RawRow, check_rows, json_rows


def faults_of(*leads: object) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.pointer) for fault in check_rows(json_rows(leads)).bad]


def csv_row(line: int, index: int, columns: dict[str, str] | None = None, **fields: Any) -> RawRow:
    return RawRow(fields, line, index, columns or {})


class TestGoodRows:
    def test_input_holds_what_is_there_in_canonical_order(self) -> None:
        lead = {
            "additional_data": {"Booth": "B12"},
            "notes": " call back\r\n",
            "contact_email": "a@b.example",
            "company_size": 120,
            "industry": "  ",
            "contact_name": None,
            "company_name": " Nordlager ",
        }
        (row,) = check_rows(json_rows([lead])).good
        assert list(row.input.items()) == [
            ("company_name", "Nordlager"),
            ("company_size", "120"),
            ("contact_email", "a@b.example"),
            ("notes", "call back"),
            ("additional_data", {"Booth": "B12"}),
        ]
        assert (row.index, row.custom_id, row.identity) == (0, "row-1", "email:a@b.example")

    def test_the_same_person_twice_is_two_good_rows_of_one_identity(self) -> None:
        checked = check_rows(json_rows([{"company_name": "A GmbH"}, {"company_name": "a gmbh"}]))
        assert [row.identity for row in checked.good] == ["company:a|", "company:a|"]
        assert (checked.bad, checked.bad_rows) == ([], set())

    def test_nothing_handed_in_is_nothing_handed_back(self) -> None:
        checked = check_rows([])
        assert (checked.good, checked.bad, checked.bad_rows) == ([], [], set())

    def test_a_formula_is_plain_text(self) -> None:
        (row,) = check_rows(json_rows([{"company_name": '=HYPERLINK("x")', "notes": "+1 @SUM(A1)"}])).good
        assert row.input == {"company_name": '=HYPERLINK("x")', "notes": "+1 @SUM(A1)"}


class TestBadRows:
    def test_every_fault_of_every_row_comes_back_at_once_with_its_pointer(self) -> None:
        leads = [
            {"company_name": "Good"},
            {"contact_email": "nobody", "company_website": "x", "industry": 3},
            "text",
            {"company_name": "C", "notes": "n" * 10_001, "additional_data": {"a/b~c": [], "": 1}},
            {"company_name": ["x"], "custom_id": "a b"},
        ]
        checked = check_rows(json_rows(leads))
        assert [(fault.code, fault.pointer) for fault in checked.bad] == [
            ("missing_company_name", "/leads/1/company_name"),
            ("invalid_website", "/leads/1/company_website"),
            ("wrong_type", "/leads/1/industry"),
            ("invalid_email", "/leads/1/contact_email"),
            ("not_an_object", "/leads/2"),
            ("too_long", "/leads/3/notes"),
            ("wrong_type", "/leads/3/additional_data/a~1b~0c"),
            ("invalid_key", "/leads/3/additional_data"),
            ("wrong_type", "/leads/4/company_name"),
            ("invalid_custom_id", "/leads/4/custom_id"),
        ]
        assert checked.bad_rows == {1, 2, 3, 4}
        assert [row.index for row in checked.good] == [0]
        assert all(fault.row is None and fault.column is None for fault in checked.bad)

    @pytest.mark.parametrize("item", [None, 1, "x", [], True])
    def test_an_item_that_is_no_object(self, item: object) -> None:
        assert faults_of(item) == [("not_an_object", "/leads/0")]

    def test_a_csv_fault_names_line_and_the_header_of_the_file(self) -> None:
        columns = {"company_name": "Firma", "contact_email": "E-Mail"}
        rows = [
            csv_row(2, 0, columns, contact_email="x", additional_data={"Booth": "b" * 2001}),
            csv_row(7, 1, columns, company_name="A", contact_name="a\0"),
        ]
        assert [(its.code, its.row, its.column, its.pointer) for its in check_rows(rows).bad] == [
            ("missing_company_name", 2, "Firma", None),
            ("invalid_email", 2, "E-Mail", None),
            ("too_long", 2, "Booth", None),
            ("invalid_character", 7, "contact_name", None),
        ]

    def test_a_row_that_the_reader_faulted_is_not_checked_further(self) -> None:
        fault = Fault("too_many_cells", "…", row=3)
        checked = check_rows([RawRow({}, 3, 0, {}, faults=(fault,))])
        assert (checked.bad, checked.bad_rows, checked.good) == ([fault], {0}, [])

    def test_no_detail_repeats_a_value(self) -> None:
        marker = "MARKER-7f3a"
        lead = {
            "company_name": [marker],
            "contact_email": marker,
            "company_website": f"{marker} {marker}",
            "company_size": marker * 30,
            "notes": marker + "\0",
            "custom_id": f"{marker}!",
            "additional_data": {"k": [marker], "l": marker * 300},
        }
        faults = check_rows(json_rows([lead])).bad
        assert len(faults) == 8
        assert not any(marker in f"{fault.detail}{fault.pointer}" for fault in faults)

    def test_faults_travel_in_an_error_of_their_own(self) -> None:
        error = LeadValidationError("1 of 1 leads cannot be accepted.", faults=check_rows(json_rows([1])).bad)
        assert isinstance(error, SalesAgentError)
        assert (error.code, len(error.faults)) == ("lead_invalid", 1)


class TestUnknownFields:
    def test_are_faults_that_name_the_field_that_was_meant(self) -> None:
        checked = check_rows(json_rows([{"company_name": "A", "email": "a@b.example", "compnay_size": 3, "zzz": 1}]))
        assert [(its.code, its.pointer) for its in checked.bad] == [
            ("unknown_field", "/leads/0/email"),
            ("unknown_field", "/leads/0/compnay_size"),
            ("unknown_field", "/leads/0/zzz"),
        ]
        assert "did you mean contact_email?" in checked.bad[0].detail
        assert "did you mean company_size?" in checked.bad[1].detail
        assert "additional_data" in checked.bad[2].detail

    def test_a_name_that_cannot_be_shown_points_to_the_lead(self) -> None:
        for name in ("\ud800", "x" * 65, "a\0", ""):
            assert faults_of({"company_name": "A", name: 1}) == [("unknown_field", "/leads/0")]

    def test_a_flood_of_fields_is_one_fault(self) -> None:
        flood = {f"f{number}": 1 for number in range(MAX_FIELDS_IN_A_LEAD + 1)}
        assert faults_of({"company_name": "A", **flood}) == [("too_many_fields", "/leads/0")]

    def test_near_names_are_looked_up_for_so_many_names_only(self) -> None:
        leads = [{"company_name": "A", f"zzzz_{number}": 1} for number in range(100)]
        checked = check_rows(json_rows([*leads, {"company_name": "A", "email": 1}]))
        assert len(checked.bad) == 101
        assert "did you mean" not in checked.bad[-1].detail


class TestCustomIds:
    @pytest.mark.parametrize("custom_id", ["a", "A-b_9", "x" * 64])
    def test_given_ids_stay(self, custom_id: str) -> None:
        (row,) = check_rows(json_rows([{"company_name": "A", "custom_id": f" {custom_id} "}])).good
        assert row.custom_id == custom_id

    @pytest.mark.parametrize("custom_id", ["x" * 65, "a b", "ä", "a\n.", "a/b", 7, True, []])
    def test_other_ids_are_refused(self, custom_id: object) -> None:
        assert faults_of({"company_name": "A", "custom_id": custom_id}) == [("invalid_custom_id", "/leads/0/custom_id")]

    @pytest.mark.parametrize("custom_id", [None, "", "  "])
    def test_an_empty_id_counts_as_absent(self, custom_id: object) -> None:
        (row,) = check_rows(json_rows([{"company_name": "A", "custom_id": custom_id}])).good
        assert row.custom_id == "row-1"

    def test_a_made_id_is_the_line_in_a_file_and_the_position_in_json(self) -> None:
        rows = [csv_row(2, 0, company_name="A"), csv_row(9, 1, company_name="B")]
        assert [row.custom_id for row in check_rows(rows).good] == ["row-2", "row-9"]
        leads = [{"company_name": "A"}, {"company_name": "B"}]
        assert [row.custom_id for row in check_rows(json_rows(leads)).good] == ["row-1", "row-2"]

    def test_a_made_id_gives_way_to_one_given_later(self) -> None:
        given = [{"company_name": "A"}, {"company_name": "B", "custom_id": "row-1"}, {"company_name": "C"}]
        given += [{"company_name": "D", "custom_id": "row-1-2"}]
        made = [row.custom_id for row in check_rows(json_rows(given)).good]
        assert made == ["row-1-3", "row-1", "row-3", "row-1-2"]
        assert len(set(made)) == len(made)

    def test_a_second_use_is_a_fault_that_names_the_first(self) -> None:
        lead = {"company_name": "A", "custom_id": "x"}
        checked = check_rows(json_rows([lead, {"company_name": "B"}, lead, lead]))
        assert [(its.code, its.pointer) for its in checked.bad] == [
            ("duplicate_custom_id", "/leads/2/custom_id"),
            ("duplicate_custom_id", "/leads/3/custom_id"),
        ]
        assert "/leads/0" in checked.bad[0].detail
        rows = [csv_row(2, 0, company_name="A", custom_id="x"), csv_row(3, 1, company_name="A", custom_id="x")]
        (fault,) = check_rows(rows).bad
        assert (fault.code, fault.row, fault.column) == ("duplicate_custom_id", 3, "custom_id")
        assert "row 2" in fault.detail
