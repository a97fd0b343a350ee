"""The stack over tiny programs: up, kept up, refused with a remedy, and gone without a trace."""

from __future__ import annotations

import os
import signal
import socket
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.embedded.errors import ServiceInUse
from cli.embedded.ports import is_free
from cli.supervisor.errors import StackFault
from cli.supervisor.local_state import read_local
from cli.supervisor.readiness import ask, refuse_unreachable
from tests.integration.supervisor.fakes import SERVER, FakePrograms, Made

MakeStack = Callable[..., Made]
WaitUntil = Callable[..., None]


def pids_of(made: Made) -> dict[str, int]:
    pids: dict[str, int] = read_local(made.options.directory)["pids"]
    return pids


def stop_soon(number: int) -> None:
    threading.Timer(0.1, os.kill, (os.getpid(), number)).start()


class TestStart:
    def test_returns_once_all_answers_and_says_where(self, make_stack: MakeStack) -> None:
        made = make_stack()
        addresses = made.stack.start()
        assert addresses.api_url == f"http://127.0.0.1:{made.options.port}/api/v1"
        assert addresses.docs_url == f"{addresses.api_url}/docs"
        assert ask(addresses.docs_url) is not None
        assert addresses.simulator_url is not None
        assert ask(f"{addresses.simulator_url}/v1/models") is not None
        assert (addresses.api_key, addresses.key_is_new) == ("sa_known", True)
        assert "sa_known" not in repr(addresses)
        assert "pw" not in repr(addresses)

    def test_has_a_link_to_the_dashboard_if_one_is_built(self, make_stack: MakeStack, tmp_path: Path) -> None:
        made = make_stack(quiet=True)
        assert made.stack.start().sign_in_url is None
        made.stack.stop()
        (tmp_path / "dist").mkdir()
        (tmp_path / "dist" / "index.html").write_text("<!doctype html>")
        again = make_stack(quiet=True)
        addresses = again.stack.start()
        assert addresses.sign_in_url == f"http://127.0.0.1:{again.options.port}/sign-in#link=once"
        # it opens the house: only the screen may show it
        assert "once" not in repr(addresses)
        assert "once" not in str(read_local(again.options.directory))

    def test_writes_what_commands_and_tests_need_for_its_owner_only(self, make_stack: MakeStack) -> None:
        made = make_stack()
        addresses = made.stack.start()
        state: dict[str, Any] = read_local(made.options.directory)
        assert state["api_url"] == addresses.api_url
        assert state["simulator_url"] == addresses.simulator_url
        assert state["database_url"] == os.environ["DATABASE_URL"]
        assert state["ports"]["api"] == made.options.port
        assert state["pids"].keys() == {"simulator", "api", "worker-bulk", "beat"}
        for name in ("local.json", "secrets.json", "logs/api.log"):
            assert stat.S_IMODE((made.options.directory / name).stat().st_mode) == 0o600

    def test_shows_childrens_lines_with_their_names_and_keeps_them_in_files(
        self, make_stack: MakeStack, wait_until: WaitUntil
    ) -> None:
        made = make_stack()
        made.stack.start()
        wait_until(lambda: "api                | listening" in made.lines)
        assert "at work" in (made.options.directory / "logs" / "worker-bulk.log").read_text()

    def test_a_second_run_keeps_key_and_secrets_and_sets_logs_aside(self, make_stack: MakeStack) -> None:
        first = make_stack(quiet=True)
        first.stack.start()
        secrets = (first.options.directory / "secrets.json").read_text()
        first.stack.stop()
        second = make_stack(quiet=True, known="sa_another")
        addresses = second.stack.start()
        assert (addresses.api_key, addresses.key_is_new) == ("sa_known", False)
        assert (second.options.directory / "secrets.json").read_text() == secrets
        assert (second.options.directory / "logs" / "api.log.1").is_file()

    def test_with_the_providers_key_no_simulator_runs(
        self, make_stack: MakeStack, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CEREBRAS_API_KEY", "a-real-key")
        made = make_stack()
        assert made.stack.start().simulator_url is None
        assert "simulator" not in pids_of(made)


class TestKeepUp:
    def test_a_killed_child_comes_back_with_one_line_and_a_new_pid(
        self, make_stack: MakeStack, wait_until: WaitUntil
    ) -> None:
        made = make_stack(quiet=True)
        addresses = made.stack.start()
        before = pids_of(made)
        os.kill(before["api"], signal.SIGKILL)
        wait_until(lambda: pids_of(made).get("api", before["api"]) != before["api"])
        wait_until(lambda: ask(addresses.api_url) is not None)
        assert {name: pid for name, pid in pids_of(made).items() if name != "api"} == {
            name: pid for name, pid in before.items() if name != "api"
        }
        said = [line for line in made.lines if "api was ended" in line]
        assert said == ["sales-agent        | api was ended by SIGKILL; starting it again in 0.2 s"]


class TestEmbeddedDatabases:
    def test_killed_ones_come_back_on_the_same_addresses(
        self, make_stack: MakeStack, monkeypatch: pytest.MonkeyPatch, wait_until: WaitUntil
    ) -> None:
        monkeypatch.delenv("DATABASE_URL")
        monkeypatch.delenv("REDIS_URL")
        made = make_stack(quiet=True)
        addresses = made.stack.start()
        before = pids_of(made)
        assert list(before)[:2] == ["postgres", "valkey"]
        for name in ("postgres", "valkey"):
            os.kill(before[name], signal.SIGKILL)
        wait_until(
            lambda: all(pids_of(made).get(name, before[name]) != before[name] for name in ("postgres", "valkey"))
        )
        for url in (addresses.database_url, addresses.redis_url):
            refuse_unreachable("the address", url)
        assert pids_of(made)["api"] == before["api"], "the others were left in peace"
        made.stack.stop()
        assert is_free(read_local(made.options.directory)["ports"]["postgres"])


class TestRefusals:
    def test_a_port_in_use_names_the_remedy(self, make_stack: MakeStack) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            with pytest.raises(StackFault, match=f"Port {port} is in use .* --port"):
                make_stack(port=port).stack.start()

    def test_a_bad_variable_is_named_before_anything_starts(
        self, make_stack: MakeStack, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("WORKER_SLICES", "many")
        made = make_stack()
        with pytest.raises(StackFault, match="WORKER_SLICES"):
            made.stack.start()
        assert list((made.options.directory / "logs").iterdir()) == []

    def test_a_database_that_nobody_serves_is_named_by_its_variable(
        self, make_stack: MakeStack, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("REDIS_URL", "redis://:secret@127.0.0.1:9/0")
        with pytest.raises(StackFault, match=r"127\.0\.0\.1:9, where REDIS_URL points") as caught:
            make_stack().stack.start()
        assert "secret" not in str(caught.value)

    def test_a_second_stack_in_the_directory_changes_nothing(self, make_stack: MakeStack) -> None:
        first = make_stack(quiet=True)
        first.stack.start()
        before = read_local(first.options.directory)
        with pytest.raises(ServiceInUse, match=f"already runs .* {os.getpid()}"):
            make_stack().stack.start()
        assert read_local(first.options.directory) == before

    def test_failed_migrations_show_their_last_words(self, make_stack: MakeStack, programs: FakePrograms) -> None:
        programs.migrations = "import sys; print('no such table'); sys.exit(1)"
        made = make_stack()
        with pytest.raises(StackFault, match=r"migrations failed.*no such table"):
            made.stack.start()
        assert pids_of(made) == {}

    def test_a_child_that_keeps_dying_ends_the_start_with_its_last_words(
        self, make_stack: MakeStack, programs: FakePrograms
    ) -> None:
        programs.worker = "import sys; print('no module named workers'); sys.exit(3)"
        programs.api = "import signal; signal.pause()"
        made = make_stack(quiet=True)
        with pytest.raises(StackFault, match=r"worker-bulk does not stay up.*no module named workers"):
            made.stack.start()
        assert pids_of(made) == {}


class TestStop:
    def test_leaves_no_process_and_no_port(
        self, make_stack: MakeStack, has_ended: Callable[[int], bool], programs: FakePrograms
    ) -> None:
        # as gunicorn does: the first process has another one that serves
        programs.api = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {SERVER!r}, sys.argv[1]])"
        made = make_stack(quiet=True)
        made.stack.start()
        pids = pids_of(made)
        made.stack.stop()
        assert all(has_ended(pid) for pid in pids.values())
        assert is_free(made.options.port)
        assert pids_of(made) == {}
        assert read_local(made.options.directory)["api_key"] == "sa_known"

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_a_signal_ends_the_wait_and_handlers_are_given_back(self, make_stack: MakeStack, number: int) -> None:
        before = signal.getsignal(number)
        made = make_stack(quiet=True)
        made.stack.start()
        stop_soon(number)
        made.stack.wait()
        made.stack.stop()
        assert signal.getsignal(number) == before
        assert pids_of(made) == {}

    def test_a_signal_during_the_start_undoes_it(self, make_stack: MakeStack, programs: FakePrograms) -> None:
        programs.migrations = "import signal; signal.pause()"
        made = make_stack(quiet=True)
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()
        with pytest.raises(KeyboardInterrupt):
            made.stack.start()
        assert pids_of(made) == {}

    def test_a_second_signal_hurries(
        self, make_stack: MakeStack, programs: FakePrograms, wait_until: WaitUntil
    ) -> None:
        programs.beat = "import signal; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"
        made = make_stack(quiet=True)
        made.stack.start()
        log_file: Path = made.options.directory / "logs" / "beat.log"
        wait_until(lambda: "deaf" in log_file.read_text())
        stop_soon(signal.SIGINT)
        began = time.monotonic()
        made.stack.stop()
        assert time.monotonic() - began < 4, "the deaf one would have had 5 s"
        assert pids_of(made) == {}
