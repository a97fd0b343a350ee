"""What the ledger counts, and what of it survives."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from simulator.ledger import Ledger
from simulator.options import Options
from simulator.serve import open_ledger

ONE, TWO = (sha256(body).hexdigest() for body in (b"1", b"2"))


class TestLedger:
    def test_counts_by_hash_and_in_flight(self) -> None:
        ledger = Ledger()
        ledger.started = 4
        ledger.abandoned = 1
        ledger.bill(ONE, invented_quotes=2)
        ledger.bill(ONE, invented_quotes=1)
        content = ledger.content(with_hashes=True)
        assert (content["billed"], content["in_flight"], content["invented_quotes"]) == (2, 1, 3)
        assert content["by_hash"] == {ONE: 2}

    def test_a_summary_leaves_the_hashes_out(self) -> None:
        assert "by_hash" not in Ledger().content(with_hashes=False)

    def test_without_a_reader_it_keeps_no_hashes(self) -> None:
        ledger = open_ledger(Options())
        ledger.bill(ONE, invented_quotes=0)
        assert (ledger.billed, ledger.by_hash) == (1, {})

    def test_a_journal_brings_back_what_was_billed(self, tmp_path: Path) -> None:
        path = tmp_path / "ledger"
        first = Ledger(journal=path)
        first.bill(ONE, invented_quotes=1)
        first.bill(TWO, invented_quotes=0)
        # as after kill -9: not closed, so every line must be in the file already
        second = Ledger(journal=path)
        second.bill(ONE, invented_quotes=0)
        third = Ledger(journal=path)
        assert (third.billed, third.started, third.in_flight, third.invented_quotes) == (3, 3, 0, 1)
        assert third.by_hash == {ONE: 2, TWO: 1}
        for ledger in (first, second, third):
            ledger.close()

    def test_a_line_cut_off_by_a_kill_counts_for_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "ledger"
        path.write_text(f"{ONE} 0\n{TWO[:20]}\n{TWO} ")
        ledger = Ledger(journal=path)
        assert ledger.by_hash == {ONE: 1}
        ledger.close()

    def test_what_follows_a_cut_line_is_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "ledger"
        path.write_text(f"{TWO[:20]}")
        ledger = Ledger(journal=path)
        ledger.bill(ONE, invented_quotes=0)
        ledger.close()
        again = Ledger(journal=path)
        assert again.by_hash == {ONE: 1}
        again.close()
