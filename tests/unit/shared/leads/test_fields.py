"""Header names and limits of lead fields."""

from __future__ import annotations

import pytest

from shared.leads.fields import (
    LEAD_FIELDS,
    NAME_PARTS,
    ROW_FIELDS,
    fallback_field_for_header,
    field_for_header,
    normalise_header,
    suggest_field,
)
from shared.leads.synonyms import FALLBACK_SYNONYMS, SYNONYMS


class TestNormaliseHeader:
    @pytest.mark.parametrize(
        ("header", "plain"),
        [
            ("E-Mail", "email"),
            ("  Company_Name ", "companyname"),
            ("# Employees", "employees"),
            ("Unternehmensgröße", "unternehmensgrosse"),
            ("SPÓŁKA", "spolka"),
            ("会社名", "会社名"),
            ("---", ""),
        ],
    )
    def test_case_punctuation_and_accents_do_not_count(self, header: str, plain: str) -> None:
        assert normalise_header(header) == plain


class TestFieldForHeader:
    @pytest.mark.parametrize(
        ("header", "field"),
        [
            ("Company", "company_name"),
            ("Account Name", "company_name"),
            ("Company / Account", "company_name"),
            ("Firma", "company_name"),
            ("UNTERNEHMEN", "company_name"),
            ("Société", "company_name"),
            ("Nazwa firmy", "company_name"),
            ("会社名", "company_name"),
            ("E-Mail", "contact_email"),
            ("Email Address", "contact_email"),
            ("Work Email", "contact_email"),
            ("Correo electrónico", "contact_email"),
            ("Job Title", "contact_title"),
            ("Position", "contact_title"),
            ("Stanowisko", "contact_title"),
            ("Ansprechpartner", "contact_name"),
            ("Vorname", "first_name"),
            ("Last Name", "last_name"),
            ("Website", "company_website"),
            ("Strona WWW", "company_website"),
            ("Employees", "company_size"),
            ("No. of Employees", "company_size"),
            ("Headcount", "company_size"),
            ("Mitarbeiterzahl", "company_size"),
            ("Phone", "contact_phone"),
            ("Telefon", "contact_phone"),
            ("Téléphone", "contact_phone"),
            ("Branche", "industry"),
            ("Comments", "notes"),
            ("Bemerkung", "notes"),
            ("Uwagi", "notes"),
            ("External ID", "custom_id"),
            ("custom_id", "custom_id"),
        ],
    )
    def test_usual_exports_are_understood(self, header: str, field: str) -> None:
        assert field_for_header(header) == field

    @pytest.mark.parametrize(
        ("header", "field"),
        [("Mobile", "contact_phone"), ("Domain", "company_website"), ("URL", "company_website"), ("ID", "custom_id")],
    )
    def test_lesser_names_are_a_fallback_only(self, header: str, field: str) -> None:
        assert field_for_header(header) is None
        assert fallback_field_for_header(header) == field

    def test_canonical_names_mean_themselves(self) -> None:
        text_fields = [field for field in LEAD_FIELDS if field != "additional_data"]
        assert [field_for_header(field) for field in text_fields] == text_fields

    def test_a_foreign_header_is_unknown(self) -> None:
        assert field_for_header("Lead Source") is None
        assert fallback_field_for_header("Booth") is None
        assert field_for_header("") is None

    def test_no_name_means_two_things(self) -> None:
        names = [
            normalise_header(name)
            for table in (SYNONYMS, FALLBACK_SYNONYMS)
            for names in table.values()
            for name in names
        ]
        assert sorted(names) == sorted(set(names))
        assert set(SYNONYMS) | set(FALLBACK_SYNONYMS) <= ROW_FIELDS | set(NAME_PARTS)


class TestSuggestField:
    @pytest.mark.parametrize(
        ("name", "field"),
        [
            ("email", "contact_email"),
            ("contact_emial", "contact_email"),
            ("companyname", "company_name"),
            ("first_name", "contact_name"),
            ("mobile", "contact_phone"),
            ("Additional_Data", "additional_data"),
            ("customid", "custom_id"),
        ],
    )
    def test_names_the_field_that_was_meant(self, name: str, field: str) -> None:
        assert suggest_field(name) == field

    def test_says_nothing_of_a_name_that_is_far_from_all(self) -> None:
        assert suggest_field("booth") is None
