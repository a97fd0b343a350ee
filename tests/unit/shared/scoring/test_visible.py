"""What the model sees of a lead, and what it never sees."""

from __future__ import annotations

from typing import Any

import pytest

from shared.scoring.visible import LONGEST_FIELD, LONGEST_NOTES, hash_input, visible_lead

LEAD: dict[str, Any] = {
    "notes": "Runs three warehouses.",
    "company_name": "Halden & Brook",
    "company_website": "haldenbrook.example.com",
    "company_size": "240",
    "industry": "Logistics",
    "contact_name": "Mirela Osei",
    "contact_email": "mirela.osei@haldenbrook.example.com",
    "contact_phone": "+44 1632 960118",
    "contact_title": "Operations Manager",
    "additional_data": {"stand": "Hall 4", "employees": 240, "customer": False, "lost": None, "turnover": 1.5},
}


class TestVisibleLead:
    def test_shows_the_firm_and_the_role_in_a_fixed_order(self) -> None:
        assert list(visible_lead(LEAD).items()) == [
            ("company_name", "Halden & Brook"),
            ("company_website", "haldenbrook.example.com"),
            ("company_size", "240"),
            ("industry", "Logistics"),
            ("contact_title", "Operations Manager"),
            ("notes", "Runs three warehouses."),
            ("additional_data.customer", "false"),
            ("additional_data.employees", "240"),
            ("additional_data.stand", "Hall 4"),
            ("additional_data.turnover", "1.5"),
        ]

    def test_never_shows_who_the_contact_is(self) -> None:
        shown = str(visible_lead(LEAD))
        for secret in ("Mirela", "Osei", "@", "960118"):
            assert secret not in shown

    @pytest.mark.parametrize(
        "column",
        ["E-mail 2", "Mobile phone", "Tel.", "first_name", "Last Name", "Work Email Address", "Handy-Nr", "Telefon",
         "LinkedIn URL", "Fax", "Direct phone no.", "Full name"],
    )  # fmt: skip
    def test_never_shows_a_personal_column_that_no_field_took(self, column: str) -> None:
        lead = {"company_name": "Acme", "additional_data": {column: "someone"}}
        assert visible_lead(lead) == {"company_name": "Acme"}

    @pytest.mark.parametrize(
        "column", ["phone system", "email provider", "product name", "mobile app", "contacts made"]
    )
    def test_shows_columns_that_only_sound_personal(self, column: str) -> None:
        lead = {"company_name": "Acme", "additional_data": {column: "yes"}}
        assert visible_lead(lead)[f"additional_data.{column}"] == "yes"

    def test_caps_notes_and_other_fields(self) -> None:
        lead = {"company_name": "a" * 1000, "notes": "b" * 9000, "additional_data": {"k": "c" * 2000}}
        lengths = {name: len(text) for name, text in visible_lead(lead).items()}
        assert lengths == {"company_name": LONGEST_FIELD, "notes": LONGEST_NOTES, "additional_data.k": LONGEST_FIELD}

    def test_leaves_out_what_is_empty_once_cleaned(self) -> None:
        lead = {"company_name": "Acme", "notes": " \u200b\n", "additional_data": {"x": "\u2060", "\u200b": "y"}}
        assert visible_lead(lead) == {"company_name": "Acme"}

    def test_strips_hidden_characters_from_values_and_column_names(self) -> None:
        lead = {"company_name": "Ac\u200bme", "additional_data": {"st\u202eand\nno": "B\x00 17"}}
        assert visible_lead(lead) == {"company_name": "Acme", "additional_data.stand no": "B 17"}


class TestHashInput:
    def test_is_32_bytes_and_the_same_for_the_same_sight(self) -> None:
        other_contact = LEAD | {"contact_name": "Someone Else", "contact_phone": "0"}
        assert len(hash_input(visible_lead(LEAD))) == 32
        assert hash_input(visible_lead(LEAD)) == hash_input(visible_lead(other_contact))

    def test_does_not_depend_on_the_order_of_columns(self) -> None:
        turned = LEAD | {"additional_data": dict(reversed(LEAD["additional_data"].items()))}
        assert hash_input(visible_lead(turned)) == hash_input(visible_lead(LEAD))

    def test_changes_with_a_single_letter(self) -> None:
        changed = LEAD | {"notes": "Runs three warehouses!"}
        assert hash_input(visible_lead(changed)) != hash_input(visible_lead(LEAD))
