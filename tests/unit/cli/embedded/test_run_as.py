"""Which ways are worth trying for whom."""

from __future__ import annotations

import os
import sys

import pytest

from cli.embedded import run_as
from cli.embedded.run_as import RunAs, identity_for, possible_ways

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has user namespaces")


def be(monkeypatch: pytest.MonkeyPatch, uid: int, *, known: bool) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    monkeypatch.setattr(run_as, "_has_entry", lambda _: known)


class TestPossibleWays:
    @linux_only
    def test_root_prefers_to_keep_its_files_in_the_projects_tree(self, monkeypatch: pytest.MonkeyPatch) -> None:
        be(monkeypatch, 0, known=True)
        assert possible_ways() == [RunAs.USER_NAMESPACE, RunAs.NOBODY]

    def test_root_elsewhere_becomes_nobody(self, monkeypatch: pytest.MonkeyPatch) -> None:
        be(monkeypatch, 0, known=True)
        monkeypatch.setattr(sys, "platform", "darwin")
        assert possible_ways() == [RunAs.NOBODY]

    def test_an_ordinary_user_stays_what_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        be(monkeypatch, 1000, known=True)
        assert possible_ways() == [RunAs.SAME_USER]

    @linux_only
    def test_a_uid_without_a_name_borrows_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        be(monkeypatch, 54321, known=False)
        assert possible_ways() == [RunAs.USER_NAMESPACE, RunAs.SAME_USER]


class TestIdentityFor:
    @pytest.mark.parametrize("way", [RunAs.USER_NAMESPACE, RunAs.NOBODY])
    def test_is_never_root_in_its_own_eyes(self, way: RunAs) -> None:
        assert identity_for(way).uid != 0

    def test_files_belong_to_whom_the_kernel_sees(self) -> None:
        assert identity_for(RunAs.SAME_USER).file_owner == os.geteuid()
        assert identity_for(RunAs.USER_NAMESPACE).file_owner == os.geteuid()
        assert identity_for(RunAs.NOBODY).file_owner == identity_for(RunAs.NOBODY).uid
