"""Where data goes, and what is refused as a place for it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cli.embedded import place
from cli.embedded.errors import EmbeddedServiceFailed
from cli.embedded.place import choose_place, choose_way, is_reachable, prepare_place
from cli.embedded.run_as import Identity, RunAs

SELF = Identity(RunAs.SAME_USER, os.geteuid(), os.getegid())
NOBODY = Identity(RunAs.NOBODY, 65534, 65534)


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    (tmp_path / "closed").mkdir(mode=0o700)
    return tmp_path / "closed"


class TestChoosePlace:
    def test_is_the_own_directory_wherever_the_user_may_enter(self, closed: Path) -> None:
        assert choose_place(SELF, closed / "service") == closed / "service"
        assert choose_place(Identity(RunAs.USER_NAMESPACE, 65534, 65534), closed / "service") == closed / "service"

    def test_is_outside_a_closed_tree_and_the_same_each_time(
        self, closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(place, "is_reachable", lambda path: path != closed)
        monkeypatch.setattr(place, "OUTSIDE", (tmp_path / "absent", tmp_path))
        first = choose_place(NOBODY, closed / "service")
        assert first.parent == tmp_path
        assert choose_place(NOBODY, closed / "service") == first
        assert choose_place(NOBODY, closed / "other") != first

    def test_says_what_to_do_when_no_place_is_left(self, closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(place, "OUTSIDE", ())
        with pytest.raises(EmbeddedServiceFailed, match="set DATABASE_URL and REDIS_URL"):
            choose_place(NOBODY, closed / "service")


class TestPreparePlace:
    def test_closes_the_data_to_others(self, tmp_path: Path) -> None:
        data = prepare_place(tmp_path / "deep" / "service", SELF, outside=False)
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        assert stat.S_IMODE(data.parent.stat().st_mode) == 0o700

    def test_a_link_outside_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "trap").mkdir()
        (tmp_path / "place").symlink_to(tmp_path / "trap")
        with pytest.raises(EmbeddedServiceFailed, match="is a link"):
            prepare_place(tmp_path / "place", SELF, outside=True)
        assert list((tmp_path / "trap").iterdir()) == []

    def test_a_place_outside_that_others_can_write_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "place").mkdir()
        (tmp_path / "place").chmod(0o777)
        with pytest.raises(EmbeddedServiceFailed, match="open to other writers"):
            prepare_place(tmp_path / "place", SELF, outside=True)


class TestChooseWay:
    def test_takes_the_first_that_works(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(place, "can_run", lambda identity, **_: identity.run_as is RunAs.NOBODY)
        found = choose_way([RunAs.USER_NAMESPACE, RunAs.NOBODY], directory=tmp_path, programs=None)  # type: ignore[arg-type]
        assert found is RunAs.NOBODY

    def test_says_what_to_do_when_none_works(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(place, "can_run", lambda *_, **__: False)
        with pytest.raises(EmbeddedServiceFailed, match="run as an ordinary user, or set DATABASE_URL"):
            choose_way([RunAs.USER_NAMESPACE], directory=tmp_path, programs=None)  # type: ignore[arg-type]


class TestIsReachable:
    def test_one_closed_folder_on_the_way_is_enough(self, closed: Path) -> None:
        (closed / "open").mkdir(mode=0o755)
        assert not is_reachable(closed / "open")
        assert is_reachable(Path("/"))
