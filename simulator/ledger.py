"""The ledger: what was asked, begun and billed, as a provider would count it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import IO

_HASH_CHARACTERS = 64


class Ledger:
    """Counts of calls, in memory; with a journal file, what was billed survives the process.

    A call is *started* when every check is passed and the work begins, and *billed* when the work is done, whether or
    not the client is still there. `keeps_hashes`: whether `by_hash` is filled; it grows with every different call.
    """

    def __init__(self, *, journal: Path | None = None, keeps_hashes: bool = True) -> None:
        self.requests = 0
        self.started = 0
        self.billed = 0
        self.abandoned = 0
        self.invented_quotes = 0
        self.refusals: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.by_hash: Counter[str] = Counter()
        self._keeps_hashes = keeps_hashes
        self._journal: IO[str] | None = None
        if journal is not None:
            self._restore(journal)
            self._journal = journal.open("a", buffering=1, encoding="ascii")
            # ends a line that the last process could not finish; an empty one counts for nothing
            self._journal.write("\n")

    @property
    def in_flight(self) -> int:
        """Calls begun and neither billed nor abandoned."""
        return self.started - self.billed - self.abandoned

    def bill(self, request_hash: str, *, invented_quotes: int) -> None:
        """One call's work is done; `request_hash` is the SHA-256 of its (decompressed) body in hex."""
        self.billed += 1
        self.invented_quotes += invented_quotes
        if self._keeps_hashes:
            self.by_hash[request_hash] += 1
        if self._journal is not None:
            self._journal.write(f"{request_hash} {invented_quotes}\n")

    def content(self, *, with_hashes: bool) -> dict[str, object]:
        """The body of `GET /control/ledger`."""
        counts: dict[str, object] = {
            "requests": self.requests,
            "started": self.started,
            "billed": self.billed,
            "in_flight": self.in_flight,
            "abandoned": self.abandoned,
            "invented_quotes": self.invented_quotes,
            "refusals": dict(self.refusals),
            "faults": dict(self.faults),
        }
        return {**counts, "by_hash": dict(self.by_hash)} if with_hashes else counts

    def close(self) -> None:
        """Closes the journal."""
        if self._journal is not None:
            self._journal.close()

    def _restore(self, journal: Path) -> None:
        if not journal.exists():
            return
        for line in journal.read_text(encoding="ascii").splitlines():
            request_hash, _, invented = line.partition(" ")
            # a line that the last process could not finish counts for nothing
            if len(request_hash) == _HASH_CHARACTERS and invented.isdigit():
                self.by_hash[request_hash] += 1
                self.invented_quotes += int(invented)
                self.billed += 1
        self.started = self.billed
