"""What a person sees of the children's logs."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.supervisor.screen import Screen, readable, wants_colour


@pytest.fixture
def shown() -> list[str]:
    return []


@pytest.fixture
def screen_of(shown: list[str]) -> Callable[..., Screen]:
    def make(*, colour: bool = False, quiet: bool = False) -> Screen:
        return Screen(shown.append, colour=colour, quiet=quiet)

    return make


class TestReadable:
    def test_turns_our_json_into_time_level_event_and_keywords(self) -> None:
        line = json.dumps(
            {"at": "2026-11-24T08:10:30.1Z", "level": "info", "event": "job_accepted", "service": "api", "leads": 3}
        )
        assert readable(line) == "08:10:30 info    job_accepted leads=3"

    @pytest.mark.parametrize("line", ["plain words", "{not json", '{"no": "event"}', "[1]", ""])
    def test_leaves_other_lines_as_they_are(self, line: str) -> None:
        assert readable(line) == line

    def test_takes_out_control_codes(self) -> None:
        assert readable("a\x1b[2Jb\x07") == "a [2Jb "


class TestScreen:
    def test_shows_whole_lines_with_the_childs_name_and_only_what_is_new(
        self, tmp_path: Path, shown: list[str], screen_of: Callable[..., Screen]
    ) -> None:
        log_file = tmp_path / "api.log"
        log_file.write_text("from an earlier run\n")
        screen = screen_of()
        screen.start()
        screen.follow("api", log_file)
        with log_file.open("a") as file:
            file.write("first\nsec")
            file.flush()
            deadline = time.monotonic() + 5
            while not shown and time.monotonic() < deadline:
                time.sleep(0.01)
            assert shown == ["api                | first"]
            file.write("ond\n")
        screen.stop()
        assert shown[1:] == ["api                | second"], "what was written last is shown before the end"

    def test_quiet_shows_only_the_supervisors_own_lines(
        self, tmp_path: Path, shown: list[str], screen_of: Callable[..., Screen]
    ) -> None:
        screen = screen_of(quiet=True)
        screen.start()
        screen.follow("api", tmp_path / "api.log")
        (tmp_path / "api.log").write_text("a line\n")
        screen.warn("api ended")
        screen.stop()
        assert shown == ["sales-agent        | api ended"]

    def test_colours_the_prefix_only_when_asked(self, shown: list[str], screen_of: Callable[..., Screen]) -> None:
        screen_of(colour=True).say("hello")
        screen_of(colour=False).say("hello")
        assert shown[0].startswith("\x1b[")
        assert shown[0].endswith("\x1b[0m hello")
        assert "\x1b" not in shown[1]

    def test_a_log_file_is_born_closed_to_others(self, tmp_path: Path, screen_of: Callable[..., Screen]) -> None:
        screen = screen_of()
        screen.start()
        screen.follow("api", tmp_path / "api.log")
        screen.stop()
        assert (tmp_path / "api.log").stat().st_mode & 0o077 == 0


class TestWantsColour:
    @pytest.mark.parametrize(
        ("terminal", "no_color", "wanted"), [(True, "", True), (True, "1", False), (False, "", False)]
    )
    def test_needs_a_terminal_and_no_objection(
        self, monkeypatch: pytest.MonkeyPatch, terminal: bool, no_color: str, wanted: bool
    ) -> None:
        monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
        monkeypatch.setenv("NO_COLOR", no_color)
        assert wants_colour() is wanted
        assert os.environ["NO_COLOR"] == no_color
