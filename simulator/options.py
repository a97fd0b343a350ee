"""How a stand-in behaves, fixed when it starts."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.faults import FaultShares
from simulator.latency import Latency

MEMORY = "memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of `python -m simulator`; shares lie between 0 and 1.

    `api_keys` empty: every non-empty bearer key is good. `ledger`: None (none is kept for reading), "memory", or the
    path of a journal.
    """

    host: str = "127.0.0.1"
    port: int = 8090
    api_keys: frozenset[str] = frozenset()
    missing_key_status: int = 403
    latency: Latency = field(default_factory=Latency)
    faults: FaultShares = field(default_factory=FaultShares)
    slow_seconds: float = 65.0
    invent_quotes: float = 0.0
    obey_instructions: bool = False
    ledger: str | None = None
    seed: int = 0
    stop_grace_seconds: float = 5.0
