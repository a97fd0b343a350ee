"""Searching leads: words as a person types them, found in what a lead is called and what its notes say."""

from __future__ import annotations

import unicodedata
from typing import Any, Literal
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.leads.index import index_all_due, index_leads
from shared.leads.models import Lead, lead_texts_due
from shared.settings import Settings
from tests.integration.api.world import add_lead, at


def note_changed(uow: UnitOfWork, *leads: Lead) -> None:
    """What a save notes beside the leads that it writes."""
    uow.session.execute(insert(lead_texts_due), [{"lead_id": lead.id} for lead in leads])


def found(client: FlaskClient, words: str, more: str = "") -> list[str]:
    """The companies that a search finds."""
    answer: Any = client.get(f"/api/v1/leads?sort=company&order=asc&q={quote(words)}{more}")
    assert answer.status_code == 200, answer.json
    return [lead["company_name"] for lead in answer.json["data"]]


@pytest.fixture
def leads(empty_database: Settings) -> None:
    """Four leads that can be found by their texts."""
    with unit_of_work() as uow:
        write_leads(uow)


def write_leads(uow: UnitOfWork) -> None:
    """The leads, with their texts."""
    made = [
        add_lead(
            uow,
            "Halden & Brook Logistics",
            company_website="https://haldenbrook.example",
            contact_name="Mirela Osei",
            contact_email="mirela.osei@haldenbrook.example",
            notes="Runs three warehouses.\nLoses 100% of a day to recounts.",
            industry="Cold chain",
            qualification_score=83,
            tier="A",
        ),
        add_lead(uow, "Δέλτα Cold Chain", contact_name="Νίκη Στεργίου", notes="Wants a_quote", tier="B"),
        add_lead(uow, "Überlinger Fruchthof", notes="C:\\temp"),
        add_lead(uow, "Nothing Said", qualified_at=at(4)),
    ]
    note_changed(uow, *made)
    index_leads(uow)


@pytest.mark.usefixtures("leads")
class TestSearch:
    @pytest.mark.parametrize(
        "words",
        [
            "Halden",
            "halden BROOK",
            "haldenbrook.example",
            "mirela.osei@",
            "OSEI",
            "warehouses recounts",
            "recounts  warehouses",
            "osei warehouses",
            "arehous",
            "&",
            "100%",
        ],
    )
    def test_finds_every_word_anywhere(self, client: FlaskClient, words: str) -> None:
        assert found(client, words) == ["Halden & Brook Logistics"]

    def test_asks_for_all_words(self, client: FlaskClient) -> None:
        assert found(client, "halden delta") == []

    @pytest.mark.parametrize(
        ("words", "company"),
        [("δέλτα", "Δέλτα Cold Chain"), ("ΝΊΚΗ", "Δέλτα Cold Chain"), ("überlinger", "Überlinger Fruchthof")],
    )
    def test_knows_large_and_small_letters_of_other_scripts(
        self, client: FlaskClient, words: str, company: str
    ) -> None:
        assert found(client, words) == [company]

    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_finds_a_letter_with_its_mark_however_it_was_written(
        self, client: FlaskClient, uow: UnitOfWork, form: Literal["NFC", "NFD"]
    ) -> None:
        apart = add_lead(uow, unicodedata.normalize("NFD", "Zürcher Höfe"))
        note_changed(uow, apart)
        index_leads(uow)
        uow.session.commit()
        assert len(found(client, unicodedata.normalize(form, "zürcher höfe"))) == 1
        assert found(client, unicodedata.normalize(form, "überlinger")) == ["Überlinger Fruchthof"]

    def test_takes_the_sigma_at_a_words_end_for_any_other(self, client: FlaskClient, uow: UnitOfWork) -> None:
        note_changed(uow, add_lead(uow, "ΣΊΣΥΦΟΣ"), add_lead(uow, "Οδυσσεύς"))
        index_leads(uow)
        uow.session.commit()
        assert found(client, "σίσυφος") == found(client, "ΣΊΣΥΦΟΣ") == ["ΣΊΣΥΦΟΣ"]
        assert found(client, "ΟΔΥΣΣΕΎΣ") == ["Οδυσσεύς"]

    @pytest.mark.parametrize(
        ("words", "companies"),
        [
            ("%", ["Halden & Brook Logistics"]),
            ("a_quote", ["Δέλτα Cold Chain"]),
            ("Bro_k", []),
            ("H%n", []),
            ("\\temp", ["Überlinger Fruchthof"]),
            ("\\", ["Überlinger Fruchthof"]),
            ("\\%", []),
        ],
    )
    def test_takes_signs_of_patterns_by_the_letter(self, client: FlaskClient, words: str, companies: list[str]) -> None:
        assert found(client, words) == companies

    def test_looks_in_no_other_field(self, client: FlaskClient) -> None:
        assert found(client, "cold") == ["Δέλτα Cold Chain"]

    def test_goes_with_other_filters_and_with_counts(self, client: FlaskClient) -> None:
        assert found(client, "al", "&min_score=50") == ["Halden & Brook Logistics"]
        assert found(client, "al", "&tier=B") == []
        body: Any = client.get("/api/v1/leads/counts?q=halden").json
        assert body["total"] == 1
        assert body["tiers"][0] == {"tier": "A", "count": 1}

    def test_finds_a_lead_by_its_new_words_only_once_it_is_indexed_anew(self, client: FlaskClient) -> None:
        with unit_of_work() as uow:
            lead = uow.session.scalars(select(Lead).where(Lead.company_name == "Nothing Said")).one()
            lead.notes = "Now looks for shelving"
            uow.session.flush()
            note_changed(uow, lead, lead)
        assert found(client, "shelving") == []
        with unit_of_work() as uow:
            assert index_leads(uow) == 2
        assert found(client, "shelving") == ["Nothing Said"]


class TestAnEarlierRelease:
    def test_leads_that_its_workers_saved_are_found_too(self, client: FlaskClient, uow: UnitOfWork) -> None:
        """They note nothing for search: the task `leads.index` comes upon them."""
        add_lead(uow, "Halden & Brook Logistics")
        uow.session.commit()
        assert found(client, "halden") == []
        index_all_due(unit_of_work)
        assert found(client, "halden") == ["Halden & Brook Logistics"]
