""".env.example says of the settings what the settings say of themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.settings import Settings, load_settings
from tests.architecture.reading import PRODUCT, TREE, sources

# read by the command line only; in a section of their own
OF_THE_COMMAND_LINE = {"SALES_AGENT_DIR", "SALES_AGENT_URL", "SALES_AGENT_API_KEY"}
HEADING = "## Only for the command line"
# read by compose only; test_compose.py holds them to compose/compose.yaml
HEADING_OF_COMPOSE = "## Only for compose/compose.yaml"
# conventions of terminals, not ours: https://no-color.org
OF_THE_TERMINAL = {"NO_COLOR", "COLUMNS"}


@dataclass(frozen=True, slots=True)
class Example:
    """One variable as .env.example shows it; it is on when copying the file sets it."""

    comment: str
    on: bool
    value: str
    section: str


def examples() -> dict[str, Example]:
    """Every variable of .env.example with the comment above it and the heading of its section."""
    found: dict[str, Example] = {}
    section = comment = ""
    for line in (TREE / ".env.example").read_text().splitlines():
        variable = re.fullmatch(r"(#?)([A-Z][A-Z0-9_]+)=(.*)", line)
        if variable:
            off, name, value = variable.groups()
            assert name not in found, f"{name} is there twice"
            found[name] = Example(comment, not off, value, section)
        section = line if line.startswith("## ") else section
        comment = line.removeprefix("# ") if line.startswith("# ") else ""
    return found


def of_settings() -> dict[str, Example]:
    """The variables outside the section that is compose's own."""
    return {name: example for name, example in examples().items() if not example.section.startswith(HEADING_OF_COMPOSE)}


class TestEnvironmentExample:
    def test_has_every_setting_and_no_other(self) -> None:
        assert of_settings().keys() - OF_THE_COMMAND_LINE == Settings.model_fields.keys()

    @pytest.mark.parametrize("name", Settings.model_fields)
    def test_tells_purpose_and_whether_it_is_required(self, name: str) -> None:
        field = Settings.model_fields[name]
        kind = "required" if field.is_required() else "optional"
        assert field.description
        assert examples()[name].comment == f"{kind}: {field.description}"

    @pytest.mark.parametrize("name", [name for name, field in Settings.model_fields.items() if not field.is_required()])
    def test_shows_the_default(self, name: str) -> None:
        default = Settings.model_fields[name].default
        if default is not None:
            assert examples()[name].value == (str(default).lower() if isinstance(default, bool) else str(default))

    def test_leaves_off_what_up_brings_or_decides_itself(self) -> None:
        on = {name for name, example in examples().items() if example.on}
        required = {name for name, field in Settings.model_fields.items() if field.is_required()}
        without_default = {name for name, field in Settings.model_fields.items() if field.default is None}
        decided_by_up = {"APP_ENV", "LOG_LEVEL", "CEREBRAS_BASE_URL", "LLM_PROVIDER", *OF_THE_COMMAND_LINE}
        assert not on & (required | without_default | decided_by_up)

    def test_shows_values_that_are_taken(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in Settings.model_fields:
            monkeypatch.delenv(name, raising=False)
        path = tmp_path / "env"
        path.write_text("".join(f"{name}={example.value}\n" for name, example in examples().items()))
        settings = load_settings(env_file=str(path))
        assert settings.CEREBRAS_API_KEY.get_secret_value() == examples()["CEREBRAS_API_KEY"].value

    def test_keeps_the_command_lines_own_apart(self) -> None:
        apart = {name for name, example in examples().items() if example.section.startswith(HEADING)}
        assert apart == OF_THE_COMMAND_LINE

    def test_names_every_variable_that_is_read(self) -> None:
        text = "".join(source for _, source in sources(*PRODUCT))
        assert set(re.findall(r"\bSALES_AGENT_[A-Z_]+\b", text)) == OF_THE_COMMAND_LINE
        read = set(re.findall(r"""environ(?:\.get\(|\[)["']([A-Z][A-Z0-9_]+)""", text))
        assert read >= {"SALES_AGENT_URL", "DATABASE_URL"}
        assert read - OF_THE_TERMINAL <= examples().keys()
        assert "getenv" not in text
