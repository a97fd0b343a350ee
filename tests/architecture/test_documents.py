"""What the documents say is what the code says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import migrations.tables  # noqa: F401 - fills the metadata
from api.http.errors import render_errors_markdown
from api.openapi import openapi_document
from cli.main import COMMANDS
from shared.database.base import Base
from shared.settings import Settings


def names_in(table: str) -> set[str]:
    """Backticked names in the first cells of a Markdown table."""
    return set(re.findall(r"^\| *`(\w+)` *\|", table, flags=re.MULTILINE))


def section(text: str, heading: str) -> str:
    """The text below a heading, up to the next of its level."""
    level = heading.split(" ", 1)[0]
    found = re.search(rf"^{re.escape(heading)}$\n(.*?)(?=^{level} |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert found, f"there is no {heading!r}"
    return found.group(1)


def pages(tree: Path) -> list[Path]:
    return [tree / "README.md", tree / "ARCHITECTURE.md", *sorted((tree / "docs").rglob("*.md"))]


def commands(tree: Path) -> Iterator[tuple[str, str]]:
    """(page, command line) of every line in a shell block."""
    for page in pages(tree):
        for block in re.findall(
            r"^ *```(?:sh|bash|console|)\n(.*?)```", page.read_text(), flags=re.DOTALL | re.MULTILINE
        ):
            for line in block.splitlines():
                yield page.name, line.removeprefix("$ ").strip()


class TestEnvironmentExample:
    def test_has_every_setting_with_its_purpose_and_no_other(self, tree: Path) -> None:
        text = (tree / ".env.example").read_text()
        for name, field in Settings.model_fields.items():
            kind = "required" if field.is_required() else "optional"
            assert re.search(
                rf"^# {kind}: {re.escape(field.description or '')}\n#?{name}=", text, flags=re.MULTILINE
            ), name
        named = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", text, flags=re.MULTILINE))
        assert named - set(Settings.model_fields) == {"SALES_AGENT_DIR", "SALES_AGENT_URL", "SALES_AGENT_API_KEY"}

    def test_leaves_out_by_default_what_up_brings_itself(self, tree: Path) -> None:
        lines = (tree / ".env.example").read_text().splitlines()
        live = {line.split("=")[0] for line in lines if re.match(r"[A-Z]", line)}
        assert not live & {name for name, field in Settings.model_fields.items() if field.is_required()}

    def test_shows_the_real_defaults(self, tree: Path) -> None:
        for line in (tree / ".env.example").read_text().splitlines():
            if re.match(r"[A-Z]", line):
                name, value = line.split("=", 1)
                default = Settings.model_fields[name].default
                assert value == (str(default).lower() if isinstance(default, bool) else str(default)), name


class TestReadme:
    def test_explains_exactly_the_settings(self, tree: Path) -> None:
        explained = names_in(section((tree / "README.md").read_text(), "## Environment"))
        assert explained - {"SALES_AGENT_DIR", "SALES_AGENT_URL", "SALES_AGENT_API_KEY"} == set(Settings.model_fields)

    def test_every_command_of_a_page_exists(self, tree: Path) -> None:
        targets = set(re.findall(r"^([a-z][a-z-]*):.*##", (tree / "Makefile").read_text(), flags=re.MULTILINE))
        seen = 0
        for page, line in commands(tree):
            made = re.match(r"make ([a-z-]+)", line)
            called = re.search(r"\bsales-agent ([a-z]+)", line)
            assert not made or made.group(1) in targets, f"{page}: {line}"
            assert not called or called.group(1) in COMMANDS, f"{page}: {line}"
            seen += bool(made or called)
        assert seen >= 5

    def test_make_help_lists_every_target(self, tree: Path) -> None:
        text = (tree / "Makefile").read_text()
        phony = set(re.search(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE).group(1).split())  # type: ignore[union-attr]
        assert phony == set(re.findall(r"^([a-z][a-z-]*):.*## ", text, flags=re.MULTILINE))


class TestReferencePages:
    def test_openapi_is_what_the_code_says(self, tree: Path) -> None:
        assert json.loads((tree / "docs/openapi.json").read_text()) == json.loads(json.dumps(openapi_document()))

    def test_errors_are_what_the_code_says(self, tree: Path) -> None:
        assert (tree / "docs/errors.md").read_text().strip() == render_errors_markdown().strip()

    def test_the_api_page_names_every_operation(self, tree: Path) -> None:
        text = (tree / "docs/api.md").read_text()
        for path, methods in openapi_document()["paths"].items():
            for method in methods.keys() & {"get", "post", "put", "delete"}:
                assert f"`{method.upper()} {path}`" in text, f"{method} {path}"

    @pytest.mark.parametrize("table", sorted(Base.metadata.tables))
    def test_the_data_dictionary_has_every_column(self, tree: Path, table: str) -> None:
        described = names_in(section((tree / "docs/data-dictionary.md").read_text(), f"## `{table}`"))
        assert described == {column.name for column in Base.metadata.tables[table].columns}

    def test_version_numbers_are_those_of_the_locks(self, tree: Path) -> None:
        locked = dict(
            re.findall(r"^([a-z0-9-]+)==(\S+)", (tree / "requirements/dev.txt").read_text(), flags=re.MULTILINE)
        )
        spelled = {"Celery": "celery", "Flask": "flask", "SQLAlchemy": "sqlalchemy", "flask-smorest": "flask-smorest"}
        for page in pages(tree):
            for name, package in spelled.items():
                for said in re.findall(rf"\b{name} (\d+(?:\.\d+)+)", page.read_text()):
                    assert locked[package].startswith(said), f"{page.name}: {name} {said}"
