"""The work on one call: checks, faults, answer, time, ledger; no HTTP."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from hashlib import sha256

from simulator.checks import Call, run_checks
from simulator.completion import Completion
from simulator.compose import compose
from simulator.draw import draw
from simulator.faults import Fault, refusal_of
from simulator.ledger import Ledger
from simulator.options import Options
from simulator.prefixes import SeenPrefixes
from simulator.refusal import Refusal

# So many different bodies are told apart for their attempts; then the count begins anew.
_MOST_ATTEMPTS = 500_000


@dataclass(slots=True)
class Stand:
    """One running stand-in: its options and all that it remembers between calls."""

    options: Options
    ledger: Ledger
    prefixes: SeenPrefixes = field(default_factory=SeenPrefixes)
    attempts: dict[bytes, int] = field(default_factory=dict)

    def attempt(self, request_hash: bytes) -> int:
        """How often this very body came before; what makes a retry a new draw."""
        if len(self.attempts) >= _MOST_ATTEMPTS:
            self.attempts.clear()
        count = self.attempts.get(request_hash, 0)
        self.attempts[request_hash] = count + 1
        return count


@dataclass(frozen=True, slots=True)
class Done:
    """A finished call: its completion, and whether the connection is to be reset instead of answered."""

    completion: Completion
    resets: bool


async def work_on(call: Call, stand: Stand) -> Done:
    """Checks, answers and bills the call; raises Refusal where a check objects or a fault refuses it.

    It is billed when the work is done: a client that has gone away changes nothing, so the caller must not cancel it.
    """
    options, ledger = stand.options, stand.ledger
    began = time.monotonic()
    ledger.requests += 1
    request_hash = sha256(call.body)
    try:
        run_checks(call, options)
        fault, seconds = _fate(stand, request_hash.digest())
        if fault is not None:
            ledger.faults[fault.value] += 1
            refusal = refusal_of(fault)
            if refusal is not None:
                raise refusal
    except Refusal as refused:
        ledger.refusals[str(refused.status)] += 1
        raise
    ledger.started += 1
    try:
        composed = compose(call, options, fault=fault)
        if seconds > 0:
            await asyncio.sleep(seconds - (time.monotonic() - began))
    except BaseException:
        ledger.abandoned += 1
        raise
    now = time.monotonic()
    cached = stand.prefixes.cached_tokens(call.model.id, call.system_text, call.system_tokens, now=now)
    resets = fault is Fault.RESET
    # quotes that nobody gets to see are not counted: the ledger is held against what arrived
    ledger.bill(request_hash.hexdigest(), invented_quotes=0 if resets else composed.invented_quotes)
    return Done(Completion(call, composed, now - began, cached), resets)


def _fate(stand: Stand, request_hash: bytes) -> tuple[Fault | None, float]:
    """The fault that this attempt meets, and how long its answer takes in seconds."""
    options = stand.options
    if not options.faults.shares and not options.latency.waits:
        return None, 0.0
    asked = (request_hash, stand.attempt(request_hash), options.seed)
    fault = options.faults.pick(draw("fault", *asked)) if options.faults.shares else None
    seconds = options.latency.seconds(draw("latency", *asked))
    return fault, seconds + (options.slow_seconds if fault is Fault.SLOW else 0.0)
