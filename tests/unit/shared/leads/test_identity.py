"""Who a lead is."""

# ruff: noqa: RUF001 (look-alikes of ASCII are what is tested)

from __future__ import annotations

import pytest

from shared.leads.identity import (
    MAX_IDENTITY_BYTES,
    company_domain,
    lead_identity,
    normalise_company,
    normalise_email,
    website_host,
)


class TestNormaliseCompany:
    @pytest.mark.parametrize(
        ("name", "plain"),
        [
            ("Nordhafen Logistik GmbH", "nordhafen logistik"),
            ("NORDHAFEN LOGISTIK GMBH & CO. KG", "nordhafen logistik"),
            ("Brightwater Foods, Inc.", "brightwater foods"),
            ("Brightwater Foods L.L.C.", "brightwater foods"),
            ("Hurtownia Dąb Sp. z o.o.", "hurtownia dąb"),
            ("Entrepôts Morvan S.A.", "entrepôts morvan"),
            ("Frigo Nord s.r.l", "frigo nord"),
            ("Fjordlager A/S", "fjordlager"),
            ("Acme Holdings Private Limited", "acme holdings"),
            ("株式会社山川倉庫", "山川倉庫"),
            ("山川倉庫（株）", "山川倉庫"),
            ("ООО «Складсервис»", "складсервис"),
            ("O'Hara’s  Pallets", "oharas pallets"),
            ("ＴＯＫＹＯ Ｌｉｎｅ", "tokyo line"),
            ("Straße AG", "strasse"),
        ],
    )
    def test_spellings_of_one_company_are_equal(self, name: str, plain: str) -> None:
        assert normalise_company(name) == plain

    @pytest.mark.parametrize("name", ["GmbH", "AG", "株式会社", "Inc. Ltd."])
    def test_a_name_that_is_only_a_legal_form_keeps_something(self, name: str) -> None:
        assert normalise_company(name)

    def test_a_legal_form_in_front_of_a_latin_name_is_part_of_it(self) -> None:
        assert normalise_company("AG Muster") == "ag muster"

    def test_marks_that_belong_to_a_letter_stay(self) -> None:
        assert normalise_company("हिन्दी भण्डार") != normalise_company("हनद भणडर")


class TestWebsite:
    @pytest.mark.parametrize(
        ("website", "host"),
        [
            ("example.com", "example.com"),
            ("https://WWW.Example.com/path?x=1#y", "WWW.Example.com"),
            ("HTTP://shop.example.org:8080", "shop.example.org"),
            ("example.net.", "example.net"),
            ("ftp://example.com", None),
            ("info@example.com", None),
            ("https://user:secret@example.com", None),
            ("two words.example", None),
            ("", None),
        ],
    )
    def test_host(self, website: str, host: str | None) -> None:
        assert website_host(website) == host

    def test_domain_drops_www_and_is_one_for_both_forms_of_an_international_name(self) -> None:
        assert company_domain("https://www.Lager-Example.org/de") == "lager-example.org"
        assert company_domain("müller.example") == company_domain("xn--mller-kva.example") == "xn--mller-kva.example"

    def test_a_host_that_the_idna_codec_refuses_still_counts(self) -> None:
        assert company_domain("ü" * 64 + ".example") == "ü" * 64 + ".example"

    def test_what_is_no_address_has_no_domain(self) -> None:
        assert company_domain("see our brochure") is None

    @pytest.mark.parametrize(
        "website", ["https://www.linkedin.com/company/x", "de.linkedin.com/in/y", "x.wordpress.com"]
    )
    def test_a_shared_host_stands_for_nobody(self, website: str) -> None:
        assert company_domain(website) is None


class TestLeadIdentity:
    def test_is_the_address_whatever_else_is_known(self) -> None:
        lead = {"company_name": "A", "contact_email": " Jo.Doe+fair@Example.COM "}
        assert lead_identity(lead) == "email:jo.doe+fair@example.com"
        assert lead_identity({"company_name": "B", "contact_email": "jo.doe+fair@example.com"}) == lead_identity(lead)

    def test_both_forms_of_an_international_domain_are_one_person(self) -> None:
        assert normalise_email("Ä@Müller.example") == normalise_email("ä@xn--mller-kva.example")

    def test_is_the_domain_with_the_contact_when_there_is_no_address(self) -> None:
        lead = {
            "company_name": "Any GmbH",
            "company_website": "https://www.lager.example/",
            "contact_name": "Zoë  LANG",
        }
        assert lead_identity(lead) == "company:lager.example|zoë lang"

    def test_is_the_name_with_the_contact_when_there_is_no_domain_either(self) -> None:
        assert lead_identity({"company_name": "Lager Nord GmbH"}) == "company:lager nord|"
        one = lead_identity({"company_name": "LAGER NORD", "contact_name": "J. Doe"})
        other = lead_identity({"company_name": "Lager-Nord Gmbh", "contact_name": "j doe"})
        assert one == other == "company:lager nord|j doe"

    def test_companies_on_a_shared_host_stay_apart(self) -> None:
        one = lead_identity({"company_name": "One", "company_website": "facebook.com/one"})
        two = lead_identity({"company_name": "Two", "company_website": "facebook.com/two"})
        assert (one, two) == ("company:one|", "company:two|")

    def test_fits_an_index_row_however_far_a_name_expands(self) -> None:
        long = "\ufdfa" * 255  # one character that NFKC makes 18 of
        identity = lead_identity({"company_name": long, "contact_name": long})
        assert identity.startswith("company:sha256:")
        assert len(identity.encode()) <= MAX_IDENTITY_BYTES + len("company:")
        assert identity != lead_identity({"company_name": long})

    @pytest.mark.parametrize("name", ["|||x|", "a|b"])
    def test_the_separator_cannot_be_forged(self, name: str) -> None:
        assert lead_identity({"company_name": name, "contact_name": "c|d"}).count("|") == 1
