"""What a service keeps between starts."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from cli.embedded.errors import EmbeddedServiceFailed
from cli.embedded.ports import FIRST_PORT, LAST_PORT
from cli.embedded.process import ProcessRecord
from cli.embedded.run_as import RunAs
from cli.embedded.state import find_state, new_state, save_state


class TestState:
    def test_comes_back_as_it_was_and_is_closed_to_others(self, tmp_path: Path) -> None:
        path = tmp_path / "service.json"
        state = replace(new_state(RunAs.SAME_USER, tmp_path), process=ProcessRecord(42, 1795507825.5))
        save_state(path, state)
        assert find_state(path) == state
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_a_new_one_has_a_free_port_and_a_password_of_its_own(self, tmp_path: Path) -> None:
        first, second = new_state(RunAs.SAME_USER, tmp_path), new_state(RunAs.SAME_USER, tmp_path)
        assert first.password != second.password
        assert len(first.password) == 48
        assert FIRST_PORT <= first.port < LAST_PORT

    def test_none_was_kept_where_nothing_ran(self, tmp_path: Path) -> None:
        assert find_state(tmp_path / "service.json") is None

    @pytest.mark.parametrize("text", ["", "{}", '{"port": "x"}', "[1, 2]"])
    def test_a_damaged_file_names_the_way_out(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "service.json").write_text(text)
        with pytest.raises(EmbeddedServiceFailed, match="is damaged; restore it, or remove"):
            find_state(tmp_path / "service.json")
