"""What the simulator billed, by its own books: the second opinion on what was paid."""

from __future__ import annotations

import requests

TIMEOUT_SECONDS = 3.0


def billed_calls(simulator_url: str | None) -> int | None:
    """Calls that the simulator has billed in all, over its restarts; None without a simulator or without its ledger."""
    if not simulator_url:
        return None
    with requests.Session() as session:
        # a proxy cannot reach this machine's loopback
        session.trust_env = False
        try:
            answer = session.get(f"{simulator_url}/control/ledger", params={"summary": "1"}, timeout=TIMEOUT_SECONDS)
            billed = answer.json()["billed"]
        except (requests.RequestException, KeyError, TypeError):
            return None
    return billed if isinstance(billed, int) else None
