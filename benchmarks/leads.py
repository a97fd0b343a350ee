"""Invented leads of the size that real ones have: about 60 words of notes, a prompt of about 1,000 tokens in all."""

from __future__ import annotations

import orjson

from shared.leads.validate import LeadRow, RawRow, check_rows
from shared.llm.request import RequestTemplate
from shared.profiles.load_preset import load_preset
from shared.scoring.prompt import system_prompt, user_message
from shared.scoring.schema import answer_schema
from shared.scoring.visible import hash_input, visible_lead
from shared.settings import Settings

NOTES = (
    "Came to the stand on day two, visitor {n} of run {run}. Runs three warehouses with about 240 people, mostly "
    "chilled goods. Stock counts take two evenings and they lose roughly a day a week to recounts. The lease on the "
    "north site ends in March and they want a new system before the move. A budget of 40,000 is approved by the "
    "director. They keep stock in spreadsheets on a shared drive."
)


def invented_leads(count: int, *, run: str) -> list[LeadRow]:
    """`count` leads that no other run has, so that nothing is answered from an earlier one."""
    rows = [
        RawRow(
            fields={
                "company_name": f"Halden Works {run} {n}",
                "industry": "Contract logistics",
                "company_size": "240",
                "contact_title": "Operations Manager",
                "contact_email": f"person{n}@{run}-{n}.example",
                "notes": NOTES.format(n=n, run=run),
            },
            row=None,
            index=n,
        )
        for n in range(count)
    ]
    checked = check_rows(rows)
    if checked.bad:
        raise ValueError(f"the benchmark's own leads are bad: {checked.bad[0]}")
    return checked.good


def request_bodies(leads: list[LeadRow], settings: Settings) -> list[bytes]:
    """The very requests that the product makes for these leads."""
    profile = load_preset("b2b")
    template = RequestTemplate(
        model=settings.CEREBRAS_MODEL,
        system_prompt=system_prompt(profile),
        schema=answer_schema(profile),
        max_completion_tokens=settings.LLM_MAX_COMPLETION_TOKENS,
    )
    secret = settings.APP_SECRET.get_secret_value().encode()
    bodies = []
    for lead in leads:
        visible = visible_lead(lead.input)
        bodies.append(template.body(user_message(visible, input_hash=hash_input(visible), secret=secret)))
    # one line a body: the script reads them back without any code of ours
    if any(b"\n" in body for body in bodies) or not orjson.loads(bodies[0]):
        raise ValueError("a request body is not one line of JSON")
    return bodies
