"""A profile and leads as requests carry them, and stand-ins on free ports."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson
import pytest
import pytest_asyncio

from simulator.ledger import Ledger
from simulator.options import Options
from simulator.serve import make_server

SYSTEM = """\
You judge one sales lead. Answer with JSON.

# Rules
1. Judge only from the lead.

# Criteria
## fit: Company fit (weight 30)
Question: Do the company's size and trade match?
Level 0: Fewer than 10 people
Level 1: 10 to 49 people
Level 2: More than 2,000 people
Level 3: 50 to 2,000 people in logistics or wholesale
Level 4: 50 to 2,000 people with two or more warehouses
Signs: warehouse, staff, employees
## pain: Pain (weight 30)
Question: Does the lead name trouble with stock?
Level 0: Says that all works well
Level 1: Wants a brochure only
Level 2: Names a task and no trouble
Level 3: Names trouble: wrong stock, late orders, recounting
Level 4: Names trouble and lost customers or wasted hours
Signs: recount, late orders, brochure, by hand
## role: Authority (weight 20)
Question: What part does the contact play in buying?
Level 0: A student
Level 1: An assistant or clerk
Level 2: A manager who recommends
Level 3: A director or head of department
Level 4: The owner or a chief officer
Signs: owner, CEO, director, head of, manager, assistant
## budget: Budget (weight 20)
Question: Is money set aside?
Level 0: Says there is no money
Level 1: Budgets are cut
Level 2: Money must be asked for
Level 3: An amount is named
Level 4: Funding is approved
Signs: no budget, approved

# Disqualifiers
## rival: Competitor
Question: Does the lead itself sell or build warehouse or stock software?
## off_list: No contact
Question: Does the lead ask to be removed from our lists?
## not_buying: Student or job seeker
Question: Is this a job application or a student's project?
"""

_TEXT = {"type": "string"}
_CRITERIA = ("fit", "pain", "role", "budget")
_DISQUALIFIERS = ("rival", "off_list", "not_buying")


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _choice(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


SCHEMA: dict[str, Any] = {
    "$defs": {
        "criterion": _object(
            {
                "field": _TEXT,
                "quote": _TEXT,
                "reason": _TEXT,
                "level": _choice("0", "1", "2", "3", "4", "unknown"),
            }
        ),
        "disqualifier": _object({"field": _TEXT, "quote": _TEXT, "applies": _choice("yes", "no", "unknown")}),
    },
    **_object(
        {
            "criteria": _object({key: {"$ref": "#/$defs/criterion"} for key in _CRITERIA}),
            "disqualifiers": _object({key: {"$ref": "#/$defs/disqualifier"} for key in _DISQUALIFIERS}),
            "instructions_in_lead": _choice("yes", "no"),
        }
    ),
}

Lead = dict[str, str]
ChatBody = Callable[..., dict[str, Any]]


def _user_message(lead: Lead) -> str:
    return f"<lead-0123456789abcdef>\n{orjson.dumps(lead).decode()}\n</lead-0123456789abcdef>"


@pytest.fixture(scope="session")
def system_message() -> str:
    """The system message with the tests' profile."""
    return SYSTEM


@pytest.fixture(scope="session")
def schema() -> dict[str, Any]:
    """The strict schema of the tests' profile."""
    return SCHEMA


@pytest.fixture(scope="session")
def chat_body() -> ChatBody:
    """Makes the request body that asks to judge a lead; keywords replace members of the body, None leaves them out."""

    def make(lead: Lead | None = None, **changes: Any) -> dict[str, Any]:
        body = {
            "model": "gpt-oss-120b",
            "messages": [
                {"role": "system", "content": SYSTEM},
                {"role": "user", "content": _user_message(lead or {"company_name": "Harbor Lane"})},
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "lead_judgement", "strict": True, "schema": SCHEMA},
            },
            "temperature": 0,
            "seed": 7,
            "reasoning_effort": "low",
            "max_completion_tokens": 2000,
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    return make


@dataclass
class Running:
    """A stand-in inside this process, and a client of it with a good key."""

    url: str
    ledger: Ledger
    client: aiohttp.ClientSession
    headers: dict[str, str] = field(default_factory=lambda: {"Authorization": "Bearer csk-test"})

    async def chat(self, body: dict[str, Any] | bytes, **changes: Any) -> tuple[int, Any]:
        """Status and JSON of one chat call."""
        data = body if isinstance(body, bytes) else orjson.dumps(body)
        options = {"headers": self.headers, **changes}
        async with self.client.post(f"{self.url}/v1/chat/completions", data=data, **options) as answer:
            return answer.status, orjson.loads(await answer.read())

    async def get(self, path: str, **changes: Any) -> tuple[int, Any]:
        """Status and JSON of one GET."""
        async with self.client.get(self.url + path, **{"headers": self.headers, **changes}) as answer:
            body = await answer.read()
            return answer.status, orjson.loads(body) if body else None


Start = Callable[..., Awaitable[Running]]


@pytest_asyncio.fixture
async def start() -> AsyncIterator[Start]:
    """Starts stand-ins with the given options; all are stopped at the end."""
    stops: list[Callable[[], Awaitable[None]]] = []

    async def launch(**options: Any) -> Running:
        chosen = Options(**options)
        ledger = Ledger()
        server = make_server(chosen, ledger)
        listener = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
        client = aiohttp.ClientSession()

        async def stop() -> None:
            await client.close()
            listener.close()
            await server.shutdown(1.0)

        stops.append(stop)
        return Running(f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}", ledger, client)

    yield launch
    for stop in stops:
        await stop()
