"""Single values of a lead."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.leads.check_values import (
    RefusedValue,
    check_additional,
    check_company_name,
    check_email,
    check_text,
    check_website,
)
from shared.leads.fields import TEXT_FIELDS, LeadField

FIELDS = {field.name: field for field in TEXT_FIELDS}


def refusal(check: Callable[[LeadField, object], str], field: str, value: object) -> RefusedValue:
    with pytest.raises(RefusedValue) as caught:
        check(FIELDS[field], value)
    return caught.value


class TestCheckText:
    def test_is_stripped_also_of_what_has_no_width(self) -> None:
        assert check_text(FIELDS["industry"], "\ufeff \u200bFood\xa0\u3000\r\n") == "Food"

    def test_line_ends_become_one_kind_and_tabs_stay_in_notes(self) -> None:
        assert check_text(FIELDS["notes"], "a\r\nb\rc\n\td") == "a\nb\nc\n\td"

    @pytest.mark.parametrize(
        "text", ["a\nb", "a\tb", "a\rb", "a\x00b", "a\x1fb", "a\x7fb", "a\x85b", "a\u2028b", "a\ud800"]
    )
    def test_one_line_fields_take_no_control_character(self, text: str) -> None:
        refused = refusal(check_text, "contact_name", text)
        assert refused.code == "invalid_character"
        assert "line break" in refused.detail

    @pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\x1bb", "a\x9fb", "a\udfff"])
    def test_notes_take_no_control_character_but_tab_and_line_end(self, text: str) -> None:
        assert refusal(check_text, "notes", text).code == "invalid_character"

    @pytest.mark.parametrize("field", TEXT_FIELDS, ids=lambda field: field.name)
    def test_the_limit_counts_characters_after_stripping(self, field: LeadField) -> None:
        assert check_text(field, " " + "ü" * field.max_chars + "\n") == "ü" * field.max_chars
        refused = refusal(check_text, field.name, "ü" * (field.max_chars + 1))
        assert refused.code == "too_long"
        assert f"{field.max_chars:,}" in refused.detail

    @pytest.mark.parametrize(("value", "text"), [(250, "250"), (250.0, "250"), (12.5, "12.5"), (-0.0, "0"), (0, "0")])
    def test_a_number_is_taken_for_the_size(self, value: float, text: str) -> None:
        assert check_text(FIELDS["company_size"], value) == text

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, -(2**53) - 1])
    def test_a_number_that_cannot_be_kept_is_refused(self, value: float) -> None:
        assert refusal(check_text, "company_size", value).code == "invalid_number"

    @pytest.mark.parametrize(
        ("field", "value"),
        [("contact_phone", 4420), ("company_size", True), ("company_size", [1]), ("notes", {}), ("industry", False)],
    )
    def test_other_kinds_are_refused(self, field: str, value: object) -> None:
        refused = refusal(check_text, field, value)
        assert refused.code == "wrong_type"
        assert refused.detail.startswith(field)


class TestCheckCompanyName:
    @pytest.mark.parametrize("value", [None, "", "  ", "\u200b", "-", "???"])
    def test_a_name_without_letter_or_digit_is_missing(self, value: object) -> None:
        assert refusal(check_company_name, "company_name", value).code == "missing_company_name"

    @pytest.mark.parametrize("name", ["3M-Handel", "山川", "7", "=HYPERLINK(1)"])
    def test_anything_with_one_is_a_name(self, name: str) -> None:
        assert check_company_name(FIELDS["company_name"], f" {name} ") == name


class TestCheckEmail:
    @pytest.mark.parametrize(
        "email",
        [
            "a@b.example",
            "jo.doe+fair@mail.example.co",
            "o'hara_x@ex-ample.org",
            "José@müller.example",
            "メール@例え.テスト",
            "x@xn--mller-kva.example",
            "भारत@मेल.भारत",
            f"{'a' * 64}@example.com",
        ],
    )
    def test_real_forms_pass(self, email: str) -> None:
        assert check_email(FIELDS["contact_email"], f" {email} ") == email

    @pytest.mark.parametrize(
        "email",
        [
            "jo.doe",
            "jo.doe@",
            "@example.com",
            "jo@example",
            "jo@@example.com",
            "jo doe@example.com",
            "jo@exam ple.com",
            ".jo@example.com",
            "jo.@example.com",
            "jo..doe@example.com",
            "jo@-example.com",
            "jo@example-.com",
            "jo@example..com",
            "jo@192.168.0.1",
            "jo@example.c",
            "Jo Doe <jo@example.com>",
            "mailto:jo@example.com",
            "a@example.com; b@example.com",
            "a@example.com,b@example.com",
            f"{'a' * 65}@example.com",
            f"a@{'b' * 64}.com",
            "a@" + "b." * 130 + "com",
        ],
    )
    def test_broken_forms_are_refused_without_repeating_them(self, email: str) -> None:
        refused = refusal(check_email, "contact_email", email)
        assert refused.code == "invalid_email"
        assert email not in refused.detail

    @pytest.mark.parametrize("nothing", ["", "-", "n/a", "N/A", "none", "k.A."])
    def test_a_place_holder_is_empty(self, nothing: str) -> None:
        assert check_email(FIELDS["contact_email"], nothing) == ""
        assert check_website(FIELDS["company_website"], nothing) == ""


class TestCheckWebsite:
    @pytest.mark.parametrize(
        "website",
        [
            "example.com",
            "https://www.example.org/a b?c=@d",
            "HTTP://x.example:8080/",
            "example.net/@x",
            "müller.example",
        ],
    )
    def test_addresses_pass_as_written(self, website: str) -> None:
        assert check_website(FIELDS["company_website"], website) == website

    @pytest.mark.parametrize(
        "website",
        [
            "localhost",
            "example",
            "javascript:alert(1)",
            "ftp://example.com",
            "info@example.com",
            "see our brochure",
            "a.example, b.example",
            "http://127.0.0.1/",
            "https://",
            "https://u:p@example.com",
            "http://-a.example",
            "a..b.cd",
        ],
    )
    def test_what_is_no_address_is_refused(self, website: str) -> None:
        assert refusal(check_website, "company_website", website).code == "invalid_website"


class TestCheckAdditional:
    def test_scalars_are_kept_and_empty_values_left_out(self) -> None:
        kept, refused = check_additional(
            {" Lead Source ": " Fair ", "n": 1, "x": 1.5, "b": False, "e": "", "z": None, "0": 0}
        )
        assert kept == {"Lead Source": "Fair", "n": 1, "x": 1.5, "b": False, "0": 0}
        assert refused == []

    def test_every_bad_entry_is_named_by_its_key(self) -> None:
        bad = {
            "list": [],
            "object": {},
            "nan": float("nan"),
            "big": 2**53 + 1,
            "long": "x" * 2001,
            "nul": "\0",
            "": "a",
            "k" * 65: "a",
            "a\nb": "a",
            "\ud800": "a",
        }
        kept, refused = check_additional(bad)
        assert kept == {}
        assert [(key, its.code) for key, its in refused] == [
            ("list", "wrong_type"),
            ("object", "wrong_type"),
            ("nan", "invalid_number"),
            ("big", "invalid_number"),
            ("long", "too_long"),
            ("nul", "invalid_character"),
            (None, "invalid_key"),
            (None, "invalid_key"),
            (None, "invalid_key"),
            (None, "invalid_key"),
        ]

    def test_limits_are_inclusive(self) -> None:
        full = {f"{number:064d}": "x\n" * 1000 for number in range(40)}
        kept, refused = check_additional(full)
        assert (len(kept), refused) == (40, [])
        (one,) = check_additional({**full, "one more": 1})[1]
        assert (one[0], one[1].code) == (None, "too_many_keys")

    @pytest.mark.parametrize("value", [[], "text", 1, True])
    def test_must_be_an_object(self, value: object) -> None:
        ((key, refused),) = check_additional(value)[1]
        assert (key, refused.code) == (None, "wrong_type")

    def test_keys_that_differ_in_spaces_only_are_refused(self) -> None:
        kept, ((key, refused),) = check_additional({"a": 1, " a": 2})
        assert (kept, key, refused.code) == ({"a": 1}, " a", "invalid_key")
