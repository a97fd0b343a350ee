"""How long a file may be, where everything may be caught, and that each room is known to every tool."""

from __future__ import annotations

import tomllib

import pytest

from tests.architecture.reading import PRODUCT, TREE, catches_all, names_of, python_files, setup_cfg, sources

MOST_LINES = 300
# path: the reason
LONGER = {
    "api/http/errors.py": "the one table of codes: two files would be two tables",
    "migrations/versions/0001_the_main_job.py": "it creates every table; splitting it would only hide that",
}
# the edges of threads, where an error must not end everything else; the API's is Flask's handler of Exception
CATCH_ALL_EDGES = {"shared/jobs/call_slots.py", "shared/jobs/process.py", "shared/jobs/saver.py"}


class TestLength:
    def test_none_is_over_300_lines_without_a_reason(self) -> None:
        lengths = {path.relative_to(TREE).as_posix(): len(path.read_text().splitlines()) for path in python_files()}
        assert len(lengths) > 200
        assert {path for path, lines in lengths.items() if lines > MOST_LINES} == set(LONGER)


class TestCatchAll:
    def test_stands_only_at_the_listed_edges(self) -> None:
        assert {path for path, text in sources(*PRODUCT, "benchmarks") if catches_all(text)} == CATCH_ALL_EDGES

    @pytest.mark.parametrize(
        "body",
        [
            "try: f()\nexcept: pass",
            "try: f()\nexcept Exception: pass",
            "try: f()\nexcept (OSError, Exception) as e: print(e)",
            "try: f()\nexcept builtins.BaseException:\n    if x: raise\n    y()",
            "with contextlib.suppress(Exception): f()",
        ],
    )
    def test_is_seen_in_every_form(self, body: str) -> None:
        assert catches_all(body)

    @pytest.mark.parametrize("body", ["try: f()\nexcept OSError: pass", "try: f()\nexcept BaseException: g(); raise"])
    def test_is_not_what_names_its_error_or_raises_again(self, body: str) -> None:
        assert not catches_all(body)

    def test_is_forbidden_by_ruff_everywhere(self) -> None:
        lint = tomllib.loads((TREE / "ruff.toml").read_text())["lint"]
        assert {"BLE", "E"} <= set(lint["select"])
        excused = {rule for rules in [lint["ignore"], *lint["per-file-ignores"].values()] for rule in rules}
        assert not {rule for rule in excused if rule.startswith(("BLE", "E7"))}


class TestRooms:
    def test_are_known_to_every_tool(self) -> None:
        rooms = {path.parent.name for path in TREE.glob("*/__init__.py")} - {"benchmarks"}
        config = setup_cfg()
        assert rooms == set(PRODUCT)
        assert {name.rstrip("*") for name in names_of(config["options.packages.find"]["include"])} == rooms
        assert names_of(config["mypy"]["packages"]) - {"benchmarks"} == rooms
        assert names_of(config["importlinter"]["root_packages"]) - {"benchmarks"} == rooms
        # migrations run in a process of their own, before anything that is measured
        assert names_of(config["coverage:run"]["source"]) == rooms - {"migrations"}

    def test_have_no_drawer_for_leftovers(self) -> None:
        named = {path.stem for path in python_files()} | {path.parent.name for path in python_files()}
        assert not named & {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
