"""Columns find their fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from shared.errors import Fault
from shared.leads.errors import LeadValidationError
from shared.leads.map_columns import ColumnMapping, map_columns


def fields_of(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> list[str]:
    return [column.field for column in map_columns(header, mapping or {})]


def faults_of(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> list[Fault]:
    with pytest.raises(LeadValidationError) as caught:
        map_columns(header, mapping or {})
    return list(caught.value.faults)


class TestByHeader:
    def test_unknown_columns_go_to_additional_data_under_their_header(self) -> None:
        assert map_columns(["Firma", "Lead  Source", "\ufeffE-Mail"], {}) == [
            ColumnMapping("Firma", "company_name"),
            ColumnMapping("Lead Source", "additional_data", "Lead Source"),
            ColumnMapping("E-Mail", "contact_email"),
        ]

    def test_equal_unknown_headers_are_numbered_and_empty_ones_called_by_position(self) -> None:
        header = ["Company", "Score", "Score", "", "Score (2)", "x"]
        keys = [column.key for column in map_columns(header, {})]
        assert keys == [None, "Score", "Score (2)", "Column 4", "Score (2) (2)", "x"]

    def test_long_unknown_headers_are_cut_and_stay_different(self) -> None:
        keys = [column.key for column in map_columns(["Company", "q" * 80, "q" * 90], {})]
        assert keys == [None, "q" * 64, "q" * 60 + " (2)"]

    def test_empty_headers_at_the_end_are_no_columns(self) -> None:
        assert fields_of(["Company", "", ""]) == ["company_name"]

    def test_a_lesser_name_gives_way_to_a_surer_one(self) -> None:
        header = ["Company", "Mobile", "Phone", "Domain", "Website", "Title", "Name", "Contact"]
        assert fields_of(header) == [
            "company_name",
            "additional_data",
            "contact_phone",
            "additional_data",
            "company_website",
            "contact_title",
            "additional_data",
            "contact_name",
        ]
        assert fields_of(["Company", "Mobile", "Domain"]) == ["company_name", "contact_phone", "company_website"]

    def test_parts_of_names_in_french_and_spanish(self) -> None:
        assert fields_of(["Société", "Prénom", "Nom"]) == ["company_name", "first_name", "last_name"]
        assert fields_of(["Empresa", "Nombre", "Apellidos"]) == ["company_name", "first_name", "last_name"]
        assert fields_of(["Société", "Nom", "Contact"]) == ["company_name", "additional_data", "contact_name"]


class TestByMapping:
    def test_overrides_the_header_and_matches_it_loosely(self) -> None:
        header = ["Kunde", "E-Mail", "Intern", "Phone"]
        mapping = {"kunde": "company_name", "E-MAIL": "ignore", "Intern": "notes", "Phone": "additional_data"}
        assert fields_of(header, mapping) == ["company_name", "ignore", "notes", "additional_data"]

    def test_an_exact_header_wins_over_a_loose_one(self) -> None:
        assert fields_of(["Company", "A-B", "AB"], {"AB": "notes"}) == ["company_name", "additional_data", "notes"]

    def test_a_header_of_signs_only_is_matched_exactly(self) -> None:
        assert fields_of(["Company", "#", "*"], {"#": "custom_id"}) == ["company_name", "custom_id", "additional_data"]
        assert [its.code for its in faults_of(["Company", "#"], {"*": "notes"})] == ["unknown_mapping_column"]

    def test_may_name_parts_of_a_name_and_the_id(self) -> None:
        mapping = {"a": "first_name", "b": "last_name", "c": "custom_id"}
        assert fields_of(["Company", "a", "b", "c"], mapping) == [
            "company_name",
            "first_name",
            "last_name",
            "custom_id",
        ]

    def test_every_wrong_entry_is_named(self) -> None:
        faults = faults_of(["Company", "x"], {"x": "phone", "y": "notes"})
        assert [(its.code, its.column) for its in faults] == [
            ("unknown_mapping_target", "x"),
            ("unknown_mapping_column", "y"),
        ]
        assert "contact_phone" in faults[0].detail


class TestRefusals:
    def test_two_columns_of_one_field_are_both_named(self) -> None:
        (fault,) = faults_of(["Company", "Email", "Work Email"])
        assert (fault.code, fault.row, fault.column) == ("duplicate_column", 1, "Work Email")
        assert "'Email' and 'Work Email'" in fault.detail
        assert "ignore" in fault.detail

    def test_several_columns_may_be_ignored_or_additional(self) -> None:
        assert fields_of(["Company", "Email", "Work Email"], {"Email": "ignore", "Work Email": "ignore"})

    def test_no_company_names_what_was_found_and_the_remedy(self) -> None:
        (fault,) = faults_of(["E-Mail", "Booth"])
        assert (fault.code, fault.row) == ("no_company_column", 1)
        assert "of 2 columns we know 'E-Mail'" in fault.detail
        assert "company_name" in fault.detail

    @pytest.mark.parametrize("cells", [["Jane Roe", "CEO", "Wants a demo"], ["Nordlager", "Booth", "E-Mail"]])
    def test_a_first_line_without_known_names_is_not_repeated(self, cells: list[str]) -> None:
        (fault,) = faults_of(cells)
        assert fault.code == "no_company_column"
        assert not [cell for cell in cells if cell in fault.detail and cell != "E-Mail"]

    @pytest.mark.parametrize("cell", ["jo@firm.example", "+44 1632 960123", "https://x.example", "w" * 65])
    def test_a_first_line_that_is_data_is_not_repeated(self, cell: str) -> None:
        (fault,) = faults_of(["Nordlager", cell])
        assert fault.code == "no_header"
        assert cell not in fault.detail
        assert "Nordlager" not in fault.detail

    def test_too_many_columns(self) -> None:
        assert len(fields_of(["Company", *(f"c{number}" for number in range(99))])) == 100
        (fault,) = faults_of(["Company", *(f"c{number}" for number in range(100))])
        assert (fault.code, fault.row) == ("too_many_columns", 1)
